"""Fixtures of the commands."""
import pytest

from bot.commands import main
from bot.domain.french import NBSP


@pytest.fixture
def typed(tmp_path, monkeypatch, capsys):
    """(exit status or what is said of a failure, what is read on the screen) of a whole command."""
    monkeypatch.setenv("REPERE_DATABASE_URL", f"sqlite:///{tmp_path / 'repere.db'}")
    monkeypatch.setenv("REPERE_KEY_FILE", str(tmp_path / "key"))

    def run(*words: str) -> tuple[object, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(words))
        return ended.value.code, capsys.readouterr().out.replace(NBSP, " ")
    return run
