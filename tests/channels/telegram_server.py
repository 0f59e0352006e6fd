"""Telegram as its Bot API is documented: a server of our own, on this machine, that can also misbehave.

Shapes are those of https://core.telegram.org/bots/api, with invented people.
"""
import asyncio
import json
from contextlib import asynccontextmanager
from itertools import count

from aiohttp import web
from aiohttp.test_utils import TestServer

TOKEN = "123456:un-jeton-qui-ne-doit-pas-se-lire"
CHAT = 4242
_BOT = {"id": 123456, "is_bot": True, "first_name": "Repère", "username": "repere_bot"}
PERSON = {"id": CHAT, "is_bot": False, "first_name": "Camille", "language_code": "fr"}
PRIVATE = {"id": CHAT, "type": "private", "first_name": "Camille"}
GROUP = {"id": -100777, "type": "supergroup", "title": "Les voisins"}
_numbers = count(701)


class BotApi:
    """What Telegram was asked, and how it answers: `refuse` names what the next calls of a method get instead."""

    def __init__(self):
        self.address = ""
        self.calls = []
        self.updates = []
        self.webhook = ""
        self._refusals = {}
        self._messages = count(9001)
        self._told = asyncio.Event()

    def refuse(self, method, *refusals):
        """`refusals`: (status, description, parameters), or "hang", "cut", "garbage"; one for each call to come."""
        self._refusals[method] = list(refusals)

    def asked(self, method):
        """The parameters of each call of a method, in order."""
        return [parameters for name, parameters in self.calls if name == method]

    def sent(self):
        """What people got to read, in order."""
        return [parameters["text"] for parameters in self.asked("sendMessage")]

    async def until(self, is_true):
        """Wait until something is true of the calls."""
        while not is_true():
            self._told.clear()
            await asyncio.wait_for(self._told.wait(), 10)

    async def serve(self, request):
        if request.match_info["token"] != TOKEN:
            return _refusal(401, "Unauthorized")
        method = request.match_info["method"]
        form = {**request.query, **await request.post()}
        parameters = {name: _value(written) for name, written in form.items()}
        self.calls.append((method, parameters))
        self._told.set()
        refusals = self._refusals.get(method)
        refusal = refusals.pop(0) if refusals else None
        if refusal is not None:
            return await _misbehave(request, refusal)
        result = await self._result(method, parameters)
        return web.json_response({"ok": True, "result": result})

    async def _result(self, method, parameters):
        if method == "getMe":
            return _BOT
        if method == "sendMessage":
            chat = {"id": parameters["chat_id"], "type": "private"}
            return {"message_id": next(self._messages), "date": 1795000000, "chat": chat, "text": str(parameters["text"])}
        if method == "getUpdates":
            return await self._waiting_updates(parameters.get("offset", 0))
        if method == "setWebhook":
            self.webhook = parameters["url"]
        if method == "getWebhookInfo":
            return {"url": self.webhook, "has_custom_certificate": False, "pending_update_count": 0}
        return True

    async def _waiting_updates(self, offset):
        """Those that are not confirmed. Telegram holds the question until there is one; here not for long."""
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        if not self.updates:
            await asyncio.sleep(0.02)
        return self.updates


@asynccontextmanager
async def bot_api(port=None):
    """The server, for as long as the test lasts."""
    api = BotApi()
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", api.serve)
    server = TestServer(app, port=port)
    await server.start_server(access_log=None)
    api.address = str(server.make_url("")).rstrip("/")
    yield api
    await server.close()


async def _misbehave(request, refusal):
    if refusal == "hang":
        await asyncio.sleep(30)
    if refusal in ("hang", "cut"):
        request.transport.abort()
        return web.Response()
    if refusal == "garbage":
        return web.Response(status=502, text="<html>Bad Gateway")
    return _refusal(*refusal)


def _refusal(status, description, parameters=None):
    shape = {"ok": False, "error_code": status, "description": description}
    return web.json_response({**shape, **({"parameters": parameters} if parameters else {})}, status=status)


def _value(written):
    """Telegram takes forms, whose values are JSON when they are not plain text."""
    try:
        return json.loads(written)
    except ValueError:
        return written


def message(text=None, *, chat=PRIVATE, kind="message", **content):
    """An update with a message of a person."""
    shape = {"message_id": next(_numbers), "from": PERSON, "chat": chat, "date": 1795000000, **content}
    if text is not None:
        shape["text"] = text
    if kind == "edited_message":
        shape["edit_date"] = 1795000060
    return {"update_id": next(_numbers), kind: shape}


def press(data, **changes):
    """An update with a button that was pressed."""
    shown = {"message_id": 9001, "from": _BOT, "chat": PRIVATE, "date": 1795000000, "text": "Lequel ?"}
    query = {"id": "77001", "from": PERSON, "chat_instance": "-5", "message": shown, "data": data, **changes}
    return {"update_id": next(_numbers), "callback_query": query}


def membership(status, chat=PRIVATE):
    """An update about the place of the bot in a chat."""
    member = {"user": _BOT, "status": status}
    change = {"chat": chat, "from": PERSON, "date": 1795000000, "old_chat_member": {"user": _BOT, "status": "left"},
              "new_chat_member": {**member, **({"until_date": 0} if status == "kicked" else {}),
                                  **(_RIGHTS if status == "administrator" else {})}}
    return {"update_id": next(_numbers), "my_chat_member": change}


_RIGHTS = dict.fromkeys((
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories"), False)
_FILE = {"file_id": "AgADBAAD", "file_unique_id": "AQAD"}
# What people send that is not text, as Telegram describes it.
CONTENTS = {
    "voice": {"voice": {**_FILE, "duration": 4, "mime_type": "audio/ogg", "file_size": 9000}},
    "audio": {"audio": {**_FILE, "duration": 200, "title": "Chanson"}},
    "video_note": {"video_note": {**_FILE, "length": 240, "duration": 5}},
    "photo": {"photo": [{**_FILE, "width": 90, "height": 67, "file_size": 1200}]},
    "video": {"video": {**_FILE, "width": 320, "height": 240, "duration": 9}},
    "animation": {"animation": {**_FILE, "width": 320, "height": 240, "duration": 2},
                  "document": {**_FILE, "file_name": "rire.mp4"}},
    "document": {"document": {**_FILE, "file_name": "attestation.pdf", "mime_type": "application/pdf"}},
    "sticker": {"sticker": {**_FILE, "type": "regular", "width": 512, "height": 512, "is_animated": False,
                            "is_video": False, "emoji": "👍"}},
    "contact": {"contact": {"phone_number": "33612345678", "first_name": "Dominique"}},
    "poll": {"poll": {"id": "5", "question": "Quand ?", "options": [{"text": "Mardi", "voter_count": 0}],
                      "total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular",
                      "allows_multiple_answers": False, "allows_revoting": False, "members_only": False}},
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
    "something new": {"hologram": {"size": 3}},
}
LOCATION = {"latitude": 43.6275, "longitude": 3.4325}
