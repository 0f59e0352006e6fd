"""Days and hours as people type them. Unless told otherwise it is Saturday 21 November 2026, ten in the morning."""
from __future__ import annotations

from datetime import date, datetime, time, timezone

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.domain.wish import Wish
from bot.nlu.moment_extractor import MomentExtractor
from bot.nlu.moments import wish

NOW = datetime(2026, 11, 21, 10)
ALL_WEEK = set(range(7))


def on(month: int, day: int, year: int = 2026, **hours: time) -> Wish:
    return Wish(date(year, month, day), date(year, month, day), **hours)


def between(first: tuple[int, int], last: tuple[int, int], *weekdays: int, **hours: time) -> Wish:
    """From one (month, day) to another; January to March are next year's."""
    begins, ends = (date(2026 if month > 3 else 2027, month, day) for month, day in (first, last))
    return Wish(begins, ends, frozenset(weekdays), **hours)


def around(hour: int, minute: int = 0) -> Wish:
    return Wish(around=time(hour, minute))


MORNING, AFTERNOON = {"not_after": time(12)}, {"not_before": time(13)}
NEXT_WEEK = (11, 23), (11, 29)

DAYS = [
    ("le 24 novembre", on(11, 24)), ("24 novembre", on(11, 24)), ("mardi 24 novembre", on(11, 24)),
    ("24/11", on(11, 24)), ("le 24/11/26", on(11, 24)), ("le 24-11-2026", on(11, 24)), ("24 nov svp", on(11, 24)),
    ("le vingt-quatre novembre", on(11, 24)), ("le premier décembre", on(12, 1)), ("le 1er", on(12, 1)),
    ("le 3", on(12, 3)), ("jeudi 3", on(12, 3)), ("le 31", on(12, 31)), ("le 5 du mois prochain", on(12, 5)),
    ("lundi", on(11, 23)), ("jeud", on(11, 26)), ("vandredi", on(11, 27)), ("mercrdi", on(11, 25)),
    ("samedi", on(11, 28)), ("lundi prochain", on(11, 23)), ("ce mardi", on(11, 24)),
    ("mercredi en huit", on(12, 2)), ("lundi en quinze", on(12, 7)), ("mardi de la semaine prochaine", on(11, 24)),
    ("demain", on(11, 22)), ("2main", on(11, 22)), ("dmain", on(11, 22)), ("apres demain", on(11, 23)),
    ("après-demain", on(11, 23)), ("aujourd'hui", on(11, 21)), ("ajd", on(11, 21)), ("dans 3 jours", on(11, 24)),
    ("jeudi ou vendredi", between((11, 26), (11, 27), 3, 4)),
    ("lundi mardi ou jeudi", between((11, 23), (11, 26), 0, 1, 3)),
    ("la semaine prochaine lundi ou mardi", between((11, 23), (11, 24), 0, 1)),
    ("le 3 ou le 4 janvier", between((1, 3), (1, 4))), ("entre le 3 et le 5", between((12, 3), (12, 5))),
    ("du 24 au 28 novembre", between((11, 24), (11, 28))),
    ("la semaine prochaine", between(*NEXT_WEEK)), ("la sem pro", between(*NEXT_WEEK)),
    ("la semaine qui vient", between(*NEXT_WEEK)), ("cette semaine", between((11, 21), (11, 22))),
    ("la semaine du 30", between((11, 30), (12, 6))), ("semaine 48", between(*NEXT_WEEK)),
    ("début de semaine prochaine", between((11, 23), (11, 24))), ("ce week-end", between((11, 21), (11, 22))),
    ("en fin de semaine", between((11, 26), (11, 29))), ("dans 15 jours", between((12, 5), (12, 11))),
    ("dans quinze jours", between((12, 5), (12, 11))), ("dans deux semaines", between((12, 5), (12, 11))),
    ("dans 2-3 jours", between((11, 23), (11, 24))), ("dans un mois", between((12, 21), (12, 27))),
    ("fin de mois", between((11, 21), (11, 30))), ("début décembre", between((12, 1), (12, 10))),
    ("mi-décembre", between((12, 11), (12, 20))), ("le mois prochain", between((12, 1), (12, 31))),
    ("en janvier", between((1, 1), (1, 31))), ("fin janvier", between((1, 21), (1, 31))),
    ("le mardi", Wish(weekdays=frozenset({1}))), ("tous les jeudis", Wish(weekdays=frozenset({3}))),
    ("pourquoi pas mardi", on(11, 24)),
    ("sauf mercredi", Wish(weekdays=frozenset(ALL_WEEK - {2}))),
    ("mardi je peux pas", Wish(weekdays=frozenset(ALL_WEEK - {1}))),
    ("je travaille le lundi", Wish(weekdays=frozenset(ALL_WEEK - {0}))), ("pas mardi, plutôt jeudi", on(11, 26)),
    ("la semaine prochaine sauf mardi", between(*NEXT_WEEK, 0, 2, 3, 4, 5, 6)),
    ("pas avant mercredi", Wish(from_date=date(2026, 11, 25))), ("a partir de lundi", Wish(from_date=date(2026, 11, 23))),
    ("après le 15", Wish(from_date=date(2026, 12, 16))), ("pas demain", Wish(from_date=date(2026, 11, 23))),
    ("pas avant la semaine prochaine", Wish(from_date=date(2026, 11, 23))),
    ("avant le 30", Wish(to_date=date(2026, 11, 29))), ("d'ici vendredi", Wish(to_date=date(2026, 11, 27))),
    ("avant la fin du mois", Wish(to_date=date(2026, 11, 30))), ("d'ici 15 jours", Wish(to_date=date(2026, 12, 6))),
]

HOURS = [
    ("10h", around(10)), ("14 h", around(14)), ("10 heure", around(10)), ("à 14h30", around(14, 30)),
    ("14:30", around(14, 30)), ("10 heures 30", around(10, 30)), ("onze heures", around(11)),
    ("10h et demie", around(10, 30)), ("11h moins le quart", around(10, 45)), ("vers 10", around(10)),
    ("midi", around(12)), ("à 2h", around(14)), ("a deu zeur", around(14)), ("14h au lieu de 10h", around(14)),
    ("pas avant 15h", Wish(not_before=time(15))), ("a partir de 14h30", Wish(not_before=time(14, 30))),
    ("après 18 heures", Wish(not_before=time(18))), ("jbosse jusqua 14h", Wish(not_before=time(14))),
    ("Je finis à 16 h 30.", Wish(not_before=time(16, 30))),
    ("avant 11h", Wish(not_after=time(11))), ("16h max", Wish(not_after=time(16))),
    ("pas après 16h", Wish(not_after=time(16))), ("au plus tard 16h", Wish(not_after=time(16))),
    ("entre 9h et 11h", Wish(not_before=time(9), not_after=time(11))),
    ("9h-11h", Wish(not_before=time(9), not_after=time(11))),
    ("de 9 a 11h", Wish(not_before=time(9), not_after=time(11))),
    ("entre midi et deux", Wish(not_before=time(12), not_after=time(14))),
    ("10h ou 11h", Wish(not_before=time(10), not_after=time(11, 30))),
    ("plutôt le matin", Wish(**MORNING)), ("aprem", Wish(**AFTERNOON)), ("pas le matin", Wish(**AFTERNOON)),
    ("jamais l'aprem", Wish(**MORNING)), ("plutot apres manger", Wish(**AFTERNOON)),
    ("en fin de journée", Wish(not_before=time(16))), ("fin de matinée", Wish(not_before=time(10, 30), **MORNING)),
    ("en debut d'après midi", Wish(not_after=time(15), **AFTERNOON)), ("tôt le matin", Wish(not_after=time(10))),
    ("après l'école", Wish(not_before=time(16, 30))), ("le soir", Wish(not_before=time(17))),
]

BOTH = [
    ("mardi aprem", on(11, 24, **AFTERNOON)), ("le 3 vers 10h", on(12, 3, around=time(10))),
    ("demain matin", on(11, 22, **MORNING)), ("mardi 10h30", on(11, 24, around=time(10, 30))),
    ("ce soir", on(11, 21, not_before=time(17))), ("cet aprem", on(11, 21, **AFTERNOON)),
    ("24/11 10h", on(11, 24, around=time(10))), ("mardi 1er décembre à 9h30", on(12, 1, around=time(9, 30))),
    ("mardi aprem vers 3h", on(11, 24, around=time(15), **AFTERNOON)), ("mardi midi", on(11, 24, around=time(12))),
    ("un matin de la semaine prochaine", between(*NEXT_WEEK, **MORNING)),
    ("Est-il possible d'être reçue jeudi en fin d'après-midi ?", on(11, 26, not_before=time(16))),
    ("cale moi 1 rdv la sem pro avt midi", between(*NEXT_WEEK, **MORNING)),
    ("metez moi sur la liste pour mardi onze eur", on(11, 24, around=time(11))),
    ("déplacer mon rdv de mardi 10h à jeudi", on(11, 26)),
    ("je suis disponible tous les après-midi sauf le jeudi", Wish(weekdays=frozenset(ALL_WEEK - {3}), **AFTERNOON)),
]


@pytest.mark.parametrize(("text", "expected"), DAYS + HOURS + BOTH)
def test_what_people_type_is_a_wish(text: str, expected: Wish) -> None:
    assert wish(text, NOW) == expected


@pytest.mark.parametrize("text", [
    "le 31 février", "le 32", "le 31 novembre", "31/02", "le 29 février", "mardi 25 novembre", "le 31 du mois", "14h75"])
def test_a_date_that_does_not_exist_is_impossible(text: str) -> None:
    assert wish(text, NOW) == Wish(impossible=True)


@pytest.mark.parametrize("text", [
    "depuis 3 mois", "j'ai 34 ans", "2 enfants", "34800", "à 2", "il y a 3 semaines", "mon rdv d'hier",
    "annuler mon rdv de demain", "06 12 34 56 78", "je touche 600 euros", "né le 3 mars 1990", "le 24/11/2020",
    "la semaine dernière", "lundi dernier", "24h/24", "7j/7", "je travaille 35h par semaine", "depuis lundi",
    "pendant 2h", "une heure avec quelqu'un", "mon mari", "maman est en maison de retraite", "le 115", "dans le 34",
    "j'ai reçu le courrier du 12 novembre", "le 39 49", "j'habite au 3 rue du Jeu", "en octobre", "le 2ème", "2min",
    "le matin ou l'après-midi", "n'importe quand", "quels papiers ?", "", "😀"])
def test_what_only_looks_like_a_moment_is_none(text: str) -> None:
    assert wish(text, NOW) is None


@pytest.mark.parametrize(("now", "text", "expected"), [
    (datetime(2026, 11, 23, 9), "lundi", on(11, 30)),
    (datetime(2026, 11, 23, 9), "aujourd'hui lundi", on(11, 23)),
    (datetime(2026, 11, 21, 9), "le 21", on(11, 21)),
    (datetime(2026, 11, 21, 15), "ce matin", None),
    (datetime(2026, 12, 31, 9), "demain", on(1, 1, 2027)),
    (datetime(2026, 12, 30, 9), "le 4 janvier", on(1, 4, 2027)),
    (datetime(2026, 12, 30, 9), "la semaine prochaine", Wish(date(2027, 1, 4), date(2027, 1, 10))),
    (datetime(2026, 12, 28, 9), "vendredi", on(1, 1, 2027)),
    (datetime(2026, 12, 28, 9), "le 5 du mois prochain", on(1, 5, 2027)),
    (datetime(2028, 2, 1, 9), "le 29 février", on(2, 29, 2028)),
    (datetime(2026, 12, 31, 23, 30, tzinfo=timezone.utc), "demain", on(1, 2, 2027)),
    (datetime(2026, 3, 28, 22, 59, tzinfo=timezone.utc), "demain", on(3, 29)),
    (datetime(2026, 3, 28, 23, 30, tzinfo=timezone.utc), "demain", on(3, 30)),
    (datetime(2026, 3, 29, 22, 30, tzinfo=timezone.utc), "aujourd'hui", on(3, 30)),
    (datetime(2026, 10, 24, 22, 30, tzinfo=timezone.utc), "dans 1 jour", on(10, 26)),
    (datetime(2026, 10, 25, 22, 30, tzinfo=timezone.utc), "demain 9h", on(10, 26, around=time(9))),
])
def test_the_calendar_is_that_of_paris(now: datetime, text: str, expected: Wish | None) -> None:
    assert wish(text, now) == expected


def test_the_extractor_reads_the_clock_of_the_metadata() -> None:
    message = Message({"text": "demain aprem", "metadata": {"now": "2026-12-31T23:30:00+00:00"}})
    MomentExtractor().process([message])
    [entity] = message.get("entities")
    assert Wish.from_dict(entity["value"]) == on(1, 2, 2027, **AFTERNOON)
    assert (entity["entity"], entity["extractor"], entity["start"], entity["end"]) == ("moment", "MomentExtractor", 0, 12)


@pytest.mark.parametrize("text", ['/choisir{"creneau": "mardi 10h"}', "bonjour"])
def test_the_extractor_leaves_payloads_and_other_texts_alone(text: str) -> None:
    message = Message({"text": text})
    MomentExtractor().process([message])
    assert message.get("entities") is None


def test_a_long_message_is_read_at_once() -> None:
    assert wish("depuis le le le " * 500 + "mardi", NOW) is None
