"""Rules of recurrence in French, as a desk reads them and as an agent types them: « un mardi sur deux »."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from dateutil.rrule import DAILY, MONTHLY, WEEKLY

from bot.adapters.recurrence_rule import DAYS, Rhythm, RuleError, first_occurrence, read_rule
from bot.domain.french import JOURS, MONTH_NUMBERS, say_date, say_list
from bot.domain.normalisation import fold
from bot.domain.typed_time import existing_day

_TIMES = ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
_SAID_ORDINALS = {-1: "le dernier", -2: "l'avant-dernier", 1: "le 1er", 2: "le 2e", 3: "le 3e", 4: "le 4e", 5: "le 5e"}
_ORDINALS = {"premier": 1, "deuxieme": 2, "second": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5, "dernier": -1,
             "avant-dernier": -2}
_LAST_DAY = 31  # of the longest month
_FORTNIGHT = 2  # weeks
_LONGEST = 255  # characters typed

_D = rf"(?:{'|'.join(JOURS)})s?"
_N = rf"({'|'.join(_TIMES)}|[1-9]\d|[2-9])"
_AND = r"(?:,? et |, ?)(?:(?:chaque|tous les|les|le) )?"
_EACH_DAY = r"(?:chaque jour|tous les jours)"
_SOME_DAYS = re.compile(rf"(?:(?:chaque|tous les|les|le) )?{_D}(?:{_AND}{_D})*")
_SPAN = re.compile(rf"(?:{_EACH_DAY},? )?d[ue] ({_D}) (?:au|a) ({_D})")
_WORKING_DAYS = re.compile(r"(?:tous les |chaque |les )?jours? ouvres?|en semaine")
_ONE_DAY_IN = re.compile(rf"un jour sur {_N}|tous les (deux|trois|[23]) jours")  # « quinze jours » are two weeks
_ONE_IN = re.compile(rf"un (.+) sur {_N}")
_WEEKS = (rf"(?:une semaine sur {_N}|toutes les {_N} semaines|tous les (?:15|quinze) jours"
          r"|(chaque semaine|toutes les semaines))")
_WEEKS_FIRST, _WEEKS_LAST = re.compile(rf"{_WEEKS}(?:,? (.+))?"), re.compile(rf"(.+?),? {_WEEKS}")
_MONTH = re.compile(rf"(?:(.+) (?:du|de chaque) mois|(?:chaque mois|tous les mois),? (.+?))(?:,? un mois sur {_N})?")
_NUMBER = re.compile(r"(\d\d?)(?:ers?|es?|emes?|nds?)?")
_SAID_END = re.compile(r"(.+?),? (?:jusqu'au (.+)|([1-9]\d{0,2}) fois)")
_SAID_DATE = re.compile(rf"(\d\d?)(?:er)?[ /.-](\d\d?|{'|'.join(MONTH_NUMBERS)})(?:[ /.-](\d{{4}}|\d\d))?(?: inclus)?")


def say_rule(rule: str | None, first_day: date) -> str:
    """« chaque mardi et jeudi, jusqu'au 30 juin 2027 »; « selon la règle FREQ=… » for one that has no simple name.

    None is what happens once, on `first_day`.
    """
    if rule is None:
        return f"le {JOURS[first_day.weekday()]} {say_date(first_day)}"
    try:
        read = read_rule(rule)
    except RuleError:
        return f"selon la règle {rule}"
    begins, said = first_occurrence(read, first_day), _said_rhythm(read.rhythm.completed(first_day))
    if said is None or begins is None:
        return f"selon la règle {rule}"
    times = f", {read.count} fois" if read.count else ""
    since = f", à partir du {say_date(begins)}" if read.count or read.rhythm.interval > 1 else ""
    until = f", jusqu'au {say_date(read.last_day)}" if read.last_day else ""
    return said + times + since + until


def rule_from_french(text: str) -> str | None:
    """The rule of what an agent types, None if it is not understood.

    ValueError, with a French sentence, for a day that does not exist (« jusqu'au 31 février 2027 »), or for an end without
    its year.
    """
    if len(text) > _LONGEST:
        return None
    said, end = fold(text).rstrip(" ."), ""
    if match := _SAID_END.fullmatch(said):
        said = match[1]
        last_day = _last_day(match[2]) if match[2] else None
        if last_day is None and match[3] is None:
            return None
        end = f";UNTIL={last_day:%Y%m%d}" if last_day else f";COUNT={int(match[3])}"
    rule = _daily(said) or _weekly(said) or _monthly(said)
    return rule and rule + end


def _said_rhythm(rhythm: Rhythm) -> str | None:
    by = dict(rhythm.by)
    if rhythm.frequency == DAILY and not by:
        return "chaque jour" if rhythm.interval == 1 else f"un jour sur {_said_times(rhythm.interval)}"
    if rhythm.frequency == WEEKLY and by.keys() == {"byweekday"}:
        return _said_week([day.weekday for day in by["byweekday"]], rhythm.interval)
    if rhythm.frequency == MONTHLY and by.keys() in ({"byweekday"}, {"bymonthday"}):
        days = _said_weekdays(by["byweekday"]) if "byweekday" in by else _said_days(by["bymonthday"])
        return days and days + (f", un mois sur {_said_times(rhythm.interval)}" if rhythm.interval > 1 else "")
    return None


def _said_times(interval: int) -> str:
    return dict(enumerate(_TIMES, 2)).get(interval, str(interval))


def _said_week(days: Sequence[int], interval: int) -> str:
    names = [JOURS[day] for day in days]
    is_span = len(days) > 2 and days[-1] - days[0] == len(days) - 1
    span = "chaque jour" if len(days) == len(JOURS) else f"du {names[0]} au {names[-1]}"
    if interval == 1:
        return span if is_span else f"chaque {say_list(names)}"
    if len(days) == 1:
        return f"un {names[0]} sur {_said_times(interval)}"
    return f"une semaine sur {_said_times(interval)}, {span if is_span else say_list([f'le {name}' for name in names])}"


def _said_weekdays(days: Iterable[Any]) -> str | None:
    """« le 1er et le 3e mardi du mois », « le 1er lundi et le dernier vendredi du mois »."""
    by_day: dict[int, list[str]] = {}
    for day in sorted(days, key=lambda day: (day.weekday, (day.n or 0) < 0, day.n or 0)):
        if day.n not in _SAID_ORDINALS:
            return None
        by_day.setdefault(day.weekday, []).append(_SAID_ORDINALS[day.n])
    return f"{say_list([f'{say_list(ordinals)} {JOURS[day]}' for day, ordinals in by_day.items()])} du mois"


def _said_days(days: Iterable[int]) -> str | None:
    """« le 1er et le 15 du mois », « le dernier jour du mois »."""
    if min(days) < min(_SAID_ORDINALS):
        return None
    said = [f"{_SAID_ORDINALS[day]} jour" if day < 0 else f"le {'1er' if day == 1 else day}"
            for day in sorted(days, key=lambda day: (day < 0, day))]
    return f"{say_list(said)} du mois"


def _daily(said: str) -> str | None:
    if re.fullmatch(_EACH_DAY, said):
        return "FREQ=DAILY"
    match = _ONE_DAY_IN.fullmatch(said)
    return f"FREQ=DAILY;INTERVAL={_read_times(match[1] or match[2])}" if match else None


def _weekly(said: str) -> str | None:
    if match := _ONE_IN.fullmatch(said):
        return _week(match[1].replace(" un ", " "), _read_times(match[2]))
    if match := _WEEKS_FIRST.fullmatch(said):
        return _week(match[4], _weeks(match[1] or match[2], match[3]))
    if match := _WEEKS_LAST.fullmatch(said):
        return _week(match[1], _weeks(match[2] or match[3], match[4]))
    return _week(said, 1)


def _weeks(times: str | None, every: str | None) -> int:
    return 1 if every else _read_times(times) if times else _FORTNIGHT


def _week(said: str | None, interval: int) -> str | None:
    rule = "FREQ=WEEKLY" + (f";INTERVAL={interval}" if interval != 1 else "")
    if said is None:
        return rule
    kept, _, left_out = said.partition(" sauf ")
    days = _read_days(kept.rstrip(","))
    if left_out:
        days -= _read_days(left_out) or days
    return f"{rule};BYDAY={','.join(DAYS[day] for day in sorted(days))}" if days else None


def _read_days(said: str) -> set[int]:
    """Days of the week, Monday being 0; none if it is not understood."""
    if re.fullmatch(_EACH_DAY, said):
        return set(range(len(JOURS)))
    if _WORKING_DAYS.fullmatch(said):
        return set(range(JOURS.index("samedi")))
    if match := _SPAN.fullmatch(said):
        first, last = (JOURS.index(name.rstrip("s")) for name in match.groups())
        return {day % len(JOURS) for day in range(first, last + 1 if first <= last else last + 1 + len(JOURS))}
    if _SOME_DAYS.fullmatch(said):
        return {day for day, name in enumerate(JOURS) if re.search(name, said)}
    return set()


def _monthly(said: str) -> str | None:
    match = _MONTH.fullmatch(said)
    if match is None:
        return None
    days = _read_month_days(match[1] or match[2])
    return days and f"FREQ=MONTHLY{f';INTERVAL={_read_times(match[3])}' if match[3] else ''};{days}"


def _read_month_days(said: str) -> str | None:
    """BYDAY or BYMONTHDAY of « le 1er et le 3e mardi », « le 15 », « le dernier jour »."""
    waiting: list[int] = []
    weekdays: list[tuple[int, str]] = []
    month_days: list[int] = []
    for word in re.sub(r"\b(?:les?|et|chaque|tous)\b|l'|,", " ", said).split():
        if (ordinal := _read_ordinal(word)) is not None:
            waiting.append(ordinal)
        elif waiting and word.rstrip("s") in JOURS:
            weekdays += [(number, DAYS[JOURS.index(word.rstrip("s"))]) for number in waiting]
            waiting = []
        elif waiting and word == "jour":
            month_days += waiting
            waiting = []
        else:
            return None
    month_days += waiting
    if not month_days:
        is_right = weekdays and all(number in _SAID_ORDINALS for number, _ in weekdays)
        return f"BYDAY={','.join(f'{number}{day}' for number, day in weekdays)}" if is_right else None
    if weekdays:
        return None
    if 0 in month_days or max(month_days) > _LAST_DAY:
        raise RuleError(f"Aucun mois n'a de {max(month_days)} : choisissez un jour de 1 à {_LAST_DAY}.")
    return f"BYMONTHDAY={','.join(map(str, month_days))}"


def _read_ordinal(word: str) -> int | None:
    match = _NUMBER.fullmatch(word)
    return int(match[1]) if match else _ORDINALS.get(word.rstrip("s"))


def _read_times(said: str) -> int:
    return int(said) if said.isdecimal() else _TIMES.index(said) + 2


def _last_day(said: str) -> date | None:
    match = _SAID_DATE.fullmatch(said)
    if match is None:
        return None
    month = MONTH_NUMBERS.get(match[2]) or int(match[2])
    if match[3] is None:
        raise RuleError("L'année de la date de fin manque : écrivez par exemple « jusqu'au 30 juin 2027 ».")
    return existing_day(int(match[3]) + (2000 if len(match[3]) == 2 else 0), month, int(match[1]))
