"""What is wrong with the environment, all of it at once, in French for the technician who typed it."""
from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Mapping

from bot.settings_table import SETTINGS, Setting

_OURS = "REPERE_"
_FILE = "_FILE"
_BY_NAME = {setting.name: setting for setting in SETTINGS}
_SHOWN = 60  # characters of a wrong value: enough to recognise it


# What serves only with the rest: (what asks for it, what is needed then).
_RDV = tuple(f"REPERE_RDV_SERVICE_PUBLIC_{name}" for name in ("CLIENT", "CLIENT_SECRET", "WEBHOOK_SECRET"))
_SMS = {"twilio": ("ACCOUNT", "TOKEN", "NUMBER"),
        "ovhcloud": ("ACCOUNT", "APPLICATION_KEY", "APPLICATION_SECRET", "CONSUMER_KEY", "SECRET", "USER", "PASSWORD")}


def problems(environment: Mapping[str, str]) -> list[str]:
    """One sentence for each variable that is unknown, missing or without a usable value; secrets are not repeated."""
    found = (_problem(name, value, environment) for name, value in sorted(environment.items()) if name.startswith(_OURS))
    return [*(one for one in found if one is not None), *_missing(environment)]


def _missing(environment: Mapping[str, str]) -> list[str]:
    given = {name.removesuffix(_FILE) if name.removesuffix(_FILE) in _BY_NAME else name
             for name, value in environment.items() if value}
    provider = environment.get("REPERE_SMS_PROVIDER", "")
    sms = [f"REPERE_SMS_{name}" for name in _SMS.get(provider, ())]
    rdv = [name for name in _RDV if given & set(_RDV)]
    return [*(f"{name} manque : il le faut pour envoyer des SMS par {provider}." for name in sms if name not in given),
            *(f"{name} manque : RDV Service Public a besoin des trois réglages." for name in rdv if name not in given)]


def _problem(name: str, value: str, environment: Mapping[str, str]) -> str | None:
    setting = _BY_NAME.get(name)
    if setting is not None:
        return _wrong(name, value, setting)
    kept_in_file = _BY_NAME.get(name.removesuffix(_FILE)) if name.endswith(_FILE) else None
    if kept_in_file is not None and kept_in_file.is_secret:
        return _wrong_file(name, value, kept_in_file, environment) if value else None
    # All begin alike: only what follows tells how near they are.
    near = get_close_matches(name.removeprefix(_OURS), [known.removeprefix(_OURS) for known in _BY_NAME], n=1, cutoff=0.7)
    return f"{name} n'est pas un réglage connu." + (f" Vouliez-vous écrire {_OURS}{near[0]} ?" if near else " Retirez-le.")


def _wrong(name: str, value: str, setting: Setting) -> str | None:
    if setting.kind.accepts(value):
        return None
    given = "la valeur donnée ne convient pas" if setting.is_secret else f"« {value[:_SHOWN]} » ne convient pas"
    return f"{name} : {given}. Il faut {setting.kind.expected}."


def _wrong_file(name: str, path: str, setting: Setting, environment: Mapping[str, str]) -> str | None:
    if setting.name in environment:
        return f"{setting.name} et {name} sont donnés tous les deux. Gardez-en un."
    try:
        kept = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return f"{name} : le fichier « {path[:_SHOWN]} » ne peut pas être lu. Vérifiez le chemin et les droits."
    return _wrong(f"{name}, le contenu du fichier", kept, setting)
