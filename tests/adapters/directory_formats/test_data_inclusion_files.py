"""data·inclusion, versions 1 and 0: what is made of a structure and of a service."""
from datetime import date

import pytest

from bot.adapters.directory_formats import data_inclusion
from bot.adapters.directory_formats.published import Published, Refused
from bot.domain.data_inclusion import faults
from bot.domain.reference_lists import THEMATIQUES

TODAY = date(2026, 11, 22)
PLACE = {"adresse": "1 rue des Écoles", "complement_adresse": None, "code_postal": "34700", "commune": "Lodève",
         "code_insee": "34142", "latitude": 43.7334, "longitude": 3.3151}
STRUCTURE = {
    **PLACE, "source": "dora", "id": "dora--42", "nom": "Le Tournesol", "date_maj": "2026-02-14", "siret": "13002526500013",
    "description": "Un centre social.\n\nOuvert à tous.", "reseaux_porteurs": ["fcsf", "caf"], "telephone": "+33467888700",
    "courriel": "accueil@exemple.fr", "site_web": "https://exemple.fr", "lien_source": "https://dora.exemple.fr/42",
    "horaires_accueil": "Mo-Fr 08:30-12:30; PH off", "accessibilite_lieu": "https://acceslibre.beta.gouv.fr/app/erp/1/"}
SERVICE = {
    **PLACE, "source": "dora", "id": "dora--7", "structure_id": "dora--42", "nom": "Atelier CV", "date_maj": "2026-02-14",
    "description": "On écrit votre CV ensemble.", "type": "atelier", "publics": ["jeunes", "femmes"],
    "thematiques": ["preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation"],
    "publics_precisions": "18-25 ans",
    "conditions_acces": "Aucune", "frais": "payant", "frais_precisions": "10 € par an", "modes_accueil": ["en-presentiel"],
    "zone_eligibilite": ["34142", "2A", "200017341"], "modes_mobilisation": ["telephoner"], "mobilisable_par": ["usagers"],
    "mobilisation_precisions": "Le matin", "lien_mobilisation": "https://exemple.fr/rdv", "lien_source": None,
    "telephone": "3949", "courriel": "camille.durand@exemple.fr", "contact_nom_prenom": "Camille Durand",
    "horaires_accueil": "Tu 14:00-17:00", "volume_horaire_hebdomadaire": 1.5, "nombre_semaines": 3}
OLDER = {
    **PLACE, "source": "dora", "id": "42", "nom": "LE TOURNESOL", "date_maj": "2023-04-24", "siret": "", "typologie": "CS",
    "presentation_resume": "Un centre social.", "presentation_detail": None, "labels_nationaux": ["unccas", "caf", "apec"],
    "thematiques": ["mobilite--acheter-un-velo", "handicap"], "horaires_ouverture": "Mo 09:00-12:00",
    "telephone": "0467888700",
    "accessibilite": "https://acceslibre.beta.gouv.fr/app/erp/1/"}
OLDER_SERVICE = {
    **PLACE, "source": "dora", "id": "7", "structure_id": "42", "nom": "Garage solidaire", "date_maj": "2023-04-24",
    "presentation_resume": "On répare votre voiture.", "types": ["information", "aide-materielle", "delegation"],
    "thematiques": ["mobilite", "numerique--acceder-a-du-materiel"], "frais": ["gratuit-sous-conditions", "adhesion"],
    "frais_autres": "Adhésion", "profils": ["beneficiaires-rsa", "adultes"], "profils_precisions": "Habitants",
    "pre_requis": ["Permis B"],
    "justificatifs": ["Carte d'identité"], "prise_rdv": "https://exemple.fr/rdv", "modes_accueil": ["en-presentiel"],
    "modes_orientation_beneficiaire": ["se-presenter", "telephoner", "autre"],
    "modes_orientation_beneficiaire_autres": "Le matin",
    "modes_orientation_accompagnateur": ["envoyer-un-mail"], "zone_diffusion_type": "region", "zone_diffusion_code": "94",
    "contact_nom_prenom": "Camille Durand", "date_suspension": "2099-01-01", "recurrence": "le lundi matin"}


def read(make, content, file_date=None):
    raw = Published(content, TODAY, file_date)
    made = make(raw)
    assert faults(made) == []
    return made, [one.field for one in raw.left_out]


def as_csv(content: dict, separator: str) -> dict:
    return {name: separator.join(value) if isinstance(value, list) else "" if value is None else str(value)
            for name, value in content.items()}


def test_a_structure_of_version_1():
    made, left_out = read(data_inclusion.structure, STRUCTURE)

    assert (made.id, made.source, made.nom, made.date_maj) == ("dora--42", "dora", "Le Tournesol", date(2026, 2, 14))
    assert (made.adresse, made.commune, made.code_insee, made.latitude) == ("1 rue des Écoles", "Lodève", "34142", 43.7334)
    assert (made.siret, made.telephone, made.courriel) == ("13002526500013", "04 67 88 87 00", "accueil@exemple.fr")
    assert (made.description, made.reseaux_porteurs) == ("Un centre social.\n\nOuvert à tous.", ("fcsf", "caf"))
    assert (made.horaires_accueil, made.lien_source) == ("Mo-Fr 08:30-12:30; PH off", "https://dora.exemple.fr/42")
    assert made.accessibilite_lieu == "https://acceslibre.beta.gouv.fr/app/erp/1/"
    assert left_out == []


def test_a_service_of_version_1():
    made, left_out = read(data_inclusion.offer, SERVICE)

    assert (made.id, made.structure_id, made.type, made.frais) == ("dora--7", "dora--42", "atelier", "payant")
    assert (made.thematiques, made.publics) == (tuple(SERVICE["thematiques"]), ("jeunes", "femmes"))
    assert (made.zone_eligibilite, made.modes_mobilisation, made.mobilisable_par, made.modes_accueil) == (
        ("34142", "2A", "200017341"), ("telephoner",), ("usagers",), ("en-presentiel",))
    assert (made.telephone, made.horaires_accueil, made.volume_horaire_hebdomadaire, made.nombre_semaines) == (
        "39 49", "Tu 14:00-17:00", 1.5, 3)
    assert (made.courriel, made.contact_nom_prenom, left_out) == (None, None, ["courriel"])


@pytest.mark.parametrize("separator", ["|", ",", ", "])
def test_a_csv_file_says_the_same_as_the_json_file(separator):
    assert read(data_inclusion.structure, as_csv(STRUCTURE, separator)) == read(data_inclusion.structure, STRUCTURE)
    assert read(data_inclusion.offer, as_csv(SERVICE, separator)) == read(data_inclusion.offer, SERVICE)


def test_a_csv_file_may_hold_its_lists_as_json():
    written = {**as_csv(SERVICE, "|"), "publics": '["jeunes", "femmes"]'}

    assert read(data_inclusion.offer, written) == read(data_inclusion.offer, SERVICE)


def test_a_structure_of_version_0_in_the_words_of_version_1():
    made, left_out = read(data_inclusion.structure, OLDER)

    assert (made.id, made.nom, made.description) == ("dora--42", "Le Tournesol", "Un centre social.")
    assert (made.reseaux_porteurs, made.thematiques) == (("ccas-cias", "caf", "fcsf"), ("mobilite--acceder-a-un-vehicule",))
    assert (made.horaires_accueil, made.telephone) == ("Mo 09:00-12:00", "04 67 88 87 00")
    assert left_out == ["reseaux_porteurs", "thematiques"]  # « apec » and « handicap » mean nothing there


def test_a_service_of_version_0_in_the_words_of_version_1():
    made, left_out = read(data_inclusion.offer, OLDER_SERVICE)

    assert (made.id, made.structure_id, made.type, made.frais) == ("dora--7", "dora--42", "aide-materielle", "payant")
    assert made.thematiques == (*(theme for theme in THEMATIQUES if theme.startswith("mobilite--")),
                                "numerique--acquerir-un-equipement")
    assert (made.publics, made.publics_precisions) == (("beneficiaires-des-minimas-sociaux",), "Habitants")
    assert (made.conditions_acces, made.justificatifs, made.frais_precisions) == ("Permis B", ("Carte d'identité",),
                                                                                  "Adhésion")
    assert made.modes_mobilisation == ("se-presenter", "telephoner", "envoyer-un-courriel", "utiliser-lien-mobilisation")
    assert (made.mobilisable_par, made.mobilisation_precisions) == (("usagers", "professionnels"), "Le matin")
    assert (made.lien_mobilisation, made.zone_eligibilite) == ("https://exemple.fr/rdv", ("2A", "2B"))
    assert (made.horaires_accueil, made.horaires_texte, made.contact_nom_prenom) == (None, "le lundi matin", None)
    assert left_out == ["type", "publics", "modes_orientation"]


@pytest.mark.parametrize(("kind", "code", "zone"), [
    ("commune", "34079", ("34079",)), ("epci", "200017341", ("200017341",)), ("departement", "34", ("34",)),
    ("region", "76", ("09", "11", "12", "30", "31", "32", "34", "46", "48", "65", "66", "81", "82")),
    ("pays", "", ("france",)),
    ("", "99100", ("france",)), ("", "", ()), ("region", "99", ()),
])
def test_a_zone_of_version_0(kind, code, zone):
    made, _ = read(data_inclusion.offer, {**OLDER_SERVICE, "zone_diffusion_type": kind, "zone_diffusion_code": code})

    assert made.zone_eligibilite == zone


@pytest.mark.parametrize(("content", "why"), [
    ({"date_suspension": "2024-01-01"}, "suspendu"), ({"structure_id": ""}, "structure"), ({"nom": ""}, "nom"),
    ({"source": ""}, "producteur"), ({"date_maj": ""}, "date"), ({"source": "ville"}, "producteur"),
])
def test_a_service_from_which_nothing_can_be_kept_says_why(content, why):
    with pytest.raises(Refused, match=why):
        read(data_inclusion.offer, {**OLDER_SERVICE, **content})


@pytest.mark.parametrize("description", [None, "", "CV", "=1+1"])
def test_a_service_without_a_description_is_described_by_its_name(description):
    made, _ = read(data_inclusion.offer, {**SERVICE, "description": description})

    assert made.description == "Atelier CV"


def test_everybody_is_said_alone():
    assert read(data_inclusion.offer, {**SERVICE, "publics": ["tous-publics", "jeunes"]})[0].publics == ("tous-publics",)


def test_the_same_service_has_the_same_id_in_both_versions():
    assert read(data_inclusion.offer, OLDER_SERVICE)[0].id == read(data_inclusion.offer, SERVICE)[0].id
    assert read(data_inclusion.structure, OLDER)[0].id == read(data_inclusion.structure, STRUCTURE)[0].id
