"""RDV Service Public, the State's booking site, through its programming interface: as an agent who has let us in (OAuth 2).

Source: https://github.com/betagouv/rdv-service-public, docs/interconnexions and the specifications of api/v1.
"""
from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Collection, ContextManager, Mapping, Protocol
from urllib.parse import urlencode

import requests

from bot.domain.errors import ElsewhereUnavailable
from bot.domain.motif import Reservation
from bot.domain.normalisation import fold
from bot.services.ports import Clock

_CONNECT_AND_READ = (3.0, 8.0)  # seconds
_EARLY = 60  # seconds before its end from which an access is refreshed
_LEFT_ALONE = timedelta(seconds=30)
_REFUSED = 401
_SIGNIFICANT = 9  # last digits of a French number, however it begins


@dataclass(frozen=True)
class Access:
    """Under what name we ask. `site` has no final slash; `return_address` is where the authorisation comes back."""

    site: str
    client_id: str
    client_secret: str = field(repr=False)
    return_address: str


class Tokens(Protocol):
    """Where what lets us in is kept, as text."""

    def get(self) -> str | None: ...

    def keep(self, token: str) -> None: ...


class SharedTokens(Tokens, Protocol):
    def refreshing(self) -> ContextManager[Tokens]:
        """Nobody else refreshes meanwhile; what is kept is safe when it ends."""


@dataclass(frozen=True)
class Token:
    """`expires_at` in seconds since 1970, None: never. Without `refresh_token`, the agent must let us in again."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    expires_at: float | None


class RdvServicePublic:
    """Every method raises ElsewhereUnavailable when their site cannot, or will not."""

    def __init__(self, access: Access, tokens: SharedTokens, clock: Clock, session: requests.Session | None = None,
                 timeouts: tuple[float, float] = _CONNECT_AND_READ) -> None:
        self._access = access
        self._tokens = tokens
        self._clock = clock
        self._session = session or requests.Session()
        self._timeouts = timeouts
        self._silent_until: datetime | None = None

    def authorisation_page(self, state: str) -> str:
        """Where an agent of the town lets us in; `state` comes back with the answer."""
        asked = {"client_id": self._access.client_id, "redirect_uri": self._access.return_address,
                 "response_type": "code", "scope": "write", "state": state}
        return f"{self._access.site}/oauth/authorize?{urlencode(asked)}"

    def exchange(self, code: str) -> None:
        """Keep the access that this code stands for."""
        self._tokens.keep(_written(self._granted({"grant_type": "authorization_code", "code": code,
                                                  "redirect_uri": self._access.return_address})))

    def personal_link(self, prenom: str, nom: str, telephone: str | None, reservation: Reservation,
                      known: Collection[str] = ()) -> tuple[str, str]:
        """The page where this person books without an account, and their number there.

        Their interface finds nobody by name: the person is looked for among the `known` numbers, else created.
        """
        usager = self._found(prenom, nom, telephone, known) or self._created(prenom, nom, telephone, reservation)
        shape = self._ask("POST", f"users/{usager}/rdv_invitation_token", "rdv_invitation_token")
        asked = (("departement", reservation.departement), ("invitation_token", _text(shape, "invitation_token")),
                 ("organisation_ids[]", reservation.organisation), ("motif_category_short_name", reservation.categorie))
        query = urlencode([(name, value) for name, value in asked if value is not None])
        return f"{self._access.site}/prendre_rdv?{query}", str(usager)

    def subscribe(self, organisation: int, target_url: str, secret: str) -> None:
        """Be told at `target_url` of the appointments of an organisation; asked twice, there is still one subscription."""
        path, step = f"organisations/{organisation}/webhook_endpoints", "webhook_endpoints"
        listed = _list(self._ask("GET", path, step, params={"target_url": target_url}), "webhook_endpoints")
        wanted = {"target_url": target_url, "secret": secret, "subscriptions": ["rdv"]}
        same = [one for one in listed if _get(one, "target_url") == target_url]
        if same:
            self._ask("PATCH", f"{path}/{_number(same[0], 'id')}", step, json=wanted)
        else:
            self._ask("POST", path, step, json=wanted)

    def _found(self, prenom: str, nom: str, telephone: str | None, known: Collection[str]) -> int | None:
        if not known:
            return None
        wanted = (fold(prenom), fold(nom), _significant(telephone))
        for user in _list(self._ask("GET", "users", "users", params={"ids[]": sorted(known)}), "users"):
            first, last, number = (str(_get(user, name) or "") for name in ("first_name", "last_name", "phone_number"))
            if (fold(first), fold(last), _significant(number)) == wanted:
                return _number(user, "id")
        return None

    def _created(self, prenom: str, nom: str, telephone: str | None, reservation: Reservation) -> int:
        person = {"first_name": prenom, "last_name": nom, "organisation_ids": [reservation.organisation],
                  **({"phone_number": telephone} if telephone else {})}
        return _number(_get(self._ask("POST", "users", "users", json=person), "user"), "id")

    def _ask(self, method: str, path: str, step: str, **what: Any) -> Any:
        """One question of an agent; `step` names it without anybody's number. An access refused once is refreshed."""
        address = f"{self._access.site}/api/v1/{path}"
        token = self._access_token()
        answer = self._send(method, address, step, auth=_Bearer(token), **what)
        if answer.status_code == _REFUSED:
            answer = self._send(method, address, step, auth=_Bearer(self._access_token(refused=token)), **what)
        return _read(answer, method, step)

    def _access_token(self, refused: str | None = None) -> str:
        usable = self._usable(self._tokens.get(), refused)
        if usable:
            return usable
        try:
            with self._tokens.refreshing() as tokens:
                kept = tokens.get()
                return self._usable(kept, refused) or self._refreshed(kept, tokens)
        except ElsewhereUnavailable:
            # Another process may have been quicker with the same refresh token, which serves once.
            usable = self._usable(self._tokens.get(), refused)
            if usable:
                return usable
            raise

    def _usable(self, kept: str | None, refused: str | None) -> str | None:
        token = _understood(kept)
        lasts = token.expires_at is None or token.expires_at - _EARLY > self._clock.now().timestamp()
        return token.access_token if lasts and token.access_token != refused else None

    def _refreshed(self, kept: str | None, tokens: Tokens) -> str:
        old = _understood(kept).refresh_token
        if old is None:
            raise ElsewhereUnavailable("the access has ended: an agent must give it again")
        new = self._granted({"grant_type": "refresh_token", "refresh_token": old})
        tokens.keep(_written(new))
        return new.access_token

    def _granted(self, asked: Mapping[str, str]) -> Token:
        """A token; one that comes without a refresh token leaves us the old one."""
        form = {"client_id": self._access.client_id, "client_secret": self._access.client_secret, **asked}
        shape = _read(self._send("POST", f"{self._access.site}/oauth/token", "token", data=form), "POST", "token")
        end = None
        if _get(shape, "expires_in") is not None:
            end = self._clock.now().timestamp() + _number(shape, "expires_in")
        return Token(_text(shape, "access_token"), _get(shape, "refresh_token") or asked.get("refresh_token"), end)

    def _send(self, method: str, address: str, step: str, **what: Any) -> requests.Response:
        """No redirect is followed. Only a reading whose connection failed is sent again.

        A site that does not answer is left alone for a moment: people must not all wait, in turn, for the same silence.
        """
        if self._silent_until is not None and self._clock.now() < self._silent_until:
            raise ElsewhereUnavailable(f"{method} {step}: not asked, there was no answer a moment ago")
        why = ""
        for _ in range(2 if method == "GET" else 1):
            try:
                return self._session.request(method, address, timeout=self._timeouts, allow_redirects=False,
                                             headers={"Accept": "application/json"}, **what)
            except requests.RequestException as error:
                why = type(error).__name__
                if not isinstance(error, requests.ConnectionError):
                    break
        self._silent_until = self._clock.now() + _LEFT_ALONE
        # Not « from error »: it names the address, with its numbers.
        raise ElsewhereUnavailable(f"{method} {step}: {why}")


class _Bearer(requests.auth.AuthBase):
    """An `auth`, and not a header: requests would put what a .netrc file says in its place."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _read(answer: requests.Response, method: str, step: str) -> Any:
    if not 200 <= answer.status_code < 300:
        raise ElsewhereUnavailable(f"{method} {step} answered {answer.status_code}")
    try:
        return answer.json()
    except ValueError:
        raise ElsewhereUnavailable(f"{method} {step} did not answer in JSON") from None


def _get(shape: Any, name: str) -> Any:
    if not isinstance(shape, dict):
        raise ElsewhereUnavailable(f"{name} cannot be read")
    return shape.get(name)


def _text(shape: Any, name: str) -> str:
    value = _get(shape, name)
    if not isinstance(value, str) or not value:
        raise ElsewhereUnavailable(f"{name} cannot be read")
    return value


def _number(shape: Any, name: str) -> int:
    value = _get(shape, name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ElsewhereUnavailable(f"{name} cannot be read")
    return value


def _list(shape: Any, name: str) -> list[Any]:
    value = _get(shape, name)
    if not isinstance(value, list):
        raise ElsewhereUnavailable(f"{name} cannot be read")
    return value


def _significant(telephone: str | None) -> str:
    return re.sub(r"\D", "", telephone or "")[-_SIGNIFICANT:]


def _written(token: Token) -> str:
    return json.dumps(asdict(token))


def _understood(kept: str | None) -> Token:
    if kept is None:
        raise ElsewhereUnavailable("no agent has given access yet")
    return Token(**json.loads(kept))
