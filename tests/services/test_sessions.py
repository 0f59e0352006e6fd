"""Group sessions: one takes a place, until there is none."""
import re

import pytest

from bot.domain.appointment import Session, State
from bot.domain.errors import CreneauTaken
from tests.builders import paris
from tests.services.test_booking import ME, SOMEBODY_ELSE, labels, say

START, END = paris("2026-11-25 14:00"), paris("2026-11-25 15:30")


@pytest.fixture
def session(services) -> int:
    """A workshop of two places."""
    with services.new_uow() as uow:
        number = uow.planning.add_session(
            Session(0, "demo-ccas-1", "atelier-numerique", START, END, 2, titre="Les mots de passe"))
        uow.commit()
    return number


def join(services, conversation: str) -> str:
    services.booking.start(conversation, "une place pour l'atelier numérique")
    services.booking.choose(conversation, 1)
    say(services, conversation)
    return services.booking.confirm(conversation).text


def test_a_session_is_proposed_with_what_it_is_about(services, session):
    answer = services.booking.start(ME, "je veux venir à l'atelier numérique")

    assert labels(answer)[0] == "Mercredi 25 novembre à 14 h : Les mots de passe"


def test_when_all_places_are_taken_nothing_is_proposed_but_to_wait(services, session):
    for number in range(2):
        assert "C'est confirmé" in join(services, f"{number:032}")

    answer = services.booking.start(ME, "atelier numérique")

    assert "aucune place" in answer.text
    assert labels(answer) == ["Me prévenir s'il y a une place"]


def test_who_confirms_too_late_is_told_and_loses_nothing(services, session):
    services.booking.start(ME, "atelier numérique")
    services.booking.choose(ME, 1)
    say(services, ME)
    for number in range(2):
        join(services, f"{number:032}")

    assert "aucune place" in services.booking.confirm(ME).text


def test_a_place_given_back_is_free_again(services, session):
    code = re.search(r"[A-Z]{3} \d{3}", join(services, ME))[0]
    join(services, SOMEBODY_ELSE)

    services.kept_appointments.confirm_cancel(code)

    assert "C'est confirmé" in join(services, "e" * 32)


def test_the_desk_is_taken_during_its_session(services, session):
    with services.new_uow() as uow, pytest.raises(CreneauTaken):
        uow.planning.add_session(Session(0, "demo-ccas-1", "atelier-numerique", END.replace(hour=15, minute=0), END, 4))


def test_a_cancelled_session_takes_nobody_and_frees_the_desk(services, session):
    with services.new_uow() as uow:
        uow.planning.cancel_session(session)
        uow.planning.add_session(Session(0, "demo-ccas-1", "animation-semaine-bleue", START, END, 4))
        uow.commit()

    assert "aucune place" in services.booking.start(ME, "atelier numérique").text


def test_who_is_expected_can_be_listed(services, session):
    join(services, ME)

    with services.new_uow() as uow:
        assert [(one.prenom, one.state) for one in uow.appointments.of_session(session)] == [("Ali", State.PREVU)]
        assert uow.planning.session(session).taken == 1
