"""Rasa's hand: one action, one call to a service, one Answer."""
from __future__ import annotations

from rasa_sdk.executor import ActionExecutor

from actions import answering, appointments, directory, personal_data
from actions.action import RepereAction
from bot.bootstrap import Services

_ALL: tuple[type[RepereAction], ...] = (
    *answering.ACTIONS, *directory.ACTIONS, *appointments.ACTIONS, *personal_data.ACTIONS,
)


def executor(services: Services) -> ActionExecutor:
    """All actions, ready to be called by name in this process."""
    made = ActionExecutor()
    for action in _ALL:
        made.register_action(action(services))
    return made
