"""What Telegram sends, and what it asks of us: a message to answer, or a sentence that the channel says by itself.

Source: https://core.telegram.org/bots/api#update. The library reads the shape; what it does not check is checked here.
"""
from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus, ChatType, MessageType, UpdateType
from telegram.helpers import effective_message_type

from bot.domain.answer import POSITION
from bot.domain.conversation import IncomingMessage

CHANNEL = "telegram"
# What we ask Telegram to tell us; nothing else is ever read.
UPDATES = (UpdateType.MESSAGE, UpdateType.EDITED_MESSAGE, UpdateType.CALLBACK_QUERY, UpdateType.MY_CHAT_MEMBER)

_COMMAND = re.compile(r"/(\w+)(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
# What a person would say instead; any other command is said without its slash.
_SAID = {"aide": "mode d'emploi", "help": "mode d'emploi", "rdv": "je veux un rendez-vous",
         "effacer": "effacer mes données", "humain": "humain", "donnees": "mes données",
         "mesdonnees": "mes données"}
_SOUND = (MessageType.VOICE, MessageType.AUDIO, MessageType.VIDEO_NOTE)
_IMAGE = (MessageType.PHOTO, MessageType.LIVE_PHOTO, MessageType.VIDEO, MessageType.ANIMATION)
_OTHER = (MessageType.STICKER, MessageType.CONTACT, MessageType.POLL, MessageType.DICE, MessageType.GAME, MessageType.STORY,
          MessageType.CHECKLIST, MessageType.PAID_MEDIA, MessageType.INVOICE, None)
_INSTEAD: dict[str | None, str] = {
    **dict.fromkeys(_SOUND, "telegram_voix"), **dict.fromkeys(_IMAGE, "telegram_image"),
    MessageType.DOCUMENT: "telegram_fichier", **dict.fromkeys(_OTHER, "telegram_autre")}
_PRESENT = (ChatMemberStatus.MEMBER, ChatMemberStatus.RESTRICTED, ChatMemberStatus.ADMINISTRATOR)
_ESSENTIAL = ("message_id", "from", "chat", "date", "text", "caption")
_MALFORMED = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)


class Unreadable(Exception):
    """Not an update in the documented shape; the message holds nothing of what was sent."""


@dataclass(frozen=True)
class Press:
    """A button that was pressed: its query must be answered. `message` holds the keyboard to take away, if any."""

    query: str
    message: int | None = None


@dataclass(frozen=True)
class Received:
    """What one update asks of us. `key` is the same for the same thing: one update, or all the photos of an album.

    `message` is for the dialogue. `says` is the key of a sentence of `messages.yml` that the channel says by itself, with
    the button that tells where one is when `asks_position`; then it leaves the chat, if it `leaves`.
    """

    key: str
    chat: int
    message: IncomingMessage | None = None
    says: str | None = None
    press: Press | None = None
    asks_position: bool = False
    leaves: bool = False


def parse(raw: bytes) -> Received | None:
    """The body of a webhook. Raises Unreadable."""
    try:
        shape = json.loads(raw.decode("utf-8"))
    except _MALFORMED as error:
        raise Unreadable(type(error).__name__) from None
    return read(shape)


def read(shape: Any) -> Received | None:
    """One update; None if nothing is to be done. Raises Unreadable."""
    try:
        return _read(_update(shape))
    except _MALFORMED as error:
        raise Unreadable(type(error).__name__) from None


def number(shape: Any) -> int:
    """The number of an update, even of one that cannot be read otherwise. Raises Unreadable."""
    try:
        return _whole(shape["update_id"])
    except _MALFORMED as error:
        raise Unreadable(type(error).__name__) from None


def _update(shape: Any) -> Update:
    """What the library makes of it. Beside what it does not know yet (a new kind of poll), words are heard all the same."""
    try:
        return Update.de_json(shape, None)
    except _MALFORMED:
        pressed = {"callback_query": {**shape["callback_query"], "message": None}} if "callback_query" in shape else {}
        return Update.de_json({**shape, **pressed, **{
            kind: {name: shape[kind][name] for name in _ESSENTIAL if name in shape[kind]}
            for kind in (UpdateType.MESSAGE, UpdateType.EDITED_MESSAGE) if kind in shape}}, None)


def _read(update: Update) -> Received | None:
    key, message = f"update:{_whole(update.update_id)}", update.message or update.edited_message
    if update.callback_query is not None:
        return _pressed(key, update.callback_query)
    if update.my_chat_member is not None:
        return _invited(key, update.my_chat_member)
    if message is None:
        return None
    chat = _whole(message.chat.id)
    if message.chat.type != ChatType.PRIVATE:
        return Received(key, chat, says="telegram_groupe", leaves=True)
    return _written(key, chat, message, is_edited=update.message is None)


def _written(key: str, chat: int, message: Message, is_edited: bool) -> Received | None:
    text = message.text or message.caption
    if text:
        return Received(key, chat, IncomingMessage(CHANNEL, str(chat), _said(_words(text)), key))
    if is_edited:
        # A live position moves every few seconds, and a photo changed says nothing new.
        return None
    if message.location is not None:
        where = _degrees(message.location.latitude, 90), _degrees(message.location.longitude, 180)
        return Received(key, chat, IncomingMessage(CHANNEL, str(chat), "", key, position=where), "telegram_position_recue")
    instead = _INSTEAD.get(effective_message_type(message))
    album = f"album:{message.media_group_id}" if message.media_group_id else key
    return Received(album, chat, says=instead) if instead else None


def _pressed(key: str, query: CallbackQuery) -> Received:
    shown = query.message
    chat = _whole(shown.chat.id if shown else query.from_user.id)
    data = _words(query.data or "")
    if data == POSITION:
        return Received(key, chat, says="telegram_position_demande", press=Press(query.id), asks_position=True)
    return Received(key, chat, IncomingMessage(CHANNEL, str(chat), "", key, button=data),
                    press=Press(query.id, shown.message_id if shown else None))


def _invited(key: str, change: ChatMemberUpdated) -> Received | None:
    """In a group, everybody would read what one person asks. Blocked or unblocked in private, there is nothing to say."""
    if change.chat.type == ChatType.PRIVATE or change.new_chat_member.status not in _PRESENT:
        return None
    return Received(key, _whole(change.chat.id), says="telegram_groupe", leaves=True)


def _said(text: str) -> str:
    """« /rdv@repere_bot demain » as a person would say it; « /start » carries the code of the link that was followed."""
    command = _COMMAND.fullmatch(text)
    if command is None:
        return text
    name, rest = command[1].lower(), (command[2] or "").strip()
    if name == "start":
        return rest or "bonjour"
    return f"{_SAID.get(name, name.replace('_', ' '))} {rest}".strip()


def _words(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _degrees(value: Any, most: int) -> float:
    if not abs(value) <= most:
        raise ValueError
    return float(value)
