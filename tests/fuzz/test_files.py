"""Whatever is in a file: what can be kept of it is kept, and the rest is refused with a sentence of ours."""
from __future__ import annotations

import functools
import io
import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import strategies as st
from ruamel.yaml import YAML

from bot.adapters.cipher import new_key
from bot.adapters.database.directory_writer import DirectoryWriter
from bot.adapters.directory_formats.importing import import_file
from bot.adapters.directory_formats.reading import UnreadableFile
from bot.adapters.directory_formats.sources import SOURCES
from bot.adapters.knowledge.annuaire import load_annuaire
from bot.adapters.knowledge.fiches import read_fiche
from bot.adapters.knowledge.folder import open_folder
from bot.adapters.knowledge.glossaire import load_glossaire
from bot.adapters.knowledge.langues import load_langues
from bot.adapters.knowledge.motifs import load_motifs
from bot.adapters.knowledge.parametres import load_parametres
from bot.adapters.knowledge.reading import Problem, read_yaml
from bot.adapters.knowledge.reponses_types import load_reponses_types
from bot.adapters.knowledge.territoires import load_territoires
from bot.adapters.knowledge.thematiques import load_thematiques
from bot.adapters.knowledge.urgences import load_urgences
from bot.adapters.sealed_file import read_sealed, write_sealed
from bot.bootstrap import reading
from bot.settings import ROOT
from tests.adapters.directory_formats import test_data_inclusion_files as data_inclusion
from tests.adapters.directory_formats import test_producers as producers
from tests.fuzz.examples import fuzz
from tests.fuzz.pieces import HOURS, NUMBERS, TEXTS, UNICODE, changed, damaged, json_values

TODAY, KEY = date(2026, 11, 22), new_key()

# sealed files

@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    path = tmp_path_factory.mktemp("sealed") / "one.sauvegarde"
    write_sealed(path, KEY, [{"table": "agents", "rows": [n, "é" * n]} for n in range(3)])
    return path


@fuzz(data=st.data())
def test_any_backup_opens_whole_or_is_refused(sealed, data):
    right = sealed.read_bytes()
    written = sealed.with_name("other")
    written.write_bytes(data.draw(damaged(right)))
    if written.read_bytes() == right:
        return
    with pytest.raises(ValueError, match="sauvegarde"):
        list(read_sealed(written, KEY))


# published directories

RECORDS = {"data-inclusion": [data_inclusion.STRUCTURE, data_inclusion.SERVICE],
           "mediation-numerique": [producers.MEDIATION], "conseillers-numeriques": [producers.OLDER_MEDIATION],
           "aidants-connect": [producers.AIDANTS], "france-services": [producers.FRANCE_SERVICES],
           "dila": [producers.DILA_2017, producers.DILA_TODAY]}
VALUES = json_values(TEXTS | NUMBERS | HOURS)


def as_csv(records):
    names = [*records[0]]
    lines = [names, *([str(one.get(name, "")) for name in names] for one in records)]
    return "\n".join(";".join(f'"{cell}"' for cell in line) for line in lines).encode(errors="surrogatepass")


FILES = st.sampled_from([*RECORDS.items()]).flatmap(lambda pair: st.tuples(st.just(pair[0]), st.lists(
    st.sampled_from(pair[1]).flatmap(lambda record: changed(record, VALUES)), min_size=1, max_size=3)))
WRITTEN = FILES.flatmap(lambda pair: st.tuples(st.just(pair[0]), st.one_of(
    *(st.just(content) | damaged(content) for content in (
        json.dumps(pair[1]).encode(), json.dumps(pair[1], ensure_ascii=False).encode(errors="surrogatepass"),
        "\n".join(map(json.dumps, pair[1])).encode(), json.dumps({"services": pair[1], "data": pair[1]}).encode(),
        json.dumps({"type": "FeatureCollection", "features": pair[1]}).encode(),
        json.dumps(pair[1]).encode("utf-16"), as_csv(pair[1]))))))


@pytest.fixture
def bring(engine, knowledge, tmp_path):
    path, town = tmp_path / "liste-2026-01-05.json", reading(knowledge)

    def bring(source, content, **options):
        path.write_bytes(content)
        return import_file(engine, path, SOURCES[source], lambda made: DirectoryWriter(made, town), today=TODAY, **options)

    return bring


@fuzz(written=WRITTEN, replace=st.booleans())
def test_any_directory_is_brought_in_or_refused(bring, written, replace):
    with suppress(UnreadableFile):
        assert str(bring(*written, replace=replace))


# knowledge/

YAML_PIECES = TEXTS | st.sampled_from([
    "- ", "  ", "\n", ": ", "[", "]", "{", "}", "&a", "*a", "<<: *a", "!!python/object:os", "!!set", "---\n", "...", "? ",
    "|\n", ">-\n", "\t", "null", "true", "0o8", "1_0", ".inf", "2026-13-45", "2026-11-21", "!!binary x", "!!timestamp x",
    "!!int x", "%YAML 1.3\n", "## Coût\n", "@", "`"])


def problems_of(found):
    assert all(isinstance(problem, Problem) and problem.message and problem.remedy and problem.line > 0 for problem in found)


def shortened(value, most=3):
    """The beginning of a right file: short enough to be read ten thousand times."""
    if isinstance(value, dict):
        return {key: shortened(inside) for key, inside in [*value.items()][:max(most, 10 if "numeros" in value else 0)]}
    return [shortened(inside) for inside in value[:most]] if isinstance(value, list) else value


LOADERS = {
    "urgences.yml": load_urgences, "territoires.yml": lambda path: (load_territoires(path), open_folder(path.parent))[0],
    "glossaire.yml": load_glossaire, "langues.yml": load_langues, "thematiques.yml": load_thematiques,
    "reponses_types.yml": load_reponses_types, "messages.yml": read_yaml,
    "annuaire/clermont-l-herault.yml": lambda path: load_annuaire(path.parent),
    "motifs/premier-accueil.yml": lambda path: load_motifs(path.parent),
    "parametres/rsa.yml": lambda path: load_parametres(path.parent)}
YAML_VALUES = json_values(UNICODE) | st.dates() | st.datetimes()


@functools.cache
def beginning_of(name):
    return shortened(YAML(typ="safe").load(ROOT / "knowledge" / name))


def as_yaml(shape):
    written = io.StringIO()
    YAML(typ="safe").dump(shape, written)
    return written.getvalue().encode(errors="replace")


@pytest.mark.parametrize("name", LOADERS)
@fuzz(data=st.data())
def test_any_file_of_the_town_is_read_or_its_author_told_why(tmp_path, name, data):
    right = beginning_of(name)
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    pieces = st.lists(YAML_PIECES, max_size=8).map(lambda pieces: "".join(pieces).encode(errors="replace"))
    path.write_bytes(data.draw(st.one_of(changed(right, YAML_VALUES).map(as_yaml), damaged(as_yaml(right)), pieces)))
    problems_of(LOADERS[name](path)[1])


FICHE = (ROOT / "knowledge/fiches/logement/domiciliation.md").read_bytes()
@fuzz(content=damaged(FICHE) | st.lists(YAML_PIECES, max_size=8).map(
    lambda pieces: b"---\n" + "".join(pieces).encode(errors="replace") + b"\n---\n" + FICHE[-400:]))
def test_any_fiche_is_read_or_its_author_told_why(tmp_path, content):
    path = tmp_path / "domiciliation.md"
    path.write_bytes(content)
    fiche, problems = read_fiche(path)
    problems_of(problems)
    assert (fiche is None) == bool(problems)
