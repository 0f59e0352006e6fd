"""Appointments in people's own calendars."""
import pytest
from icalendar import Calendar

from bot.adapters.calendar_file import calendar_file
from bot.channels.app import create_app
from bot.channels.relay import Relay
from bot.channels.web.calendars import CalendarPages
from tests.builders import paris
from tests.services.test_notices import book


@pytest.fixture
async def site(services, aiohttp_client):
    relay = Relay(services.conversations, services.answers, services.keywords)
    return await aiohttp_client(create_app(relay, services.conversations, lambda: False, frozenset(),
                                           CalendarPages(services.calendars, calendar_file)))


async def read(site, path: str) -> Calendar:
    response = await site.get(path)
    assert response.status == 200
    assert response.content_type == "text/calendar"
    return Calendar.from_ical(await response.read())


def uid_of(services, code: str) -> str:
    return services.appointment_book.get(code).uid


def feed_of(services, slug: str) -> str:
    with services.new_uow() as uow:
        return f"/agenda/{uow.planning.agenda(slug).feed_token}.ics"


async def test_the_confirmation_links_to_a_file_that_a_telephone_opens(site, services):
    code = book(services, "telegram", "4242")

    calendar = await read(site, f"/rdv/{uid_of(services, code)}.ics")

    [event] = calendar.walk("VEVENT")
    assert calendar["method"] == "PUBLISH"
    assert event["summary"] == "Rendez-vous au CCAS"
    assert event["dtstart"].dt == paris("2026-11-23 09:00")
    assert code in event["description"]
    assert "34800" in event["location"]


async def test_a_moved_appointment_replaces_itself_in_the_calendar(site, services):
    code = book(services, "telegram", "4242")
    before = await read(site, f"/rdv/{uid_of(services, code)}.ics")
    with services.new_uow() as uow:
        from bot.services.creneaux import free
        last = free(uow, services.knowledge.motifs["entretien-domiciliation"], services.clock.now())[-1]
    services.appointment_book.move(code, last, "accueil")

    after = await read(site, f"/rdv/{uid_of(services, code)}.ics")

    [old], [new] = before.walk("VEVENT"), after.walk("VEVENT")
    assert old["uid"] == new["uid"]
    assert (old["sequence"], new["sequence"]) == (0, 1)
    assert new["dtstart"].dt == last.start


async def test_a_cancelled_appointment_cancels_itself_in_the_calendar(site, services):
    code = book(services, "telegram", "4242")
    services.appointment_book.cancel(code, "usager")

    calendar = await read(site, f"/rdv/{uid_of(services, code)}.ics")

    assert calendar["method"] == "CANCEL"
    assert calendar.walk("VEVENT")[0]["status"] == "CANCELLED"


async def test_a_desk_reads_who_is_expected_by_first_name_without_a_number(site, services):
    code = book(services, telephone="0612345678")
    agenda = services.appointment_book.get(code).agenda

    response = await site.get(feed_of(services, agenda))
    text = await response.text()

    assert "Entretien de domiciliation : Ali" in text
    assert "612345678" not in text
    assert response.headers["Cache-Control"] == "private, no-store"


async def test_a_feed_without_appointments_is_still_a_calendar(site, services):
    calendar = await read(site, feed_of(services, "demo-numerique"))

    assert calendar.walk("VEVENT") == []
    assert calendar["x-wr-calname"] == "Tiers-lieu numérique (démonstration)"


@pytest.mark.parametrize("path", ["/rdv/" + "0" * 32 + ".ics", "/rdv/ABC 234.ics", "/rdv/.ics", "/agenda/.ics",
                                  "/agenda/" + "a" * 43 + ".ics", "/agenda/demo-ccas-1.ics"])
async def test_without_the_secret_nothing_opens(site, path):
    assert (await site.get(path)).status == 404
