"""The steps of the Dockerfile, on a bare folder: the same script, the dependencies of the lock, and no model trained."""
import os
import re
import shutil
import subprocess

import pytest

from bot.settings import ROOT, version

SCRIPT = ROOT / "deploy/install.sh"
TOOLS = ROOT / ".tools/bin"


def install(*arguments: str) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PATH": f"{TOOLS}:{os.environ['PATH']}"}
    environment.pop("VIRTUAL_ENV", None)
    return subprocess.run(["bash", str(SCRIPT), *arguments], env=environment, capture_output=True, text=True)


def bot(folder, *arguments: str) -> subprocess.CompletedProcess:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("REPERE_", "PYTHON"))}
    return subprocess.run([".venv/bin/python", "-W", "ignore", "-m", "bot", *arguments], cwd=folder, env=environment,
                          capture_output=True, text=True)


def test_a_bare_folder_becomes_a_program_and_an_upgrade_keeps_what_is_ours(tmp_path):
    if not (shutil.which("uv") or (TOOLS / "uv").exists()):
        pytest.skip("no uv: run `make setup`")
    done = install("--no-training", str(tmp_path))

    assert done.returncode == 0, done.stderr
    assert f"Repère {version()}" in done.stdout
    checked = bot(tmp_path, "check")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "Tout est en ordre." in checked.stdout

    (tmp_path / "reglages").write_text("REPERE_PORT=aucun\n")
    refused = subprocess.run([tmp_path / "deploy/repere", "check"], capture_output=True, text=True,
                             env={**os.environ, "REGLAGES": str(tmp_path / "reglages")})
    assert (refused.returncode, "« aucun »" in refused.stderr) == (2, True)

    (tmp_path / "var/secret.key").write_text("ours")
    ours = tmp_path / "knowledge/README.md"
    ours.write_text("ours")
    (tmp_path / "bot/left_over.py").write_text("")
    again = install("--no-training", str(tmp_path))

    assert again.returncode == 0, again.stderr
    assert "knowledge.nouveau" in again.stdout
    assert ((tmp_path / "var/secret.key").read_text(), ours.read_text()) == ("ours", "ours")
    assert not (tmp_path / "bot/left_over.py").exists()


@pytest.mark.parametrize("arguments", [(), ("a", "b"), (str(ROOT),)])
def test_a_wrong_call_is_refused_and_changes_nothing(arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert install(*arguments).returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_the_image_is_made_by_the_same_script_and_runs_as_nobody_in_particular():
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")

    assert "deploy/install.sh /opt/repere" in dockerfile
    assert set(re.findall(r"^FROM (\S+)", dockerfile, re.M)) == {"python:3.10-slim-bookworm"}
    assert re.findall(r"^USER (\d+):", dockerfile, re.M) == ["10001"]
    assert "HEALTHCHECK" in dockerfile
    assert "/sante" in dockerfile


def test_the_image_is_made_of_nothing_secret():
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()

    assert {".env", ".git", "models", "secrets", "var"} <= set(ignored)
    assert {"secrets/", ".env"} <= set((ROOT / ".gitignore").read_text(encoding="utf-8").split())
