"""What people may say is wrong with a place of the directory."""
from __future__ import annotations

from enum import Enum


class PlaceError(Enum):
    """A reason, and how a person says it."""

    GONE = "ferme"
    TELEPHONE = "telephone"
    ADDRESS = "adresse"
    HOURS = "horaires"
    OTHER = "autre"

    @property
    def label(self) -> str:
        """What stands on its button."""
        return _LABELS[self]


_LABELS = {
    PlaceError.GONE: "Le lieu n'existe plus",
    PlaceError.TELEPHONE: "Le téléphone est faux",
    PlaceError.ADDRESS: "L'adresse est fausse",
    PlaceError.HOURS: "Les horaires sont faux",
    PlaceError.OTHER: "Autre chose est faux",
}
