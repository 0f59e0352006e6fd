"""Tables written for spreadsheets, read back."""
import csv
from io import BytesIO, StringIO

import pytest
from odf import opendocument, table, teletype

from bot.adapters.spreadsheets import csv_file, ods_file

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", '=HYPERLINK("https://exemple.fr";"ici")']


def read_csv(body):
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))


def read_ods(body):
    book = opendocument.load(BytesIO(body))
    return {sheet.getAttribute("name"): [[(cell.getAttribute("valuetype"), teletype.extractText(cell))
                                          for cell in row.getElementsByType(table.TableCell)]
                                         for row in sheet.getElementsByType(table.TableRow)]
            for sheet in book.spreadsheet.getElementsByType(table.Table)}


@pytest.mark.parametrize("cell", HOSTILE)
def test_no_cell_of_a_csv_is_run(cell):
    assert read_csv(csv_file([["Sujet", cell]])) == [["Sujet", f"'{cell}"]]


@pytest.mark.parametrize("cell", HOSTILE)
def test_no_cell_of_a_workbook_is_run(cell):
    body = ods_file({"Sujets": [["Sujet"], [cell]]})
    written = opendocument.load(BytesIO(body)).spreadsheet.getElementsByType(table.TableCell)[1]
    assert written.getAttribute("valuetype") == "string"
    assert written.getAttribute("formula") is None
    assert teletype.extractText(written).strip() == cell.strip()


@pytest.mark.parametrize("cell", ["Sujet ; autre", 'dit « "oui" »', "l'été à Nébian", "<b>gras</b>"])
def test_a_text_stays_as_it_is(cell):
    assert read_csv(csv_file([["Sujet", cell]])) == [["Sujet", cell]]
    assert read_ods(ods_file({"a": [[cell]]}))["a"] == [[("string", cell)]]


def test_a_line_may_end_inside_a_cell():
    assert read_csv(csv_file([["deux\nlignes", "trois"]])) == [["deux\nlignes", "trois"]]
    assert read_ods(ods_file({"a": [["deux\nlignes"]]}))["a"] == [[("string", "deux lignes")]]


def test_numbers_are_french_ones():
    assert read_csv(csv_file([["Évolution", -12.5, 1204]])) == [["Évolution", "-12,5", "1204"]]
    assert read_ods(ods_file({"a": [["Évolution", -12.5, 1204]]}))["a"] == [
        [("string", "Évolution"), ("float", "-12,5"), ("float", "1204")]]


def test_each_table_has_its_sheet():
    assert list(read_ods(ods_file({"Note": [["a"]], "Ce que / l'on: [demande]?": [["b"], []]}))) == [
        "Note", "Ce que   l on   demande  "]


def test_what_no_document_may_hold_is_left_out():
    assert read_ods(ods_file({"a": [["oui\x00\x0b\ud800non"]]}))["a"] == [[("string", "oui non")]]
