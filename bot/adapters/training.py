"""Train Rasa when something it learns from has changed, and only then."""
from __future__ import annotations

import hashlib
import time
from pathlib import Path

from bot.adapters.compile_nlu import compile_nlu, taught
from bot.adapters.trusted_models import TrustedModels

_LEARNT_FROM = ("config.yml", "domain.yml", "nlu_data/rules.yml", "bot/nlu/*.py", "bot/nlu/*.tsv",
                "bot/domain/normalisation.py", "requirements.lock")


def train_if_needed(root: Path, models: Path, key_file: Path, force: bool = False) -> Path:
    """The model for the present files, signed; its name is the fingerprint of what taught it. Prints its progress."""
    model, trusted = models / f"repere-{_fingerprint(root)}.tar.gz", TrustedModels(models, key_file)
    if trusted.trusts(model) and not force:
        model.touch()
        print(f"Rien n'a changé : {model.name} est à jour.", flush=True)
        return model
    print("1/3  Je rassemble ce qui est enseigné…", flush=True)
    compile_nlu(root)
    print("2/3  J'entraîne le modèle (une minute environ)…", flush=True)
    begun = time.perf_counter()
    _train(root, models, model)
    trusted.sign(model)
    print(f"3/3  Modèle prêt en {time.perf_counter() - begun:.0f} s : {model.name}", flush=True)
    return model


def _train(root: Path, models: Path, model: Path) -> None:
    # Imported late: it takes seconds, and an up-to-date model does not need it.
    import logging

    import rasa.model_training
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.WARNING)
    result = rasa.model_training.train(
        domain=str(root / "domain.yml"), config=str(root / "config.yml"), training_files=[str(root / "nlu_data")],
        output=str(models), fixed_model_name=model.name.removesuffix(".tar.gz"), force_training=True)
    if result.code != 0 or not model.exists():
        raise RuntimeError(f"rasa could not train the model (code {result.code})")


def _fingerprint(root: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted({path for pattern in _LEARNT_FROM for path in root.glob(pattern)}):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    for example in taught(root):
        digest.update(repr(example).encode())
    return digest.hexdigest()[:12]
