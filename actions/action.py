"""What our actions share: from Rasa's tracker to our own words, and an Answer back."""
from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any, ClassVar, Mapping

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.bootstrap import Services
from bot.bootstrap import services as shared_services
from bot.domain.answer import Answer
from bot.domain.conversation import Understood
from bot.domain.wish import Wish


@dataclass(frozen=True)
class Asked:
    """What Rasa understood. `text` is redacted; `entities` has the last value of each name."""

    conversation: str
    channel: str
    text: str
    intent: str
    entities: Mapping[str, Any]
    slots: Mapping[str, Any]
    understood: Understood

    @classmethod
    def of(cls, tracker: Tracker) -> "Asked":
        latest = tracker.latest_message
        entities = {e["entity"]: e["value"] for e in latest.get("entities") or ()}
        return cls(tracker.sender_id, tracker.get_latest_input_channel() or "", latest.get("text") or "",
                   (latest.get("intent") or {}).get("name") or "", entities, tracker.current_slot_values(),
                   Understood.from_dict(latest.get("understood") or {}))

    @property
    def wish(self) -> Wish | None:
        moment = self.entities.get("moment")
        return Wish.from_dict(moment) if moment else None


@dataclass(frozen=True)
class Said:
    """An answer, and what the thread of the conversation remembers of it (slot → value)."""

    answer: Answer
    remember: Mapping[str, Any] = field(default_factory=dict)


class RepereAction(Action, ABC):
    """One action. Errors are not caught here: the relay apologises, because silence is never an answer."""

    action_name: ClassVar[str]

    def __init__(self, services: Services | None = None) -> None:
        self._services = services

    @property
    def services(self) -> Services:
        return self._services or shared_services()

    def name(self) -> str:
        return self.action_name

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[Any]:
        # In a thread: the services read the database, and every other conversation shares this event loop.
        said = await asyncio.to_thread(self.answer, Asked.of(tracker))
        dispatcher.utter_message(json_message=said.answer.to_dict())
        return [SlotSet(slot, value) for slot, value in said.remember.items()]

    @abstractmethod
    def answer(self, asked: Asked) -> Said:
        """What to say, from one call to a service."""
