"""Which trained models are ours: a model is code to Rasa, and one that somebody put in the folder must not be loaded."""
from __future__ import annotations

import hashlib
import hmac
import logging
import tarfile
from pathlib import Path
from typing import Iterator

from bot.adapters.cipher import key_of

logger = logging.getLogger(__name__)

_BLOCK = 1 << 20  # bytes


class TrustedModels:
    """The archives of a folder (`….tar.gz`), each with its signature beside it (`….tar.gz.hmac`, HMAC-SHA256)."""

    def __init__(self, folder: Path, key_file: Path) -> None:
        self._folder = folder
        self._key_file = key_file

    def sign(self, model: Path) -> None:
        """Vouch for a model just trained here; the key is made if there is none. ValueError if others can read it."""
        _signature_of(model).write_text(self._signature(model), encoding="ascii")

    def trusts(self, model: Path) -> bool:
        """Whether this very archive was signed here."""
        written = _signature_of(model)
        if not (self._key_file.exists() and model.exists() and written.exists()):
            return False
        told = written.read_bytes().strip()
        return hmac.compare_digest(told, self._signature(model).encode())

    def newest(self) -> Path:
        """The archive of ours that was trained last; of the others, the log says so. FileNotFoundError if there is none."""
        for model in self.newest_first():
            return model
        raise FileNotFoundError(f"no model of ours in {self._folder}: run `make train`")

    def newest_first(self) -> Iterator[Path]:
        """The archives of ours, the one trained last first; of the others, the log says so."""
        archives = sorted(self._folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
        for model in archives:
            if self.trusts(model) and _is_harmless(model):
                yield model
                continue
            logger.error("%s is refused: it was not trained here, or it was altered (run `make train`)", model.name)

    def _signature(self, model: Path) -> str:
        digest = hmac.new(key_of(self._key_file).encode(), digestmod=hashlib.sha256)
        with model.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
        return digest.hexdigest()


def _signature_of(model: Path) -> Path:
    return model.with_name(f"{model.name}.hmac")


def _is_harmless(model: Path) -> bool:
    """Whether all that is in it would be written inside the folder where it is opened: plain files and folders only."""
    try:
        with tarfile.open(model) as archive:
            return all((one.isfile() or one.isdir()) and not one.name.startswith("/") and ".." not in Path(one.name).parts
                       for one in archive)
    except (tarfile.TarError, OSError, EOFError):
        return False
