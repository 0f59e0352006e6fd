"""The commands that bring the directory in and take it out, as a technician types them."""
import json

import pytest

from bot.domain.place_error import PlaceError

LIST = ('"id_fs","lib_fs","adresse","insee_com","code_postal","lib_com","latitude","longitude","telephone","h_lundi"\n'
        '"1","France services de Lodève","1 place Neuve","34142","34700","Lodève",43.73,3.31,,"09:00 - 12:00"\n'
        '"2","Sans commune",,,,,,,,\n')


@pytest.fixture
def france_services(tmp_path):
    path = tmp_path / "liste-2022-12-01.csv"
    path.write_text(LIST, encoding="utf-8")
    return str(path)


def test_a_file_is_brought_in_with_an_account_of_what_was_refused(typed, france_services):
    status, report = typed("import-directory", france_services, "--source", "france-services")

    assert not status
    assert "la commune ou le code postal manque" in report
    assert "ajoutés           1" in report.replace("\u00a0", " ")


def test_what_was_brought_in_can_be_taken_out(typed, france_services, tmp_path):
    typed("import-directory", france_services, "--source", "france-services")

    typed("export-directory", str(tmp_path / "out.json"), "--format", "structures")

    assert [one["nom"] for one in json.loads((tmp_path / "out.json").read_text("utf-8"))] == ["France services de Lodève"]


@pytest.mark.parametrize("format_", ["structures", "services"])
def test_what_was_taken_out_and_brought_in_elsewhere_is_the_same(typed, france_services, tmp_path, monkeypatch, format_):
    typed("import-directory", france_services, "--source", "france-services")
    for name in ("structures", "services"):
        typed("export-directory", str(tmp_path / f"{name}.json"), "--format", name)

    monkeypatch.setenv("REPERE_DATABASE_URL", f"sqlite:///{tmp_path / 'elsewhere.db'}")
    for name in ("structures", "services"):
        typed("import-directory", str(tmp_path / f"{name}.json"), "--source", "data-inclusion")
    typed("export-directory", str(tmp_path / "again.json"), "--format", format_)

    assert json.loads((tmp_path / "again.json").read_text("utf-8")) == json.loads(
        (tmp_path / f"{format_}.json").read_text("utf-8")) != []


@pytest.mark.parametrize(("content", "said"), [(b"", "vide"), (b"%PDF-1.4", "PDF"), (b'[{"id": 1}, {"id"', "Il manque")])
def test_a_file_that_cannot_be_read_is_said_in_french(typed, tmp_path, content, said):
    path = tmp_path / "wrong.json"
    path.write_bytes(content)

    status, screen = typed("import-directory", str(path), "--source", "data-inclusion")

    assert status == 1
    assert said in screen


def test_what_people_say_is_wrong_is_listed(typed, tmp_path):
    from bot.bootstrap import build
    from bot.settings import Settings

    assert "0 signalement" in typed("signalements")[1]
    build(Settings.from_environment()).places.report(["impots-lodeve"], PlaceError.HOURS)

    assert "Les horaires sont faux  impots-lodeve" in typed("signalements")[1]
