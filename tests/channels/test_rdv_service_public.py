"""Their events and their agents, at our door."""
import json
import logging
import urllib.parse
from dataclasses import replace
from datetime import datetime, timezone

import pytest
from aiohttp import web
from sqlalchemy import select

from bot.adapters.cipher import Cipher, new_key
from bot.adapters.clock import SetClock
from bot.adapters.database.elsewhere import KeptToken
from bot.adapters.database.tables import elsewhere_appointments
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.adapters.rdv_service_public import Access, RdvServicePublic
from bot.channels.rdv_service_public.inbound import MAX_BYTES, RdvServicePublicChannel, parse
from bot.domain.appointment import State
from bot.domain.elsewhere import PROVIDER
from bot.domain.motif import Engine, Reservation
from bot.services.elsewhere import RETURN_PATH, WEBHOOK_PATH, Authorisation, BookedElsewhere
from tests.builders import make_motif
from tests.rdv_service_public import CLIENT, CODE, rdv_service_public, signature, told

SECRET, HOME = "s3cret partagé", "https://repere.example"
CLOCK = SetClock("2026-11-21T10:00")
BUDGET = make_motif(nom_public="Rendez-vous au CCAS",
                    reservation=Reservation(Engine.RDV_SERVICE_PUBLIC, None, 259, "budget", "34"))
PRIVATE = ("Camille", "Martin", "0612345678", "Secrète", "Surendettement", "Dettes", "Dominique")


@pytest.fixture
def their_site():
    with rdv_service_public() as made:
        yield made


@pytest.fixture
def booked(engine, knowledge):
    """The service, that has sent person 77 there from conversation c1."""
    cipher, known = Cipher(new_key()), replace(knowledge, motifs={"budget": BUDGET})
    made = BookedElsewhere(known, CLOCK, lambda: SqlUnitOfWork(engine, cipher))
    with SqlUnitOfWork(engine, cipher) as uow:
        uow.elsewhere.remember_usager(PROVIDER, "77", "c1", CLOCK.now())
        uow.commit()
    return made


@pytest.fixture
def authorisation(engine, knowledge, their_site):
    access = Access(their_site.address, **CLIENT, return_address=HOME + RETURN_PATH)
    client = RdvServicePublic(access, KeptToken(engine, Cipher(new_key()), CLOCK, PROVIDER), CLOCK, timeouts=(5, 5))
    return Authorisation(client, replace(knowledge, motifs={"budget": BUDGET}), CLOCK, SECRET, HOME)


@pytest.fixture
async def site(booked, authorisation, aiohttp_client):
    app = web.Application(client_max_size=64 * 1024)  # what the rest of the site accepts
    app.add_routes(RdvServicePublicChannel(booked, authorisation, SECRET).routes())
    return await aiohttp_client(app)


async def send(site, shape, **headers):
    raw = shape if isinstance(shape, bytes) else json.dumps(shape).encode()
    signed = {"X-Lapin-Signature": signature(raw, SECRET), "Content-Type": "application/json; charset=utf-8"}
    return (await site.post(WEBHOOK_PATH, data=raw, headers={**signed, **headers})).status


def rows(engine):
    with engine.connect() as connection:
        return connection.execute(select(elsewhere_appointments)).all()


# their events

async def test_an_appointment_of_somebody_we_sent_is_listed(site, booked, engine):
    assert await send(site, told()) == 200

    [kept] = booked.coming("c1")
    assert (kept.nom, kept.lieu, kept.start) == ("Rendez-vous au CCAS", "CCAS, 1 place de la Mairie",
                                                 datetime(2026, 11, 24, 13, tzinfo=timezone.utc))
    assert [one for one in PRIVATE if one in str(rows(engine))] == []


async def test_a_long_event_is_read_though_people_may_not_write_so_much(site, booked):
    assert await send(site, told(context="a" * 200_000)) == 200
    assert len(booked.coming("c1")) == 1


async def test_an_old_event_played_again_brings_nobody_back(site, booked, engine):
    assert await send(site, told(at="2026-11-14T10:00:01+01:00")) == 200
    assert len(rows(engine)) == 1

    assert await send(site, told(at="2026-11-14T09:59:59+01:00", rdv=4522)) == 200
    assert len(rows(engine)) == 1


async def test_it_is_moved_then_cancelled_then_removed(site, booked, engine):
    await send(site, told())
    await send(site, told("updated", "2026-11-21T09:01:00Z", starts_at="2026-11-25T09:00:00.000+01:00"))
    assert [one.start.day for one in booked.coming("c1")] == [25]

    await send(site, told("updated", "2026-11-21T09:02:00Z", status="excused"))
    assert [row.state for row in rows(engine)] == ["excuse"]

    await send(site, told("destroyed", "2026-11-21T09:03:00Z"))
    assert [(row.state, row.nom) for row in rows(engine)] == [("annule", "")]


async def test_events_in_any_order_and_twice_end_the_same(site, booked):
    created, moved = told(), told("updated", "2026-11-21T09:01:00Z", starts_at="2026-11-25T09:00:00.000+01:00")
    cancelled = told("updated", "2026-11-21T09:02:00Z", status="revoked")
    for event in (cancelled, moved, created, cancelled, created):
        assert await send(site, event) == 200

    assert booked.coming("c1") == []


async def test_nothing_is_kept_of_people_we_did_not_send(site, engine):
    assert await send(site, told(usagers={1: "unknown", 2: "seen"})) == 200
    assert rows(engine) == []


async def test_what_is_not_about_an_appointment_is_taken_and_not_kept(site, engine):
    for event in (told(model="User"), told(model="Absence"), told("archived"), told(model=None), told(7),
                  {"meta": {"model": "PlageOuverture", "event": "created"}}):
        assert await send(site, event) == 200, event["meta"]
    assert rows(engine) == []


RIGHT = json.dumps(told()).encode()


async def test_a_wrong_signature_is_refused(site, engine):
    for signed in ("", "0" * 64, signature(RIGHT, "autre"), signature(RIGHT + b" ", SECRET), signature(RIGHT, SECRET)[:-1],
                   f"sha256={signature(RIGHT, SECRET)}", "é" * 64):
        assert await send(site, RIGHT, **{"X-Lapin-Signature": signed}) == 401, signed
    assert rows(engine) == []


async def test_no_signature_is_refused(site, engine):
    response = await site.post(WEBHOOK_PATH, data=RIGHT)

    assert (response.status, rows(engine)) == (401, [])


async def test_a_signature_in_capitals_is_the_same(site):
    assert await send(site, RIGHT, **{"X-Lapin-Signature": signature(RIGHT, SECRET).upper()}) == 200


async def test_what_was_changed_on_the_way_is_refused(site):
    assert await send(site, RIGHT[:-20], **{"X-Lapin-Signature": signature(RIGHT, SECRET)}) == 401
    assert await send(site, RIGHT.replace(b"4521", b"4522"), **{"X-Lapin-Signature": signature(RIGHT, SECRET)}) == 401


UNREADABLE = [
    b"", b"{", RIGHT[:-20], b"null", b"[]", b"7", b'"Rdv"', b"{}", b'{"meta": null}', b'{"meta": {"model": "Rdv"}}',
    RIGHT.decode().encode("utf-16"), b"\xff" + RIGHT, json.dumps(told(), ensure_ascii=False).encode("latin-1"),
    b"[" * 100_000, b'{"meta": {"model": "Rdv", "event": "created"}, "data": ' + b"9" * 5000 + b"}",
]


async def test_what_cannot_be_read_is_refused(site, engine, caplog):
    for raw in UNREADABLE:
        assert await send(site, raw) == 400, raw[:100]
    assert rows(engine) == []
    assert [one for one in PRIVATE if one in caplog.text] == []


OTHER_SHAPES = [
    {"id": None}, {"id": "4521"}, {"id": True}, {"id": -1}, {"id": 1.5}, {"status": "waiting"}, {"status": None},
    {"starts_at": None}, {"starts_at": "demain"}, {"starts_at": "2026-11-24T14:00:00"}, {"starts_at": "24/11/2026 14:00"},
    {"starts_at": "2026-13-40T14:00:00+01:00"}, {"starts_at": "0001-01-01T00:00:00+12:00"}, {"starts_at": 1795000000},
    {"motif": None}, {"organisation": None}, {"lieu": "CCAS"}, {"participations": [None]}, {"participations": 7},
    {"participations": [{"status": "unknown", "user": None}]}, {"participations": None, "users": None},
]


async def test_an_appointment_in_another_shape_is_refused(site, engine):
    for changes in OTHER_SHAPES:
        assert await send(site, told(**changes)) == 400, changes
    assert rows(engine) == []


async def test_an_event_without_its_moment_is_refused(site):
    event = told()
    del event["meta"]["timestamp"]

    assert await send(site, event) == 400


async def test_what_is_too_long_is_refused(site):
    for size in (MAX_BYTES + 1, 10 * 1024 * 1024):
        assert await send(site, b" " * size) == 413


async def test_what_is_just_not_too_long_is_read(site):
    assert await send(site, RIGHT + b" " * (MAX_BYTES - len(RIGHT))) == 200


async def test_a_compressed_event_is_no_way_around_the_limit(site):
    raw = b" " * (MAX_BYTES + 1)
    signed = {"X-Lapin-Signature": signature(raw, SECRET)}

    assert (await site.post(WEBHOOK_PATH, data=raw, compress="gzip", headers=signed)).status == 413


async def test_nothing_else_is_answered_there(site):
    assert [(await site.request(method, WEBHOOK_PATH)).status for method in ("GET", "PUT", "DELETE")] == [405] * 3


async def test_logs_name_nobody(site, caplog):
    caplog.set_level(logging.INFO, "bot")
    await send(site, told())
    await send(site, told(status="Camille Martin"))
    await send(site, told(), **{"X-Lapin-Signature": "Camille"})

    assert "could not be read" in caplog.text
    assert "wrong signature" in caplog.text
    assert [one for one in PRIVATE if one in caplog.text] == []


def test_a_channel_without_secret_cannot_be_made(booked, authorisation):
    with pytest.raises(ValueError, match="secret"):
        RdvServicePublicChannel(booked, authorisation, "")


# how an event is read

def read(**changes):
    return parse(json.dumps(told(**changes)).encode())


def test_each_person_of_a_workshop_has_their_state():
    assert read(usagers={77: "unknown", 78: "excused"}).usagers == {"77": State.PREVU, "78": State.EXCUSE}


def test_when_the_whole_is_cancelled_it_is_for_everybody():
    assert read(status="revoked", usagers={77: "unknown", 78: "seen"}).usagers == {"77": State.ANNULE, "78": State.ANNULE}


def test_older_versions_list_people_without_their_state():
    event = told(status="seen")
    del event["data"]["participations"]

    assert parse(json.dumps(event).encode()).usagers == {"77": State.VU}


@pytest.mark.parametrize(("meta", "at"), [
    ({}, "2026-11-21T08:00:00.123000+00:00"),
    ({"event_occurred_at": "2026-11-21T08:30:00Z"}, "2026-11-21T08:00:00.123000+00:00"),
    ({"payload_computed_at": "2026-11-21T10:00:01+01:00"}, "2026-11-21T09:00:01+00:00"),
    ({"timestamp": "2026-11-21 10:00:00 +0100"}, "2026-11-21T09:00:00+00:00"),
    ({"timestamp": "2026-11-21 10:00:00 UTC"}, "2026-11-21T10:00:00+00:00"),
])
def test_the_moment_is_that_at_which_the_data_were_read(meta, at):
    assert read(meta=meta).at.isoformat() == at


@pytest.mark.parametrize(("lieu", "said"), [
    (None, None), ({}, None), ({"name": "CCAS", "address": None}, "CCAS"), ({"name": None, "address": "1 rue"}, "1 rue")])
def test_the_place_is_one_of_theirs_or_none(lieu, said):
    assert read(lieu=lieu).lieu == said


def test_a_motif_may_have_no_category():
    assert read(motif={"id": 1, "name": "Surendettement", "motif_category": None}).categorie is None
    assert read(motif={"id": 1, "name": "Surendettement"}).categorie is None


# the agent who comes back

async def come_back(site, **query):
    response = await site.get(RETURN_PATH, params=query)
    return response.status, response.content_type, await response.text()


def state_of(authorisation):
    return urllib.parse.parse_qs(urllib.parse.urlsplit(authorisation.page()).query)["state"][0]


async def test_an_agent_is_told_that_it_worked(site, authorisation, their_site):
    status, kind, text = await come_back(site, code=CODE, state=state_of(authorisation))

    assert (status, kind, text.startswith("C'est fait.")) == (200, "text/plain", True)
    assert [one["target_url"] for one in their_site.endpoints] == [f"{HOME}{WEBHOOK_PATH}"]


async def test_an_agent_is_told_that_the_appointments_will_not_be(site, authorisation, their_site):
    their_site.mode_of["/api/v1/organisations/259/webhook_endpoints"] = 422

    status, _, text = await come_back(site, code=CODE, state=state_of(authorisation))
    assert (status, "ne saura pas ce que deviennent les rendez-vous" in text) == (200, True)


async def test_a_code_that_gives_nothing_is_said(site, authorisation):
    assert (await come_back(site, code="autre", state=state_of(authorisation)))[0] == 502


async def test_an_agent_who_refused_is_thanked_for_nothing(site, authorisation, their_site):
    status, _, text = await come_back(site, error="access_denied", state=state_of(authorisation))

    assert (status, text.startswith("L'accès n'a pas été donné."), their_site.asked) == (200, True, [])


async def test_a_return_that_we_did_not_ask_for_changes_nothing(site, authorisation, their_site):
    state = state_of(authorisation)
    for query in ({}, {"code": CODE}, {"state": state}, {"code": CODE, "state": f"{state}0"}, {"code": "", "state": state},
                  {"code": "a" * 513, "state": state}, {"code": CODE, "state": "<script>"}):
        status, kind, text = await come_back(site, **query)
        assert (status, kind, "dans les dix minutes" in text) == (400, "text/plain", True), query
    assert their_site.asked == []
