"""Who may enter the desk, and what is refused."""
import pytest

from bot.adapters.clock import SetClock
from bot.domain.agent import Role
from tests.bytes_sent import status_in_bytes
from tests.channels.desk.conftest import PASSWORD

FORM = {"identifiant": "agent-1", "mot_de_passe": PASSWORD}


async def test_nobody_enters_without_an_account(anybody):
    async with anybody.get("/bureau/comptes", allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (303, "/bureau/connexion?suite=%2Fbureau%2Fcomptes")


async def test_the_first_link_serves_once(anybody, services):
    token = services.accounts.first_link()
    form = {"mot_de_passe": PASSWORD, "confirmation": PASSWORD}

    async with anybody.post(f"/bureau/invitation/{token}", data=form, allow_redirects=False) as response:
        assert response.status == 303
        cookie = response.headers["Set-Cookie"]
    async with anybody.post(f"/bureau/invitation/{token}", data=form) as response:
        assert response.status == 404

    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert services.accounts.first_link() is None


@pytest.mark.parametrize(("password", "confirmation"), [
    ("court", "court"), ("administrateur 1234", "administrateur 1234"), ("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa"),
    ("les platanes de la place", "les platanes")])
async def test_a_password_that_is_short_or_easy_or_mistyped_is_refused(anybody, services, password, confirmation):
    token = services.accounts.first_link()
    async with anybody.post(f"/bureau/invitation/{token}",
                            data={"mot_de_passe": password, "confirmation": confirmation}) as response:
        assert response.status == 422
        assert 'role="alert"' in await response.text()
    assert services.accounts.first_link() is not None


async def test_an_agent_signs_in_and_goes_on_where_they_wanted(anybody, sign_in):
    await sign_in()
    async with anybody.post("/bureau/connexion", data={**FORM, "suite": "/bureau/agenda?jour=2026-11-23"},
                            allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (303, "/bureau/agenda?jour=2026-11-23")


@pytest.mark.parametrize("elsewhere", ["https://exemple.fr/", "//exemple.fr/bureau", "/bureaux", "/bureau\\@exemple.fr",
                                       "/bureau\r\nSet-Cookie: a=b", ""])
async def test_signing_in_never_leads_to_another_site(anybody, sign_in, elsewhere):
    await sign_in()
    async with anybody.post("/bureau/connexion", data={**FORM, "suite": elsewhere}, allow_redirects=False) as response:
        assert response.headers["Location"] == "/bureau"


async def test_the_door_closes_after_five_wrong_passwords(anybody, sign_in):
    await sign_in()
    for _ in range(5):
        async with anybody.post("/bureau/connexion", data={**FORM, "mot_de_passe": "faux"}) as response:
            assert response.status == 401
    async with anybody.post("/bureau/connexion", data=FORM) as response:
        assert response.status == 401
        assert "quart" in await response.text()


async def test_a_forged_session_is_no_session(anybody):
    async with anybody.get("/bureau/comptes", cookies={"bureau": "x" * 43}, allow_redirects=False) as response:
        assert response.status == 303


async def test_a_form_without_its_proof_is_refused(sign_in, services):
    admin, other = await sign_in(Role.ADMINISTRATEUR), await sign_in(Role.ADMINISTRATEUR)
    for stolen in ("", "0" * 64, other.csrf):
        async with admin.client.post("/bureau/comptes", data={"_jeton": stolen, "identifiant": "intrus", "nom": "Intrus",
                                                              "role": "administrateur"}) as response:
            assert response.status == 403
    assert "intrus" not in {one.login for one in services.accounts.all()}


async def test_a_form_posted_by_another_site_is_refused(sign_in):
    admin = await sign_in(Role.ADMINISTRATEUR)
    form, elsewhere = {"_jeton": admin.csrf}, {"Origin": "https://exemple.fr"}
    async with admin.client.post("/bureau/comptes", data=form, headers=elsewhere) as got:
        assert got.status == 403


@pytest.mark.parametrize("path", ["/bureau/comptes", "/bureau/journal"])
async def test_a_role_too_low_is_told_so(sign_in, path):
    for role in (Role.ACCUEIL, Role.REFERENT):
        status, text = await (await sign_in(role)).get(path)
        assert status == 403
        assert "administrateur" in text


async def test_a_name_is_text_whatever_it_holds(sign_in):
    admin = await sign_in(Role.ADMINISTRATEUR)
    status, text = await admin.post("/bureau/comptes", identifiant="bobby", nom="<script>alert(1)</script>", role="accueil")
    assert status == 200
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


async def test_the_desk_locks_by_itself_and_keeps_what_a_form_was_bringing(sign_in, services, monkeypatch):
    admin = await sign_in(Role.ADMINISTRATEUR)
    monkeypatch.setattr(services.accounts, "_clock", SetClock("2026-11-21T10:20"))

    status, text = await admin.post("/bureau/comptes", identifiant="nadia", nom="Nadia", role="accueil")
    assert status == 423
    assert 'name="nom" value="Nadia"' in text

    fields = {"_suite": "/bureau/comptes", "_methode": "POST", "identifiant": "nadia", "nom": "Nadia", "role": "accueil"}
    status, text = await admin.post("/bureau/deverrouiller", mot_de_passe_du_verrou="faux", **fields)
    assert status == 422
    assert 'value="Nadia"' in text
    status, text = await admin.post("/bureau/deverrouiller", mot_de_passe_du_verrou=PASSWORD, **fields)
    assert status == 200
    assert 'action="/bureau/comptes"' in text
    assert 'name="nom" value="Nadia"' in text
    assert PASSWORD not in text


async def test_the_last_administrator_stays(sign_in, services):
    admin = await sign_in(Role.ADMINISTRATEUR, "chef")
    status, text = await admin.post("/bureau/comptes/chef", acte="fermer")
    assert status == 422
    assert "dernier administrateur" in text


async def test_a_closed_account_is_out_at_once(sign_in, services):
    agent = await sign_in(login="parti")
    services.accounts.change("parti", disabled=True)
    async with agent.client.get("/bureau/comptes", allow_redirects=False) as response:
        assert response.status == 303


async def test_going_out_ends_the_session(sign_in):
    agent = await sign_in()
    token = agent.client.session.cookie_jar.filter_cookies(agent.client.make_url("/"))["bureau"].value
    await agent.post("/bureau/sortie")
    async with agent.client.get("/bureau/comptes", cookies={"bureau": token}, allow_redirects=False) as response:
        assert response.status == 303


async def test_the_journal_says_who_did_what(sign_in):
    admin = await sign_in(Role.ADMINISTRATEUR)
    await admin.post("/bureau/comptes", identifiant="nadia", nom="Nadia", role="accueil")
    _, text = await admin.get("/bureau/journal")
    assert "compte ajouté" in text
    assert "nadia" in text


@pytest.mark.parametrize(("kind", "body"), [
    ("application/x-www-form-urlencoded; charset=utf-16", b"\0"), ("application/x-www-form-urlencoded", b"identifiant=\xff"),
    ("application/x-www-form-urlencoded; charset=utf-7", b"identifiant=+2AA-"),
    ("application/x-www-form-urlencoded; charset=zz", b"identifiant=a")])
async def test_a_form_that_is_no_text_is_refused(anybody, kind, body):
    async with anybody.post("/bureau/connexion", data=body, headers={"Content-Type": kind}) as response:
        assert response.status == 400


async def test_a_form_of_another_kind_says_nothing(anybody):
    for body in (b"--x\r\n\r\n--x--\r\n", b"--x\r\nContent-Disposition: form-data; name=\"identifiant\"\r\n--x"):
        async with anybody.post("/bureau/connexion", data=body,
                                headers={"Content-Type": "multipart/form-data; boundary=x"}) as response:
            assert response.status == 401


async def test_bytes_that_are_no_text_open_nothing(anybody, sign_in):
    mine = (await sign_in()).client
    token = mine.session.cookie_jar.filter_cookies(mine.make_url("/"))["bureau"].value.encode()
    for cookie in (b"\xff", token):
        headers = {"Cookie": b"bureau=" + cookie, "X-Jeton": b"\xff"}
        assert await status_in_bytes(mine, "POST", "/bureau/present", headers) in (401, 403)
