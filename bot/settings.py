"""What differs from one machine to another: read once from the environment, nowhere else."""
from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """`demo` seeds an agenda where nobody will be waiting. `sites` are the origins that may embed the widget."""

    database_url: str
    key_file: Path
    knowledge: Path = ROOT / "knowledge"
    models: Path = ROOT / "models"
    host: str = "127.0.0.1"
    port: int = 8080
    demo: bool = False
    sites: frozenset[str] = frozenset()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Raises ValueError, naming the variable, when one has no usable value."""
        env = os.environ if environment is None else environment
        port = env.get("REPERE_PORT", "8080")
        if not port.isdecimal() or not 0 <= int(port) < 65536:
            raise ValueError(f"REPERE_PORT must be a port number, not {port!r}")
        return cls(
            database_url=env.get("REPERE_DATABASE_URL", f"sqlite:///{ROOT / 'var' / 'repere.db'}"),
            key_file=Path(env.get("REPERE_KEY_FILE", ROOT / "var" / "secret.key")),
            knowledge=Path(env.get("REPERE_KNOWLEDGE", ROOT / "knowledge")),
            models=Path(env.get("REPERE_MODELS", ROOT / "models")),
            host=env.get("REPERE_HOST", "127.0.0.1"),
            port=int(port),
            demo=env.get("REPERE_DEMO", "0") == "1",
            sites=frozenset(filter(None, env.get("REPERE_SITES", "").split(","))),
        )
