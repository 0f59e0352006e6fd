"""What is known against our packages is accepted with a reason, or stops the release."""
from datetime import date

import pytest

from bot.settings import ROOT
from security.audit import faults_of_the_list, locked, not_accepted, to_review, tomllib

KERAS = {"package": "keras", "id": "CVE-2024-3660", "affected": "<2.13.1", "what": "…", "why": "…",
         "review": date(2027, 5, 21)}
LOCK = "keras==2.12.0 \\\n    --hash=sha256:00\nRasa==3.6.21 \\\n"


def test_the_list_of_the_repository_holds():
    accepted = tomllib.loads((ROOT / "security" / "accepted.toml").read_text(encoding="utf-8"))["accepted"]
    assert list(faults_of_the_list(accepted, locked((ROOT / "requirements.lock").read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(("changes", "said"), [
    ({}, []), ({"why": ""}, ["why is missing"]), ({"affected": "<2.0"}, ["does not have it"]),
    ({"package": "torch"}, ["not installed any more"])])
def test_an_entry_that_says_too_little_or_no_longer_applies_is_a_fault(changes, said):
    faults = list(faults_of_the_list([{**KERAS, **changes}], locked(LOCK)))
    assert len(faults) == len(said)
    assert all(words in fault for words, fault in zip(said, faults))


@pytest.mark.parametrize(("hole", "faults"), [
    ({"id": "CVE-2024-3660"}, 0), ({"id": "GHSA-x", "aliases": ["CVE-2024-3660"]}, 0), ({"id": "CVE-2030-1"}, 1)])
def test_what_nobody_has_looked_at_is_a_fault(hole, faults):
    found = [{"name": "Keras", "version": "2.12.0", "vulns": [hole]}, {"name": "rasa", "version": "3.6.21", "vulns": []}]
    assert len(list(not_accepted(found, [KERAS]))) == faults


def test_a_day_of_review_that_has_come_is_told():
    assert to_review([KERAS], date(2027, 5, 20)) == []
    assert len(to_review([KERAS], date(2027, 5, 21))) == 1
