"""Besoins: what people ask, over whole months, quarters and years; tables to take away, and the page of the year."""
from __future__ import annotations

import asyncio
from typing import Any, Callable, Mapping
from urllib.parse import quote

from aiohttp import web

from bot.channels.desk.door import Door, Visit
from bot.domain.agent import Role
from bot.domain.asked import WITHOUT_FICHE, Outcome
from bot.domain.chart import columns, share
from bot.domain.civil_period import Period
from bot.domain.errors import DeskRefused
from bot.domain.french import day_of
from bot.domain.knowledge import Knowledge
from bot.services.accounts import AgentAccounts
from bot.services.needs_export import METHOD, Grid, grid, note
from bot.services.needs_report import Needs, NeedsReport, Row
from bot.services.needs_sentences import sentences
from bot.services.ports import Clock

CsvFile = Callable[[Grid], bytes]
OdsFile = Callable[[Mapping[str, Grid]], bytes]

_CHART = (640, 150)  # the units of the drawing
_QUARTER = 3
_ROWS, _YEAR_ROWS = 12, 9
_HEADLINES = (Outcome.SANS_REPONSE.value, WITHOUT_FICHE, Outcome.HUMAIN.value, Outcome.RENDEZ_VOUS.value)
_OF_THE_YEAR = ("themes", "sujets", "suites", "rubriques", "canaux", "communes", Outcome.HUMAIN.value,
                Outcome.RENDEZ_VOUS.value, "inutiles")
_MISSED = (Outcome.SANS_REPONSE.value, WITHOUT_FICHE, Outcome.PROPOSE.value, Outcome.HORS_SUJET.value)
_CSV, _ODS = "text/csv; charset=utf-8", "application/vnd.oasis.opendocument.spreadsheet"


class NeedsPages:
    """`csv_file` and `ods_file` write tables for spreadsheets."""

    def __init__(self, door: Door, report: NeedsReport, accounts: AgentAccounts, knowledge: Knowledge, clock: Clock,
                 csv_file: CsvFile, ods_file: OdsFile) -> None:
        self._door = door
        self._report = report
        self._accounts = accounts
        self._knowledge = knowledge
        self._clock = clock
        self._csv_file = csv_file
        self._ods_file = ods_file

    def routes(self) -> list[web.RouteDef]:
        role = Role.REFERENT
        return [self._door.get("/bureau/besoins", self._needs, role),
                self._door.get(r"/bureau/besoins/annee/{year:20\d\d}", self._year, role),
                self._door.get(r"/bureau/besoins/tableaux.ods", self._workbook, role),
                self._door.get(r"/bureau/besoins/tableau/{table:[a-z_]+}.{kind:csv|ods}", self._table, role)]

    async def _needs(self, visit: Visit) -> web.Response:
        periods = await asyncio.to_thread(self._report.periods)
        asked = visit.asked("periode")
        if not periods and not asked:
            month, number = await asyncio.to_thread(self._report.under_way)
            return self._door.page(visit, "besoins_vide.html", month=month, number=number)
        period = _chosen(asked, periods) if asked else _usual(periods)
        needs = await asyncio.to_thread(self._report.of, period)
        return self._door.page(visit, "besoins.html", needs=needs, periods=periods, headlines=_rows(needs, _HEADLINES),
                               around=_around(period, periods), limit=_ROWS, **_drawn(needs))

    async def _year(self, visit: Visit) -> web.Response:
        periods = await asyncio.to_thread(self._report.periods)
        period = _chosen(visit.request.match_info["year"], periods)
        needs = await asyncio.to_thread(self._report.of, period)
        tables = [needs.tables[slug] for slug in _OF_THE_YEAR if slug in needs.tables]
        return self._door.page(visit, "besoins_annee.html", needs=needs, tables=tables, sentences=sentences(needs),
                               missed=_rows(needs, _MISSED), method=METHOD, today=self._clock.now(), limit=_YEAR_ROWS,
                               **_drawn(needs))

    async def _table(self, visit: Visit) -> web.Response:
        needs, kind = await self._exported(visit), visit.request.match_info["kind"]
        table = needs.tables.get(visit.request.match_info["table"])
        if table is None:
            raise DeskRefused("Ce tableau n'existe pas pour cette période. Choisissez un trimestre ou une année.")
        name = f"{table.shape.slug}-{needs.period.slug}.{kind}"
        if kind == "csv":
            written = [*grid(table), [], *self._note(needs)]
            return _file(await asyncio.to_thread(self._csv_file, written), name, _CSV)
        sheets = {table.shape.titre: grid(table), "Note": self._note(needs)}
        return _file(await asyncio.to_thread(self._ods_file, sheets), name, _ODS)

    async def _workbook(self, visit: Visit) -> web.Response:
        needs = await self._exported(visit)
        sheets = {"Note": self._note(needs), **{table.shape.titre: grid(table) for table in needs.tables.values()}}
        return _file(await asyncio.to_thread(self._ods_file, sheets), f"besoins-{needs.period.slug}.ods", _ODS)

    async def _exported(self, visit: Visit) -> Needs:
        period = _chosen(visit.asked("periode"), await asyncio.to_thread(self._report.periods))
        await asyncio.to_thread(self._accounts.note, visit.agent, "besoins exportés", period.slug)
        return await asyncio.to_thread(self._report.of, period)

    def _note(self, needs: Needs) -> Grid:
        return note(needs, self._knowledge.territoires.home.nom, day_of(self._clock.now()))


def _chosen(written: str, periods: list[Period]) -> Period:
    period = Period.parse(written)
    if period is None or period not in periods:
        raise DeskRefused("Cette période n'est pas encore finie, ou rien n'y a été compté. Choisissez-en une autre.")
    return period


def _usual(periods: list[Period]) -> Period:
    """The last quarter; before there is one, the last month."""
    return next((period for length in (_QUARTER, 1) for period in periods if period.length == length), periods[0])


def _around(period: Period, periods: list[Period]) -> tuple[Period | None, Period | None]:
    """The spans just before and just after, where there are some."""
    alike = [one for one in periods if one.length == period.length]
    place = alike.index(period)
    return (alike[place + 1] if place + 1 < len(alike) else None, alike[place - 1] if place else None)


def _rows(needs: Needs, keys: tuple[str, ...]) -> list[Row]:
    """What became of the demands, for some of the ways."""
    table = needs.tables.get("suites")
    return [row for row in table.rows if row.key in keys] if table and not table.is_hidden else []


def _drawn(needs: Needs) -> dict[str, Any]:
    """What the charts are drawn with."""
    width, height = _CHART
    made = columns([row.figure.low for row in needs.months], width, height)
    return {"columns": [(row, Period.parse(row.key), column) for row, column in zip(needs.months, made)],
            "chart": {"width": width, "height": height}, "share": share}


def _file(body: bytes, name: str, kind: str) -> web.Response:
    headers = {"Content-Type": kind, "Content-Disposition": f'attachment; filename="{quote(name)}"',
               "X-Content-Type-Options": "nosniff"}
    return web.Response(body=body, headers=headers)
