"""Rasa, inside this process: the only file that imports it.

Rasa decides what was asked. Its memory comes and goes with the turn: slots and nothing else, so that a turn costs the same
at the three-hundredth message as at the first, and no sentence of anybody stays in a tracker.
"""
from __future__ import annotations

import asyncio
import json
import logging
from contextlib import asynccontextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any, AsyncIterator, Iterable
from weakref import WeakValueDictionary

from rasa.core.actions.action import RemoteAction
from rasa.core.actions.constants import SELECTIVE_DOMAIN
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.lock_store import LockStore
from rasa.core.tracker_store import TrackerStore
from rasa.exceptions import ModelNotFound
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa.utils.log_utils import configure_structlog
from rasa_sdk.executor import ActionExecutor

from bot.domain.answer import Answer
from bot.domain.conversation import Reply, Turn, Understood
from bot.domain.errors import DialogueUnavailable, StorageUnavailable
from bot.services.ports import Clock

logger = logging.getLogger(__name__)

# Rasa looks for the class of every event among all subclasses, each time it replays one.
Event.resolve_by_type = staticmethod(lru_cache(maxsize=None)(Event.resolve_by_type))  # type: ignore[method-assign]
# It also checks the JSON schema of action results, itself, against the schema of schemas, at every action: two thirds of
# a turn. That guards against foreign action servers; our actions run here, typed, and their events are read strictly.
RemoteAction._validate_action_result = lambda self, result: True  # type: ignore[method-assign]


class SlotsOfTheTurn(TrackerStore):
    """Gives a tracker that has just begun with the slots of the turn under way, and takes them back from it."""

    def __init__(self) -> None:
        super().__init__(None, None)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker:
        memory = [SlotSet(name, value) for name, value in _slots.get().items()]
        events = [ActionExecuted("action_session_start"), SessionStarted(), *memory, ActionExecuted("action_listen")]
        return DialogueStateTracker.from_events(sender_id, events, slots=self.domain.slots, domain=self.domain)

    async def save(self, tracker: DialogueStateTracker) -> None:
        slots = _slots.get()
        slots.clear()
        slots.update((name, value) for name, value in tracker.current_slot_values().items()
                     if name in _OUR_SLOTS and value is not None)

    async def keys(self) -> Iterable[str]:
        return ()


_slots: ContextVar[dict[str, Any]] = ContextVar("slots of the turn under way")
_OUR_SLOTS = frozenset({"fiche", "rubrique", "commune", "besoin", "decalage", "criteres", "lieux"})


class OneAtATime(LockStore):
    """One message of a conversation after the other, without Rasa's one-second waits."""

    def __init__(self) -> None:
        # A lock lives as long as somebody holds it or waits for it.
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def lock(self, conversation_id: str, lock_lifetime: float = 60,  # type: ignore[override]
                   wait_time_in_seconds: float = 1) -> AsyncIterator[None]:
        lock = self._locks.setdefault(conversation_id, asyncio.Lock())
        async with lock:
            yield


class ActionsHere(EndpointConfig):
    """Calls custom actions as functions of this process instead of an HTTP server."""

    def __init__(self, executor: ActionExecutor) -> None:
        # The whole domain would be written out, copied and read at each turn; no action of ours asks for it.
        super().__init__(url="inprocess://actions", **{SELECTIVE_DOMAIN: True})
        self._executor = executor

    async def request(self, method: str = "post", subpath: str | None = None, content_type: str | None = None,
                      compress: bool = False, **kwargs: Any) -> Any:
        # The tracker is copied: an action must not be able to change Rasa's own objects.
        call = json.loads(json.dumps(kwargs["json"]))
        try:
            return json.loads(json.dumps(await self._executor.run(call)))
        except Exception as error:
            # Rasa survives this class of error only; any other would lose the whole turn without a word.
            if not isinstance(error, StorageUnavailable):  # the database says so in the log
                logger.exception("action %s failed in conversation %s", call["next_action"], call["sender_id"])
            raise ClientResponseError(500, "action failed", json.dumps({"action_name": call["next_action"]})) from error


class _Answers(OutputChannel):
    """Collects what actions said; Rasa's own texts count as answers too."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []

    @classmethod
    def name(cls) -> str:
        return "repere"

    async def send_custom_json(self, recipient_id: str, json_message: dict[str, Any], **kwargs: Any) -> None:
        self.answers.append(Answer.from_dict(json_message))

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        self.answers.append(Answer(text))


class RasaDialogue:
    """Asks Rasa. Until `load` has returned, and if it failed, DialogueUnavailable."""

    def __init__(self, model: Path, executor: ActionExecutor, clock: Clock) -> None:
        self._model = model
        self._executor = executor
        self._store = SlotsOfTheTurn()
        self._clock = clock
        self._agent: Agent | None = None

    @property
    def is_ready(self) -> bool:
        return self._agent is not None

    def load(self) -> None:
        """Load the model (seconds). FileNotFoundError if it is not there."""
        configure_structlog(logging.WARNING)
        model = self._model
        try:
            agent = Agent.load(str(model), tracker_store=self._store, lock_store=OneAtATime(),
                               action_endpoint=ActionsHere(self._executor))
        except ModelNotFound as missing:
            raise FileNotFoundError(str(model)) from missing
        self._store.domain = agent.domain
        # One sentence now: a model that cannot read fails here, and nobody waits for espeak-ng's first word.
        parsed = asyncio.run(agent.parse_message("bonjour"))
        if not parsed["intent"]["name"]:
            raise RuntimeError(f"{model.name} understands nothing: train it again")
        self._agent = agent

    async def understand(self, text: str) -> Understood:
        """What a sentence means by itself, without any conversation."""
        parsed = await self._ready().processor.parse_message(self._message(Turn(0, "", "", text), _Answers()))
        return Understood.from_dict(parsed.get("understood") or {})

    async def ask(self, turn: Turn) -> Reply:
        agent, channel, slots = self._ready(), _Answers(), dict(turn.memory)
        _slots.set(slots)
        message, understood = self._message(turn, channel), None
        if not turn.is_payload:
            tracker = await self._store.retrieve(turn.conversation)
            message.parse_data = await agent.processor.parse_message(message, tracker)
            understood = Understood.from_dict(message.parse_data.get("understood") or {})
        await agent.handle_message(message)
        return Reply(tuple(channel.answers), understood, slots)

    def _ready(self) -> Agent:
        if self._agent is None:
            raise DialogueUnavailable
        return self._agent

    def _message(self, turn: Turn, channel: OutputChannel) -> UserMessage:
        metadata = {"awaiting": turn.awaiting, "now": self._clock.now().isoformat()}
        return UserMessage(turn.text, channel, turn.conversation, input_channel=turn.channel, metadata=metadata)
