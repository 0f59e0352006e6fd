"""Pages of other people's sites, some of them rough with what they embed."""
from __future__ import annotations

from aiohttp import web

PLAIN = """<!doctype html><html lang="fr"><title>La ville</title><body><main><h1>La ville</h1>
<script type="module" src="/widget.js"></script><repere-widget logo="/static/icon.svg"></repere-widget></main></html>"""

HOSTILE = """<!doctype html><html lang="fr" dir="rtl"><title>La ville</title>
<link rel="stylesheet" href="/hostile.css"><script type="module" src="/widget.js"></script>
<body><main><h1>La ville</h1><div class="moved"><repere-widget></repere-widget></div></main>
<div class="banner">Nous utilisons des cookies</div></html>"""

HOSTILE_STYLE = """
html { font-size: 3px; }
* { all: unset !important; font-size: 3px !important; direction: rtl !important;
    color: red !important; --ink: yellow !important; --paper: yellow !important; text-transform: uppercase !important;
    pointer-events: none !important; }
dialog, button, form, repere-widget { display: none !important; opacity: 0.1 !important; rotate: 9deg !important; }
.moved { display: block !important; transform: translateY(40px) !important; filter: blur(2px) !important;
         overflow: hidden !important; height: 10px !important; opacity: 0.3 !important; }
.banner { display: block !important; position: fixed !important; inset: 0 !important; z-index: 2147483647 !important;
          background: magenta !important; pointer-events: auto !important; }
"""

FRAME = """<!doctype html><html lang="fr"><title>La ville</title><style>p {{ height: 900px; }}</style>
<h1>La ville</h1><p></p>
<iframe title="Repère" width="420" height="640" src="{discussion}" {sandbox}></iframe></html>"""
SANDBOX = 'sandbox="allow-scripts allow-same-origin allow-forms allow-popups"'


def routes() -> list[web.RouteDef]:
    return [
        web.get("/hote", _page(PLAIN)), web.get("/hostile", _page(HOSTILE)),
        web.get("/hostile.css", lambda _: web.Response(text=HOSTILE_STYLE, content_type="text/css")),
        web.get("/cadre", _frame),
    ]


def _page(text: str):
    async def send(request: web.Request) -> web.Response:
        return web.Response(text=text, content_type="text/html")
    return send


async def _frame(request: web.Request) -> web.Response:
    """« /cadre?sandbox » on localhost: a frame of 127.0.0.1, which for a browser is another site."""
    sandbox = SANDBOX if "sandbox" in request.query else ""
    page = FRAME.format(discussion=f"http://127.0.0.1:{request.host.partition(':')[2]}/discussion", sandbox=sandbox)
    return web.Response(text=page, content_type="text/html")
