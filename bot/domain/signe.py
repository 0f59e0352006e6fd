"""The small language in which `knowledge/urgences.yml` says what distress sounds like, and its fast, bounded matching.

    <conjoint> <frapper>        two word families, in this order, at most two words between them
    <conjoint> .. peur          at most eight words between them
    <enfant> & seul             both in the message, in any order, at most forty words apart
    veux !plus mourir           no « plus » between « veux » and « mourir » (before the first word: in the three before)
    peur & !<ecole>             no word of that family within forty words
    (tue|frappe|met à la porte) one of these
    frapp*                      any word that begins so
    ^ secours $                 the beginning and the end of the message
"""
from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from bot.domain.lexique import Lexique, LexiqueError, Occurrences, Span

NEAR, FAR, TOGETHER, BEFORE = 2, 8, 40, 3
_PIECE = re.compile(r"\s*(?:(?P<far>\.\.)|(?P<no>!)?(?P<word><\w+>|\([^()]*\)|[\w'’-]+\*?|[$^]))")


class SigneError(ValueError):
    """A sign that cannot be read; the message is a French sentence for its author."""


@dataclass(frozen=True)
class Step:
    """One element of a sequence: at most `gap` words after the one before, none of `without` in between."""

    element: int
    gap: int
    without: tuple[int, ...] = ()


@dataclass(frozen=True)
class Suite:
    """Elements in order; `then_not` must not follow within three words."""

    steps: tuple[Step, ...]
    then_not: tuple[int, ...] = ()


@dataclass(frozen=True)
class Signe:
    """One sign as written, and what it asks of a message. `needed`: all the elements without which it cannot be there."""

    texte: str
    suites: tuple[Suite, ...]
    absent: tuple[int, ...]
    needed: frozenset[int]


def read_signe(text: str, lexique: Lexique) -> Signe:
    """The sign written in `text`, its words learnt by `lexique`. SigneError if it cannot be read."""
    try:
        parts = [_read_part(part.strip(), lexique) for part in text.split("&")]
    except LexiqueError as error:
        raise SigneError(str(error)) from error
    suites = tuple(part for part in parts if part.steps)
    if not suites:
        raise SigneError(f"Le signe « {text} » ne contient aucun mot à reconnaître.")
    absent = tuple(element for part in parts if not part.steps for element in part.then_not)
    return Signe(text, suites, absent, frozenset(step.element for suite in suites for step in suite.steps))


def _read_part(part: str, lexique: Lexique) -> Suite:
    """One side of « & ». Without any step, `then_not` holds what the whole message must not contain."""
    steps: list[Step] = []
    without: list[int] = []
    gap, place = NEAR, 0
    while place < len(part):
        piece = _PIECE.match(part, place)
        if not piece:
            raise SigneError(f"Je ne comprends pas « {part[place:]} » dans ce signe.")
        place = piece.end()
        if piece["far"]:
            gap = FAR
        elif piece["no"]:
            without.append(lexique.element(piece["word"]))
        else:
            steps.append(Step(lexique.element(piece["word"]), gap, tuple(without)))
            gap, without = NEAR, []
    return Suite(tuple(steps), tuple(without))


def matches(signe: Signe, occurrences: Occurrences, cancelled: Container[int] = ()) -> list[Span]:
    """The places where the sign's first part stands, with its other parts near enough and nothing unwanted near.

    `cancelled` are positions of words that an exception covers: nothing that touches one counts.
    """
    found: list[list[Span]] = []
    for suite in signe.suites:
        free = sorted(span for span in spans(suite, occurrences) if not any(at in cancelled for at in range(*span)))
        if not free:
            return []
        found.append(free)
    unwanted = [occurrences[element] for element in signe.absent if element in occurrences]
    return [span for span in found[0] if all(_near(span, part) for part in found[1:])
            and not any(_near(span, places) for places in unwanted)]


def spans(suite: Suite, occurrences: Occurrences) -> list[Span]:
    """Every place where the suite stands; its cost grows with the number of words, never faster."""
    first, *others = suite.steps
    ends = {end: start for start, end in occurrences.get(first.element, ())
            if not _any_between(first.without, start - BEFORE, start, occurrences)}
    for step in others:
        reached: dict[int, int] = {}
        for start, end in occurrences.get(step.element, ()):
            before = [ends[at] for at in range(start - step.gap, start + 1) if at in ends
                      and not _any_between(step.without, at, start, occurrences)]
            if before:
                reached[end] = max(reached.get(end, -1), *before)
        ends = reached
    return [(start, end) for end, start in ends.items()
            if not _any_between(suite.then_not, end, end + BEFORE, occurrences)]


def _any_between(elements: Iterable[int], start: int, end: int, occurrences: Occurrences) -> bool:
    for element in elements:
        places = occurrences.get(element, ())
        index = bisect_left(places, (start, -1))
        if index < len(places) and places[index][0] < end:
            return True
    return False


def _near(span: Span, places: Sequence[Span]) -> bool:
    """Whether one of `places` (sorted) begins at most TOGETHER words before `span` or after its end."""
    index = bisect_left(places, (span[0] - TOGETHER, -1))
    return index < len(places) and places[index][0] <= span[1] + TOGETHER
