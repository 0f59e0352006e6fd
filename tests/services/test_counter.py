"""What the counter finds, and how it forgets who stood there."""
import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import MetaData, select

from bot.channels.relay import Relay
from bot.domain.appointment import Creneau
from bot.domain.conversation import COUNTER, IncomingMessage
from bot.domain.motif import Engine

HERE, OTHER = "jeton-de-la-personne-1", "jeton-de-la-personne-2"
CANARY = "canari des garrigues"


def ask(services, text: str, address: str = HERE) -> None:
    relay = Relay(services.conversations, services.answers, services.keywords)
    asyncio.run(relay.handle(IncomingMessage(COUNTER, address, text)))


def everything(engine) -> str:
    """All that the database holds, as one text."""
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        return "\n".join(str(row) for table in tables.sorted_tables for row in connection.execute(select(table)))


def free_time(services, motif: str = "premier-accueil") -> Creneau:
    return next(one.times[0] for one in services.counter.times("premier accueil") if one.motif.slug == motif)


def book(services, prenom: str) -> str:
    time = free_time(services)
    motif = services.knowledge.motifs["premier-accueil"]
    return services.appointment_book.book_at_desk(time, motif, prenom, None, None).code


@pytest.mark.parametrize(("typed", "first"), [
    ("domiciliation", "domiciliation"), ("domicilation", "domiciliation"), ("DOMICILIATION", "domiciliation"),
    ("rsa", "rsa"), ("loyer impayé", "impayes-loyer"), ("logement social", "logement-social"),
    ("mission locale", "mission-locale"), ("cantine", "cantine"),
    ("facture électricité", "factures-energie")])
def test_the_fiche_one_means_comes_first(services, typed, first):
    assert services.counter.fiches(typed)[0].fiche.slug == first


def test_an_example_of_a_fiche_finds_it(services):
    assert "domiciliation" in [one.fiche.slug for one in services.counter.fiches("je dors dans ma voiture")]


@pytest.mark.parametrize("typed", ["", "   ", "bonjour madame", "xyzzyxyzzy", "'; --"])
def test_words_that_name_nothing_find_no_fiche(services, typed):
    assert services.counter.fiches(typed) == []


def test_places_come_from_the_directory_and_a_code_is_no_need(services, town_directory):
    assert "CCAS" in services.counter.places("ccas")[0].nom
    assert services.counter.places("KLP 274") == []
    assert services.counter.places("bonjour") == []


def test_a_subject_brings_the_free_times_of_its_motif(services):
    found = services.counter.times("domiciliation")
    assert found[0].motif.slug == "entretien-domiciliation"
    assert list(found[0].times) == sorted(set(found[0].times)) != []


def test_a_motif_that_is_booked_elsewhere_shows_no_time(services):
    elsewhere = [one for one in services.counter.times("premier accueil") if one.motif.reservation.engine is not Engine.ICI]
    assert all(one.times == () for one in elsewhere)


def test_an_appointment_is_found_by_its_code_and_by_the_first_name_of_today(services, at):
    code = book(services, "Inès")
    start = services.appointment_book.get(code).start
    that_day, day_before = (at(moment.isoformat()) for moment in (start, start - timedelta(days=1)))

    assert [one.code for one in services.counter.appointments(f"mon code {code.lower()}")] == [code]
    assert [one.code for one in that_day.counter.appointments("je suis ines")] == [code]
    assert that_day.counter.appointments("je suis inessa") == []
    assert day_before.counter.appointments("je suis ines") == []
    assert services.counter.appointments("KLP 274") == []


def test_nothing_of_what_was_said_remains_once_the_person_has_left(services, engine):
    for text in (CANARY, f"{CANARY} loyer", "je veux mourir canari"):
        ask(services, text)
    services.answers.note_unanswered(CANARY, (), COUNTER, conversation(services, HERE), CANARY)
    assert "canari" in everything(engine)

    services.counter.forget(HERE)
    assert "canari" not in everything(engine)


def test_one_person_leaving_takes_nothing_from_another(services, engine):
    ask(services, CANARY, OTHER)
    ask(services, "domiciliation", HERE)
    services.counter.forget(HERE)
    assert CANARY in everything(engine)
    assert services.counter.last_answers(OTHER)


def test_an_appointment_remains_when_its_person_leaves(services):
    code = book(services, "Inès")
    services.counter.forget(HERE)
    assert services.appointment_book.get(code) is not None


@pytest.mark.parametrize(("moment", "left"), [("2026-11-21T10:09", 0), ("2026-11-21T10:11", 1)])
def test_who_left_without_a_word_is_forgotten_after_ten_minutes(services, at, engine, moment, left):
    ask(services, CANARY)
    later = at(moment).counter
    assert later.forget_left() == left
    assert (CANARY in everything(engine)) == (left == 0)
    assert later.forget_left() == 0


def test_the_last_answers_are_those_to_the_last_words(services):
    ask(services, "domiciliation")
    ask(services, "cantine")
    shown = services.counter.last_answers(HERE)
    assert any("cantine" in choice.label.lower() for one in shown for choice in one.answer.choices)
    assert not any("domiciliation" in choice.label.lower() for one in shown for choice in one.answer.choices)


def conversation(services, address: str) -> str:
    with services.new_uow() as uow:
        return uow.conversations.open(COUNTER, address, services.clock.now()).id
