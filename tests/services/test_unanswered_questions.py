"""The questions nobody could answer: what is kept of them, how long, and what the team makes of them."""
import pytest
from sqlalchemy import select

from actions.answering import ActionNotUnderstood
from bot.adapters.database.tables import unanswered
from bot.domain.agent import Role
from bot.domain.conversation import IncomingMessage
from bot.domain.errors import DeskRefused
from bot.domain.unanswered import Verdict, kept_words
from bot.services.unanswered_questions import Wanted
from bot.settings import ROOT
from tests.actions.test_actions import run, tracker

RANKING = [("hors_sujet", 0.5), ("rsa", 0.2), ("domiciliation", 0.1), ("prendre_rdv", 0.05)]


@pytest.fixture
def referent(services):
    services.accounts.add("ref", "Référente", Role.REFERENT)
    return services.accounts.all()[0]


def ask(services, *texts, channel="web", conversation=None):
    for text in texts:
        services.answers.note_unanswered(text, RANKING, channel, conversation, "Je ne suis pas sûr de comprendre.")


def numbers(services) -> list[int]:
    return [one.id for group in services.unanswered_questions.groups() for one in group.questions]


@pytest.mark.parametrize(("typed", "kept"), [
    ("rappelez moi au 06 12 34 56 78", "rappelez moi au [TELEPHONE]"),
    ("mon num 1 84 12 76 451 089 46", "mon num [NIR]"),
    ("iban FR76 3000 6000 0112 3456 7890 189", "iban [IBAN]"),
    ("bonjour je m'appelle Zélie Quintane et j'ai un chien", "bonjour je m'appelle [NOM] et j'ai un chien"),
    ("mon nom est quintane", "mon nom est [NOM]"), ("je suis Zélie, 40 ans", "je suis [NOM], 40 ans"),
    ("rdv avec Mme QUINTANE svp", "rdv avec Mme [NOM] svp"), ("mr quintane m'a dit non", "mr [NOM] m'a dit non"),
    ("ma fille Zélie a des poux", "ma fille [NOM] a des poux"), ("cordialement, Zélie", "cordialement, [NOM]"),
])
def test_what_identifies_somebody_is_masked(typed, kept):
    assert kept_words(typed) == kept


@pytest.mark.parametrize("text", [
    "bonjour madame inscription piscine", "madame la maire", "je suis enceinte", "ma mère est morte",
    "mon nom de jeune fille", "c'est quoi le nom du maire", "monsieur le maire", "je m'appelle comment déjà"])
def test_words_that_name_nobody_stay(text):
    assert kept_words(text) == text


def test_a_long_message_is_masked_before_it_is_cut(services, engine):
    ask(services, "a" * 190 + " 06 12 34 56 78 " + "b" * 90)
    with engine.connect() as connection:
        [text] = connection.execute(select(unanswered.c.text)).scalars()
    assert len(text) <= 200
    assert "06 12" not in text


async def test_what_the_assistant_does_not_understand_comes_to_the_list(services):
    ranking = [["hors_sujet", 0.5], ["rsa", 0.2]]
    asked = tracker("qui garde mon chien", "nlu_fallback", understood={"ranking": ranking})
    asked.events = [{"event": "user", "input_channel": "sms"}]

    text, _, _ = await run(ActionNotUnderstood(services), asked)

    [group] = services.unanswered_questions.groups()
    [question] = group.questions
    assert (question.text, question.channel, question.ranking) == ("qui garde mon chien", "sms", list(map(tuple, ranking)))
    assert text.startswith(question.answered)


def test_what_asks_the_same_thing_is_one_group_with_what_was_thought_of(services):
    ask(services, "la fibre marche pas")
    ask(services, "qui garde mon chien", "faire garder mon chien", "g besoin de faire gardé mon chien", channel="sms")

    biggest, other = services.unanswered_questions.groups()

    assert (biggest.title, len(biggest.questions), biggest.channels) == ("qui garde mon chien", 3, ["sms"])
    assert biggest.suggestions[0] == ("hors_sujet", pytest.approx(0.5))
    assert services.unanswered_questions.suggested(biggest) == ["rsa", "domiciliation"]
    assert other.questions[0].answered == "Je ne suis pas sûr de comprendre."


def test_a_question_that_comes_joins_the_group_that_is_there(services):
    ask(services, "qui garde mon chien")
    assert len(services.unanswered_questions.groups()) == 1
    ask(services, "faire garder mon chien", "la fibre marche pas")
    assert [len(group.questions) for group in services.unanswered_questions.groups()] == [2, 1]


@pytest.mark.parametrize(("wanted", "expected"), [
    (Wanted(channel="sms"), ["le chien"]), (Wanted(days=2), ["la fibre"]), (Wanted("recontactees"), [])])
def test_questions_are_chosen_by_channel_and_by_age(services, at, wanted, expected):
    ask(services, "le chien", channel="sms")
    later = at("2026-11-25T10:00")
    ask(later, "la fibre")
    assert [group.title for group in later.unanswered_questions.groups(wanted)] == expected


def test_a_decision_is_taken_once_and_can_be_taken_back(services, referent):
    questions = services.unanswered_questions
    ask(services, "qui garde mon chien", "faire garder mon chien")
    mine = numbers(services)

    assert questions.attach(mine, "rsa", "pieces", referent) == "rsa"
    assert questions.groups() == []
    with pytest.raises(DeskRefused, match="viennent d'être classées"):
        questions.set_aside(mine, Verdict.HORS_SUJET, referent)

    [act] = questions.acts()
    assert (act.decision.verdict, act.decision.fiche, act.decision.rubrique) == (Verdict.FICHE, "rsa", "pieces")
    assert (len(act.questions), act.questions[0].agent) == (2, "Référente")
    assert questions.act_of(mine[1]) == act
    questions.undo(mine, referent)
    assert numbers(services) == mine
    assert questions.acts() == []


def test_a_fiche_is_named_by_its_title_whatever_its_accents(services, referent):
    ask(services, "mon courrier")
    titre = services.knowledge.fiches["domiciliation"].titre
    assert services.unanswered_questions.attach(numbers(services), f" {titre.upper()} ", None, referent) == "domiciliation"


@pytest.mark.parametrize(("act", "why"), [
    (lambda it, some, agent: it.attach(some, "le chien", None, agent), "Aucune fiche"),
    (lambda it, some, agent: it.attach(some, "rsa", "photos", agent), "partie"),
    (lambda it, some, agent: it.attach([], "rsa", None, agent), "Cochez"),
    (lambda it, some, agent: it.ask_for_a_fiche(some, "  ", "", agent), "titre"),
    (lambda it, some, agent: it.ask_for_a_fiche(some, "x" * 61, "", agent), "titre"),
    (lambda it, some, agent: it.call_back(some[0], agent), "recontactée"),
    (lambda it, some, agent: it.undo(some, agent), "classées")])
def test_what_cannot_be_done_says_why_and_changes_nothing(services, referent, act, why):
    ask(services, "le chien")
    with pytest.raises(DeskRefused, match=why):
        act(services.unanswered_questions, numbers(services), referent)
    assert len(numbers(services)) == 1


def test_a_fiche_to_write_keeps_its_title_and_why_until_it_is_undone(services, referent):
    ask(services, "qui garde mon chien", "faire garder mon chien")
    some = numbers(services)
    services.unanswered_questions.ask_for_a_fiche(some, "Garder un animal", "Trois fois au guichet.", referent)

    [wished, _] = services.unanswered_questions.wished()
    assert (wished.decision.fiche, wished.decision.why) == ("Garder un animal", "Trois fois au guichet.")
    assert list(wished.ranking) == RANKING
    services.unanswered_questions.undo(some, referent)
    [group] = services.unanswered_questions.groups()
    assert list(group.questions[0].ranking) == RANKING


def test_who_asked_can_be_written_to_as_long_as_the_conversation_lives(services, at, referent):
    services.conversations.open_turn(IncomingMessage("web", "abc", "qui garde mon chien"))
    with services.new_uow() as uow:
        conversation = uow.conversations.open("web", "abc", services.clock.now()).id
        uow.commit()
    ask(services, "qui garde mon chien", conversation=conversation)
    ask(services, "la fibre", channel="telegram", conversation=conversation)
    [fibre], [chien] = [group.questions for group in services.unanswered_questions.groups()]

    assert services.unanswered_questions.can_call_back(chien)
    assert not services.unanswered_questions.can_call_back(fibre)  # nothing is posted on that channel
    request = services.unanswered_questions.call_back(chien.id, referent)
    with services.new_uow() as uow:
        assert uow.handovers.get(request).conversation == conversation
    assert [group.title for group in services.unanswered_questions.groups(Wanted("recontactees"))] == ["qui garde mon chien"]
    services.unanswered_questions.set_aside([chien.id], Verdict.HORS_SUJET, referent)  # it still is to be decided
    assert services.unanswered_questions.groups(Wanted("recontactees")) == []


def test_whose_question_it_was_is_forgotten_with_the_conversation(services, at, engine):
    with services.new_uow() as uow:
        conversation = uow.conversations.open("web", "abc", services.clock.now()).id
        uow.commit()
    ask(services, "qui garde mon chien", conversation=conversation)

    def whose():
        with engine.connect() as connection:
            return connection.execute(select(unanswered.c.conversation_id)).scalar_one()

    at("2026-11-22T09:00").forgetting.forget_old()
    assert whose() == conversation
    at("2026-11-22T11:00").forgetting.forget_old()
    assert whose() is None


@pytest.mark.parametrize(("is_decided", "kept", "gone"), [
    (True, "2027-02-19T09:00", "2027-02-19T11:00"), (False, "2027-05-20T09:00", "2027-05-20T12:00")])
def test_a_question_is_forgotten_when_its_time_has_come(services, at, referent, is_decided, kept, gone):
    ask(services, "qui garde mon chien")
    if is_decided:
        services.unanswered_questions.set_aside(numbers(services), Verdict.SANS_SUITE, referent)
    for moment, expected in ((kept, 1), (gone, 0)):
        at(moment).forgetting.forget_old()
        with services.new_uow() as uow:
            assert len(uow.unanswered.texts()) == expected


def test_the_questions_of_a_conversation_can_be_erased(services, new_uow):
    ask(services, "le chien", conversation="a" * 32)
    ask(services, "la fibre", conversation="b" * 32)
    with new_uow() as uow:
        uow.unanswered.erase("a" * 32)
        uow.commit()
    with new_uow() as uow:
        assert [text for _, text in uow.unanswered.texts()] == ["la fibre"]


def lines(services) -> list[str]:
    return [line for line in services.proposed_examples.tsv().splitlines() if not line.startswith("#")]


def test_examples_have_the_shape_of_what_is_taught(services, referent):
    ask(services, "toucher le machin de la caf quand on a un chien", "la caf")
    ask(services, "koi le machin", channel="sms")
    services.unanswered_questions.attach(numbers(services), "rsa", "conditions", referent)

    text = services.proposed_examples.tsv()

    assert "# nlu_data/fiches/rsa.tsv" in text
    assert sorted(lines(services)) == ["clair\tconditions\ttoucher le machin de la caf quand on a un chien",
                                       "court\tconditions\tla caf", "sms\tconditions\tkoi le machin"]


@pytest.mark.parametrize("typed", ["=HYPERLINK(\"http://x\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", " \t=1+1",
                                   "a\tb\nclair\tcout\tintrus", "'=1", "\"=1+1\""])
def test_a_cell_holds_one_sentence_that_no_spreadsheet_computes(services, referent, typed):
    ask(services, typed)
    services.unanswered_questions.attach(numbers(services), "rsa", None, referent)
    [line] = lines(services)
    register, rubrique, sentence = line.split("\t")
    assert rubrique == "rien"
    assert sentence[0] not in "=+-@'\"\t|%"


def test_what_is_taught_already_and_what_was_typed_twice_are_left_out(services, referent):
    known = (ROOT / "nlu_data/fiches/rsa.tsv").read_text(encoding="utf-8").splitlines()[0].split("\t")[2]
    ask(services, known.upper(), "le machin", "Le Machin", "LE MACHIN")
    services.unanswered_questions.attach(numbers(services), "rsa", None, referent)
    assert lines(services) == ["court\trien\tle machin"]


def test_the_fiches_to_write_are_listed_with_why_and_nothing_in_them_is_markup(services, referent):
    ask(services, "<script>alert(1)</script> [chien](http://x)", "# chien")
    services.unanswered_questions.ask_for_a_fiche(numbers(services), "Les *animaux*", "Souvent demandé.", referent)

    text = services.proposed_examples.markdown()

    assert "## Les \\*animaux\\*\n\nDemandé 2 fois.\n\nSouvent demandé." in text
    assert "<script>" not in text
    assert "\\[chien\\]\\(http" in text
    assert "- \\# chien" in text
