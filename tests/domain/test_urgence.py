"""Distress is recognised however it is written, and answered with a number that somebody picks up."""
from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from statistics import mean

import pytest

from bot.domain.knowledge import Knowledge
from bot.domain.lexique import Lexique
from bot.domain.numero import Numero, opening_rules
from bot.domain.signe import SigneError, matches, read_signe
from bot.domain.sonorite import sound, tokens
from bot.domain.urgence import Urgences
from bot.settings import ROOT

# Written blind: never taught, and no sign was made for them. « aucune » is what only looks like distress, or is ordinary.
EXAM, WITNESSES = Path(__file__).parent / "detresse_aveugle.tsv", ROOT / "nlu_data/detresse.temoins.tsv"
REGISTRES = ("clair", "sms", "fautes", "age", "etranger", "oral", "tiers", "court")
NOON, NIGHT = datetime(2026, 11, 23, 12, 0), datetime(2026, 11, 23, 2, 0)
FAMILLES = {"homme": ["mari", "mec", "petit ami"], "frapper": ["frapp*", "coup de pied"], "tous": ["<homme>", "elle"]}


@pytest.fixture(scope="module")
def urgences(knowledge: Knowledge) -> Urgences:
    return knowledge.urgences


def phrases(path: Path) -> list[list[str]]:
    """Category, register, sentence."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def says(signe: str, text: str) -> bool:
    lexique = Lexique(FAMILLES, ["violet"])
    read = read_signe(signe, lexique)
    return bool(matches(read, lexique.occurrences(text)))


@pytest.mark.parametrize(("one", "other"), [
    ("frappe", "frape"), ("frapper", "frape"), ("dehors", "deor"), ("enfant", "anfan"), ("quinze", "kinze"),
    ("college", "colege"), ("mourir", "mourrire"), ("harcelement", "arselement"), ("voisine", "vouasine"), ("faim", "fain")])
def test_two_spellings_of_one_word_sound_the_same(one: str, other: str):
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("tue", "tu"), ("coup", "coupe"), ("viole", "violet"), ("femme", "faim")])
def test_two_words_do_not_sound_the_same(one: str, other: str):
    assert sound(one) != sound(other)


def test_an_age_is_not_a_date():
    assert tokens("il y a trois ans") == ["il", "ilya", "trois", "ans"]
    assert tokens("elle a trois ans") == ["elle", "a", "trois", "ans"]


@pytest.mark.parametrize(("signe", "text", "expected"), [
    ("<homme> <frapper>", "mon mari me frappe", True),
    ("<homme> <frapper>", "mon mek me frapait", True),
    ("<homme> <frapper>", "mon petit ami m'a mis un coup de pied", False),
    ("<homme> .. <frapper>", "mon petit ami m'a mis un coup de pied", True),
    ("<homme> <frapper>", "il frappe son mari", False),
    ("<homme> & <frapper>", "il frappe son mari", True),
    ("<homme> .. <frapper>", "Mon mari est là. Je vais bien. On frappe.", False),
    ("<tous> frappe", "elle mfrappe", True),
    ("veux !plus vivre", "je veux vivre", True),
    ("veux !plus vivre", "je veux plus vivre", False),
    ("!pas mourir", "je ne veux pas mourir", False),
    ("peur & !ecole", "j'ai peur", True),
    ("peur & !ecole", "j'ai peur à l'école", False),
    ("(tue|met à la porte) moi", "il met à la porte moi et le chat", True),
    ("^ secours $", "au secours", True),
    ("^ secours $", "je cherche une formation de secours pour les jeunes du village", False),
    ("viole", "une robe violet", False)])
def test_a_sign_says_what_it_says(signe: str, text: str, expected: bool):
    assert says(signe, text) is expected


@pytest.mark.parametrize("signe", ["<inconnue> frappe", "(frappe", "& !ecole", "euh", ""])
def test_a_sign_that_cannot_be_read_is_refused(signe: str):
    with pytest.raises(SigneError):
        says(signe, "")


def numero(horaires: str) -> Numero:
    return Numero("3018", "3018", "Un numéro", "gratuit", horaires, date(2026, 11, 21), "")


@pytest.mark.parametrize(("horaires", "at", "expected"), [
    ("24/7", NIGHT, True), ("Mo-Su 09:00-23:00", NOON, True), ("Mo-Su 09:00-23:00", NIGHT, False),
    ("Mo-Su 08:00-02:00", datetime(2026, 11, 23, 1, 59), True), ("Mo-Su 08:00-02:00", NIGHT, False),
    ("Mo-Fr 10:00-19:00", datetime(2026, 11, 22, 12, 0), False), ("Mo,We 09:00-12:00,14:00-17:00", NOON, False),
    ("Tu 08:30-13:00; Mo 09:00-13:00", NOON, True), ("", NOON, False)])
def test_a_number_knows_when_somebody_answers(horaires: str, at: datetime, expected: bool):
    assert (numero(horaires).is_open(at) if horaires else False) is expected


def test_hours_that_nobody_can_read_are_refused():
    with pytest.raises(ValueError, match="le matin"):
        opening_rules("le matin")


CALLS = [row for row in phrases(EXAM) + phrases(WITNESSES) if row[0] != "aucune"]
CALM = [row for row in phrases(EXAM) if row[0] == "aucune"]


FIRST_NUMBER = {"danger_immediat": "17", "suicide": "3114", "urgence_medicale": "15", "enfant_en_danger": "119",
                "viol_agression": "17", "violence_couple": "3919", "maltraitance_vulnerable": "3133",
                "harcelement_jeune": "3018", "a_la_rue_ce_soir": "115", "faim": "115"}


def test_the_exam_is_long_enough():
    assert len(CALLS) >= 300
    assert len(CALM) >= 300


@pytest.mark.parametrize("registre", REGISTRES)
def test_distress_is_recognised_in_every_register_without_any_model(urgences: Urgences, registre: str):
    mine = [phrase for _, its, phrase in CALLS if its == registre]
    missed = [phrase for phrase in mine if urgences.detect(phrase) is None]

    assert len(missed) <= 0.10 * len(mine), missed


def failures(urgences: Urgences) -> set[str]:
    """What of the exam a detector fails: whole, by category, by number, or by alarms."""
    heard = [(categorie, urgences.detect(phrase)) for categorie, _, phrase in CALLS]
    by_category = {one: [found for wanted, found in heard if wanted == one] for one in {wanted for wanted, _ in heard}}
    shares = {
        "recall": mean(found is not None for _, found in heard),
        "number": mean(found is not None and _fits(urgences, wanted, found) for wanted, found in heard),
        "calm": mean(urgences.detect(phrase) is None for _, _, phrase in CALM),
        **{categorie: mean(found is not None for found in mine) for categorie, mine in by_category.items()}}
    needed = {"recall": 0.95, "number": 0.91, "calm": 0.95}
    return {name for name, share in shares.items() if share < needed.get(name, 0.87)}


def _fits(urgences: Urgences, wanted: str, found: str) -> bool:
    return FIRST_NUMBER[wanted] in urgences.answer(found, NOON, "web")


def _without_signs(urgences: Urgences, *slugs: str) -> Urgences:
    return replace(urgences, categories={slug: replace(one, signes=(), indices=()) if not slugs or slug in slugs else one
                                         for slug, one in urgences.categories.items()})


def _swapped(urgences: Urgences) -> Urgences:
    """Everybody is told what the next category is told."""
    slugs = list(urgences.categories)
    return replace(urgences, categories={slug: replace(urgences.categories[other], slug=slug) for slug, other in
                                         zip(slugs, [*slugs[1:], slugs[0]])})


MUTANTS: dict[str, Callable[[Urgences], Urgences]] = {
    "no ear": lambda one: replace(one, ecoute=None),
    "no signs": _without_signs,
    "an ear hard of hearing": lambda one: replace(one, alerte=1.0),
    "an ear that hears it everywhere": lambda one: replace(one, alerte=-3.0, calme=-3.0),
    "signs never doubted": lambda one: replace(one, calme=-9.0),
    "signs always doubted": lambda one: replace(one, calme=9.0),
    "the wrong answer": _swapped,
}


def test_the_exam_is_passed(urgences: Urgences):
    assert failures(urgences) == set()


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_detector_spoilt_on_purpose_fails_the_exam(urgences: Urgences, mutant: str):
    assert failures(MUTANTS[mutant](urgences))


@pytest.mark.parametrize(("text", "categorie"), [
    ("j'ai avalé tous mes cachets je veux mourir", "suicide"),
    ("mon mari me frappe et là il a un couteau, il est devant la porte", "danger_immediat"),
    ("mon compagnon frappe mon fils de 4 ans", "enfant_en_danger"),
    ("mon mari m'a violée", "viol_agression"),
    ("mon mari me frappe j'en peux plus", "violence_couple")])
def test_the_more_pressing_matter_is_answered_first(urgences: Urgences, text: str, categorie: str):
    assert urgences.detect(text) == categorie


def test_distress_is_heard_at_the_end_of_a_long_message(urgences: Urgences):
    polite = "Bonjour, je voudrais savoir quels papiers il faut pour le dossier de logement. " * 15

    assert urgences.detect(polite) is None
    assert urgences.detect(polite + "Et puis mon mari m'a encore frappée hier.") == "violence_couple"


def test_nothing_is_no_distress(urgences: Urgences):
    assert [urgences.detect(text) for text in ("", " ", "🙂", "\u200b", "1", "STOP", "{{7*7}}", "/restart")] == [None] * 8


def test_accents_capitals_and_hidden_characters_change_nothing(urgences: Urgences):
    written = ("JE VEUX MOURIR", "je veux mou\u200brir", "ｊｅ ｖｅｕｘ ｍｏｕｒｉｒ", "je veux mourrrrir",
               "Je  veux\nmourir")

    for text in written:
        assert urgences.detect(text) == "suicide"


@pytest.mark.parametrize("repeated", ["mon mari me frappe pas ", "il dort dehors ", "mari enfant nuit rue froid ", "x" * 50,
                                      "Quels papiers faut-il pour la carte de transport ? "])
def test_reading_a_long_message_costs_its_length_and_not_its_square(urgences: Urgences, repeated: str):
    def spent(letters: int) -> float:
        text = (repeated * 4_000)[:letters]
        tries = []
        for _ in range(3):
            begun = time.process_time()
            urgences.detect(text)
            tries.append(time.process_time() - begun)
        return min(tries)

    assert spent(20_000) < 5 * spent(10_000)


def test_a_closed_number_gives_way_to_one_that_answers(urgences: Urgences):
    by_day, by_night = (urgences.answer("harcelement_jeune", at, "web") for at in (NOON, NIGHT))

    assert by_day.index("3018") < by_day.index("119")
    assert by_night.index("119") < by_night.index("3018")


def test_hours_and_cost_are_said_once(urgences: Urgences):
    assert urgences.answer("danger_immediat", NOON, "web").count("gratuit, jour et nuit") == 1


def test_an_sms_is_short_and_discreet(urgences: Urgences):
    text = urgences.answer("violence_couple", NOON, "sms")

    assert "3919" in text
    assert "viol" not in text.lower()
    assert len(text) <= 160
