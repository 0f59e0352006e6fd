"""Where people are sent to book on another site, and what they are told afterwards."""
import logging
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from bot.adapters.cipher import Cipher, new_key
from bot.adapters.clock import SetClock
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.domain.answer import Link
from bot.domain.appointment import State
from bot.domain.elsewhere import PROVIDER, ElsewhereEvent
from bot.domain.errors import ElsewhereUnavailable
from bot.domain.french import NBSP
from bot.domain.motif import Engine, Reservation
from bot.services.elsewhere import Authorisation, BookedElsewhere, Returned
from tests.builders import make_motif

CLOCK = SetClock("2026-11-21T10:00")
NOW = CLOCK.now()
START = datetime(2026, 11, 24, 13, tzinfo=timezone.utc)
PAGE = "https://rdv.anct.gouv.fr/org/259/ccas"
BY_LINK = make_motif(slug="lien", nom_public="Rendez-vous au CCAS", reservation=Reservation(Engine.LIEN, lien=PAGE),
                     restriction="Pour les habitants.", papiers=("Une pièce d'identité.",))
BUDGET = make_motif(slug="budget", nom="Surendettement", nom_public="Rendez-vous au CCAS",
                    reservation=Reservation(Engine.RDV_SERVICE_PUBLIC, None, 259, "budget", "34"))
OTHER = make_motif(slug="autre", nom_public="Rendez-vous d'aide numérique",
                   reservation=Reservation(Engine.RDV_SERVICE_PUBLIC, None, 300, None, "34"))
CREATED = ElsewhereEvent(PROVIDER, "4521", START, NOW, {"77": State.PREVU}, 259, "budget", "CCAS")
CAMILLE = ("Camille", "Martin", "0612345678")


class Links:
    """Their site, as the services see it."""

    def __init__(self, *usagers):
        self.usagers = iter(usagers)
        self.known = []

    def personal_link(self, prenom, nom, telephone, reservation, known):
        self.known.append(list(known))
        usager = next(self.usagers, None)
        if usager is None:
            raise ElsewhereUnavailable("POST users answered 500")
        return f"https://rdv.anct.gouv.fr/prendre_rdv?invitation_token=AB12CD{usager}", usager


@pytest.fixture
def elsewhere(engine, knowledge):
    known, cipher = replace(knowledge, motifs={one.slug: one for one in (BY_LINK, BUDGET, OTHER)}), Cipher(new_key())

    def make(*usagers, is_configured=True):
        links = Links(*usagers) if is_configured else None
        return BookedElsewhere(known, CLOCK, lambda: SqlUnitOfWork(engine, cipher), links)
    return make


def test_a_link_is_offered_with_what_must_be_known_before_and_brought_after(elsewhere):
    answer = elsewhere().offer(BY_LINK)

    assert answer.links == (Link("Prendre rendez-vous sur le site", PAGE),)
    assert answer.text == ("Pour les habitants.\n\nRendez-vous au CCAS : ce rendez-vous se prend sur un autre site. "
                           "Le lien est ci-dessous.\n\nÀ apporter :\n- Une pièce d'identité.")


def test_a_page_that_is_not_theirs_is_not_given(elsewhere):
    motif = replace(BY_LINK, reservation=Reservation(Engine.LIEN, lien="https://example.org"))
    answer = elsewhere().offer(motif)

    assert answer.links == ()
    assert "Demandez-la à l'accueil." in answer.text


def test_a_person_has_a_link_of_their_own(elsewhere):
    answer = elsewhere("77").personal("c1", BUDGET, *CAMILLE)

    assert answer.links == (Link("Choisir mon heure", "https://rdv.anct.gouv.fr/prendre_rdv?invitation_token=AB12CD77"),)
    assert "Votre rendez-vous n'est pas encore pris." in answer.text
    assert [private for private in (*CAMILLE, "Surendettement") if private in answer.text] == []


def test_their_number_there_serves_again(elsewhere):
    service = elsewhere("77", "77", "78")
    for conversation in ("c1", "c1", "c2"):
        service.personal(conversation, BUDGET, *CAMILLE)

    assert service._links.known == [[], ["77"], []]


def test_without_a_link_of_their_own_they_get_the_page_of_everybody(elsewhere, caplog):
    caplog.set_level(logging.INFO)
    answer = elsewhere().personal("c1", BUDGET, *CAMILLE)

    assert answer.links == (Link("Prendre rendez-vous sur le site", "https://rdv.anct.gouv.fr/org/259"),)
    assert "Rien n'est pris pour le moment." in answer.text
    assert "no personal link for motif budget: POST users answered 500" in caplog.text
    assert [private for private in (*CAMILLE, "c1") if private in caplog.text] == []


def test_without_access_everybody_has_the_same_page(elsewhere):
    answer = elsewhere(is_configured=False).personal("c1", BUDGET, *CAMILLE)

    assert answer.links[0].url == "https://rdv.anct.gouv.fr/org/259"
    assert "se prend sur un autre site" in answer.text


def test_what_they_booked_is_listed_under_a_discreet_name(elsewhere):
    service = elsewhere("77")
    service.personal("c1", BUDGET, *CAMILLE)
    assert service.listed("c1") is None

    service.received(CREATED)
    assert service.listed("c1").text.replace(NBSP, " ") == (
        "Vos rendez-vous pris sur un autre site :\n- Mardi 24 novembre à 14 h : Rendez-vous au CCAS, CCAS.\n\n"
        "Pour les changer ou les annuler, prenez le lien que ce site vous a envoyé.")
    assert service.listed("c2") is None


NAMES = [
    (259, "budget", "Rendez-vous au CCAS"), (259, "logement", "Rendez-vous pris sur leur site"),
    (259, None, "Rendez-vous pris sur leur site"), (300, "atelier", "Rendez-vous d'aide numérique"),
    (1, "budget", "Rendez-vous pris sur leur site"), (None, None, "Rendez-vous pris sur leur site"),
]


def test_the_name_is_that_of_our_motif(elsewhere):
    service = elsewhere("77")
    service.personal("c1", BUDGET, *CAMILLE)

    for organisation, categorie, nom in NAMES:
        service.received(replace(CREATED, organisation=organisation, categorie=categorie))
        assert [one.nom for one in service.coming("c1")] == [nom]


def test_two_people_of_one_conversation_at_the_same_hour_are_one_line(elsewhere):
    service = elsewhere("77", "78")
    service.personal("c1", BUDGET, *CAMILLE)
    service.personal("c1", BUDGET, "Dominique", "Martin", None)
    service.received(replace(CREATED, usagers={"77": State.PREVU, "78": State.PREVU}))

    assert len(service.coming("c1")) == 2
    assert service.listed("c1").text.count("14") == 1


# an agent of the town lets us in

class Access:
    def __init__(self):
        self.codes, self.subscribed, self.fails = [], [], ()

    def authorisation_page(self, state):
        return state

    def exchange(self, code):
        self._fail_at("exchange")
        self.codes.append(code)

    def subscribe(self, organisation, target_url, secret):
        self._fail_at("subscribe")
        self.subscribed.append((organisation, target_url, secret))

    def _fail_at(self, step):
        if step in self.fails:
            raise ElsewhereUnavailable(f"POST {step} answered 403")


@pytest.fixture
def authorisation(knowledge):
    known = replace(knowledge, motifs={one.slug: one for one in (BY_LINK, BUDGET, replace(BUDGET, slug="b2"), OTHER)})

    def make(now=NOW, secret="s3cret", access=None):
        return Authorisation(access or Access(), known, SetClock(now.isoformat()), secret, "https://repere.example")
    return make


def test_the_access_is_kept_and_each_organisation_tells_us_of_its_appointments(authorisation):
    made = authorisation()

    assert made.returned("un code", made.page()) is Returned.DONE
    assert made.access.codes == ["un code"]
    target = "https://repere.example/webhooks/rdv-service-public"
    assert made.access.subscribed == [(259, target, "s3cret"), (300, target, "s3cret")]


@pytest.mark.parametrize(("fails", "returned"), [("exchange", Returned.FAILED), ("subscribe", Returned.NOT_TOLD)])
def test_how_it_failed_is_known(authorisation, fails, returned):
    made = authorisation()
    made.access.fails = (fails,)

    assert made.returned("un code", made.page()) is returned


@pytest.mark.parametrize(("seconds", "returned"), [
    (0, Returned.DONE), (600, Returned.DONE), (601, Returned.STALE), (-1, Returned.STALE)])
def test_it_lasts_ten_minutes(authorisation, seconds, returned):
    state = authorisation().page()

    assert authorisation(NOW + timedelta(seconds=seconds)).returned("un code", state) is returned


def test_a_state_that_is_not_ours_changes_nothing(authorisation):
    state, made = authorisation().page(), authorisation()
    about, signature = state.rsplit(".", 1)
    forged = ["", ".", "x", "..", about, f"{about}.", f"{about}.{'0' * 64}", f"9{state}", f"{state}0", state.upper(),
              f"{about}.{signature[:-1]}", "é.\udcff", authorisation(secret="autre").page()]

    assert {made.returned("un code", one) for one in forged} == {Returned.STALE}
    assert made.access.codes == []


def test_two_pages_are_never_the_same(authorisation):
    assert authorisation().page() != authorisation().page()
