"""From probabilities to what the assistant does."""
import pytest

from bot.nlu.decision import Thresholds, competing, decide
from bot.nlu.labels import family, group, member, outward

THRESHOLDS = Thresholds(fiche=0.5, act=0.3, distress=0.2, suggest=0.3, off_topic=0.6)


@pytest.mark.parametrize(("ranking", "top", "decision", "intent"), [
    ([("fiche/rsa", 0.7), ("fiche/aspa", 0.2)], "fiche/rsa", "answer", "fiche"),
    ([("fiche/rsa", 0.4), ("fiche/aspa", 0.2)], "fiche/rsa", "suggest", "proposer"),
    ([("fiche/rsa", 0.1), ("fiche/aspa", 0.1), ("fiche/apa", 0.1)], "fiche/rsa", "suggest", "proposer"),
    ([("fiche/rsa", 0.1), ("fiche/aspa", 0.09)], "fiche/rsa", "unsure", "nlu_fallback"),
    ([("oui", 0.4), ("non", 0.3)], "oui", "answer", "oui"),
    ([("oui", 0.2), ("fiche/rsa", 0.1)], "oui", "unsure", "nlu_fallback"),
    ([("oui", 0.25), ("fiche/rsa", 0.2), ("fiche/apa", 0.2)], "oui", "suggest", "proposer"),
    ([("hors_sujet", 0.7), ("fiche/rsa", 0.3)], "hors_sujet", "unsure", "hors_sujet"),
    ([("hors_sujet", 0.5), ("fiche/rsa", 0.4)], "hors_sujet", "suggest", "proposer"),
    ([("hors_sujet", 0.5), ("fiche/rsa", 0.1)], "hors_sujet", "unsure", "hors_sujet"),
    ([("fiche/violences", 0.7), ("detresse", 0.25)], "detresse", "answer", "detresse"),
    ([("suite", 0.5), ("fiche/rsa", 0.4)], "suite", "answer", "suite"),
    ([("effacer_mes_donnees", 0.4), ("fiche/rsa", 0.3)], "effacer_mes_donnees", "suggest", "proposer"),
    ([("effacer_mes_donnees", 0.7), ("fiche/rsa", 0.3)], "effacer_mes_donnees", "answer", "effacer_mes_donnees"),
    ([("hors_sujet/sans-fiche-emploi", 0.4), ("hors_sujet", 0.3), ("fiche/rsa", 0.3)], "hors_sujet/sans-fiche-emploi",
     "unsure", "hors_sujet"),
    ([("fiche/rsa", 0.6), ("hors_sujet/sans-fiche-emploi", 0.3), ("hors_sujet", 0.1)], "fiche/rsa", "answer", "fiche"),
    ([("hors_sujet", 0.0)], "hors_sujet", "unsure", "hors_sujet"),
])
def test_what_is_done_about_a_ranking(ranking, top, decision, intent):
    decided = decide(ranking, THRESHOLDS)

    assert (decided.top, decided.decision, decided.intent) == (top, decision, intent)


@pytest.mark.parametrize(("ranking", "subject", "left"), [
    ([("fiche/violences", 0.6), ("detresse", 0.1), ("prendre_rdv", 0.3)], None, ["fiche/violences", "prendre_rdv"]),
    ([("detresse", 0.3), ("oui", 0.3)], None, ["detresse", "oui"]),
    ([("suite", 0.4), ("oui", 0.3)], None, ["oui"]),
    ([("suite", 0.4), ("oui", 0.3)], "fiche/rsa", ["suite", "oui"]),
    ([("oui", 0.4), ("suite", 0.35)], "une crèche", ["oui", "suite"]),
    ([("fiche/apa", 0.4), ("fiche/rsa", 0.3)], "fiche/rsa", ["fiche/rsa", "fiche/apa"]),
    ([("fiche/apa", 0.9), ("fiche/rsa", 0.1)], "fiche/rsa", ["fiche/apa", "fiche/rsa"]),
    ([("fiche/rsa", 0.6), ("oui", 0.3), ("fiche/apa", 0.1)], None, ["fiche/rsa", "fiche/apa"]),
    ([("oui", 0.6), ("fiche/apa", 0.4)], None, ["oui", "fiche/apa"]),
    ([("hors_sujet", 0.0)], None, ["hors_sujet"]),
])
def test_what_the_conversation_makes_likelier_or_impossible(ranking, subject, left):
    kept = competing(ranking, Thresholds(0.5, 0.3, 0.2, 0.3, 0.6, follow_up=0.5), subject)

    assert [label for label, _ in kept] == left
    assert sum(p for _, p in kept) == pytest.approx(1) or ranking == kept


def test_the_subject_under_discussion_needs_less_to_be_answered():
    ranking = [("fiche/rsa", 0.4), ("fiche/apa", 0.3)]

    assert [decide(ranking, THRESHOLDS, subject).decision for subject in (None, "fiche/apa", "fiche/rsa")] == [
        "suggest", "suggest", "answer"]


def test_a_calm_message_is_no_distress_however_likely():
    ranking = [("detresse", 0.9), ("fiche/rsa", 0.1)]

    assert competing(ranking, THRESHOLDS, is_calm=True) == [("fiche/rsa", 1.0)]


@pytest.mark.parametrize(("label", "names"), [
    ("fiche/rsa", ("fiche", "rsa", "fiche/rsa", "rsa")),
    ("hors_sujet/droit", ("hors_sujet", "droit", "hors_sujet", "hors_sujet")),
    ("hors_sujet/sans-fiche-emploi",
     ("hors_sujet", "sans-fiche-emploi", "hors_sujet/sans-fiche-emploi", "hors_sujet")),
    ("oui", ("oui", None, "oui", "oui")),
])
def test_what_a_label_is_called(label, names):
    assert (family(label), member(label), group(label), outward(label)) == names
