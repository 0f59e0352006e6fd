"""A place as a vCard 4.0 (RFC 6350), for the address book of a phone. Pure."""
from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.normalisation import fold
from bot.domain.structure import Structure
from bot.services.contact_cards import ContactCard

_LINE = 75  # bytes, the end of the line not counted
_SPECIAL = re.compile(r"([\\,;])")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_NOT_IN_AN_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")


def vcard(card: ContactCard) -> str:
    """The card, lines folded. Of a place that hides people: its name, its telephone and the note."""
    lines = ["BEGIN:VCARD", "VERSION:4.0", f"FN:{_text(card.structure.nom)}", *_properties(card),
             f"NOTE:{_text(card.note)}", "END:VCARD"]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def file_name(structure: Structure) -> str:
    """« ccas-de-lodeve.vcf »: letters, digits and dashes, whatever the name of the place."""
    return f"{_NOT_IN_A_NAME.sub('-', fold(structure.nom))[:60].strip('-') or 'contact'}.vcf"


def _properties(card: ContactCard) -> Iterator[str]:
    place = card.structure
    if place.telephone:
        yield f"TEL;TYPE=work,voice:{_text(place.telephone)}"
    if card.is_hidden:
        return
    yield "KIND:org"
    yield f"ORG:{_text(place.nom)}"
    street = ", ".join(filter(None, (place.complement_adresse, place.adresse)))
    yield f"ADR:;;{_text(street)};{_text(place.commune or '')};;{_text(place.code_postal or '')};France"
    if place.latitude is not None and place.longitude is not None:
        yield f"GEO:geo:{place.latitude:.6f},{place.longitude:.6f}"
    if place.courriel:
        yield f"EMAIL:{_text(place.courriel)}"
    for name, address in (("URL", place.site_web), ("SOURCE", _source(place))):
        if address and address.startswith(("https://", "http://")):
            yield f"{name}:{_NOT_IN_AN_ADDRESS.sub('', address)}"
    yield f"REV:{place.date_maj:%Y%m%d}T000000Z"


def _source(place: Structure) -> str | None:
    return place.lien_source or (place.citation.lien if place.citation else None)


def _text(written: str) -> str:
    return _CONTROL.sub(" ", _SPECIAL.sub(r"\\\1", written)).replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line cut where it is too long, never inside a sign."""
    pieces, size = [""], 0
    for sign in line:
        width = len(sign.encode())
        if size + width > _LINE:
            pieces.append(" ")
            size = 1
        pieces[-1] += sign
        size += width
    return "\r\n".join(pieces)
