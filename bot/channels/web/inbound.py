"""What the widget sends, read strictly: JSON objects of four kinds, or BadRequest with a French sentence."""
from __future__ import annotations

import json
import re
from dataclasses import dataclass
from math import inf
from typing import Any

from bot.domain.conversation import IncomingMessage

CHANNEL = "web"
MAX_BYTES = 64 * 1024
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22,64}")
_LARGEST_ANSWER = 2**63 - 1
_ID = re.compile(r"[A-Za-z0-9-]{1,64}")


class BadRequest(Exception):
    """What was sent cannot be read; the message is for the person, `status` for the protocol."""

    def __init__(self, message: str, status: int = 400, id_: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.id = id_


@dataclass(frozen=True)
class Request:
    """One object from the widget. `type` is hello, message, feedback or erase; `token` is the secret of one thread.

    Feedback says whether the answer of that number `helped`.
    """

    type: str
    token: str | None
    id: str | None = None
    text: str = ""
    button: str | None = None
    position: tuple[float, float] | None = None
    answer: int = 0
    helped: bool = False

    def to_message(self, token: str, origin: str) -> IncomingMessage:
        """`origin`: the network address that the page calls from."""
        return IncomingMessage(CHANNEL, token, self.text, self.id, self.button, self.position, origin)


def parse(raw: str | bytes) -> Request:
    """BadRequest when `raw` is too long, not JSON, or not one of our objects."""
    if len(raw) > MAX_BYTES:
        raise BadRequest("Votre message est trop long. Écrivez votre question en une ou deux phrases.", 413)
    try:
        shape = json.loads(raw)
    except (ValueError, RecursionError):
        raise BadRequest("Je n'ai pas pu lire ce message. Rechargez la page et recommencez.") from None
    if not isinstance(shape, dict) or shape.get("type") not in ("hello", "message", "feedback", "erase"):
        raise BadRequest("Je n'ai pas pu lire ce message. Rechargez la page et recommencez.")
    id_ = _optional(shape, "id", _ID)
    token = _optional(shape, "token", _TOKEN, id_)
    if shape["type"] == "message":
        return _message(shape, token, id_)
    return _feedback(shape, token) if shape["type"] == "feedback" else Request(shape["type"], token)


def _message(shape: dict[str, Any], token: str | None, id_: str | None) -> Request:
    text, button = shape.get("text", ""), shape.get("button")
    if not isinstance(text, str) or not (button is None or isinstance(button, str)):
        raise BadRequest("Je n'ai pas pu lire ce message. Écrivez-le de nouveau.", id_=id_)
    return Request("message", token, id_, text, button, _position(shape.get("position"), id_))


def _feedback(shape: dict[str, Any], token: str | None) -> Request:
    answer, helped = shape.get("answer"), shape.get("helped")
    # To Python, true is a whole number too.
    if type(answer) is not int or not 0 < answer <= _LARGEST_ANSWER or not isinstance(helped, bool):
        raise BadRequest("Je n'ai pas pu lire votre avis. Rechargez la page et recommencez.")
    return Request("feedback", token, answer=answer, helped=helped)


def _position(written: Any, id_: str | None) -> tuple[float, float] | None:
    if written is None:
        return None
    try:
        latitude, longitude = float(written["latitude"]), float(written["longitude"])
    except (TypeError, KeyError, ValueError):
        latitude = longitude = inf
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise BadRequest("Je n'ai pas compris où vous êtes. Écrivez le nom de votre commune.", id_=id_)
    return latitude, longitude


def _optional(shape: dict[str, Any], key: str, pattern: re.Pattern[str], id_: str | None = None) -> str | None:
    value = shape.get(key)
    if value is not None and not (isinstance(value, str) and pattern.fullmatch(value)):
        raise BadRequest("Je n'ai pas pu lire ce message. Rechargez la page et recommencez.", id_=id_)
    return value
