"""The command of `python -m bot` that changes the key of what is encrypted."""
from __future__ import annotations

import argparse

from tqdm import tqdm

from bot.adapters.cipher import Cipher, change_key, key_of, keys_in, with_new_key, without_old_keys
from bot.adapters.clock import SystemClock
from bot.adapters.database.engine import migrate, open_database
from bot.adapters.database.renewal import count_encrypted, refuse_while_used, renew
from bot.settings import Settings


def key(options: argparse.Namespace) -> None:
    """Change the key of names and numbers: `key rotate`; `key forget`, a month later, throws the old ones away."""
    settings = Settings.from_environment()
    engine, path = open_database(settings.database_url), settings.key_file
    migrate(engine)
    refuse_while_used(engine, SystemClock().now())
    if options.act == "rotate":
        # Kept before anything is encrypted with it.
        change_key(path, with_new_key(key_of(path)))
    steps = renew(engine, Cipher(key_of(path)))
    count = sum(1 for _ in tqdm(steps, total=count_encrypted(engine), desc="Valeurs", unit="", disable=None))
    if options.act == "forget":
        change_key(path, without_old_keys(key_of(path)))
    old = len(keys_in(key_of(path))) - 1
    print(f"{count} valeurs sont chiffrées avec la clé la plus récente. " + (
        f"Gardez le fichier {path} en lieu sûr : il ouvre aussi les anciennes sauvegardes. Dans 31 jours, "
        "lancez : python -m bot key forget" if old else
        "Les anciennes clés sont effacées : les sauvegardes faites avec elles ne s'ouvrent plus."))


ACTS = ("rotate", "forget")
