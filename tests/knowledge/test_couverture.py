"""What the founding documents said is still answered somewhere, and the published table says where."""
from datetime import date

import pytest

from bot.adapters.knowledge.couverture import load_couverture
from bot.adapters.knowledge.loading import load_knowledge
from bot.adapters.knowledge.reading import read_yaml
from bot.settings import ROOT

COUVERTURE = ROOT / "knowledge" / "couverture.yml"


@pytest.fixture(scope="module")
def table_and_problems():
    return load_couverture(COUVERTURE, load_knowledge(ROOT / "knowledge")[0], date(2026, 11, 21))


@pytest.fixture(scope="module")
def faits():
    return read_yaml(COUVERTURE)[0]["faits"]


def test_every_fact_is_answered_where_the_file_says(table_and_problems):
    assert not table_and_problems[1], "\n" + "\n".join(map(str, table_and_problems[1]))


def test_the_published_table_is_up_to_date(table_and_problems):
    published = (ROOT / "docs" / "couverture.md").read_text(encoding="utf-8")

    assert published == table_and_problems[0], "Lancez : python -m bot couverture"


def test_no_fact_of_the_five_documents_is_missing(faits):
    assert len(faits) == 191


def test_a_fact_left_out_says_why(faits):
    assert all(fact["ecarte"].strip() for fact in faits.values() if "ecarte" in fact)
