"""Reading the directory and the towns: what is right is kept, what is wrong is told in French, file and line."""
from datetime import date
from pathlib import Path

import pytest

from bot.adapters.knowledge.annuaire import load_annuaire
from bot.adapters.knowledge.territoires import load_territoires

GOOD = """
mairie-paulhan:
  nom: Mairie de Paulhan
  commune: Paulhan
  code_insee: "34194"
  telephone: "04 67 25 00 08"
  horaires_accueil: Mo-Fr 09:00-12:00
  besoins: [la mairie]
  date_maj: 2017-07-10
  source: {titre: Annuaire, lien: "https://example.org", date: 2017-12-01}
"""


@pytest.fixture
def read(tmp_path: Path):
    def write_and_read(text: str):
        (tmp_path / "lieux.yml").write_text(text, encoding="utf-8")
        structures, problems = load_annuaire(tmp_path)
        return structures, [str(problem).removeprefix(f"{tmp_path}/") for problem in problems]
    return write_and_read


def test_an_entry_becomes_a_structure(read):
    structures, problems = read(GOOD)
    mairie = structures["mairie-paulhan"]
    assert not problems
    assert (mairie.nom, mairie.telephone, mairie.date_maj) == ("Mairie de Paulhan", "04 67 25 00 08", date(2017, 7, 10))
    assert (mairie.besoins, mairie.adresse, mairie.citation.titre) == (("la mairie",), None, "Annuaire")


@pytest.mark.parametrize("field", ["nom", "commune", "date_maj", "source"])
def test_an_entry_without_a_needed_field_is_left_out(read, field):
    kept = "\n".join(line for line in GOOD.splitlines() if not line.startswith(f"  {field}:"))
    structures, problems = read(kept)
    assert not structures
    assert problems[0].startswith("lieux.yml:2 — « mairie-paulhan »")
    assert f"il manque « {field} »" in problems[0]


@pytest.mark.parametrize(("right", "wrong", "line", "message"), [
    ('"04 67 25 00 08"', '"04 67"', 6, "n'est pas un numéro de téléphone français"),
    ('"04 67 25 00 08"', "0467250008", 6, "« telephone » doit être un texte"),
    ('"04 67 25 00 08"', '"06 39 98 00 00"', 6, "ce numéro de téléphone est inventé"),
    ("Mo-Fr 09:00-12:00", "lundi 9h-12h", 7, "je ne comprends pas ces horaires"),
    ("[la mairie]", "la mairie", 8, "« besoins » doit être une liste"),
    ("2017-07-10", "juillet 2017", 9, "« date_maj » n'est pas une date"),
    ('lien: "https://example.org", ', "", 10, "la source est incomplète"),
    ('"34194"', '"341"', 5, "« code_insee » n'a pas cinq chiffres"),
    ("besoins: [la mairie]", "reseaux_porteurs: [chrs]\n  adresse: 1 rue Secrète", 9, "l'adresse d'un lieu d'hébergement"),
])
def test_a_wrong_entry_is_left_out_and_its_line_is_told(read, right, wrong, line, message):
    structures, problems = read(GOOD.replace(right, wrong))
    assert not structures
    assert problems[0].startswith(f"lieux.yml:{line} — ")
    assert message in problems[0]


def test_the_others_load_all_the_same(read):
    structures, problems = read(GOOD + "\nautre:\n  nom: Sans rien\n")
    assert list(structures) == ["mairie-paulhan"]
    assert len(problems) == 1


def test_a_word_that_does_not_exist_is_told_and_the_entry_kept(read):
    structures, problems = read(GOOD.replace("telephone:", "téléfone:"))
    assert structures["mairie-paulhan"].telephone is None
    assert "« téléfone » n'existe pas" in problems[0]


@pytest.mark.parametrize(("written", "read_aloud"), [
    ("+33467250008", "04 67 25 00 08"), ("0467250008", "04 67 25 00 08"), ("0805299898", "0 805 29 98 98"),
    ("3949", "39 49"),
])
def test_a_number_is_kept_as_it_is_read_aloud(read, written, read_aloud):
    structures, _ = read(GOOD.replace("04 67 25 00 08", written))
    assert structures["mairie-paulhan"].telephone == read_aloud


def test_the_same_id_in_two_files_is_told(read, tmp_path: Path):
    (tmp_path / "zzz.yml").write_text(GOOD, encoding="utf-8")
    structures, problems = read(GOOD)
    assert len(structures) == 1
    assert "cet identifiant est déjà pris" in problems[0]


TOWNS = """
accueil: paulhan
departements:
  herault: {nom: Hérault, code: "34", region: occitanie}
communes:
  paulhan: {nom: Paulhan, insee: "34194", code_postal: "34230", departement: herault, lat: 43.54, lon: 3.46}
  auch: {nom: Auch, insee: "32013", code_postal: "32000", departement: gers, lat: 43.65, lon: 0.59}
"""


def test_a_town_of_an_undescribed_departement_is_left_out(tmp_path: Path):
    path = tmp_path / "territoires.yml"
    path.write_text(TOWNS, encoding="utf-8")
    territoires, problems = load_territoires(path)
    assert territoires is not None
    assert list(territoires.communes) == ["paulhan"]
    assert territoires.home.region == "occitanie"
    assert [(p.line, "gers" in p.message) for p in problems] == [(7, True)]


@pytest.mark.parametrize("text", ["", "communes: {}", TOWNS.replace("accueil: paulhan", "accueil: ailleurs")])
def test_without_a_home_town_there_are_no_towns(tmp_path: Path, text):
    path = tmp_path / "territoires.yml"
    path.write_text(text, encoding="utf-8")
    territoires, problems = load_territoires(path)
    assert territoires is None
    assert problems
