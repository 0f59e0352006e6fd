"""Somebody of the team edits urgences.yml: the file is read, or its author learns what to mend, and on which line."""
from __future__ import annotations

from pathlib import Path

import pytest

from bot.adapters.knowledge.urgences import load_urgences

GOOD = """\
numeros:
  "3018":
    numero: "3018"
    nom: Harcèlement
    mention: gratuit
    horaires: "Mo-Su 09:00-23:00"
    verifie_le: 2026-11-21
    source: {titre: e-Enfance, lien: "https://e-enfance.org"}
categories:
  harcelement_jeune:
    numeros: ["3018"]
    premiere: Appelez le {{ numero.3018 }}.
    ferme: Il est fermé.
    suite: Je reste là.
    sms: "Numero utile : {{ numero.3018 }}"
    sms_ferme: Demain.
    signes:
      - <ecole> & <moquer>
mots:
  ecole: école, collège
  moquer: moqu*, insult*
"""


def load(tmp_path: Path, text: str):
    path = tmp_path / "urgences.yml"
    path.write_text(text, encoding="utf-8")
    return load_urgences(path)


def test_a_good_file_is_read(tmp_path: Path):
    urgences, problems = load(tmp_path, GOOD)

    assert not problems
    assert urgences is not None
    assert urgences.detect("on se moque de moi o colege") == "harcelement_jeune"
    assert urgences.numeros["3018"].with_mention == "3018 (gratuit)"


@pytest.mark.parametrize(("written", "instead", "line", "said"), [
    ("<ecole> & <moquer>", "<ecole> & <rire>", 18, "La famille de mots <rire> n'existe pas."),
    ("<ecole> & <moquer>", "<ecole> & (moque", 18, "Je ne comprends pas « (moque » dans ce signe."),
    ('horaires: "Mo-Su 09:00-23:00"', "horaires: le matin", 6, "Je ne comprends pas les horaires « le matin »."),
    ("    ferme: Il est fermé.\n", "", 10, "Le 3018 ne répond pas jour et nuit."),
    ("{{ numero.3018 }}.", "{{ numero.3020 }}.", 10, "montre le 3020, qui n'est pas dans « numeros »"),
    ('numero: "3018"', 'numero: "3020"', 3, "« 3020 » ne correspond pas à 3018."),
    ("    nom: Harcèlement\n", "", 2, "Le numéro 3018 n'est pas complet."),
    ("    suite: Je reste là.\n", "", 10, "La catégorie harcelement_jeune n'est pas complète."),
    ("2026-11-21", "hier", 7, "La date de vérification n'est pas une date."),
    ("mots:", "maux:", 1, "Il manque une partie du fichier."),
    ("numeros:", "numeros: [", 3, "Je ne peux pas lire cette partie")])
def test_a_mistake_is_told_with_its_line(tmp_path: Path, written: str, instead: str, line: int, said: str):
    urgences, problems = load(tmp_path, GOOD.replace(written, instead, 1))

    assert urgences is None
    assert [(problem.line, said in problem.message) for problem in problems] == [(line, True)], [str(p) for p in problems]


def test_an_endless_family_is_told(tmp_path: Path):
    _, problems = load(tmp_path, GOOD.replace("école, collège", "école, <ecole>"))

    assert "se contient elle-même" in problems[0].message
