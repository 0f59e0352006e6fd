"""What those who watch over the program are told."""
import pytest
from aiohttp.test_utils import make_mocked_request
from sqlalchemy import text

from bot.channels.app import create_app
from bot.channels.figures import Figures
from bot.channels.health import HealthPages
from bot.channels.relay import Relay

TOKEN = "t" * 32


class Rooms:
    """The site over the services, with a model that is loaded or not."""

    def __init__(self, services, open_site) -> None:
        self.services, self._open, self.figures = services, open_site, Figures("9.9.9")

    async def site(self, is_loaded: bool = True, dialogue=None, gate=None):
        relay = Relay(self.services.conversations, self.services.answers, dialogue or self.services.keywords, gate,
                      figures=self.figures)
        health = HealthPages(lambda: is_loaded, self.services.watch, self.figures, TOKEN)
        return await self._open(create_app(relay, self.services.conversations, lambda: is_loaded, health=health))


@pytest.fixture
def rooms(services, aiohttp_client):
    return Rooms(services, aiohttp_client)


async def measures(site) -> dict[str, float]:
    response = await site.get("/metrics")
    lines = [line for line in (await response.text()).splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


async def write(site, *texts: str) -> None:
    for number, said in enumerate(texts):
        await site.post("/web/messages", json={"type": "message", "token": "c" * 43, "id": f"m{number}", "text": said})


async def test_all_is_ready(rooms):
    site = await rooms.site()
    response = await site.get("/pret")

    assert response.status == 200
    assert await response.json() == {"pret": True, "rasa": "ok", "base": "ok", "contenu": "ok"}


async def test_what_is_missing_is_named(rooms, engine):
    site = await rooms.site(is_loaded=False)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0003'"))
    behind = await site.get("/pret")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))  # a newer program has come by
    newer = await (await site.get("/pret")).json()
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE alembic_version RENAME TO away"))
    gone = await (await site.get("/pret")).json()
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO alembic_version"))
        connection.execute(text(f"UPDATE alembic_version SET version_num = '{head()}'"))

    told = await behind.json()
    assert behind.status == 503
    assert told["pret"] is False
    assert "mots-clés" in told["rasa"]
    assert "mise à jour" in told["base"]
    assert newer["base"] == "ok"
    assert gone["base"] != "ok"


def head() -> str:
    from alembic.script import ScriptDirectory

    from bot.adapters.database.engine import MIGRATIONS
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


class Away:
    """A database that cannot be reached."""

    knows_something = True

    def is_migrated(self):
        raise ConnectionRefusedError

    readings = is_migrated


async def test_a_database_that_is_away_is_said_and_the_rest_still_counts(services, aiohttp_client):
    health = HealthPages(lambda: True, Away(), Figures("9.9.9"))
    site = await aiohttp_client(create_app(None, None, lambda: True, health=health))

    assert (await site.get("/sante")).status == 200
    assert (await (await site.get("/pret")).json())["base"] == "la base de données ne répond pas"
    assert (await measures(site))["repere_database_up"] == 0


async def test_messages_are_counted_by_what_became_of_them(rooms):
    site = await rooms.site(is_loaded=False)

    await write(site, "le rsa", "mon mari me frappe")
    told = await measures(site)

    assert told['repere_messages_total{channel="web",outcome="distress"}'] == 1
    assert sum(value for name, value in told.items() if name.startswith("repere_messages_total")) == 2
    assert told['repere_turn_seconds_count{channel="web"}'] == 2
    assert told["repere_database_up"] == 1
    assert told["repere_model_loaded"] == 0
    assert told["repere_outbox_waiting"] == told["repere_outbox_failed"] == told["repere_handovers_waiting"] == 0
    assert told['repere_build_info{version="9.9.9"}'] == 1
    assert 'repere_next_creneau_seconds{motif="atelier-numerique"}' not in told, "it has no opening that could be full"
    assert 0 < told['repere_next_creneau_seconds{motif="entretien-domiciliation"}'] < 28 * 86400


async def test_when_no_time_is_left_the_wait_is_infinite(rooms, engine):
    with engine.begin() as connection:
        connection.execute(text("UPDATE openings SET first_day = '2020-01-01', recurrence = NULL"))

    told = await measures(await rooms.site())

    assert told['repere_next_creneau_seconds{motif="entretien-domiciliation"}'] == float("inf")


class Broken:
    async def ask(self, turn):
        raise RuntimeError


async def test_a_turn_that_breaks_is_counted(rooms):
    site = await rooms.site(dialogue=Broken())

    await write(site, "le rsa")

    assert (await measures(site))['repere_messages_total{channel="web",outcome="broken"}'] == 1


class Shut:
    async def turned_away(self, message, waiting):
        return ()


async def test_a_message_that_is_turned_away_is_counted_and_is_no_turn(rooms):
    site = await rooms.site(gate=Shut())

    await write(site, "le rsa")

    told = await measures(site)
    assert told['repere_messages_total{channel="web",outcome="limited"}'] == 1
    assert "repere_turn_seconds_count" not in "".join(told)


@pytest.mark.parametrize(("remote", "headers", "is_let_in"), [
    ("127.0.0.1", {}, True),
    ("172.18.0.4", {}, True),
    ("::ffff:10.0.0.4", {}, True),
    ("fd00::7", {}, True),
    ("", {}, False),
    ("93.184.216.34", {}, False),
    ("93.184.216.34", {"Authorization": f"Bearer {TOKEN}"}, True),
    ("93.184.216.34", {"Authorization": "Bearer "}, False),
    ("93.184.216.34", {"Authorization": "Bearer é"}, False),
    ("172.18.0.4", {"X-Forwarded-For": "93.184.216.34"}, False),
    ("172.18.0.4", {"X-Forwarded-For": "10.0.0.9", "Authorization": f"Bearer {TOKEN}"}, False),
])
def test_measures_are_read_from_near_or_with_the_token_and_never_through_the_proxy(remote, headers, is_let_in):
    request = make_mocked_request("GET", "/metrics", headers=headers).clone(remote=remote)

    assert HealthPages(lambda: True, token=TOKEN)._may_read(request) is is_let_in


def test_without_a_token_none_opens():
    request = make_mocked_request("GET", "/metrics", headers={"Authorization": "Bearer "}).clone(remote="93.184.216.34")

    assert not HealthPages(lambda: True)._may_read(request)
