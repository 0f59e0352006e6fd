"""What is counted of a turn, and what is not."""
import threading
from datetime import date

import pytest

from bot.domain.answer import Answer, Link, payload
from bot.domain.conversation import Reply, Turn, Understood
from tests.builders import paris

NOW = paris("2026-11-21 00:30")  # the day before, in UTC
FIELDS = ("subject", "rubrique", "outcome")
SAID = (Answer("Voici."),)
BOOKED = (Answer("Noté.", links=(Link("Calendrier", "/rdv/0123.ics"),)),)


def typed(intent, **more):
    return "…", False, Understood(intent, **more)


def pressed(intent, **entities):
    return payload(intent, **entities), True, None


@pytest.fixture
def count(services, new_uow):
    """count(what, …) → every row of the counts, by fields."""
    def counted(what, answers=SAID, slots=None, fields=FIELDS, channel="web"):
        text, is_payload, understood = what
        with new_uow() as uow:
            conversation = uow.conversations.open(channel, "a" * 22, NOW).id
            turn = Turn(1, conversation, channel, text, is_payload)
            services.asked_counts.count(uow, turn, Reply(answers, understood, slots or {}), NOW)
            uow.commit()
        with new_uow() as uow:
            return uow.asked.by(fields, date(2026, 1, 1), date(2027, 1, 1))
    return counted


@pytest.mark.parametrize(("what", "slots", "row"), [
    (typed("fiche", fiche="rsa", rubrique="pieces"), {}, ("rsa", "pieces", "repondu")),
    (pressed("ouvrir_fiche", fiche="rsa", rubrique="cout"), {}, ("rsa", "cout", "repondu")),
    (pressed("ouvrir_fiche", fiche="rsa"), {}, ("rsa", "", "repondu")),
    (pressed("ouvrir_fiche", fiche="rsa", rubrique="jamais vue"), {}, ("rsa", "", "repondu")),
    (pressed("ouvrir_fiche", fiche="jamais-ecrite"), {}, ("sans_fiche", "", "sans_reponse")),
    (typed("suite"), {"fiche": "rsa", "rubrique": "delais"}, ("rsa", "delais", "repondu")),
    (typed("suite"), {"besoin": "manger"}, ("", "", "annuaire")),
    (typed("suite"), {}, ("", "", "sans_reponse")),
    (typed("proposer"), {}, ("", "", "propose")),
    (typed("nlu_fallback"), {}, ("", "", "sans_reponse")),
    (typed(None, decision="suggest"), {}, ("", "", "propose")),
    (typed(None, decision="unsure"), {}, ("", "", "sans_reponse")),
    (typed("hors_sujet"), {}, ("sans_fiche", "", "sans_reponse")),
    (typed("trouver_structure"), {}, ("", "", "annuaire")),
    (typed("parler_a_un_humain"), {"fiche": "rsa"}, ("rsa", "", "humain")),
    (pressed("parler_a_un_humain"), {}, ("parler_a_un_humain", "", "humain")),
    (typed("definir_mot"), {}, ("definir_mot", "", "repondu")),
    (typed("effacer_mes_donnees"), {}, ("effacer_mes_donnees", "", "repondu"))])
def test_a_demand_is_counted_once_by_its_subject_and_what_came_of_it(count, what, slots, row):
    assert count(what, slots=slots) == [(row, 1)]


def test_what_nobody_here_answers_is_out_of_scope(count, services):
    assert count(typed("hors_sujet"), (services.answers.out_of_scope(),)) == [(("hors_sujet", "", "hors_sujet"), 1)]


@pytest.mark.parametrize("what", [
    typed("saluer"), typed("remercier"), typed("oui"), typed("preciser_moment"), pressed("choisir_creneau", rang=1),
    pressed("plus_de_structures"), pressed("confirmer_rdv"), ("…", False, None)])
def test_courtesies_and_steps_are_not_counted(count, what):
    assert count(what) == []


def test_an_appointment_is_counted_when_it_is_confirmed_by_what_it_is_about(count):
    assert count(pressed("confirmer_rdv"), BOOKED, {"fiche": "rsa"}) == [(("rsa", "", "rendez_vous"), 1)]


def test_the_day_and_the_hour_are_those_of_paris(count):
    found = count(typed("fiche", fiche="rsa"), fields=("day", "hour", "channel"), channel="sms")
    assert found == [((date(2026, 11, 21), 0, "sms"), 1)]


@pytest.mark.parametrize(("named", "kept"), [("paulhan", "paulhan"), ("jean-dupont", ""), (None, "")])
def test_only_a_town_we_know_is_kept(count, named, kept):
    assert count(typed("fiche", fiche="rsa"), slots={"commune": named}, fields=("commune",)) == [((kept,), 1)]


def test_a_cry_for_help_is_counted_by_its_month_and_by_nothing_else(count):
    found = count(typed("fiche", fiche="rsa", rubrique="pieces"), (Answer("Le 3114.", urgent=True),), {"commune": "paulhan"},
                  ("day", "hour", "channel", "commune", "subject", "rubrique", "outcome"))
    assert found == [((date(2026, 11, 1), -1, "", "", "urgence", "", "urgence"), 1)]


def test_counts_add_up(count):
    for _ in range(3):
        found = count(typed("fiche", fiche="rsa"))
    assert found == [(("rsa", "", "repondu"), 3)]


def test_two_at_once_count_two(services, new_uow):
    ready = threading.Barrier(2)

    def count():
        for _ in range(20):
            ready.wait()
            with new_uow() as uow:
                services.asked_counts.count_urgence(uow, NOW)
                uow.commit()

    both = [threading.Thread(target=count) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    with new_uow() as uow:
        assert uow.asked.by(("outcome",), date(2026, 11, 1), date(2026, 12, 1)) == [(("urgence",), 40)]


def test_the_counts_of_four_years_ago_are_forgotten(count, at, new_uow):
    count(typed("fiche", fiche="rsa"))
    at("2029-12-31T10:00").forgetting.forget_old()
    with new_uow() as uow:
        assert uow.asked.first_day() == date(2026, 11, 21)
    at("2030-01-01T10:00").forgetting.forget_old()
    with new_uow() as uow:
        assert uow.asked.first_day() is None
