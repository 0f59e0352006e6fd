"""Places where one learns and uses the digital: the national standard « lieux de médiation numérique », CSV or JSON.

Two shapes are read: that of schema.data.gouv.fr (version 1.0.2, lists between « | »), and the older one of the national map
(lists between « ; »), in which the « conseillers numériques » were published too. Sources: LaMednum/standard-mediation-num
for the fields; for what services mean, data·inclusion's pipeline (see data_inclusion_v0).
"""
from __future__ import annotations

from typing import Optional

from bot.adapters.directory_formats.data_inclusion_v0 import RESEAUX_PORTEURS_BY_TYPOLOGIE
from bot.adapters.directory_formats.fields import ITINERANT, identifier, nom, page, siret, slug_of, telephone, where
from bot.adapters.directory_formats.hours import read_hours
from bot.adapters.directory_formats.mailboxes import courriel
from bot.adapters.directory_formats.published import Published
from bot.domain.structure import Structure

SOURCE = "mediation-numerique"
COLUMNS = ("id", "nom", "commune", "code_postal", "services")
_BASICS = ("numerique--maitriser-les-fondamentaux-du-numerique",)
_ONLINE = ("numerique--acceder-a-des-services-en-ligne",)
_CONNECTION = ("numerique--acceder-a-une-connexion-internet",)
_EQUIPMENT = ("numerique--acquerir-un-equipement",)
_FORMALITIES = ("difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives", *_ONLINE)
_JOB = ("preparer-sa-candidature--organiser-ses-demarches-de-recherche-demploi",)
_PARENTS = ("famille--soutien-a-la-parentalite-et-a-leducation",)
_SERVICES = {
    "Accompagner les démarches de santé": _ONLINE,
    "Accéder à du matériel": _EQUIPMENT,
    "Accéder à une connexion internet": _CONNECTION,
    "Accès internet et matériel informatique": _CONNECTION,
    "Acquisition de matériel informatique à prix solidaire": _EQUIPMENT,
    "Aide aux démarches administratives": _FORMALITIES,
    "Approfondir ma culture numérique": _BASICS,
    "Compréhension du monde numérique": _BASICS,
    "Créer et développer mon entreprise": ("creer-une-entreprise--developper-son-entreprise",),
    "Devenir autonome dans les démarches administratives": _FORMALITIES,
    "Favoriser mon insertion professionnelle": _JOB,
    "Insertion professionnelle via le numérique": _JOB,
    "Maîtrise des outils numériques du quotidien": _BASICS,
    "Parentalité et éducation avec le numérique": _PARENTS,
    "Prendre en main un ordinateur": _BASICS,
    "Prendre en main un smartphone ou une tablette": _BASICS,
    "Promouvoir la citoyenneté numérique": _BASICS,
    "Réaliser des démarches administratives avec un accompagnement": _FORMALITIES,
    "S'équiper en matériel informatique": _EQUIPMENT,
    "Soutenir la parentalité et l'éducation avec le numérique": _PARENTS,
    "Utilisation sécurisée du numérique": _BASICS,
    "Utiliser le numérique au quotidien": _BASICS,
}
_LABELS = {
    "Aidants Connect": ("aidants-connect",), "CNFS": ("conseillers-numeriques",),
    "Conseillers numériques": ("conseillers-numeriques",), "Emmaüs Connect": ("emmaus",),
    "Fabriques de Territoire": ("fabrique-de-territoire",), "France Services": ("france-service",),
    "Grande école du numérique": ("grandes-ecoles-du-numerique",), "La Croix Rouge": ("croix-rouge",),
    "Relais numérique (Emmaüs Connect)": ("emmaus",),
}
_LANGUAGES = {"Langues étrangères (anglais)": "en"}
_FREE = "Gratuit"


def structure(raw: Published) -> Structure:
    """One place; its services become its themes. Raises Refused if it has no name or no date."""
    source = slug_of(raw.text("source") or SOURCE)
    name, place = nom(raw, "nom"), where(raw)
    return Structure(
        id=identifier(source, raw.text("id"), name, place["adresse"], place["commune"]), nom=name, source=source,
        date_maj=raw.day("date_maj"), siret=siret(raw, "pivot"), telephone=telephone(raw, "telephone"),
        courriel=courriel(raw, "courriels" if raw.content.get("courriels") else "courriel", name, place["commune"]),
        site_web=page(raw, "site_web"), accessibilite_lieu=page(raw, "fiche_acces_libre"),
        description=raw.paragraphs("presentation_detail", "presentation_resume"),
        reseaux_porteurs=tuple(dict.fromkeys((*raw.mapped("typologie", RESEAUX_PORTEURS_BY_TYPOLOGIE), *_labels(raw)))),
        thematiques=raw.mapped("services", _SERVICES),
        langues=tuple(code for said, code in _LANGUAGES.items() if said in raw.words("prise_en_charge_specifique")),
        is_free=_is_free(raw), note=_note(raw), **read_hours(raw.text("horaires"))._asdict(), **place)


def _labels(raw: Published) -> tuple[str, ...]:
    return raw.mapped("labels", _LABELS, "labels_nationaux", "dispositif_programmes_nationaux", "formations_labels")


def _is_free(raw: Published) -> Optional[bool]:
    """Nobody knows when it depends: « Gratuit sous condition », or several answers."""
    said = {one.partition(" :")[0] for one in raw.words("conditions_acces", "conditions_access", "frais_a_charge")}
    if said == {_FREE}:
        return True
    return False if said and said <= {"Payant", "Adhésion"} else None


def _note(raw: Published) -> Optional[str]:
    moves = raw.words("itinerance") == ["Itinérant"]
    booking = page(raw, "prise_rdv")
    return " ".join(filter(None, (ITINERANT if moves else None, booking and f"Rendez-vous en ligne : {booking}"))) or None
