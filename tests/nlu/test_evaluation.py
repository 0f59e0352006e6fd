"""Measuring: the noise that is added and the page that is written."""
from datetime import date

import pytest

from bot.nlu.evaluation import Reading
from bot.nlu.evaluation_report import report
from bot.nlu.noise import as_sms, by_ear


def reading(wanted="rsa", family="fiche", ranking=(("rsa", 0.9),), decision="answer", intent="fiche", **changes) -> Reading:
    return Reading(wanted, family, changes.pop("registre", "clair"), changes.pop("rubrique", "rien"), ranking, decision,
                   intent, changes.pop("rubrique_found", "rien"), **changes)


@pytest.mark.parametrize(("one", "right"), [
    (reading(), True),
    (reading(ranking=(("aspa", 0.6), ("rsa", 0.4))), False),
    (reading("detresse", "detresse", (("violences", 0.6), ("detresse", 0.3)), "answer", "detresse"), True),
    (reading("hors_sujet", "hors_sujet", (("hors_sujet", 0.5),), "unsure", "hors_sujet"), True),
])
def test_a_reading_is_right_when_the_right_label_comes_first(one, right):
    assert one.is_right is right


def test_the_page_counts_what_is_served_and_what_is_confidently_wrong():
    readings = [reading(), reading(ranking=(("aspa", 0.9), ("rsa", 0.1))),
                reading(ranking=(("aspa", 0.4), ("rsa", 0.3)), decision="suggest"),
                reading(ranking=(("aspa", 0.1),), decision="unsure")]
    page = report(date(2026, 11, 21), 4, readings, readings, {"aspa, rsa": "contrast"})
    assert "| témoins | question on a fiche: the right answer | 25.0 |" in page
    assert "(served) | 50.0 |" in page
    assert "confidently | 25.0 |" in page
    assert "| aspa, rsa | 3 | contrast |" in page
    assert "| rsa | 4 | 25.0 | 75.0 | 4 | 25.0 | 75.0 | aspa (3) |" in page


def test_a_page_can_be_written_without_any_sentence():
    assert "–" in report(date(2026, 11, 21), 0, [], [], {})


def test_noise_is_the_same_each_time():
    sentence = "Quand est-ce que je peux venir chercher mon courrier, s'il vous plaît ?"
    assert as_sms(sentence, 1) == as_sms(sentence, 1)
    assert by_ear(sentence, 1) == by_ear(sentence, 1) != sentence
