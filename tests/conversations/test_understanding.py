"""What the trained model makes of sentences, and the two interfaces for scripts."""
from __future__ import annotations

import json
import subprocess
import sys
from itertools import cycle

import pytest

from bot.adapters.compile_nlu import witnesses
from bot.settings import ROOT, Settings
from tests.trained import needs_a_model

# What people say of the twelve fiches, never taught. A floor, not a goal: docs/evaluation.md has the figures.
_FLOOR_FIRST, _FLOOR_AMONG_THREE = 0.80, 0.92
_AROUND = (("Bonjour, ", ""), ("slt ", " svp"), ("Bonsoir Madame, ", " Merci d'avance."), ("", " s'il vous plaît"),
           ("bjr ", ""))


async def test_witnesses_of_the_fiches_are_understood(assistant):
    exam = [w for w in witnesses(ROOT) if w.label.startswith("fiche/")]
    rankings = [[label for label, _ in (await assistant.rasa.understand(w.text)).ranking] for w in exam]
    slugs = [w.label.partition("/")[2] for w in exam]

    first = sum(slug == ranking[0] for slug, ranking in zip(slugs, rankings)) / len(exam)
    among_three = sum(slug in ranking[:3] for slug, ranking in zip(slugs, rankings)) / len(exam)

    assert first >= _FLOOR_FIRST
    assert among_three >= _FLOOR_AMONG_THREE


async def test_a_greeting_and_a_courtesy_change_nothing_of_what_is_understood(assistant):
    exam = [w.text for w in witnesses(ROOT) if w.label.startswith("fiche/") and len(w.text.split()) > 2][::4]

    plain = [(await assistant.rasa.understand(text)).ranking[0][0] for text in exam]
    greeted = [(await assistant.rasa.understand(f"{before}{text}{after}")).ranking[0][0]
               for text, (before, after) in zip(exam, cycle(_AROUND))]

    assert sum(one == other for one, other in zip(plain, greeted)) / len(exam) >= 0.98


@pytest.mark.parametrize(("text", "intent"), [
    ("rdv ccas svp", "prendre_rdv"), ("Bonjour, un rendez-vous à la mairie s'il vous plaît", "prendre_rdv"),
    ("bonjour", "saluer"), ("merci beaucoup", "remercier"), ("je veux un rendez-vous", "prendre_rdv"),
    ("je veux annuler mon rendez-vous", "annuler_rdv"), ("je veux parler à quelqu'un", "parler_a_un_humain"),
    ("effacez mes données", "effacer_mes_donnees"), ("STOP", "stop_desabonnement"),
])
async def test_an_act_is_recognised(assistant, text, intent):
    assert (await assistant.rasa.understand(text)).intent == intent


def run(command: list[str], lines: list[str]) -> list[dict]:
    needs_a_model(Settings.from_environment())
    done = subprocess.run([sys.executable, "-W", "ignore", "-m", "bot", *command], cwd=ROOT, timeout=300, check=True,
                          input="\n".join(lines).encode("utf-8", "surrogatepass"), capture_output=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_understand_answers_each_line_whatever_it_holds():
    lines = ['{"text": "j ai pas d adresse pour mon courrier", "mine": 7}', '{"text": ""}', "not json", '{"text": 3}',
             '{"text": "👍"}', json.dumps({"text": "x" * 10_000}), '{"text": "\\ud800"}', '{"text": "/restart"}',
             '{"text": "je veux mourir"}', '{"text": "مرحبا"}', '["text"]']

    answers = run(["understand", "--jsonl"], lines)

    assert len(answers) == len(lines)
    first = answers[0]
    assert (first["fiche"], first["mine"], first["text"]) == ("domiciliation", 7, "j ai pas d adresse pour mon courrier")
    assert set(first) == {"text", "mine", "intent", "fiche", "rubrique", "confidence", "decision", "ranking", "urgence"}
    assert [("error" in answer) for answer in answers] == [False, False, True, True] + [False] * 6 + [True]
    assert answers[8]["urgence"] == "suicide"


def test_talk_holds_a_conversation_at_the_time_it_is_told():
    lines = ['{"conversation": "c1", "channel": "sms", "text": "rdv domiciliation svp"}',
             '{"conversation": "c1", "channel": "sms", "text": "1"}',
             '{"conversation": "c2", "channel": "pigeon", "text": "bonjour"}']

    hours, name, refused = run(["talk", "--jsonl", "--now", "2026-11-21T10:00"], lines)

    assert "lundi 23 novembre" in hours["answers"][0]["choices"][0].lower()
    assert "prenom" in name["answers"][0]["text"] or "prénom" in name["answers"][0]["text"]
    assert name["ms"] > 0
    assert "error" in refused
