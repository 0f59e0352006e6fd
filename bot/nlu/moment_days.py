"""The days that a sentence asks for: « jeudi ou vendredi », « le 3 », « pas avant la semaine prochaine »."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.french import JOURS
from bot.domain.wish import Wish
from bot.nlu.moment_calendar import READERS
from bot.nlu.moment_dates import DAY
from bot.nlu.moment_relations import relation
from bot.nlu.moment_words import WEEKDAY

_ALL_WEEK = frozenset(range(7))
_WEEKS_LATER = {"en huit": 1, "en 8": 1, "d apres": 1, "en quinze": 2, "en 15": 2}
_NAMED = re.compile(rf"(?:\b(le|les|tous les|chaque|un) )?\b({WEEKDAY})(s)?\b"
                    r"(?: (?:matin |apremidi |soir )?(prochain|en huit|en 8|en quinze|en 15|d apres)\b)?")
_FROM_DAY_TO_DAY = re.compile(rf"\b(du|de|entre) (?:le )?({WEEKDAY}) (?:au|a|et) (?:le )?({WEEKDAY})\b(?! \d)")


@dataclass(frozen=True)
class Span:
    """The days from `first` to `last` that some words mean, and how they are meant: "on", "not", "from", "until",
    "before" or "after".

    A wide span (« la semaine prochaine ») frames the weekdays named with it. « le mardi » is `every` Tuesday.
    """

    first: date
    last: date
    relation: str = "on"
    wide: bool = False
    weekday: int | None = None
    every: bool = False

    def within(self, frame: "Span | None", today: date) -> "Span":
        """« mardi » next to « la semaine prochaine » is that week's; « aujourd'hui lundi » is today."""
        if self.weekday is None or frame is None:
            return self
        day = next((frame.first + i * DAY for i in range((frame.last - frame.first).days + 1)
                    if (frame.first + i * DAY).weekday() == self.weekday), self.first)
        return replace(self, first=day, last=day)


def read_days(words: str, today: date) -> Wish:
    """What `moment_words` says about days. Raises ValueError for a date that does not exist."""
    spans = list(_spans(_FROM_DAY_TO_DAY.sub(_each_weekday, words), today))
    frame = _hull(span for span in spans if span.wide and span.relation == "on")
    if any(span.first == span.last == today and span.relation == "on" for span in spans):
        spans = [span for span in spans if span.weekday != today.weekday() or span.every]
    return _wish([span.within(frame, today) for span in spans], frame)


def _spans(words: str, today: date) -> Iterator[Span]:
    for pattern, reader, wide in READERS:
        for match in pattern.finditer(words):
            days = reader(match, today)
            if days:
                yield Span(*days, relation=relation(words, *match.span()), wide=wide)
        words = pattern.sub(lambda m: " ; " if m[0].strip() else m[0], words)
    for match in _NAMED.finditer(words):
        yield _weekday(match, relation(words, *match.span()), today)


def _weekday(match: re.Match[str], meant: str, today: date) -> Span:
    """The next such day, never today."""
    number = JOURS.index(match[2])
    day = today + ((number - today.weekday() - 1) % 7 + 1) * DAY + 7 * _WEEKS_LATER.get(match[4] or "", 0) * DAY
    every = bool(match[3] or (match[1] and not match[4]))
    return Span(day, day, meant, weekday=number, every=every)


def _each_weekday(match: re.Match[str]) -> str:
    """« entre mardi et jeudi » → « mardi et mercredi et jeudi »; « du lundi au vendredi » is said of every week."""
    first, last = JOURS.index(match[2]), JOURS.index(match[3])
    days = [JOURS[(first + i) % 7] for i in range((last - first) % 7 + 1)]
    return " et ".join(f"le {day}" if match[1] == "du" else day for day in days)


def _hull(spans: Iterable[Span]) -> Span | None:
    found = list(spans)
    return Span(min(s.first for s in found), max(s.last for s in found), wide=True) if found else None


def _wish(spans: list[Span], frame: Span | None) -> Wish:
    named = [span for span in spans if span.relation == "on" and not span.wide]
    days = frame if not named or any(span.every for span in named) else _hull(named)
    weekdays = frozenset(span.first.weekday() for span in named)
    wish = Wish(days.first, days.last, weekdays if days.first < days.last else frozenset()) if days else Wish(
        weekdays=weekdays)
    if not named:  # « pas mardi, plutôt jeudi » is only « jeudi »
        wish = _without([span for span in spans if span.relation == "not"], wish)
    for span in spans:
        wish = _bounded(wish, span)
    return wish


def _without(refused: list[Span], wish: Wish) -> Wish:
    """« pas le mardi » leaves six days of the week; « pas demain » means later."""
    framed = wish.from_date is not None
    weekdays = {span.first.weekday() for span in refused if span.weekday is not None or (framed and not span.wide)}
    later = [span.last + DAY for span in refused if span.weekday is None and not framed]
    return replace(wish, weekdays=_ALL_WEEK - weekdays if weekdays else wish.weekdays,
                   from_date=max(later, default=wish.from_date))


def _bounded(wish: Wish, span: Span) -> Wish:
    whole = not span.wide or span.first.day == 1 or (span.last - span.first).days == 6
    first = {"from": span.first, "after": span.last + DAY}.get(span.relation)
    # « avant la fin du mois » includes the end of the month, « avant lundi » leaves Monday out.
    last = {"until": span.last, "before": span.first - DAY if whole else span.last}.get(span.relation)
    begins = max(filter(None, (first, wish.from_date)), default=None)
    ends = min(filter(None, (last, wish.to_date)), default=None)
    if begins and ends and begins > ends:  # « il sort mardi, à partir de mercredi alors »
        begins, ends = first, last
    return replace(wish, from_date=begins, to_date=ends)
