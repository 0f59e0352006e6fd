"""Schemathesis asks the API all that its own OpenAPI document allows, and more: `make fuzz`."""
from __future__ import annotations

import asyncio
import os
import socket
import sys
import tempfile
from datetime import date
from pathlib import Path

from aiohttp import web

from bot.adapters.cipher import Cipher, new_key
from bot.adapters.clock import SystemClock
from bot.adapters.database.directory import SqlDirectory
from bot.adapters.database.directory_writer import DirectoryWriter, keep_town
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.adapters.knowledge.loading import load_knowledge
from bot.bootstrap import reading, wire
from bot.channels.api.routes import Api
from bot.channels.app import create_app
from bot.channels.relay import Relay
from bot.domain.offer import Offer
from bot.domain.structure import Structure
from bot.log_lines import configure
from bot.settings import ROOT
from tests.empty_databases import empty_sqlite

SCHEMATHESIS = ROOT / ".tools" / "fuzz" / "bin" / "schemathesis"
CHECKS = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
          "response_headers_conformance", "unsupported_method")
PLACE = Structure("dora--1/é", "Maison; des \\ gens", "Lodève", date(2026, 1, 5), source="dora", code_insee="34142")
OFFER = Offer("dora--cv", PLACE.id, "Atelier CV", date(2026, 1, 5), "dora", "Écrire son CV.", frais="gratuit")


def application(folder: Path) -> web.Application:
    """The API over a directory that holds what the town vouches for, and what a producer publishes."""
    engine, cipher, knowledge = empty_sqlite(folder / "api.db"), Cipher(new_key()), load_knowledge(ROOT / "knowledge")[0]
    keep_town(engine, knowledge.structures.values(), reading(knowledge))
    with engine.begin() as connection:
        writer = DirectoryWriter(connection, reading(knowledge))
        list(writer.keep([(PLACE, [OFFER])]))
        writer.finish()
    services = wire(knowledge, lambda: SqlUnitOfWork(engine, cipher), SqlDirectory(engine), SystemClock())
    relay = Relay(services.conversations, services.answers, services.keywords)
    return create_app(relay, services.conversations, lambda: False, frozenset(),
                      Api(services.public_directory, services.contact_cards))


async def fuzz(examples: str) -> int:
    """What schemathesis says of it: 0 when it found nothing."""
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as door:
        runner = web.AppRunner(application(Path(folder)))
        await runner.setup()
        await web.SockSite(runner, door).start()
        document = f"http://127.0.0.1:{door.getsockname()[1]}/api/v1/openapi.json"
        asked = await asyncio.create_subprocess_exec(
            SCHEMATHESIS, "run", document, "--checks", ",".join(CHECKS), "--max-examples", examples,
            "--continue-on-failure", "--suppress-health-check", "all", cwd=folder)
        found = await asked.wait()
        await runner.cleanup()
    return found


if __name__ == "__main__":
    configure("texte")
    sys.exit(asyncio.run(fuzz(os.environ.get("FUZZ_EXAMPLES", "25"))))
