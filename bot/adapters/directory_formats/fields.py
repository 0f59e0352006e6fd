"""The fields that every producer has, read the same way for all: name, place, telephone, page, SIRET, id."""
from __future__ import annotations

import re
from hashlib import sha256
from typing import Any, Optional
from urllib.parse import quote

from bot.adapters.directory_formats.names import readable, readable_address
from bot.adapters.directory_formats.published import Published, Refused
from bot.adapters.telephone import WrongNumber, read_aloud
from bot.domain.data_inclusion import is_page, is_siret
from bot.domain.normalisation import fold
from bot.domain.structure import TOWN

ITINERANT = "Accueil itinérant : appelez pour savoir où et quand."
_PERSON = re.compile(r"(?:^|\bchez |\bcontact ?:? ?)"
                     r"(?:m\.|mr|mme|mlle|melle|monsieur|madame|mademoiselle)\s+(?!l[ae]s? )\w", re.I)
_CEDEX = re.compile(r"\s+cedex\b.*", re.I)
_BETWEEN_NUMBERS = re.compile(r"[/;|,]|\bou\b|\bet\b|\s-\s")
_LONGEST_NUMBERS = 200
_FORBIDDEN_IN_SLUGS = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG = 64  # as the column of the database


def slug_of(text: str) -> str:
    """« Hinaura » → « hinaura »: what a producer is called in ids. Raises Refused if nothing is left of it."""
    slug = _FORBIDDEN_IN_SLUGS.sub("-", fold(text)).strip("-")[:_LONGEST_SLUG].strip("-")
    if not slug:
        raise Refused("le nom du producteur manque")
    if slug == TOWN:
        raise Refused("ce producteur serait la ville, dont les fiches s'écrivent dans knowledge/annuaire")
    return slug


def identifier(source: str, own: Optional[str], *otherwise: Optional[str]) -> str:
    """« dora--42 »; made of what else is known of the record when its producer gives it no id."""
    if own:
        own = re.sub(r"\s+", "-", own)
        return own if own.startswith(f"{source}--") else f"{source}--{own}"
    known = "|".join(fold(one or "") for one in otherwise)
    return f"{source}--{sha256(known.encode()).hexdigest()[:16]}"


def nom(raw: Published, *names: str) -> str:
    """The name of a place. Raises Refused if it has none, or if it is a person's."""
    written = raw.text(*names)
    if written is None:
        raise Refused("le nom manque")
    if _PERSON.search(written):
        raise Refused("le nom est celui d'une personne")
    return readable(written)


def commune(written: str) -> str:
    """« LODEVE CEDEX 2 » → « Lodeve »."""
    return readable(_CEDEX.sub("", written))


def where(raw: Published, **named: str) -> dict[str, Any]:
    """adresse, complement_adresse, code_postal, commune, code_insee, latitude, longitude.

    `named` gives the names that the producer uses where they are not those of the standard.
    """
    def name(field: str) -> str:
        return named.get(field, field)

    written = raw.text(name("commune"))
    return {
        "adresse": _line(raw, name("adresse")),
        "complement_adresse": _line(raw, name("complement_adresse")),
        "code_postal": _code(raw, name("code_postal")),
        "commune": commune(written) if written else None,
        "code_insee": _code(raw, name("code_insee")),
        "latitude": raw.number(name("latitude")),
        "longitude": raw.number(name("longitude")),
    }


def telephone(raw: Published, *names: str) -> Optional[str]:
    """The first number of these fields that can be called, as it is read aloud."""
    reason = None
    for name in names:
        # A number may begin with +, which begins a formula too: it is no text to show before it is read.
        for piece in _BETWEEN_NUMBERS.split(str(raw.content.get(name) or "")[:_LONGEST_NUMBERS]):
            if piece.strip(" -+"):
                try:
                    return read_aloud(piece)
                except WrongNumber as wrong:
                    reason = str(wrong)
    if reason:
        raw.leave("telephone", reason)
    return None


def page(raw: Published, name: str) -> Optional[str]:
    """The first address of the web of a field."""
    written = [piece for piece in re.split(r"[\s|;]+", raw.text(name) or "") if piece]
    for piece in written:
        address = quote(piece if "://" in piece else f"http://{piece}", safe="%/:=&?~#+!$,;'@()*[]-._")
        if is_page(address):
            return address
    if written:
        raw.leave(name, "ce n'est pas l'adresse d'une page web")
    return None


def siret(raw: Published, name: str) -> Optional[str]:
    """The 14 digits of an establishment, if they are right."""
    written = re.sub(r"\s", "", str(raw.content.get(name) or ""))
    if written and not is_siret(written):
        raw.leave("siret", "ce n'est pas un numéro SIRET")
        return None
    return written or None


def _line(raw: Published, name: str) -> Optional[str]:
    written = raw.text(name)
    if written and _PERSON.search(written):
        raw.leave(name, "une personne y est nommée")
        return None
    return readable_address(written) if written else None


def _code(raw: Published, name: str) -> Optional[str]:
    """A postcode or an INSEE code; spreadsheets take its first 0 away."""
    written = re.sub(r"\s", "", raw.text(name) or "").upper()
    return written.zfill(5) if written.isdigit() else written or None
