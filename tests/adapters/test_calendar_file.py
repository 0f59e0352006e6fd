"""Calendar files, read back by two libraries that have nothing in common."""
from datetime import datetime, timedelta, timezone

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.calendar_file import calendar_file
from bot.domain.calendar_entry import CalendarEntry
from bot.domain.french import PARIS

UTC = timezone.utc
HALF_HOUR = timedelta(minutes=30)
CHANGED_AT = datetime(2026, 11, 20, 8, tzinfo=UTC)

GOLDEN = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Repère//Rendez-vous//FR
CALSCALE:GREGORIAN
METHOD:PUBLISH
BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY:Rendez-vous au guichet
DTSTART;TZID=Europe/Paris:20261201T090000
DTEND;TZID=Europe/Paris:20261201T093000
DTSTAMP:20261120T080000Z
UID:5f0c@repere
SEQUENCE:1
CLASS:PRIVATE
DESCRIPTION:À apporter :\\n- une pièce d'identité
LAST-MODIFIED:20261120T080000Z
LOCATION:Maison des services\\, 1 place de la Fontaine\\, 34000 Villefictive
STATUS:CONFIRMED
TRANSP:OPAQUE
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Rendez-vous au guichet
TRIGGER:-PT2H
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def entry(start=datetime(2026, 12, 1, 8, tzinfo=UTC), duration=HALF_HOUR, **fields):
    usual = {"uid": "5f0c@repere", "sequence": 1, "start": start, "end": start + duration,
             "summary": "Rendez-vous au guichet", "changed_at": CHANGED_AT}
    return CalendarEntry(**{**usual, **fields})


def events(file):
    return icalendar.Calendar.from_ical(file).walk("VEVENT")


def event_by_vobject(file):
    return vobject.readOne(file.decode()).vevent


def test_the_file_of_an_appointment_is_this_one():
    appointment = entry(location="Maison des services, 1 place de la Fontaine, 34000 Villefictive",
                        description="À apporter :\n- une pièce d'identité", alarm_before=timedelta(hours=2))
    file = calendar_file([appointment], "PUBLISH")

    assert file == GOLDEN.replace("\n", "\r\n").encode()


@pytest.mark.parametrize(("start", "written"), [
    (datetime(2026, 7, 1, 7, tzinfo=UTC), "20260701T090000"),  # in summer
    (datetime(2026, 12, 31, 23, tzinfo=UTC), "20270101T000000"),  # the year begins earlier in Paris
    (datetime(2027, 3, 28, 0, 45, tzinfo=UTC), "20270328T014500"),  # the end jumps over the missing hour
    (datetime(2026, 10, 25, 0, 15, tzinfo=UTC), "20261025T021500"),  # the first of two
])
def test_times_are_those_on_the_wall_in_paris(start, written):
    file = calendar_file([entry(start)], "PUBLISH")

    assert f"DTSTART;TZID=Europe/Paris:{written}\r\n".encode() in file
    for read in (events(file)[0]["DTSTART"].dt, event_by_vobject(file).dtstart.value):
        assert read.astimezone(UTC) == start
    for read in (events(file)[0]["DTEND"].dt, event_by_vobject(file).dtend.value):
        assert read.astimezone(UTC) == start + HALF_HOUR


def test_the_second_time_that_the_wall_shows_an_hour_is_written_in_utc():
    file = calendar_file([entry(datetime(2026, 10, 25, 0, 45, tzinfo=UTC))], "PUBLISH")

    assert b"DTSTART;TZID=Europe/Paris:20261025T024500\r\n" in file
    assert b"DTEND:20261025T011500Z\r\n" in file
    assert event_by_vobject(file).dtend.value == datetime(2026, 10, 25, 1, 15, tzinfo=UTC)


@pytest.mark.parametrize("since", [1996, 2027, 2031])
def test_the_rules_written_are_those_of_paris_all_year_round(since):
    zone = icalendar.Calendar.from_ical(calendar_file([], None)).walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    days = [datetime(since, 11, 1, 12) + timedelta(days=n) for n in range(365)]

    assert [day.replace(tzinfo=zone).utcoffset() for day in days] == [day.replace(tzinfo=PARIS).utcoffset() for day in days]


@pytest.mark.parametrize(("method", "is_cancelled", "status"), [
    ("PUBLISH", False, "CONFIRMED"), ("REQUEST", False, "CONFIRMED"), (None, False, "CONFIRMED"),
    ("PUBLISH", True, "CANCELLED"), (None, True, "CANCELLED"), ("CANCEL", True, "CANCELLED"),
    ("CANCEL", False, "CANCELLED")])
def test_what_is_cancelled_takes_no_time_and_does_not_ring(method, is_cancelled, status):
    file = calendar_file([entry(is_cancelled=is_cancelled, alarm_before=HALF_HOUR)], method)
    event, is_off = events(file)[0], status == "CANCELLED"

    assert icalendar.Calendar.from_ical(file).get("METHOD") == method
    assert (event["STATUS"], event["TRANSP"]) == (status, "TRANSPARENT" if is_off else "OPAQUE")
    assert bool(event.walk("VALARM")) is not is_off


@pytest.mark.parametrize("hostile", [
    "Dupont\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:autre", "a\nBEGIN:VALARM", "a\rATTACH:file:///etc/passwd",
    "a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g", "a, b; c: \"d\" \\n e \\, f", "\x00\x07\x1b[31m",
    "l'\U0001f600 " * 40, "é" * 300, "\ud800x"])
@pytest.mark.parametrize("field", ["summary", "location", "description"])
def test_text_never_breaks_out_of_its_line(field, hostile):
    file = calendar_file([entry(**{field: hostile, "alarm_before": HALF_HOUR})], "PUBLISH", name=hostile)
    calendar = icalendar.Calendar.from_ical(file)

    assert [component.name for component in calendar.walk()] == [
        "VCALENDAR", "VTIMEZONE", "DAYLIGHT", "STANDARD", "VEVENT", "VALARM"]
    assert "ATTACH" not in calendar.walk("VEVENT")[0]
    assert len(vobject.readOne(file.decode()).vevent_list) == 1
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    assert b"\n" not in file.replace(b"\r\n", b"")
    assert b"\r" not in file.replace(b"\r\n", b"")


@given(st.text("ab,;:\\\"'=n é€", max_size=200))
def test_what_is_written_is_what_is_read(text):
    seen = " ".join(f"«{text}»".split())
    file = calendar_file([entry(summary=seen, location=f"«{text}»")], "PUBLISH")

    assert event_by_vobject(file).summary.value == event_by_vobject(file).location.value == seen
    if "\\" not in text:  # icalendar 6 writes « \\; » well, but does not read it back
        assert str(events(file)[0]["SUMMARY"]) == str(events(file)[0]["LOCATION"]) == seen


def test_the_lines_of_a_description_stay_apart():
    text = "Le mardi 1er décembre, à 9 h ; venez avec :\n- une pièce d'identité\n- un « RIB »"
    file = calendar_file([entry(description=text)], "PUBLISH")

    assert event_by_vobject(file).description.value == text
    assert str(events(file)[0]["DESCRIPTION"]) == text


def test_a_feed_holds_every_entry_says_its_name_and_when_to_come_back():
    moved = entry(datetime(2026, 12, 2, 8, tzinfo=UTC), uid="7a1d@repere", sequence=3)
    entries = [entry(), moved, entry(uid="9b@repere", is_cancelled=True)]
    file = calendar_file(entries, None, "Guichet, agenda", timedelta(hours=1))
    calendar = icalendar.Calendar.from_ical(file)

    assert [(event["UID"], event["SEQUENCE"], event["STATUS"]) for event in events(file)] == [
        ("5f0c@repere", 1, "CONFIRMED"), ("7a1d@repere", 3, "CONFIRMED"), ("9b@repere", 1, "CANCELLED")]
    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == "Guichet, agenda"
    assert "METHOD" not in calendar
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n" in file


def test_a_feed_without_any_entry_is_still_read():
    file = calendar_file([], None, "Guichet", timedelta(hours=1))

    assert [part.name for part in icalendar.Calendar.from_ical(file).subcomponents] == ["VTIMEZONE"]
    assert vobject.readOne(file.decode()).validate()


@pytest.mark.parametrize("method", ["PUBLISH", "REQUEST", "CANCEL", None])
def test_a_second_library_finds_the_file_valid(method):
    calendar = vobject.readOne(calendar_file([entry(location="Villefictive", alarm_before=HALF_HOUR)], method).decode())

    assert calendar.validate(raiseException=True)
    assert calendar.vevent.last_modified.value == CHANGED_AT
