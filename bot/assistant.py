"""The running assistant: services, Rasa and channels put together."""
from __future__ import annotations

import asyncio
import logging
from contextlib import AsyncExitStack
from typing import AsyncIterator, Callable, Sequence

from aiohttp import web

from bot.adapters.calendar_file import calendar_file
from bot.adapters.cipher import Cipher, key_of
from bot.adapters.knowledge.loading import load_knowledge
from bot.adapters.redis_turns import RedisTurns
from bot.adapters.spreadsheets import csv_file, ods_file
from bot.bootstrap import Services, wiring
from bot.channels.api.routes import Api
from bot.channels.app import create_app, open_channels
from bot.channels.desk.contents import ContentServices
from bot.channels.desk.opening import DeskPages, DeskServices
from bot.channels.figures import Figures
from bot.channels.gate import Gate
from bot.channels.health import HealthPages
from bot.channels.house import House, Pages
from bot.channels.rdv_service_public.inbound import RdvServicePublicChannel
from bot.channels.relay import Relay
from bot.channels.turns import Turns
from bot.channels.web.calendars import CalendarPages
from bot.channels.web.fiches import FichePages
from bot.channels.web.personal_data import PersonalDataPages
from bot.domain.errors import StorageUnavailable
from bot.domain.knowledge import Knowledge
from bot.late_rasa import LateRasa
from bot.services.accounts import INVITATION
from bot.services.careful_forgetting import CarefulForgetting
from bot.services.keyword_dialogue import FallbackDialogue
from bot.services.limits import Limits, Paces
from bot.services.privacy_notice import PrivacyNotice, Responsible
from bot.serving import Serving
from bot.settings import Settings, version

logger = logging.getLogger(__name__)

_SHOWN_EVERY = 2  # seconds
_SENT_EVERY, _LET_GO_EVERY, _WAITING_EVERY, _FORGOTTEN_EVERY = 10, 60, 600, 3600  # seconds
_ASKED_EVERY, _LOOKED_AT_EVERY = 1.0, 30.0  # seconds


def assistant(settings: Settings) -> web.Application:
    """The web application over the real services; Rasa loads in the background once it has started."""
    serving = Serving(settings.knowledge, wiring(settings), load_knowledge(settings.knowledge)[0])
    services = serving.services
    dialogue = LateRasa(settings, services)
    gate, queue, figures = open_gate(settings, services), queue_of(settings), Figures(version())
    relay = Relay(services.conversations, services.answers, FallbackDialogue(dialogue, services.keywords), gate,
                  Turns(queue), figures)
    channels = open_channels(House(
        relay, services.inbox, services.outbox, services.answers, services.sms_door, services.sms_ledger, settings.options,
        settings.public_url, services.posted))
    app = create_app(relay, services.conversations, lambda: dialogue.is_ready, settings.sites,
                     Api(services.public_directory, services.contact_cards),
                     FichePages(services.public_fiches, settings.public_url), personal_data_pages(settings, services),
                     CalendarPages(services.calendars, calendar_file),
                     desk(settings, services, relay, lambda: (*serving.refused, *dialogue.refused)),
                     *elsewhere_pages(settings, services), *channels, gate=gate, proxies=settings.proxies,
                     is_https=settings.public_url.startswith("https://"), town=services.knowledge.territoires.home.nom,
                     health=HealthPages(lambda: dialogue.is_ready, services.watch, figures, settings.metrics_token))

    async def background(app: web.Application) -> AsyncIterator[None]:
        await _while_it_may_fail(services.programs.show)
        loading = asyncio.create_task(asyncio.to_thread(dialogue.load))
        watching = asyncio.create_task(_watch(settings, serving, dialogue, loading))
        forgetting = CarefulForgetting(services.forgetting.forget_old, services.clock, services.new_uow)
        repeated = [asyncio.create_task(_every(_SHOWN_EVERY, services.programs.show))]
        repeated += [asyncio.create_task(_every(seconds, work, services.programs.is_first)) for seconds, work in (
            (_SENT_EVERY, services.outbox.send_due), (_LET_GO_EVERY, services.handovers.let_go),
            (_LET_GO_EVERY, services.counter.forget_left),
            (_WAITING_EVERY, services.waiting_list.tell), (_FORGOTTEN_EVERY, forgetting.forget_old))]
        async with AsyncExitStack() as stack:
            for channel in channels:
                await stack.enter_async_context(channel.running())
            yield
        for task in (*repeated, watching):
            task.cancel()
        await asyncio.gather(loading, return_exceptions=True)
        await _while_it_may_fail(services.programs.leave)
        if queue is not None:
            await queue.close()

    app.cleanup_ctx.append(background)
    return app


def open_gate(settings: Settings, services: Services) -> Gate:
    """How fast people may write here."""
    paces = Paces.of(settings.person_limit, settings.address_limit, settings.house_limit)
    return Gate(Limits(paces, services.clock), services.answers,
                lambda message: services.conversations.distress(message) is not None)


def desk(settings: Settings, services: Services, relay: Relay | None = None,
         refused: Callable[[], Sequence[str]] = tuple) -> DeskPages:
    """The pages of the agents. Until somebody has an account, each start prints the link of the first one."""
    first = services.accounts.first_link()
    if first is not None and settings.logs == "json":
        # A log goes to other machines: the link that lets one in must not.
        logger.warning("nobody has entered the desk yet: « python -m bot agent link administrateur » prints the first link")
    elif first is not None:
        print(f"Le bureau, première connexion (lien à usage unique) : {settings.public_url}{INVITATION}{first}", flush=True)
    return DeskPages(desk_services(services, settings.public_url, relay, refused))


def desk_services(services: Services, public_url: str, relay: Relay | None = None,
                  refused: Callable[[], Sequence[str]] = tuple) -> DeskServices:
    """What the desk works with, out of all that there is. Without `relay`, keywords answer at the counter.

    `refused`: why what was changed on the machine is not served, in French.
    """
    return DeskServices(
        relay=relay or Relay(services.conversations, services.answers, services.keywords), counter=services.counter,
        person_sheets=services.person_sheets, sheet_messages=services.sheet_messages,
        appointment_cards=services.appointment_cards, clock=services.clock, desk_agenda=services.desk_agenda,
        desk_booking=services.desk_booking, desk_day=services.desk_day, desk_planning=services.desk_planning,
        planning_outlines=services.planning_outlines, waiting_list=services.waiting_list,
        needs_report=services.needs_report, csv_file=csv_file, ods_file=ods_file,
        knowledge=services.knowledge, accounts=services.accounts, conversations=services.desk_conversations,
        public_url=public_url, unanswered_questions=services.unanswered_questions,
        proposed_examples=services.proposed_examples, contents=content_services(services, refused))


def content_services(services: Services, refused: Callable[[], Sequence[str]] = tuple) -> ContentServices:
    """What the pages of « Contenu » work with."""
    return ContentServices(services.town_contacts, services.town_notices, services.content_review, services.place_reports,
                           services.desk_hours, services.answers, services.public_fiches, refused)


def personal_data_pages(settings: Settings, services: Services) -> PersonalDataPages:
    """What everybody may read of their data, and what one person may read of hers."""
    notice = PrivacyNotice(services.answers, Responsible(settings.dpo, settings.hosting), settings.partners)
    return PersonalDataPages(notice, services.own_data, services.public_fiches, settings.public_url)


def elsewhere_pages(settings: Settings, services: Services) -> list[Pages]:
    """Where RDV Service Public tells us of its appointments, if the town has an access to it."""
    if services.authorisation is None:
        return []
    return [RdvServicePublicChannel(services.elsewhere, services.authorisation, settings.rdv_webhook_secret)]


def queue_of(settings: Settings) -> RedisTurns | None:
    """Where several programs wait for each other, if the town has a Redis."""
    if not settings.redis_url:
        return None
    return RedisTurns(settings.redis_url, Cipher(key_of(settings.key_file)).hash)


async def _watch(settings: Settings, serving: Serving, dialogue: LateRasa, loading: asyncio.Future[None]) -> None:
    """Take what is edited or trained while people talk: soon, or at once when `python -m bot reload` asks for it."""
    await asyncio.shield(loading)
    asked_at, seconds = _asked_at(settings), 0.0
    while True:
        await asyncio.sleep(_ASKED_EVERY)
        seconds += _ASKED_EVERY
        is_asked = asked_at != (asked_at := _asked_at(settings))
        if not is_asked and seconds < _LOOKED_AT_EVERY:
            continue
        seconds = 0.0
        try:
            await take_changes(serving, dialogue, is_asked)
        except StorageUnavailable:
            pass  # The database says so in the log; they are looked at again.
        except Exception:
            logger.exception("what has changed could not be taken; what was served stays")


async def take_changes(serving: Serving, dialogue: LateRasa, is_asked: bool = False) -> None:
    """Serve what has changed in knowledge/ and in the models, if it is right."""
    before = await asyncio.to_thread(serving.look, is_asked)
    await dialogue.renew(anew=before is not None and _read_by_rasa(before) != _read_by_rasa(serving.services.knowledge))


def _read_by_rasa(knowledge: Knowledge) -> tuple[object, ...]:
    """What a model reads of knowledge/ when it is loaded."""
    return knowledge.glossaire.entrees, knowledge.langues.langues, knowledge.territoires, dict(knowledge.structures)


def _asked_at(settings: Settings) -> float | None:
    """When somebody last asked for it."""
    try:
        return settings.reload_file.stat().st_mtime
    except FileNotFoundError:
        return None


async def _every(seconds: float, work: Callable[[], object], is_ours: Callable[[], bool] = lambda: True) -> None:
    """Do something again and again, while it is ours to do."""
    while True:
        await _while_it_may_fail(lambda: is_ours() and work(), work)
        await asyncio.sleep(seconds)


async def _while_it_may_fail(done: Callable[[], object], work: Callable[[], object] | None = None) -> None:
    """A database that was away for a moment must not end what is done again and again."""
    try:
        await asyncio.to_thread(done)
    except StorageUnavailable:
        pass  # The database says so in the log; it is asked again.
    except Exception:
        logger.exception("%s failed; it will be tried again", (work or done).__qualname__)
