"""Taking an appointment, one thing said after the other, on SQLite and PostgreSQL."""
import re
from dataclasses import replace
from datetime import date

import pytest

from bot.adapters.clock import SetClock
from bot.adapters.database.demo import seed_demo
from bot.adapters.database.directory import SqlDirectory
from bot.bootstrap import wire
from bot.channels.sms.render import render as sms
from bot.channels.telegram.render import render as telegram
from bot.domain.answer import Answer
from bot.domain.appointment import State
from bot.domain.motif import Engine, Mode, Reservation
from bot.domain.wish import Wish
from bot.nlu.moments import wish as wished
from tests.builders import paris

ME = "c" * 32
SOMEBODY_ELSE = "d" * 32


def labels(answer: Answer) -> list[str]:
    return [choice.label.replace("\u00a0", " ") for choice in answer.choices]


def say(services, conversation: str, prenom: str = "Ali", **changes) -> None:
    """The name goes into the draft without Rasa, as a turn does it."""
    said = {"prenom": prenom, "wants_telephone": False, **changes}
    with services.new_uow() as uow:
        draft = uow.conversations.get(conversation, services.clock.now()).draft
        uow.conversations.keep_draft(conversation, draft.with_changes(**said))
        uow.commit()


def book(services, conversation: str = ME, rank: int = 1) -> str:
    """A confirmed appointment; its code."""
    services.booking.start(conversation, "rdv pour la domiciliation")
    services.booking.choose(conversation, rank)
    say(services, conversation)
    return re.search(r"[A-Z]{3} \d{3}", services.booking.confirm(conversation).text)[0]


def test_an_appointment_without_a_subject_asks_which_one(services):
    assert "Domiciliation" in labels(services.booking.start(ME, "je veux un rdv"))


def test_three_hours_are_proposed_and_a_way_out(services):
    answer = services.booking.start(ME, "rdv pour la domiciliation")

    assert labels(answer) == ["Lundi 23 novembre à 9 h", "Lundi 23 novembre à 14 h", "Mardi 24 novembre à 9 h",
                              "D'autres heures", "Abandonner"]


def test_other_hours_are_other_hours(services):
    first = labels(services.booking.start(ME, "rdv pour la domiciliation"))[:3]
    second = labels(services.booking.propose(ME, more=True))[:3]

    assert not set(first) & set(second)


def test_a_wish_is_respected(services):
    services.booking.start(ME, "rdv pour la domiciliation")

    answer = services.booking.propose(ME, Wish(weekdays=frozenset({3}), not_before=paris("2026-11-21 14:00").time()))

    assert all(label.startswith("Jeudi") for label in labels(answer)[:3])
    assert labels(answer)[0] == "Jeudi 26 novembre à 14 h"


def test_a_wish_that_cannot_be_met_is_said_and_the_nearest_hours_given(services):
    services.booking.start(ME, "rdv pour la domiciliation")

    answer = services.booking.propose(ME, Wish(weekdays=frozenset({6})))

    assert "rien de libre à ce moment" in answer.text
    assert labels(answer)[0] == "Lundi 23 novembre à 9 h"


def test_a_confirmed_appointment_has_a_code_a_place_and_the_papers(services):
    services.booking.start(ME, "rdv pour la domiciliation")
    services.booking.choose(ME, 1)
    say(services, ME)

    answer = services.booking.confirm(ME)

    assert re.search(r"Votre code est [A-Z]{3} \d{3}", answer.text)
    assert "À apporter" in answer.text
    assert "ceci est un essai" in answer.text


def test_saying_yes_twice_books_once(services):
    code = book(services)

    services.booking.confirm(ME)

    with services.new_uow() as uow:
        assert [a.code for a in uow.appointments.coming(ME, services.clock.now())] == [code]


def test_a_taken_creneau_is_no_longer_offered(services):
    book(services)
    book(services, SOMEBODY_ELSE)

    assert "Lundi 23 novembre à 9 h" not in labels(services.booking.start("e" * 32, "rdv pour la domiciliation"))


def test_who_is_slower_is_offered_other_hours_and_loses_nothing(services):
    services.booking.start(ME, "rdv pour la domiciliation")
    services.booking.choose(ME, 1)
    say(services, ME, "Inès")
    book(services, SOMEBODY_ELSE)

    answer = services.booking.confirm(ME)

    assert "Quelqu'un vient de prendre cette heure" in answer.text
    assert "Lundi 23 novembre à 9 h" not in labels(answer)
    with services.new_uow() as uow:
        assert uow.conversations.get(ME, services.clock.now()).draft.prenom == "Inès"


def test_a_cancelled_creneau_is_free_again(services):
    code = book(services)

    services.kept_appointments.confirm_cancel(code)

    assert "Lundi 23 novembre à 9 h" in labels(services.booking.start(SOMEBODY_ELSE, "rdv pour la domiciliation"))


def test_cancelling_asks_first(services):
    code = book(services)

    assert labels(services.kept_appointments.cancel(ME)) == ["Oui, annuler", "Non, le garder"]
    with services.new_uow() as uow:
        assert uow.appointments.get(code).state is State.PREVU


def test_a_code_is_enough_from_another_phone(services):
    code = book(services)

    assert code in services.kept_appointments.list(SOMEBODY_ELSE, f"mon code {code.lower().replace(' ', '')}").text


def test_nobody_sees_the_appointments_of_others(services):
    book(services)

    assert "aucun rendez-vous" in services.kept_appointments.list(SOMEBODY_ELSE).text


def test_cancelling_twice_says_that_there_is_nothing_left(services):
    code = book(services)
    services.kept_appointments.confirm_cancel(code)

    assert "Je ne trouve pas" in services.kept_appointments.confirm_cancel(code).text


def test_moving_keeps_the_old_hour_until_the_new_one_is_confirmed_and_the_code_for_good(services):
    code = book(services)
    old = services.appointment_book.get(code)
    assert "Lundi 23 novembre à 9 h" not in labels(services.kept_appointments.move(ME))

    services.booking.choose(ME, 2)
    assert services.appointment_book.get(code) == old
    services.booking.confirm(ME)

    moved = services.appointment_book.get(code)
    assert moved.start != old.start
    assert (moved.uid, moved.state, moved.sequence) == (old.uid, State.PREVU, 1)


@pytest.mark.parametrize("step", ["motif", "creneau", "prenom"])
def test_abandoning_takes_no_appointment(services, step):
    services.booking.start(ME, "" if step == "motif" else "domiciliation")
    if step == "prenom":
        services.booking.choose(ME, 1)

    services.booking.abandon(ME)

    assert services.booking.yes(ME) is None
    assert "aucun rendez-vous" in services.kept_appointments.list(ME).text


def test_confirming_what_is_not_complete_asks_the_next_question(services):
    services.booking.start(ME, "rdv pour la domiciliation")

    assert "Laquelle vous va" in services.booking.confirm(ME).text


def test_a_phone_number_is_not_asked_where_the_channel_has_one(services):
    with services.new_uow() as uow:
        conversation = uow.conversations.open("sms", "+33612345678", services.clock.now()).id
        uow.commit()
    services.booking.start(conversation, "rdv pour la domiciliation")
    services.booking.choose(conversation, 1)
    say(services, conversation, wants_telephone=True)

    assert "Je confirme ce rendez-vous ?" in services.booking.go_on(conversation).text


def test_too_close_an_appointment_cannot_be_given_away_here(services, new_uow, knowledge):
    code = book(services)
    an_hour_before = wire(knowledge, new_uow, index=None, clock=SetClock("2026-11-23T08:00"))

    assert "trop proche" in an_hour_before.kept_appointments.ask_to_cancel(code).text
    assert "trop proche" in an_hour_before.kept_appointments.confirm_cancel(code).text


def elsewhere(knowledge, new_uow, engine, other=None, **changes):
    """The same services, the domiciliation's motif being otherwise."""
    slug = "entretien-domiciliation"
    changed = replace(knowledge, motifs={**knowledge.motifs, slug: replace(knowledge.motifs[slug], **changes)})
    seed_demo(engine)
    return wire(changed, new_uow, SqlDirectory(engine), SetClock("2026-11-21T10:00"), other)


def test_who_is_to_be_called_must_leave_a_number(knowledge, new_uow, engine):
    services = elsewhere(knowledge, new_uow, engine, mode=Mode.TELEPHONE)
    services.booking.start(ME, "rdv pour la domiciliation")
    services.booking.choose(ME, 1)
    say(services, ME, wants_telephone=True)

    assert "numéro de téléphone" in services.booking.go_on(ME).text
    assert "Sans numéro" in services.booking.without_telephone(ME).text
    assert not services.booking.is_under_way(ME)


def test_a_motif_that_another_site_keeps_gives_its_page_at_once(knowledge, new_uow, engine):
    page = Reservation(Engine.LIEN, lien="https://rdv.anct.gouv.fr/org/12")
    services = elsewhere(knowledge, new_uow, engine, reservation=page)

    answer = services.booking.start(ME, "rdv pour la domiciliation")

    assert answer.links[0].url == page.lien
    assert page.lien in sms(answer)
    assert not services.booking.is_under_way(ME)


class OtherSite:
    """RDV Service Public, as far as a booking sees it."""

    site, secret, public_url = "https://rdv.anct.gouv.fr", "s" * 32, "https://repere.example"

    def __init__(self):
        self.access = self
        self.asked = []

    def personal_link(self, prenom, nom, telephone, reservation, known):
        self.asked.append((prenom, nom, telephone))
        return f"{self.site}/prendre_rdv?invitation_token=ABCD1234", "77"


def test_a_page_of_ones_own_is_asked_for_only_after_a_yes(knowledge, new_uow, engine):
    site = OtherSite()
    there = Reservation(Engine.RDV_SERVICE_PUBLIC, organisation=12, departement="34")
    services = elsewhere(knowledge, new_uow, engine, site, reservation=there)

    assert "prénom et votre nom" in services.booking.start(ME, "rdv pour la domiciliation").text
    say(services, ME, "Ali Benali")
    agreed_to = "Je lui donne votre prénom, votre nom et votre numéro. Êtes-vous d'accord ?"
    assert agreed_to in services.booking.go_on(ME).text
    assert site.asked == []

    answer = services.booking.confirm(ME)
    assert site.asked == [("Ali", "Benali", None)]
    assert "invitation_token" in answer.links[0].url
    assert not services.booking.is_under_way(ME)


def test_another_motif_midway_keeps_the_name_and_asks_for_another_hour(services):
    services.booking.start(ME, "rdv pour la domiciliation")
    services.booking.choose(ME, 1)
    say(services, ME)

    answer = services.booking.start(ME, "finalement pour mes dettes")

    assert "heures libres" in answer.text
    assert "Prénom : Ali" in services.booking.choose(ME, 1).text


def test_a_channel_without_pages_of_ours_gets_the_whole_address_of_the_calendar_file(services):
    services.booking.start(ME, "rdv pour la domiciliation")
    services.booking.choose(ME, 1)
    say(services, ME)

    assert re.search(r"https://repere\.example/rdv/[0-9a-f]{32}\.ics", telegram(services.booking.confirm(ME), "https://repere.example"))


@pytest.mark.parametrize(("wish", "said"), [
    (Wish(impossible=True), "n'existe pas"),
    (Wish(from_date=date(2026, 11, 20), to_date=date(2026, 11, 20)), "est passée"),
    (Wish(from_date=date(2028, 1, 3), to_date=date(2028, 1, 3)), "rien de libre à ce moment"),
])
def test_a_day_that_cannot_be_is_said_for_what_it_is(services, wish, said):
    services.booking.start(ME, "rdv pour la domiciliation")

    answer = services.booking.propose(ME, wish)

    assert said in answer.text
    assert labels(answer)[0] == "Lundi 23 novembre à 9 h"


@pytest.mark.parametrize(("text", "is_past"), [
    ("je voudrais un rendez-vous hier à 10h", True), ("un rdv le 3 janvier 2025", True), ("lundi dernier", True),
    ("avant-hier", True), ("je suis venu hier, je veux un rdv", False),
    ("depuis lundi dernier j'ai plus d'adresse je veux un rdv", False), ("je veux un rdv lundi", False),
])
def test_who_asks_for_a_day_that_has_passed_is_told_and_offered_the_next_ones(services, text, is_past):
    wish = wished(text, services.clock.now())
    first, next_one = services.booking.start(ME, f"{text} (domiciliation)", wish=wish), services.booking.propose(ME, wish)

    for answer in (first, next_one):
        assert ("Cette date est passée" in answer.text) is is_past
        assert labels(answer)[0] == "Lundi 23 novembre à 9 h"


def test_a_motif_named_with_a_day_is_heard_when_it_was_asked_for(services):
    services.booking.start(ME, "je veux un rdv")

    assert "heures libres" in services.booking.propose(ME, Wish(weekdays=frozenset({3})), text="jeudi pour mes dettes").text
