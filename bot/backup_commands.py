"""The commands of `python -m bot` that put everything in a safe place, and bring it back."""
from __future__ import annotations

import argparse
from datetime import timedelta
from pathlib import Path

from tqdm import tqdm

from bot.adapters.cipher import key_of
from bot.adapters.clock import SystemClock
from bot.adapters.database.backup import lines_of, put_back
from bot.adapters.database.engine import open_database
from bot.adapters.sealed_file import read_sealed, write_sealed
from bot.bootstrap import build
from bot.domain.french import PARIS
from bot.settings import Settings

KEPT_DAYS = 30
_NAMED = "repere-{}.sauvegarde"


def backup(options: argparse.Namespace) -> None:
    """Write the whole database in one sealed file; programs may go on meanwhile. In a folder, old backups are erased."""
    settings, now = Settings.from_environment(), SystemClock().now()
    if (options.file is None) == (options.folder is None):
        raise ValueError("Dites où écrire : un fichier, ou --folder et un dossier.")
    path = Path(options.file) if options.file else (
        Path(options.folder) / _NAMED.format(now.astimezone(PARIS).strftime("%Y-%m-%d-%H%M%S")))
    if path.exists():
        raise ValueError(f"{path} existe déjà. Choisissez un autre nom : rien n'est remplacé.")
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = open_database(settings.database_url)
    write_sealed(path, key_of(settings.key_file), tqdm(lines_of(engine, now), desc="Lignes", unit="", disable=None))
    print(path)
    if options.folder:
        for old in Path(options.folder).glob(_NAMED.format("*")):
            if old.stat().st_mtime < (now - timedelta(days=KEPT_DAYS)).timestamp():
                old.unlink()


def restore(options: argparse.Namespace) -> None:
    """Bring a backup back, all of it or nothing, then erase what should not be kept any more."""
    settings, now = Settings.from_environment(), SystemClock().now()
    lines = read_sealed(Path(options.file), key_of(settings.key_file))
    count = put_back(open_database(settings.database_url), tqdm(lines, desc="Lignes", unit="", disable=None), now,
                     options.replace)
    build(settings).forgetting.forget_old()
    print(f"{count} lignes sont revenues. Ce qui était trop vieux a été effacé.")
