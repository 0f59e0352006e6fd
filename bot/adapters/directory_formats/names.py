"""Names written in capitals, as administrations do, written as one reads them."""
from __future__ import annotations

import re

_SMALL = frozenset("""
    a à au aux avec chez dans de des dit du en entre et la le les lès lez ou par pour près sans sous sur un une vers
""".split())
_ACRONYMS = frozenset("""
    ACI ADAPEI ADIL ADMR AFEV AFPA AGV AIVS APAJH APEC APF ARS ASTI BGE BIJ CA CADA CAF CAMSP CARSAT CAUE CC CCAS CCI CEMEA
    CFA CHRS CHU CIAS CIBC CIDF CIDFF CIJ CIO CLIC CMA CMP CNAM CNFPT CPAM CREPI CRIJ CROUS CSC CSCS DDTM DREETS EHPAD EPCI
    EPIDE EPN ESAT ESS ETTI EVS FJT GEIQ GIP GRETA HLM HUDA IFAC IME ITEP LEA MAIF MDA MDE MDPH MDS MFR MIFE MJC MPT MSA MSAP
    OFII ONACVG PAEJ PETR PIJ PIMMS PLIE PMI RSA SAAD SAVS SCIC SCOP SIAE SIAO SIVOM SIVU SNCF SPIP UDAF UFCV UNAF URSSAF
""".split())
_SHORTENED = {"ST": "Saint", "STE": "Sainte", "ASS": "Association", "ASSO": "Association", "CTRE": "Centre"}
_WAYS = {
    "ALL": "allée", "AV": "avenue", "AVE": "avenue", "BD": "boulevard", "BVD": "boulevard", "CHE": "chemin", "CRS": "cours",
    "FG": "faubourg", "IMP": "impasse", "LOT": "lotissement", "PL": "place", "QU": "quai", "QUAI": "quai",
    "RES": "résidence", "ROUTE": "route", "RTE": "route", "RUE": "rue", "AVENUE": "avenue", "BOULEVARD": "boulevard",
    "PLACE": "place", "CHEMIN": "chemin", "IMPASSE": "impasse", "SQ": "square", "BIS": "bis", "TER": "ter",
}
_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]\b)*\.?|\d+|.", re.DOTALL)
_LOST_APOSTROPHE = re.compile(r"\b([LDld]) (?=[AEIOUYHÉÈÊÎaeiouyhéèêî])")
_ROMAN = re.compile(r"[IVX]{2,}")
_VOWEL = re.compile(r"[AEIOUYÀÂÉÈÊËÎÏÔÖÙÛÜŒÆ]")
_LONGEST = 150


def readable(name: str) -> str:
    """« MAIRIE DE CLERMONT L'HERAULT » → « Mairie de Clermont l'Herault »; a name that has small letters stays as it is.

    Acronyms stay in capitals. What is too long for data·inclusion is cut, and a last full stop goes.
    """
    name = re.sub(r"\s+", " ", name).strip(" .;,-").strip()
    if name.isupper():
        name = _written_small(_LOST_APOSTROPHE.sub(r"\1'", name))
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST - 1].rstrip()}…"


def readable_address(address: str) -> str:
    """« 4 AV DE SAINT MENET » → « 4 avenue de Saint Menet »; an address that has small letters stays as it is."""
    address = re.sub(r"\s+", " ", address).strip(" ,;-")
    if not address.isupper():
        return address
    return re.sub(r"[^\W\d_]+", lambda word: _WAYS.get(word[0].upper(), word[0]), _written_small(
        _LOST_APOSTROPHE.sub(r"\1'", address)))


def _written_small(name: str) -> str:
    pieces = _WORD.findall(name)
    return "".join(_word(piece, before, after) for before, piece, after in zip(["", *pieces], pieces, [*pieces[1:], ""]))


def _word(word: str, before: str, after: str) -> str:
    if not word[0].isalpha():
        return word
    is_elided, is_rank = len(word) == 1 and after == "'", word == "E" and before.isdigit()
    if before and (word.lower() in _SMALL or is_elided or is_rank):
        return word.lower()
    return word if _stays(word) else _SHORTENED.get(word) or word.capitalize()


def _stays(word: str) -> bool:
    """Whether a word in capitals is an acronym, or a number in Roman figures."""
    if word in _SHORTENED:
        return False
    return word in _ACRONYMS or "." in word or bool(_ROMAN.fullmatch(word)) or not _VOWEL.search(word)
