"""One record as its producer publishes it: its fields read strictly, and what is left out of it said."""
from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import lru_cache
from html import unescape
from math import isfinite
from typing import Any, NamedTuple, Optional

from bot.domain.normalisation import clean

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_SEPARATORS = re.compile(r"[|;]")
_COMMAS = re.compile(r"[|;,]")
_NOTHING = frozenset({"", "-", "nan", "null", "none", "[]", "n/a"})
# A spreadsheet runs a cell that begins so; « +33 (0)4… », « - premier point » and « + de 60 ans » are only text.
_FORMULA = re.compile(r"[=@]|[+-](?![\d\s().,-]+$)(?=.*(?:\||\w\())", re.DOTALL)
_LONGEST = 20_000  # signs of a field that are read: nobody means more
_MAILBOX = re.compile(r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\D.*)?")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:\D.*)?")


class Refused(Exception):
    """A record from which nothing can be kept; the message says why in French."""


class LeftOut(NamedTuple):
    """A field that is not kept, and why (in French)."""

    field: str
    reason: str


class Published:
    """The fields of one record.

    `file_date` is the day of the whole file, for the records that have none of their own; `today` is when it is read, and
    nothing is dated after it. `left_out` grows as the fields are read.
    """

    def __init__(self, content: Mapping[str, Any], today: date, file_date: Optional[date] = None) -> None:
        self.content = content
        self.left_out: list[LeftOut] = []
        self._today = today
        self._file_date = file_date

    def of(self, content: Mapping[str, Any]) -> "Published":
        """Other fields of the same record."""
        other = Published(content, self._today, self._file_date)
        other.left_out = self.left_out
        return other

    def leave(self, field: str, reason: str) -> None:
        """Say that a field is not kept."""
        self.left_out.append(LeftOut(field, reason))

    def text(self, *names: str) -> Optional[str]:
        """The first of these fields that holds a text, on one line, without markup or what nobody can see."""
        return next((text for name in names if (text := self._safe(name, _one_line))), None)

    def paragraphs(self, *names: str) -> Optional[str]:
        """As `text`, line ends kept; an e-mail address is taken out, since it may be somebody's own."""
        found = next(((name, text) for name in names if (text := self._safe(name, _lines))), None)
        if found is None:
            return None
        name, text = found
        if _MAILBOX.search(text):
            self.leave(name, "un courriel y était écrit")
        return _MAILBOX.sub("[courriel retiré]", text)

    def words(self, *names: str, commas: bool = False) -> list[str]:
        """All values of these fields, each once: lists, JSON lists in a text, or between « | » or « ; » (or commas)."""
        found = [_word(value) for name in names for value in _several(self.content.get(name), commas)]
        return list(dict.fromkeys(value for value in found if value.lower() not in _NOTHING and not _FORMULA.match(value)))

    def known(self, field: str, allowed: Collection[str], *names: str) -> tuple[str, ...]:
        """The values of a list that are in a reference list; each of the others is said to be left out."""
        values = self.words(*names or (field,), commas=True)
        for value in values:
            if value not in allowed:
                self.leave(field, f"« {value[:60]} » n'est pas dans la liste du standard")
        return tuple(value for value in values if value in allowed)

    def mapped(self, field: str, values: Mapping[str, tuple[str, ...]], *names: str) -> tuple[str, ...]:
        """What the values of these fields mean in the standard, each once; what means nothing there is left out."""
        found: dict[str, None] = {}
        for value in self.words(*names or (field,), commas=True):
            meant = values.get(value, ())
            found |= dict.fromkeys(meant)
            if not meant:
                self.leave(field, f"« {value[:60]} » n'a pas d'équivalent dans le standard")
        return tuple(found)

    def number(self, name: str) -> Optional[float]:
        """A number, a decimal comma included."""
        value = self.content.get(name)
        if value is None or isinstance(value, bool) or str(value).strip().lower() in _NOTHING:
            return None
        try:
            number = float(str(value).strip().replace(",", "."))
        except ValueError:
            number = float("nan")
        if not isfinite(number):
            self.leave(name, "ce n'est pas un nombre")
            return None
        return number

    def day(self, *names: str) -> date:
        """The first of these days (« 2022-07-26 », « 15/03/2021 »), else that of the file. Raises Refused without any."""
        for name in names:
            if (day := _day(str(self.content.get(name) or ""))) is not None and day <= self._today:
                return day
        if self._file_date is None:
            raise Refused("la date de mise à jour manque ou n'existe pas, et le fichier n'en a pas non plus")
        return min(self._file_date, self._today)

    def is_past(self, name: str) -> bool:
        """Whether a day is given, and has come."""
        day = _day(str(self.content.get(name) or ""))
        return day is not None and day <= self._today

    def _safe(self, name: str, read: Callable[[str], str]) -> Optional[str]:
        value = self.content.get(name)
        if value is None or isinstance(value, (dict, list)):
            return None
        text = read(str(value)[:_LONGEST])
        if text.lower() in _NOTHING:
            return None
        if _FORMULA.match(text):
            self.leave(name, "ce texte commence comme une formule de tableur")
            return None
        return text


@lru_cache(maxsize=4096)
def _word(text: str) -> str:
    return clean(text)


def _one_line(text: str) -> str:
    return clean(_TAG.sub(" ", unescape(text)))


def _lines(text: str) -> str:
    lines = map(clean, _TAG.sub("\n", unescape(text)).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _several(value: Any, commas: bool) -> list[str]:
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            value = value.strip("[] ").replace('"', "")
    if isinstance(value, list):
        return [str(one) for one in value if isinstance(one, (str, int))]
    if not isinstance(value, str):
        return []
    return (_COMMAS if commas else _SEPARATORS).split(_TAG.sub(" ", unescape(value)) if "&" in value else value)


def _day(text: str) -> Optional[date]:
    if found := _ISO_DAY.fullmatch(text.strip()):
        year, month, day = found.groups()
    elif found := _FRENCH_DAY.fullmatch(text.strip()):
        day, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
