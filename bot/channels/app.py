"""The web server: every channel is one line of `CHANNELS`."""
from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template
from typing import Awaitable, Callable, Mapping

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.channels.house import Channel, House, Opening, Pages
from bot.channels.relay import Relay
from bot.channels.sms.opening import open_sms
from bot.channels.telegram.opening import open_telegram
from bot.channels.web.inbound import MAX_BYTES
from bot.channels.web.transport import WebChannel
from bot.domain.french import at_town
from bot.services.conversations import Conversations

_STATIC = Path(__file__).parent / "web" / "static"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                               "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self)",
    "Cache-Control": "no-cache",
}


CHANNELS: tuple[Opening, ...] = (
    open_sms,
    open_telegram,
)


def open_channels(house: House) -> list[Channel]:
    """Those that the town has. ValueError names the setting that is wrong."""
    return [channel for channel in (opening(house) for opening in CHANNELS) if channel is not None]


def create_app(relay: Relay, conversations: Conversations, is_ready: Callable[[], bool],
               sites: frozenset[str] = frozenset(), *pages: Pages, town: str = "Votre ville") -> web.Application:
    """The whole site. It answers before the model is loaded; `is_ready` says whether it is.

    `sites`: the origins (« https://www.exemple.fr ») of other sites whose pages may show the widget. `pages`: what else
    has addresses here, open channels included. `town`: its name, for the page of demonstration.
    """
    app = web.Application(client_max_size=MAX_BYTES, middlewares=[_guard(sites)])
    app.add_routes([
        *WebChannel(relay, conversations, sites).routes(),
        *(route for page in pages for route in page.routes()),
        web.get("/", _written(_STATIC.parent / "index.html", nom=town, a=at_town(town))),
        web.get("/integrer", _file("integrer.html")),
        web.get("/discussion", _file("discussion.html", _framed_by(sites))),
        web.get("/widget.js", _file("widget.js")),
        web.get("/sante", _alive),
        web.get("/pret", _readiness(is_ready)),
        web.static("/static", _STATIC),
    ])
    return app


def _guard(sites: frozenset[str]) -> Middleware:
    """Security headers everywhere, and errors as plain French text instead of a stack trace."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            response = await handler(request)
        except web.HTTPException as error:
            text = error.text if error.status == 403 and error.text else _REASONS.get(error.status, "Erreur.")
            response = web.Response(status=error.status, text=text)
        if not response.prepared:
            for name, value in _HEADERS.items():
                response.headers.setdefault(name, value)
            origin = request.headers.get("Origin")
            if origin in sites and "Access-Control-Allow-Origin" not in response.headers:
                response.headers.update({"Access-Control-Allow-Origin": origin, "Vary": "Origin"})
        return response

    return guard


_REASONS = {404: "Cette page n'existe pas.", 405: "Cette action n'est pas possible ici.",
            413: "Votre message est trop long. Écrivez votre question en une ou deux phrases."}


def _file(name: str, headers: Mapping[str, str] | None = None) -> Callable[[web.Request], Awaitable[web.FileResponse]]:
    async def send(request: web.Request) -> web.FileResponse:
        return web.FileResponse(_STATIC / name, headers=headers)
    return send


def _framed_by(sites: frozenset[str]) -> dict[str, str]:
    """For a page that these sites may show inside theirs: `frame-ancestors` ends our policy."""
    return {"Content-Security-Policy": " ".join([_HEADERS["Content-Security-Policy"], *sorted(sites)])}


def _written(path: Path, **words: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    """A page whose ${names} are filled once."""
    text = Template(path.read_text(encoding="utf-8")).substitute({name: escape(said) for name, said in words.items()})

    async def send(request: web.Request) -> web.Response:
        return web.Response(text=text, content_type="text/html")
    return send


async def _alive(request: web.Request) -> web.Response:
    """Whether the process answers."""
    return web.json_response({"sante": "ok"})


def _readiness(is_ready: Callable[[], bool]) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Whether Rasa answers, or still the keywords."""
    async def tell(request: web.Request) -> web.Response:
        return web.json_response({"rasa": is_ready()}, status=200 if is_ready() else 503)
    return tell
