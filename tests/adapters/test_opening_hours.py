"""Opening hours in words, in Paris, public holidays included."""
from datetime import datetime, timezone

import pytest

from bot.adapters.opening_hours import OsmOpeningHours
from tests.builders import paris

HOURS = OsmOpeningHours()
WEEK = "Mo-Fr 09:00-12:00,14:00-17:00"


def said(osm: str, at: datetime) -> str:
    return HOURS.said(osm, at).replace("\u00a0", " ")


@pytest.mark.parametrize(("osm", "at", "text"), [
    (WEEK, "2026-11-23 10:00", "ouvert jusqu'à 12 h"),
    (WEEK, "2026-11-23 12:00", "fermé, ouvre à 14 h"),
    (WEEK, "2026-11-23 17:00", "fermé, ouvre demain à 9 h"),
    (WEEK, "2026-11-21 10:00", "fermé, ouvre lundi à 9 h"),
    ("Tu 09:30-12:00", "2026-11-21 10:00", "fermé, ouvre mardi à 9 h 30"),
    ("Mo[1] 09:00-12:00", "2026-11-21 10:00", "fermé, ouvre le 7 décembre à 9 h"),
    ("Tu 09:00-12:00", "2026-11-24 13:00", "fermé, ouvre le 1er décembre à 9 h"),
    ("off", "2026-11-21 10:00", "fermé aujourd'hui"),
    ("24/7", "2026-11-11 03:00", "ouvert jour et nuit"),
    ("Mo-Su 18:00-02:00", "2026-11-17 23:00", "ouvert jusqu'à 2 h"),
    ("Mo-Su 09:00-24:00", "2026-11-17 23:00", "ouvert jusqu'à minuit"),
    ('Mo-Fr 09:00-12:00 "sur rendez-vous"', "2026-11-23 10:00", "ouvert jusqu'à 12 h (sur rendez-vous)"),
    ('"sur rendez-vous"', "2026-11-23 10:00", "sur rendez-vous"),
])
def test_hours_are_said_in_words(osm, at, text):
    assert said(osm, paris(at)) == text


@pytest.mark.parametrize(("day", "open_then"), [
    ("2026-11-10", True), ("2026-11-11", False), ("2026-12-25", False), ("2026-04-06", False), ("2026-04-07", True),
])
def test_offices_close_on_public_holidays(day, open_then):
    assert HOURS.is_open("Mo-Fr 09:00-12:00", paris(f"{day} 10:00")) is open_then


def test_the_public_holiday_is_named():
    assert said(WEEK, paris("2026-11-11 10:00")) == "fermé aujourd'hui (jour férié), ouvre demain à 9 h"


def test_hours_that_speak_of_holidays_are_left_as_they_are():
    assert HOURS.is_open("Mo-Fr 09:00-12:00; PH 10:00-11:00", paris("2026-11-11 10:30"))


@pytest.mark.parametrize("at", [
    datetime(2026, 7, 20, 8, 30, tzinfo=timezone.utc),  # 10:30 in Paris in summer
    datetime(2026, 7, 20, 10, 30),
])
def test_time_is_the_time_in_paris(at):
    assert HOURS.is_open("Mo 10:00-11:00", at)


@pytest.mark.parametrize("osm", ["lundi 9h-12h", "Mo 08:22", ""])
def test_hours_in_another_syntax_are_an_error(osm):
    with pytest.raises(ValueError, match="not understood"):
        HOURS.said(osm, paris("2026-11-23 10:00"))
