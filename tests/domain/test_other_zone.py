"""Hours said in another time zone."""
import re

import pytest

from bot.domain.other_zone import without_other_zone


@pytest.mark.parametrize(("message", "left"), [
    ("j'ai un rendez-vous à 15 h heure de New York", "j'ai un rendez-vous"),
    ("3pm UTC", ""), ("3 p.m. GMT", ""), ("à 15h30 (UTC+2)", ""), ("15:00 heure de Montréal", ""),
    ("rdv domiciliation mardi 3pm UTC", "rdv domiciliation mardi"), ("mardi à 10 pm EST", "mardi"),
    ("mardi entre 14h et 16h heure de Londres", "mardi"), ("plutôt vers midi, heure locale du Maroc", ""),
    ("jeudi, heure d'Algérie, à 9 h", "jeudi"), ("jeudi 14 heures à l'heure de la Réunion ?", "jeudi"),
    ("je suis à l'heure du Québec, donc plutôt mardi à 15h", "je suis, donc plutôt mardi"),
    ("9h heure de Paris, 3h heure de New York", "9h heure de Paris"), ("15H HEURE ANGLAISE", ""), ("9am London time", ""),
])
def test_the_hours_of_another_zone_are_left_out(message, left):
    assert re.sub(" ,", ",", without_other_zone(message)) == left


@pytest.mark.parametrize("message", [
    "mardi à 15 h", "15 h heure de Paris", "15h heure locale", "à 15 h, l'heure de la réunion", "l'atelier de 15h est plein",
    "LE RDV DE 15H EST ANNULE", "je viens d'Algérie, mardi 10 h", "à quelle heure ouvre le CCAS", "2 heures de ménage",
    "heure d'ouverture", "à 15 heures Maurice viendra avec moi",
    "il est où l'heure de Londres", "mon avion pour New York est à 15h", "",
])
def test_other_messages_are_left_as_they_are(message):
    assert without_other_zone(message) is None
