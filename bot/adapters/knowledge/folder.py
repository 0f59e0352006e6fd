"""Where a town's files are: its own, and behind them those of the town it leans on."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.adapters.knowledge.reading import Problem, line_of, read_yaml

TOWNS = "territoires.yml"


@dataclass(frozen=True)
class KnowledgeFolder:
    """`base` is the folder of a whole town: what holds in all of France is read there. None: this one is whole."""

    own: Path
    base: Path | None = None

    def find(self, name: str) -> Path:
        """The town's own file or folder of that name (« urgences.yml »), else the one it leans on."""
        own = self.own / name
        return self.base / name if self.base is not None and not own.exists() else own


def open_folder(root: Path) -> tuple[KnowledgeFolder, list[Problem]]:
    """The folder at `root`, and what is wrong with the one it names under `base:` (a path from `root`)."""
    path = root / TOWNS
    content = read_yaml(path)[0] if path.exists() else None
    named = content.get("base") if isinstance(content, dict) else None
    if named is None:
        return KnowledgeFolder(root), []
    base = (root / str(named)).resolve()
    if base == root.resolve() or not (base / TOWNS).exists():
        return KnowledgeFolder(root), [Problem(
            path, line_of(content, "base"), f"« {named} » n'est pas le dossier d'une ville.",
            "Écrivez « base: » suivi du chemin de knowledge/, depuis ce dossier.")]
    return KnowledgeFolder(root, base), []
