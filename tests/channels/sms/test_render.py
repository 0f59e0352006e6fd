"""What a telephone shows of an answer."""
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.plain_text import numbered
from bot.channels.sms.gsm7 import BASIC, EXTENSION, segments, to_gsm7
from bot.channels.sms.render import render
from bot.domain.answer import POSITION, Answer, Choice, Link, Source
from bot.domain.conversation import chosen
from tests.consistency.everything_said import everything_said

SITE = "https://repere.exemple.fr"
PAGE = Link("Lire la fiche : La domiciliation", "/fiches/domiciliation")
ITINERARY = Link("Itinéraire", "https://exemple.fr/ici")
NEAR_ME = Choice("Près de moi", "/partager_position", POSITION)
SENTENCE = "Le CCAS vous accueille sans rendez-vous au 04 67 88 87 00. "


def test_choices_are_numbered_below_the_text():
    assert render(Answer("Quand ?", choices=(Choice("Mardi", "a"), Choice("Jeudi", "b")))) == "Quand ?\n1. Mardi\n2. Jeudi"


def test_the_short_words_are_preferred_and_sources_are_left_out():
    source = Source("Service-public.fr", "https://exemple.fr", date(2026, 1, 1))

    assert render(Answer("Bien plus long.\n\nEt encore.", (source,), short="Court.")) == "Court."
    assert render(Answer("Un.\n\nDeux.", (source,))) == "Un.\nDeux."


CHOICES = (Choice("A", "/a"), NEAR_ME, Choice("C", "/c"), Choice("D", "/d"))


@pytest.mark.parametrize(("reply", "sends"), [
    *((reply, "/a") for reply in ("1", "1.", "1)", "un", "le premier", "1 svp", "n°1", "le 1er", "1er", "UN", "numéro 1",
                                  " 1 ", "le 1 merci")),
    ("3", "/c"), ("le troisième", "/c"), ("quatre", "/d"), ("le dernier", "/d"),
])
def test_a_number_means_the_line_that_shows_it_even_after_a_choice_that_a_telephone_cannot_take(reply, sends):
    taken = chosen(reply, CHOICES)

    assert taken.sends == sends
    assert any(line.endswith(taken.label) for line in render(Answer("?", choices=CHOICES)).split("\n")[1:])


def test_the_lines_shown_keep_their_numbers():
    assert render(Answer("?", choices=CHOICES)) == "?\n1. A\n3. C\n4. D"


def test_an_itinerary_is_written_out_where_there_is_room():
    choices = (Choice("Oui", "a"),)

    assert render(Answer("Le CCAS.", choices=choices, links=(ITINERARY, PAGE)), SITE) == (
        "Le CCAS.\nItinéraire : https://exemple.fr/ici\n1. Oui")
    assert "exemple.fr/ici" not in render(Answer(SENTENCE * 8, choices=choices, links=(ITINERARY, PAGE)), SITE)


def test_a_long_answer_is_cut_after_a_sentence_and_leads_to_the_page_of_its_fiche():
    choices = (Choice("Quels papiers ?", "a"), Choice("Où aller ?", "b"))

    lines = render(Answer(SENTENCE * 12, choices=choices, links=(PAGE,)), SITE).split("\n")

    assert lines[0] == (SENTENCE * 6).strip()
    assert lines[1:] == [f"La suite : {SITE}/fiches/domiciliation", "1. Quels papiers ?", "2. Où aller ?"]


@pytest.mark.parametrize(("site", "links"), [("", (PAGE,)), ("http://localhost:8080", (PAGE,)), (SITE, ())])
def test_without_a_page_to_lead_to_a_long_answer_says_that_it_goes_on(site, links):
    assert render(Answer(SENTENCE * 12, links=links), site) == SENTENCE * 7 + "..."


def test_a_sentence_without_end_is_cut_after_a_word():
    rendered = render(Answer("mot " * 200))

    assert rendered.endswith("mot ...")
    assert segments(rendered) == 3


@pytest.mark.parametrize("kept_whole", ["Tél. 04 67 88 87 00", "M. Durand", "651,69 €", "14 h 30", "116 006"])
def test_what_goes_together_is_never_cut(kept_whole):
    for shift in range(40):
        rendered = render(Answer("mot " * 100 + "x" * shift + f" {kept_whole} " + "mot " * 100))

        assert kept_whole in rendered or re.search(r"(?:mot|x) \.\.\.$", rendered), rendered


def test_even_a_text_without_words_says_something():
    assert render(Answer("x" * 1000)) == "x" * 455 + " ..."
    assert render(Answer("15 " * 1000)).startswith("15 15 15")


def test_a_list_is_cut_between_its_lines_and_never_after_its_first_words():
    rendered = render(Answer("À apporter :\n" + "- une pièce d'identité\n" * 40))

    assert rendered.endswith("- une pièce d'identité ...")
    assert render(Answer("Bonjour.\nÀ apporter :\n- " + "mot" * 200)) == "Bonjour. ..."


LABELS = st.text(st.sampled_from("abcdé çÀ'€?"), min_size=1, max_size=40).map(str.strip).filter(bool)
NUMBERS = st.sampled_from(["15", "3114", "04 67 88 87 00", "0 800 05 95 95", "116 006"])
WORDS = st.one_of(NUMBERS, st.text(st.sampled_from("abcdeéç«»’€ "), min_size=1, max_size=12))
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", ". ", ".\n", ", ", "\n\n"])), min_size=1, max_size=120)


@given(TEXTS, st.lists(LABELS, max_size=8), st.booleans(), st.sampled_from(["", SITE]))
def test_three_segments_always_do_and_every_choice_is_there(pieces, labels, has_page, site):
    text = "".join(word + end for word, end in pieces)
    answer = Answer(text, choices=tuple(Choice(label, "/x") for label in labels), links=(PAGE,) if has_page else ())

    rendered = render(answer, site)

    assert segments(rendered) <= 3
    assert set(rendered) <= BASIC | EXTENSION
    lines = [to_gsm7(line) for line in numbered(answer)]
    shown = rendered.split("\n")[-len(lines):] if lines else []
    assert all(line == whole or whole.startswith(line.removesuffix("...")) for line, whole in zip(shown, lines))
    assert [line.partition(".")[0] for line in shown] == [line.partition(".")[0] for line in lines]


@given(st.integers(0, 60), st.lists(NUMBERS, min_size=1, max_size=60))
def test_a_number_is_there_whole_or_not_at_all(shift, numbers):
    text = "x" * shift + " " + ", ".join(f"appelez le {number}" for number in numbers) + "."

    rendered = render(Answer(text))

    said = re.findall(r"le ([\d ]*\d)", rendered)
    assert said == numbers[:len(said)]
    assert said


@pytest.fixture(scope="module")
def said(knowledge):
    return list({(answer.text, answer.choices): (where, answer) for where, answer in everything_said(knowledge)}.values())


@pytest.fixture(scope="module")
def urgent(said):
    return [(where, answer) for where, answer in said if where.startswith("urgence/")]


def test_an_answer_to_distress_is_never_cut(urgent):
    by_sms = [answer for where, answer in urgent if where.endswith("/sms")]

    assert len(by_sms) > 10
    for answer in by_sms:
        assert render(answer, SITE) == to_gsm7(answer.text.replace("\n\n", "\n"))
        assert segments(render(answer, SITE)) <= 3


def test_even_written_for_another_channel_the_first_number_of_distress_comes_out(urgent):
    for where, answer in urgent:
        first = re.search(r"\b(?:15|17|112|11[459]|3\d\d\d|116 00\d)\b", to_gsm7(answer.text))
        assert first[0] in render(answer, SITE), where


def test_whatever_the_town_says_fits_three_segments(said):
    for where, answer in said:
        assert segments(render(answer, SITE)) <= 3, where
