"""What the page of a fiche shows, from the town's real fiches and from invented ones."""
from dataclasses import replace
from datetime import date

import pytest

from bot.adapters.clock import SetClock
from bot.adapters.opening_hours import OsmOpeningHours
from bot.domain.fiche import Rubrique
from bot.domain.structure import Closure
from bot.services.fiche_pages import PublicFiches
from tests.builders import SOURCE, make_fiche
from tests.directories import CLERMONT, structure

NBSP = "\u00a0"


def pages(knowledge, day="2026-11-21", **changes) -> PublicFiches:
    return PublicFiches(replace(knowledge, **changes), OsmOpeningHours(), SetClock(f"{day}T10:00"))


def page_of(knowledge, fiche, day="2026-11-21", **changes):
    return pages(knowledge, day, fiches={fiche.slug: fiche}, **changes).page(fiche.slug)


def place_of(knowledge, day="2026-11-21", **changes):
    """The place of a fiche that sends people to one."""
    shape = {"adresse": "119 rue Neuve", "code_postal": "34800", "telephone": "39 49"}
    place = structure("ici", "La maison", CLERMONT, **{**shape, **changes})
    [section] = [one for one in page_of(knowledge, make_fiche(structures=("ici",)), day, structures={"ici": place}).sections
                 if one.places]
    assert section.titre == "Contact"
    return section.places[0]


def test_everything_that_a_fiche_says_is_on_its_page(knowledge):
    today = date(2026, 11, 21)
    for slug, fiche in knowledge.fiches.items():
        page = pages(knowledge).page(slug)
        shown = [page.resume, *(one.text for one in page.sections),
                 *(text for other in page.elsewhere for text in (other.resume, *(one.text for one in other.sections)))]
        said = [*fiche.rubriques.values(), *(text for variant in fiche.ailleurs.values() for text in variant.values())]
        assert {knowledge.fill(text, today) for text in said} == set(filter(None, shown)), slug


def test_rubriques_come_in_the_order_of_the_list_and_amounts_are_filled(knowledge):
    page = pages(knowledge).page("rsa")

    assert [one.titre for one in page.sections] == [one.titre for one in Rubrique if one is not Rubrique.PRESENTATION]
    assert "651,69 € au 1er avril 2026" in page.resume.replace(NBSP, " ")


def test_there_is_no_page_for_what_nobody_wrote(knowledge):
    assert pages(knowledge).page("piscine") is None


def test_a_fiche_past_its_review_date_says_so(knowledge):
    assert pages(knowledge).page("fsl").warning is None
    assert "devait être relue le 21 mai 2027" in pages(knowledge, "2027-05-21").page("fsl").warning


def test_what_differs_elsewhere_stands_apart_with_its_sources(knowledge):
    here, there = "Ici, de 12 à 25 ans.", "Là-bas, de 18 à 25 ans."
    fiche = make_fiche(rubriques={Rubrique.PRESENTATION: here}, sources=(),
                       ailleurs={"montpellier": {Rubrique.PRESENTATION: there, Rubrique.COUT: "Payant."}},
                       sources_ailleurs={"montpellier": (SOURCE,)})

    page = page_of(knowledge, fiche)

    assert (page.resume, page.sections, page.sources) == (here, (), ())
    [other] = page.elsewhere
    assert (other.nom, other.resume, other.sources) == ("Montpellier", there, (SOURCE,))
    assert [(one.titre, one.text) for one in other.sections] == [("Coût", "Payant.")]


def test_a_place_says_what_is_known_and_its_telephone_once(knowledge):
    place = place_of(knowledge)

    assert (place.nom, place.telephone) == ("La maison", "39 49")
    assert place.facts == ("Adresse : 119 rue Neuve, 34800 Clermont-l'Hérault.", "Je n'ai pas encore ses horaires.",
                           "Source : Service-public.fr, F1.")


def test_a_place_without_a_telephone_says_so(knowledge):
    place = place_of(knowledge, telephone=None)

    assert place.telephone is None
    assert "Téléphone : je ne l'ai pas encore." in " ".join(place.facts)


def test_a_shelter_gives_neither_its_address_nor_its_telephone(knowledge):
    place = place_of(knowledge, reseaux_porteurs=("chrs",))

    assert place.telephone is None
    assert "Neuve" not in " ".join(place.facts)
    assert "39 49" not in " ".join(place.facts)


HOURS = "Mo-We 08:30-16:30; Th 08:30-12:30"
REGULAR = ["Ouvert du lundi au mercredi de 8 h 30 à 16 h 30.", "Ouvert jeudi de 8 h 30 à 12 h 30.",
           "Fermé du vendredi au dimanche."]


@pytest.mark.parametrize(("changes", "said"), [
    ({}, ["Horaires de la semaine :", *REGULAR]),
    ({"date_maj": date(2017, 9, 1)}, ["Horaires, en principe :", *REGULAR]),
    ({"fermetures": (Closure(date(2026, 11, 24), date(2026, 11, 24), "travaux"),)},
     ["Horaires de la semaine :", "Ouvert lundi de 8 h 30 à 16 h 30.", "Fermé mardi (travaux).",
      "Ouvert mercredi de 8 h 30 à 16 h 30.", *REGULAR[1:]]),
])
@pytest.mark.parametrize("day", ["2026-11-21", "2026-11-23"])
def test_hours_are_those_of_a_week_so_that_a_printed_page_holds(knowledge, day, changes, said):
    facts = place_of(knowledge, day, horaires_accueil=HOURS, **changes).facts

    [hours] = [fact for fact in facts if fact.startswith("Horaires")]
    assert hours.replace(NBSP, " ").split("\n- ") == said


def test_words_of_offices_that_belong_to_the_subject_are_explained(knowledge):
    words = {word.terme: word.explication for word in pages(knowledge).page("handicap").words}

    assert "argent" in words["AAH (allocation aux adultes handicapés)"]


def test_a_fiche_leads_to_the_others_of_its_theme_and_not_to_itself(knowledge):
    related = pages(knowledge).page("rsa").related

    assert related.nom == "Argent"
    assert {one.slug for one in related.entries} == {
        slug for slug, fiche in knowledge.fiches.items() if fiche.thematique == "argent"} - {"rsa"}


@pytest.mark.parametrize(("changes", "has_appointment"), [
    ({}, False), ({"motif": "entretien-domiciliation"}, True), ({"atelier": "animation-semaine-bleue"}, True),
])
def test_an_appointment_is_offered_where_there_is_one(knowledge, changes, has_appointment):
    assert page_of(knowledge, make_fiche(**changes)).has_appointment is has_appointment


def test_the_list_has_each_fiche_once_with_its_first_sentence(knowledge):
    themes = pages(knowledge).themes()
    entries = [entry for theme in themes for entry in theme.entries]

    assert sorted(entry.slug for entry in entries) == sorted(knowledge.fiches)
    assert "Le RSA (revenu de solidarité active) est un revenu minimum." in [entry.phrase for entry in entries]
    assert {"Être accueilli et aidé", "Santé et handicap", "Vie locale"} <= {theme.nom for theme in themes}


def test_a_new_theme_is_in_the_list_under_the_name_of_its_folder(knowledge):
    fiche = make_fiche(thematique="fin-de-vie")

    assert [theme.nom for theme in pages(knowledge, fiches={fiche.slug: fiche}).themes()] == ["Fin de vie"]


@pytest.mark.parametrize(("written", "slug"), [
    ("domicilation", "domiciliation"), ("loyer", "impayes-loyer"), ("r.s.a", "rsa"), ("mission-local", "mission-locale"),
])
def test_a_mistyped_address_gives_names_that_look_like_it(knowledge, written, slug):
    near = [entry.slug for entry in pages(knowledge).near(written)]

    assert slug in near
    assert len(near) <= 3


@pytest.mark.parametrize("written", ["", "zzzz", "\0", "😀", "x" * 8000])
def test_what_looks_like_nothing_gives_nothing(knowledge, written):
    assert pages(knowledge).near(written) == ()


def test_helplines_answer_at_any_hour_and_the_most_pressing_are_first(knowledge):
    helplines = pages(knowledge).helplines

    assert [one.cle for one in helplines[:2]] == ["17", "112"]
    assert {"15", "17", "18", "112", "114", "115", "3919"} <= {one.cle for one in helplines}
    assert all(one.always_open for one in helplines)
