"""One test for each real file: its message is for the author."""
import pytest

from bot.adapters.knowledge.checks import check_knowledge
from bot.settings import ROOT

FILES = sorted((ROOT / "knowledge").glob("**/*.md")) + sorted((ROOT / "knowledge").glob("**/*.yml"))


@pytest.fixture(scope="module")
def problems():
    found, _ = check_knowledge(ROOT / "knowledge")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT / "knowledge")))
def test_le_fichier_est_en_ordre(path, problems):
    mine = [str(problem) for problem in problems if problem.path == path]

    assert not mine, "\n" + "\n".join(mine)
