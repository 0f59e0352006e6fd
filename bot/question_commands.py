"""The command of `python -m bot` that writes what the desk proposes to teach."""
from __future__ import annotations

import argparse
from pathlib import Path

from bot.bootstrap import build
from bot.settings import Settings


def questions(options: argparse.Namespace) -> None:
    """Write the examples that the desk proposes out of unanswered questions (and, with --fiches, the fiches it asks for)."""
    proposed = build(Settings.from_environment()).proposed_examples
    Path(options.file).write_text(proposed.tsv(), encoding="utf-8")
    print(options.file)
    if options.fiches:
        Path(options.fiches).write_text(proposed.markdown(), encoding="utf-8")
        print(options.fiches)
