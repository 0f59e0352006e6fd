"""« Où aller pour… »: places from the directory, page by page or one in detail, said as Answers."""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote

from bot.domain.answer import POSITION, Answer, Choice, Link, payload
from bot.domain.criteria import Criteria, criteria_in
from bot.domain.fiche import Rubrique
from bot.domain.french import PARIS, capital
from bot.domain.knowledge import Knowledge
from bot.domain.need import meaningful
from bot.domain.normalisation import fold
from bot.domain.offer import Offer
from bot.domain.place_error import PlaceError
from bot.domain.structure import Structure
from bot.domain.territory import Commune, Point
from bot.domain.wish import Wish
from bot.services.answers import HUMAN, Answers
from bot.services.directory import Directory, Query
from bot.services.place_card import OpeningHours, PlaceCards
from bot.services.ports import Clock, UnitOfWorkFactory

_NOW = re.compile(r"\b(maintenant|en ce moment|actuellement|la tout de suite|a cette heure)\b")
_HOURS = re.compile(r"\b(ouvre?z?|ouverte?s?|ouvrent|rouvr\w+|ferm\w+|horaires?|permanences?)\b")
_TOWNS_SHOWN = 5
_OFFERS_SAID = 6


class Places:
    """Three places at a time, nearest first, each with its address, its hours and the age of the information."""

    PAGE = 3

    def __init__(self, knowledge: Knowledge, directory: Directory, cards: PlaceCards, hours: OpeningHours,
                 answers: Answers, clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self._structures = knowledge.structures
        self._territoires = knowledge.territoires
        self._directory = directory
        self._cards = cards
        self._hours = hours
        self._answers = answers
        self._clock = clock
        self._new_uow = new_uow

    def names_a_need(self, text: str) -> bool:
        """Whether a message says what is looked for, and not only where, when or for whom."""
        return bool(meaningful(self._territoires.without_names(text)))

    def criteria(self, text: str, wish: Wish | None) -> Criteria:
        """What a message asks of a place besides what it does; a day or an hour counts when opening is spoken of."""
        words, now, asked = fold(text), self._now, criteria_in(text)
        if _NOW.search(words):
            return replace(asked, open_at=now)
        if wish is None or not _HOURS.search(words):
            return asked
        day, hour = wish.first_day(now.date()), wish.around or wish.not_before
        if hour:
            return replace(asked, open_at=datetime.combine(day or now.date(), hour, tzinfo=PARIS))
        return replace(asked, open_on=day)

    def find(self, query: Query, skipped: int = 0, named: str | None = None) -> Answer:
        """The places for a need, without the first `skipped`.

        A place of another town that the person `named` (its id) is shown by itself. A postcode of several towns is asked
        about. Where the directory has nothing, the fiche that the need is about, if any, says whom to see.
        """
        sharing = () if query.commune or query.here else self._territoires.sharing_postcode(query.need)
        if sharing:
            return self._which_town(sharing)
        found = self.of_another_town(named) or self._page(query, skipped)
        if found is None and query.fiche is not None:
            found = self._answers.fiche(query.fiche, Rubrique.CONTACT.value, query.commune)
        return found or self._answers.say(
            "annuaire_fin" if skipped else "annuaire_vide", (HUMAN,), commune=self._town(query.commune).nom)

    def of_another_town(self, named: str | None) -> Answer | None:
        """The card of a place that was named and serves other people than ours; for a shelter, helplines come first."""
        place = self._structures.get(named or "")
        if place is None or self._cards.is_ours(place):
            return None
        card = self._cards.card(place, self._clock.now(), introduced=True)
        helplines = f'{self._answers.say("refuge").text}\n\n' if place.is_shelter else ""
        return Answer(helplines + card, choices=(_report(place.id),))

    def instead_of_a_fiche(self, need: str, commune: str | None) -> Answer:
        """For a social subject that the town has not written about: say so, and give the doors that may help."""
        page = self._page(Query(need, commune), 0)
        if page is None:
            return self._answers.no_fiche()
        said = self._answers.say("sujet_sans_fiche_lieux")
        return Answer(f"{said.text}\n\n{page.text}", choices=page.choices)

    def show(self, place: str, commune: str | None) -> Answer:
        """All that is known of one place (its id), and what can be done with it; an apology if it is no longer there."""
        structure, offers = self._directory.place(place)
        if structure is None:
            return self._answers.say("annuaire_fin", (HUMAN,), commune=self._town(commune).nom)
        card = self._cards.card(structure, self._clock.now(), self._town(commune), introduced=True)
        return Answer("\n".join([card, *_more(structure, offers)]), choices=(_report(place),),
                      links=_links(structure, place))

    def when(self, places: Sequence[str], criteria: Criteria) -> Answer | None:
        """When places (their ids) are open: on the day asked for, else now and next. None if there is no such place."""
        shown = [structure for place in places if (structure := self._directory.place(place)[0])]
        said = [self._when(structure, criteria) for structure in shown]
        return Answer("\n\n".join(said), choices=tuple(map(_open, places, shown))) if said else None

    def _when(self, structure: Structure, criteria: Criteria) -> str:
        hours, closures, now = structure.horaires_accueil, structure.fermetures, self._now
        if hours is None:
            return self._cards.card(structure, now, day=criteria.open_on)
        if criteria.open_on:
            said = self._hours.said_on(hours, criteria.open_on, now.date(), closures)
        else:
            said = self._hours.said(hours, criteria.open_at or now, closures)
        is_old = structure.is_stale(now.date())
        lines = [structure.nom, f"En principe : {said}." if is_old else f"{capital(said)}."]
        lines += self._cards.notices(structure, criteria.open_on or (criteria.open_at or now).date())
        lines += [f"Téléphone : {structure.telephone}."] if structure.telephone else []
        return "\n".join([*lines, *([self._cards.age(structure)] if is_old else [])])

    def report(self, places: Sequence[str], error: PlaceError | None) -> Answer:
        """What is wrong with one of the places (their ids): asks which, then what, then writes it down for the desk."""
        if len(places) != 1:
            names = [(place, structure.nom) for place in places if (structure := self._directory.place(place)[0])]
            return self._answers.say("lieu_lequel", tuple(
                Choice(_short(nom), payload("signaler_erreur", structure=place)) for place, nom in names))
        if error is None:
            return self._answers.say("signaler_quoi", tuple(
                Choice(one.label, payload("signaler_erreur", structure=places[0], erreur=one.value)) for one in PlaceError))
        with self._new_uow() as uow:
            uow.place_errors.record(places[0], error, self._clock.now())
            uow.commit()
        return self._answers.say("signaler_merci")

    def _page(self, query: Query, skipped: int) -> Answer | None:
        found = self._directory.search(query, self.PAGE + 1, skipped)
        if not found:
            return None
        origin: Point = query.here or self._town(query.commune)
        cards = [self._cards.card(one.structure, self._clock.now(), origin, day=query.criteria.open_on)
                 for one in found[:self.PAGE]]
        details = [_open(one.place, one.structure) for one in found[:self.PAGE]]
        more = [Choice("D'autres lieux", payload("plus_de_structures"))] if len(found) > self.PAGE else []
        near = [Choice("Près de moi", payload("partager_position"), POSITION)] if query.here is None else []
        return Answer("\n\n".join(cards), choices=(*details, *more, *near))

    def _which_town(self, sharing: tuple[Commune, ...]) -> Answer:
        choices = tuple(Choice(town.nom, payload("trouver_structure", commune=town.slug))
                        for town in sharing[:_TOWNS_SHOWN])
        return self._answers.say("quelle_commune", choices, combien=str(len(sharing)))

    def _town(self, commune: str | None) -> Commune:
        return self._territoires.communes.get(commune or "", self._territoires.home)

    @property
    def _now(self) -> datetime:
        return self._clock.now().astimezone(PARIS)


def _short(nom: str) -> str:
    """A name on a button: « CCAS de Lodève », without what the letters stand for."""
    return re.sub(r" \([^)]*\)", "", nom)


def _open(place: str, structure: Structure) -> Choice:
    return Choice(_short(structure.nom), payload("voir_structure", structure=place))


def _report(place: str) -> Choice:
    return Choice("Signaler une erreur", payload("signaler_erreur", structure=place))


def _more(structure: Structure, offers: list[Offer]) -> list[str]:
    """What the short card leaves out, one fact a line."""
    lines = []
    if offers:
        lines.append("On y trouve : " + ", ".join(dict.fromkeys(offer.nom for offer in offers[:_OFFERS_SAID])) + ".")
    papers = list(dict.fromkeys(paper for offer in offers for paper in offer.justificatifs))
    if papers:
        lines.append("À apporter : " + ", ".join(papers) + ".")
    if structure.is_accessible:
        lines.append("On peut y entrer en fauteuil roulant.")
    return lines


def _links(structure: Structure, place: str) -> tuple[Link, ...]:
    """An itinerary, a contact card, its own site; nothing that shows where a shelter is."""
    if structure.is_shelter:
        return ()
    links = [Link(f"Fiche de contact : {structure.nom}", f"/annuaire/{quote(place, safe='')}.vcf")]
    if structure.latitude is not None and structure.longitude is not None:
        links.insert(0, Link(f"Itinéraire vers {structure.nom}", "https://www.openstreetmap.org/directions?to="
                                           f"{structure.latitude:.5f}%2C{structure.longitude:.5f}"))
    if structure.site_web and structure.site_web.startswith("https://"):
        links.append(Link(f"Site internet : {structure.nom}", structure.site_web))
    return tuple(links)
