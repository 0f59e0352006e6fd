"""Aujourd'hui: who is expected, what becomes of them, whom to call, and the day on paper."""
from datetime import timedelta

import pytest

from bot.adapters.clock import SetClock
from bot.domain.agent import Role
from bot.domain.appointment import Appointment, Contact, Session, State
from bot.domain.booking_draft import Purpose
from bot.domain.french import NBSP
from bot.domain.notice import Kind
from bot.domain.waiting import Waiting
from tests.builders import paris
from tests.conftest import NOW

DAY, FETCHED = "2026-11-24", {"X-Fragment": "1"}  # a Tuesday
CARD = "/bureau/agenda/rendez-vous/KLP274"


@pytest.fixture
def expect(services, new_uow):
    """Somebody is expected, on that Tuesday at 9 unless it says otherwise."""
    def add(code: str = "KLP 274", start: str = f"{DAY} 09:00", **changes) -> None:
        begins = paris(start)
        appointment = Appointment(**{
            "code": code, "motif": "premier-accueil", "agenda": "demo-ccas-1", "start": begins,
            "end": begins + timedelta(minutes=30), "state": State.PREVU, "prenom": "Inès", "telephone": "0612345678",
            "conversation": "c" * 32, "contact": Contact("sms", "+33612345678"), "uid": code[-3:] * 10, **changes})
        with new_uow() as uow:
            uow.appointments.add(appointment, appointment.end, None, paris(NOW))
            uow.commit()
    return add


@pytest.fixture
def it_is(services, monkeypatch):
    """What the clock of the desk says; agents who sign in afterwards are there then."""
    return lambda moment: monkeypatch.setattr(services.clock, "_moment", SetClock(moment).now())


async def test_a_day_says_who_comes_where_and_when(sign_in, expect):
    expect()
    status, text = await (await sign_in()).get(f"/bureau?jour={DAY}")
    assert status == 200
    for said in ("CCAS (centre communal", "CCAS, bureau 1", f"9{NBSP}h", "Inès", "KLP 274", f"06{NBSP}12", "Premier"):
        assert said in text


async def test_a_name_that_is_a_script_is_text(sign_in, expect):
    expect(prenom="<script>alert(1)</script>")
    browser = await sign_in()
    for page in (f"/bureau?jour={DAY}", f"/bureau/feuille?jour={DAY}", CARD, f"/bureau/agenda?jour={DAY}"):
        _, text = await browser.get(page)
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text


async def test_who_arrives_is_seen_by_the_other_agents_at_once(sign_in, expect, it_is, services):
    expect()
    it_is(f"{DAY}T08:55")
    one, other = await sign_in(), await sign_in()
    assert (await one.post(f"{CARD}/etat", acte="arrive"))[0] == 200

    status, text = await other.get(f"/bureau/jour?jour={DAY}", headers=FETCHED)
    assert (status, f"arrivé à 8{NBSP}h{NBSP}55" in text) == (200, True)
    assert "<html" not in text
    assert ("rendez-vous arrivé", "KLP 274") in {(line.act, line.about) for line in services.accounts.journal()}


@pytest.mark.parametrize(("acts", "state"), [
    (["vu"], State.VU), (["absent"], State.ABSENT), (["vu", "prevu"], State.PREVU), (["arrive", "vu"], State.VU)])
async def test_one_key_says_what_became_of_somebody_and_another_corrects_it(sign_in, expect, it_is, services, acts, state):
    expect()
    it_is(f"{DAY}T09:05")
    browser = await sign_in()
    for act in acts:
        async with browser.client.post(f"{CARD}/etat", data={"acte": act}, headers={"X-Jeton": browser.csrf}) as response:
            assert (response.status, "fait" in await response.json()) == (200, True)
    assert services.appointment_book.get("KLP 274").state is state


async def test_nobody_has_arrived_before_the_day(sign_in, expect, services):
    expect()
    status, text = await (await sign_in()).post(f"{CARD}/etat", acte="arrive")
    assert (status, "le jour du rendez-vous" in text) == (422, True)
    assert services.appointment_book.get("KLP 274").arrived_at is None


async def test_whose_hour_it_is_and_who_comes_next_are_marked(sign_in, expect, it_is):
    expect(prenom="Avant")
    expect("KLP 273", f"{DAY} 09:30", prenom="Pendant")
    expect("KLP 276", f"{DAY} 10:00", prenom="Ensuite")
    expect("KLP 277", f"{DAY} 10:30", prenom="Plus tard")
    it_is(f"{DAY}T09:40")
    _, text = await (await sign_in()).get("/bureau")
    marks = {line.split("</a>")[0].rpartition(">")[2]: [mark for mark in ("maintenant", "ensuite") if f">{mark}<" in line]
             for line in text.split("<tr ")[1:] if 'class="who"' in line}
    assert marks == {"Avant": [], "Pendant": ["maintenant"], "Ensuite": ["ensuite"], "Plus tard": []}


async def test_who_asked_for_a_call_is_shown_until_somebody_has_called(sign_in, new_uow):
    with new_uow() as uow:
        uow.waiting.add(Waiting(Purpose.RAPPEL, "premier-accueil", "c1", "Moussa", "0612345679", None, paris(NOW)))
        uow.commit()
    with new_uow() as uow:
        number = str(uow.waiting.open(Purpose.RAPPEL)[0].id)
    browser = await sign_in()
    assert "Moussa" in (await browser.get("/bureau"))[1]
    assert "Moussa" not in (await browser.post("/bureau/rappele", numero=number, jour="2026-11-21"))[1]
    status, text = await browser.post("/bureau/rappele", numero=number, jour="2026-11-21")
    assert (status, "déjà rappelé" in text) == (422, True)


async def test_the_paper_has_one_place_a_page_and_nobody_who_cancelled(sign_in, expect, new_uow, services):
    with new_uow() as uow:
        session = uow.planning.add_session(Session(0, "demo-numerique", "atelier-numerique", paris(f"{DAY} 14:00"),
                                                   paris(f"{DAY} 15:30"), 8, titre="Ma tablette"))
        uow.commit()
    expect()
    expect("KLP 273", f"{DAY} 09:30", prenom="Partie")
    expect("KLP 276", f"{DAY} 14:00", prenom="Fatou", agenda="demo-numerique", motif="atelier-numerique",
           session=session)
    services.desk_planning.cancel("KLP 273")
    browser = await sign_in()

    _, text = await browser.get(f"/bureau/feuille?jour={DAY}")
    assert text.count('<section class="sheet">') == 2
    assert ("Inès" in text, "Fatou" in text, "Ma tablette" in text, "Partie" in text) == (True, True, True, False)
    _, text = await browser.get(f"/bureau/feuille?jour={DAY}&lieu=Ailleurs")
    assert "Inès" not in text


async def test_a_message_that_did_not_leave_is_shown(sign_in, expect, services, new_uow):
    expect()
    services.desk_planning.move("KLP 274", paris(f"{DAY} 10:00"))
    with new_uow() as uow:
        queued = uow.outbox.claim(services.clock.now(), list(Kind), ["sms"])
        uow.outbox.give_up(queued.id, "numéro inconnu", services.clock.now())
        uow.commit()
    _, text = await (await sign_in()).get("/bureau")
    assert "Messages pas partis (1)" in text
    assert "changement d&#39;heure" in text


@pytest.mark.parametrize("asked", ["2026-13-45", "<b>", "9999999"])
async def test_a_day_that_does_not_exist_is_refused_in_french(sign_in, asked):
    status, text = await (await sign_in(Role.ACCUEIL)).get("/bureau", params={"jour": asked})
    assert status == 422
    assert "<b>" not in text
