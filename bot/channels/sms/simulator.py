"""Telephones that do not exist, for a page of our own: what they sent and received, with what each SMS would cost."""
from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from itertools import count

from bot.channels.sms.gsm7 import segments
from bot.domain.errors import NotSent
from bot.domain.mobile import is_made_up

_MOST_TELEPHONES, _MOST_MESSAGES = 500, 200


@dataclass(frozen=True)
class Bubble:
    """One message on a screen. `id` grows; `cents` is what it cost us, nothing for what a person sends."""

    id: int
    is_ours: bool
    text: str
    segments: int
    cents: float
    reference: str


@dataclass
class _Telephone:
    bubbles: list[Bubble] = field(default_factory=list)
    spent_segments: int = 0
    told: int = 0  # the last bubble that was said to have arrived

    def show(self, bubble: Bubble) -> None:
        self.bubbles = [*self.bubbles, bubble][-_MOST_MESSAGES:]
        self.spent_segments += bubble.segments if bubble.is_ours else 0


class Simulator:
    """Only reaches numbers that nobody has: behind any other, somebody would read what is sent to someone else.

    Kept in this process only, and forgotten with it; the telephones unused for longest are forgotten first.
    """

    carries_links = True

    def __init__(self, unit_price_cents: float) -> None:
        self._price = unit_price_cents
        self._telephones: OrderedDict[str, _Telephone] = OrderedDict()
        self._numbers = count(1)

    async def send(self, number: str, text: str, key: str) -> str | None:
        if not is_made_up(number):
            raise NotSent("the simulator only reaches numbers that nobody has", permanent=True)
        return self._show(number, text, True, secrets.token_hex(16)).reference

    def wrote(self, number: str, text: str, identifier: str) -> bool:
        """A person wrote on a telephone; whether it is new."""
        if any(bubble.reference == identifier for bubble in self._telephone(number).bubbles):
            return False
        self._show(number, text, False, identifier)
        return True

    def after(self, number: str, last: int) -> list[Bubble]:
        """What a screen that shows everything up to `last` does not show yet."""
        return [bubble for bubble in self._telephone(number).bubbles if bubble.id > last]

    def arrived(self, number: str, last: int) -> list[str]:
        """The references of ours up to `last`, each given once: a screen has shown them."""
        telephone = self._telephone(number)
        told, telephone.told = telephone.told, max(telephone.told, last)
        return [bubble.reference for bubble in telephone.bubbles if bubble.is_ours and told < bubble.id <= last]

    def spent(self, number: str) -> tuple[int, float]:
        """(segments, cents) of all that this telephone was sent."""
        sent = self._telephone(number).spent_segments
        return sent, sent * self._price

    def _show(self, number: str, text: str, is_ours: bool, reference: str) -> Bubble:
        parts = segments(text)
        bubble = Bubble(next(self._numbers), is_ours, text, parts, parts * self._price if is_ours else 0, reference)
        self._telephone(number).show(bubble)
        return bubble

    def _telephone(self, number: str) -> _Telephone:
        telephone = self._telephones.setdefault(number, _Telephone())
        self._telephones.move_to_end(number)
        if len(self._telephones) > _MOST_TELEPHONES:
            self._telephones.popitem(last=False)
        return telephone
