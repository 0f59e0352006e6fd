"""Serving does without TensorFlow, and says so to who needs it. In a process of its own: what is imported stays."""
import subprocess
import sys

from bot.settings import ROOT


def _told(code: str) -> str:
    begun = "from bot.adapters.without_tensorflow import leave_out_tensorflow\nleave_out_tensorflow()\n"
    return subprocess.run([sys.executable, "-W", "ignore", "-c", begun + code], check=True, cwd=ROOT, text=True,
                          stdout=subprocess.PIPE).stdout


def test_rasa_is_imported_and_tensorflow_is_not() -> None:
    said = _told("import sys, bot.adapters.rasa_agent, rasa.engine.recipes.default_components\n"
                 "print(hasattr(sys.modules['tensorflow'], '__file__'))")
    assert said.strip() == "False"


def test_a_neural_component_is_told_what_is_missing() -> None:
    said = _told("from rasa.utils.tensorflow.callback import RasaTrainingLogger\n"
                 "try:\n    RasaTrainingLogger(1, True)\nexcept ImportError as refused:\n    print(refused)")
    assert "needs TensorFlow" in said


def test_one_that_is_imported_already_is_left_alone() -> None:
    said = _told("import sys\nsys.meta_path.pop(0)\nsys.modules['keras'] = sys\nbefore = list(sys.meta_path)\n"
                 "leave_out_tensorflow()\nprint(sys.meta_path == before)")
    assert said.strip() == "True"
