"""The desk's day and its planning, as an agent types them."""
import argparse
import re
from datetime import timedelta

import pytest

from bot.domain.appointment import Appointment, State
from bot.domain.booking_draft import Purpose
from bot.domain.errors import PlanningRefused
from bot.domain.french import NBSP, PARIS
from bot.domain.waiting import Waiting
from bot.planning_commands import add_actions
from tests.builders import paris

CODE = "KLP 274"
OPEN = ("ouvrir", "ccas-1", "--motifs", "premier-accueil", "--le", "mardi 1er décembre 2026", "--de", "9h", "--a", "12h")


@pytest.fixture
def planning(services):
    """What is read on the screen of `planning`, in a town that has one more agenda; the services say what day it is."""
    parser = argparse.ArgumentParser()
    add_actions(parser)

    def run(*words: str) -> str:
        options = parser.parse_args(words)
        return options.action(services, options).replace(NBSP, " ")
    run("ajouter-agenda", "ccas-1", "--nom", "CCAS, bureau 1")
    return run


@pytest.fixture
def expect(new_uow):
    """Somebody is expected in the new agenda."""
    def add(start: str) -> None:
        begins = paris(start)
        ends = begins + timedelta(minutes=30)
        with new_uow() as uow:
            uow.appointments.add(Appointment(CODE, "premier-accueil", "ccas-1", begins, ends, State.PREVU, "Inès",
                                             "0612345678", "c" * 32), ends, None, begins)
            uow.commit()
    return add


def number_in(said: str) -> str:
    return re.search(r"n° (\d+)", said)[1]


def test_the_day_is_asked_for_as_one_says_it_or_in_figures(typed):
    assert typed("agenda", "--jour", "mardi 24 novembre 2026") == (None, "Mardi 24 novembre 2026\n\nAucun rendez-vous\n")


def test_a_day_that_does_not_exist_is_said_in_french_and_the_command_fails(typed):
    assert typed("agenda", "--jour", "le 31 février")[0] == ("Le 31 février n'existe pas : choisissez une date du "
                                                             "calendrier.")


def test_what_is_planned_is_kept_for_the_next_command_and_what_is_refused_fails(typed):
    typed("planning", "ajouter-agenda", "ccas-1", "--nom", "CCAS, bureau 1")

    assert typed("planning", "agendas") == (None, "ccas-1  CCAS, bureau 1\n")
    assert "existe déjà" in typed("planning", "ajouter-agenda", "ccas-1", "--nom", "Encore")[0]


@pytest.mark.parametrize("words", [
    "ouvrir|ccas-1|--motifs|premier-accueil|--le|31 février|--de|9h|--a|12h", "absence|ccas-1|--du|2027-02-31",
    "absence|ccas-1|--du|demain|--au|31/02/2027", "deplacer|KLP|274|--le|31/02/2027|--de|9h", "sauf|1|--le|le 31 février",
    "atelier|ccas-1|--motif|premier-accueil|--le|31/02/2027|--de|9h|--a|12h|--places|6",
    "ouvrir|ccas-1|--motifs|premier-accueil|--le|demain|--de|9h|--a|12h|--repeter|chaque mardi jusqu'au 31 février 2027",
    "ouvrir|ccas-1|--motifs|premier-accueil|--le|demain|--de|9h|--a|12h|--regle|FREQ=WEEKLY;UNTIL=20270231",
])
def test_a_day_that_does_not_exist_is_said_wherever_it_is_typed(planning, words):
    with pytest.raises((ValueError, PlanningRefused), match=r"Le 31 février( 2027)? n'existe pas"):
        planning(*words.split("|"))


@pytest.mark.parametrize(("words", "said"), [
    ("ouvrir|ccas-1|--motifs|premier-accueil|--le|demain|--de|9:00 UTC|--a|12h", "l'heure de Paris"),
    ("ouvrir|ccas-1|--motifs|premier-accueil|--le|2027-01-05T09:00Z|--de|9h|--a|12h", "n'est pas une date"),
    ("ouvrir|ccas-1|--motifs|premier-accueil|--le|demain|--de|12h|--a|9h", "avant de commencer"),
    ("ouvrir|ccas-1|--motifs|,|--le|demain|--de|9h|--a|12h", "pas de motif"),
    ("ouvrir|ccas-1|--motifs|premier-accueil|--le|demain|--de|9h|--a|12h|--repeter|parfois", "je ne comprends pas quand"),
    ("ouvrir|ccas-1|--motifs|premier-accueil|--le|demain|--de|9h|--a|12h|--regle|RRULE", "n'est pas lisible"),
    ("ouvrir|ccas-1|--motifs|x|--le|demain|--de|9h|--a|12h|--regle|FREQ=DAILY|--repeter|chaque jour", "pas les deux"),
    ("fermer-plage|douze", "n'est pas un numéro"), ("fermer-plage|-1", "n'est pas un numéro"),
    ("sauf|99999999999999999999|--le|demain", "n'est pas un numéro"), ("supprimer-absence|7", "Aucune absence n'a le n° 7"),
    ("annuler|KLP|274", "Aucun rendez-vous n'a le code « KLP 274 »"), ("rappele|3", "Personne n'est à rappeler"),
    ("annuler-atelier|3", "Aucun atelier à venir"), ("calendrier|nulle-part", "n'existe pas"),
])
def test_what_cannot_be_is_refused_in_french_and_changes_nothing(planning, words, said):
    before = planning("voir", "ccas-1")

    with pytest.raises((ValueError, PlanningRefused), match=said):
        planning(*words.split("|"))
    assert planning("voir", "ccas-1") == before


def test_an_opening_is_made_seen_left_out_a_day_and_closed(planning):
    made = planning(*OPEN, "--repeter", "chaque mardi")

    assert "\nAttention : Cette plage revient sans fin" in made
    assert "chaque mardi, de 9 h à 12 h, à partir du 1er décembre 2026 : Premier accueil" in planning("voir", "ccas-1")
    assert "n'ouvre pas le mardi 1er décembre 2026" in planning("sauf", f"n°{number_in(made)}", "--le", "01/12/2026")
    assert "est supprimée" in planning("fermer-plage", number_in(made))
    assert "Plages d'ouverture\n  (rien)" in planning("voir", "ccas-1")


def test_several_motifs_are_separated_by_commas(planning):
    planning("ouvrir", "ccas-1", "--motifs", "premier-accueil, point-conseil-budget", *OPEN[4:])

    assert "Point conseil budget et Premier accueil au CCAS" in planning("voir", "ccas-1")


def test_an_absence_lasts_whole_days_unless_hours_are_given(planning, expect):
    expect("2026-12-01 09:00")
    whole = planning("absence", "ccas-1", "--du", "2026-12-01", "--titre", "congé")
    hours = planning("absence", "ccas-1", "--du", "2026-12-01", "--de", "9h", "--a", "9h15", "--regle", "FREQ=DAILY;COUNT=2")

    assert "toute la journée" in whole
    assert "chaque jour, 2 fois" in hours
    assert all("Rien n'est annulé : KLP 274" in said for said in (whole, hours))
    assert "est supprimée" in planning("supprimer-absence", number_in(whole))


def test_an_appointment_is_moved_then_cancelled_by_its_code(planning, expect, services):
    expect("2026-11-24 09:00")
    planning(*OPEN)

    assert "Déplacé : KLP 274" in planning("deplacer", "KLP", "274", "--le", "1er décembre", "--de", "10h30")
    assert services.appointment_book.get(CODE).start.astimezone(PARIS) == paris("2026-12-01 10:30")
    assert "appelez : KLP 274 (06 12 34 56 78)" in planning("annuler", "klp274")


@pytest.mark.parametrize(("action", "state"), [("absent", State.ABSENT), ("venu", State.VU)])
def test_what_was_seen_is_noted_and_can_be_corrected(planning, expect, services, action, state):
    expect("2026-11-21 09:30")

    planning(action, CODE)
    assert services.appointment_book.get(CODE).state is state
    planning("prevu", CODE)
    assert services.appointment_book.get(CODE).state is State.PREVU


def test_who_was_called_is_no_longer_to_be_called(planning, new_uow, services):
    with new_uow() as uow:
        uow.waiting.add(Waiting(Purpose.RAPPEL, "premier-accueil", "c" * 32, "Zoé", None, None, services.clock.now()))
        number = uow.waiting.open(Purpose.RAPPEL)[0].id
        uow.commit()

    assert "a été rappelée" in planning("rappele", str(number))
    assert services.waiting_list.calls() == []


def test_the_calendar_is_given_as_a_path_and_with_a_warning(planning):
    assert re.match(r"/agenda/[\w-]{43}\.ics\n.+lit les rendez-vous", planning("calendrier", "ccas-1"))


def test_a_closed_agenda_is_listed_as_such(planning):
    planning("fermer-agenda", "ccas-1")

    assert "ccas-1  CCAS, bureau 1 (fermé)" in planning("agendas")
