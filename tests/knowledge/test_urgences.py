"""What is said to a person in distress: the right numbers, at once, in plain words, and nothing dangerous."""
from __future__ import annotations

import re
from datetime import datetime

import pytest

from bot.domain.knowledge import Knowledge
from bot.domain.plain_language import officialese, readability, sentences, share_of_long, too_long, unexplained_acronyms
from bot.domain.urgence import Urgences

NOON, NIGHT = datetime(2026, 11, 23, 12, 0), datetime(2026, 11, 23, 2, 0)
WANTED = {"suicide": ("3114", "15"), "violence_couple": ("3919", "17", "114"), "danger_immediat": ("17", "112", "114"),
          "enfant_en_danger": ("119", "17"), "viol_agression": ("17", "15", "0 800 05 95 95", "3919"),
          "a_la_rue_ce_soir": ("115",), "urgence_medicale": ("15", "112"), "maltraitance_vulnerable": ("3133", "17"),
          "harcelement_jeune": ("3018", "119"), "faim": ("115",), "detresse": ("3114", "15", "17", "114")}
FORBIDDEN = ("116117", "3020", "3977")
SMS_ALPHABET = set("@£$¥èéùìòÇ\nØø\rÅå_ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
                   "abcdefghijklmnopqrstuvwxyzäöñüà")
TWO_SMS = 306


@pytest.fixture(scope="module")
def urgences(knowledge: Knowledge) -> Urgences:
    return knowledge.urgences


def numbers_in(text: str) -> set[str]:
    """The helplines of a text, digits only; hours, ages and delays are not numbers to call."""
    bare = re.sub(r"\d+ ?(?:h\b|ans\b)|\d+h", " ", text)
    return {re.sub(r"\D", "", found) for found in re.findall(r"\b\d(?:[ ]?\d)+\b", bare)}


def answers(urgences: Urgences, slug: str) -> list[str]:
    return [urgences.answer(slug, at, channel) for at in (NOON, NIGHT) for channel in ("web", "telegram", "sms")]


def test_every_kind_of_distress_is_there(urgences: Urgences):
    assert set(urgences.categories) == set(WANTED)


@pytest.mark.parametrize("slug", WANTED)
def test_its_numbers_are_given_on_every_channel_at_any_hour(urgences: Urgences, slug: str):
    for text in answers(urgences, slug):
        assert not [number for number in WANTED[slug] if not re.search(rf"(?<!\d){number}(?!\d)", text)], text


@pytest.mark.parametrize("slug", WANTED)
def test_a_number_stands_in_the_first_two_sentences(urgences: Urgences, slug: str):
    for text in answers(urgences, slug):
        assert numbers_in(" ".join(sentences(text)[:2])), text


@pytest.mark.parametrize("slug", WANTED)
def test_the_first_number_answers_day_and_night_or_gives_way(urgences: Urgences, slug: str):
    first = next(iter(re.findall(r"\d(?:[ ]?\d)+", urgences.answer(slug, NIGHT, "web"))))

    assert urgences.numeros[re.sub(r"\D", "", first)].is_open(NIGHT)


@pytest.mark.parametrize("slug", WANTED)
def test_only_known_numbers_are_shown(urgences: Urgences, slug: str):
    for text in answers(urgences, slug):
        assert numbers_in(text) <= set(urgences.numeros), text


@pytest.mark.parametrize("slug", WANTED)
def test_it_is_said_in_plain_words(urgences: Urgences, slug: str):
    for text in (urgences.answer(slug, at, "web") for at in (NOON, NIGHT)):
        assert not too_long(text)
        assert share_of_long(text) <= 0.10
        assert not unexplained_acronyms(text)
        assert not officialese(text)
        assert readability(text) >= 65


@pytest.mark.parametrize("slug", WANTED)
def test_it_says_that_it_is_a_program_and_that_it_stays(urgences: Urgences, slug: str):
    text = urgences.answer(slug, NOON, "web")

    assert "Je suis un programme : je ne peux pas appeler à votre place." in text
    assert "Je reste là." in text


@pytest.mark.parametrize("slug", WANTED)
def test_it_promises_asks_and_judges_nothing(urgences: Urgences, slug: str):
    unsaid = re.compile("confidentiel|anonyme|votre nom|votre ville|calmez|promett|vous devriez|quittez|avez droit")

    assert not [text for text in answers(urgences, slug) if unsaid.search(text)]


@pytest.mark.parametrize("slug", WANTED)
def test_its_sms_fits_two_messages(urgences: Urgences, slug: str):
    for text in (urgences.answer(slug, at, "sms") for at in (NOON, NIGHT)):
        assert len(text) <= TWO_SMS
        assert set(text) <= SMS_ALPHABET


def test_an_urgent_number_can_be_written_to(urgences: Urgences):
    speakable = [slug for slug in WANTED if slug not in ("harcelement_jeune", "faim")]

    assert not [slug for slug in speakable if "114" not in urgences.answer(slug, NOON, "web")]


def test_no_number_that_must_not_be_given(urgences: Urgences):
    assert not set(urgences.numeros) & set(FORBIDDEN)


def test_what_can_kill_within_the_hour_comes_before_what_lasts(urgences: Urgences):
    order = list(urgences.categories)

    assert order.index("danger_immediat") == 0
    assert max(order.index(slug) for slug in ("suicide", "urgence_medicale")) < order.index("enfant_en_danger")
    assert order.index("enfant_en_danger") < order.index("viol_agression") < order.index("violence_couple")
    assert order[-1] == "detresse"
