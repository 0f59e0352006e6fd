"""A second town beside the first: the same program, and nothing of one in the mouth of the other."""
import argparse
import json
import re

import pytest

from bot.adapters.cipher import Cipher, new_key
from bot.adapters.clock import SetClock
from bot.adapters.database.directory import SqlDirectory
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.adapters.knowledge.checks import check_knowledge
from bot.adapters.knowledge.folder import open_folder
from bot.adapters.knowledge.loading import load_knowledge
from bot.bootstrap import wire
from bot.channels.app import create_app
from bot.channels.relay import Relay
from bot.channels.web.fiches import FichePages
from bot.domain.conversation import IncomingMessage
from bot.domain.fiche import Rubrique
from bot.domain.normalisation import fold
from bot.settings import ROOT
from bot.town_commands import town
from tests.empty_databases import empty_sqlite

NOW = "2026-11-21T10:00"


def as_text(answer):
    return json.dumps(answer.to_dict(), ensure_ascii=False)


# What only Clermont-l'Hérault's assistant may say; its own numbers, places and towns are added below.
FIRST = ["clermont", "herault", "occitanie", "lodev", "echappee", "part'ages", "reper'age", "34800", "montpellier"]
SECOND = ["fougeres", "35300"]


def new_town(folder, slug="fougeres", **changes):
    options = {"act": "new", "slug": slug, "insee": "35115", "nom": "Fougères", "code_postal": "35300", "lat": 48.35,
               "lon": -1.2, "folder": str(folder)}
    town(argparse.Namespace(**{**options, **changes}))


def assistant_of(knowledge, path=":memory:"):
    engine, cipher = empty_sqlite(path), Cipher(new_key())
    return wire(knowledge, lambda: SqlUnitOfWork(engine, cipher), SqlDirectory(engine), SetClock(NOW))


@pytest.fixture(scope="module")
def second(tmp_path_factory):
    folder = tmp_path_factory.mktemp("villes") / "fougeres"
    new_town(folder)
    return folder


@pytest.fixture(scope="module")
def elsewhere(second):
    """What the second town says on its first day."""
    return load_knowledge(second)[0]


def everything_said(services):
    answers = services.answers
    for slug in services.knowledge.fiches:
        for rubrique in Rubrique:
            yield f"{slug} {rubrique.value}", as_text(answers.fiche(slug, rubrique.value))
    for name, answer in (("accueil", answers.welcome()), ("humain", answers.human()), ("rien", answers.no_fiche()),
                         ("pas compris", answers.not_understood()), *((key, answers.say(key)) for key in (
                             "aide", "hors_sujet", "saluer", "refuge", "ici"))):
        yield name, as_text(answer)
    for entree in services.knowledge.glossaire.entrees.values():
        yield entree.slug, entree.explication


def leaks(services, words, numbers=()):
    pattern = re.compile("|".join(rf"\b{re.escape(word)}" for word in words))
    return [(name, found[0]) for name, text in everything_said(services)
            for found in [pattern.search(fold(text))] if found] + [
        (name, number) for name, text in everything_said(services) for number in numbers
        if number in re.sub(r"\D", "", text)]


def test_a_new_folder_is_in_order_and_serves_what_holds_in_all_of_france(second, elsewhere, knowledge):
    assert check_knowledge(second) == ([], {})
    assert {"rsa", "surendettement", "hebergement-urgence", "violences"} <= set(elsewhere.fiches)
    assert elsewhere.territoires.home.nom == "Fougères"
    assert elsewhere.urgences.numeros == knowledge.urgences.numeros
    assert {place.commune for place in elsewhere.structures.values()} == {"Fougères"}


def test_most_of_each_national_fiche_is_carried(elsewhere, knowledge):
    kept = sum(len(text) for slug in elsewhere.fiches for text in elsewhere.fiches[slug].rubriques.values())
    whole = sum(len(text) for slug in elsewhere.fiches for rubrique, text in knowledge.fiches[slug].rubriques.items()
                if rubrique is not Rubrique.CONTACT)
    assert kept > 0.9 * whole


def test_nothing_of_one_town_comes_out_of_the_other(elsewhere, knowledge):
    first, other = assistant_of(knowledge), assistant_of(elsewhere)
    numbers = {number for place in knowledge.structures.values() for number in place.allowed_numbers if len(number) == 10}
    towns = {fold(one.nom) for one in knowledge.territoires.communes.values()
             if not one.mot_courant and len(one.nom) > 6}
    assert leaks(other, [*FIRST, *towns], numbers) == []
    assert leaks(first, SECOND) == []


def test_what_a_town_writes_itself_wins(tmp_path):
    folder = tmp_path / "ville"
    new_town(folder)
    written = (ROOT / "knowledge/fiches/argent/rsa.md").read_text(encoding="utf-8")
    (folder / "fiches/argent").mkdir(parents=True)
    own = written.replace("structures: [ccas-clermont-l-herault]", "structures: [ccas-fougeres]")
    (folder / "fiches/argent/rsa.md").write_text(own, encoding="utf-8")
    served = load_knowledge(folder)[0].fiches["rsa"]
    assert served.structures == ("ccas-fougeres",)
    assert Rubrique.CONTACT in served.rubriques


async def test_both_are_talked_to_side_by_side(elsewhere, knowledge, tmp_path):
    said = {}
    for name, spoken in (("first", knowledge), ("second", elsewhere)):
        services = assistant_of(spoken, tmp_path / f"{name}.db")
        relay = Relay(services.conversations, services.answers, services.keywords)
        answered = [await relay.handle(IncomingMessage("web", "x" * 24, text, id=str(n))) for n, text in enumerate(
            ("bonjour", "je veux parler à une personne", "le RSA", "mon mari me frappe"))]
        said[name] = "\n".join(as_text(one.answer) for sent, _ in answered for one in sent)
    assert "Clermont-l'Hérault" in said["first"]
    assert "Fougères" in said["second"]
    assert "Clermont" not in said["second"]
    assert all("3919" in one for one in said.values())


async def test_the_pages_name_their_town(elsewhere, aiohttp_client):
    services = assistant_of(elsewhere)
    site = await aiohttp_client(create_app(
        Relay(services.conversations, services.answers, services.keywords), services.conversations, lambda: False,
        frozenset(), FichePages(services.public_fiches, "https://repere.example"), town="Fougères"))
    for path in ("/", "/fiches", "/fiches/rsa"):
        async with site.get(path) as response:
            page = await response.text()
        assert response.status == 200
        assert not re.search("|".join(FIRST), fold(page)), path
    async with site.get("/") as response:
        assert "à Fougères" in await response.text()


@pytest.mark.parametrize(("changes", "why"), [
    ({"slug": "Saint Malo"}, "sans accent"), ({"slug": "../etc"}, "sans accent"), ({"insee": "99999"}, "code INSEE"),
    ({"nom": None}, "--nom"), ({"code_postal": "1510"}, "cinq chiffres"), ({"lat": 43.0}, "--lat"),
    ({"nom": 'Foug"ères'}, "sans guillemets"),
])
def test_what_cannot_be_is_refused_in_french_and_writes_nothing(tmp_path, changes, why):
    with pytest.raises(ValueError, match=why):
        new_town(tmp_path / "ville", **changes)
    assert not (tmp_path / "ville").exists()


def test_a_folder_that_holds_something_is_left_as_it_is(second):
    with pytest.raises(ValueError, match="rien n'est remplacé"):
        new_town(second)


def test_a_commune_of_the_first_towns_list_is_known(tmp_path):
    new_town(tmp_path / "ville", slug="beziers", insee="34032", nom=None, code_postal=None, lat=None, lon=None)
    home = load_knowledge(tmp_path / "ville")[0].territoires.home
    assert (home.nom, home.code_postal, home.region) == ("Béziers", "34500", "occitanie")


def test_a_base_that_is_not_there_is_said_with_its_line(second, tmp_path):
    written = (second / "territoires.yml").read_text(encoding="utf-8")
    (tmp_path / "territoires.yml").write_text(re.sub("(?m)^base: .*", "base: /nulle-part", written), encoding="utf-8")
    [problem] = open_folder(tmp_path)[1]
    assert "n'est pas le dossier d'une ville" in str(problem)
