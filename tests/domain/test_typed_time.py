"""Days and hours as an agent types them."""
from datetime import date, time

import pytest

from bot.domain.typed_time import read_day, read_hour

SATURDAY = date(2026, 11, 21)


@pytest.mark.parametrize(("typed", "day"), [
    ("2026-12-01", date(2026, 12, 1)), ("01/12/2026", date(2026, 12, 1)), ("1/12/26", date(2026, 12, 1)),
    ("1er décembre 2026", date(2026, 12, 1)), ("le 1er Décembre 2026", date(2026, 12, 1)),
    ("mardi 1er decembre 2026", date(2026, 12, 1)), ("01.12.2026", date(2026, 12, 1)), ("24 novembre", date(2026, 11, 24)),
    ("20 novembre", date(2027, 11, 20)), ("29 février", date(2028, 2, 29)), ("29/02/2028", date(2028, 2, 29)),
    ("aujourd'hui", SATURDAY), ("Aujourd’hui", SATURDAY), ("demain", date(2026, 11, 22)), ("hier", date(2026, 11, 20)),
    ("après-demain", date(2026, 11, 23)), ("samedi", SATURDAY), ("lundi", date(2026, 11, 23)),
    ("VENDREDI", date(2026, 11, 27)),
])
def test_a_day_is_read_in_the_ways_one_writes_it(typed, day):
    assert read_day(typed, SATURDAY) == day


@pytest.mark.parametrize(("typed", "said"), [
    ("le 31 février", "Le 31 février n'existe pas"), ("31 février 2027", "Le 31 février 2027 n'existe pas"),
    ("2027-02-29", "Le 29 février 2027 n'existe pas"), ("31/04/2027", "Le 31 avril 2027 n'existe pas"),
    ("01/13/2027", "Le 01/13/2027 n'existe pas"), ("0 mars 2027", "n'existe pas"), ("12/00", "n'existe pas"),
    ("mercredi 1er décembre 2026", "est un mardi, pas un mercredi"), ("9999-12-31", "une année de 2000 à 2099"),
    ("0001-01-01", "une année de 2000 à 2099"), ("2026-12-01T09:00Z", "écrivez par exemple 2026-12-01"),
    ("2026-12-01+02:00", "jour de Paris"), ("bientôt", "écrivez par exemple"), ("", "écrivez par exemple"),
    ("2026-12-1", "écrivez par exemple"), ("٠١/١٢/٢٠٢٦", "écrivez par exemple"),
])
def test_a_day_that_cannot_be_is_said_in_french(typed, said):
    with pytest.raises(ValueError, match="^[L«]") as refused:
        read_day(typed, SATURDAY)

    assert said in str(refused.value)


@pytest.mark.parametrize(("typed", "hour"), [
    ("9:00", time(9)), ("09:00", time(9)), ("9h", time(9)), ("9 h", time(9)), ("9h30", time(9, 30)), ("9 h 30", time(9, 30)),
    ("14H05", time(14, 5)), ("0:00", time(0)), ("23:59", time(23, 59)), ("9\u00a0h\u00a030", time(9, 30)),
])
def test_an_hour_is_read_in_the_ways_one_writes_it(typed, hour):
    assert read_hour(typed) == hour


@pytest.mark.parametrize(("typed", "said"), [
    ("24:00", "de 0:00 à 23:59"), ("9h60", "de 0:00 à 23:59"), ("9:00 UTC", "heure de Paris"), ("9:00Z", "heure de Paris"),
    ("9:00+02:00", "heure de Paris"), ("9 pm", "heure de Paris"), ("matin", "heure de Paris"), ("9", "par exemple 9:00"),
    ("", "par exemple 9:00"), ("9h5", "par exemple 9:00"),
])
def test_an_hour_that_cannot_be_is_said_in_french(typed, said):
    with pytest.raises(ValueError, match="heure") as refused:
        read_hour(typed)

    assert said in str(refused.value)
