"""The hours that a sentence asks for: « vers 10h », « pas avant 15h », « en fin d'après-midi »."""
from __future__ import annotations

import re
from datetime import time

from bot.domain.wish import Wish
from bot.nlu.moment_relations import CANNOT

MORNING_ENDS = time(12)
AFTERNOON_BEGINS = time(13)
EVENING_BEGINS = time(17)
DOORS_OPEN = time(8)  # « avant minuit », « je commence à 5h du matin » say nothing of an appointment
SCHOOL_BEGINS, SCHOOL_ENDS = time(9), time(16, 30)

_T = r"(?<![\d/])(\d{1,2})h(\d\d)?(?!\d)"
_BARE = r"(?<![\d/])(\d{1,2})(?:h(\d\d)?)?(?![\d/])"
_RANGE = re.compile(rf"(?:\b(?:entre|de) {_BARE} ?(?:et|a|-|/|jusqu a) ?{_T}|{_T} ?(?:a|-|/|jusqu a) ?{_T}"
                    rf"|\bentre {_T} ?(?:et|a|-) ?{_BARE}|(?<![\d/])(\d{{1,2}})()[-/]{_T})")
_WORK = "j?travaille|travail|j?bosse|j?taff?e?|cours|ecole|formation|stage"
_BUSY = rf"\bj?(?:fini[rst]?|sors|sort|termine|debauche|{_WORK})(?: \w+){{0,2}}?"
_BUSY_RANGE = re.compile(
    rf"\b(?:{_WORK}|occupee?|suis prise?|pas)(?: \w+)?? (?:de|entre) {_T} (?:a|et|jusqu a) {_T}")
_BEGINS = (r"\b(?:commence|embauche|recupere|cherche|prends le (?:travail|boulot|service)"
           r"|(?:dois|faut) (?:partir|recuperer|chercher))(?: \w+){0,3}? a")
_FROM = re.compile(
    r"(?:\b(?:pas (?:trop )?avant|pas plus tot qu[e ]?a?|(?<!pas )plus tard qu[e ]?a?|a partir d[eu]?|des|(?<!pas )apres"
    rf"|au plus tot(?: a)?|{_BUSY} (?:jusqu )?a)(?: les| vers)? {_T}|{_T} (?:mini|minimum|passees?|au plus tot)\b)")
_UNTIL = re.compile(
    r"(?:\b(?:pas apres|pas plus tard qu[e ]?a?|plus tot qu[e ]?a?|avant|jusqu a|d ici|au plus tard(?: a)?"
    rf"|{_BEGINS})(?: les| vers)? {_T}|{_T} au plus tard\b)")
_CLOCK = re.compile(rf"(?:\b(?:pas|sauf) (?:a |vers )?)?{_T}")
_VERS = re.compile(r"\bvers (?:les )?([7-9]|1\d)\b(?! ?(?:/|jours?|semaines?|mois|decembre|janvier|\d))")

_DENIED = (r"(?:\b(?:pas|sauf|ni|jamais|travaille|bosse|jbosse)(?: dispo| libre| possible| tous)?"
           r"(?: les?| l| en| dans la| ce)* {part}"
           r"|{part} " + CANNOT + ")")
_SCHOOL = r"(?:de |des |d )?(?:l |la |le )?(?:ecole|classes?|college)"
_PARTS: tuple[tuple[str, time | None, time | None], ...] = (
    (r"(?:debut|premiere heure) (?:de |d )?(?:la |l )?(?:matin|journee)|\b(?:a|des) (?:la )?premiere heure"
     r"|\btot (?:le |dans la )?matin|(?:a )?l ouverture|matin (?:tot|de bonne heure)|de bonne heure"
     r"|\b(?:tres|assez|plutot) tot\b", None, time(10)),
    (r"fin (?:de |d )?(?:la )?matin", time(10, 30), MORNING_ENDS),
    (r"milieu (?:de |d )?(?:la )?matin", time(9, 30), time(11)),
    (r"debut (?:de |d |en )?(?:l )?apremidi", AFTERNOON_BEGINS, time(15)),
    (r"milieu (?:de |d )?(?:l )?apremidi", time(14, 30), time(16)),
    (r"fin (?:de |d )?(?:l |la )?(?:apremidi|journee)", time(16), None),
    (r"(?:apres|aprs) (?:le |l |la |avoir )?(?:mange[rz]?|dejeuner|dejeune|repas|dej)\b", AFTERNOON_BEGINS, None),
    (r"avant (?:de |le |l )*(?:manger|dejeuner|repas|dej)\b", None, MORNING_ENDS),
    (r"(?:pause|heure du) (?:de |du )?(?:12h|dejeuner|dej|repas)\b", time(12), time(14)),
    (rf"avant (?:la )?(?:sortie|fin) {_SCHOOL}", None, SCHOOL_ENDS),
    (rf"(?:(?:apres(?: la sortie)?|sortie|sort|sortent) {_SCHOOL})", SCHOOL_ENDS, None),
    (rf"(?:pendant|heure d|sont a) {_SCHOOL}", SCHOOL_BEGINS, SCHOOL_ENDS),
    (r"depose[rz]? (?:les |mes |mon |ma |la |le )?(?:enfants?|gosses?|petite?s?|gamins?|fils|fille)\b", SCHOOL_BEGINS, None),
    (r"apres (?:le |mon )?(?:travail|boulot|taf|job)", EVENING_BEGINS, None),
    (r"pas (?:trop )?tot", time(10), None),
    (r"pas (?:trop )?tard", None, time(16)),
    (r"\bmatin", None, MORNING_ENDS),
    (r"\bapremidi", AFTERNOON_BEGINS, None),
    (r"(?<!bon)\bsoir\b", EVENING_BEGINS, None),
)
_OPPOSITE = {"matin": Wish(not_before=AFTERNOON_BEGINS), "apremidi": Wish(not_after=MORNING_ENDS),
             "soir": Wish(not_after=EVENING_BEGINS)}


def read_hours(words: str) -> tuple[Wish, str]:
    """What `moment_words` says about hours, and the words that are left (clock times become « ; »).

    The morning ends at 12 h; the afternoon begins at 13 h, when a midday break is over; the evening at 17 h. From 1 h
    to 6 h means the afternoon, for no desk is open at night.
    """
    parts, words = _parts_of_day(words)
    clock, rest = _clock(words)
    return _both(parts, clock), rest


def _clock(words: str) -> tuple[Wish, str]:
    busy, words = _working_hours(words)
    not_before, not_after, around, said = busy.not_before, busy.not_after, None, words
    for pattern in (_RANGE, _FROM, _UNTIL):
        match = pattern.search(words)
        if match is None:
            continue
        hours = _times(match, said)
        not_before = hours[0] if pattern is not _UNTIL else not_before
        if pattern is not _FROM and hours[-1] >= DOORS_OPEN:
            not_after = hours[-1]
        words = pattern.sub(" ; ", words, count=1)
    asked = [_time(m[1], m[2], said) for m in _CLOCK.finditer(words) if not m[0].startswith(("pas", "sauf"))]
    asked = asked or [_time(m[1], None, said) for m in _VERS.finditer(words)]
    words = _VERS.sub(" ; ", _CLOCK.sub(" ; ", words))
    if len(set(asked)) == 1:
        around = asked[0]
    elif asked:  # « 10 h ou 11 h »
        not_before, not_after = not_before or min(asked), not_after or _half_an_hour_after(max(asked))
    return Wish(not_before=not_before, not_after=not_after, around=around), words


def _working_hours(words: str) -> tuple[Wish, str]:
    """« je travaille de 8h à 14h » leaves the hours after it; one who begins at noon or later can come before."""
    match = _BUSY_RANGE.search(words)
    if match is None:
        return Wish(), words
    begins, ends = (time(int(match[i]), int(match[i + 1] or 0)) for i in (1, 3))
    free = Wish(not_after=begins) if begins >= MORNING_ENDS else Wish(not_before=ends)
    return free, _BUSY_RANGE.sub(" ; ", words, count=1)


def _times(match: re.Match[str], words: str) -> list[time]:
    groups = match.groups()
    return [_time(hour, minute, words) for hour, minute in zip(groups[::2], groups[1::2], strict=True) if hour]


def _time(hour: str, minute: str | None, words: str) -> time:
    """Raises ValueError for « 14h75 »."""
    number = int(hour)
    if (1 <= number <= 6 and "matin" not in words) or (7 <= number <= 9 and "soir" in words):
        number += 12
    return time(number, int(minute or 0))


def _half_an_hour_after(hour: time) -> time:
    return hour.replace(minute=hour.minute + 30) if hour.minute < 30 else time(hour.hour + 1, hour.minute - 30)


def _parts_of_day(words: str) -> tuple[Wish, str]:
    denied, wish = Wish(), Wish()
    for part, opposite in _OPPOSITE.items():
        without = re.sub(_DENIED.format(part=part), " ; ", words)
        if without != words:
            denied, words = _both(denied, opposite), without
    others = words
    for pattern, begins, ends in _PARTS:
        others, count = re.subn(pattern, " ; ", others)
        if count:
            wish = _both(wish, Wish(not_before=begins, not_after=ends))
    return (denied if wish == Wish() else wish), words


def _both(left: Wish, right: Wish) -> Wish:
    """Both constraints; « matin ou soir » constrains nothing, as no hour is in both."""
    begins = max(filter(None, (left.not_before, right.not_before)), default=None)
    ends = min(filter(None, (left.not_after, right.not_after)), default=None)
    if begins and ends and begins >= ends:
        begins = ends = None
    return Wish(not_before=begins, not_after=ends, around=right.around or left.around)
