"""Which records are one place, on pairs of real records labelled by hand that nobody looked at while writing the rules."""
import json
from datetime import date
from pathlib import Path

import pytest

from bot.domain.answer import Source
from bot.domain.duplicates import places_of, same_place
from bot.domain.structure import TOWN, Structure, merged

PAIRS = [json.loads(line) for line in (Path(__file__).parent / "paires.jsonl").read_text(encoding="utf-8").splitlines()]
SURE = [pair for pair in PAIRS if not pair["doubt"]]
DAY = date(2022, 1, 1)


def of(record: dict) -> Structure:
    return Structure(**{"commune": None, "date_maj": DAY, "source": record["id"].partition("--")[0], **record})


def test_pairs_that_a_person_is_sure_of_are_told_apart():
    place = places_of(of(record) for pair in PAIRS for record in (pair["a"], pair["b"]))
    said = [(place[pair["a"]["id"]] == place[pair["b"]["id"]], pair["same"]) for pair in SURE]
    both = sum(found and same for found, same in said)

    assert len(SURE) >= 150
    assert both / sum(found for found, _ in said) >= 0.95, "precision"
    assert both / sum(same for _, same in said) >= 0.95, "recall"


def make(identifier: str, nom: str, adresse="1 rue Neuve", telephone=None, **changes) -> Structure:
    return Structure(identifier, nom, **{"commune": "Lodève", "date_maj": DAY, "source": identifier.partition("--")[0],
                                         "adresse": adresse, "telephone": telephone, "code_postal": "34700", **changes})


@pytest.mark.parametrize(("one", "other", "same"), [
    (make("a--1", "MAIRIE DE LODEVE"), make("b--1", "Hôtel de ville", "1, r. Neuve"), True),
    (make("a--1", "CCAS"), make("b--1", "Centre communal d'action sociale de Lodève"), True),
    (make("a--1", "CCAS"), make("b--1", "Mairie"), False),
    (make("a--1", "Mairie"), make("b--1", "Mairie", commune="Paulhan", code_postal="34230"), False),
    (make("a--1", "Mission locale"), make("b--1", "Mission locale", "9 avenue Loin"), False),
    (make("a--1", "Pimms", telephone="04 67 00 00 01"), make("b--1", "Point info", telephone="04 67 00 00 01"), True),
    (make("a--1", "Pimms", telephone="04 67 00 00 01"), make("a--2", "Point info", telephone="04 67 00 00 01"), False),
    (make("a--1", "France services"), make("b--1", "Bus France services"), False),
    (make("a--1", "Service des impôts des particuliers", telephone="04 67 00 00 01"),
     make("b--1", "Service des impôts des entreprises", telephone="04 67 00 00 02"), False),
])
def test_one_organisation_at_one_door_is_one_place(one, other, same):
    assert same_place(one, other) is same
    assert same_place(other, one) is same


def test_the_order_of_the_records_changes_nothing():
    records = [of(record) for pair in PAIRS[:60] for record in (pair["a"], pair["b"])]

    assert places_of(records) == places_of(reversed(records))


def test_two_records_that_cannot_be_one_place_are_not_joined_by_a_third():
    mairie = make("a--1", "Mairie", telephone="04 67 00 00 01")
    services = make("b--1", "France services", telephone="04 67 00 00 02")
    both = make("c--1", "Mairie et France services")

    place = places_of([mairie, services, both])

    assert place["a--1"] != place["b--1"]


def test_a_merged_place_says_the_towns_word_first_and_fills_what_it_lacks():
    def cited(titre: str) -> Source:
        return Source(titre, "https://exemple.fr", DAY)

    ours = make("ccas", "CCAS", source=TOWN, date_maj=date(2026, 1, 1), citation=cited("La ville"))
    old = make("a--1", "C.C.A.S", "2 rue Vieille", "04 67 00 00 01", date_maj=date(2020, 1, 1),
               citation=cited("Un annuaire"))
    fresh = make("b--1", "CCAS", date_maj=date(2025, 1, 1), citation=cited("Un autre"))

    place = merged([old, fresh, ours])

    assert (place.nom, place.adresse, place.telephone) == ("CCAS", "1 rue Neuve", "04 67 00 00 01")
    assert (place.date_maj, place.citation.titre) == (date(2020, 1, 1), "La ville ; Un annuaire")


def test_nothing_is_added_to_what_a_shelter_says():
    shelter = make("a--1", "Foyer", None, reseaux_porteurs=("chrs",), source=TOWN)

    assert merged([shelter, make("b--1", "Foyer")]).adresse is None
