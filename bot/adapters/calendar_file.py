"""Appointments as a calendar file (.ics) or as a feed that a calendar reads again from time to time.

Sources: RFC 5545 (the format), RFC 5546 (METHOD), RFC 7986 (NAME, REFRESH-INTERVAL).
"""
from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from typing import Literal

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vDuration

from bot.domain.calendar_entry import CalendarEntry
from bot.domain.french import PARIS
from bot.domain.normalisation import clean

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]

_PRODUCT = "-//Repère//Rendez-vous//FR"
_WINTER, _SUMMER = timedelta(hours=1), timedelta(hours=2)


def calendar_file(entries: Iterable[CalendarEntry], method: Method | None, name: str | None = None,
                  refresh: timedelta | None = None) -> bytes:
    """The file of these entries, in UTF-8; without any entry it is still one that calendars accept.

    `method` is what the reader is asked to do, None in a feed; CANCEL cancels every entry. `name` is what the reader
    calls the feed, `refresh` how often it should come back.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method is not None:
        calendar.add("method", method)
    if name is not None:
        for field in ("name", "x-wr-calname"):  # what RFC 7986 calls it, and what readers knew before
            calendar.add(field, clean(name))
    if refresh is not None:
        calendar.add("refresh-interval", vDuration(refresh), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(refresh))
    calendar.add_component(_paris())
    for entry in entries:
        calendar.add_component(_event(entry, entry.is_cancelled or method == "CANCEL"))
    return calendar.to_ical()


def _event(entry: CalendarEntry, is_cancelled: bool) -> Event:
    event = Event()
    fields = {"uid": entry.uid, "sequence": entry.sequence, "dtstamp": entry.changed_at, "last-modified": entry.changed_at,
              "dtstart": _in_paris(entry.start), "dtend": _in_paris(entry.end), "summary": clean(entry.summary),
              "location": clean(entry.location or ""), "description": _lines(entry.description or ""), "class": "PRIVATE",
              "status": "CANCELLED" if is_cancelled else "CONFIRMED", "transp": "TRANSPARENT" if is_cancelled else "OPAQUE"}
    for field, value in fields.items():
        if value != "":
            event.add(field, value)
    if entry.alarm_before is not None and not is_cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", clean(entry.summary))
        alarm.add("trigger", -entry.alarm_before)
        event.add_component(alarm)
    return event


def _in_paris(moment: datetime) -> datetime:
    """The time on the wall; in UTC when, in October, the wall has already shown it."""
    local = moment.astimezone(PARIS)
    return moment.astimezone(timezone.utc) if local.fold else local


def _lines(text: str) -> str:
    """The same lines, each without what the format forbids (control characters). The library escapes the rest."""
    return "\n".join(map(clean, text.splitlines())).strip()


def _paris() -> Timezone:
    """The rules of today, which hold since 1996. The library's own lists every change one by one, and is wrong for 1976."""
    paris = Timezone()
    paris.add("tzid", PARIS.key)
    for season, name, before, after, since, month in (
            (TimezoneDaylight(), "CEST", _WINTER, _SUMMER, datetime(1981, 3, 29, 2), 3),
            (TimezoneStandard(), "CET", _SUMMER, _WINTER, datetime(1996, 10, 27, 3), 10)):
        season.add("tzname", name)
        season.add("tzoffsetfrom", before)
        season.add("tzoffsetto", after)
        season.add("dtstart", since)
        season.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        paris.add_component(season)
    return paris
