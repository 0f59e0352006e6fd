"""Appointments that are booked on another site: where to book, for whom, and what became of them."""
from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from bot.domain.answer import Answer, Link
from bot.domain.elsewhere import PROVIDER, SITE, ElsewhereAppointment, ElsewhereEvent, page_of
from bot.domain.errors import ElsewhereUnavailable
from bot.domain.french import capital, say_moment
from bot.domain.knowledge import Knowledge
from bot.domain.motif import Engine, Motif
from bot.services.appointment_words import say_papers
from bot.services.ports import Clock, ElsewhereAccess, PersonalLinks, UnitOfWorkFactory

logger = logging.getLogger(__name__)

_PUBLIC, _PERSONAL = "Prendre rendez-vous sur le site", "Choisir mon heure"
_STATE_SECONDS = 600
_OLDEST_NEWS = timedelta(days=7)  # they try again for some days when we were away
RETURN_PATH, WEBHOOK_PATH = "/rdv-service-public/retour", "/webhooks/rdv-service-public"


class BookedElsewhere:
    """Gives people the right page, and remembers what the other site tells. Without `links`, only public pages are given."""

    def __init__(self, knowledge: Knowledge, clock: Clock, new_uow: UnitOfWorkFactory,
                 links: PersonalLinks | None = None, site: str = SITE) -> None:
        self._knowledge = knowledge
        self._clock = clock
        self._new_uow = new_uow
        self._links = links
        self._site = site

    def is_personal(self, motif: Motif) -> bool:
        """Whether a page of one's own can be had, which wants a name."""
        return self._links is not None and motif.reservation.engine is Engine.RDV_SERVICE_PUBLIC

    def offer(self, motif: Motif) -> Answer:
        """The page where anybody books this motif."""
        return self._public(motif, "ailleurs_lien")

    def personal(self, conversation: str, motif: Motif, prenom: str, nom: str, telephone: str | None) -> Answer:
        """The page where this person books without an account; everybody's page when theirs cannot be had."""
        if self._links is None:
            return self.offer(motif)
        with self._new_uow() as uow:
            known = uow.elsewhere.usagers(PROVIDER, conversation)
        try:
            page, usager = self._links.personal_link(prenom, nom, telephone, motif.reservation, known)
        except ElsewhereUnavailable as unavailable:
            logger.warning("no personal link for motif %s: %s", motif.slug, unavailable)
            return self._public(motif, "ailleurs_indisponible")
        with self._new_uow() as uow:
            uow.elsewhere.remember_usager(PROVIDER, usager, conversation, self._clock.now())
            uow.commit()
        return self._answer(motif, "ailleurs_personnel", Link(_PERSONAL, page))

    def received(self, event: ElsewhereEvent) -> None:
        """Keep what the other site tells of the people we sent there, under the discreet name of the motif.

        What is so old that somebody plays it again changes nothing: of people who were forgotten since, nothing comes back.
        """
        if self._clock.now() - event.at > _OLDEST_NEWS:
            logger.warning("an event of more than %d days was left aside", _OLDEST_NEWS.days)
            return
        with self._new_uow() as uow:
            uow.elsewhere.keep(event, self._name_of(event))
            uow.commit()

    def coming(self, conversation: str) -> list[ElsewhereAppointment]:
        """The appointments to come that were booked there, soonest first."""
        with self._new_uow() as uow:
            return uow.elsewhere.coming(conversation, self._clock.now())

    def listed(self, conversation: str) -> Answer | None:
        """The same, said; None if there is none."""
        coming = self.coming(conversation)
        if not coming:
            return None
        lines = dict.fromkeys(f"- {_described(one)}" for one in coming)
        listed = "\n".join([self._knowledge.messages["ailleurs_liste"], *lines])
        return Answer("\n\n".join([listed, self._knowledge.messages["ailleurs_changer"]]))

    def _public(self, motif: Motif, key: str) -> Answer:
        try:
            return self._answer(motif, key, Link(_PUBLIC, page_of(motif.reservation, self._site)))
        except ValueError:
            return Answer(self._say("ailleurs_sans_page", motif))

    def _answer(self, motif: Motif, key: str, link: Link) -> Answer:
        """The papers come with the link: nobody will come back here once the hour is chosen."""
        parts = (motif.restriction, self._say(key, motif), say_papers(self._knowledge, motif))
        return Answer("\n\n".join(filter(None, parts)), links=(link,), short=f"{self._say(key, motif)} {link.url}")

    def _say(self, key: str, motif: Motif) -> str:
        return self._knowledge.messages[key].format(motif=motif.nom_public)

    def _name_of(self, event: ElsewhereEvent) -> str:
        """The name there may tell why one comes; ours does not."""
        for motif in self._knowledge.motifs.values():
            there = motif.reservation
            if there.engine is Engine.RDV_SERVICE_PUBLIC and there.organisation == event.organisation and (
                    there.categorie in (None, event.categorie)):
                return motif.nom_public
        return self._knowledge.messages["ailleurs_nom"]


class Returned(Enum):
    """How an authorisation ended."""

    DONE = "done"
    NOT_TOLD = "the access is kept, the appointments will not be told of"
    STALE = "the state is not ours, or too old"
    FAILED = "their site did not give the access"


@dataclass(frozen=True)
class Authorisation:
    """Asks an agent of the town, once, for the right to act on the other site; then asks to be told of appointments.

    `public_address` is this site's, without a final slash. `secret` signs what they send us, and what we ask them to send
    back: nothing is kept meanwhile.
    """

    access: ElsewhereAccess
    knowledge: Knowledge
    clock: Clock
    secret: str
    public_address: str

    def page(self) -> str:
        """The page where the agent agrees, good for ten minutes."""
        about = f"{int(self.clock.now().timestamp())}.{secrets.token_hex(8)}"
        return self.access.authorisation_page(f"{about}.{self._signature(about)}")

    def returned(self, code: str, state: str) -> Returned:
        """Take what the agent's agreement gives."""
        if not self._is_ours(state):
            return Returned.STALE
        try:
            self.access.exchange(code)
        except ElsewhereUnavailable as unavailable:
            logger.warning("the authorisation was not given: %s", unavailable)
            return Returned.FAILED
        return self._subscribed()

    def _subscribed(self) -> Returned:
        there = [motif.reservation for motif in self.knowledge.motifs.values()]
        organisations = {one.organisation for one in there if one.engine is Engine.RDV_SERVICE_PUBLIC and one.organisation}
        try:
            for organisation in sorted(organisations):
                self.access.subscribe(organisation, self.public_address + WEBHOOK_PATH, self.secret)
        except ElsewhereUnavailable as unavailable:
            logger.warning("the appointments will not be told of: %s", unavailable)
            return Returned.NOT_TOLD
        return Returned.DONE

    def _is_ours(self, state: str) -> bool:
        about, _, signature = state.rpartition(".")
        if not hmac.compare_digest(self._signature(about).encode(), signature.encode(errors="replace")):
            return False
        age = self.clock.now().timestamp() - int(about.partition(".")[0])
        return 0 <= age <= _STATE_SECONDS

    def _signature(self, about: str) -> str:
        return hmac.new(f"authorisation:{self.secret}".encode(), about.encode(errors="replace"), hashlib.sha256).hexdigest()


def _described(appointment: ElsewhereAppointment) -> str:
    place = f", {appointment.lieu}" if appointment.lieu else ""
    return f"{capital(say_moment(appointment.start))} : {appointment.nom}{place}."
