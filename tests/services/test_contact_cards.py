"""A place to keep in one's address book still holds next week."""
from datetime import date

import pytest

from bot.adapters.clock import SetClock
from bot.adapters.database.directory import SqlDirectory
from bot.adapters.database.directory_writer import Reading, keep_town
from bot.adapters.opening_hours import OsmOpeningHours
from bot.domain.structure import Closure
from bot.domain.thematique import Thematiques
from bot.services.contact_cards import ContactCards
from tests.directories import CLERMONT, TOWNS, structure


@pytest.fixture
def card_of(engine):
    def card(**changes):
        place = structure("ccas", "CCAS", CLERMONT, "le courrier", **changes)
        keep_town(engine, [place], Reading(TOWNS, Thematiques(), OsmOpeningHours().open_parts))
        return ContactCards(SqlDirectory(engine), OsmOpeningHours(), SetClock("2026-11-25T10:00")).card("ccas")
    return card


def test_it_says_each_day_of_the_week_that_begins_and_how_old_it_is(card_of):
    card = card_of(horaires_accueil="Mo-Fr 09:00-12:00", telephone="04 67 88 87 00")

    assert card.note.replace("\u00a0", " ").splitlines() == [
        "Horaires à partir du 25 novembre 2026 :", "Ouvert mercredi de 9 h à 12 h.", "Ouvert jeudi de 9 h à 12 h.",
        "Ouvert vendredi de 9 h à 12 h.", "Fermé samedi.", "Fermé dimanche.", "Ouvert lundi de 9 h à 12 h.",
        "Ouvert mardi de 9 h à 12 h.", "Informations de janvier 2026 : appelez avant de venir.",
        "Source : Service-public.fr, F1."]


def test_a_closure_is_said(card_of):
    closed = (Closure(date(2026, 11, 26), date(2026, 11, 26), "travaux"),)

    assert "Fermé jeudi (travaux)." in card_of(horaires_accueil="Mo-Fr 09:00-12:00", fermetures=closed).note


def test_hours_that_only_people_can_read_are_given_as_written(card_of):
    assert "Horaires, comme le lieu les écrit : le mardi, ou sur rendez-vous" in card_of(
        horaires_texte="le mardi, ou sur rendez-vous").note


def test_without_hours_it_says_none(card_of):
    assert "oraires" not in card_of().note


def test_a_shelter_keeps_its_hours_to_itself(card_of):
    card = card_of(horaires_accueil="Mo-Su 18:00-23:00", reseaux_porteurs=("chrs",))

    assert card.is_hidden
    assert "18" not in card.note
    assert "Son adresse ne se donne pas" in card.note


def test_an_unknown_place_has_no_card(engine):
    assert ContactCards(SqlDirectory(engine), OsmOpeningHours(), SetClock("2026-11-25T10:00")).card("x") is None
