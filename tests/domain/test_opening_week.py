"""What directories publish about opening hours, read for sure or not at all."""
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.opening_hours import OsmOpeningHours
from bot.domain.opening_week import OpeningWeek, WeekError, from_dila, from_dila_2017, from_france_services

MONDAY = datetime(2026, 11, 23)  # a week without public holidays


@pytest.mark.parametrize(("written", "osm"), [
    ("09:00 - 12:00 / 13:30 - 17:00", "Mo 09:00-12:00,13:30-17:00"),
    ("09:00-12:00/13:30-17:00", "Mo 09:00-12:00,13:30-17:00"),
    ("09:00-12:00,13:00-17:00", "Mo 09:00-12:00,13:00-17:00"),
    ("09:00-12:00 14:00-16:30", "Mo 09:00-12:00,14:00-16:30"),
    ("09:00-12:30-13:30-17:00", "Mo 09:00-12:30,13:30-17:00"),
    ("08 :30-12:00", "Mo 08:30-12:00"),
    ("09:00-12h00", "Mo 09:00-12:00"),
    ("09:00 - 12:30 / 09:00 - 12:30 / 13:30 - 16:30", "Mo 09:00-12:30,13:30-16:30"),
    ("08:45 - 10:15 / 10:30 - 11:30 / 10:30 - 12:00", "Mo 08:45-10:15,10:30-12:00"),
    ("", ""), ("-", ""),
])
def test_a_day_of_the_france_services_list(written, osm):
    assert from_france_services({"h_lundi": written}).to_osm() == osm


@pytest.mark.parametrize("written", ["09:00-13:00-/3:00-16:00", "07:30:12:30", "09:00", "12:00-09:00", "09:00-12:00 sur rdv",
                                     "le matin", "09:00-25:00", "24:30-24:40", "9-12"])
def test_what_is_not_plain_is_not_guessed(written):
    with pytest.raises(WeekError):
        from_france_services({"h_lundi": written})


def test_the_spans_of_the_dila_directory_of_2017():
    ouverture = {"PlageJ": [
        {"début": "lundi", "fin": "jeudi", "PlageH": [{"début": "'08:15:00", "fin": "12:00:00"},
                                                      {"début": "13:00:00", "fin": "16:00:00"}]},
        {"début": "vendredi", "fin": "vendredi", "PlageH": {"début": "08:00:00", "fin": "12:00:00"}, "Note": "Sur rdv."}]}

    assert from_dila_2017(ouverture).to_osm() == "Mo-Th 08:15-12:00,13:00-16:00; Fr 08:00-12:00"
    assert from_dila_2017({"PlageJ": ouverture["PlageJ"][1]}).to_osm() == "Fr 08:00-12:00"


def test_the_lines_of_the_dila_directory_of_today():
    plages = [{"nom_jour_debut": "Lundi", "nom_jour_fin": "Mardi", "valeur_heure_debut_1": "09:00:00",
               "valeur_heure_fin_1": "12:00:00", "valeur_heure_debut_2": "14:00:00", "valeur_heure_fin_2": "00:00:00"},
              {"nom_jour_debut": "Samedi", "nom_jour_fin": "Samedi", "valeur_heure_debut_1": "10:00:00",
               "valeur_heure_fin_1": "12:00:00", "valeur_heure_debut_2": "", "valeur_heure_fin_2": ""}]

    assert from_dila(plages).to_osm() == "Mo-Tu 09:00-12:00,14:00-24:00; Sa 10:00-12:00"


@pytest.mark.parametrize("plage", [{"début": "vendredi", "fin": "lundi", "PlageH": {"début": "08:00:00", "fin": "12:00:00"}},
                                   {"début": "férié", "fin": "férié", "PlageH": {"début": "08:00:00", "fin": "12:00:00"}},
                                   {"début": "lundi", "fin": "lundi", "PlageH": {"début": "12:00:00", "fin": "08:00:00"}}])
def test_a_span_that_runs_backwards_is_not_guessed(plage):
    with pytest.raises(WeekError):
        from_dila_2017({"PlageJ": plage})


@st.composite
def weeks(draw) -> OpeningWeek:
    quarter = st.integers(0, 95).map(lambda quarters: 15 * quarters)
    slots = st.tuples(quarter, quarter).filter(lambda slot: slot[0] < slot[1])
    return OpeningWeek.of(draw(st.dictionaries(st.integers(0, 6), st.lists(slots, max_size=3))))


@given(weeks(), st.integers(0, 7 * 96 - 1))
def test_what_is_written_for_osm_opens_at_the_same_minutes(week, quarters):
    day, minute = quarters // 96, 15 * (quarters % 96)
    wanted = any(start <= minute < end for start, end in week.days[day])

    written = week.to_osm()

    assert (OsmOpeningHours().is_open(written, MONDAY + timedelta(days=day, minutes=minute)) if written else False) is wanted
