"""Who may open which page of the desk: the session's cookie, the role, the proof that a form is ours; locked or not."""
from __future__ import annotations

import asyncio
import hmac
import logging
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Awaitable, Callable, Mapping
from urllib.parse import quote

from aiohttp import web

from bot.channels.desk.templates import Templates
from bot.domain.agent import Agent, AgentSession, Role
from bot.domain.errors import (
    AccountRefused,
    AppointmentNotFound,
    CreneauTaken,
    DeskRefused,
    PlanningRefused,
    StorageUnavailable,
)
from bot.services.accounts import SESSION, AgentAccounts

logger = logging.getLogger(__name__)

HOME = "/bureau"
LOGIN = "/bureau/connexion"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                               "img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    # With « no-referrer », browsers hide from us where a form was sent from.
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
_CSRF = "_jeton"
_FORM = "application/x-www-form-urlencoded"
_REFUSALS = (AccountRefused, PlanningRefused, DeskRefused)
_BROKEN = "Une erreur est arrivée de notre côté. Revenez en arrière : ce que vous avez écrit y est encore. Puis recommencez."
_NOTHING_KEPT = ("La base de données ne répond pas : rien n'a été enregistré. Revenez en arrière : ce que vous avez écrit y "
                 "est encore. Recommencez dans quelques minutes, ou prévenez la personne qui s'occupe du serveur.")
_GONE = "Ce rendez-vous vient de changer. Rechargez la page, puis recommencez."


@dataclass(frozen=True)
class Visit:
    """A request that was let in: who asks, and what the form says (one value for each name, the last)."""

    request: web.Request
    agent: Agent
    csrf: str
    form: Mapping[str, str]

    @property
    def wants_fragment(self) -> bool:
        """Whether a page that is open already asks for a part of itself."""
        return self.request.headers.get("X-Fragment") == "1"

    def asked(self, name: str, default: str = "") -> str:
        """A value of the form, or of the address."""
        return (self.form.get(name) or self.request.query.get(name) or default).strip()


Handler = Callable[[Visit], Awaitable[web.StreamResponse]]


class Door:
    """Makes routes that only agents pass. `is_secure`: people reach us by https, where the cookie then stays."""

    def __init__(self, accounts: AgentAccounts, templates: Templates, is_secure: bool) -> None:
        self._accounts = accounts
        self._templates = templates
        self._is_secure = is_secure
        self._cookie = "__Host-bureau" if is_secure else "bureau"

    def get(self, path: str, handler: Handler, role: Role = Role.ACCUEIL, is_background: bool = False) -> web.RouteDef:
        """`is_background`: asked by the page itself, which keeps nobody signed in."""
        return web.get(path, self._guarded(handler, role, is_background))

    def post(self, path: str, handler: Handler, role: Role = Role.ACCUEIL) -> web.RouteDef:
        return web.post(path, self._guarded(handler, role, is_background=False))

    def page(self, visit: Visit, template: str, status: int = 200, **words: Any) -> web.Response:
        """A page of the desk, with its navigation."""
        text = self._templates.write(template, agent=visit.agent, csrf=visit.csrf, path=visit.request.path, **words)
        return web.Response(text=text, content_type="text/html", status=status)

    def enter(self, token: str, path: str) -> web.Response:
        """Sign a browser in, and show it this page."""
        return self._with_cookie(moved(path), token, int(SESSION.total_seconds()))

    def leave(self) -> web.Response:
        """Forget the session of a browser."""
        return self._with_cookie(moved(LOGIN), "", 0)

    def _with_cookie(self, response: web.Response, value: str, seconds: int) -> web.Response:
        response.set_cookie(self._cookie, value, max_age=seconds, path="/", httponly=True, secure=self._is_secure,
                            samesite="Strict")
        return response

    def token(self, request: web.Request) -> str:
        return request.cookies.get(self._cookie, "")

    def is_ours(self, request: web.Request, form: Mapping[str, str]) -> bool:
        """Whether a form was shown by us to this very session."""
        said = (request.headers.get("X-Jeton") or form.get(_CSRF, "")).encode(errors="replace")
        return is_same_origin(request) and hmac.compare_digest(said, csrf_of(self.token(request)).encode())

    async def session(self, request: web.Request, is_background: bool = False) -> AgentSession | None:
        token = self.token(request)
        return await asyncio.to_thread(self._accounts.session, token, is_background) if token else None

    def _guarded(self, handler: Handler, role: Role,
                 is_background: bool) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def guarded(request: web.Request) -> web.StreamResponse:
            response = await self._answer(request, handler, role, is_background)
            if not response.prepared:
                response.headers.update(HEADERS)
            return response
        return guarded

    async def _answer(self, request: web.Request, handler: Handler, role: Role, is_background: bool) -> web.StreamResponse:
        session = await self.session(request, is_background)
        if session is None:
            return self._to_login(request)
        form = await read_form(request)
        visit = Visit(request, session.agent, csrf_of(self.token(request)), form)
        if session.is_locked:
            return self._locked(visit)
        if request.method == "POST" and not self.is_ours(request, form):
            return self._refusal(visit, "Cette page était trop vieille. Rechargez-la, puis recommencez.", 403)
        if not session.agent.role.includes(role):
            return self._refusal(visit, f"Cette page est pour le rôle « {role.nom} ». Demandez à un administrateur.", 403)
        return await self._handled(visit, handler)

    async def _handled(self, visit: Visit, handler: Handler) -> web.StreamResponse:
        """What the handler gives; what it refuses, as a page."""
        try:
            return await handler(visit)
        except _REFUSALS as refused:
            return self._refusal(visit, str(refused), 422)
        except (AppointmentNotFound, CreneauTaken):
            return self._refusal(visit, _GONE, 409)
        except StorageUnavailable:
            return self._refusal(visit, _NOTHING_KEPT, 503)
        except (web.HTTPException, ConnectionResetError):
            raise
        except Exception:
            # The rim: no text and no name here.
            logger.exception("a page of the desk failed: %s", handler.__qualname__)
            return self._refusal(visit, _BROKEN, 500)

    def _to_login(self, request: web.Request) -> web.Response:
        if is_fetched(request):
            return web.json_response({"refus": "Vous n'êtes plus connecté.", "connexion": LOGIN}, status=401)
        back = f"?suite={quote(request.path_qs, safe='')}" if request.method == "GET" and request.path != HOME else ""
        return moved(LOGIN + back)

    def _locked(self, visit: Visit) -> web.Response:
        """The password is asked; what a form was bringing waits in the page."""
        if is_fetched(visit.request):
            return web.json_response({"refus": "Le bureau est verrouillé.", "verrouille": True}, status=423)
        kept = {name: value for name, value in visit.form.items() if name != _CSRF}
        return self.page(visit, "verrou.html", 423, kept=kept, method=visit.request.method, back=visit.request.path_qs)

    def _refusal(self, visit: Visit, why: str, status: int) -> web.Response:
        if is_fetched(visit.request):
            return web.json_response({"refus": why}, status=status)
        return self.page(visit, "refus.html", status, why=why)


def moved(path: str) -> web.Response:
    """Go there, by GET. Returned, not raised: the site's guard turns what is raised into a sentence."""
    return web.Response(status=303, headers={"Location": path})


def csrf_of(token: str) -> str:
    """What a form must bring, for one session."""
    return sha256(f"formulaire {token}".encode()).hexdigest()


def is_same_origin(request: web.Request) -> bool:
    """Browsers name the site whose page posts; a program that names none has no cookie of ours to abuse."""
    origin = request.headers.get("Origin")
    return origin is None or origin.partition("://")[2] == request.host


def is_fetched(request: web.Request) -> bool:
    """Whether a script of ours asks, rather than the browser itself."""
    return request.headers.get("X-Fragment") == "1" or "X-Jeton" in request.headers


async def read_form(request: web.Request) -> dict[str, str]:
    """The fields of a form, written as all of ours are; HTTPBadRequest if they cannot be read."""
    if request.method != "POST" or request.content_type != _FORM:
        return {}
    if (request.charset or "utf-8").lower() != "utf-8":
        raise web.HTTPBadRequest
    try:
        form = await request.post()
    except ValueError:
        raise web.HTTPBadRequest from None
    return {name: value for name, value in form.items() if isinstance(value, str)}
