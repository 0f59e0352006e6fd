"""What every response of the site has: headers that forbid what it does not need; errors in French, without a trace."""
from __future__ import annotations

import logging
from typing import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.channels.gate import Gate
from bot.channels.visitors import origin
from bot.domain.errors import StorageUnavailable

logger = logging.getLogger(__name__)

_POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
           "form-action 'none'; frame-ancestors ")
_HEADERS = {
    "Content-Security-Policy": f"{_POLICY}'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
_HTTPS_ONLY = {"Strict-Transport-Security": "max-age=31536000"}
# What asks the database something, for anybody.
_ASKING = ("/api/", "/annuaire/", "/fiches", "/donnees-personnelles/", "/rdv/", "/agenda/")
REASONS = {
    400: "Je n'ai pas pu lire ce qui a été envoyé. Rechargez la page et recommencez.",
    403: "Cette page n'est pas pour vous. Revenez à l'accueil du site.",
    404: "Cette page n'existe pas.",
    405: "Cette action n'est pas possible ici.",
    413: "Votre message est trop long. Écrivez votre question en une ou deux phrases.",
    503: "Trop de pages sont ouvertes. Réessayez dans une minute.",
}
NOTHING_KEPT = "Une panne empêche de lire et d'écrire. Réessayez dans quelques minutes. Si c'est urgent, appelez le 112."
BROKEN = "Une erreur est arrivée de notre côté. Réessayez dans un moment. Si c'est urgent, appelez le 112."
_OTHER = "Cette demande n'est pas possible. Revenez à l'accueil du site."
_KEPT = ("Allow", "Retry-After")


def framed_by(sites: frozenset[str]) -> dict[str, str]:
    """The policy of a page that these sites, and ours, may show inside theirs."""
    return {"Content-Security-Policy": _POLICY + " ".join(["'self'", *sorted(sites)])}


def protection(sites: frozenset[str], is_https: bool) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """To be called before each response leaves, whatever made it. `sites` may read what is here from their own pages.

    `is_https`: people reach us by https, and browsers are told to use nothing else for a year (RFC 6797).
    """
    headers = {**_HEADERS, **(_HTTPS_ONLY if is_https else {})}

    async def protect(request: web.Request, response: web.StreamResponse) -> None:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        asking = request.headers.get("Origin")
        if asking in sites and "Access-Control-Allow-Origin" not in response.headers:
            response.headers.update({"Access-Control-Allow-Origin": asking, "Vary": "Origin"})

    return protect


def guard(gate: Gate | None) -> Middleware:
    """Errors as plain French text, and too many questions from one address refused."""

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        wait = gate.visit(origin(request)) if gate is not None and request.path.startswith(_ASKING) else None
        if wait is not None:
            return web.Response(status=429, text=wait[1], headers={"Retry-After": str(wait[0])})
        try:
            return await handler(request)
        except web.HTTPException as error:
            return _said(error)
        except StorageUnavailable:
            return web.Response(status=503, text=NOTHING_KEPT, headers={"Retry-After": "30"})
        except web.RequestPayloadError:
            return web.Response(status=400, text=REASONS[400])
        except Exception as error:
            # The rim. Nobody to answer any more, or an answer that has begun: nothing can be said.
            if isinstance(error, ConnectionError) or request.writer.output_size:
                raise
            logger.exception("a page failed: %s", _name(request))
            return web.Response(status=500, text=BROKEN)

    return guarded


def _said(error: web.HTTPException) -> web.Response:
    """Words of ours stay; those of the library are in English."""
    is_ours = error.status == 403 and error.text != f"{error.status}: {error.reason}"
    text = error.text if is_ours else REASONS.get(error.status, _OTHER)
    kept = {name: error.headers[name] for name in _KEPT if name in error.headers}
    return web.Response(status=error.status, text=text, headers=kept)


def _name(request: web.Request) -> str:
    """The page as the program knows it: an address may hold a secret."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "none"
