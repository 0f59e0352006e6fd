"""A wrong file is told to its author in French, with its line, and the others still load."""
import shutil
from itertools import count
from pathlib import Path

import pytest

from bot.adapters.knowledge.checks import check_knowledge, report
from bot.adapters.knowledge.fiches import load_fiches, read_fiche
from bot.adapters.knowledge.glossaire import load_glossaire
from bot.adapters.knowledge.langues import load_langues
from bot.adapters.knowledge.loading import load_knowledge
from bot.adapters.knowledge.motifs import load_motifs
from bot.adapters.knowledge.parametres import load_parametres
from bot.adapters.knowledge.territoires import load_territoires
from bot.adapters.knowledge.urgences import load_urgences
from bot.domain.errors import KnowledgeUnusable
from bot.domain.motif import Engine, Mode, Reservation
from bot.settings import ROOT

GOOD = (ROOT / "knowledge/fiches/logement/domiciliation.md").read_text(encoding="utf-8")


@pytest.fixture
def write(tmp_path):
    def fiche(text: str, name: str = "essai.md") -> Path:
        path = tmp_path / "logement" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path
    return fiche


@pytest.mark.parametrize(("before", "after", "message", "line"), [
    ("titre:", "titr:", "Il manque « titre »", 2),
    ("verifie_le: 2026-11-21", "verifie_le: hier", "« verifie_le » n'est pas une date", None),
    ("## Coût", "## Prix", "Je ne connais pas la rubrique « Prix »", None),
    ("## Coût", "## Conditions", "est écrite deux fois", None),
    ("---\ntitre", "titre", "L'en-tête de la fiche manque", 1),
    ("sujets: [", "sujets: [[", "Je ne peux pas lire", None),
    ("https://solidarites", "ftp://solidarites", "Une source n'est pas complète", None),
])
def test_a_wrong_fiche_is_explained_and_not_served(write, before, after, message, line):
    assert before in GOOD

    fiche, problems = read_fiche(write(GOOD.replace(before, after, 1)))

    assert fiche is None
    assert message in str(problems[0])
    assert line is None or problems[0].line == line


def test_the_line_of_a_wrong_heading_is_the_right_one(write):
    path = write(GOOD.replace("## Coût", "## Prix"))

    _, [problem] = read_fiche(path)

    assert path.read_text(encoding="utf-8").splitlines()[problem.line - 1] == "## Prix"


def test_a_fiche_in_another_encoding_is_explained(write):
    _, [problem] = read_fiche(write("é".encode("latin-1")))

    assert "UTF-8" in problem.message


def test_the_other_fiches_still_load(write, tmp_path):
    write("n'importe quoi", "fausse.md")
    write(GOOD, "bonne.md")

    fiches, problems = load_fiches(tmp_path)

    assert list(fiches) == ["bonne"]
    assert len(problems) == 1


@pytest.mark.parametrize(("text", "message"), [
    ("a:\n  libelle: x\n", "il manque une étiquette"),
    ("a: {libelle: x, unite: litres, confiance: A, valeurs: []}\n", "je ne connais pas l'unité"),
    ("a: {libelle: x, unite: mois, confiance: C, valeurs: []}\n", "la confiance doit être A ou B"),
    ("a: {libelle: x, unite: mois, confiance: A, valeurs: [{depuis: 2026-01-01, valeur: 2}]}\n", "n'est pas complète"),
    ("a: [", "Je ne peux pas lire"), ("a", "n'est pas une liste de valeurs"), ("a: \0", "signe invisible"),
    ("a: {libelle: x, unite: [], confiance: A, valeurs: []}\n", "n'a pas la forme attendue"),
    (f"a: {'[' * 200_000}", "Une valeur n'a pas la bonne forme (plus de 100 niveaux)"),
    (f"a:\n{'- ' * 200_000}", "Une valeur n'a pas la bonne forme (plus de 100 niveaux)"),
], ids=count())
def test_a_wrong_parametre_is_explained(tmp_path, text, message):
    (tmp_path / "x.yml").write_text(text, encoding="utf-8")

    parametres, [problem] = load_parametres(tmp_path)

    assert message in problem.message
    assert parametres == {}


@pytest.mark.parametrize(("line", "instead", "said"), [
    ("duree_minutes: 30", "duree_minutes: 0", "au moins 5 minutes"),
    ("duree_minutes: 30", "duree_minutes: 30\ngrille_minutes: 25", "diviser l'heure"),
    ("delai_max_jours: 42", "delai_max_jours: 1", "entre les deux délais"),
    ("papiers_en_bref: ", "papiers_tres_en_bref: ", "papiers_en_bref"),
    ("restriction: null", "mode: []\nreservation: [", "Je ne peux pas lire"),
    ("sujets:", "sujets: 3\nautres:", "n'a pas la forme attendue"),
    ("restriction: null", "mode: visio", "« mode: visio » n'existe pas"),
    ("restriction: null", "reservation: {par: courrier}", "où l'on réserve"),
    ("restriction: null", "reservation: {par: lien}", "lien"),
    ("restriction: null", "reservation: {par: lien, lien: 'http://ailleurs.example'}", "«"),
])
def test_each_fault_of_a_motif_is_explained(tmp_path, line, instead, said):
    text = (ROOT / "knowledge/motifs/premier-accueil.yml").read_text(encoding="utf-8")
    (tmp_path / "essai.yml").write_text(text.replace(line, instead, 1), encoding="utf-8")

    motifs, [problem] = load_motifs(tmp_path)

    assert said in str(problem)
    assert motifs == {}


@pytest.mark.parametrize(("load", "text"), [
    (load_glossaire, "a: {terme: x, explication: y, noms: [z], voir: 3}"),
    (load_langues, "xx: {nom: x, salutations: 3, mots: [a], reponse: y}"),
    (load_territoires, "communes: {}\ndepartements: 3"),
    (load_urgences, "numeros: {}\ncategories: {}\nmots: {}\necoute: [1]")])
def test_a_part_of_another_shape_is_explained(tmp_path, load, text):
    (tmp_path / "essai.yml").write_text(text, encoding="utf-8")

    _, [problem, *_] = load(tmp_path / "essai.yml")

    assert "forme attendue" in problem.message or "n'est pas une liste" in problem.message


def test_a_motif_may_be_booked_elsewhere_by_telephone_or_in_a_group(tmp_path):
    text = (ROOT / "knowledge/motifs/premier-accueil.yml").read_text(encoding="utf-8")
    (tmp_path / "essai.yml").write_text(text + "mode: telephone\ncollectif: true\nreservation: {par: rdv-service-public, "
                                        "organisation: 12, departement: '34'}\n", encoding="utf-8")

    motif = load_motifs(tmp_path)[0]["essai"]

    assert (motif.mode, motif.is_collectif, motif.is_elsewhere) == (Mode.TELEPHONE, True, True)
    assert motif.reservation == Reservation(Engine.RDV_SERVICE_PUBLIC, None, 12, None, "34")


def test_a_motif_whose_duration_does_not_fit_the_clock_is_explained(tmp_path):
    text = (ROOT / "knowledge/motifs/premier-accueil.yml").read_text(encoding="utf-8")
    (tmp_path / "x.yml").write_text(text.replace("duree_minutes: 30", "duree_minutes: 32"), encoding="utf-8")

    motifs, [problem] = load_motifs(tmp_path)

    assert "multiple de 5" in problem.message
    assert motifs == {}


@pytest.fixture
def copy(tmp_path):
    return Path(shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge"))


@pytest.mark.parametrize(("text", "said"), [
    ("Il faut 3 papiers.", "Le nombre « 3 »"),
    ("Le bénéficiaire vient.", "mot d'administration"),
    ("Demandez à la MDPH.", "Le sigle « MDPH »"),
    (" ".join(["mot"] * 21) + ".", "Phrase de 21 mots"),
    ("Sous {{ rsa.inconnu }}.", "Je ne connais pas la valeur « rsa.inconnu »"),
])
def test_make_check_tells_the_author_what_is_not_plain(copy, text, said):
    path = copy / "fiches/logement/domiciliation.md"
    path.write_text(GOOD.replace("## Coût\n", f"## Coût\n\n{text}\n"), encoding="utf-8")

    problems, _ = check_knowledge(copy)

    assert any(said in str(problem) and "domiciliation.md" in str(problem) for problem in problems)
    assert "problème(s) à corriger" in report(problems, {})


def test_a_fiche_that_names_an_unknown_value_is_not_served_but_the_others_are(copy):
    path = copy / "fiches/logement/domiciliation.md"
    path.write_text(GOOD.replace("## Coût\n", "## Coût\n\n{{ rsa.inconnu }}\n"), encoding="utf-8")

    knowledge, problems = load_knowledge(copy)

    assert "domiciliation" not in knowledge.fiches
    assert "rsa" in knowledge.fiches
    assert problems[0].line > 1


def test_without_helplines_nothing_is_served(copy):
    (copy / "urgences.yml").write_text("[", encoding="utf-8")

    with pytest.raises(KnowledgeUnusable):
        load_knowledge(copy)
