"""Hours in OpenStreetMap's syntax, put in such a way that opening-hours-py understands them as OSM does.

Left to itself, opening-hours-py 2.1 opens « Tu, Th 14:00-18:00 » all day on Tuesdays and « We 14:00-14:00 » for 24 hours,
takes « SH Mo-Fr » (in the holidays, from Monday to Friday) for « SH,Mo-Fr » (in the holidays, and also from Monday to
Friday), and knows no French school holidays. Syntax: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import opening_hours as osm

PUBLIC, SCHOOL = "PH", "SH"

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TIME = r"\d?\d:\d\d"
_STATE = r"\b(?:off|closed|open|unknown)\b"
_WEEKDAY = r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su)\b"
_DAY = rf"(?:{_WEEKDAY}(?:-{_WEEKDAY})?(?:\[[^\]]*\])?|\b[PS]H\b)(?: ?[+-]\d+ days?)?"
_DAYS = re.compile(rf"{_DAY}(?:[ ,]{_DAY})*(?=\s*$)", re.I)
_REST = re.compile(rf'{_TIME}|24/7|{_STATE}|"|$', re.I)
_BOTH = re.compile(r"(?P<holidays>[PS]H(?:,[PS]H)*) (?P<weekdays>[^+-].*)")
_TWO_WAYS = re.compile(r" .*[PS]H")  # « Mo-Fr PH »: on these days and holidays, or on the holidays among these days
_COMMENT = re.compile(r'"[^"]*"')
_COMMA = re.compile(rf'(?P<end_of_rule>:\d\d|"|{_STATE})?\s*,\s*(?P<time>(?={_TIME}))?', re.I)
_EMPTY = rf"(?<!\d)({_TIME})\s*-\s*\1(?!:)"
_JOINED = re.compile(r"\s*(;|\|\||, )\s*")
_SPAN = re.compile(r"(\d?\d):(\d\d)\s*-\s*(\d?\d):(\d\d)")
# These need a closing time, a place or a rhythm to be read for sure: « 14:00+ », « sunset », « 10:00-16:00/01:30 ».
_NOT_FOR_SURE = re.compile(rf"{_TIME}\+|sunrise|sunset|dawn|dusk|{_TIME}/", re.I)

DaysOf = Callable[[str], Iterable[date]]


@dataclass(frozen=True)
class Rule:
    """« , » or another way to be joined to the rule before, « Jul-Aug », « SH Mo-Fr », « 09:00-12:00 "sur rendez-vous" »."""

    joined: str
    season: str
    days: str
    rest: str

    def __str__(self) -> str:
        return " ".join(filter(None, (self.season, self.days, self.rest)))

    def names(self, holidays: str) -> bool:
        """Whether its days name the public (`PUBLIC`) or the school (`SCHOOL`) holidays."""
        return holidays in re.split(r"\W", self.days)

    @property
    def is_off(self) -> bool:
        """Whether it only closes."""
        return self.rest.lower().startswith(("off", "closed"))

    @property
    def is_weekly(self) -> bool:
        """Whether it says the same of every week."""
        return not (self.season or self.names(PUBLIC) or self.names(SCHOOL) or re.search(r"\[|day", self.days))


_UNREADABLE = (Rule("", "", "", "unknown"),)


def rules_of(hours: str) -> tuple[Rule, ...]:
    """The rules of some hours, one that says « unknown » if they cannot be read for sure. ValueError: not OSM's syntax."""
    if not osm.validate(hours):
        raise ValueError(f"opening hours not understood: {hours!r}")
    comments = _COMMENT.findall(hours)
    numbers = iter(range(len(comments)))
    bare = _COMMENT.sub(lambda _: f'"{next(numbers)}"', hours).strip()
    tidied = _without_empty_spans(_COMMA.sub(_tidy_comma, bare))
    texts = _JOINED.split(tidied)
    read = (_rule(joined.strip(), text, comments) for joined, text in zip(["", *texts[1::2]], texts[::2]))
    rules = tuple(rule for rule in read if f"{rule}")
    if not rules:  # a lone « : » is valid, and says nothing
        raise ValueError(f"opening hours not understood: {hours!r}")
    is_sure = osm.validate(tidied) and not _NOT_FOR_SURE.search(bare) and not any(_TWO_WAYS.search(r.days) for r in rules)
    return rules if is_sure else _UNREADABLE


def text_of(rules: Iterable[Rule], days_of: DaysOf) -> str:
    """What the library shall read: the rules, holidays that it does not read being dates, listed by `days_of` (name)."""
    text = ""
    for rule in rules:
        for dated in _with_dates(rule, days_of):
            text += f" {rule.joined or ';'} {dated}" if text else str(dated)
    return text


def weekly_texts(rules: Sequence[Rule]) -> list[str]:
    """Hours of an ordinary week that together miss none of any week, whatever the season and the holidays."""
    opening = [rule for rule in rules if rule.is_weekly or not rule.is_off]
    if all(rule.is_weekly and rule.joined != "||" for rule in opening):
        return [text_of(opening, lambda _: ())] if opening else []
    return [str(_of_every_week(rule)) for rule in opening if not rule.is_off]


def end_of_night(rules: Iterable[Rule]) -> str | None:
    """When the latest opening that crosses midnight ends, « 02:00 » for « Fr 22:00-02:00 »; None if none does."""
    ends = [0]
    for span in (span for rule in rules for span in _SPAN.findall(rule.rest)):
        start_hour, start_minute, end_hour, end_minute = map(int, span)
        end = 60 * end_hour + end_minute
        ends.append(end if end <= 60 * start_hour + start_minute else end - 24 * 60)
    return "{:02d}:{:02d}".format(*divmod(max(ends), 60)) if max(ends) > 0 else None


def osm_dates(days: Iterable[date]) -> str:
    """« 2026 Oct 17-2026 Nov 1,2026 Dec 19-2027 Jan 3 »."""
    spans: list[list[date]] = []
    for day in sorted(days):
        if not spans or day - spans[-1][1] > timedelta(days=1):
            spans.append([day, day])
        spans[-1][1] = day
    return ",".join(osm_span(first, last) for first, last in spans)


def osm_span(first: date, last: date) -> str:
    """« 2026 Oct 17-2026 Nov 1 », both included."""
    return "-".join(f"{day.year} {_MONTHS[day.month - 1]} {day.day}" for day in (first, last))


def _tidy_comma(comma: re.Match[str]) -> str:
    """« , » between two rules, « , » between the items of a list: only the former is followed by a space."""
    is_between_rules = comma["end_of_rule"] and comma["time"] is None
    return (comma["end_of_rule"] or "") + (", " if is_between_rules else ",")


def _without_empty_spans(text: str) -> str:
    """Somebody who typed « 14:00-14:00 » has left out when it ends."""
    return re.sub(_EMPTY, "unknown", re.sub(rf"{_EMPTY},(?={_TIME})", "", re.sub(rf",{_EMPTY}", "", text)))


def _rule(joined: str, text: str, comments: Sequence[str]) -> Rule:
    start = next(_REST.finditer(text)).start()
    days = _DAYS.search(text, 0, start)
    season = text[:days.start() if days else start].rstrip(": ")
    rest = re.sub(r'"(\d+)"', lambda number: comments[int(number[1])], text[start:])
    return Rule(joined, season, days[0] if days else "", f"unknown {rest}" if rest.startswith('"') else rest)


def _with_dates(rule: Rule, days_of: DaysOf) -> list[Rule]:
    both = _BOTH.fullmatch(rule.days)
    if both:
        return [_on_dates(rule, name, both["weekdays"], days_of) for name in both["holidays"].split(",")]
    if not rule.names(SCHOOL):
        return [rule]
    others = ",".join(day for day in rule.days.split(",") if day != SCHOOL)
    return [*([replace(rule, days=others)] if others else []), _on_dates(rule, SCHOOL, "", days_of)]


def _on_dates(rule: Rule, name: str, weekdays: str, days_of: DaysOf) -> Rule:
    """The rule, on those of the holidays of that name that are in its season."""
    days = list(days_of(name))
    if rule.season:
        season = osm.OpeningHours(rule.season)
        days = [day for day in days if season.is_open(datetime.combine(day, time(12)))]
    if not days:  # without a calendar of them, the library takes no day for a school holiday: the rule never applies
        return replace(rule, days=SCHOOL)
    is_bare = name == SCHOOL and rule.rest in ("off", "closed")
    return replace(rule, season=osm_dates(days), days=weekdays, rest='off "vacances scolaires"' if is_bare else rule.rest)


def _of_every_week(rule: Rule) -> Rule:
    both = _BOTH.fullmatch(rule.days)
    weekdays = re.sub(r"\[[^\]]*\]", "", both["weekdays"] if both else rule.days)
    every_day = re.search(r"[PS]H|day|^$", weekdays)
    return Rule("", "", "Mo-Su" if every_day else weekdays, rule.rest.removeprefix("24/7").lstrip())
