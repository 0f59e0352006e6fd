"""Conversations at the desk: who may answer, what is refused, what is told live."""
import json

import pytest

from bot.domain.agent import Role
from bot.domain.conversation import IncomingMessage

PAGE = "/bureau/conversations"


@pytest.fixture
async def waiting(services, sign_in):
    """An agent who is there, and the number of somebody who asks for a person."""
    agent = await sign_in()
    message = IncomingMessage("web", "A" * 22, "je m'appelle <script>alert(1)</script>")
    turn = services.conversations.open_turn(message).turn
    services.handovers.ask(turn.conversation)
    return agent, services.desk_conversations.inbox().waiting[0].id


async def test_what_a_resident_types_is_text(waiting):
    agent, number = waiting
    _, text = await agent.get(f"{PAGE}/{number}")
    assert "<script>alert" not in text


async def test_who_comes_second_is_told_who_answers(waiting, sign_in):
    agent, number = waiting
    other = await sign_in()
    assert (await agent.post(f"{PAGE}/{number}/prendre"))[0] == 200
    status, text = await other.post(f"{PAGE}/{number}/prendre")
    assert status == 422
    assert f"{agent.agent.nom} répond déjà" in text
    status, text = await other.post(f"{PAGE}/{number}/dire", texte="Bonjour à vous")
    assert status == 422
    assert "Bonjour à vous" in text, "what was typed is kept"


async def test_nothing_is_said_before_the_conversation_is_taken(waiting, services):
    agent, number = waiting
    assert (await agent.post(f"{PAGE}/{number}/dire", texte="Bonjour"))[0] == 422
    assert not [line for line in services.desk_conversations.thread(number)[1] if line.agent]


@pytest.mark.parametrize("act", ["prendre", "dire", "fiche", "lieu", "rendez-vous", "passer", "rendre", "clore"])
async def test_a_conversation_that_is_no_more_is_said_to_be_so(sign_in, act):
    status, text = await (await sign_in()).post(f"{PAGE}/999/{act}", texte="x")
    assert status == 422
    assert "existe plus" in text


@pytest.mark.parametrize(("act", "fields"), [
    ("fiche", {"fiche": "inconnue"}), ("lieu", {"lieu": "../../etc"}), ("dire", {"texte": "  "}),
    ("rendez-vous", {"motif": "premier-accueil", "heure": "demain", "prenom": "Inès"}),
    ("rendez-vous", {"motif": "premier-accueil", "heure": "2026-11-24T03:00:00+00:00", "prenom": "Inès"})])
async def test_what_cannot_be_sent_is_refused_with_what_to_do(waiting, services, act, fields):
    agent, number = waiting
    await agent.post(f"{PAGE}/{number}/prendre")
    assert (await agent.post(f"{PAGE}/{number}/{act}", **fields))[0] == 422
    assert not [line for line in services.desk_conversations.thread(number)[1] if line.agent]


async def test_a_fiche_and_a_place_are_sent_with_their_words(waiting, services):
    agent, number = waiting
    await agent.post(f"{PAGE}/{number}/prendre")
    await agent.post(f"{PAGE}/{number}/fiche", fiche="domiciliation", rubrique="pieces", cle="a")
    await agent.post(f"{PAGE}/{number}/lieu", lieu="ccas-clermont-l-herault", cle="b")
    fiche, place = [line.answer for line in services.desk_conversations.thread(number)[1] if line.agent]
    assert "pièce d'identité" in fiche.text
    assert fiche.page == "/fiches/domiciliation"
    assert "CCAS" in place.text


async def test_the_list_shows_which_one_is_open_also_when_it_is_asked_again(waiting):
    agent, number = waiting
    for path in (f"{PAGE}/{number}", f"{PAGE}/liste?ouverte={number}"):
        assert 'aria-current="true"' in (await agent.get(path))[1]
    assert 'aria-current="true"' not in (await agent.get(f"{PAGE}/liste?ouverte=<b>"))[1]


async def test_opening_a_conversation_is_written_in_the_journal(waiting, services):
    agent, number = waiting
    await agent.get(f"{PAGE}/{number}")
    last = services.accounts.journal()[0]
    assert (last.act, last.about) == ("conversation ouverte", str(number))


async def test_open_pages_are_told_when_somebody_asks(sign_in, services):
    agent = await sign_in()
    async with agent.client.get("/bureau/direct") as stream:
        assert await _news(stream) == 0
        turn = services.conversations.open_turn(IncomingMessage("web", "B" * 22, "bonjour")).turn
        services.handovers.ask(turn.conversation)
        assert await _news(stream) == 1


async def test_the_stream_ends_when_the_desk_is_locked(sign_in, services):
    agent = await sign_in(Role.REFERENT)
    await agent.post("/bureau/verrouiller")
    async with agent.client.get("/bureau/direct") as response:
        assert response.status == 423


async def _news(stream) -> int:
    """How many people wait, by the next thing that is told."""
    async for line in stream.content:
        if line.startswith(b"data:") and b"attente" in line:
            return json.loads(line[5:])["attente"]
    raise AssertionError("nothing was told")
