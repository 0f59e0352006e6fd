"""The page of the questions without an answer: who may read, who may decide, and that what was typed stays text."""
import re

import pytest

from bot.domain.agent import Role
from bot.domain.conversation import IncomingMessage

CANARY = ("Zélie Quintane", "06 12 34 56 78", "1 84 12 76 451 089 46", "FR76 3000 6000 0112 3456 7890 189")
RANKING = [("hors_sujet", 0.5), ("rsa", 0.2), ("domiciliation", 0.1)]


@pytest.fixture
def ask(services):
    def note(*texts, channel="web", conversation=None):
        for text in texts:
            services.answers.note_unanswered(text, RANKING, channel, conversation, "Je ne suis pas sûr de comprendre.")
        with services.new_uow() as uow:
            return [number for number, _ in uow.unanswered.texts()][-len(texts):]
    return note


def box(*some: int) -> dict[str, str]:
    return {f"q{one}": str(one) for one in some}


async def test_a_page_says_what_was_asked_how_often_and_what_was_thought(sign_in, ask):
    ask("qui garde mon chien", "faire garder mon chien", channel="sms")
    status, text = await (await sign_in(Role.REFERENT)).get("/bureau/questions")
    assert status == 200
    for words in ("qui garde mon chien", "2 fois", "SMS", "50 %", "Je ne suis pas sûr", "21 novembre 2026", "fiche:rsa"):
        assert words in text


async def test_nothing_to_do_is_said_kindly(sign_in):
    _, text = await (await sign_in()).get("/bureau/questions")
    assert "Tout est classé." in text


async def test_nobody_who_passes_by_reads_the_questions(anybody):
    async with anybody.get("/bureau/questions", allow_redirects=False) as response:
        assert response.status == 303


@pytest.mark.parametrize("path", ["/bureau/questions", "/bureau/questions?etat=traitees", "/bureau/questions/exemples.tsv",
                                  "/bureau/questions/fiches-a-ecrire.md"])
async def test_what_identifies_somebody_comes_out_nowhere(sign_in, services, ask, path):
    referent = await sign_in(Role.REFERENT)
    for act in ("fiche:rsa", "nouvelle_fiche", ""):
        [number] = ask(f"je m'appelle {CANARY[0]}, tel {CANARY[1]}, secu {CANARY[2]}, compte {CANARY[3]}, {act or 'rien'}")
        await referent.post("/bureau/questions", acte=act, titre="Un titre", **box(number))
    status, text = await referent.get(path)
    assert status == 200
    for word in (*CANARY, "Zélie", "Quintane"):
        assert word not in text


async def test_a_script_is_text(sign_in, ask):
    [number] = ask("<script>alert(1)</script> chien")
    referent = await sign_in(Role.REFERENT)
    await referent.post("/bureau/questions", acte="nouvelle_fiche", titre="<img src=x>", pourquoi="<b>", **box(number))
    for query in ("", "?etat=traitees", f"?fait={number}"):
        _, text = await referent.get(f"/bureau/questions{query}")
        assert not re.search(r"<script>alert|<img|<b>", text)


async def test_a_referent_decides_and_may_take_it_back(sign_in, services, ask):
    some = ask("qui garde mon chien", "faire garder mon chien")
    referent = await sign_in(Role.REFERENT)

    status, text = await referent.post("/bureau/questions?canal=web", acte="fiche:domiciliation", **box(*some))
    assert status == 200
    assert "2 questions : fiche « " in text
    assert "qui garde mon chien" not in text
    _, text = await referent.post("/bureau/questions/annuler", **{f"q{some[0]}": f"{some[0]},{some[1]}"})
    assert "qui garde mon chien" in text
    acts = [trace.act for trace in services.accounts.journal() if "question" in trace.act]
    assert acts == ["questions remises à traiter", "questions rattachées"]


async def test_a_question_that_asks_for_something_else_is_left_out(sign_in, services, ask):
    chien, _, garde = ask("qui garde mon chien", "faire garder mon chien", "garder mon chien")
    referent = await sign_in(Role.REFERENT)
    await referent.post("/bureau/questions", acte="hors_sujet", **box(chien, garde))
    [left] = services.unanswered_questions.groups()
    assert left.title == "faire garder mon chien"


async def test_enter_in_a_field_presses_no_button_and_does_what_was_typed(sign_in, services, ask):
    referent = await sign_in(Role.REFERENT)
    await referent.post("/bureau/questions", acte="", fiche="rsa", titre="", **box(*ask("chien")))
    await referent.post("/bureau/questions", acte="", fiche="", titre="Animaux", **box(*ask("chat")))
    assert {act.decision.fiche for act in services.unanswered_questions.acts()} == {"rsa", "Animaux"}


@pytest.mark.parametrize(("fields", "why"), [
    ({"acte": "fiche", "fiche": "Garder <les> chiens", "pourquoi": "tapé"}, "Aucune fiche"),
    ({"acte": "nouvelle_fiche", "titre": "", "fiche": "Garder <les> chiens", "pourquoi": "tapé"}, "titre"),
    ({"acte": "effacer", "fiche": "Garder <les> chiens", "pourquoi": "tapé"}, "Choisissez")])
async def test_what_is_refused_comes_back_with_what_was_typed(sign_in, ask, fields, why):
    some = ask("qui garde mon chien", "faire garder mon chien")
    referent = await sign_in(Role.REFERENT)
    status, text = await referent.post("/bureau/questions", groupe=str(some[0]), **fields, **box(some[0]))
    assert status == 422
    assert why in text
    assert 'value="Garder &lt;les&gt; chiens"' in text
    assert 'value="tapé"' in text
    assert re.findall(r'name="q(\d+)"[^>]* checked', text) == [str(some[0])]


async def test_two_referents_do_not_decide_the_same_thing_twice(sign_in, services, ask):
    some, one, other = ask("chien"), await sign_in(Role.REFERENT), await sign_in(Role.REFERENT)
    await one.post("/bureau/questions", acte="hors_sujet", **box(*some))
    status, text = await other.post("/bureau/questions", acte="sans_suite", **box(*some))
    assert status == 422
    assert "viennent d" in text
    assert services.unanswered_questions.acts()[0].decision.verdict.value == "hors_sujet"


async def test_who_receives_people_reads_but_does_not_decide(sign_in, services, ask):
    [number] = ask("qui garde mon chien")
    accueil, referent = await sign_in(), await sign_in(Role.REFERENT)
    _, text = await accueil.get("/bureau/questions")
    assert "qui garde mon chien" in text
    assert 'name="acte" value="hors_sujet"' not in text
    assert (await accueil.post("/bureau/questions", acte="hors_sujet", **box(number)))[0] == 403
    for path in ("exemples.tsv", "fiches-a-ecrire.md"):
        assert (await accueil.get(f"/bureau/questions/{path}"))[0] == 403
    await referent.post("/bureau/questions", acte="hors_sujet", **box(number))
    assert (await accueil.post("/bureau/questions/annuler", **box(number)))[0] == 422
    assert services.unanswered_questions.groups() == []


async def test_who_receives_people_writes_to_whoever_asked(sign_in, services, ask):
    services.conversations.open_turn(IncomingMessage("web", "abc", "qui garde mon chien"))
    with services.new_uow() as uow:
        conversation = uow.conversations.open("web", "abc", services.clock.now()).id
        uow.commit()
    [number] = ask("qui garde mon chien", conversation=conversation)
    accueil = await sign_in()
    _, text = await accueil.get("/bureau/questions")
    assert f'formaction="/bureau/questions/{number}/rappel"' in text

    status, text = await accueil.post(f"/bureau/questions/{number}/rappel")
    assert status == 200
    assert "qui garde mon chien" in text  # the page of the conversation
    with services.new_uow() as uow:
        assert uow.handovers.of(conversation).agent == accueil.agent.id
    assert ("personne recontactée", f"question {number}") in [(one.act, one.about) for one in services.accounts.journal()]
    await accueil.post("/bureau/questions/annuler?etat=recontactees", **box(number))
    assert len(services.unanswered_questions.groups()) == 1


@pytest.mark.parametrize("query", ["?etat=x&page=999&depuis=-1&canal=fax", "?page=%C2%B2", "?fait=99999999,x",
                                   "?sujet=<script>"])
async def test_an_address_that_was_tampered_with_shows_a_page(sign_in, ask, query):
    ask("qui garde mon chien")
    status, text = await (await sign_in(Role.REFERENT)).get(f"/bureau/questions{query}")
    assert status == 200
    assert "<script>" not in text


async def test_a_group_of_a_thousand_and_many_groups_stay_under_150_kb(sign_in, services, ask):
    with services.new_uow() as uow:
        for number in range(1000):
            one = f"mot{chr(97 + number % 26)}{chr(97 + number // 26)}zu"
            for text in (f"garder mon chien {number:03} " + "et caetera " * 15, one):
                uow.unanswered.record(text, RANKING, services.clock.now(), "sms")
        uow.commit()
    status, text = await (await sign_in(Role.REFERENT)).get("/bureau/questions")
    assert status == 200
    assert "qui viendront ensuite" in text
    assert "Page suivante" in text
    assert len(text.encode()) < 150_000


async def test_the_examples_come_as_a_file(sign_in, ask):
    referent = await sign_in(Role.REFERENT)
    await referent.post("/bureau/questions", acte="fiche:rsa", **box(*ask("=1+1 le machin chien")))
    async with referent.client.get("/bureau/questions/exemples.tsv") as response:
        assert "attachment" in response.headers["Content-Disposition"]
        assert "clair\trien\t1+1 le machin chien\n" in await response.text()
