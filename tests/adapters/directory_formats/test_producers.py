"""Each producer's records, in their real shapes with harmless values: what is made of them."""
import json
from contextlib import suppress
from datetime import date

import pytest

from bot.adapters.directory_formats.dila_types import OFFICE_TYPES
from bot.adapters.directory_formats.published import Published, Refused
from bot.adapters.directory_formats.sources import SOURCES
from bot.domain.data_inclusion import faults
from bot.domain.reference_lists import RESEAUX_PORTEURS, THEMATIQUES

TODAY = date(2026, 11, 22)
FORMALITIES = "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives"
ONLINE = "numerique--acceder-a-des-services-en-ligne"
BASICS = "numerique--maitriser-les-fondamentaux-du-numerique"

FRANCE_SERVICES = {
    "id_fs": "42", "insee_dep": "34", "lib_fs": "France services du Tournesol", "adresse": "5 Rue des Papetiers",
    "complement_adresse": "", "insee_com": "34079", "code_postal": "34800", "lib_com": "Clermont-l'Hérault",
    "latitude": "43.6277", "longitude": "3.4343", "mail": "contact@exemple.fr", "telephone": "04 67 88 87 00",
    "h_lundi": "09:00 - 12:00 / 13:30 - 17:00", "h_mardi": "-", "h_mercredi": "", "h_jeudi": "09:00 - 12:00",
    "h_vendredi": "",
    "h_samedi": "", "commentaire": "Sur rendez-vous le jeudi", "itinerance": "Non", "format_fs": "Site principal"}
MEDIATION = {
    "id": "structure-1", "pivot": "13002526500013", "nom": "Le Tournesol", "commune": "Lodève", "code_postal": "34700",
    "code_insee": "34142", "adresse": "12 BIS RUE DES ECOLES", "complement_adresse": "", "latitude": "43.7334",
    "longitude": "3.3151",
    "typologie": "CCAS|TIERS_LIEUX", "telephone": "+33467888700",
    "courriels": "camille.durand@exemple.fr|accueil@exemple.fr",
    "site_web": "https://exemple.fr/|https://autre.exemple.fr/", "horaires": "Mo-Fr 09:00-12:00",
    "presentation_resume": "Un lieu.",
    "presentation_detail": "Un lieu pour apprendre.", "source": "Hubik", "itinerance": "Itinérant", "date_maj": "2024-04-02",
    "services": "Maîtrise des outils numériques du quotidien|Aide aux démarches administratives|"
                "Loisirs et créations numériques",
    "prise_en_charge_specifique": "Surdité|Langues étrangères (anglais)", "frais_a_charge": "Gratuit",
    "dispositif_programmes_nationaux": "Aidants Connect|Conseillers numériques",
    "formations_labels": "Fabriques de Territoire",
    "fiche_acces_libre": "https://acceslibre.beta.gouv.fr/app/erp/1/", "prise_rdv": "https://exemple.fr/rdv"}
OLDER_MEDIATION = {
    "id": "62592a1d", "nom": "ESPACE FORT", "services": "Prendre en main un ordinateur;Créer avec le numérique",
    "pivot": "00000000000000",
    "commune": "MARSEILLE 11", "code_postal": "13011", "adresse": "4 AV DE SAINT MENET", "latitude": 43.289439,
    "longitude": 5.496495, "conditions_access": "Gratuit : Je peux accéder gratuitement au lieu et à ses services",
    "labels_nationaux": "CNFS;France Services", "horaires": "Lundi : 9h-12h", "source": "conseiller-numerique",
    "date_maj": "2022-05-09"}
AIDANTS = {
    "Data pass ID": "3\u202f913", "Name": "CCAS DU TOURNESOL", "SIRET": "13\u202f002\u202f526\u202f500\u202f013",
    "Adresse": "Hôtel de Ville \n6 avenue Pasteur\n01270 Le Bourg", "Code postal": 1270, "commune": "",
    "date_maj": "15/03/2021"}
DILA_2017 = {
    "type": "Feature", "geometry": {"type": "Point", "coordinates": [3.43, 43.62]}, "properties": {
        "id": "caf-34079-01", "codeInsee": "34079", "dateMiseAJour": "2017-09-11", "pivotLocal": "caf",
        "Nom": "Caisse d'allocations familiales (Caf) - accueil de Clermont-l'Hérault",
        "Adresse": [
            {"type": "postale", "Ligne": ["Caisse", "TSA 54801"], "CodePostal": "34943",
             "NomCommune": "Montpellier Cedex 9"},
            {"type": "physique", "Ligne": ["Bâtiment A", "BP 12", "46 boulevard des Écoles"], "CodePostal": "34800",
             "NomCommune": "Clermont-l'Hérault", "Localisation": {"Latitude": "43.6288702", "Longitude": "3.4349763"},
             "Accessibilité": {"type": "ACC", "$t": "rampe"}}],
        "CoordonnéesNum": {"Téléphone": {"$t": "3230", "coût": "gratuit"}, "Email": "accueil@exemple.fr",
                           "Url": "http://www.exemple.fr"},
        "Ouverture": {"PlageJ": [
            {"début": "lundi", "fin": "mardi", "PlageH": [{"début": "'09:00:00", "fin": "12:00:00"}],
             "Note": "Sur rendez-vous."},
            {"début": "jeudi", "fin": "jeudi", "PlageH": {"début": "14:00:00", "fin": "16:00:00"},
             "Note": "Sur rendez-vous."}]},
        "Commentaire": "Fermé en août."}}
DILA_TODAY = {
    "id": "0a1b2c3d-0000-4000-8000-000000000000", "nom": "Mairie - Clermont-l'Hérault", "siret": "",
    "ancien_code_pivot": "mairie-34079-01",
    "pivot": [{"type_service_local": "mairie", "code_insee_commune": ["34079"]}], "code_insee_commune": "34079",
    "adresse": [{"type_adresse": "Adresse", "complement1": "", "complement2": "2e étage",
                 "numero_voie": "1 place des Écoles",
                 "service_distribution": "", "code_postal": "34800", "nom_commune": "Clermont-l'Hérault", "pays": "",
                 "longitude": "3.4343", "latitude": "43.6277", "accessibilite": "NAC", "note_accessibilite": ""},
                {"type_adresse": "Adresse postale", "numero_voie": "BP 12", "code_postal": "34801",
                 "nom_commune": "Ailleurs"}],
    "telephone": [{"valeur": "06 39 98 00 00", "description": "fax"}, {"valeur": "04 67 88 87 00", "description": ""}],
    "adresse_courriel": ["mairie@exemple.fr"], "site_internet": [{"libelle": "", "valeur": "https://www.exemple.fr"}],
    "plage_ouverture": [{"nom_jour_debut": "Lundi", "nom_jour_fin": "Vendredi", "valeur_heure_debut_1": "09:00:00",
                         "valeur_heure_fin_1": "12:00:00", "valeur_heure_debut_2": "", "valeur_heure_fin_2": "",
                         "commentaire": "Fermé les jours de marché."}],
    "affectation_personne": [{"personne": {"nom": "DURAND", "prenom": "Camille"}, "fonction": "Maire"}],
    "date_modification": "18/12/2024 17:42:39", "mission": "", "url_service_public": "https://lannuaire.exemple.fr/mairie-1"}


def structure(directory, content, file_date=None):
    raw = Published(content, TODAY, file_date)
    made = SOURCES[directory].structure(raw)
    assert faults(made) == []
    return made, [(one.field, one.reason) for one in raw.left_out]


def test_a_place_of_the_france_services_list():
    made, left_out = structure("france-services", FRANCE_SERVICES, date(2022, 12, 1))

    assert (made.id, made.nom, made.source, made.date_maj) == (
        "france-services--42", "France services du Tournesol", "france-services", date(2022, 12, 1))
    assert (made.adresse, made.code_postal, made.commune, made.code_insee, made.latitude, made.longitude) == (
        "5 Rue des Papetiers", "34800", "Clermont-l'Hérault", "34079", 43.6277, 3.4343)
    assert (made.telephone, made.courriel) == ("04 67 88 87 00", "contact@exemple.fr")
    assert (made.horaires_accueil, made.horaires_texte) == ("Mo 09:00-12:00,13:30-17:00; Th 09:00-12:00", None)
    assert (made.reseaux_porteurs, made.thematiques, made.is_free) == (("france-service",), (FORMALITIES, ONLINE), True)
    assert made.note == "Sur rendez-vous le jeudi"
    assert left_out == []


def test_what_is_odd_in_the_france_services_list():
    made, left_out = structure("france-services", {
        **FRANCE_SERVICES, "insee_com": "", "h_lundi": "le matin", "itinerance": "Oui", "telephone": "06 39 98 00 00",
        "commentaire": "Écrire à camille.durand@exemple.fr"}, date(2022, 12, 1))

    assert (made.code_insee, made.commune, made.horaires_accueil) == (None, "Clermont-l'Hérault", None)
    assert made.horaires_texte == "lundi le matin ; jeudi 09:00 - 12:00"
    assert made.note == "Accueil itinérant : appelez pour savoir où et quand."
    assert [field for field, _ in left_out] == ["telephone", "commentaire"]


@pytest.mark.parametrize("unknown", ["lib_com", "code_postal"])
def test_a_france_services_without_a_town_is_refused(unknown):
    with pytest.raises(Refused, match="commune"):
        structure("france-services", {**FRANCE_SERVICES, unknown: ""}, date(2022, 12, 1))


def test_a_place_of_digital_mediation():
    made, left_out = structure("mediation-numerique", MEDIATION)

    assert (made.id, made.source, made.siret, made.date_maj) == ("hubik--structure-1", "hubik", "13002526500013",
                                                                 date(2024, 4, 2))
    assert (made.adresse, made.telephone, made.courriel, made.site_web) == (
        "12 bis rue des Ecoles", "04 67 88 87 00", "accueil@exemple.fr", "https://exemple.fr/")
    assert made.description == "Un lieu pour apprendre."
    assert made.reseaux_porteurs == ("ccas-cias", "aidants-connect", "conseillers-numeriques", "fabrique-de-territoire")
    assert made.thematiques == (BASICS, FORMALITIES, ONLINE)
    assert (made.langues, made.is_free, made.accessibilite_lieu) == (("en",), True,
                                                                     "https://acceslibre.beta.gouv.fr/app/erp/1/")
    assert made.note == ("Accueil itinérant : appelez pour savoir où et quand. "
                         "Rendez-vous en ligne : https://exemple.fr/rdv")
    assert left_out == [("typologie", "« TIERS_LIEUX » n'a pas d'équivalent dans le standard"),
                        ("services", "« Loisirs et créations numériques » n'a pas d'équivalent dans le standard")]


@pytest.mark.parametrize("directory", ["mediation-numerique", "conseillers-numeriques", "data-inclusion"])
def test_the_older_shape_of_digital_mediation(directory):
    made, left_out = structure(directory, OLDER_MEDIATION)

    assert (made.id, made.nom, made.commune, made.adresse) == (
        "conseiller-numerique--62592a1d", "Espace Fort", "Marseille 11", "4 avenue de Saint Menet")
    assert (made.horaires_accueil, made.is_free, made.siret) == ("Mo 09:00-12:00", True, None)
    assert (made.reseaux_porteurs, made.thematiques) == (("conseillers-numeriques", "france-service"), (BASICS,))
    assert [field for field, _ in left_out] == ["siret", "services"]


@pytest.mark.parametrize(("said", "is_free"), [
    ("Gratuit : Je peux accéder gratuitement au lieu et à ses services", True), ("Payant : L'accès est payant", False),
    ("Adhésion : L'accès nécessite d'y adhérer", False), ("Gratuit sous condition : selon la situation", None), ("", None),
    ("Gratuit : oui;Payant : L'accès est payant", None), ("Adhésion : oui;Payant : oui", False),
])
def test_a_place_is_free_when_it_is_so_for_everybody(said, is_free):
    assert structure("mediation-numerique", {**OLDER_MEDIATION, "conditions_access": said})[0].is_free is is_free


def test_an_aidants_connect_organisation_and_the_town_in_its_address():
    made, _ = structure("aidants-connect", AIDANTS)

    assert (made.id, made.nom, made.siret, made.date_maj) == (
        "aidants-connect--3913", "CCAS du Tournesol", "13002526500013", date(2021, 3, 15))
    assert (made.adresse, made.code_postal, made.commune) == ("Hôtel de Ville 6 avenue Pasteur", "01270", "Le Bourg")
    assert (made.reseaux_porteurs, made.thematiques) == (("aidants-connect",), (FORMALITIES,))


def test_capitals_before_a_town_are_written_small():
    made, _ = structure("aidants-connect", {**AIDANTS, "Adresse": "PL DU 11 NOVEMBRE 01270 Le Bourg CEDEX"})

    assert (made.adresse, made.commune) == ("place du 11 Novembre", "Le Bourg")


def test_a_town_of_another_postcode_is_not_believed():
    made, _ = structure("aidants-connect", {**AIDANTS, "Adresse": "11 place des Écoles 42000 Ailleurs"})

    assert (made.adresse, made.commune) == ("11 place des Écoles 42000 Ailleurs", None)


def test_an_organisation_without_a_number_is_known_by_what_it_says():
    nameless = {**AIDANTS, "Data pass ID": ""}

    assert structure("aidants-connect", nameless)[0].id == structure("aidants-connect", dict(nameless))[0].id
    assert structure("aidants-connect", nameless)[0].id != structure("aidants-connect",
                                                                     {**nameless, "Adresse": "2 rue"})[0].id


def test_an_office_of_the_dila_in_2017():
    made, left_out = structure("dila", DILA_2017)

    assert (made.id, made.date_maj, made.code_insee) == ("dila--caf-34079-01", date(2017, 9, 11), "34079")
    assert (made.adresse, made.complement_adresse, made.code_postal, made.commune, made.latitude, made.longitude) == (
        "46 boulevard des Écoles", "Bâtiment A", "34800", "Clermont-l'Hérault", 43.6288702, 3.4349763)
    assert (made.telephone, made.courriel, made.site_web) == ("32 30", "accueil@exemple.fr", "http://www.exemple.fr")
    assert (made.horaires_accueil, made.note) == ("Mo-Tu 09:00-12:00; Th 14:00-16:00", "Sur rendez-vous. Fermé en août.")
    assert (made.reseaux_porteurs, made.is_accessible) == (("caf",), True)
    assert any("allocations familiales" in need for need in made.besoins)
    assert left_out == []


def test_an_office_of_the_dila_of_2017_may_say_little():
    made, _ = structure("dila", {"type": "Feature", "properties": {
        "id": "mairie-34001-01", "Nom": "Mairie d'Exemple", "dateMiseAJour": "2017-07-10", "pivotLocal": "mairie",
        "codeInsee": "34001",
        "Adresse": {"type": "géopostale", "Ligne": "Le Village", "CodePostal": "34230", "NomCommune": "Exemple"},
        "CoordonnéesNum": {"Téléphone": ["+33 4 67 88 87 00", "04"]}}})

    assert (made.adresse, made.complement_adresse, made.latitude) == ("Le Village", None, None)
    assert (made.telephone, made.horaires_accueil, made.is_accessible) == ("04 67 88 87 00", None, None)


@pytest.mark.parametrize("as_the_api_gives_it", [False, True])
def test_an_office_of_the_dila_today(as_the_api_gives_it):
    """The API gives the same fields, those that hold others being JSON in a text."""
    content = {name: json.dumps(value) if as_the_api_gives_it and isinstance(value, list) else value
               for name, value in DILA_TODAY.items()}
    made, left_out = structure("dila", content)

    assert (made.id, made.nom, made.date_maj, made.code_insee) == (
        "dila--0a1b2c3d-0000-4000-8000-000000000000", "Mairie - Clermont-l'Hérault", date(2024, 12, 18), "34079")
    assert (made.adresse, made.complement_adresse, made.code_postal, made.commune, made.latitude) == (
        "1 place des Écoles", "2e étage", "34800", "Clermont-l'Hérault", 43.6277)
    assert (made.telephone, made.courriel, made.site_web, made.lien_source) == (
        "04 67 88 87 00", "mairie@exemple.fr", "https://www.exemple.fr", "https://lannuaire.exemple.fr/mairie-1")
    assert (made.horaires_accueil, made.note, made.is_accessible) == ("Mo-Fr 09:00-12:00", "Fermé les jours de marché.",
                                                                      False)
    assert (made.reseaux_porteurs, made.description, left_out) == (("communes",), None, [])
    assert "DURAND" not in repr(made)


@pytest.mark.parametrize(("pivot", "said", "network"), [
    ("mairie", "la mairie", "communes"), ("gendarmerie", "la gendarmerie", None), ("sip", "les impôts", None),
    ("france_travail", "pôle emploi", "france-travail"), ("mission_locale", "la mission locale", "mission-locale"),
    ("cpam", "la sécu", "cpam"), ("tj", "le tribunal", None), ("inconnu", None, None),
])
def test_an_office_is_found_by_what_people_call_it(pivot, said, network):
    made, _ = structure("dila", {**DILA_TODAY, "pivot": [{"type_service_local": pivot}]})

    assert any(said in need for need in made.besoins) if said else made.besoins == ()
    assert made.reseaux_porteurs == ((network,) if network else ())


def test_a_france_services_of_the_dila_is_one():
    made, _ = structure("dila", {**DILA_TODAY, "nom": "France services - Lodève", "pivot": [{"type_service_local": "msap"}]})

    assert made.reseaux_porteurs == ("msap", "france-service")
    assert made.thematiques == (FORMALITIES, ONLINE)


@pytest.mark.parametrize("broken", [{"nom_jour_debut": "Lundi", "valeur_heure_debut_1": "midi"}, {"nom_jour_debut": 3}])
def test_hours_of_the_dila_that_cannot_be_read_are_left_out(broken):
    made, left_out = structure("dila", {**DILA_TODAY, "plage_ouverture": [broken]})

    assert made.horaires_accueil is None
    assert left_out == [("horaires_accueil", "les horaires ne se lisent pas")]


@pytest.mark.parametrize("odd", [
    None, 3, "x", "[", [], [3, None, "x"], {}, [[]], {"a": {"b": []}}, "=1+1", '{"a": [1]}', True,
])
@pytest.mark.parametrize(("directory", "content"), [
    ("dila", DILA_TODAY), ("dila", DILA_2017["properties"]), ("france-services", FRANCE_SERVICES),
    ("aidants-connect", AIDANTS), ("mediation-numerique", MEDIATION)])
def test_no_field_of_an_unexpected_shape_breaks_the_reading(directory, content, odd):
    for name in content:
        record = {**content, name: odd}
        with suppress(Refused):
            SOURCES[directory].structure(Published({"properties": record} if "Nom" in content else record, TODAY, TODAY))


def test_every_type_of_office_has_values_of_the_standard():
    for kind in OFFICE_TYPES.values():
        assert RESEAUX_PORTEURS.keys() >= set(kind.reseaux_porteurs)
        assert THEMATIQUES.keys() >= set(kind.thematiques)
