"""A published file brought into a real database: all that can be kept of it, once, or nothing."""
import csv
import json
from datetime import date

import pytest
from sqlalchemy import select

from bot.adapters.database.directory import SqlDirectory, read
from bot.adapters.database.directory_writer import DirectoryWriter, Outcome, Reading
from bot.adapters.database.tables import offers, structures
from bot.adapters.directory_formats.importing import import_file
from bot.adapters.directory_formats.reading import UnreadableFile
from bot.adapters.directory_formats.sources import SOURCES
from bot.domain.structure import Structure
from bot.domain.thematique import Thematiques
from tests.adapters.directory_formats.test_data_inclusion_files import SERVICE, STRUCTURE
from tests.adapters.directory_formats.test_producers import AIDANTS, FRANCE_SERVICES
from tests.directories import TOWNS

TODAY = date(2026, 11, 22)


def new_writer(connection) -> DirectoryWriter:
    return DirectoryWriter(connection, Reading(TOWNS, Thematiques(), lambda hours: 0))


def bring(engine, path, directory, **options):
    return import_file(engine, path, SOURCES[directory], new_writer, today=TODAY, **options)


def places(path, *changes, **all_of_them):
    """A file of the France services list: one place for each of the changes."""
    records = [{**FRANCE_SERVICES, "id_fs": str(i), **all_of_them, **change} for i, change in enumerate(changes)]
    with path.open("w", newline="", encoding="utf-8") as file:
        written = csv.DictWriter(file, records[0])
        written.writeheader()
        written.writerows(records)
    return path


def as_json(path, content):
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def figures(report) -> dict[str, int]:
    return {"read": report.read, "refused": report.refused, "forgotten": report.forgotten,
            **{outcome.value: count for outcome, count in report.outcomes.items()}}


def only(**expected) -> dict[str, int]:
    return {"read": 0, "refused": 0, "forgotten": 0, "ajouté": 0, "modifié": 0, "inchangé": 0, **expected}


def ids(engine, table) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(select(table.c.id)).scalars())


def kept(engine, identifier):
    with engine.connect() as connection:
        return read(Structure, connection.execute(select(structures).where(structures.c.id == identifier)).one())


def offers_of(engine, identifier):
    with SqlDirectory(engine).reading() as reader:
        return {offer.id: offer for offer in reader.offers([identifier])}


def test_a_file_is_brought_in_once(engine, tmp_path):
    path = places(tmp_path / "liste-2022-12-01.csv", {}, {"lib_fs": "France services de Lodève"})

    first, second = bring(engine, path, "france-services"), bring(engine, path, "france-services")

    assert figures(first) == only(read=2, ajouté=2)
    assert figures(second) == only(read=2, inchangé=2)
    made = kept(engine, "france-services--1")
    assert (made.nom, made.date_maj) == ("France services de Lodève", date(2022, 12, 1))
    assert (made.citation.titre, made.citation.lien, made.citation.date) == (
        "France services", "https://www.france-services.gouv.fr", date(2022, 12, 1))


def test_what_changed_is_changed_and_the_rest_is_not(engine, tmp_path):
    path = tmp_path / "liste-20221201.csv"
    bring(engine, places(path, {}, {}), "france-services")

    report = bring(engine, places(path, {}, {"telephone": "04 67 88 87 01"}, {}), "france-services")

    assert figures(report) == only(read=3, ajouté=1, modifié=1, inchangé=1)
    assert kept(engine, "france-services--1").telephone == "04 67 88 87 01"


def test_a_wrong_field_is_left_out_and_a_record_without_what_it_needs_is_refused(engine, tmp_path):
    report = bring(engine,
                   places(tmp_path / "liste-2022-12-01.csv", {"latitude": "48.85", "longitude": "2.35"}, {"lib_com": ""},
                                  {"lib_fs": "AB"}, {"id_fs": "0"}), "france-services")

    assert figures(report) == only(read=4, ajouté=1, refused=3)
    made = kept(engine, "france-services--0")
    assert (made.latitude, made.longitude, made.adresse) == (None, None, "5 Rue des Papetiers")
    assert {why: reason.examples for why, reason in report.refusals.items()} == {
        "la commune ou le code postal manque": [(3, "France services du Tournesol")],
        "le nom doit avoir de 3 à 150 signes : complétez-le ou raccourcissez-le": [(4, "AB")],
        "une autre fiche du fichier a le même identifiant": [(5, "France services du Tournesol")]}
    assert [(one.field, reason.count) for one, reason in report.left_out.items()] == [("latitude", 1)]


def test_records_without_a_day_are_refused_when_the_file_has_none(engine, tmp_path):
    path = places(tmp_path / "liste.csv", {})

    assert bring(engine, path, "france-services").refused == 1
    assert bring(engine, path, "france-services", file_date=date(2022, 12, 1)).outcomes[Outcome.ADDED] == 1


def test_the_report_is_a_table_that_fits_a_terminal(engine, tmp_path):
    odd = [{"lib_fs": f"Maison {'très ' * 12}longue {i}", "telephone": "04"} for i in range(5)]
    report = str(bring(engine, places(tmp_path / "liste-2022-12-01.csv", *odd, {"lib_com": ""}), "france-services"))

    assert max(map(len, report.splitlines())) <= 79
    assert "lus" in report
    assert "        6" in report
    assert "n° 2" in report
    assert "n° 4" in report
    assert "n° 5" not in report  # three examples are enough
    assert "téléphone français" in report


def test_what_is_no_longer_published_is_forgotten_only_if_asked_and_only_of_its_producer(engine, tmp_path):
    path = tmp_path / "liste-2022-12-01.csv"
    bring(engine, as_json(tmp_path / "dora.json", [STRUCTURE]), "data-inclusion")
    bring(engine, places(path, {}, {}, {}), "france-services")
    places(path, {})

    assert figures(bring(engine, path, "france-services")) == only(read=1, inchangé=1)
    assert figures(bring(engine, path, "france-services", replace=True)) == only(read=1, inchangé=1, forgotten=2)
    assert ids(engine, structures) == {"france-services--0", "dora--42"}


@pytest.mark.parametrize("content", [
    json.dumps([STRUCTURE, {**STRUCTURE, "id": "dora--43"}])[:-3], json.dumps([STRUCTURE]) + ", trop", "%PDF-1.7",
])
def test_a_file_that_ends_too_soon_or_is_no_list_changes_nothing(engine, tmp_path, content):
    bring(engine, as_json(tmp_path / "before.json", [{**STRUCTURE, "nom": "Avant"}]), "data-inclusion")
    path = tmp_path / "after.json"
    path.write_text(content)

    with pytest.raises(UnreadableFile):
        bring(engine, path, "data-inclusion", replace=True)

    assert ids(engine, structures) == {"dora--42"}
    assert kept(engine, "dora--42").nom == "Avant"


def test_an_import_that_is_interrupted_changes_nothing(engine, tmp_path):
    path = places(tmp_path / "liste-2022-12-01.csv", *[{}] * 1200)

    def interrupt(done, total):
        if done > total / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(engine, path, "france-services", on_progress=interrupt)

    assert ids(engine, structures) == set()
    assert bring(engine, path, "france-services").outcomes[Outcome.ADDED] == 1200


def test_progress_goes_from_little_to_all(engine, tmp_path):
    path = as_json(tmp_path / "both.json", [*({**STRUCTURE, "id": str(i)} for i in range(1200)), SERVICE])
    told = []
    bring(engine, path, "data-inclusion", on_progress=lambda done, total: told.append(done / total))

    assert told == sorted(told)
    assert len(told) > 4
    assert told[-1] == 1


def test_a_file_of_another_directory_is_not_taken_for_this_one(engine, tmp_path):
    with pytest.raises(UnreadableFile, match="Il manque Data pass ID"):
        bring(engine, places(tmp_path / "liste.csv", {}), "aidants-connect")


def test_a_place_whose_town_is_unknown_is_kept_all_the_same(engine, tmp_path):
    path = as_json(tmp_path / "aidants.json", [{**AIDANTS, "Adresse": "1 rue"}])

    assert figures(bring(engine, path, "aidants-connect")) == only(read=1, ajouté=1)
    assert figures(bring(engine, path, "aidants-connect")) == only(read=1, inchangé=1)


def test_services_join_their_structures_wherever_they_stand(engine, tmp_path):
    both = as_json(tmp_path / "both.json", {"services": [SERVICE], "structures": [STRUCTURE]})

    assert figures(bring(engine, both, "data-inclusion")) == only(read=2, ajouté=2)
    assert figures(bring(engine, both, "data-inclusion")) == only(read=2, inchangé=2)
    assert offers_of(engine, "dora--42").keys() == {"dora--7"}


def test_a_service_of_an_unknown_structure_is_refused(engine, tmp_path):
    report = bring(engine, as_json(tmp_path / "services.json", [SERVICE]), "data-inclusion")

    assert figures(report) == only(read=1, refused=1)
    assert list(report.refusals) == ["sa structure n'est pas dans l'annuaire : importez-la d'abord"]


def test_structures_brought_in_again_keep_their_services(engine, tmp_path):
    path = tmp_path / "structures.json"
    bring(engine, as_json(path, [STRUCTURE]), "data-inclusion")
    bring(engine, as_json(tmp_path / "services.json", [SERVICE]), "data-inclusion")

    assert figures(bring(engine, as_json(path, [STRUCTURE]), "data-inclusion")) == only(read=1, inchangé=1)
    assert figures(bring(engine, as_json(path, [{**STRUCTURE, "nom": "Le Lys"}]), "data-inclusion")) == only(read=1,
                                                                                                             modifié=1)
    assert (kept(engine, "dora--42").nom, offers_of(engine, "dora--42").keys()) == ("Le Lys", {"dora--7"})


def test_many_services_of_one_structure_are_all_kept(engine, tmp_path):
    bring(engine, as_json(tmp_path / "structures.json", [STRUCTURE, {**STRUCTURE, "id": "dora--43"}]), "data-inclusion")
    many = [{**SERVICE, "id": f"dora--{i}", "structure_id": f"dora--4{2 + i % 2}"} for i in range(450)]
    path = as_json(tmp_path / "services.json", many)

    assert figures(bring(engine, path, "data-inclusion")) == only(read=450, ajouté=450)
    assert figures(bring(engine, path, "data-inclusion")) == only(read=450, inchangé=450)
    assert len(offers_of(engine, "dora--42")) == len(offers_of(engine, "dora--43")) == 225


def test_a_service_may_change_and_may_move_to_another_structure(engine, tmp_path):
    bring(engine, as_json(tmp_path / "structures.json", [STRUCTURE, {**STRUCTURE, "id": "dora--43"}]), "data-inclusion")
    path = tmp_path / "services.json"
    bring(engine, as_json(path, [SERVICE, {**SERVICE, "id": "dora--8"}]), "data-inclusion")

    report = bring(engine,
                   as_json(path, [{**SERVICE, "structure_id": "dora--43"}, {**SERVICE, "id": "dora--8", "nom": "Autre"}]),
                   "data-inclusion")

    assert figures(report) == only(read=2, modifié=2)
    assert offers_of(engine, "dora--43").keys() == {"dora--7"}
    assert {offer.nom for offer in offers_of(engine, "dora--42").values()} == {"Autre"}


def test_services_that_are_no_longer_published_are_forgotten_if_asked(engine, tmp_path):
    bring(engine, as_json(tmp_path / "structures.json", [STRUCTURE]), "data-inclusion")
    path = tmp_path / "services.json"
    bring(engine, as_json(path, [SERVICE, {**SERVICE, "id": "dora--8"}, {**SERVICE, "id": "dora--9"}]), "data-inclusion")

    report = bring(engine, as_json(path, [SERVICE]), "data-inclusion", replace=True)

    assert figures(report) == only(read=1, inchangé=1, forgotten=2)
    assert (ids(engine, structures), ids(engine, offers)) == ({"dora--42"}, {"dora--7"})


def test_nothing_of_where_a_shelter_is_goes_into_the_database(engine, tmp_path):
    shelter = {**STRUCTURE, "reseaux_porteurs": ["chrs"], "adresse": "12 rue Cachée", "horaires_accueil": "24/7"}
    bring(engine, as_json(tmp_path / "both.json", [shelter, {**SERVICE, "adresse": "12 rue Cachée"}]), "data-inclusion")

    with engine.connect() as connection:
        written = [*connection.execute(select(structures)).all(), *connection.execute(select(offers)).all()]
    assert len(written) == 2
    assert "Cachée" not in repr(written)
    assert "43.73" not in repr(written)
    assert "24/7" not in repr(written)


def test_nobody_but_the_town_speaks_for_the_town(engine, tmp_path):
    report = bring(engine, as_json(tmp_path / "file.json", [{**STRUCTURE, "source": "ville", "id": "ccas"}]),
                   "data-inclusion")

    assert figures(report) == only(read=1, refused=1)


def test_odd_signs_reach_both_databases(engine, tmp_path):
    odd = {**STRUCTURE, "nom": "L'été\u0000 à la 🌻 <b>ferme</b>\ud800", "description": "Ligne\u2028une\x00 deux"}
    path = as_json(tmp_path / "file.json", [odd])

    assert figures(bring(engine, path, "data-inclusion")) == only(read=1, ajouté=1)
    assert figures(bring(engine, path, "data-inclusion")) == only(read=1, inchangé=1)
    assert "🌻 ferme" in kept(engine, "dora--42").nom
