"""Things written in two places are asserted to agree."""
import json
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import actions
from bot.commands import _COMMANDS
from bot.domain.normalisation import fold
from bot.nlu.listening import fingerprint
from bot.settings import ROOT

yaml = YAML(typ="safe")
DOMAIN = yaml.load((ROOT / "domain.yml").read_text(encoding="utf-8"))
RULES = yaml.load((ROOT / "nlu_data/rules.yml").read_text(encoding="utf-8"))["rules"]
INTENTS = {next(iter(intent)) if isinstance(intent, dict) else intent for intent in DOMAIN["intents"]}


def test_each_intent_has_one_rule_and_each_rule_an_intent():
    ruled = [step["intent"] for rule in RULES for step in rule["steps"] if "intent" in step]

    assert sorted(ruled) == sorted(INTENTS)


def test_each_action_of_the_domain_has_a_class_and_each_class_is_in_the_domain():
    named = {step["action"] for rule in RULES for step in rule["steps"] if "action" in step}

    assert set(DOMAIN["actions"]) == {action.action_name for action in actions._ALL} == named


def test_each_thing_a_button_sends_is_an_intent():
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").glob("**/*.py"))
    sent = set(re.findall(r"""payload\(\s*"([a-z_]+)\"""", sources))

    assert sent
    assert sent <= INTENTS


def test_each_standing_sentence_is_used_and_each_one_used_exists():
    messages = yaml.load((ROOT / "knowledge/messages.yml").read_text(encoding="utf-8"))
    sources = "".join(path.read_text(encoding="utf-8") for folder in ("bot", "actions")
                      for path in (ROOT / folder).glob("**/*.py"))
    by_intent = {"saluer", "remercier", "au_revoir", "mes_donnees"}

    unused = [key for key in messages if f'"{key}"' not in sources and key not in by_intent]
    assert unused == []
    assert set(re.findall(r"""(?:say|after|which)\(\s*"([a-z_]+)\"""", sources)) <= set(messages)


def test_the_domain_holds_no_fact():
    text = (ROOT / "domain.yml").read_text(encoding="utf-8")

    assert not re.search(r"€|\b\d{3,}\b(?<!1440)", text)


@pytest.mark.parametrize("command", _COMMANDS)
def test_each_command_is_in_the_readme(command):
    assert f"python -m bot {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_each_setting_is_explained_to_those_who_run_it():
    named = set(re.findall(r"REPERE_[A-Z_]+", (ROOT / "bot/settings.py").read_text(encoding="utf-8")))
    manual = (ROOT / "docs/exploitation.md").read_text(encoding="utf-8")

    assert [name for name in sorted(named) if name not in manual] == []


def test_each_make_target_has_a_line_of_help():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"\.PHONY: (.+)", makefile)[1].split()

    assert [target for target in phony if not re.search(rf"^{target}:.*## ", makefile, re.M)] == []


def test_each_subject_with_a_fiche_is_taught():
    fiches = {path.stem for path in (ROOT / "knowledge/fiches").glob("*/*.md")}
    taught = {path.stem for path in (ROOT / "nlu_data/fiches").glob("*.tsv")}

    assert fiches <= taught


def phrases(pattern: str) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for path in sorted((ROOT / "nlu_data").glob(pattern)):
        found |= {fold(line.split("\t")[2]): path for line in path.read_text(encoding="utf-8").splitlines()
                  if line and not line.startswith("#")}
    return found


def test_no_temoin_is_taught():
    temoins = phrases("fiches/*.temoins.tsv")
    taught = {text: path for text, path in phrases("fiches/*.tsv").items() if not path.name.endswith(".temoins.tsv")}

    assert temoins
    assert sorted(set(temoins) & set(taught)) == []


REGISTERS = {"clair", "sms", "fautes", "age", "etranger", "oral", "tiers", "court"}
RUBRIQUES = {"presentation", "conditions", "pieces", "demarche", "delais", "cout", "contact", "recours", "rien"}


@pytest.mark.parametrize("path", sorted((ROOT / "nlu_data/fiches").glob("*.tsv")), ids=lambda path: path.name)
def test_each_taught_line_has_its_register_and_rubrique(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line and not line.startswith("#"):
            register, rubrique, text = line.split("\t")
            assert register in REGISTERS, f"{path.name}:{number}"
            assert rubrique in RUBRIQUES, f"{path.name}:{number}"
            assert text.strip(), f"{path.name}:{number}"


def test_what_the_ear_learnt_is_up_to_date():
    learnt = json.loads((ROOT / "knowledge/ecoute.json").read_text(encoding="utf-8"))

    assert learnt["fingerprint"] == fingerprint(ROOT / "nlu_data"), "run: python -m bot ecoute"


@pytest.mark.parametrize("slug", sorted(path.stem for path in (ROOT / "knowledge/fiches").glob("*/*.md")))
def test_a_fiche_has_enough_sentences_and_witnesses(slug):
    assert len(phrases(f"fiches/{slug}.tsv")) >= 250
    assert len(phrases(f"fiches/{slug}.temoins.tsv")) >= 12


def test_acts_and_what_is_out_of_scope_have_enough_sentences():
    acts = yaml.load((ROOT / "nlu_data/actes.yml").read_text(encoding="utf-8"))
    outside = yaml.load((ROOT / "nlu_data/hors_sujet.yml").read_text(encoding="utf-8"))

    said = {act: sum(map(len, groups.values())) for act, groups in acts.items()}
    assert {act: count for act, count in said.items() if count < 100} == {}
    assert sum(map(len, outside.values())) >= 1200
