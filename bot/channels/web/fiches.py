"""The pages of fiches: one for each subject, the list of all, and what search engines read. No script, no cookie."""
from __future__ import annotations

import asyncio
from hashlib import sha256
from pathlib import Path
from textwrap import shorten
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader

from bot.channels.web.render import parts_of, segments_of
from bot.domain.french import of_town, say_date
from bot.domain.own_data import NOTICE
from bot.services.fiche_pages import PublicFiches

_FOLDER = "/fiches"
_TEMPLATES = Path(__file__).parent / "templates"
_CACHED = "public, max-age=300"
_DESCRIPTION = 160  # signs: what a search engine shows of a page


class FichePages:
    """`public_url` is this site as others reach it, without a final slash."""

    def __init__(self, fiches: PublicFiches, public_url: str) -> None:
        self._fiches = fiches
        self._site = public_url
        self._templates = site_templates(fiches, public_url)

    def routes(self) -> list[web.RouteDef]:
        """Every address that is answered here."""
        return [web.get(_FOLDER, self._list), web.get(_FOLDER + "/{written:.*}", self._fiche),
                web.get("/sitemap.xml", self._sitemap), web.get("/robots.txt", self._robots)]

    async def _list(self, request: web.Request) -> web.Response:
        themes = await asyncio.to_thread(self._fiches.themes)
        return self._shown(request, "fiches.html", themes=themes, path=_FOLDER)

    async def _fiche(self, request: web.Request) -> web.Response:
        written = request.match_info["written"]
        slug = written.strip("/").lower()
        if not slug:
            return _moved(_FOLDER)
        fiche = await asyncio.to_thread(self._fiches.page, slug)
        if fiche is None:
            near = await asyncio.to_thread(self._fiches.near, slug)
            return web.Response(text=self._written("absente.html", near=near), content_type="text/html", status=404)
        path = f"{_FOLDER}/{fiche.slug}"
        return self._shown(request, "fiche.html", fiche=fiche, path=path) if slug == written else _moved(path)

    async def _sitemap(self, request: web.Request) -> web.Response:
        pages = {f"{_FOLDER}/{slug}": day for slug, day in self._fiches.verified().items()}
        lasting = dict.fromkeys(("/", NOTICE, _FOLDER))
        return self._shown(request, "sitemap.xml", "application/xml", pages={**lasting, **pages})

    async def _robots(self, request: web.Request) -> web.Response:
        return self._shown(request, "robots.txt", "text/plain")

    def _shown(self, request: web.Request, template: str, content_type: str = "text/html", **words: Any) -> web.Response:
        return shown(request, self._written(template, **words), content_type)

    def _written(self, template: str, **words: Any) -> str:
        return self._templates.get_template(template).render(words)


def site_templates(fiches: PublicFiches, public_url: str) -> Environment:
    """What the pages of the town are written with."""
    templates = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    templates.filters.update(paragraphs=_paragraphs, segments=segments_of, call=_call, date=say_date, of_town=of_town,
                             description=_description)
    templates.globals.update(town=fiches.town, helplines=fiches.helplines, site=public_url)
    return templates


def shown(request: web.Request, text: str, content_type: str = "text/html") -> web.Response:
    """A page that is everybody's, or 304 if the browser has it already."""
    tag = sha256(text.encode()).hexdigest()[:32]
    headers = {"Cache-Control": _CACHED, "ETag": f'"{tag}"'}
    if any(known.value in (tag, "*") for known in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    return web.Response(text=text, content_type=content_type, headers=headers)


def _moved(path: str) -> web.Response:
    # Returned, not raised: the site's guard turns what is raised into a sentence, and the address would be lost.
    return web.Response(status=301, headers={"Location": path})


def _paragraphs(text: str) -> list[Any]:
    """The paragraphs and lists of a text, cut into segments as for the widget."""
    return [part for block in text.split("\n\n") if block for part in parts_of(block)]


def _call(telephone: str) -> str:
    return f"tel:{''.join(telephone.split())}"


def _description(text: str) -> str:
    return shorten(text, _DESCRIPTION, placeholder="…")
