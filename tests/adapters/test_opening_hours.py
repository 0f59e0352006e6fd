"""Opening hours in words, in Paris: public holidays, school holidays of zone C and temporary closures included."""
import json
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.opening_hours import OsmOpeningHours
from bot.adapters.school_holidays import published_until
from bot.domain.entry import part_of_week
from bot.domain.plain_language import too_long
from bot.domain.structure import Closure
from bot.settings import ROOT
from tests.builders import paris

HOURS = OsmOpeningHours()
EVERY_PART = (1 << 28) - 1
WEEK = "Mo-Fr 09:00-12:00,14:00-17:00"
LIBRARY = "Tu-Sa 10:00-18:00; SH Tu-Fr 14:00-18:00; PH off"
TERM_ONLY = "Mo-Fr 09:00-17:00; PH,SH off"
NIGHT = "Fr 22:00-02:00"
SHELTER = "Mo-Su 18:00-09:00"
SAMPLES = [
    WEEK, LIBRARY, TERM_ONLY, NIGHT, SHELTER, "24/7", "24/7; PH off", "Tu, Th 14:00-18:00", "Mo-Fr 09:00-12:00; We off",
    "Mo-Fr,SH 09:00-12:00", "PH,SH Mo-Fr 10:00-12:00; Sa 09:00-12:00", "Jul-Aug Mo-Fr 08:00-14:00; Sep-Jun Mo 09:00-17:00",
    "week 1-53/2 Mo 09:00-12:00", "Mo[1,3] 09:00-12:00; Th[-1] 14:00-20:00", "Dec 24 09:00-12:00; Dec 25-Jan 01 off",
    "2026 Nov 30-2027 Feb 12 Mo-Fr 20:00-08:00", "Mo 09:00-12:00, We 14:00-16:00", 'Sa 09:00-12:00 || "sur rendez-vous"',
    "We 14:00-14:00; Th 08:00-12:00,14:00-14:00", "easter -2 days 10:00-12:00; Mo 22:00-26:00", "Mo-Fr 14:00+",
    "PH +1 day 10:00-12:00", "Fr,Sa 20:00-04:00; SH off", '"sur rendez-vous"', "off", "Mo-Fr", "Jul-Aug SH Mo 10:00-12:00",
]
TRAVAUX = Closure(date(2026, 11, 24), date(2026, 11, 24), "travaux")
TWO_DAYS = Closure(date(2026, 11, 24), date(2026, 11, 25), "travaux")
CONGES = Closure(date(2026, 12, 21), date(2027, 1, 5), "congés")
SINE_DIE = Closure(date(2026, 11, 1), date(2028, 3, 1))
PUBLISHED = ROOT.parent / "shared" / "data" / "horaires"
published = pytest.mark.skipif(not PUBLISHED.exists(), reason="the published hours are not beside the project")


def said(osm: str, at: datetime, *closures: Closure) -> str:
    return HOURS.said(osm, at, closures).replace("\u00a0", " ")


def read(name: str) -> list[str]:
    lines = (PUBLISHED / name).read_text(encoding="utf-8").splitlines() if PUBLISHED.exists() else []
    return [json.loads(line)["text"] for line in lines]


VALID, INVALID = read("osm_valid.jsonl"), read("osm_invalid.jsonl")


@pytest.mark.parametrize(("osm", "at", "text"), [
    # open: until when, and what follows today
    (WEEK, "2026-11-23 15:00", "ouvert jusqu'à 17 h"),
    (WEEK, "2026-11-23 10:00", "ouvert jusqu'à 12 h, puis de 14 h à 17 h"),
    ("Mo 08:00-09:30,10:30-12:00,14:00-16:00; Tu 08:00-09:00", "2026-11-23 08:00",
     "ouvert jusqu'à 9 h 30, puis de 10 h 30 à 12 h et de 14 h à 16 h"),
    ("Mo 07:30-08:30,09:30-10:30,11:30-12:30,13:30-14:30; Tu 08:00-09:00", "2026-11-23 08:00", "ouvert jusqu'à 8 h 30"),
    ("Mo-Fr 07:30-13:00,13:00-17:00", "2026-11-23 08:00", "ouvert jusqu'à 17 h"),
    # open now, closed on a day when one would come
    ("Mo-Fr 09:00-17:00; We off", "2026-11-24 10:00", "ouvert aujourd'hui jusqu'à 17 h, fermé demain"),
    (WEEK, "2026-11-10 15:00", "ouvert aujourd'hui jusqu'à 17 h, fermé demain (jour férié)"),
    ("Mo-Fr 09:00-12:30,13:30-17:30", "2026-11-10 09:00",
     "ouvert aujourd'hui jusqu'à 12 h 30, puis de 13 h 30 à 17 h 30, fermé demain (jour férié)"),
    (WEEK, "2026-11-27 15:00", "ouvert jusqu'à 17 h"),  # a Friday: nobody expects the weekend
    ("Mo-Sa 09:00-17:00", "2026-11-28 10:00", "ouvert jusqu'à 17 h"),  # a Saturday: nobody expects Sunday
    (WEEK, "2026-05-22 15:00", "ouvert aujourd'hui jusqu'à 17 h, fermé lundi (jour férié)"),  # Pentecost Monday
    ("Tu 09:00-12:00", "2026-12-15 10:00", "ouvert aujourd'hui jusqu'à 12 h, fermé demain"),
    ("We 09:00-12:00", "2026-11-04 10:00", "ouvert aujourd'hui jusqu'à 12 h, fermé le 11 novembre (jour férié)"),
    # nights, and what never closes
    ("24/7", "2026-11-11 03:00", "ouvert jour et nuit"),
    ("Mo-Su 00:00-24:00", "2026-11-11 03:00", "ouvert jour et nuit"),
    ("24/7; PH off", "2026-10-20 10:00", "ouvert jour et nuit jusqu'au 31 octobre à minuit"),
    ("Mo-Fr", "2026-11-25 15:00", "ouvert jour et nuit jusqu'à vendredi à minuit"),
    ("Mo-Su 18:00-02:00", "2026-11-17 23:00", "ouvert jusqu'à 2 h"),
    ("Mo-Su 09:00-24:00", "2026-11-17 23:00", "ouvert jusqu'à minuit"),
    (NIGHT, "2026-11-28 01:59", "ouvert jusqu'à 2 h"),
    (SHELTER, "2026-11-23 19:00", "ouvert jusqu'à demain à 9 h"),
    (SHELTER, "2026-11-23 08:00", "ouvert jusqu'à 9 h, puis à partir de 18 h"),
    # closed: when to come
    (WEEK, "2026-11-23 03:00", "fermé, ouvre à 9 h"),
    (WEEK, "2026-11-23 12:00", "fermé, ouvre à 14 h"),
    (WEEK, "2026-11-23 17:00", "fermé, ouvre demain à 9 h"),
    (WEEK, "2026-11-21 10:00", "fermé, ouvre lundi à 9 h"),
    ("Tu 09:30-12:00", "2026-11-21 10:00", "fermé, ouvre mardi à 9 h 30"),
    ("Mo[1] 09:00-12:00", "2026-11-21 10:00", "fermé, ouvre le 7 décembre à 9 h"),
    ("Tu 09:00-12:00", "2026-11-24 13:00", "fermé, ouvre le 1er décembre à 9 h"),
    ("2027 Nov 15 09:00-12:00", "2026-11-24 13:00", "fermé, ouvre le 15 novembre 2027 à 9 h"),
    (NIGHT, "2026-11-28 02:00", "fermé, ouvre vendredi à 22 h"),
    ("Sa-Su", "2026-11-27 15:00", "fermé, ouvre demain"),
    ("off", "2026-11-21 10:00", "fermé aujourd'hui"),
    ("2026 Nov Mo-Fr 09:00-12:00", "2026-12-01 10:00", "fermé aujourd'hui"),
    # public holidays
    (WEEK, "2026-11-11 10:00", "fermé aujourd'hui (jour férié), ouvre demain à 9 h"),
    (WEEK, "2026-05-25 10:00", "fermé aujourd'hui (jour férié), ouvre demain à 9 h"),
    (WEEK, "2026-11-10 18:00", "fermé, ouvre jeudi à 9 h"),
    ("Mo-Fr 09:00-12:00; PH 10:00-11:00", "2026-11-11 10:30", "ouvert jusqu'à 11 h"),
    ("Mo-Fr 09:00-12:00; PH 10:00-11:00", "2026-11-11 12:30", "fermé, ouvre demain à 9 h"),
    ("Mo-Fr 09:00-12:00; PH Mo-Fr 10:00-11:00", "2026-11-12 10:30", "ouvert jusqu'à 12 h"),
    ("Mo-Fr 09:00-12:00; PH Mo-Fr 10:00-11:00", "2026-11-11 10:30", "ouvert jusqu'à 11 h"),
    ("Mo-Fr 09:00-12:00; PH Mo-Fr 10:00-11:00", "2026-11-01 10:30",  # a Sunday
     "fermé aujourd'hui (jour férié), ouvre demain à 9 h"),
    ('Mo-Fr 09:00-12:00 "accueil de la PHARMACIE"', "2026-11-11 10:00", "fermé aujourd'hui (jour férié), ouvre demain à 9 h"
                                                                        " (accueil de la PHARMACIE)"),
    (SHELTER, "2026-11-11 20:00", "fermé aujourd'hui (jour férié), ouvre demain à 18 h"),
    (SHELTER, "2026-11-12 01:00", "fermé, ouvre à 18 h"),  # the night of the holiday
    # school holidays, from 17 October to 1 November 2026
    (LIBRARY, "2026-10-16 11:00", "ouvert jusqu'à 18 h"),
    (LIBRARY, "2026-10-20 11:00", "fermé, ouvre à 14 h"),
    (LIBRARY, "2026-10-24 11:00", "ouvert jusqu'à 18 h"),  # a Saturday: the rule of the holidays leaves it alone
    (LIBRARY, "2026-11-03 11:00", "ouvert jusqu'à 18 h"),
    (TERM_ONLY, "2026-10-16 10:00", "ouvert jusqu'à 17 h, puis fermé jusqu'au 1er novembre (vacances scolaires)"),
    (TERM_ONLY, "2026-10-20 10:00", "fermé aujourd'hui (vacances scolaires), ouvre le 2 novembre à 9 h"),
    (TERM_ONLY, "2026-11-02 10:00", "ouvert jusqu'à 17 h"),
    ('We 09:00-12:00; SH off "congés d\'été"', "2026-08-26 10:00",
     "fermé aujourd'hui (congés d'été), ouvre le 2 septembre à 9 h"),
    ("Jul-Aug SH Mo 10:00-12:00", "2026-08-31 09:00", "fermé, ouvre à 10 h"),
    ("Jul-Aug SH Mo 10:00-12:00", "2026-10-19 09:00", "fermé, ouvre le 5 juillet à 10 h"),
    ("SH,PH Mo-Fr 10:00-12:00", "2026-11-11 10:00", "ouvert aujourd'hui jusqu'à 12 h, fermé demain"),
    # seasons and weeks
    ("Apr-Sep Mo-Fr 08:00-12:00; Oct-Mar Mo-Fr 09:00-13:00", "2026-11-23 12:30", "ouvert jusqu'à 13 h"),
    ("week 1-53/2 Mo 09:00-12:00", "2026-11-23 10:00", "fermé, ouvre le 30 novembre à 9 h"),  # week 48
    ("week 1-53/2 Mo 09:00-12:00", "2026-11-30 10:00", "ouvert aujourd'hui jusqu'à 12 h, fermé demain"),
    ('Mo-Fr 09:00-12:00; Aug off "congés"', "2026-08-14 10:00", "fermé aujourd'hui (congés), ouvre le 1er septembre à 9 h"),
    # clocks change
    ("Sa-Su 22:00-02:30", "2026-03-28 23:00", "ouvert jusqu'à 3 h"),  # 02:30 does not exist
    ("Sa-Su 22:00-02:30", "2026-10-24 23:00", "ouvert jusqu'à 2 h 30"),
    # comments, and what nobody knows
    ('Mo-Fr 09:00-12:00 "sur rendez-vous"', "2026-11-23 10:00", "ouvert jusqu'à 12 h (sur rendez-vous)"),
    ('Mo 09:00-12:00,14:00-17:00 "sur rendez-vous"; Tu 09:00-10:00', "2026-11-23 10:00",
     "ouvert jusqu'à 12 h, puis de 14 h à 17 h (sur rendez-vous)"),
    ('Mo 09:00-12:00, Mo 14:00-17:00 "sur rendez-vous", Tu 09:00-10:00', "2026-11-23 10:00",
     "ouvert jusqu'à 12 h, puis de 14 h à 17 h (sur rendez-vous)"),
    ('Mo-Fr 14:00-17:00 "sur rendez-vous"', "2026-11-23 10:00", "fermé, ouvre à 14 h (sur rendez-vous)"),
    ('Mo-Tu 14:00-17:00 "sonnez, entrez par la cour, allez au fond du couloir à gauche, puis à la troisième porte"',
     "2026-11-23 15:00",
     "ouvert jusqu'à 17 h. Sonnez, entrez par la cour, allez au fond du couloir à gauche, puis à la troisième porte"),
    ('Mo-Fr 09:00-12:30,13:30-17:30 "sur rendez-vous"', "2026-11-10 09:00",
     "ouvert aujourd'hui jusqu'à 12 h 30, puis de 13 h 30 à 17 h 30, fermé demain (jour férié). Sur rendez-vous"),
    ('"sur rendez-vous"', "2026-11-23 10:00", "sur rendez-vous"),
    ('Mo 09:00-10:00; Tu "sur rendez-vous"', "2026-11-24 10:00", "sur rendez-vous"),
    ("Mo-Fr 14:00+", "2026-11-23 15:00", "horaires à vérifier"),
    ("Mo-Fr 09:00-sunset", "2026-11-23 15:00", "horaires à vérifier"),
    ("Mo-Fr PH 09:00-12:00", "2026-11-23 10:00", "horaires à vérifier"),
    ("Mo-Fr, 09:00-12:00", "2026-11-23 10:00", "horaires à vérifier"),
    # slips that the syntax allows
    ("Tu, Th, Fr 13:30-18:00", "2026-11-24 10:00", "fermé, ouvre à 13 h 30"),
    ("Dec 25, Jan 1 off; Mo-Fr 09:00-12:00", "2026-12-24 10:00",
     "ouvert aujourd'hui jusqu'à 12 h, fermé demain (jour férié)"),
    ("Mo,Tu 09:00-12:00,14:00-14:00", "2026-11-23 10:00", "ouvert jusqu'à 12 h"),
    ("We 14:00-14:00; Th 09:00-12:00", "2026-11-25 15:00", "horaires à vérifier"),
    ("Mo 20:00-0:00; Tu 10:00-12:00", "2026-11-23 21:00", "ouvert jusqu'à minuit"),
    ("Mo , Tu 10:00-12:00 , 14:00-15:00 , We 09:00-10:00", "2026-11-23 13:00", "fermé, ouvre à 14 h"),
])
def test_hours_are_said_in_words(osm, at, text):
    assert said(osm, paris(at)) == text


@pytest.mark.parametrize(("osm", "at", "closures", "text"), [
    (WEEK, "2026-11-23 10:00", [TRAVAUX], "ouvert aujourd'hui jusqu'à 12 h, puis de 14 h à 17 h, fermé demain (travaux)"),
    (WEEK, "2026-11-24 10:00", [TRAVAUX], "fermé aujourd'hui (travaux), ouvre demain à 9 h"),
    ("24/7", "2026-11-24 10:00", [TRAVAUX], "fermé aujourd'hui (travaux), ouvre demain"),
    (WEEK, "2026-11-24 10:00", [TWO_DAYS], "fermé aujourd'hui et demain (travaux)"),
    ("We-Fr 09:00-12:00", "2026-11-24 10:00", [TWO_DAYS], "fermé aujourd'hui et demain (travaux)"),
    ("Fr 09:00-12:00", "2026-11-24 10:00", [TWO_DAYS], "fermé aujourd'hui et demain (travaux), ouvre vendredi à 9 h"),
    (WEEK, "2026-12-18 15:00", [CONGES], "ouvert jusqu'à 17 h, puis fermé jusqu'au 5 janvier (congés)"),
    ("24/7", "2026-12-20 15:00", [CONGES], "ouvert jusqu'à minuit, puis fermé jusqu'au 5 janvier (congés)"),
    ("24/7", "2026-12-14 15:00", [CONGES], "ouvert jour et nuit jusqu'à dimanche à minuit"),
    (WEEK, "2026-12-20 10:00", [CONGES], "fermé, ouvre le 6 janvier à 9 h"),
    (WEEK, "2026-12-22 10:00", [CONGES], "fermé jusqu'au 5 janvier (congés)"),
    ("24/7", "2026-12-22 10:00", [CONGES], "fermé jusqu'au 5 janvier (congés)"),
    ("Tu 09:00-12:00", "2026-12-22 10:00", [CONGES], "fermé jusqu'au 5 janvier (congés), ouvre le 12 janvier à 9 h"),
    (WEEK, "2026-12-25 10:00", [CONGES], "fermé jusqu'au 5 janvier (congés)"),
    (WEEK, "2027-01-05 10:00", [CONGES], "fermé aujourd'hui (congés), ouvre demain à 9 h"),
    (WEEK, "2026-11-23 10:00", [SINE_DIE], "fermé jusqu'au 1er mars 2028"),
    (WEEK, "2026-11-23 10:00", [Closure(date(2026, 11, 1), date.max, "travaux")], "fermé jusqu'à nouvel ordre (travaux)"),
    (WEEK, "2026-11-24 10:00", [TRAVAUX, TWO_DAYS], "fermé aujourd'hui et demain (travaux)"),
    ('"sur rendez-vous"', "2026-11-24 10:00", [TRAVAUX], "fermé aujourd'hui (travaux)"),
    (SHELTER, "2026-11-25 01:00", [TRAVAUX], "fermé, ouvre à 18 h"),  # the night of the closing
    (SHELTER, "2026-11-24 01:00", [TRAVAUX], "fermé aujourd'hui (travaux), ouvre demain à 18 h"),
    (WEEK, "2026-11-24 10:00", [Closure(date(2026, 11, 24), date(2026, 11, 24), 'le "chantier";\n Mo off')],
     'fermé aujourd\'hui (le "chantier"; Mo off), ouvre demain à 9 h'),
])
def test_closures_win_over_the_hours(osm, at, closures, text):
    assert said(osm, paris(at), *closures) == text


@pytest.mark.parametrize(("osm", "day", "closures", "text"), [
    (WEEK, "2026-11-27", [], "ouvert aujourd'hui de 9 h à 12 h et de 14 h à 17 h"),
    ("Sa 09:00-12:00", "2026-11-28", [], "ouvert demain de 9 h à 12 h"),
    (WEEK, "2026-11-28", [], "fermé demain"),
    (WEEK, "2026-12-01", [], "ouvert mardi de 9 h à 12 h et de 14 h à 17 h"),
    (WEEK, "2026-12-04", [], "ouvert le vendredi 4 décembre de 9 h à 12 h et de 14 h à 17 h"),
    (WEEK, "2026-12-25", [], "fermé le vendredi 25 décembre (jour férié)"),
    (WEEK, "2027-11-11", [], "fermé le jeudi 11 novembre 2027 (jour férié)"),
    (WEEK, "2026-11-26", [], "ouvert le jeudi 26 novembre de 9 h à 12 h et de 14 h à 17 h"),  # yesterday
    (WEEK, "2026-12-01", [Closure(date(2026, 11, 30), date(2026, 12, 4), "travaux")], "fermé mardi (travaux)"),
    ("24/7", "2026-12-24", [CONGES], "fermé le jeudi 24 décembre (congés)"),
    ("24/7", "2026-12-02", [], "ouvert mercredi jour et nuit"),
    (TERM_ONLY, "2026-12-22", [], "fermé le mardi 22 décembre (vacances scolaires)"),
    (NIGHT, "2026-11-27", [], "ouvert aujourd'hui de 22 h à 2 h"),
    (NIGHT, "2026-11-28", [], "ouvert demain jusqu'à 2 h"),
    (f"{WEEK}, Th 22:00-02:00", "2026-11-27", [], "ouvert aujourd'hui de 9 h à 12 h et de 14 h à 17 h"),
    (SHELTER, "2026-12-01", [], "ouvert mardi jusqu'à 9 h et à partir de 18 h"),
    ('Mo-Fr 09:00-12:00 "sur rendez-vous"', "2026-12-01", [], "ouvert mardi de 9 h à 12 h (sur rendez-vous)"),
    ('Tu 09:00-12:00, Tu 14:00-17:00 "sur rendez-vous"', "2026-12-01", [],
     "ouvert mardi de 9 h à 12 h et de 14 h à 17 h (sur rendez-vous)"),
    ("Tu 08:00-09:30,10:00-11:30,12:00-13:30,15:00-16:30", "2026-12-08", [],
     "ouvert le mardi 8 décembre de 8 h à 16 h 30, avec des pauses"),
    ('"sur rendez-vous"', "2026-12-01", [], "mardi : sur rendez-vous"),
    ("Mo-Fr 14:00+", "2026-12-01", [], "mardi : horaires à vérifier"),
])
def test_a_day_is_said_in_words(osm, day, closures, text):
    told = HOURS.said_on(osm, date.fromisoformat(day), date(2026, 11, 27), closures)

    assert told.replace("\u00a0", " ") == text


@pytest.mark.parametrize(("osm", "at", "closures", "text"), [
    (WEEK, "2026-11-23 12:30", [], "aujourd'hui à 14 h"),
    (WEEK, "2026-11-23 10:00", [], "aujourd'hui à 14 h"),  # open: when it does again
    (WEEK, "2026-11-23 18:00", [], "demain à 9 h"),
    (WEEK, "2026-11-27 18:00", [], "lundi à 9 h"),
    (WEEK, "2026-12-22 18:00", [CONGES], "le 6 janvier à 9 h"),
    ("24/7", "2026-12-22 18:00", [CONGES], "le 6 janvier"),
    (TERM_ONLY, "2026-12-19 18:00", [], "le 4 janvier à 9 h"),
    ("24/7", "2026-11-23 10:00", [], None),
    ("off", "2026-11-23 10:00", [], None),
    ('"sur rendez-vous"', "2026-11-23 10:00", [], None),
    (WEEK, "2026-11-23 10:00", [Closure(date(2026, 11, 1), date.max)], None),
])
def test_when_it_opens_again(osm, at, closures, text):
    told = HOURS.reopens(osm, paris(at), closures)

    assert (told and told.replace("\u00a0", " ")) == text


@pytest.mark.parametrize(("day", "open_then"), [
    ("2026-11-10", True), ("2026-11-11", False), ("2026-12-25", False), ("2026-04-06", False), ("2026-04-07", True),
    ("2026-05-14", False), ("2026-05-25", False),
])
def test_offices_close_on_public_holidays(day, open_then):
    assert HOURS.is_open("Mo-Fr 09:00-12:00", paris(f"{day} 10:00")) is open_then


@pytest.mark.parametrize(("osm", "at", "open_then"), [
    ("Mo-Fr 09:00-17:00; SH Mo-Fr 09:00-12:00", "2026-10-19 14:00", False),
    ("Mo-Fr 09:00-17:00; SH Mo-Fr 09:00-12:00", "2026-10-16 14:00", True),
    ("Mo-Fr 09:00-17:00, SH Sa 10:00-12:00", "2026-10-24 11:00", True),  # in addition
    ("Mo-Fr 09:00-17:00, SH Sa 10:00-12:00", "2026-11-07 11:00", False),
    ("SH off; Mo-Fr 09:00-17:00", "2026-10-19 14:00", True),  # the later rule wins
    ("Mo,SH 09:00-12:00", "2026-10-20 10:00", True),
    ("Mo,SH 09:00-12:00", "2026-11-10 10:00", False),
    ("PH,SH 09:00-12:00", "2026-11-11 10:00", True),
    ("PH,SH 09:00-12:00", "2026-10-20 10:00", True),
    ("week 43 SH 09:00-12:00", "2026-10-20 10:00", True),
    ("week 43 SH 09:00-12:00", "2026-10-27 10:00", False),
    ("Mo-Fr 09:00-17:00; SH off", "2027-02-08 10:00", False),  # winter of zone C; that of zone A begins on the 13th
    ("Mo-Fr 09:00-17:00; SH off", "2027-02-22 10:00", True),
    ("Mo-Fr 09:00-17:00; SH off", "2026-12-31 10:00", False),
])
def test_school_holidays_are_those_of_the_academie_of_montpellier(osm, at, open_then):
    assert HOURS.is_open(osm, paris(at)) is open_then


@pytest.mark.parametrize(("osm", "hour", "open_then", "text"), [
    ("Mo-Su 09:00-17:00; SH Mo-Su 09:00-12:00", 10, True, "ouvert jusqu'à 17 h. Horaires à vérifier pendant les vacances"),
    ("Mo-Su 09:00-17:00; SH Mo-Su 09:00-12:00", 14, False, "ouvert jusqu'à 17 h. Horaires à vérifier pendant les vacances"),
    ("Mo-Su 09:00-17:00; SH off", 10, False, "ouvert jusqu'à 17 h. Horaires à vérifier pendant les vacances"),
    ("SH 09:00-17:00", 10, False, "fermé aujourd'hui. Horaires à vérifier pendant les vacances"),
    ("Mo-Su 09:00-17:00; SH Mo-Su 09:00-12:00", 20, False, "fermé, ouvre demain à 9 h"),  # either way
    ("Mo-Su 09:00-17:00", 10, True, "ouvert jusqu'à 17 h"),
])
def test_nothing_is_taken_for_sure_past_the_school_holidays_that_are_published(osm, hour, open_then, text):
    at = datetime(published_until().year + 1, 6, 18, hour)  # never a public holiday, nor the day before one

    assert (HOURS.is_open(osm, at), said(osm, at)) == (open_then, text)


def test_nobody_knows_when_it_reopens_past_the_school_holidays_that_are_published():
    at = datetime(published_until().year + 1, 6, 18, 20)

    assert HOURS.reopens("Mo-Su 09:00-17:00; SH off", at) is None


@pytest.mark.parametrize("at", [
    datetime(2026, 7, 20, 8, 30, tzinfo=timezone.utc),  # 10:30 in Paris in summer
    datetime(2026, 7, 20, 10, 30),
])
def test_time_is_the_time_in_paris(at):
    assert HOURS.is_open("Mo 10:00-11:00", at)


@pytest.mark.parametrize(("at", "open_then"), [
    (datetime(2026, 3, 29, 2, 30), True),  # does not exist: it is 03:30
    (datetime(2026, 10, 25, 0, 30, tzinfo=timezone.utc), True),  # 02:30 for the first time
    (datetime(2026, 10, 25, 2, 30, tzinfo=timezone.utc), True),  # 03:30
    (datetime(2026, 10, 25, 3, 30, tzinfo=timezone.utc), False),
])
def test_a_night_when_clocks_change_can_be_asked_about(at, open_then):
    assert HOURS.is_open("Su 01:00-04:00", at) is open_then


@pytest.mark.parametrize("osm", ["lundi 9h-12h", "Mo 08:22", "", ":", "Mo-Fr 09:00-12:00-14:00", "Mo-Fr 9h-12h30",
                                 "Mo-Tu-Th-Fr 09:00-12:00", 'Mo 09:00-12:00 "a', "Mo-Fr 09:00-12:00;\nSa 10:00-12:00"])
def test_hours_in_another_syntax_are_an_error(osm):
    at = paris("2026-11-23 10:00")
    for ask in (HOURS.said, HOURS.is_open, HOURS.reopens):
        with pytest.raises(ValueError, match="not understood"):
            ask(osm, at)
    with pytest.raises(ValueError, match="not understood"):
        HOURS.said_on(osm, at.date(), at.date())
    assert HOURS.open_parts(osm) == 0


def parts(*days_and_hours: tuple[int, int]) -> int:
    monday = datetime(2026, 11, 16)
    return sum(part_of_week(monday + timedelta(days=day, hours=hour)) for day, hour in days_and_hours)


@pytest.mark.parametrize(("osm", "expected"), [
    (None, 0), ("", 0), ("off", 0), ('"sur rendez-vous"', 0), ("Mo 14:00+", 0),
    ("Mo 06:00-12:00", parts((0, 6))), ("Mo 05:59-12:01", parts((0, 0), (0, 6), (0, 12))),
    ("Mo-Tu 09:00-12:00,14:00-17:00; Tu off", parts((0, 6), (0, 12))),
    ("Su 22:00-02:00", parts((6, 18), (0, 0))),
    ("24/7", EVERY_PART), ("24/7; PH off", EVERY_PART), ("Sa-Su", parts(*((d, h) for d in (5, 6) for h in (0, 6, 12, 18)))),
    ("Tu, Th 14:00-18:00", parts((1, 12), (3, 12))),
    ("Mo 09:00-12:00; SH Tu 19:00-20:00", parts((0, 6), (1, 18))),
    ("Mo 09:00-12:00; SH off; PH off", parts((0, 6))),
    ("Jul-Aug Mo 07:00-08:00; Sep-Jun Mo 13:00-14:00", parts((0, 6), (0, 12))),
    ("Dec 24 09:00-12:00", parts(*((day, 6) for day in range(7)))),
    ("We[1] 09:00-12:00", parts((2, 6))),
])
def test_the_parts_of_a_week_in_which_it_may_receive(osm, expected):
    assert HOURS.open_parts(osm) == expected


times = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(timezone.utc))
closure = st.builds(lambda first, days: Closure(first, first + timedelta(days=days), "congés d'été"),
                    st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 400))


@settings(max_examples=400)
@given(st.sampled_from(SAMPLES + VALID), times)
def test_no_opening_falls_out_of_the_parts_of_the_week(osm, at):
    in_paris = datetime.fromtimestamp(at.timestamp(), paris("2026-01-01").tzinfo)

    assert not HOURS.is_open(osm, at) or HOURS.open_parts(osm) & part_of_week(in_paris)


@settings(max_examples=400)
@given(st.sampled_from(SAMPLES + VALID), times, st.lists(closure, max_size=2), st.integers(-10, 400))
def test_sentences_are_short_and_agree_with_whether_it_is_open(osm, at, closures, days):
    told, on = HOURS.said(osm, at, closures), HOURS.said_on(osm, at.date() + timedelta(days=days), at.date(), closures)

    assert [*too_long(told), *too_long(on)] == []
    assert told.startswith("ouvert") is HOURS.is_open(osm, at, closures)


@given(st.sampled_from(SAMPLES + VALID), st.lists(closure, min_size=1, max_size=2), st.floats(0, 1))
def test_nothing_opens_during_a_closure(osm, closures, part):
    first = datetime.combine(closures[0].first_day, datetime.min.time())
    length = datetime.combine(closures[0].last_day + timedelta(days=1), datetime.min.time()) - first

    assert not HOURS.is_open(osm, first + part * (length - timedelta(minutes=1)), closures)


@published
def test_all_the_hours_that_directories_publish_are_read():
    assert [osm for osm in VALID if not HOURS.said(osm, paris("2026-11-24 10:00"))] == []


@published
@pytest.mark.parametrize("osm", INVALID)
def test_none_of_the_broken_hours_that_directories_publish_is_guessed(osm):
    with pytest.raises(ValueError, match="not understood"):
        HOURS.is_open(osm, paris("2026-11-24 10:00"))


@pytest.mark.parametrize(("hours", "day", "opens"), [
    ("Mo-Fr 09:00-12:00", "2026-11-24", True), ("Mo-Fr 09:00-12:00", "2026-11-22", False),
    ("Mo-Fr 09:00-12:00", "2026-11-11", False), ("Fr 22:00-02:00", "2026-11-28", True), ("Mo 14:00+", "2026-11-23", False),
])
def test_whether_it_opens_on_a_day(hours, day, opens):
    assert OsmOpeningHours().opens_on(hours, date.fromisoformat(day)) is opens
