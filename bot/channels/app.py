"""The web server: every channel is one line of `CHANNELS`."""
from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template
from typing import Awaitable, Callable, Collection, Mapping

from aiohttp import web

from bot.channels.connections import impatience
from bot.channels.gate import Gate
from bot.channels.guard import framed_by, guard, protection
from bot.channels.health import HealthPages
from bot.channels.house import Channel, House, Opening, Pages
from bot.channels.relay import Relay
from bot.channels.sms.opening import open_sms
from bot.channels.telegram.opening import open_telegram
from bot.channels.visitors import PROXIES, networks
from bot.channels.web.inbound import MAX_BYTES
from bot.channels.web.transport import WebChannel
from bot.domain.french import at_town
from bot.services.conversations import Conversations

_STATIC = Path(__file__).parent / "web" / "static"


CHANNELS: tuple[Opening, ...] = (
    open_sms,
    open_telegram,
)


def open_channels(house: House) -> list[Channel]:
    """Those that the town has. ValueError names the setting that is wrong."""
    return [channel for channel in (opening(house) for opening in CHANNELS) if channel is not None]


def create_app(relay: Relay, conversations: Conversations, is_ready: Callable[[], bool],
               sites: frozenset[str] = frozenset(), *pages: Pages, gate: Gate | None = None,
               proxies: Collection[str] = (), is_https: bool = False, town: str = "Votre ville",
               health: Pages | None = None) -> web.Application:
    """The whole site. It answers before the model is loaded; `is_ready` says whether it is.

    `sites`: the origins (« https://www.exemple.fr ») of other sites whose pages may show the widget. `pages`: what else
    has addresses here, open channels included. `gate`: that of the relay. `proxies`: the networks whose word is taken for
    where visitors come from. `is_https`: people reach us by https. `town`: its name, for the page of demonstration.
    `health`: what is told to those who watch over the program.
    """
    app = web.Application(client_max_size=MAX_BYTES, middlewares=[impatience(), guard(gate)])
    app[PROXIES] = networks(proxies)
    app.on_response_prepare.append(protection(sites, is_https))
    app.add_routes([
        *WebChannel(relay, conversations, sites, gate).routes(),
        *(route for page in pages for route in page.routes()),
        web.get("/", _written(_STATIC.parent / "index.html", nom=town, a=at_town(town))),
        web.get("/integrer", _file("integrer.html")),
        web.get("/discussion", _file("discussion.html", framed_by(sites))),
        web.get("/widget.js", _file("widget.js")),
        *(health or HealthPages(is_ready)).routes(),
        web.static("/static", _STATIC),
    ])
    return app


def _file(name: str, headers: Mapping[str, str] | None = None) -> Callable[[web.Request], Awaitable[web.FileResponse]]:
    async def send(request: web.Request) -> web.FileResponse:
        return web.FileResponse(_STATIC / name, headers=headers)
    return send


def _written(path: Path, **words: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    """A page whose ${names} are filled once."""
    text = Template(path.read_text(encoding="utf-8")).substitute({name: escape(said) for name, said in words.items()})

    async def send(request: web.Request) -> web.Response:
        return web.Response(text=text, content_type="text/html")
    return send
