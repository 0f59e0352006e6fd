"""Files of every format, read record by record, and those that cannot be read, with what to do."""
import io
import json
import tracemalloc
import zipfile

import pytest

from bot.adapters.directory_formats.decoding import UnreadableFile
from bot.adapters.directory_formats.json_rows import _MendedStream
from bot.adapters.directory_formats.reading import rows

PLACES = [{"id": "1", "nom": "Médiathèque"}, {"id": "2", "nom": "Mairie"}]
LINES = "\n".join(json.dumps(place, ensure_ascii=False) for place in PLACES)
CSV = 'id;nom\n1;Médiathèque\n2;"Mairie; annexe"\n'


def content_of(path, content) -> list[dict]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [dict(row.content) for row in rows(path)]


@pytest.mark.parametrize("written", [
    json.dumps(PLACES), json.dumps(PLACES, indent=2), f"\n  {json.dumps(PLACES)}\n", LINES, LINES + "\n\n",
    LINES.replace("\n", "\r\n"), json.dumps({"service": PLACES}), json.dumps({"structures": PLACES}, indent=1),
    json.dumps({"total_count": 2, "results": PLACES}), json.dumps({"structures": PLACES[:1], "services": PLACES[1:]}),
    json.dumps({"type": "FeatureCollection", "name": "x", "features": PLACES}),
    "id,nom\n1,Médiathèque\n2,Mairie", "id;nom\r\n1;Médiathèque\r\n2;Mairie\r\n", "id\tnom\n1\tMédiathèque\n\n2\tMairie\n",
    '"id"|"nom"\n"1"|"Médiathèque"\n"2"|"Mairie"\n', " id , nom \n1,Médiathèque\n2,Mairie\n,\n",
])
def test_each_record_of_each_format_is_read(tmp_path, written):
    assert content_of(tmp_path / "file", written) == PLACES


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("written", [json.dumps(PLACES, ensure_ascii=False), LINES, "id,nom\n1,Médiathèque\n2,Mairie"])
def test_accents_survive_whatever_the_encoding(tmp_path, written, encoding):
    assert content_of(tmp_path / "file", written.encode(encoding)) == PLACES


def test_what_is_nested_stays_nested(tmp_path):
    place = {"nom": "Mairie", "adresse": [{"ligne": ["1 rue", "BP 2"], "lat": 43.5}], "pivot": {"features": [1]}, "vu": None}

    assert content_of(tmp_path / "list", json.dumps([place])) == [place]
    assert content_of(tmp_path / "lines", f"{json.dumps(place)}\n{json.dumps(place)}") == [place, place]


def test_quotes_and_line_ends_inside_a_cell_are_its_text(tmp_path):
    read = content_of(tmp_path / "file", 'id,nom\n1,"Une ligne\nune ""autre"", la fin"\n')

    assert read == [{"id": "1", "nom": 'Une ligne\nune "autre", la fin'}]


@pytest.mark.parametrize(("written", "read"), [
    (r'"a \c b"', r"a \c b"), (r'"a \\c b"', r"a \c b"), (r'"\\"', "\\"), (r'"\""', '"'), (r'"\u00e9"', "é"),
    (r'"\u00zz"', r"\u00zz"),
    (r'"c:\dossier\new"', "c:\\dossier\new"), (r'"\\\x"', r"\\x"), (r'"\/"', "/"), (r'"\ud83d\ude00"', "😀"),
    (r'"\ud83d"', r"\ud83d"), (r'"a \ud83d\u00e9 b"', r"a \ud83dé b"), (r'"\ude00\ud83d\ude00"', r"\ude00😀"),
])
def test_an_escape_that_json_does_not_have_is_read_as_it_is_written(tmp_path, written, read):
    assert content_of(tmp_path / "list", f'[{{"nom": {written}}}]') == [{"nom": read}]
    assert content_of(tmp_path / "line", f'{{"nom": {written}}}') == [{"nom": read}]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 100])
def test_an_escape_is_mended_wherever_the_reading_stops(size):
    text = r'["a\cb", "\\", "\u00e9\u12", "\\\"", "\ud83d\ude00\ud83d", "fin\\\x"]'
    stream = _MendedStream(io.StringIO(text))

    assert stream.read(0) == b""
    read = b"".join(iter(lambda: stream.read(size), b""))
    assert json.loads(read) == [r"a\cb", "\\", r"é\u12", '\\"', r"😀\ud83d", r"fin\\x"]


def test_a_row_says_where_it_is_and_how_far_the_file_is_read(tmp_path):
    path = tmp_path / "file.csv"
    path.write_text('id;nom\n1;"a\nb"\n\n2;c\n')
    read = list(rows(path))

    assert [row.number for row in read] == [3, 5]
    assert read[-1].read == path.stat().st_size


def test_one_line_with_too_few_cells_does_not_stop_the_others(tmp_path):
    path = tmp_path / "file.csv"
    path.write_text("id;nom;commune\n1;Mairie\n2;Mairie;Lodève\n3;Mairie;Lodève;34700\n")

    assert [(row.problem is not None, dict(row.content)) for row in rows(path)] == [
        (True, {}), (False, {"id": "2", "nom": "Mairie", "commune": "Lodève"}), (True, {})]


def test_what_is_no_record_in_a_list_does_not_stop_the_others(tmp_path):
    path = tmp_path / "file.json"
    path.write_text('[{"id": 1}, "x", [1, 2], null, {"id": 2}]')

    assert [dict(row.content) for row in rows(path)] == [{"id": 1}, {}, {}, {}, {"id": 2}]
    assert [row.problem is None for row in rows(path)] == [True, False, False, False, True]


def archive() -> bytes:
    with zipfile.ZipFile(buffer := io.BytesIO(), "w") as written:
        written.writestr("liste.csv", CSV)
    return buffer.getvalue()


@pytest.mark.parametrize(("written", "said"), [
    (b"", "vide"), (b" \n\n ", "vide"), (b"\xef\xbb\xbf", "vide"), (b"%PDF-1.7\n...", "un PDF"), (archive(), "zip"),
    (b"\x1f\x8b\x08rest", "gzip"), (b"\xd0\xcf\x11\xe0rest", "classeur"), (b"abc\x00\x01\x02;d", "n'est pas du texte"),
    (b"id;nom\n1;\x81\x9d", "accents"), (b"<!DOCTYPE html><html>", "page web"), (b"id\n1\n2\n", "qu'une colonne"),
    (b"Nom du lieu\nMairie\n", "qu'une colonne"), (b"id;id;nom\n1;2;3\n", "même nom : id"), (b"id;nom\n", "aucune fiche"),
    (b"[]", "aucune fiche"), (b'{"features": []}', "aucune fiche"), (b'id;nom\n1;"Mairie\n2;CCAS\n', "un guillemet manque"),
    (b'"id"x;nom\n1;2\n', "un guillemet manque"),
    (b'[{"id": 1}, {"id": 2}, {"id"', "coupé après la fiche 2"), (b'[{"id": 1}', "coupé après la fiche 1"),
    (b'[{"id": 1}, {"id": 2} {"id": 3}]', "correct après la fiche 2"), (b'[{"id": 1}, nom]', "correct après la fiche 1"),
    (b'{"id": 1}\n{"id": 2}\n{"id": \n', "correct après la fiche 2"),
    (b'{"service": [{"id": 1}, {"id', "coupé après la fiche 1"),
    pytest.param(b"[" * 100_000, "pas une liste de fiches", id="lists in lists"),
    pytest.param(b'{"a":' * 100_000, "pas une liste de fiches", id="objects in objects"),
    (b'{"nom": "Mairie",\n "id": 1}', "aucune fiche"),
])
def test_a_file_that_cannot_be_read_says_what_to_do(tmp_path, written, said):
    path = tmp_path / "file"
    path.write_bytes(written)

    with pytest.raises(UnreadableFile, match=said) as error:
        list(rows(path))

    assert str(error.value).endswith(".")
    assert len(str(error.value).split(". ")) >= 2


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(UnreadableFile, match="ouvrir"):
        list(rows(tmp_path / "absent.csv"))


@pytest.mark.parametrize("kind", ["list", "lines", "csv"])
def test_a_big_file_is_never_held_whole_in_memory(tmp_path, kind):
    path = tmp_path / "big"
    record, count, megabyte = {"id": "1", "nom": "é" * 10_000}, 3_000, 1 << 20
    with path.open("w", encoding="utf-8") as file:
        file.write({"list": "[", "lines": "", "csv": "id,nom\n"}[kind])
        for i in range(count):
            one = ",".join(record.values()) if kind == "csv" else json.dumps(record, ensure_ascii=False)
            file.write((",\n" if i and kind == "list" else "\n" if i else "") + one)
        file.write("]" if kind == "list" else "\n")
    assert path.stat().st_size > 55 * megabyte

    tracemalloc.start()
    read = sum(1 for _ in rows(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert read == count
    assert peak < 12 * megabyte
