"""Who may import whom: the arrows of docs/architecture.md."""
import ast
from pathlib import Path

import pytest

from bot.settings import ROOT

# room: what it may import of ours, and the libraries that must not be seen there
ROOMS = {
    "bot/domain": (("bot.domain",), None),
    "bot/services": (("bot.domain", "bot.services"), ("sqlalchemy", "aiohttp", "telegram", "rasa", "rasa_sdk", "ruamel")),
    "bot/nlu": (("bot.domain", "bot.nlu"), ("sqlalchemy", "aiohttp", "telegram", "rasa_sdk")),
    "bot/adapters": (("bot.domain", "bot.adapters", "bot.services.ports", "bot.services.booking_ports",
                      "bot.services.post_ports"), ("aiohttp", "telegram")),
    "bot/channels": (("bot.domain", "bot.services", "bot.channels"), ("sqlalchemy", "rasa", "rasa_sdk", "ruamel")),
    "actions": (("bot.domain", "bot.services", "bot.bootstrap", "actions"), ("sqlalchemy", "aiohttp", "telegram", "rasa")),
    "bot/bootstrap.py": (("bot.domain", "bot.services", "bot.adapters", "bot.settings"), ("aiohttp", "telegram")),
}
STANDARD = {"__future__", "abc", "bisect", "collections", "contextlib", "dataclasses", "datetime", "difflib", "enum",
            "functools", "itertools", "json", "math",
            "os.path", "re", "secrets", "statistics", "string", "typing", "unicodedata", "zoneinfo"}
RASA_ONLY_IN = ROOT / "bot/adapters/rasa_agent.py", ROOT / "bot/adapters/training.py"


def sources(room: str) -> list[Path]:
    path = ROOT / room
    return [path] if path.suffix == ".py" else sorted(p for p in path.glob("**/*.py") if "migrations" not in p.parts)


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} if node.module not in ("bot", "actions") else {
                f"{node.module}.{alias.name}" for alias in node.names}
    return found


def is_in(module: str, packages) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_its_arrows_allow(room):
    ours, forbidden = ROOMS[room]
    for path in sources(room):
        for module in imports(path):
            where = f"{path.relative_to(ROOT)} imports {module}"
            if is_in(module, ("bot", "actions")):
                assert is_in(module, ours), f"{where}: from here only {', '.join(ours)} may be seen"
            elif forbidden is None:
                is_standard = module in STANDARD or module.partition(".")[0] in STANDARD
                assert is_standard, f"{where}: the domain is pure; put this in bot/adapters"
            else:
                assert not is_in(module, forbidden), f"{where}: this belongs in another room"


def test_rasa_is_imported_by_the_fewest_files():
    for path in sources("bot/adapters"):
        assert path in RASA_ONLY_IN or not any(is_in(m, ("rasa",)) for m in imports(path)), path


def test_only_the_settings_read_the_environment():
    for path in [*sources("bot"), *sources("actions")]:
        if path.name in ("settings.py", "commands.py"):
            continue
        assert "os.environ" not in path.read_text(encoding="utf-8"), path
