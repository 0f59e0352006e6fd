"""What is published, made fit to be read aloud and safe to show: texts, names, hours, mailboxes, shelters."""
from dataclasses import replace
from datetime import date
from time import perf_counter

import pytest

from bot.adapters.directory_formats.fields import identifier, nom, page, siret, slug_of, telephone, where
from bot.adapters.directory_formats.hours import read_hours
from bot.adapters.directory_formats.mailboxes import courriel
from bot.adapters.directory_formats.names import readable, readable_address
from bot.adapters.directory_formats.published import LeftOut, Published, Refused
from bot.adapters.directory_formats.shelters import hidden, hidden_offer, recognised
from bot.domain.offer import Offer
from bot.domain.structure import Structure

TODAY = date(2026, 11, 22)


def published(file_date=None, **content) -> Published:
    return Published(content, TODAY, file_date)


@pytest.mark.parametrize(("written", "read"), [
    ("MAIRIE DE CLERMONT L'HERAULT", "Mairie de Clermont l'Herault"), ("CCAS DE LODEVE", "CCAS de Lodeve"),
    ("CENTRE COMMUNAL D ACTION SOCIALE.", "Centre Communal d'Action Sociale"), ("PIMMS MEDIATION", "PIMMS Mediation"),
    ("NISSAN-LEZ-ENSERUNE", "Nissan-lez-Enserune"), ("MARSEILLE 11", "Marseille 11"), ("LE MANS", "Le Mans"), ("CAF", "CAF"),
    ("L ISLE SUR LA SORGUE", "L'Isle sur la Sorgue"), ("C.C.A.S. DE SETE", "C.C.A.S. de Sete"),
    ("ASS LES AMIS", "Association les Amis"),
    ("MSA DU LANGUEDOC", "MSA du Languedoc"), ("ECOLE LOUIS XIV", "Ecole Louis XIV"), ("MAIRIE DU 19E", "Mairie du 19e"),
    ("Association ESPOIR", "Association ESPOIR"), ("  Le   Tournesol.  ", "Le Tournesol"), ("ÉCOLE", "École"), ("3R", "3R"),
    ("x" * 200, "x" * 149 + "…"),
])
def test_a_name_in_capitals_is_written_as_one_reads_it(written, read):
    assert readable(written) == read


@pytest.mark.parametrize(("written", "read"), [
    ("4 AV DE SAINT MENET", "4 avenue de Saint Menet"), ("PL DE L HOTEL DE VILLE", "place de l'Hotel de Ville"),
    ("12 BIS RUE DE LECLERCQ", "12 bis rue de Leclercq"), ("LE BOURG", "Le Bourg"),
    ("12 Rue des ÉCOLES", "12 Rue des ÉCOLES"),
])
def test_an_address_in_capitals_too(written, read):
    assert readable_address(written) == read


@pytest.mark.parametrize(("written", "osm"), [
    ("Mo-Fr 09:00-12:00,14:00-17:00", "Mo-Fr 09:00-12:00,14:00-17:00"), ("Mo - Fr 9:00 – 12:00", "Mo-Fr 09:00-12:00"),
    ("Mo-Th 10h00-12h30; We off", "Mo-Th 10:00-12:30; We off"), ("Mo-Fr 9h-12h30,", "Mo-Fr 09:00-12:30"), ("24/7", "24/7"),
    ('Mo 09:00-12:00 "sur rendez-vous de 9h à 10h"', 'Mo 09:00-12:00 "sur rendez-vous de 9h à 10h"'),
    ("Fr 22:00-02:00", "Fr 22:00-02:00"), ("Du lundi au vendredi de 9h à 12h", "Mo-Fr 09:00-12:00"),
    ("Jul-Aug off; Mo 09:00-12:00", "Jul-Aug off; Mo 09:00-12:00"),
])
def test_hours_are_read(written, osm):
    assert read_hours(written) == (osm, None)


@pytest.mark.parametrize("written", [
    "sur rendez-vous", "Mo", "off", "2022", "9h-12h", "09:00-12:00", "Mo 09:00-12:00; 14:00-17:00", "Mo 14:00-14:00",
    "Fr 19:00-11:00",
    "Mo 08:22", "Mo-Fr 08:00-12:00,13:45-16:30; Tu 08:00-13:45-16:30", "Ouvert le matin",
])
def test_hours_that_are_not_sure_stay_as_they_are_written(written):
    assert read_hours(written) == (None, written)


def test_no_hours_are_no_hours():
    assert read_hours(None) == read_hours("") == (None, None)


@pytest.mark.parametrize("written", [
    '=HYPERLINK("http://mal.example")', "@SUM(A1:A9)", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "＝1+1", "\t=1+1",
    "+SUM(A1)", "-cmd|'x'",
])
def test_what_a_spreadsheet_would_run_is_not_kept(written):
    raw = published(nom=written, liste=[written, "a"])

    assert raw.text("nom") is None
    assert raw.words("liste") == ["a"]
    assert raw.left_out == [LeftOut("nom", "ce texte commence comme une formule de tableur")]


@pytest.mark.parametrize("written", [
    "- premier point (détaillé)", "-second point", "+ de 60 ans", "-18 ans : gratuit", "+33 (0)4 67 88 87 00",
])
def test_what_only_looks_like_a_formula_is_kept(written):
    assert published(nom=written).text("nom") == written


@pytest.mark.parametrize(("written", "read"), [
    ("<p>Ouvert&nbsp;à <b>tous</b></p>", "Ouvert à tous"), ("&lt;script&gt;alert(1)&lt;/script&gt;", "alert(1)"),
    ("a\x00b\u200bc\u202e", "abc"),
    ("moins de 26 ans < 30", "moins de 26 ans < 30"), ("  un\n deux ", "un deux"), ("-", None), ("null", None), ("", None),
    (12, "12"),
    ({"a": 1}, None), (["a"], None), (None, None),
])
def test_a_text_has_no_markup_and_nothing_that_nobody_sees(written, read):
    assert published(nom=written).text("nom") == read


def test_paragraphs_keep_their_lines():
    assert published(texte="<ul><li>Un</li><li>Deux</li></ul>\n\n\n\nTrois ").paragraphs("texte") == "Un\n\nDeux\n\nTrois"


def test_nobody_s_mailbox_stands_in_a_paragraph():
    raw = published(texte="Écrivez à camille.durand@exemple.fr, ou venez.")

    assert raw.paragraphs("texte") == "Écrivez à [courriel retiré], ou venez."
    assert raw.left_out == [LeftOut("texte", "un courriel y était écrit")]


@pytest.mark.parametrize(("written", "read"), [
    ('["a", "b"]', ["a", "b"]), (["a", "b", "a"], ["a", "b"]), ("a|b", ["a", "b"]), ("a;b; ", ["a", "b"]),
    ("a, b", ["a", "b"]),
    ('["a", "b"', ["a", "b"]), ("", []), (None, []), ([{"a": 1}, "b"], ["b"]), (3, []),
])
def test_a_list_is_read_however_it_is_written(written, read):
    assert published(liste=written).words("liste", commas=True) == read


@pytest.mark.parametrize(("written", "read"), [
    ("2022-07-26", date(2022, 7, 26)), ("2022-07-26T10:00:00+02:00", date(2022, 7, 26)), ("15/03/2021", date(2021, 3, 15)),
    ("18/12/2024 17:42:39", date(2024, 12, 18)), ("2026-11-22", TODAY),
])
def test_a_day_is_read(written, read):
    assert published(date_maj=written).day("date_maj") == read


@pytest.mark.parametrize("written", ["", None, "hier", "2022-13-01", "31/02/2021", "2026-11-23", "2022", 44000])
def test_a_record_without_a_day_has_that_of_its_file_or_is_refused(written):
    assert published(date(2022, 12, 1), date_maj=written).day("date_maj") == date(2022, 12, 1)
    with pytest.raises(Refused, match="date de mise à jour"):
        published(date_maj=written).day("date_maj")


@pytest.mark.parametrize(("written", "read"),
                         [("43.5", 43.5), ("43,5", 43.5), (3, 3.0), ("", None), (None, None), (True, None)])
def test_a_number_is_read(written, read):
    raw = published(latitude=written)

    assert raw.number("latitude") == read
    assert raw.left_out == []


@pytest.mark.parametrize("written", ["nord", "1e999", "43.5.2", {"a": 1}])
def test_what_is_no_number_is_left_out(written):
    raw = published(latitude=written)

    assert raw.number("latitude") is None
    assert [one.field for one in raw.left_out] == ["latitude"]


@pytest.mark.parametrize(("written", "kept"), [
    ("accueil@exemple.fr", "accueil@exemple.fr"), ("CCAS.Accueil@exemple.fr", "ccas.accueil@exemple.fr"),
    ("mairie-lodeve@exemple.fr", "mairie-lodeve@exemple.fr"), ("tournesol34@exemple.fr", "tournesol34@exemple.fr"),
    ("camille.durand@exemple.fr contact@exemple.fr", "contact@exemple.fr"), ("camille.durand@exemple.fr", None),
    ("c.durand@exemple.fr", None), ("durand@exemple.fr", None), ("direction.durand@exemple.fr", None), ("exemple.fr", None),
    ("", None),
])
def test_only_the_mailbox_of_a_place_is_kept(written, kept):
    raw = published(courriel=written)

    assert courriel(raw, "courriel", "Le Tournesol", "Lodève") == kept
    assert [one.field for one in raw.left_out] == (["courriel"] if written and not kept else [])


@pytest.mark.parametrize("written",
                         ["Madame Durand", "M. Camille Durand", "Mme DURAND Camille", "Le relais chez Mme Durand"])
def test_a_place_named_after_somebody_who_lives_there_is_refused(written):
    with pytest.raises(Refused, match="personne"):
        nom(published(nom=written), "nom")


@pytest.mark.parametrize("written", ["Espace Madame de Sévigné", "Centre social Marie Curie", "Monsieur le Maire de Lodève"])
def test_a_place_may_bear_somebody_s_name(written):
    assert nom(published(nom=written), "nom") == written


def test_a_place_has_a_name():
    with pytest.raises(Refused, match="le nom manque"):
        nom(published(nom="=1+1"), "nom")


def test_where_a_place_is():
    raw = published(adresse="4 AV DE LA GARE", commune="LODEVE CEDEX 2", cp=1000, insee="2a004", latitude="43,73",
                    longitude=3.31,
                    complement_adresse="chez Mme Durand")

    assert where(raw, code_postal="cp", code_insee="insee") == {
        "adresse": "4 avenue de la Gare", "complement_adresse": None, "code_postal": "01000", "commune": "Lodeve",
        "code_insee": "2A004", "latitude": 43.73, "longitude": 3.31}
    assert raw.left_out == [LeftOut("complement_adresse", "une personne y est nommée")]


@pytest.mark.parametrize(("written", "kept", "why"), [
    ("06 39 98 00 00 / 04 67 88 87 00", "04 67 88 87 00", None),
    ("04 67 88 87 00 ou 04 67 88 87 01", "04 67 88 87 00", None),
    ("06 39 98 00 00", None, "ce numéro de téléphone est inventé"),
    ("04", None, "ce n'est pas un numéro de téléphone français"),
    ("+33467888700", "04 67 88 87 00", None), ("", None, None),
    ("=1+1", None, "ce n'est pas un numéro de téléphone français"),
])
def test_the_first_number_that_can_be_called_is_kept(written, kept, why):
    raw = published(telephone=written)

    assert telephone(raw, "telephone") == kept
    assert raw.left_out == ([LeftOut("telephone", why)] if why else [])


@pytest.mark.parametrize(("written", "kept"), [
    ("https://exemple.fr/a", "https://exemple.fr/a"), ("www.exemple.fr", "http://www.exemple.fr"),
    ("http://a.exemple.fr|http://b.exemple.fr", "http://a.exemple.fr"),
    ("https://exemple.fr/été", "https://exemple.fr/%C3%A9t%C3%A9"),
    ("javascript:alert(1)", None), ("ftp://exemple.fr", None), ("non", None), ("", None),
])
def test_a_page_is_one_of_the_web(written, kept):
    raw = published(site_web=written)

    assert page(raw, "site_web") == kept
    assert [one.field for one in raw.left_out] == (["site_web"] if written and not kept else [])


def test_a_siret_is_kept_if_it_is_right():
    assert siret(published(siret="130 025 265 00013"), "siret") == "13002526500013"
    assert siret(published(siret="13002526500014"), "siret") is None
    assert siret(published(siret="00000000000000"), "siret") is None


@pytest.mark.parametrize("sign", ["a", "A", "<", "1 ", ", ", "L A ", "a@", "Mo "])
def test_a_field_of_millions_of_signs_is_soon_read(sign):
    long = sign * 1_000_000
    raw = published(nom=f"A{long}", telephone=long, courriel=long, site_web=long, adresse=long, texte=long, horaires=long)
    started = perf_counter()

    nom(raw, "nom"), telephone(raw, "telephone"), courriel(raw, "courriel"), page(raw, "site_web"), where(raw)
    raw.paragraphs("texte"), read_hours(raw.text("horaires"))

    assert perf_counter() - started < 5


def test_an_id_is_the_producer_s_own_or_made_of_what_is_known():
    assert identifier("dora", "42") == identifier("dora", "dora--42") == "dora--42"
    assert identifier("dora", None, "Mairie", None) == identifier("dora", "", "MAIRIE", None)
    assert identifier("dora", None, "Mairie", "1 rue") != identifier("dora", None, "Mairie", "2 rue")


def test_nobody_publishes_in_the_name_of_the_town():
    assert slug_of("Hinaura & Cie") == "hinaura-cie"
    for name in ("ville", "Ville", "", "--"):
        with pytest.raises(Refused):
            slug_of(name)


SHELTER = Structure("x--1", "Le Relais", "Lodève", TODAY, "x", reseaux_porteurs=("chrs",), adresse="1 rue",
                    complement_adresse="2e",
                    latitude=43.7, longitude=3.3, horaires_accueil="24/7", horaires_texte="toujours", telephone="115")


def test_a_shelter_is_nowhere_and_never_open():
    kept = hidden(SHELTER)

    assert (kept.adresse, kept.complement_adresse, kept.latitude, kept.longitude, kept.horaires_accueil,
            kept.horaires_texte) == (None,) * 6
    assert (kept.telephone, kept.commune) == ("115", "Lodève")


def test_nor_do_its_offers_say_where_it_is():
    offer = Offer("x--2", "x--1", "Hébergement", TODAY, "x", "Un toit.", adresse="1 rue", latitude=43.7, longitude=3.3,
                  horaires_accueil="24/7")

    kept = hidden_offer(offer, SHELTER)

    assert (kept.adresse, kept.latitude, kept.longitude, kept.horaires_accueil) == (None,) * 4
    assert hidden_offer(offer, replace(SHELTER, reseaux_porteurs=())) == offer


@pytest.mark.parametrize(("name", "is_shelter"), [
    ("CHRS Le Logis", True), ("HUDA des Pyrénées", True), ("Centre d'accueil pour demandeurs d'asile", True),
    ("Centre Provisoire d'Hébergement", True), ("Hébergement d'urgence de Lodève", True), ("CADA de Lodève", True),
    ("Centre d'hébergement L'Ancre", True), ("Centre social", False), ("CHU de Montpellier", False), ("Cascade", False),
])
def test_a_place_that_says_it_is_a_shelter_is_one(name, is_shelter):
    made = recognised(Structure("x--1", name, "Lodève", TODAY, "x", reseaux_porteurs=("caf",)))

    assert made.is_shelter is is_shelter
    assert made.reseaux_porteurs[0] == "caf"


@pytest.mark.parametrize("network", ["chrs", "huda", "cada", "cph", "chu"])
def test_each_network_of_shelters_is_hidden(network):
    assert hidden(replace(SHELTER, reseaux_porteurs=(network,))).adresse is None
