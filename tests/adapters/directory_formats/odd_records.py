"""Structures and offers with every field filled in odd ways: what a producer may publish, or a town may write."""
from __future__ import annotations

from typing import Iterable

from hypothesis import strategies as st

from bot.domain import reference_lists as lists
from bot.domain.answer import Source
from bot.domain.offer import Offer
from bot.domain.structure import Closure, Structure

ANY_TEXT = st.text(max_size=40) | st.sampled_from(["", " ", ".", "AD", "S.O.S.", "etc.", "<b>", "é" * 200, "x" * 10_050])
MAYBE_TEXT = st.none() | ANY_TEXT
TELEPHONES = st.sampled_from([
    None, "04 67 88 87 00", "39 49", "115", "0 805 29 98 98", "0262 12 34 56", "+32 2 552 00 00", "standard"])
URLS = MAYBE_TEXT | st.sampled_from([
    "https://www.exemple.fr/a?b=c#d", "www.exemple.fr", "http://éxemple.fr/à propos", "http://a b", "néant", "ftp://x.fr/",
    "https://x.fr:99999/", "https://x.fr/%zz[1]", "https://x.fr/" + "a" * 2100])
E_MAILS = st.sampled_from([
    None, "accueil@exemple.fr", "é@exemple.fr", "a@b", "a@ville.local", "non communiqué", "a..b@exemple.fr"])
HOURS = st.sampled_from([
    None, "Mo-Fr 09:00-12:00,14:00-17:00; PH off", "24/7", "Fr 22:00-02:00", "Dec 24 off", '"sur rendez-vous"'])
TERRITORIES = ("clermont-l-herault", "herault", "france", "occitanie", "inconnu")
PLACE = {
    "adresse": MAYBE_TEXT, "complement_adresse": MAYBE_TEXT, "commune": MAYBE_TEXT,
    "code_postal": st.sampled_from([None, "34800", "97400", "2A004", "3480"]),
    "code_insee": st.sampled_from([None, "34079", "2A004", "97411", "34 079"]),
    "latitude": st.none() | st.floats(), "longitude": st.none() | st.floats(),
    "telephone": TELEPHONES, "courriel": E_MAILS, "lien_source": URLS,
    "horaires_accueil": HOURS, "horaires_texte": MAYBE_TEXT,
    "date_maj": st.dates(), "nom": ANY_TEXT, "langues": st.sampled_from([(), ("fr", "ar"), ("lsf",)])}


def some(values: Iterable[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from([*values, "valeur-retiree"]), max_size=3).map(tuple)


STRUCTURES = st.builds(
    Structure, id=st.just("dora--1"), source=st.just("dora"), siret=st.sampled_from([None, "13003013300016", "130 030 133"]),
    description=MAYBE_TEXT, reseaux_porteurs=some(["ccas-cias", "communes", "chrs"]), site_web=URLS,
    accessibilite_lieu=URLS, citation=st.none() | st.builds(Source, ANY_TEXT, ANY_TEXT, st.dates()),
    note=MAYBE_TEXT, besoins=st.lists(ANY_TEXT, max_size=2).map(tuple), thematiques=some(lists.THEMATIQUES),
    zone_eligibilite=some(TERRITORIES), is_accessible=st.none() | st.booleans(), is_free=st.none() | st.booleans(),
    fermetures=st.lists(st.builds(Closure, st.dates(), st.dates(), ANY_TEXT), max_size=2).map(tuple), **PLACE)
OFFERS = st.builds(
    Offer, id=st.just("dora--s1"), structure_id=st.just("dora--1"), source=st.just("dora"), description=ANY_TEXT,
    type=st.sampled_from([None, "atelier", "valeur-retiree"]), thematiques=some(lists.THEMATIQUES),
    publics=some(lists.PUBLICS),
    publics_precisions=MAYBE_TEXT, conditions_acces=MAYBE_TEXT,
    frais=st.sampled_from([None, "gratuit", "payant", "adhesion"]), frais_precisions=MAYBE_TEXT,
    modes_accueil=some(lists.MODES_ACCUEIL), zone_eligibilite=some(["34079", "34", "974", "200017341", "france", "2B"]),
    modes_mobilisation=some(lists.MODES_MOBILISATION), mobilisable_par=some(lists.PERSONNES_MOBILISATRICES),
    mobilisation_precisions=MAYBE_TEXT, lien_mobilisation=URLS, contact_nom_prenom=MAYBE_TEXT,
    volume_horaire_hebdomadaire=st.none() | st.floats(), nombre_semaines=st.none() | st.integers(-2, 60),
    justificatifs=st.lists(ANY_TEXT, max_size=2).map(tuple), **PLACE)
RECORDS = st.tuples(STRUCTURES, st.lists(OFFERS, max_size=1))
