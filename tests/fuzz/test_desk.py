"""Whatever an agent types at the desk, and whatever a stranger sends to its door: a page that says what is wrong."""
from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import strategies as st

from bot.channels import desk
from bot.channels.relay import Relay
from bot.domain.agent import Role
from bot.domain.conversation import IncomingMessage
from tests.channels.desk.conftest import anybody, desk_app, sign_in  # noqa: F401 — fixtures
from tests.fuzz.examples import fuzz
from tests.fuzz.pieces import HEADER_BYTES, HOURS, IN_ADDRESSES, NUMBERS, TEXTS, UNICODE, WORDS
from tests.fuzz.requests import asked, asked_in_bytes

FOLDER = Path(desk.__file__).parent
# Every name that a form of ours has, or that a page of ours looks for.
NAMES = sorted({name for path in [*FOLDER.glob("templates/*.html"), *FOLDER.glob("*.py")] for name in re.findall(
    r"""(?:name="|asked\("|get\("|visit, ")([a-z][a-z_-]*)""", path.read_text(encoding="utf-8"))})
# These end the session, or never end.
LEFT_OUT = ("/bureau/sortie", "/bureau/verrouiller", "/bureau/direct", "/bureau/static")
DAYS = st.integers(-400, 800).map(lambda days: str(date(2026, 11, 21) + timedelta(days=days)))
KNOWN = st.sampled_from("""
    domiciliation rsa ccas demo-ccas-1 demo-ccas-1_202611240800 demo-ccas-1_202611240830 1 2 3 0 999999999
    premier-accueil entretien-domiciliation accueil referent administrateur 09:00 12:00 14h30 demain lundi semaine
    mois date Camille 0639981234 vu absent annule prevu fiche nouvelle_fiche hors_sujet sans_suite 34079 oui on
    conditions cout rappeler demandes traitees attente repondre rendre fermer prendre lieu ajouter retirer
    fermer-jour ouvrir atelier-numerique""".split())
VALUES = st.one_of(KNOWN, KNOWN, DAYS, NUMBERS, HOURS, TEXTS, st.just(""))
FIELDS = st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=10)


@pytest.fixture
async def agent(sign_in, services):  # noqa: F811
    relay = Relay(services.conversations, services.answers, services.keywords)
    for number, text in enumerate(("parler à une personne", "blabla introuvable", "je veux mourir")):
        await relay.handle(IncomingMessage("web", str(number) * 22, text, "1"))
    return await sign_in(Role.ADMINISTRATEUR)


def routes(app):
    """(method, address with places to fill) of every page."""
    found = {(route.method, re.sub(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", "{}", route.resource.canonical))
             for route in app.router.routes() if route.resource is not None and route.method in ("GET", "POST")}
    return sorted(one for one in found if not one[1].startswith(LEFT_OUT))


def escaped(value):
    return value.encode(errors="replace").decode()


@fuzz(data=st.data(), fields=FIELDS, query=st.lists(st.tuples(st.sampled_from(NAMES), IN_ADDRESSES), max_size=3),
      is_fetched=st.booleans())
async def test_any_form_of_the_desk(agent, desk_app, failures, data, fields, query, is_fetched):  # noqa: F811
    method, path = data.draw(st.sampled_from(routes(desk_app)))
    parts = data.draw(st.lists(KNOWN | IN_ADDRESSES, min_size=3, max_size=3))
    address = f"{path.format(*parts)}?{'&'.join(f'{name}={value}' for name, value in query)}"
    form = {**{name: escaped(value) for name, value in fields}, "_jeton": agent.csrf}
    headers = {"X-Fragment": "1"} if is_fetched else {}
    await asked(agent.client, failures, method, address, headers=headers, data=form if method == "POST" else None)


FORM = "application/x-www-form-urlencoded"
KINDS = st.sampled_from([FORM, f"{FORM}; charset=utf-16", f"{FORM}; charset=utf-7", f"{FORM}; charset=\"no such\"", "x", "",
                         "multipart/form-data", "multipart/form-data; boundary=x", "text/plain"])
PART = b'--x\r\nContent-Disposition: form-data; name="identifiant"\r\n'
BODIES = st.one_of(st.binary(max_size=60), UNICODE.map(str.encode), st.lists(st.sampled_from([
    PART, b"\r\n", b"--x--\r\n", b"Content-Type: text/plain; charset=zz\r\n", b"Content-Transfer-Encoding: base64\r\n", b"=",
    b"Content-Encoding: gzip\r\n", b'Content-Disposition: form-data; name="a"; filename="b"\r\n', b"x", b"&", b"%ff"]),
    max_size=10).map(b"".join))


@fuzz(kind=KINDS, body=BODIES, has_cookie=st.booleans(), shown=HEADER_BYTES)
async def test_any_bytes_at_the_door(agent, anybody, failures, kind, body, has_cookie, shown):  # noqa: F811
    client = agent.client if has_cookie else anybody
    for path in ("/bureau/connexion", "/bureau/invitation/x", "/bureau/deverrouiller", "/bureau/comptes"):
        await asked(client, failures, "POST", path, data=body, headers={"Content-Type": kind, "X-Jeton": agent.csrf})
    mine = agent.client.session.cookie_jar.filter_cookies(agent.client.make_url("/"))["bureau"].value.encode()
    for cookie in (shown, mine):
        await asked_in_bytes(client, failures, "POST", ("/bureau", "/bureau/deverrouiller", "/bureau/connexion"),
                             {"Cookie": b"bureau=" + cookie, "X-Jeton": shown, "Origin": shown, "X-Forwarded-For": shown})


@fuzz(login=TEXTS | WORDS, password=TEXTS, back=TEXTS)
async def test_anybody_may_try_to_sign_in(anybody, failures, login, password, back):  # noqa: F811
    form = {"identifiant": escaped(login), "mot_de_passe": escaped(password), "suite": escaped(back)}
    await asked(anybody, failures, "POST", "/bureau/connexion", data=form)
    await asked(anybody, failures, "POST", "/bureau/invitation/x", data={**form, "confirmation": escaped(password)})
