"""Opening hours written in free French, read into a week where they can only mean one thing.

Every word and sign has its place in this grammar, or the text is refused:

    text    = [« horaires d'ouverture »] clause { pause clause } [« . »]
    clause  = opening | closing | « ( » closing « ) »
    opening = days hours | days « fermé » | hours days where the text begins with hours
    closing = (« fermé » | « sauf ») days [half]
    days    = item { joint item } [« sauf » days]; item: « du lundi au jeudi », « le lundi », « en semaine »…
    hours   = slot { pause slot }; slot: [half] [« de »] time (« à » | « - » | « / ») time
    half    = « matin » | « après-midi », which must agree with the hours
"""
from __future__ import annotations

import re
from itertools import chain
from typing import NamedTuple, Optional

from bot.domain.french import JOURS
from bot.domain.normalisation import fold
from bot.domain.opening_week import Interval, OpeningWeek, WeekError

_DAYS = {form: number for number, day in enumerate(JOURS) for form in (day, f"{day}s", day[:3], f"{day[:3]}.")} | {
    "merc": 2, "merc.": 2, "vend": 4, "vend.": 4}
_GROUPS = {"en semaine": range(5), "la semaine": range(5), "7 j / 7": range(7), "7 jours / 7": range(7),
           "7 jours sur 7": range(7), "weekend": range(5, 7), "le weekend": range(5, 7), "les weekends": range(5, 7)}
_FEASTS = ("jours feries", "les jours feries", "feries", "les feries")
_SUNDAY = 6
_CLOSED = ("ferme", "fermee", "fermes", "fermees", "fermeture")
_EXCEPT = ("sauf", "excepte", "hormis", "hors")
_OPEN = ("ouvert", "ouverte", "ouverts", "ouvertes")
_ARTICLES = ("le", "la", "les", "l'")
_HALVES = {"matin": "matin", "matins": "matin", "apresmidi": "apresmidi", "apresmidis": "apresmidi"}
_DAWN, _NOON, _AFTER_LUNCH, _MIDNIGHT = 5 * 60, 12 * 60, 14 * 60, 24 * 60

_LINE_BREAK = re.compile(r"\n|</?(?:br|ul|li|p) ?/?>", re.IGNORECASE)
_LABEL = re.compile(r"\A(?:(?:horaires?(?: d'ouverture)?|ouverture|ouverte?s?)(?: au public)?"
                    r"|accueil(?: (?:du )?public)?)\b[ :]*")
# After a space, minutes must not look like another hour: « 9h 12 / 14h 18 » is not 9:12 to 14:18.
_TOKEN = re.compile(r"""
      (?P<time> \d{1,2}(?:\ ?h|:)[0-5]\d (?!\d|:|\ ?h)
              | \d{1,2}\ ?h(?:eures?)?\ (?:00|15|2[5-9]|[345]\d) (?!\d|:|\ ?h)
              | \d{1,2}\ ?h(?:eures?)? (?!\d)
              | midi\b | minuit\b)
    | (?P<number> \d+)
    | (?P<word> apres[ -]*midis? | week[ -]?ends? | (?:lun|mar|merc?|jeu|vend?|sam|dim)\. | [a-z]+'?)
    | (?P<sign> [-‐‒–—−,;:./&()])
    | (?P<space> \ )
    """, re.VERBOSE | re.ASCII)


def from_french(text: str) -> OpeningWeek:
    """The week meant by « Du lundi au vendredi de 9h à 12h et de 14h à 17h, fermé le mercredi après-midi ».

    Raises WeekError, quoting the text, where anything but days and hours is said, and where two readings are possible:
    « tous les jours » without a word on Sunday, « lundi-jeudi » (until, or and?), a day that is given other hours.
    """
    try:
        return _Reader(_tokens(text)).week()
    except _Doubt:
        raise WeekError(text) from None


class _Doubt(Exception):
    """The text says something else than days and hours, or could be read in two ways."""


class _Token(NamedTuple):
    kind: str
    text: str


class _Closing(NamedTuple):
    days: list[int]
    half: str
    exception: bool  # « sauf » takes something away, when « fermé » may only confirm


def _tokens(text: str) -> list[_Token]:
    folded = _LABEL.sub("", fold(_LINE_BREAK.sub(" ; ", text)).strip(" ;"))
    tokens, at = [], 0
    while at < len(folded):
        match = _TOKEN.match(folded, at)
        if match is None or match.lastgroup is None:
            raise _Doubt
        tokens.append(_Token(match.lastgroup, _plain(match.lastgroup, match[0])))
        at = match.end()
    return [token for token in tokens if token.kind != "space"]


def _plain(kind: str, text: str) -> str:
    if kind == "word":
        return re.sub("[ -]", "", text)
    return "-" if kind == "sign" and text in "‐‒–—−" else text


class _Reader:
    """Recursive descent over the tokens: each method reads what it is named after, and raises _Doubt where it must be."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens, self._at = tokens, 0
        self._week: dict[int, tuple[Interval, ...]] = {}
        self._closings: list[_Closing] = []
        self._named: list[int] = []  # every day that is spoken of, in the order of the text
        self._opened: set[int] = set()  # those named to say that they are open
        self._alone: set[int] = set()  # those that have hours of their own
        self._every_day = False
        self._listing: set[str] = set()  # the signs seen in « lun/mar/jeu »: they mean « and »
        self._ambiguous: set[str] = set()  # those seen in « lun/jeu » only

    def week(self) -> OpeningWeek:
        hours_first = self._slot_ahead()
        self._clause(hours_first)
        while [token.text for token in self._tokens[self._at:self._at + 2]] not in ([], ["."]):
            self._pause()
            self._clause(hours_first)
        if (self._every_day and _SUNDAY not in self._named) or self._ambiguous - self._listing:
            raise _Doubt
        for closing in self._closings:
            self._close(closing)
        if not any(self._week.values()):
            raise _Doubt
        return OpeningWeek.of(self._week)

    def _clause(self, hours_first: bool) -> None:
        if self._take("("):
            if not self._closing() or not self._take(")"):
                raise _Doubt
        elif not self._closing():
            self._opening(hours_first)

    def _closing(self) -> bool:
        exception = self._take(*_EXCEPT)
        if not exception and not self._closed():
            return False
        if not exception:
            self._take(":")
        self._closings.append(_Closing(self._list(feasts=True), self._half(), bool(exception)))
        return True

    def _closed(self) -> bool:
        return bool(self._take(*(f"{word} au public" for word in _CLOSED), *_CLOSED))

    def _opening(self, hours_first: bool) -> None:
        self._take(*_OPEN)
        if hours_first:
            hours = self._hours()
            self._gap()
            self._open(*self._days(), hours)
            return
        days, named = self._days()
        self._gap()
        if not self._closed():
            self._open(days, named, self._hours())
        elif self._peek().kind in ("sign", "end"):
            self._closings.append(_Closing(days, "", exception=False))
        else:  # « mardi fermé mercredi 9h-12h » without a sign: which of the two is closed?
            raise _Doubt

    def _open(self, days: list[int], named: set[int], hours: tuple[Interval, ...]) -> None:
        self._opened |= named
        self._alone |= set(days) if len(days) == 1 else set()
        if any(self._week.setdefault(day, hours) != hours for day in days):
            raise _Doubt

    def _close(self, closing: _Closing) -> None:
        if closing.half and len(closing.days) != 1:  # « les mardi et jeudi après-midi »: the whole Tuesday?
            raise _Doubt
        for day in closing.days:
            slots = self._week.get(day, ())
            left = _without(closing.half, slots) if closing.half else ()
            # « de 9h à 12h et de 14h à 17h sauf le mercredi »: the whole Wednesday, or its afternoon?
            vague = closing.exception and (left == slots or (not closing.half and len(slots) > 1))
            if vague or (left != slots and day in (self._alone if closing.half else self._opened)):
                raise _Doubt
            self._week[day] = left

    def _days(self) -> tuple[list[int], set[int]]:
        """The days, and those among them that are named: an exception cannot be one of these."""
        before = len(self._named)
        days, named = self._list(feasts=False), set(self._named[before:])
        start = self._at
        self._take(",")
        bracket = self._take("(")
        if not self._take(*_EXCEPT):
            self._at = start
            return days, named
        off = set(self._list(feasts=True))
        if (bracket and not self._take(")")) or self._half() or not off <= set(days) - named:
            raise _Doubt
        return [day for day in days if day not in off], named

    def _list(self, feasts: bool) -> list[int]:
        """The days; public holidays, which may be said to be closed, are no day of an ordinary week."""
        first = self._item(feasts)
        if first is None:
            raise _Doubt
        items, joints = [first], []
        while joined := self._joined(feasts):
            joints.append(joined[0])
            items.append(joined[1])
        self._weigh(items, joints)
        days = list(chain(*items))
        if len(set(days)) < len(days):
            raise _Doubt
        return days

    def _joined(self, feasts: bool) -> Optional[tuple[str, list[int]]]:
        start = self._at
        joint = self._take(",", "-", "/", "&", "et", "ainsi que")
        if joint == ",":
            self._take("et")
        item = self._item(feasts) if joint else None
        if item is None:
            self._at = start
            return None
        return joint, item

    def _weigh(self, items: list[list[int]], joints: list[str]) -> None:
        """« lun-mer-ven » is a list; « lun-mer » alone may be a range, unless the text also has such a list."""
        for n, joint in enumerate(joints):
            if joint not in ("-", "/"):
                continue
            before, after = items[n], items[n + 1]
            if joint in joints[max(n - 1, 0):n] + joints[n + 1:n + 2]:
                self._listing.add(joint)
            elif len(before) == len(after) == 1 and (before[0] + 1) % 7 != after[0]:
                self._ambiguous.add(joint)

    def _item(self, feasts: bool) -> Optional[list[int]]:
        if feasts and self._take(*_FEASTS):
            return []
        if self._take("tous les jours", "chaque jour"):
            return self._every()
        if group := self._take(*_GROUPS):
            self._named.extend(day for day in _GROUPS[group] if day == _SUNDAY)
            return list(_GROUPS[group])
        start = self._at
        bounded = self._take("du", "de")
        if not bounded:
            self._take("tous les", "chaque", *_ARTICLES)
        first = self._day()
        last = self._until()
        if first is None or (bounded and last is None):
            self._at = start
            return None
        return _range(first, last)

    def _every(self) -> list[int]:
        # « tous les jours du lundi au samedi »
        if self._peek().text == "du" and (span := self._item(feasts=False)):
            return span
        self._every_day = True
        return list(range(7))

    def _until(self) -> Optional[int]:
        start = self._at
        last = self._day() if self._take("au", "aux", "a") else None
        if last is None:
            self._at = start
        return last

    def _day(self) -> Optional[int]:
        day = _DAYS.get(self._peek().text)
        if day is not None:
            self._at += 1
            self._named.append(day)
        return day

    def _hours(self) -> tuple[Interval, ...]:
        half, slot = self._slot("")
        slots = [slot]
        start = self._at
        self._pause()
        while self._slot_ahead():
            half, slot = self._slot(half)
            slots.append(slot)
            start = self._at
            self._pause()
        self._at = start
        if any(later[0] < earlier[1] for earlier, later in zip(slots, slots[1:])):
            raise _Doubt
        return tuple(slots)

    def _slot_ahead(self) -> bool:
        start = self._at
        self._labelled_half()
        self._take("de")
        kind = self._peek().kind
        self._at += 1
        found = kind == "time" or (kind == "number" and bool(self._take("a", "-", "/")))
        self._at = start
        return found

    def _slot(self, half: str) -> tuple[str, Interval]:
        """The slot, and the half of the day that was spoken of last."""
        half = self._labelled_half() or half
        self._take("de")
        opens = self._clock("time", "number")  # « de 9 à 12h »
        if not self._take("a", "-", "/"):
            raise _Doubt
        slot = opens, self._clock("time") or _MIDNIGHT
        # An office does not open at night: « 3-11 h » is a slip of the pen.
        if not _DAWN <= slot[0] < slot[1] <= _MIDNIGHT or half not in ("", _half_of(slot)):
            raise _Doubt
        return half, slot

    def _labelled_half(self) -> str:
        half = self._half()
        if half:
            self._take(":")
        return half

    def _half(self) -> str:
        start = self._at
        self._take(*_ARTICLES)
        half = self._take(*_HALVES)
        if not half:
            self._at = start
        return _HALVES.get(half, "")

    def _clock(self, *kinds: str) -> int:
        token = self._peek()
        # « mardi 12 à 14h » may be a date.
        dated = token.kind == "number" and self._at > 0 and self._tokens[self._at - 1].text in _DAYS
        if token.kind not in kinds or dated:
            raise _Doubt
        self._at += 1
        return _minutes(token.text)

    def _pause(self) -> None:
        while self._take(";"):
            pass
        self._take(",", ".", "-", "/")
        while self._take(";"):
            pass
        self._take("et", "puis", "ainsi que", "&")

    def _gap(self) -> None:
        """What stands between days and hours. « lundi, mardi, : 9h-12h » lacks a day: a comma stands alone."""
        if not self._take(",", "-", "/"):
            while self._take("."):
                pass
            self._take(":")
        while self._take(";"):
            pass

    def _take(self, *phrases: str) -> str:
        """The first of these phrases that comes next, now behind us; or nothing."""
        for phrase in phrases:
            words = phrase.split()
            if [token.text for token in self._tokens[self._at:self._at + len(words)]] == words:
                self._at += len(words)
                return phrase
        return ""

    def _peek(self) -> _Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else _Token("end", "")


def _range(first: int, last: Optional[int]) -> list[int]:
    if last is None:
        return [first]
    if last <= first:
        raise _Doubt
    return list(range(first, last + 1))


def _without(half: str, slots: tuple[Interval, ...]) -> tuple[Interval, ...]:
    halves = [_half_of(slot) for slot in slots]
    if "" in halves or not halves:
        raise _Doubt
    return tuple(slot for slot, its_half in zip(slots, halves) if its_half != half)


def _half_of(slot: Interval) -> str:
    if slot[0] >= _NOON:
        return "apresmidi"
    return "matin" if slot[1] <= _AFTER_LUNCH else ""


def _minutes(text: str) -> int:
    if text in ("midi", "minuit"):
        return _NOON if text == "midi" else 0
    hours, *minutes = (int(number) for number in re.findall(r"\d+", text))
    return hours * 60 + sum(minutes)
