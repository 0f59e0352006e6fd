"""Stands in for the real service: the smallest one that keeps the widget's contract, by repeating what it is told."""
from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web

STATIC = Path(__file__).parents[2] / "bot" / "channels" / "web" / "static"
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
          "base-uri 'none'; form-action 'none'; frame-ancestors 'self'")

# A service that refuses to open a WebSocket: there is none at this address.
WITHOUT_SOCKET = """<!doctype html><html lang="fr"><title>Sans prise</title><script type="module" src="/widget.js"></script>
<repere-widget server="/sans-prise/"></repere-widget></html>"""


def an_answer(text: str, identifier: int | None = None, **more: Any) -> dict[str, Any]:
    """An answer of one paragraph, in the shape that the widget receives."""
    identifier = identifier or secrets.randbelow(10**9)
    return {"id": identifier, "paragraphs": [[{"text": text}]], "sources": [], "choices": [], "urgent": False, **more}


class EchoService:
    """Threads by token, replies by message id: the same message sent twice gets the same reply. `ratings`: what helped."""

    def __init__(self) -> None:
        self.ratings: dict[int, bool] = {}
        self.threads: dict[str, list[dict[str, Any]]] = {}
        self.replies: dict[str, dict[str, Any]] = {}

    def app(self, *more: web.RouteDef) -> web.Application:
        app = web.Application(middlewares=[with_policy])
        app.add_routes([
            *more,
            web.get("/", lambda _: web.FileResponse(STATIC.parent / "index.html")),
            web.get("/widget.js", lambda _: web.FileResponse(STATIC / "widget.js")),
            web.get("/discussion", lambda _: web.FileResponse(STATIC / "discussion.html")),
            web.get("/sans-prise", lambda _: web.Response(text=WITHOUT_SOCKET, content_type="text/html")),
            web.post("/sans-prise/web/messages", self.post),
            web.get("/integrer", lambda _: web.FileResponse(STATIC / "integrer.html")),
            web.static("/static", STATIC),
            web.get("/web/ws", self.socket),
            web.post("/web/messages", self.post),
        ])
        return app

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        token = None
        async for received in socket:
            if received.type is WSMsgType.TEXT:
                reply = self.reply({"token": token, **json.loads(received.data)})
                token = reply.get("token", token)
                await socket.send_json(reply)
        return socket

    async def post(self, request: web.Request) -> web.Response:
        return web.json_response(self.reply(await request.json()))

    def reply(self, message: dict[str, Any]) -> dict[str, Any]:
        return getattr(self, message["type"])(message)

    def hello(self, message: dict[str, Any]) -> dict[str, Any]:
        token = message["token"] if message["token"] in self.threads else secrets.token_hex(16)
        greeting = {"from": "service", "answer": an_answer("Bonjour. Posez votre question.")}
        return {"type": "ready", "token": token, "thread": self.threads.setdefault(token, [greeting])}

    def message(self, message: dict[str, Any]) -> dict[str, Any]:
        if message["id"] not in self.replies:
            said = message.get("text") or message["label"]
            answer = an_answer(f"Vous avez écrit : {said}", choices=[{"label": "Quels papiers ?", "token": "12.0"}])
            self.replies[message["id"]] = {"type": "answers", "id": message["id"], "answers": [answer]}
            self.threads[message["token"]] += [{"from": "usager", "text": said}, {"from": "service", "answer": answer}]
        return self.replies[message["id"]]

    def feedback(self, message: dict[str, Any]) -> dict[str, Any]:
        self.ratings[message["answer"]] = message["helped"]
        return {"type": "thanks"}

    def erase(self, message: dict[str, Any]) -> dict[str, Any]:
        self.threads.pop(message["token"], None)
        return {"type": "erased"}


@web.middleware
async def with_policy(request: web.Request, handler: Any) -> web.StreamResponse:
    response = await handler(request)
    if not response.prepared and request.path != "/cadre":
        policy = f"{POLICY} http://localhost:*" if request.path == "/discussion" else POLICY
        response.headers["Content-Security-Policy"] = policy
    return response


async def listen(app: web.Application) -> web.AppRunner:
    """Starts the application on a free port of this machine."""
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner
