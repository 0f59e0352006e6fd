"""The directory in a database: what is written is found again, on SQLite and PostgreSQL alike."""
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from bot.adapters.database.directory import SqlDirectory
from bot.adapters.database.directory_writer import DirectoryWriter, Outcome, Reading
from bot.adapters.database.tables import directory_entries, directory_postings, directory_words
from bot.domain.answer import Source
from bot.domain.entry import ANYTHING, part_of_week, theme_mark
from bot.domain.offer import Offer
from bot.domain.structure import Closure
from bot.domain.territory import Spot
from bot.domain.thematique import Thematique, Thematiques
from tests.builders import paris
from tests.directories import CLERMONT, LODEVE, TOWNS, structure

MONDAY_MORNING, SUNDAY_NIGHT = part_of_week(paris("2026-11-23 10:00")), part_of_week(paris("2026-11-22 03:00"))
READING = Reading(TOWNS, Thematiques(), lambda hours: MONDAY_MORNING if hours else 0)
CCAS = structure(
    "a--ccas", "CCAS", CLERMONT, "colis alimentaire", source="a", horaires_accueil="Mo 09:00-12:00", langues=("ar",),
    is_free=True, fermetures=(Closure(date(2026, 12, 24), date(2026, 12, 31), "congés"),), zone_eligibilite=("34079",),
    citation=Source("Un annuaire", "https://exemple.fr", date(2026, 1, 1)))
LESSONS = Offer("a--cours", "a--lessons", "Cours de français", date(2026, 1, 1), "a", "Pour débuter.", frais="gratuit",
                thematiques=("lecture-ecriture-calcul--maitriser-le-francais",), publics=("jeunes",),
                justificatifs=("une pièce d'identité",), nombre_semaines=3, volume_horaire_hebdomadaire=1.5)
SCHOOL = structure("a--lessons", "Les Mots", LODEVE, source="a", latitude=43.73, longitude=3.31)


def write(engine, *records, more=(), forget=None) -> list[Outcome]:
    with engine.begin() as connection:
        writer = DirectoryWriter(connection, READING)
        outcomes = [*writer.keep(records), *writer.keep(more)]
        if forget is not None:
            writer.forget(*forget)
        writer.finish()
    return outcomes


def found(engine, mark: str, *traits: int, km=30.0) -> list[str]:
    with SqlDirectory(engine).reading() as reader:
        return [entry.offer_id or entry.structure_id for entry in reader.near([mark], CLERMONT, km, traits)]


def test_what_is_written_is_read_again(engine):
    write(engine, (CCAS, []), (SCHOOL, [LESSONS]))

    with SqlDirectory(engine).reading() as reader:
        assert reader.records(["a--ccas", "nobody"]) == {"a--ccas": [CCAS], "nobody": []}
        assert reader.offers(["a--lessons"]) == [LESSONS]


def test_writing_twice_changes_nothing(engine):
    write(engine, (CCAS, []), (SCHOOL, [LESSONS]))
    with engine.connect() as connection:
        before = connection.execute(select(directory_postings)).all()

    assert write(engine, (CCAS, []), (SCHOOL, [LESSONS])) == [Outcome.SAME, Outcome.SAME]
    with engine.connect() as connection:
        assert connection.execute(select(directory_postings)).all() == before


def test_a_record_that_changed_replaces_the_old_one(engine):
    write(engine, (CCAS, []))
    changed = replace(CCAS, besoins=("bains-douches",))

    assert write(engine, (changed, [])) == [Outcome.CHANGED]
    assert found(engine, "coli") == []
    assert found(engine, "douch") == ["a--ccas"]


def test_what_did_not_change_is_still_found_beside_what_did(engine):
    write(engine, (CCAS, []), (SCHOOL, [LESSONS]), (replace(CCAS, id="a--other", nom="Autre"), []))
    write(engine, (replace(CCAS, besoins=("bains-douches",)), []))

    assert sorted(found(engine, ANYTHING)) == ["a--ccas", "a--cours", "a--other"]
    with SqlDirectory(engine).reading() as reader:
        assert reader.rarity(["coli", "douch", "nobody"]).uses == {"coli": 1, "douch": 1}


def test_a_record_may_come_twice_in_one_file(engine):
    assert write(engine, (CCAS, []), (replace(CCAS, nom="CCAS, le vrai"), [])) == [Outcome.ADDED] * 2


def test_what_a_producer_no_longer_publishes_is_forgotten_with_all_its_marks(engine):
    write(engine, (CCAS, []), (SCHOOL, [LESSONS]), forget=("a", set()))

    with engine.connect() as connection:
        for table in (directory_entries, directory_postings, directory_words):
            assert connection.execute(select(func.count()).select_from(table)).scalar() == 0


def test_an_interrupted_writing_leaves_nothing(engine):
    def records():
        yield CCAS, []
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(engine, (SCHOOL, [LESSONS]), more=records())

    assert found(engine, ANYTHING) == []


def places_found(engine) -> set[str]:
    with SqlDirectory(engine).reading() as reader:
        return {entry.place for entry in reader.near([ANYTHING], CLERMONT, 5)}


def test_new_themes_write_the_index_again(engine):
    write(engine, (CCAS, []), (replace(CCAS, id="b--ccas", source="b"), []))
    food = Thematique("food", "Manger", 15, (), ("colis alimentaire",))

    with engine.begin() as connection:
        writer = DirectoryWriter(connection, replace(READING, thematiques=Thematiques({"food": food})))
        writer.bring_up_to_date()
        writer.finish()

    assert sorted(found(engine, theme_mark("food"))) == sorted(found(engine, "coli")) == ["a--ccas", "b--ccas"]
    assert places_found(engine) == {"a--ccas"}


def test_what_a_description_merely_mentions_leads_nowhere_but_is_known(engine):
    write(engine, (replace(CCAS, description="On y parle aussi de piscine."), []))

    assert found(engine, "piscin") == []
    with SqlDirectory(engine).reading() as reader:
        assert reader.rarity(["piscin"]).uses == {"piscin": 1}


def test_an_offer_is_found_by_its_theme_its_words_and_its_distance(engine):
    write(engine, (CCAS, []), (SCHOOL, [LESSONS]))

    assert found(engine, theme_mark("lecture-ecriture-calcul--maitriser-le-francais")) == ["a--cours"]
    assert found(engine, "franca") == ["a--cours"]
    assert found(engine, "franca", km=3) == []
    assert sorted(found(engine, ANYTHING)) == ["a--ccas", "a--cours"]


def test_what_never_receives_in_a_part_of_the_week_is_left_out(engine):
    write(engine, (CCAS, []), (SCHOOL, [LESSONS]))

    assert found(engine, ANYTHING, MONDAY_MORNING) == ["a--ccas"]
    assert found(engine, ANYTHING, SUNDAY_NIGHT) == []


@pytest.mark.parametrize(("typed", "root"), [
    ("lechape", "echapp"), ("echappe", "echapp"), ("ecchapee", "echapp"), ("alimantaire", "alimen"), ("piscine", None),
])
def test_a_word_is_known_by_its_sound_or_nearly_its_letters(engine, typed, root):
    write(engine, (structure("a--1", "L'Échappée", CLERMONT, "colis alimentaire", source="a"), []))

    with SqlDirectory(engine).reading() as reader:
        assert reader.recognised(typed) == root


def test_two_producers_of_one_place_make_one_place(engine):
    twin = replace(CCAS, id="b--ccas", source="b")
    write(engine, (twin, []))
    write(engine, (CCAS, []))

    with SqlDirectory(engine).reading() as reader:
        assert [one.id for one in reader.records(["a--ccas"])["a--ccas"]] == ["a--ccas", "b--ccas"]


def test_a_structure_that_nobody_can_locate_is_kept_but_not_found_by_distance(engine):
    lost = structure("a--lost", "Perdue", CLERMONT, source="a", code_insee="75056")
    write(engine, (replace(lost, commune="Paris"), []))

    assert found(engine, ANYTHING) == []
    with SqlDirectory(engine).reading() as reader:
        assert reader.records(["a--lost"])["a--lost"]


def test_of_too_many_entries_the_nearest_are_read(engine):
    crowd = [(structure(f"a--{n}", f"Lieu {n}", CLERMONT, source="a", latitude=43.6 + n / 2000, longitude=3.43), [])
             for n in range(450)]
    write(engine, *crowd)

    with SqlDirectory(engine).reading() as reader:
        entries = reader.near([ANYTHING], Spot(43.6, 3.43), 60)

    assert len(entries) == 400
    assert max(entry.latitude for entry in entries) < 43.81
