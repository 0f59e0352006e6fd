"""The exam that a model passes before it answers people: sentences that are never taught, the same for both."""
from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Protocol, Sequence

from bot.adapters.compile_nlu import Example, witnesses
from bot.domain.conversation import Understood, as_free_text
from bot.nlu.labels import FICHE, OUT_OF_SCOPE, family, outward

SENTENCES = 200
MARGIN = 0.02  # of the sentences: less is chance


class Reader(Protocol):
    async def understand(self, text: str) -> Understood: ...


def sentences(root: Path) -> list[Example]:
    """The same ones each time, from the whole of the témoins."""
    every = list(witnesses(root))
    return every[::max(1, len(every) // SENTENCES)][:SENTENCES]


async def score(reader: Reader, asked: Sequence[Example]) -> float:
    """The share that is understood, 1 if nothing is asked. Between two sentences everybody else has a turn."""
    right = 0
    for one in asked:
        right += _is_right(one.label, await reader.understand(as_free_text(one.text)))
        await asyncio.sleep(0)
    return right / len(asked) if asked else 1.0


def _is_right(label: str, understood: Understood) -> bool:
    """As `bot.nlu.evaluation` counts: the likeliest is the right one, or distress was put first."""
    if family(label) not in (FICHE, OUT_OF_SCOPE):
        return understood.intent == family(label)
    return bool(understood.ranking) and understood.ranking[0][0] == outward(label)
