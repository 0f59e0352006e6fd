"""Bring what people type about days and hours to one spelling, and take out what only looks like a moment."""
from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA

from bot.domain.french import JOURS, MOIS
from bot.domain.normalisation import fold

MONTHS = tuple(fold(month) for month in MOIS)
WEEKDAY = f"(?:{'|'.join(JOURS)})"
MONTH = f"(?:{'|'.join(MONTHS)})"
_SPELLINGS = Path(__file__).with_name("moment_spellings.tsv")
# One letter wrong is forgiven in long words only: « mari » is no « mardi ».
_FORGIVEN = ("mercredi", "vendredi", "samedi", "dimanche", "janvier", "fevrier", "juillet", "septembre", "octobre",
             "novembre", "decembre", "prochain", "prochaine", "semaine")
_UNITS = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
          "quatorze", "quinze", "seize", "dix sept", "dix huit", "dix neuf", "vingt")
_NUMBERS = {word: number for number, word in enumerate(_UNITS, 1)}
_NUMBERS |= {f"vingt {word}": 20 + _NUMBERS[word] for word in _UNITS[1:9]}
_NUMBERS |= {"une": 1, "vingt et un": 21, "trente": 30, "trente et un": 31, "quarante cinq": 45}
_NUMBER = re.compile("|".join(sorted(_NUMBERS, key=len, reverse=True)))

_PAST = "(?:dernier|derniere|passee?|precedente?)"
_HOUR = r"\d{1,2}h(?:\d\d)?"
_NOT_MOMENTS = re.compile("|".join((
    r"(?<!\d)0\d(?:[ .-]?\d\d){4}(?!\d)",
    r"\d+(?:[.,]\d+)? ?(?:€|euros?\b|balles\b|ans?\b|enfants?\b|pieces?\b)",
    r"\b(?:24h? ?/ ?24|24h sur 24|7j? ?/ ?7|7j? sur 7|1/2)\b",
    r"(?<!\d)(?:2[4-9]|[3-9]\d)h(?!\d)",
    rf"\bdepuis (?:(?:le|la|l|ce|cette|environ|plus de|au moins|presque|quelques) )*\S+(?: {MONTH})?(?: \d{{4}})?"
    r"(?: (?:jours?|semaines?|mois|dernier|derniere))?",
    r"\bil y a (?:\w+ ){1,4}?(?:jours?|semaines?|mois)\b",
    rf"\b(?:pendant|durant|toutes? les|dure|durera|fait|dans|y a|moins de|plus de) {_HOUR}",
    rf"\b{_HOUR} ?(?:par |/ ?(?:semaine|jour|j\b|mois)|(?:de|d) (?!l |pref|apremidi|matin|\d)[a-z])",
    r"\b(?:avant ?)?hier(?: matin| soir| apremidi)?\b",
    rf"\b(?:le |la |l )?(?:semaine|mois|an|annee|finsemaine|{WEEKDAY}|(?:\d+ )?{MONTH}) {_PAST}\b",
    rf"\b{_PAST} (?:semaine|mois|{WEEKDAY})\b",
    rf"\bnee? (?:le|en) (?:\d[\d/. -]*)?(?:{MONTH})?(?: \d{{2,4}})?",
    r"(?<!\ba )(?<!\bvers )(?<!\bapres )(?<!\bavant )(?<!\bdes )\b1h(?:\d\d)?\b",
    rf"\btravaille[rz]? {_HOUR}",
    rf"\b(?:lettre|courrier|facture|decision|mail|avis) du \d{{1,2}}(?: {MONTH}|/\d\d?)",
)))
# « mon rdv de mardi », « au lieu de mardi »: the day of the appointment one has is not the day one wants.
_APPOINTMENT_ONE_HAS = re.compile(
    rf"\b(?:(?:mon|notre|son|leur) (?:rdv|rendez vous|entretien)|au lieu|a la place) (?:de|du|d|le|prevu le) ?"
    rf"(?:{_HOUR}|(?:demain|surlendemain|aujourdhui|ce soir|\d{{1,2}}/\d{{1,2}}|\d{{1,2}}(?![\dh/])"
    rf"|{WEEKDAY}(?: \d{{1,2}}(?![\dh/]))?)(?: {MONTH})?(?: prochain)?(?: matin| apremidi)?"
    rf"(?: (?:(?:a|de) )?{_HOUR})?)")


def moment_words(text: str) -> str:
    """A folded message in one spelling: « 2main aprem 10 heure 30 » → « demain apremidi 10h30 ».

    Durations, ages, prices, telephone numbers, past days and the appointment one already has become « ; ».
    """
    words = " ".join(_closest(word) for word in fold(text).split())
    for pattern, standard in _spellings():
        words = pattern.sub(standard, words) if "#" not in standard else pattern.sub(_in_digits, words)
    words = re.sub(r"\b(\d{1,2})h moins (?:le |un )?quart\b", lambda m: f"{int(m[1]) - 1}h45", words)
    return _APPOINTMENT_ONE_HAS.sub(" ; ", _NOT_MOMENTS.sub(" ; ", " ".join(words.split())))


@lru_cache(maxsize=1)
def _spellings() -> list[tuple[re.Pattern[str], str]]:
    rows = []
    for line in _SPELLINGS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            pattern, standard = line.split("\t")
            written = pattern.replace("{MONTH}", MONTH).replace("{NUMBER}", f"(?:{_NUMBER.pattern})")
            rows.append((re.compile(written), standard))
    return rows


def _in_digits(match: re.Match[str]) -> str:
    return _NUMBER.sub(lambda number: str(_NUMBERS[number[0]]), match[0])


def _closest(word: str) -> str:
    if len(word) < 6 or not word.isalpha():
        return word
    return next((known for known in _FORGIVEN if OSA.distance(word, known, score_cutoff=1) <= 1), word)
