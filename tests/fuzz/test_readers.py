"""Whatever is written, those who read words, days, hours and numbers understand it or say that they do not."""
from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time

import pytest
from hypothesis import strategies as st

from bot.adapters.clock import SetClock
from bot.adapters.opening_hours import OsmOpeningHours
from bot.adapters.recurrence import fault_of
from bot.adapters.recurrence_french import rule_from_french, say_rule
from bot.adapters.telephone import read_aloud
from bot.domain.answer import Choice
from bot.domain.appointment import find_code
from bot.domain.conversation import as_free_text, chosen, chosen_rank
from bot.domain.mobile import answerable, international, is_made_up
from bot.domain.normalisation import clean
from bot.domain.numero import Numero, opening_rules
from bot.domain.opening_text import from_french
from bot.domain.opening_week import WeekError
from bot.domain.redaction import redact
from bot.domain.typed_time import read_day, read_hour
from bot.domain.wish import Wish
from bot.nlu.moments import wish
from bot.services.listed_numbers import allowed_numbers, unlisted_numbers
from tests.fuzz.examples import fuzz
from tests.fuzz.pieces import HOURS, NUMBERS, TEXTS, joined

NOW, TODAY = datetime(2026, 11, 21, 10), date(2026, 11, 21)


def _said(read, text, *arguments):
    """What is read, or the sentence that refuses it."""
    try:
        return read(text, *arguments)
    except ValueError as refused:
        return str(refused)


@fuzz(TEXTS | joined(NUMBERS))
def test_masking_twice_is_masking_once(text):
    once = redact(text)
    assert redact(once) == once


@fuzz(TEXTS | joined(NUMBERS))
def test_a_number_that_is_nobodys_of_ours_is_a_number_of_the_text(knowledge, text):
    assert redact(text, allowed_numbers(knowledge).__contains__).isprintable()
    assert all(found in clean(text) for found in unlisted_numbers(text, knowledge))


@fuzz(TEXTS)
def test_a_wish_is_carried_as_it_was_read(text):
    read = wish(text, NOW)
    assert read is None or Wish.from_dict(read.to_dict()) == read
    assert read is None or read.first_day(TODAY) is None or read.first_day(TODAY) >= TODAY


@fuzz(TEXTS | joined(NUMBERS, 2))
def test_a_day_or_an_hour_is_read_or_refused(text):
    for read, kind, arguments in ((read_day, date, [TODAY]), (read_hour, time, [])):
        said = _said(read, text, *arguments)
        assert type(said) is kind or said.endswith(".")


@fuzz(HOURS | TEXTS)
def test_hours_in_french_are_read_or_refused(text):
    with suppress(WeekError):
        assert from_french(text).to_osm()


@fuzz(HOURS | TEXTS)
def test_hours_of_a_helpline_are_read_or_refused(text):
    try:
        rules = opening_rules(text)
    except ValueError:
        return
    assert rules
    assert Numero("115", "115", "x", "gratuit", text, TODAY, "https://x.fr").is_open(NOW) in (True, False)


@fuzz(HOURS | TEXTS)
def test_hours_in_the_signs_of_openstreetmap_are_said_or_refused(text):
    hours = OsmOpeningHours()
    try:
        said = hours.said(text, SetClock("2026-11-21T10:00").now())
    except ValueError:
        return
    assert said


@fuzz(HOURS | TEXTS)
def test_what_comes_back_is_read_or_refused(text):
    assert fault_of(text, TODAY) is None or fault_of(text, TODAY).endswith(".")
    assert fault_of(text, TODAY) is not None or say_rule(text, TODAY)
    said = _said(rule_from_french, text)
    assert said is None or said.endswith(".") or (fault_of(said, TODAY) or ".").endswith(".")


@fuzz(TEXTS | NUMBERS)
def test_a_telephone_number_is_written_as_it_is_said_or_refused(text):
    answerable(international(text))
    assert international(international(text)) == international(text)
    assert is_made_up(international(text)) in (True, False)
    said = _said(read_aloud, text)
    assert _said(read_aloud, said) == said or "numéro de téléphone" in said


@fuzz(TEXTS)
def test_a_code_is_found_or_not(text):
    code = find_code(text)
    assert code is None or find_code(code) == code


@fuzz(TEXTS, st.lists(TEXTS, max_size=5))
def test_a_reply_takes_one_of_the_choices_or_none(text, labels):
    choices = [Choice(label, f"/{number}") for number, label in enumerate(labels)]
    assert chosen(text, choices) in (None, *choices)
    assert chosen_rank(text) in (None, -1, *range(1, 10))
    assert not as_free_text(text).startswith("/")
    assert not {"{", "}"} & set(as_free_text(text))


@pytest.mark.parametrize("text", ["mardi", "le 24 à 14h"])
def test_the_readers_that_are_tried_here_read_something(text):
    assert wish(text, NOW)
