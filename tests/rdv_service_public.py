"""RDV Service Public as its documentation describes it: a server of our own, on this machine, that can also misbehave."""
from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import secrets
import socket
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Iterator, Mapping
from urllib.parse import parse_qs, urlsplit

CLIENT = {"client_id": "repere", "client_secret": "le secret de repere"}
CODE = "un-code-qui-sert-une-fois"
SECONDS = 7200  # an access lasts two hours
Query = Mapping[str, list[str]]
_ODD: dict[str | int, tuple[int, Any]] = {"garbage": (200, None), "list": (200, []), "redirect": (302, None)}


class Site:
    """What their site holds. `mode`: how it answers (ok, a status, slow, drop, garbage, list,
    redirect), and `mode_of` a path; `asked`: what it was."""

    def __init__(self) -> None:
        self.address = ""
        self.mode: str | int = "ok"
        self.mode_of: dict[str, str | int] = {}
        self.codes = {CODE}
        self.accesses: set[str] = set()
        self.refreshes: set[str] = set()
        self.gives_refresh = True
        self.users: dict[int, dict[str, Any]] = {}
        self.endpoints: list[dict[str, Any]] = []
        self.asked: list[tuple[str, str]] = []
        self.secrets: list[str] = []
        self.lock = threading.Lock()

    def count(self, method: str, path: str) -> int:
        return self.asked.count((method, path))

    def end_accesses(self) -> None:
        self.accesses.clear()

    def grant(self, form: dict[str, str]) -> tuple[int, Any]:
        if any(form.get(name) != value for name, value in CLIENT.items()):
            return 401, {"error": "invalid_client"}
        given, kept = {"authorization_code": (form.get("code"), self.codes),
                       "refresh_token": (form.get("refresh_token"), self.refreshes)}[form["grant_type"]]
        if given not in kept:
            return 400, {"error": "invalid_grant"}
        if self.gives_refresh:
            kept.remove(given)  # a code serves once, and so does a refresh token
        access, refresh = secrets.token_hex(8), secrets.token_hex(8)
        self.secrets += [access, refresh]
        self.accesses.add(access)
        shape = {"access_token": access, "token_type": "Bearer", "expires_in": SECONDS, "scope": "write",
                 "created_at": int(time.time())}
        if self.gives_refresh:
            self.refreshes.add(refresh)
            shape["refresh_token"] = refresh
        return 200, shape

    def answer(self, method: str, path: str, query: Query, body: dict[str, Any]) -> tuple[int, Any]:
        words = path.removeprefix("/api/v1/").split("/")
        if words == ["users"]:
            return self._users(method, query, body)
        if words[0] == "users" and words[2:] == ["rdv_invitation_token"]:
            known = int(words[1]) in self.users
            return (200, {"invitation_token": "AB12CD34"}) if known else (404, {"not_found": "user"})
        if words[0] == "organisations" and words[2] == "webhook_endpoints":
            return self._endpoints(method, words, query, body)
        return 404, {"errors": ["unknown"]}

    def _users(self, method: str, query: Query, body: dict[str, Any]) -> tuple[int, Any]:
        if method == "GET":
            found = [user for number, user in self.users.items() if str(number) in query.get("ids[]", [])]
            return 200, {"users": found, "meta": {"current_page": 1, "total_pages": 1, "total_count": len(found)}}
        if not body.get("organisation_ids"):
            return 422, {"errors": ["param is missing or the value is empty: organisation_ids"]}
        if not (body.get("first_name") and body.get("last_name")):
            return 422, {"errors": {"last_name": [{"error": "blank"}]}, "error_messages": ["Nom doit être rempli(e)"]}
        number = 77 + len(self.users)
        self.users[number] = {"id": number, "phone_number": None, "email": None, **body}
        return 200, {"user": self.users[number]}

    def _endpoints(self, method: str, words: list[str], query: Query, body: dict[str, Any]) -> tuple[int, Any]:
        if method == "GET":
            shown = [{name: one[name] for name in ("id", "target_url", "organisation_id", "subscriptions")}
                     for one in self.endpoints if one["target_url"] in query.get("target_url", [one["target_url"]])]
            return 200, {"webhook_endpoints": shown, "meta": {"total_count": len(shown)}}
        if method == "POST":
            self.endpoints.append({"id": 5 + len(self.endpoints), "organisation_id": int(words[1]), **body})
            return 200, {"webhook_endpoint": self.endpoints[-1]}
        next(one for one in self.endpoints if one["id"] == int(words[3])).update(body)
        return 200, {"webhook_endpoint": {}}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def handle_any(self) -> None:
        address = urlsplit(self.path)
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with self.site.lock:
            self.site.asked.append((self.command, address.path))
        mode = self.site.mode_of.get(address.path, self.site.mode)
        if mode == "drop":
            # A reset, and not a polite end.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()
            return
        if mode == "slow":
            time.sleep(0.6)
        with contextlib.suppress(BrokenPipeError):
            self._give(*self._answer(mode, address.path, parse_qs(address.query), raw))

    do_GET = do_POST = do_PATCH = handle_any

    def _answer(self, mode: str | int, path: str, query: Query, raw: bytes) -> tuple[int, Any]:
        if isinstance(mode, int):
            return mode, {"errors": ["06 12 34 56 78"]}
        if mode in _ODD:
            return _ODD[mode]
        with self.site.lock:
            if path == "/oauth/token":
                return self.site.grant({name: values[0] for name, values in parse_qs(raw.decode()).items()})
            if self.headers.get("Authorization", "").removeprefix("Bearer ") not in self.site.accesses:
                return 401, {"errors": ["expired"]}
            return self.site.answer(self.command, path, query, json.loads(raw or b"{}"))

    def _give(self, status: int, shape: Any) -> None:
        body = b"" if status == 204 else b"<html>Bonjour" if shape is None else json.dumps(shape).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if status == 302:
            self.send_header("Location", f"{self.site.address.replace('127.0.0.1', 'localhost')}/ailleurs")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said: Any) -> None:
        """Tests are quiet."""


@contextlib.contextmanager
def rdv_service_public() -> Iterator[Site]:
    """The site, for as long as the test lasts."""
    site = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"site": site}))
    server.daemon_threads = True
    server.block_on_close = False
    site.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def told(event: str = "created", at: str = "2026-11-21T09:00:00.123+01:00", *, rdv: int = 4521, status: str = "unknown",
         usagers: dict[int, str] | None = None, starts_at: str = "2026-11-24T14:00:00.000+01:00", model: str = "Rdv",
         meta: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """An event, in the shape of their documentation, about invented people."""
    people = {77: status} if usagers is None else usagers
    users = [{"id": number, "first_name": "Camille", "last_name": "Martin", "phone_number": "0612345678",
              "phone_number_formatted": "+33612345678", "email": None, "address": "3 rue Secrète", "birth_date": None}
             for number in people]
    data = {
        "id": rdv, "uuid": "6a1f0f9e-0000-4000-8000-000000004521", "status": status, "starts_at": starts_at,
        "ends_at": "2026-11-24T14:30:00.000+01:00", "duration_in_min": 30, "address": "3 rue Secrète", "context": "Dettes",
        "cancelled_at": None, "collectif": len(people) > 1, "created_by": "user", "max_participants_count": None,
        "users_count": len(people), "name": None, "url_for_agents": f"https://rdv.anct.gouv.fr/agents/rdvs/{rdv}",
        "organisation": {"id": 259, "name": "CCAS", "email": None, "phone_number": "0400000000"},
        "motif": {"id": 12, "name": "Surendettement", "location_type": "public_office", "organisation_id": 259,
                  "motif_category": {"id": 3, "name": "Budget", "short_name": "budget"}},
        "lieu": {"id": 8, "name": "CCAS", "address": "1 place de la Mairie", "phone_number": None},
        "agents": [{"id": 2, "first_name": "Dominique", "last_name": "Durand", "email": None}],
        "users": users,
        "participations": [{"id": 900 + number, "status": people[number], "created_by": "user", "user": user}
                           for number, user in zip(people, users)],
    }
    return {"data": {**data, **changes}, "meta": {"model": model, "event": event, "webhook_reason": None, "timestamp": at,
                                                  **(meta or {})}}


def signature(raw: bytes, secret: str) -> str:
    """What they put in X-Lapin-Signature."""
    return hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
