"""Mask what identifies a person, before anything is understood, written down or logged.

Looked for: telephone numbers, e-mail and postal addresses, birth dates, names after what introduces one, and numbers: NIR
(INSEE's thirteen digits and key), IBAN (ISO 13616), payment cards, and those of allocataires, foreigners, any file.
Better a word too many than a number too few: seven digits in a row that are no amount and no date are somebody's.
"""
from __future__ import annotations

import re
from typing import Callable

from bot.domain.french import MOIS
from bot.domain.normalisation import clean, fold
from bot.domain.private_names import mask_names
from bot.domain.spoken_numbers import SPOKEN, digits_of

PHONE, NIR, IBAN, CARD, NUMBER = "[TELEPHONE]", "[NIR]", "[IBAN]", "[CARTE]", "[NUMERO]"
EMAIL, BIRTH, ADDRESS = "[COURRIEL]", "[DATE]", "[ADRESSE]"
_NOT_TO_SEND = (NIR, IBAN, CARD)

_AT = r"\s?(?:@|\bchez\b(?=\s\w+\spoint\s)|[(\[]\s?at\s?[)\]]|\bat\b|\barr?oba[sz]e?\b)\s?"
_DOT = r"\s?(?:\.|\bpoint\b|[(\[]\s?(?:point|dot)\s?[)\]])\s?"
_EMAIL = re.compile(rf"(?<![\w.+-])[\w.+-]{{1,64}}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,5}}(?<![.-])", re.I)

# Digits as they are typed, one at a time, with what people put between them.
_DIGIT = r"[0-9OolI]"
_BETWEEN = r"[\s.,\-‐-―/_:*()]{0,3}"
_RUN = re.compile(rf"(?<![\w€]){_DIGIT}(?:{_BETWEEN}{_DIGIT})+(?![\w])|(?<=[a-zé])0[1-9]\d{{8}}(?!\d)"
                  rf"|(?<=\+)\d(?:{_BETWEEN}\d){{7,14}}", re.I)
_LOOKS = str.maketrans("OolI", "0011")
_AMOUNT = re.compile(r"\s?(?:€|eur\b|euros?\b|m2\b|m²|%|km\b|kwh\b|habitants?\b)", re.I)
_SPELLED = re.compile(rf"\b(?:{SPOKEN}|\d{{1,2}})(?:(?:[\s,.-]+(?:et[\s-]+)?)(?:{SPOKEN}|\d{{1,2}})){{3,}}\b", re.I)
_DATE = re.compile(r"(?<!\d)(?:\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})(?!\s?[/.-]?\s?\d)")
_OF_THE_STATE = re.compile(r"\b(?:cerfa|formulaire|article|art|ligne)\b[^.]{0,12}$")
_PUBLIC_DATE = re.compile(
    r"\b(?:loi|decret|arrete|ordonnance|depuis|avant|apres|jusqu'au|partir du|le rdv|rendez-vous)\b[^.]{0,12}$")
_ADULT_YEAR = 2008  # a whole date that is older is rarely anything but a birth
_CORSE = re.compile(rf"(?<!\w)[12](?:{_BETWEEN}\d){{2}}{_BETWEEN}[0-2]{_BETWEEN}\d{_BETWEEN}2{_BETWEEN}[AB]"
                    rf"(?:{_BETWEEN}\d){{5,9}}", re.I)
# The countries of ISO 13616.
_COUNTRIES = """
AD AE AL AT AZ BA BE BG BH BR BY CH CR CY CZ DE DK DO EE EG ES FI FO FR GB GE GI GL GR GT HR HU IE IL IQ IS IT JO KW KZ
LB LC LI LT LU LV LY MC MD ME MK MR MT MU NL NO PK PL PS PT QA RO RS SA SC SD SE SI SK SM ST SV TL TN TR UA VA VG XK
""".split()
_COUNTRY = "|".join(rf"{code[0]}\s?{code[1]}" for code in _COUNTRIES)
_IBAN = re.compile(rf"(?<![a-z0-9])(?:{_COUNTRY})\s?(?=[\dOolI\s]{{0,3}}\d)(?:{_DIGIT}\s?){{2}}(?:[\s.-]?[A-Z0-9]){{11,30}}"
                   r"(?![a-z0-9])", re.I)
_FEWEST_DIGITS_OF_IBAN = 10
_NIR_SHAPE = re.compile(r"[1-478]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)\d{8}(?:\d{2})?")
_PAPER = re.compile(r"(?<!\w)(?=(?:\w*\d){2})(?=\w*[A-Z])[A-Z0-9]{8,12}(?!\w)|(?<!\w)[A-Z]{2}-\d{3}-[A-Z]{2}(?!\w)", re.I)
_OF_A_FILE = re.compile(
    r"\b(?:alloc\w*|matricule|caf|msa|agdref|recepisse|etranger\w*|titre|visa|passeport|identite|dossier|fiscal|secu\w*|"
    r"identifiant|demandeur|emploi|travail|sejour|prefecture|ddn|guichet|compte|rib)\b")
_FEWEST = 7

_MONTH = "|".join([*MOIS, "fevrier", "aout", "decembre", "janv", "fev", "avr", "juil", "sept", "oct", "nov", "dec"])
_OLD_DATE = re.compile(rf"\b(?:\d{{1,2}}|1er)\s(?:{_MONTH})\s(?P<year>19\d\d|200\d)\b", re.I)
_DAY = rf"(?:\d{{1,2}}|1er|(?:{SPOKEN})(?:[\s-](?:{SPOKEN}))?)"
_YEAR = rf"(?:\d{{2,4}}|(?:{SPOKEN})(?:[\s-](?:et[\s-])?(?:{SPOKEN})){{0,6}})"
_BORN = re.compile(
    rf"(?P<lead>\b(?:n(?:[ée]+|ai)(?:\(?e\)?)?s?|date de naissance|date naissance|naissance|"
    rf"anniversaire|ddn|m'inscris|je suis de(?=\s(?:19|20)\d\d))\b"
    rf"(?:\s?(?:[:=,]|c'?\s?est|est|le|en|au|et))*\s?)"
    rf"(?P<when>\d{{1,4}}\s?[/.\s-]\s?\d{{1,2}}\s?[/.\s-]\s?\d{{2,4}}|{_DAY}\s+(?:{_MONTH})\.?\s+{_YEAR}|\d{{6}}(?:\d\d)?\b"
    rf"|(?:(?:{_MONTH})\s+)?(?:19|20)\d\d)", re.I)
_STREET = (r"rue|avenue|av\.?|impasse|imp\.?|place|pl\.?|chemin|ch\.?|boulevard|bd\.?|allees?|allée?s?|lotissement|lot\.?|"
           r"route|quai|cours|ruelle|résidence|residence|hameau|montée|sentier|square")
_ADDRESS = re.compile(
    rf"(?<![\w/])\d{{1,4}}\s?(?:bis|ter|quater|[a-d]\b)?\s?,?\s(?:{_STREET})\s(?:(?:de|des|du|la|le|les|l'|d')\s?)*[\w'-]+"
    rf"(?:\s(?!à\b|a\b|et\b|c\b|c'|tel|mon\b|au\b|je\b)[A-ZÀ-Ý][\w'-]*)*", re.I)


def redact(text: str, is_public: Callable[[str], bool] = lambda digits: False) -> str:
    """`text` with what identifies somebody replaced by a token. `is_public`: whether these digits are a number of ours.

    What is masked shows what was behind it (« Mme [NOM] » introduces no name any more), and a few signs are only made
    ordinary in two steps: so it is read again until nothing changes. Masking twice is masking once.
    """
    masked = text
    while (read := _read_once(clean(masked), is_public)) != masked:
        masked = read
    return masked


def _read_once(text: str, is_public: Callable[[str], bool]) -> str:
    masked = _EMAIL.sub(EMAIL, text)
    masked = _BORN.sub(lambda found: f"{found['lead']}{BIRTH}", masked)
    masked = _DATE.sub(lambda found: _date(found, masked), masked)
    masked = _OLD_DATE.sub(lambda found: _date(found, masked), masked)
    masked = _CORSE.sub(NIR, masked)
    masked = _IBAN.sub(_iban, masked)
    masked = _SPELLED.sub(lambda found: _spelled(found[0]), masked)
    masked = _RUN.sub(lambda found: _number(found, masked, is_public), masked)
    masked = _PAPER.sub(lambda found: _paper(found, masked), masked)
    return mask_names(_ADDRESS.sub(ADDRESS, masked))


def holds_what_is_not_to_be_sent(redacted: str) -> bool:
    """Whether what was masked was a NIR, an IBAN or a card: the person is told not to send it."""
    return any(token in redacted for token in _NOT_TO_SEND)


def _spelled(said: str) -> str:
    digits = digits_of(said)
    if digits is None or len(digits) < _FEWEST or not re.search(r"[a-z]", fold(said)):
        return said
    return NIR if len(digits) in (13, 15) and _NIR_SHAPE.fullmatch(digits) else PHONE


def _date(found: re.Match[str], text: str) -> str:
    year = int(re.split(r"[/.\s-]+", found[0])[0 if found[0][:4].isdecimal() else -1])
    written = year if year > 99 else 1900 + year if year > 30 else 2000 + year
    said_before = fold(text[max(0, found.start() - 30):found.start()])
    is_within_a_number = re.search(r"[\doli][./-]$", said_before)
    return found[0] if written > _ADULT_YEAR or is_within_a_number or _PUBLIC_DATE.search(said_before) else BIRTH


def _iban(found: re.Match[str]) -> str:
    bare = re.sub(r"[^A-Za-z0-9]", "", found[0]).translate(_LOOKS)
    return IBAN if sum(c.isdecimal() for c in bare) >= _FEWEST_DIGITS_OF_IBAN else found[0]


def _number(found: re.Match[str], text: str, is_public: Callable[[str], bool]) -> str:
    written = found[0].rstrip(" .,-/:*(")
    rest = found[0][len(written):]
    digits = re.sub(r"\D", "", written.translate(_LOOKS))
    before, after = fold(text[max(0, found.start() - 40):found.start()]), text[found.start() + len(written):]
    is_said_by_the_state = _DATE.fullmatch(written) or _OF_THE_STATE.search(before)
    if is_public(digits) or is_said_by_the_state or not any(c.isdecimal() for c in written):
        return found[0]
    is_of_a_file = _OF_A_FILE.search(before) or _OF_A_FILE.search(fold(after[:30]))
    if _AMOUNT.match(after) or len(digits) < _FEWEST and not (is_of_a_file and len(digits) >= _FEWEST - 1):
        return found[0]
    return _kind(digits, text[:found.start()].endswith("+")) + rest


def _kind(digits: str, is_international: bool) -> str:
    if len(digits) in (13, 15) and _NIR_SHAPE.fullmatch(digits):
        return NIR
    if is_international or re.fullmatch(r"0[1-9]\d{8}|(?:00)?33(?:0)?[1-9]\d{8}|00\d{9,14}", digits):
        return PHONE
    if len(digits) == 23:
        return IBAN
    return CARD if len(digits) == 16 and digits[0] in "3456" else NUMBER


def _paper(found: re.Match[str], text: str) -> str:
    """A passport, an identity card, a number plate: letters and digits together, where papers are spoken of."""
    around = fold(text[max(0, found.start() - 40):found.start()] + " " + text[found.end():found.end() + 30])
    is_one = re.search(r"\b(?:passeport|identite|plaque|immatricul\w+|titre|visa)\b", around) or _OF_A_FILE.search(around)
    return NUMBER if is_one else found[0]
