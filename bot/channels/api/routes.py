"""The API over HTTP: queries read, answers in JSON for any site, a page for people, and the contact cards."""
from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web
from jinja2 import Environment, FileSystemLoader

from bot.channels.api.endpoints import ENDPOINTS, Endpoint
from bot.channels.api.openapi import LICENCE, document
from bot.channels.api.parameters import DEFAULT_SIZE, Refused, fault, values
from bot.channels.api.vcard import file_name, vcard
from bot.domain.french import PARIS
from bot.domain.territory import Point, Spot
from bot.services.contact_cards import ContactCards
from bot.services.ports import Wanted
from bot.services.public_directory import PublicDirectory
from bot.services.public_search import Search, UnknownCommune

Asked = Mapping[str, Any]
_Answer = TypeVar("_Answer")
_HERE = Path(__file__).parent
_FORESEEN = timedelta(days=366)
_EVERYBODY = "tous-publics"
_CACHED = {"Cache-Control": "public, max-age=300"}
_FOR_ANY_SITE = {**_CACHED, "Access-Control-Allow-Origin": "*"}
_FIELDS = {"thematiques": "thematiques", "publics": "publics", "frais": "frais", "modes_accueil": "modes_accueil",
           "types": "type", "sources": "source", "code_commune": "code_insee"}  # by parameter


class Api:
    """Answers programs, and those who write them. Nothing here changes anything."""

    def __init__(self, directory: PublicDirectory, cards: ContactCards) -> None:
        self._directory = directory
        self._cards = cards
        # One thread of its own: however much programs ask, the threads that answer people stay free.
        self._threads = ThreadPoolExecutor(1, "api")
        self._page = Environment(loader=FileSystemLoader(_HERE), autoescape=True).get_template("page.html")

    def routes(self) -> list[web.AbstractRouteDef]:
        """Every address that is answered here."""
        answers = {"chercher_services": self._search, "lister_services": self._services, "lire_service": self._service,
                   "lister_structures": self._structures, "lire_structure": self._structure, "lister_sources": self._sources}
        return [
            # aiohttp's own pattern for a part of an address refuses braces, which an identifier may hold.
            *(web.get(endpoint.path.replace("{id}", "{id:[^/]+}"), self._answering(endpoint, answers[endpoint.name]))
              for endpoint in ENDPOINTS),
            web.get("/api/v1/openapi.json", self._document),
            web.get("/api", self._home),
            web.get("/api/", self._home),
            web.static("/api/static", _HERE / "static"),
            web.get("/annuaire/{place}.vcf", self._card),
        ]

    def _answering(self, endpoint: Endpoint, answer: Callable[[Asked], Any]) -> Callable[[web.Request], Any]:
        async def handle(request: web.Request) -> web.Response:
            try:
                asked = {**values(request.query, endpoint.parameters), **request.match_info}
                found = await self._in_thread(answer, asked)
            except Refused as refused:
                return _json({"detail": refused.faults}, 422)
            return _json({"detail": "Rien ne porte cet identifiant."}, 404) if found is None else _json(found)
        return handle

    def _search(self, asked: Asked) -> Any:
        search = Search(asked.get("code_commune"), _point(asked), asked.get("recherche", ""), *self._opening(asked),
                        asked.get("score_qualite_minimum", 0.0), _wanted(asked, but=("code_commune",)))
        try:
            return self._directory.search(search, *_page(asked)).to_dict()
        except UnknownCommune:
            unknown = "L'assistant ne connaît pas cette commune. Donnez plutôt « lat » et « lon »."
            raise Refused([fault("code_commune", unknown)]) from None

    def _services(self, asked: Asked) -> Any:
        return self._directory.services(_wanted(asked), *_page(asked)).to_dict()

    def _service(self, asked: Asked) -> Any:
        return self._directory.service(asked["id"]) if _is_id(asked["id"]) else None

    def _structures(self, asked: Asked) -> Any:
        return self._directory.structures(_wanted(asked), *_page(asked)).to_dict()

    def _structure(self, asked: Asked) -> Any:
        return self._directory.structure(asked["id"]) if _is_id(asked["id"]) else None

    def _sources(self, asked: Asked) -> Any:
        return self._directory.sources()

    def _opening(self, asked: Asked) -> tuple[date | None, datetime | None]:
        """The day, or the moment, at which one wants it open."""
        day, hour, today = asked.get("ouvert_le"), asked.get("ouvert_a"), self._directory.today
        if day and not today <= day <= today + _FORESEEN:
            raise Refused([fault("ouvert_le", "Choisissez un jour entre aujourd'hui et dans un an.")])
        return (None, datetime.combine(day or today, hour, PARIS)) if hour else (day, None)

    async def _document(self, request: web.Request) -> web.Response:
        return _json(document(await self._in_thread(self._examples)))

    async def _home(self, request: web.Request) -> web.Response:
        examples = await self._in_thread(self._examples)
        page = self._page.render(town=self._directory.home.nom, licence=LICENCE, endpoints=ENDPOINTS, examples=examples)
        return web.Response(text=page, content_type="text/html", headers=_CACHED)

    async def _card(self, request: web.Request) -> web.Response:
        place = request.match_info["place"]
        card = await asyncio.to_thread(self._cards.card, place) if _is_id(place) else None
        if card is None:
            raise web.HTTPNotFound
        disposition = f'attachment; filename="{file_name(card.structure)}"'
        return web.Response(text=vcard(card), content_type="text/vcard", charset="utf-8",
                            headers={**_CACHED, "Content-Disposition": disposition})

    async def _in_thread(self, ask: Callable[..., _Answer], *asked: Any) -> _Answer:
        return await asyncio.get_running_loop().run_in_executor(self._threads, ask, *asked)

    def _examples(self) -> dict[str, Any]:
        """Questions that have an answer here: values by name of parameter, and ids by name of endpoint."""
        home, services = self._directory.home, self._directory.services({}, 1, 1).items
        ids = {"lire_service": services[0]["id"], "lire_structure": services[0]["structure_id"],
               "sources": services[0]["source"]} if services else {}
        return {"code_commune": home.insee, "lat": home.latitude, "lon": home.longitude,
                "ouvert_le": self._directory.today.isoformat(), **ids}


def _point(asked: Asked) -> Point | None:
    if "lat" not in asked and "lon" not in asked:
        return None
    for name in ("lat", "lon"):
        if name not in asked:
            raise Refused([fault(name, "« lat » et « lon » vont ensemble : donnez les deux.", "missing")])
    return Spot(asked["lat"], asked["lon"])


def _wanted(asked: Asked, but: Collection[str] = ()) -> Wanted:
    """The fields of the standard that are asked for. What is for everybody is for each public."""
    given = {_FIELDS[name]: value for name, value in asked.items() if name in _FIELDS and name not in but}
    wanted = {field: value if isinstance(value, tuple) else (value,) for field, value in given.items()}
    if "publics" in wanted:
        wanted["publics"] = (*wanted["publics"], _EVERYBODY)
    return wanted


def _page(asked: Asked) -> tuple[int, int]:
    return asked.get("page", 1), asked.get("size", DEFAULT_SIZE)


def _is_id(text: str) -> bool:
    """Whether a database can look for it."""
    return "\0" not in text


def _json(content: Any, status: int = 200) -> web.Response:
    return web.json_response(content, status=status, headers=_FOR_ANY_SITE, dumps=_DUMPS)


_DUMPS = partial(json.dumps, ensure_ascii=False, allow_nan=False)
