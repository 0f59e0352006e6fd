"""What the desk fills in about a place is used at once, everywhere, and nothing that must not come out gets in."""
from dataclasses import replace
from datetime import date

import pytest

from bot.adapters.database.directory_writer import DirectoryWriter
from bot.adapters.opening_hours import OsmOpeningHours
from bot.bootstrap import reading
from bot.domain.agent import Agent, Role
from bot.domain.errors import DeskRefused
from bot.domain.french import NBSP
from bot.domain.place_error import PlaceError
from bot.services.directory import Query
from bot.services.listed_numbers import allowed_numbers, unlisted_numbers
from bot.services.town_contacts import Typed
from bot.services.week_in_words import week_in_words

CCAS = "ccas-clermont-l-herault"
AGENT = Agent(1, "nadia", "Nadia", Role.REFERENT)
GOOD = Typed("0467000000", "accueil@exemple.fr", "3 rue de la Paix", "34800", "Clermont l'Hérault",
             "lundi et mardi de 9h à 12h, jeudi de 14h à 17h")


@pytest.fixture
def fill_in(services, town_directory):
    """Keeps what an agent types of the CCAS."""
    return lambda typed=GOOD: services.town_contacts.keep(services.town_contacts.place(CCAS), typed, AGENT)


def test_a_saved_contact_comes_out_everywhere_at_once(services, fill_in):
    before = services.answers.fiche("domiciliation", "contact").text
    fill_in()
    where_to_go = services.answers.fiche("domiciliation", "contact").text
    page = services.public_fiches.page("domiciliation")
    places = [place for section in page.sections for place in section.places]
    found = services.places.find(Query("le CCAS")).text
    card = services.contact_cards.card(CCAS).structure
    published = services.public_directory.structure(f"repere-clermont-l-herault--{CCAS}")

    assert "04 67 00 00 00" not in before
    assert "Téléphone : 04 67 00 00 00." in where_to_go
    assert "Adresse : 3 rue de la Paix, 34800 Clermont-l'Hérault." in where_to_go
    assert "Source : Équipe de Clermont-l'Hérault, vérifié le 21 novembre 2026." in where_to_go
    assert "04 67 00 00 00" in [place.telephone for place in places]
    assert any("- Ouvert lundi et mardi de 9 h à 12 h." in fact.replace(NBSP, " ") for one in places for fact in one.facts)
    assert "04 67 00 00 00" in found
    assert (card.telephone, card.courriel, card.date_maj) == ("04 67 00 00 00", "accueil@exemple.fr", date(2026, 11, 21))
    assert (published["adresse"], published["horaires_accueil"]) == ("3 rue de la Paix", "Mo-Tu 09:00-12:00; Th 14:00-17:00")


def test_a_place_that_others_describe_too_stays_one_place(services, engine, knowledge, fill_in):
    mairie = knowledge.structures["mairie-clermont-l-herault"]
    with engine.begin() as connection:
        writer = DirectoryWriter(connection, reading(knowledge))
        list(writer.keep([(replace(mairie, id="dila--1", source="dila"), ())]))
        writer.finish()
    services.town_contacts.keep(mairie, Typed("04 67 11 22 33"), AGENT)

    assert "04 67 11 22 33" in services.places.show("dila--1", None).text
    found = services.places.find(Query("la mairie")).text
    assert found.count("Mairie de Clermont-l'Hérault") == 1
    assert "04 67 11 22 33" in found

    services.places.report(["dila--1"], PlaceError.TELEPHONE)
    assert [(report.place, report.ours) for report in services.place_reports.open()] == [("dila--1", mairie.id)]


def test_it_is_still_there_after_a_restart(fill_in, at):
    fill_in()
    assert "04 67 00 00 00" in at("2026-12-01T10:00").answers.human().text


def test_what_was_filled_in_can_be_taken_away(services, fill_in):
    fill_in()
    fill_in(Typed())
    said = services.answers.human().text
    assert "04 67 00 00 00" not in said
    assert "rue de la Paix" not in said


def test_the_form_comes_back_as_it_was_typed(services, fill_in):
    fill_in()
    typed = services.town_contacts.typed(services.town_contacts.place(CCAS))
    assert typed.telephone == "04 67 00 00 00"
    assert typed.horaires == "lundi et mardi de 9 h à 12 h, jeudi de 14 h à 17 h"
    fill_in(typed)
    assert services.town_contacts.place(CCAS).horaires_accueil == "Mo-Tu 09:00-12:00; Th 14:00-17:00"


@pytest.mark.parametrize(("field", "typed"), [
    ("telephone", "0899 70 00 00"), ("telephone", "08 20 00 00 00"), ("telephone", "+44 20 7946 0018"),
    ("telephone", "15"), ("telephone", "112"), ("telephone", "3919"), ("telephone", "09 72 39 40 50"),
    ("telephone", "118712"), ("telephone", "06 39 98 00 00"), ("telephone", "mairie"), ("telephone", "3 20 00"),
    ("telephone", "1023"), ("courriel", "accueil"), ("courriel", "a@b@c.fr"), ("rue", "3 rue {{ rsa.montant }}"),
    ("rue", "appelez le 0612345678"),
    ("code_postal", "348"), ("commune", "Atlantide"), ("horaires", "quand on peut"), ("horaires", "lundi-jeudi 9h-12h"),
    ("horaires", 'Mo 09:00-12:00 "appelez le 0899700000"')])
def test_what_must_not_come_out_is_refused(services, fill_in, field, typed):
    place = services.town_contacts.place(CCAS)
    wrong = Typed(**{**vars(GOOD), field: typed})
    assert list(services.town_contacts.read(place, wrong).errors) == [field]
    with pytest.raises(DeskRefused):
        fill_in(wrong)
    assert services.town_contacts.place(CCAS) == place


def test_a_shelter_gets_no_address(services, fill_in):
    shelter = next((one for one in services.knowledge.structures.values() if one.is_shelter), None)
    assert shelter is not None
    services.town_contacts.keep(shelter, GOOD, AGENT)
    assert services.town_contacts.place(shelter.id).adresse is None


def test_what_lacks_most_comes_first(services):
    lines = services.town_contacts.lines()
    assert [bool(line.missing) for line in lines] == sorted((bool(line.missing) for line in lines), reverse=True)
    assert {CCAS, "partages-connect", "centre-social-l-echappee"} <= {line.place.id for line in lines}
    assert lines[0].fiches > 1


def test_every_number_that_comes_out_is_still_on_the_list(services, fill_in):
    fill_in()
    said = {slug: services.answers.fiche(slug, "contact").text for slug in services.knowledge.fiches}
    assert sum("04 67 00 00 00" in text for text in said.values()) > 20
    assert {slug: wrong for slug, text in said.items() if (wrong := unlisted_numbers(text, services.knowledge))} == {}


def test_a_number_typed_at_the_desk_is_on_the_list(services, fill_in):
    assert unlisted_numbers("Appelez le 04.67.00.00.00", services.knowledge) == ["04.67.00.00.00"]
    fill_in()
    assert unlisted_numbers("Appelez le 04.67.00.00.00", services.knowledge) == []
    assert "0467000000" in allowed_numbers(services.knowledge)


@pytest.mark.parametrize("text", ["+33 6 12 34 56 78", "06-12-34-56-78", "0033612345678", "36 30", "118 712"])
def test_numbers_are_seen_however_they_are_written(services, text):
    assert unlisted_numbers(f"Appelez le {text}.", services.knowledge)


@pytest.mark.parametrize("text", ["de 9 h à 12 h", "34800", "651,69 €", "le 24/11/2026", "3 rue de la Paix", "le 115",
                                  "le 3919"])
def test_what_is_no_number_is_left_alone(services, text):
    assert unlisted_numbers(text, services.knowledge) == []


@pytest.mark.parametrize(("hours", "said"), [
    ("Mo-Tu 09:00-12:00", ["lundi et mardi de 9 h à 12 h", "fermé du mercredi au dimanche"]),
    ("Mo-Fr 09:00-12:00,14:00-17:30", ["du lundi au vendredi de 9 h à 12 h et de 14 h à 17 h 30",
                                       "fermé samedi et dimanche"]),
    ("Mo,Th 09:00-12:00; We 14:00-17:00", ["lundi et jeudi de 9 h à 12 h", "mercredi de 14 h à 17 h",
                                          "fermé mardi, vendredi, samedi et dimanche"])])
def test_a_week_is_said_in_words(hours, said):
    # The week of 11 November has a public holiday, that of 16 November none.
    assert [line.replace(NBSP, " ") for line in week_in_words(OsmOpeningHours(), hours, date(2026, 11, 9))] == said
