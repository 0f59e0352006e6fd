"""Nothing that identifies a person goes further than the door; what does not is left as it was typed."""
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.normalisation import clean
from bot.domain.redaction import holds_what_is_not_to_be_sent, redact

HERE = Path(__file__).parent
CASES = [line.split("\t") for line in (HERE / "donnees_personnelles.tsv").read_text(encoding="utf-8").splitlines()
         if line and not line.startswith("#")]
OURS = {"115", "3919", "0800059595", "0467888700"}


def test_all_that_identifies_is_masked():
    missed = [(sentence, redact(sentence)) for _, parts, sentence in CASES
              if any(clean(part) in redact(sentence) for part in parts.split("|"))]
    assert len(CASES) > 400
    assert missed == []


def test_what_identifies_nobody_is_untouched():
    sentences = (HERE / "phrases_sans_donnees.txt").read_text(encoding="utf-8").splitlines()
    read = {sentence: redact(sentence, lambda digits: digits in OURS) for sentence in sentences}
    assert {sentence: said for sentence, said in read.items() if said != clean(sentence)} == {}


@example("ŉ", "")  # one sign that becomes ordinary in two steps
@given(st.sampled_from([case[2] for case in CASES]), st.text(max_size=40))
def test_masking_twice_changes_nothing(sentence, around):
    once = redact(f"{sentence} {around}")
    assert redact(once) == once


@pytest.mark.parametrize(("text", "is_one"), [
    ("2 85 05 34 079 012 81", True), ("FR76 3000 6000 0112 3456 7890 189", True), ("4970 1012 3456 7890", True),
    ("06 12 34 56 78", False), ("je m'appelle Ali", False), ("numéro allocataire 1234567", False)])
def test_what_must_not_be_sent_is_known(text, is_one):
    assert holds_what_is_not_to_be_sent(redact(text)) is is_one
