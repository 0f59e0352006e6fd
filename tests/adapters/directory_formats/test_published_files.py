"""Files that were really published, where this machine has them: how much of each is kept, and that twice is once."""
import json
from collections import Counter
from datetime import date

import pytest

from bot.adapters.database.engine import migrate, open_database
from bot.adapters.directory_formats.published import Published, Refused
from bot.adapters.directory_formats.records import Records
from bot.adapters.directory_formats.report import Report
from bot.adapters.directory_formats.sources import SOURCES
from bot.domain.data_inclusion import faults
from bot.domain.structure import Structure
from bot.settings import ROOT
from tests.adapters.directory_formats.test_importing import TODAY, bring

PUBLISHED = ROOT.parent / "shared" / "data" / "annuaire"
pytestmark = pytest.mark.skipif(not PUBLISHED.exists(), reason="the published files are not on this machine")

DAY = date(2022, 12, 1)
FILES = {  # directory, file, records, and how many at least are kept
    "france-services": ("france-services-2022-12-01.csv", 2_683, 2_657),
    "conseillers-numeriques": ("conseillers-numeriques.json", 4_930, 4_929),
    "aidants-connect": ("aidants-connect-2021.json", 3_407, 3_374),
    "mediation-numerique": ("data-inclusion-v0-structures.json", 3_811, 3_810),
    "data-inclusion": ("data-inclusion-v0-structures.json", 3_811, 3_810)}
DATASETS = {"data-inclusion": "data-inclusion", "dila-annuaire": "dila", "conseillers-numeriques": "conseillers-numeriques",
            "france-services": "france-services", "aidants-connect": "aidants-connect"}


def herault() -> list[tuple[str, dict]]:
    lines = (PUBLISHED / "all_herault_records.jsonl").read_text(encoding="utf-8").splitlines()
    return [(DATASETS[one["dataset"].partition(" ")[0]], one["record"]) for one in map(json.loads, lines)]


@pytest.fixture
def database(tmp_path):
    made = open_database(f"sqlite:///{tmp_path / 'published.db'}")
    migrate(made)
    yield made
    made.dispose()


@pytest.mark.parametrize("directory", FILES)
def test_nearly_all_of_a_published_file_is_kept_and_right(directory):
    name, count, least = FILES[directory]
    report = Report(name, directory)
    kept = list(Records(PUBLISHED / name, SOURCES[directory], report, TODAY, DAY, lambda done, total: None).structures())

    assert (report.read, report.refused) == (count, count - len(kept))
    assert len(kept) >= least
    assert [made.id for made in kept if faults(made)] == []
    assert [made.id for made in kept if made.is_shelter and (made.adresse or made.latitude or made.horaires_accueil)] == []


def test_at_least_99_places_of_the_france_services_list_in_100_are_kept():
    _, count, least = FILES["france-services"]

    assert least / count >= 0.99


def test_every_record_of_the_herault_is_kept_or_refused_with_a_reason():
    kept: list[Structure] = []
    refused = Counter()
    for directory, content in herault():
        try:
            kept.append(SOURCES[directory].structure(Published(content, TODAY, DAY)))
        except Refused as why:
            refused[str(why)] += 1

    assert len(kept) + refused.total() == 966
    assert len(kept) >= 0.95 * 966
    assert all(refused)
    assert sum(made.horaires_accueil is not None for made in kept) > 600


@pytest.mark.parametrize("directory", ["france-services", "aidants-connect", "conseillers-numeriques", "data-inclusion"])
def test_a_published_file_brought_in_twice_is_there_once(database, directory):
    name, count, least = FILES[directory]

    bring(database, PUBLISHED / name, directory, file_date=DAY)
    again = bring(database, PUBLISHED / name, directory, file_date=DAY)

    assert {outcome.value for outcome, times in again.outcomes.items() if times} == {"inchangé"}
    assert sum(again.outcomes.values()) >= least


def test_published_services_join_the_published_structures(database):
    bring(database, PUBLISHED / "data-inclusion-v0-structures.json", "data-inclusion")
    services = PUBLISHED / "data-inclusion-v0-services.json"

    first, second = (bring(database, services, "data-inclusion", file_date=DAY) for _ in range(2))

    assert {outcome.value: times for outcome, times in first.outcomes.items() if times} == {"ajouté": 514}
    assert {outcome.value: times for outcome, times in second.outcomes.items() if times} == {"inchangé": 514}
    assert set(first.refusals) == {"sa structure n'est pas dans l'annuaire : importez-la d'abord"}
