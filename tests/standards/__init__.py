"""What the standards that the directory is exported to ask.

data·inclusion v1: the models that its authors publish (PyPI, `data-inclusion-schema`, Licence Ouverte 2.0) and the JSON
schemas that they write, installed apart by tests/install_tools.sh since they need another Pydantic than Rasa's.
HSDS 3.1 (Open Referral, https://docs.openreferral.org): `hsds.json` lists the objects, their fields, and which are required.
"""
from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from bot.settings import ROOT

_HERE = Path(__file__).parent
_PYTHON = ROOT / ".tools" / "data-inclusion" / "bin" / "python"
Refusal = Callable[[str, dict[str, Any]], Any]


@contextmanager
def published_models() -> Iterator[tuple[dict[str, Any], Refusal]]:
    """The schemas of the published models (« structure », « service »), and why they refuse a record (None: accepted)."""
    if not _PYTHON.exists():
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up("the models of data·inclusion are not installed: run `CI=true bash tests/install_tools.sh`",
                **({} if os.environ.get("CI") == "true" else {"allow_module_level": True}))
    with subprocess.Popen([_PYTHON, _HERE / "published_models.py"], text=True, encoding="utf-8",
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:

        def refusal(kind: str, record: dict[str, Any]) -> Any:
            print(json.dumps([kind, record]), file=running.stdin, flush=True)
            return json.loads(running.stdout.readline())

        yield json.loads(running.stdout.readline()), refusal
        running.stdin.close()


@lru_cache(maxsize=1)
def data_inclusion_schemas() -> dict[str, Any]:
    """The JSON schemas of data·inclusion v1: « structure », « service »."""
    with published_models() as (schemas, _):
        return schemas


def hsds_schema() -> dict[str, Any]:
    """The JSON schema of a full service of HSDS."""
    return json.loads((_HERE / "hsds.json").read_text(encoding="utf-8"))
