"""One message's turn: what arrived, what was on offer, and what a short reply means."""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Mapping, Sequence

from bot.domain.answer import Answer, Choice
from bot.domain.booking_draft import BookingDraft
from bot.domain.normalisation import clean, fold

MAX_LENGTH = 2000
# The channel of what an agent asks for the person at the counter: nobody can be written to on it.
COUNTER = "bureau"
# How the out-of-scope labels of social subjects begin, as long as the town has written no fiche about them.
NO_FICHE = "sans-fiche-"

_ORDINALS = {
    "un": 1, "une": 1, "premier": 1, "premiere": 1, "1er": 1, "1ere": 1, "deux": 2, "deuxieme": 2, "second": 2,
    "seconde": 2, "2eme": 2, "2e": 2, "trois": 3, "troisieme": 3, "3eme": 3, "3e": 3, "quatre": 4, "quatrieme": 4,
    "cinq": 5, "cinquieme": 5, "six": 6, "sixieme": 6, "sept": 7, "huit": 8, "neuf": 9, "dernier": -1, "derniere": -1,
}
# What people put around « le 2 » without changing its meaning.
_AROUND = frozenset("""le la les l n no numero num choix reponse option proposition celui celle je j prends prend prefere
    veux voudrais choisis vais prendre pour ca c est ce sera svp stp sil s il vous te plait plai merci ok oui d accord bon
    bien alors donc en fait enfaite plutot finalement non et euh bonjour bjr voir montre montrez moi""".split())

_YES = frozenset(fold(w) for w in ("oui", "ouais", "oui oui", "ok", "okay", "d'accord", "dac", "yes", "c'est bon", "c bon",
                                   "parfait", "bien sûr", "vas-y", "allez-y", "je confirme", "oui merci", "oui svp"))
_NO = frozenset(fold(w) for w in ("non", "nan", "no", "nope", "non merci", "surtout pas", "pas du tout"))


@dataclass(frozen=True)
class IncomingMessage:
    """What a channel hands over. `id` is the channel's own, so that a repeated delivery is known.

    `button` is the token of a choice that was pressed (see `Turn`), instead of a text. `position` is where the person says
    they are, (latitude, longitude) in degrees: used for one answer, kept nowhere. `origin` is the network address that a
    page calls from: it tells who asks too much, and is kept nowhere either.
    """

    channel: str
    address: str
    text: str
    id: str | None = None
    button: str | None = None
    position: tuple[float, float] | None = None
    origin: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Turn:
    """A message that has been admitted: what the dialogue engine may see of it, and nothing more.

    `text` is redacted free text, or a payload of our own when `is_payload`. `awaiting` is what a booking waits for. `note`
    is what must be said before the answer (a key of `messages.yml`). `memory` is what the engine remembers of the turns
    before: its own names and values, nothing that was said.
    """

    id: int
    conversation: str
    channel: str
    text: str
    is_payload: bool = False
    awaiting: str | None = None
    note: str | None = None
    memory: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Conversation:
    """What is remembered between two messages: the choices shown last, the booking under way, the engine's memory."""

    id: str
    channel: str
    choices: tuple[Choice, ...] = ()
    draft: BookingDraft | None = None
    is_new: bool = False
    memory: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Understood:
    """What the language side made of a message; the shape that `python -m bot understand` prints."""

    intent: str | None = None
    fiche: str | None = None
    rubrique: str | None = None
    confidence: float = 0.0
    decision: str = "unsure"
    ranking: Sequence[tuple[str, float]] = field(default_factory=tuple)
    urgence: str | None = None

    def likely(self, share: float) -> list[str]:
        """The labels whose probability is at least `share`, likeliest first."""
        return [label for label, probability in self.ranking if probability >= share]

    def to_dict(self) -> dict[str, Any]:
        return {"intent": self.intent, "fiche": self.fiche, "rubrique": self.rubrique,
                "confidence": round(self.confidence, 4), "decision": self.decision,
                "ranking": [[label, round(p, 4)] for label, p in self.ranking], "urgence": self.urgence}

    @classmethod
    def from_dict(cls, shape: Mapping[str, Any]) -> "Understood":
        ranking = tuple((label, float(p)) for label, p in shape.get("ranking", ()))
        return cls(shape.get("intent"), shape.get("fiche"), shape.get("rubrique"), float(shape.get("confidence") or 0),
                   shape.get("decision") or "unsure", ranking, shape.get("urgence"))


def as_free_text(text: str) -> str:
    """What a person typed, made unable to pass for a payload: Rasa reads « /intent{…} » as an order."""
    return re.sub(r"^[/\s]+", "", clean(text)).replace("{", "(").replace("}", ")")


def chosen_rank(text: str) -> int | None:
    """The number that a short reply picks (« 2. », « le deuxième svp », « enfaite le 1 »), -1 for the last, or None."""
    words = re.findall(r"[a-z0-9]+", fold(text))
    ranks = [_ORDINALS.get(w, int(w) if w.isdigit() and len(w) == 1 else None) for w in words]
    picked = [r for r in ranks if r is not None]
    others = [w for w, r in zip(words, ranks) if r is None]
    return picked[0] if len(picked) == 1 and picked[0] != 0 and all(w in _AROUND for w in others) else None


def chosen(text: str, choices: Sequence[Choice]) -> Choice | None:
    """The choice that a reply takes, by its number or by its words, or None if it is something else."""
    rank = chosen_rank(text)
    if rank is not None:
        position = rank - 1 if rank > 0 else len(choices) - 1
        return choices[position] if 0 <= position < len(choices) else None
    short = fold(text).strip(" .!")
    for words, opening in ((_YES, "oui"), (_NO, "non")):
        if short in words:
            meant = [c for c in choices if re.match(rf"{opening}\b", fold(c.label))]
            return meant[0] if len(meant) == 1 else None
    said = _words(text)
    # « d'autres » takes « D'autres lieux ».
    named = [c for c in choices if said and said == _words(c.label)[:len(said)]]
    return named[0] if len(named) == 1 else None


def _words(text: str) -> list[str]:
    return [w for w in re.findall(r"[a-z0-9]+", fold(text)) if w not in _AROUND]


@dataclass(frozen=True)
class Reply:
    """What a dialogue engine makes of a turn: the answers, and what it understood (None: it was not asked).

    `memory` is what it wants to remember (None: what it remembered before).
    """

    answers: tuple[Answer, ...]
    understood: Understood | None = None
    memory: Mapping[str, Any] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Sent:
    """An answer as it was kept: `id` names it for good, so that its buttons can be recognised later."""

    id: int
    answer: Answer
