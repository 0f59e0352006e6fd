"""Accounts of the desk: what is kept of them, and for how long."""
from datetime import timedelta

import pytest

from bot.domain.agent import Role
from bot.domain.errors import AccountRefused, EntryRefused

PASSWORD = "les platanes de la place"


@pytest.fixture
def nadia(services):
    """A session of an agent, by its token."""
    return services.accounts.choose_password(services.accounts.add("nadia", "Nadia", Role.ACCUEIL), PASSWORD)


def test_a_password_is_nowhere_readable(services, nadia, engine):
    with engine.connect() as connection:
        tables = ("agents", "agent_links", "agent_sessions", "access_journal", "login_failures")
        kept = "".join(str(tuple(row)) for table in tables for row in connection.exec_driver_sql(f"SELECT * FROM {table}"))
    assert "$argon2id$" in kept
    assert PASSWORD not in kept
    assert nadia not in kept


def test_after_six_months_the_journal_is_forgotten(services, at, nadia):
    services.accounts.note(services.accounts.session(nadia).agent, "rendez-vous ouvert", "KLP 274")
    at("2027-05-20T10:00").forgetting.forget_old()
    assert services.accounts.journal()
    at("2027-05-24T10:00").forgetting.forget_old()
    assert not services.accounts.journal()


def test_a_day_later_sessions_and_wrong_passwords_are_forgotten(services, at, nadia, engine):
    with pytest.raises(EntryRefused):
        services.accounts.log_in("nadia", "faux", "192.0.2.1")
    at("2026-11-22T10:01").forgetting.forget_old()
    with engine.connect() as connection:
        assert not connection.exec_driver_sql("SELECT * FROM agent_sessions").all()
        assert not connection.exec_driver_sql("SELECT * FROM login_failures").all()


def test_a_session_ends_after_twelve_hours(services, at, nadia):
    assert services.accounts.session(nadia) is not None
    assert at("2026-11-21T22:01").accounts.session(nadia) is None


def test_what_a_page_asks_by_itself_keeps_nobody_signed_in(services, at, nadia):
    assert not at("2026-11-21T10:14").accounts.session(nadia, is_background=True).is_locked
    assert at("2026-11-21T10:16").accounts.session(nadia, is_background=True).is_locked


def test_what_an_agent_does_keeps_the_session_open(services, at, nadia):
    assert not at("2026-11-21T10:14").accounts.session(nadia).is_locked
    assert not at("2026-11-21T10:28").accounts.session(nadia).is_locked


def test_a_link_holds_two_days(services, at):
    link = services.accounts.add("karim", "Karim", Role.ACCUEIL)
    with pytest.raises(AccountRefused):
        at("2026-11-23T10:01").accounts.choose_password(link, PASSWORD)


def test_a_new_link_ends_the_one_before(services):
    first = services.accounts.add("karim", "Karim", Role.ACCUEIL)
    services.accounts.link("karim")
    assert services.accounts.invited(first) is None


@pytest.mark.parametrize("login", ["", "a b", "é", "../x", "x" * 65, "nadia"])
def test_a_login_that_cannot_be_is_refused(services, nadia, login):
    with pytest.raises(AccountRefused):
        services.accounts.add(login, "Quelqu'un", Role.ACCUEIL)


def test_wrong_passwords_from_one_address_close_the_door_to_it_alone(services, nadia):
    for number in range(30):
        with pytest.raises(EntryRefused):
            services.accounts.log_in(f"inconnu-{number}", "faux", "192.0.2.1")
    with pytest.raises(EntryRefused, match="quart d'heure"):
        services.accounts.log_in("nadia", PASSWORD, "192.0.2.1")
    assert services.accounts.log_in("nadia", PASSWORD, "192.0.2.2")


def test_a_quarter_of_an_hour_later_the_door_opens_again(services, at, nadia):
    for _ in range(5):
        with pytest.raises(EntryRefused):
            services.accounts.log_in("nadia", "faux", "192.0.2.1")
    with pytest.raises(EntryRefused, match="quart d'heure"):
        services.accounts.log_in("nadia", PASSWORD, "192.0.2.1")
    assert at("2026-11-21T10:16").accounts.log_in("nadia", PASSWORD, "192.0.2.1")


def test_a_day_later_a_request_is_nobodys(services, at, nadia, engine):
    with services.new_uow() as uow:
        conversation = uow.conversations.open("web", "A" * 22, services.clock.now()).id
        uow.commit()
    services.handovers.ask(conversation)
    later = at("2026-11-22T10:01")
    later.forgetting.forget_old()
    later.handovers.let_go()
    with engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT conversation_id, ended_by FROM handovers").all()
    assert [tuple(row) for row in kept] == [(None, "usager")]


def test_many_open_sessions_of_one_agent_are_one_person(services, nadia):
    services.accounts.log_in("nadia", PASSWORD, "192.0.2.1")
    with services.new_uow() as uow:
        assert uow.agent_sessions.present(services.clock.now() - timedelta(minutes=1)) == 1
