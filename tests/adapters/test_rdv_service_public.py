"""What is asked of RDV Service Public, and what comes back, over real connections to a server that behaves as theirs."""
import json
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from bot.adapters.cipher import Cipher, new_key
from bot.adapters.clock import SetClock
from bot.adapters.database.elsewhere import KeptToken
from bot.adapters.rdv_service_public import Access, RdvServicePublic
from bot.domain.elsewhere import PROVIDER
from bot.domain.errors import ElsewhereUnavailable
from bot.domain.motif import Engine, Reservation
from tests.rdv_service_public import CLIENT, CODE, SECONDS, rdv_service_public

BUDGET = Reservation(Engine.RDV_SERVICE_PUBLIC, organisation=259, categorie="budget", departement="34")
CAMILLE = ("Camille", "Martin", "0612345678")
TARGET, SECRET = "https://repere.example/webhooks/rdv-service-public", "s3cret"
RETURN = "https://repere.example/rdv-service-public/retour"


class MovingClock(SetClock):
    def advance(self, seconds):
        self._moment += timedelta(seconds=seconds)


@pytest.fixture
def site():
    with rdv_service_public() as made:
        yield made


@pytest.fixture
def clock():
    return MovingClock("2026-11-21T10:00")


@pytest.fixture
def new_client(site, engine, clock):
    """Each call is another process: only the database is shared."""
    cipher = Cipher(new_key())
    access = Access(site.address, **CLIENT, return_address=RETURN)

    def make(session=None, seconds=5.0):
        return RdvServicePublic(access, KeptToken(engine, cipher, clock, PROVIDER), clock, session, (seconds, seconds))
    return make


@pytest.fixture
def client(new_client):
    made = new_client()
    made.exchange(CODE)
    return made


# the access

def test_an_agent_is_asked_for_access_at_their_site(new_client, site):
    page = urlsplit(new_client().authorisation_page("un état"))

    assert f"{page.scheme}://{page.netloc}{page.path}" == f"{site.address}/oauth/authorize"
    assert parse_qs(page.query) == {"client_id": ["repere"], "redirect_uri": [RETURN], "response_type": ["code"],
                                    "scope": ["write"], "state": ["un état"]}


def test_nothing_is_asked_before_an_agent_gave_access(new_client, site):
    with pytest.raises(ElsewhereUnavailable, match="no agent has given access yet"):
        new_client().personal_link(*CAMILLE, BUDGET)
    assert site.asked == []


def test_a_wrong_code_gives_no_access(new_client):
    with pytest.raises(ElsewhereUnavailable, match="POST token answered 400"):
        new_client().exchange("un autre")


def test_an_access_that_is_over_is_refreshed_before_it_is_used(client, site, clock):
    clock.advance(SECONDS)
    site.end_accesses()

    client.personal_link(*CAMILLE, BUDGET)

    assert site.count("POST", "/oauth/token") == 2
    assert site.count("POST", "/api/v1/users") == 1


def test_an_access_refused_before_its_end_is_refreshed_once(client, site):
    site.end_accesses()
    client.personal_link(*CAMILLE, BUDGET)
    assert site.count("POST", "/oauth/token") == 2

    site.mode_of["/api/v1/users"] = 401
    with pytest.raises(ElsewhereUnavailable, match="POST users answered 401"):
        client.personal_link(*CAMILLE, BUDGET)
    assert site.count("POST", "/oauth/token") == 3


def test_the_new_refresh_token_is_kept_even_when_what_follows_fails(client, new_client, site):
    site.end_accesses()
    site.mode_of["/api/v1/users"] = 401
    with pytest.raises(ElsewhereUnavailable):
        client.personal_link(*CAMILLE, BUDGET)
    site.end_accesses()
    site.mode_of.clear()

    assert new_client().personal_link(*CAMILLE, BUDGET)


class SlowerThan(requests.Session):
    """Asks for a new access just after another process did."""

    def __init__(self, other):
        super().__init__()
        self._other = other

    def request(self, method, address, **what):
        if address.endswith("/oauth/token"):
            self._other.personal_link(*CAMILLE, BUDGET)
        return super().request(method, address, **what)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_on_sqlite_the_slower_process_takes_what_the_other_got(client, new_client, site):
    site.end_accesses()

    assert new_client(SlowerThan(client)).personal_link(*CAMILLE, BUDGET)
    assert site.count("POST", "/oauth/token") == 3


def link(client):
    try:
        return client.personal_link(*CAMILLE, BUDGET)
    except ElsewhereUnavailable:
        return None


def test_processes_that_refresh_at_once_do_not_lose_the_access(client, new_client, site):
    others = [new_client() for _ in range(6)]
    site.end_accesses()

    with ThreadPoolExecutor(6) as threads:
        links = list(threads.map(link, others))

    assert any(links)
    assert all(link(one) for one in others)
    assert len(site.refreshes) == 1


def test_threads_of_one_process_refresh_once(client, site):
    site.end_accesses()

    with ThreadPoolExecutor(6) as threads:
        assert all(threads.map(link, [client] * 6))
    assert site.count("POST", "/oauth/token") == 2


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_on_postgresql_processes_refresh_once(client, new_client, site):
    others = [new_client() for _ in range(6)]
    site.end_accesses()

    with ThreadPoolExecutor(6) as threads:
        assert all(threads.map(link, others))
    assert site.count("POST", "/oauth/token") == 2


def test_what_another_process_refreshed_is_used(client, new_client, site):
    site.end_accesses()
    new_client().personal_link(*CAMILLE, BUDGET)
    client.personal_link(*CAMILLE, BUDGET)

    assert site.count("POST", "/oauth/token") == 2


def test_a_refresh_token_that_is_not_replaced_serves_again(client, site):
    site.gives_refresh = False
    for _ in range(2):
        site.end_accesses()
        assert client.personal_link(*CAMILLE, BUDGET)


def test_an_access_without_refresh_token_must_be_given_again(new_client, site, clock):
    site.gives_refresh = False
    client = new_client()
    client.exchange(CODE)
    clock.advance(SECONDS)

    with pytest.raises(ElsewhereUnavailable, match="an agent must give it again"):
        client.personal_link(*CAMILLE, BUDGET)
    site.codes.add("neuf")
    client.exchange("neuf")
    assert client.personal_link(*CAMILLE, BUDGET)


# the link of a person

def test_a_person_has_a_link_of_their_own(client, site):
    link, usager = client.personal_link(*CAMILLE, BUDGET)

    page = urlsplit(link)
    assert f"{page.scheme}://{page.netloc}{page.path}" == f"{site.address}/prendre_rdv"
    assert parse_qs(page.query) == {"departement": ["34"], "invitation_token": ["AB12CD34"], "organisation_ids[]": ["259"],
                                    "motif_category_short_name": ["budget"]}
    assert usager == "77"
    assert site.users[77] == {"id": 77, "email": None, "first_name": "Camille", "last_name": "Martin",
                              "phone_number": "0612345678", "organisation_ids": [259]}


def test_a_person_without_telephone_has_one_too(client, site):
    client.personal_link("Zoé", "N'Guyen-Müller", None, BUDGET)

    assert site.users[77]["phone_number"] is None


@pytest.mark.parametrize(("person", "usager"), [
    (("camille", "MARTIN", "+33 6 12 34 56 78"), "77"), (("Camille", "Martin", None), "78"),
    (("Camille", "Durand", "0612345678"), "78"), (("Camille", "Martin", "0612345679"), "78"),
])
def test_a_person_who_is_known_is_not_created_again(client, person, usager):
    known = client.personal_link(*CAMILLE, BUDGET)[1]

    assert client.personal_link(*person, BUDGET, [known])[1] == usager


def test_a_person_who_was_removed_there_is_created_again(client, site):
    known = client.personal_link(*CAMILLE, BUDGET)[1]
    site.users[90] = site.users.pop(77)

    assert client.personal_link(*CAMILLE, BUDGET, [known])[1] == "78"


# being told of appointments

def test_one_subscription_however_often_it_is_asked(client, site):
    client.subscribe(259, TARGET, "ancien")
    client.subscribe(259, TARGET, SECRET)

    assert site.endpoints == [{"id": 5, "organisation_id": 259, "target_url": TARGET, "secret": SECRET,
                               "subscriptions": ["rdv"]}]


# their bad days

@pytest.mark.parametrize(("mode", "said"), [
    (404, "answered 404"), (422, "answered 422"), (429, "answered 429"), (500, "answered 500"), (204, "JSON"),
    ("garbage", "did not answer in JSON"), ("list", "cannot be read"), ("redirect", "answered 302"), ("slow", "ReadTimeout"),
    ("drop", "ConnectionError"),
])
def test_whatever_they_do_it_is_one_error_without_anybody_in_it(client, new_client, site, mode, said, caplog):
    caplog.set_level(logging.INFO)
    client = new_client(seconds=0.3 if mode == "slow" else 5.0)
    for step in ("/api/v1/users", "/api/v1/users/77/rdv_invitation_token", "/oauth/token"):
        site.mode_of, site.mode = {step: mode}, "ok"
        site.end_accesses()
        with pytest.raises(ElsewhereUnavailable, match=said) as refused:
            client.personal_link(*CAMILLE, BUDGET)
        client._silent_until = None
        private = ("Camille", "Martin", "0612345678", "06 12", "77/", CLIENT["client_secret"], *site.secrets)
        assert [one for one in private if one in str(refused.value) + caplog.text] == []
        assert refused.value.__cause__ is None


def test_only_a_reading_is_sent_again(client, site):
    site.mode = "drop"
    with pytest.raises(ElsewhereUnavailable):
        client.personal_link(*CAMILLE, BUDGET, ["77"])
    client._silent_until = None
    with pytest.raises(ElsewhereUnavailable):
        client.personal_link(*CAMILLE, BUDGET)

    assert (site.count("GET", "/api/v1/users"), site.count("POST", "/api/v1/users")) == (2, 1)


def test_a_silent_site_is_left_alone_for_a_moment(client, site, clock):
    site.mode = "drop"
    with pytest.raises(ElsewhereUnavailable):
        client.personal_link(*CAMILLE, BUDGET)
    site.mode = "ok"
    with pytest.raises(ElsewhereUnavailable, match="not asked"):
        client.personal_link(*CAMILLE, BUDGET)

    clock.advance(30)
    assert client.personal_link(*CAMILLE, BUDGET)
    assert site.count("POST", "/api/v1/users") == 2


def test_nobody_answers_at_that_address(engine, clock):
    tokens = KeptToken(engine, Cipher(new_key()), clock, PROVIDER)
    tokens.keep(json.dumps({"access_token": "a", "refresh_token": None, "expires_at": None}))
    client = RdvServicePublic(Access("http://127.0.0.1:9", **CLIENT, return_address=RETURN), tokens, clock)

    with pytest.raises(ElsewhereUnavailable, match="POST users: ConnectionError"):
        client.personal_link(*CAMILLE, BUDGET)


def test_what_lets_us_in_is_never_shown():
    assert CLIENT["client_secret"] not in repr(Access("https://x", **CLIENT, return_address=RETURN))
