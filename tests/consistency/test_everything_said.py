"""Whatever comes out, on every channel: only allowed numbers, plain words, nothing promised."""
import re
from datetime import date
from statistics import median

import pytest

from bot.channels.sms.render import render as sms
from bot.channels.sms.render import segments, to_gsm7
from bot.channels.telegram.render import render as telegram
from bot.channels.web.render import as_text as web
from bot.domain.fiche import Rubrique
from bot.domain.french import NBSP
from bot.domain.plain_language import officialese, readability, share_of_long, too_long, unexplained_acronyms
from tests.consistency.everything_said import everything_said

# What looks like a telephone number in French: ten digits in pairs, toll-free numbers, and the short ones.
_NUMBER = re.compile(r"(?<![\w,.*-])(?:0[\s.]?\d(?:[\s.]?\d){8}|0[\s.]8\d\d(?:[\s.]\d{2,3}){2,3}|3\d[\s.]?\d\d"
                     r"|116[\s.]?\d{3}|11[2-9])(?![\d,%]|[\s.]\d|\s(?:€|h\b|heures))")
_SOURCE = re.compile(r"^Source : .*$", re.M)
_LINE_OF_A_PLACE = re.compile(r"^(?:Adresse|Téléphone|Source) : .*$", re.M)


@pytest.fixture(scope="module")
def said(knowledge):
    """{text: where it comes from}, each text once."""
    return {answer.text: (where, answer) for where, answer in everything_said(knowledge)}


def test_every_number_that_comes_out_is_on_the_list(said, knowledge):
    allowed = {re.sub(r"\D", "", n.numero) for n in knowledge.urgences.numeros.values()}
    allowed |= {number for place in knowledge.structures.values() for number in place.allowed_numbers}

    wrong = {(where, found[0]) for where, answer in said.values() for shown in (web(answer), sms(answer), telegram(answer))
             for found in _NUMBER.finditer(shown.replace(NBSP, " ")) if re.sub(r"\D", "", found[0]) not in allowed}
    assert wrong == set()


def test_the_numbers_are_really_looked_at(said):
    shown = {found[0] for where, answer in said.values() for found in _NUMBER.finditer(answer.text.replace(NBSP, " "))}

    assert {"115", "3919", "09 69 39 00 00", "116 006", "0 800 122 500", "04 67 88 87 00"} <= shown


@pytest.mark.parametrize("forbidden", [
    "04 73 98 07 81", "05 49 37 56 30", "01 53 19 85 50", "01 41 85 08 55", "06 12 39 62 70", "116 117", "0 980 980 930",
    "georges-clemenceau", "souchet", "@", "chèque lire", "conseil général de",
])
def test_what_must_never_be_given_never_is(said, forbidden):
    found = [where for text, (where, _) in said.items() if forbidden in text.replace(NBSP, " ").lower()]

    assert found == []


def test_the_mairie_of_montpellier_is_for_those_who_name_montpellier(said):
    found = {where for text, (where, _) in said.items() if "04 67 34 70 00" in text.replace(NBSP, " ")}

    assert found <= {"annuaire/mairie-montpellier", "annuaire/mairie-montpellier/nommé"}


@pytest.mark.parametrize("foreign", [
    "Si T Jeune", "634", "SLIME", "Gisèle-Halimi", "20 tarifs", "colocation", "Bouissonnade",
])
def test_other_towns_are_only_spoken_of_to_their_people(said, foreign):
    elsewhere = ("/montpellier", "/clermont-ferrand", "annuaire/", "glossaire/")
    heard = {where for text, (where, _) in said.items() if foreign in text and not any(e in where for e in elsewhere)}

    # This one says that the card is not from here.
    assert {where for where in heard if not where.startswith("sport-culture-loisirs/conditions")} == set()


def test_no_sentence_is_too_long(said):
    long = {where: too_long(_SOURCE.sub("", text)) for text, (where, _) in said.items()}

    assert {where: sentences for where, sentences in long.items() if sentences} == {}


def test_long_sentences_are_rare(said):
    assert share_of_long("\n".join(_SOURCE.sub("", text) for text in said)) <= 0.10


def test_no_acronym_is_left_unexplained(said, knowledge):
    names = re.compile("|".join(re.escape(place.nom) for place in knowledge.structures.values() if "(" not in place.nom))
    texts = {names.sub("", _LINE_OF_A_PLACE.sub("", text)): where for text, (where, _) in said.items()}
    wrong = {(where, *unexplained_acronyms(text)) for text, where in texts.items() if unexplained_acronyms(text)}

    assert wrong == set()


def test_no_officialese(said):
    wrong = {(where, *officialese(text)) for text, (where, _) in said.items() if officialese(text)}

    assert wrong == set()


def test_every_message_is_readable(said):
    scores = {where: readability(_LINE_OF_A_PLACE.sub("", text)) for text, (where, _) in said.items()}

    assert {where: round(score) for where, score in scores.items() if score < 50} == {}
    assert median(scores.values()) >= 65


def test_each_summary_fits_two_sms(knowledge):
    today = date(2026, 11, 21)
    sms_needed = {slug: segments(to_gsm7(knowledge.fill(fiche.rubriques[Rubrique.PRESENTATION], today)))
                  for slug, fiche in knowledge.fiches.items()}

    assert {slug for slug, needed in sms_needed.items() if needed > 2} == set()


def test_nothing_is_promised(said):
    promise = re.compile(r"(?<!si )vous (?:avez|n'avez pas) droit")

    assert [where for text, (where, _) in said.items() if promise.search(text.lower())] == []
