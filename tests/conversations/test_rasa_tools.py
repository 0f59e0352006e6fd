"""Rasa's own tools keep working from the root of the repository."""
import subprocess
import sys
from pathlib import Path

from bot.settings import ROOT


def test_rasa_test_passes_our_stories(assistant, tmp_path):
    rasa = Path(sys.executable).parent / "rasa"
    command = [sys.executable, "-W", "ignore", rasa, "test", "core", "--stories", "tests/rasa", "--out", tmp_path,
               "--fail-on-prediction-errors"]

    done = subprocess.run(command, cwd=ROOT, timeout=300, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr[-2000:]
