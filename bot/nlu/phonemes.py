"""How French words sound, so that « rendé vous », « rendez-vous » and « rendévou » look alike. Speaks through espeak-ng."""
from __future__ import annotations

import re
import threading
from functools import lru_cache

import espeakng_loader
from phonemizer.backend.espeak.wrapper import EspeakWrapper

# Sounds that people spell for one another are one sound here (é/è, o/au, eu/e muet, in/un);
# a nasal vowel is one sign, so that an n-gram never cuts it in two.
_NASALS = {"ɛ̃": "1", "œ̃": "1", "ɑ̃": "2", "ɔ̃": "3"}
_MERGED = str.maketrans({"ɛ": "e", "œ": "ø", "ə": "ø", "ɔ": "o", "ɑ": "a",
                         "_": None, "ˈ": None, "ˌ": None, "-": None, "ː": None, "\u0303": None})
_one_at_a_time = threading.Lock()  # espeak-ng keeps its state in globals
_LANGUAGE_SWITCH = re.compile(r"\([a-z-]+\)")


class EspeakMissing(RuntimeError):
    """espeak-ng could not be loaded: without it the model would not see what it was taught on."""


@lru_cache(maxsize=1)
def _voice() -> EspeakWrapper:
    """One French voice for the process. Raises `EspeakMissing`."""
    try:
        EspeakWrapper.set_library(espeakng_loader.get_library_path())
        EspeakWrapper.set_data_path(espeakng_loader.get_data_path())
        voice = EspeakWrapper()
        voice.set_voice("fr-fr")
    except Exception as error:
        raise EspeakMissing(f"espeak-ng cannot be loaded ({error}); install `espeakng-loader` and `phonemizer`") from error
    return voice


def check_espeak() -> None:
    """Raises `EspeakMissing` now rather than at the first message."""
    if phonemes("bonjour") != "b3ʒuʁ":
        raise EspeakMissing("espeak-ng is loaded but does not speak French as expected")


@lru_cache(maxsize=50_000)
def phonemes(word: str) -> str:
    """The sounds of one word, one sign each; empty if it has none."""
    with _one_at_a_time:
        spoken = _LANGUAGE_SWITCH.sub("", _voice().text_to_phonemes(word))
    for nasal, sign in _NASALS.items():
        spoken = spoken.replace(nasal, sign)
    return spoken.translate(_MERGED).replace(" ", "")
