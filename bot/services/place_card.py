"""What to say of a place, in a few plain lines: where it is, how to reach it, when it opens, how old all this is."""
from __future__ import annotations

from datetime import date, datetime
from typing import Protocol, Sequence

from bot.domain.french import MOIS, capital, day_of, of_town
from bot.domain.structure import Closure, Structure
from bot.domain.territory import Commune, Point, Spot, Territoires, distance_km

HIDDEN = "Son adresse ne se donne pas : c'est pour protéger les personnes."


class OpeningHours(Protocol):
    """Reads hours in OpenStreetMap's syntax."""

    def is_open(self, hours: str, at: datetime, closures: Sequence[Closure] = ()) -> bool:
        """Whether the place is open at that time."""

    def opens_on(self, hours: str, day: date, closures: Sequence[Closure] = ()) -> bool:
        """Whether the place opens at all that day."""

    def said(self, hours: str, at: datetime, closures: Sequence[Closure] = ()) -> str:
        """« ouvert jusqu'à 17 h », « fermé, ouvre mardi à 9 h »."""

    def said_on(self, hours: str, day: date, today: date, closures: Sequence[Closure] = ()) -> str:
        """« ouvert samedi de 9 h à 12 h », « fermé samedi »."""

    def reopens(self, hours: str, at: datetime, closures: Sequence[Closure] = ()) -> str | None:
        """« mardi à 9 h »; None if nobody knows."""


class NoticeBoard(Protocol):
    """What the desk says is true for some days, in sentences."""

    def of_place(self, place: Structure, day: date) -> list[str]:
        """Of a place, to be read under its name."""

    def of_places(self, places: Sequence[Structure], day: date) -> list[str]:
        """Of several, each with its name."""

    def of_town(self, day: date) -> list[str]:
        """Of the whole town."""


class PlaceCards:
    """Says a place, and knows which places are other people's. `board`: what is true for some days, if there is one."""

    def __init__(self, territoires: Territoires, hours: OpeningHours, board: NoticeBoard | None = None) -> None:
        self._territoires = territoires
        self._hours = hours
        self._board = board

    def card(self, structure: Structure, now: datetime, origin: Point | None = None, introduced: bool = False,
             day: date | None = None) -> str:
        """One fact a line; what is not known is said plainly. The distance is told from `origin` (home if None).

        `introduced`: what it is for comes after its name. `day`: its hours are those of that day, not of now.
        """
        presentation = [structure.description] if introduced and structure.description else []
        lines = [structure.nom, *presentation, *_contact(structure), *self._opening(structure, now, day)]
        lines += self.notices(structure, day or day_of(now))
        if structure.note:
            lines.append(structure.note)
        lines += self._whose(structure) + self._how_far(structure, origin or self._territoires.home)
        if structure.is_stale(day_of(now)):
            lines.append(self.age(structure))
        return "\n".join([*lines, *([f"Source : {structure.citation.titre}."] if structure.citation else [])])

    def notices(self, structure: Structure, day: date) -> list[str]:
        """What the desk says of it on that day."""
        return self._board.of_place(structure, day) if self._board else []

    def other_notices(self, structures: Sequence[Structure], day: date) -> list[str]:
        """What the desk says on that day of places that are not shown; of the town, when there are none."""
        if self._board is None:
            return []
        return self._board.of_places(structures, day) if structures else self._board.of_town(day)

    @staticmethod
    def age(structure: Structure) -> str:
        """« Informations de mars 2022 : appelez avant de venir. »"""
        before = "appelez avant de venir" if structure.telephone else "à vérifier avant de venir"
        return f"Informations {_of_month(structure.date_maj)} : {before}."

    def is_ours(self, structure: Structure) -> bool:
        """Whether it serves the people of home."""
        return self._territoires.serves(structure.zone_eligibilite, self._territoires.home.slug)

    def _whose(self, structure: Structure) -> list[str]:
        if self.is_ours(structure) or structure.commune is None:
            return []
        return [f"Ce lieu est pour les habitants {of_town(structure.commune)}."]

    def _how_far(self, structure: Structure, origin: Point) -> list[str]:
        town = self._territoires.town_of(structure)
        if town is None or town == origin or structure.is_shelter:
            return []
        return [f"C'est à {max(1, round(distance_km(origin, spot_of(structure, town))))} km environ."]

    def _opening(self, structure: Structure, now: datetime, day: date | None) -> list[str]:
        if structure.horaires_accueil is None:
            return _unread_hours(structure)
        today = day_of(now)
        said = (self._hours.said_on(structure.horaires_accueil, day, today, structure.fermetures) if day
                else self._hours.said(structure.horaires_accueil, now, structure.fermetures))
        if structure.is_stale(today):
            return [f"En principe : {said}."]
        return [f"{capital(said)}."]


def spot_of(structure: Structure, town: Commune | None) -> Point:
    """Where a place is: its own point, else its town's. ValueError if neither is known."""
    if structure.latitude is not None and structure.longitude is not None:
        return Spot(structure.latitude, structure.longitude)
    if town is None:
        raise ValueError(f"nobody knows where {structure.id} is")
    return town


def hours_as_written(structure: Structure) -> list[str]:
    """Its hours when they could not be read, in a line; none if it gave none."""
    return [f"Horaires, comme le lieu les écrit : {structure.horaires_texte}"] if structure.horaires_texte else []


def _unread_hours(structure: Structure) -> list[str]:
    if structure.horaires_texte:
        return hours_as_written(structure)
    return ["Je n'ai pas encore ses horaires."] if structure.adresse or structure.telephone else []


def _contact(structure: Structure) -> list[str]:
    town = " ".join(filter(None, (structure.code_postal, structure.commune)))
    asked = f"à la mairie {of_town(structure.commune)}" if structure.commune else "à la mairie"
    if structure.is_shelter:
        return [HIDDEN]
    if not structure.adresse and not structure.telephone:
        return [f"Je n'ai pas encore son adresse ni son téléphone. Demandez-les {asked}."]
    return [
        f"Adresse : {structure.adresse}, {town}." if structure.adresse
        else f"Adresse : je ne l'ai pas encore. Demandez-la {asked}.",
        f"Téléphone : {structure.telephone}." if structure.telephone
        else f"Téléphone : je ne l'ai pas encore. Demandez-le {asked}.",
    ]


def _of_month(day: date) -> str:
    """« de mars 2022 », « d'août 2022 »; « de 2021 » for a 1 January, which means that only the year is known."""
    if (day.month, day.day) == (1, 1):
        return f"de {day.year}"
    month = MOIS[day.month - 1]
    return f"{'d' + chr(39) if month[0] in 'ao' else 'de '}{month} {day.year}"
