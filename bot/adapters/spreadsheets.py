"""Tables for spreadsheets: CSV as French ones read it, and OpenDocument. No cell is ever a formula.

Source for the former: OWASP, « CSV injection ».
"""
from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO

from odf import opendocument, style, table, text  # type: ignore[import-untyped]

Cell = str | int | float
Grid = Sequence[Sequence[Cell]]

_BOM = "\ufeff"
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NOT_XML = re.compile("[^\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+")
_NOT_IN_A_NAME = re.compile(r"[\[\]*?:/\\']")
_WIDE, _NARROW = "9cm", "3cm"


def csv_file(grid: Grid) -> bytes:
    """UTF-8 with its mark, semicolons, a comma for decimals. A text that a program would run begins with an apostrophe."""
    written = StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows([_plain(cell) for cell in line] for line in grid)
    return (_BOM + written.getvalue()).encode()


def ods_file(sheets: Mapping[str, Grid]) -> bytes:
    """A workbook, one sheet for each name; the first line of a sheet is its headings. Texts are texts, whatever they say."""
    book = opendocument.OpenDocumentSpreadsheet()
    heading, wide, narrow = _styles(book)
    for name, grid in sheets.items():
        sheet = table.Table(name=_NOT_IN_A_NAME.sub(" ", name))
        for column in range(max(map(len, grid), default=0)):
            sheet.addElement(table.TableColumn(stylename=narrow if column else wide))
        for number, line in enumerate(grid):
            row = table.TableRow()
            for cell in line:
                row.addElement(_cell(cell, {} if number else {"stylename": heading}))
            sheet.addElement(row)
        book.spreadsheet.addElement(sheet)
    written = BytesIO()
    book.write(written)
    return written.getvalue()


def _plain(cell: Cell) -> str:
    if not isinstance(cell, str):
        return str(cell).replace(".", ",")
    return f"'{cell}" if cell.startswith(_ACTIVE) else cell


def _cell(cell: Cell, options: Mapping[str, style.Style]) -> table.TableCell:
    if isinstance(cell, str):
        made, said = table.TableCell(valuetype="string", **options), _NOT_XML.sub(" ", cell)
    else:
        made, said = table.TableCell(valuetype="float", value=cell, **options), str(cell).replace(".", ",")
    made.addElement(text.P(text=said))
    return made


def _styles(book: opendocument.OpenDocument) -> list[style.Style]:
    """Headings in bold; wide and narrow columns."""
    made = [style.Style(name="titre", family="table-cell"), style.Style(name="large", family="table-column"),
            style.Style(name="etroite", family="table-column")]
    made[0].addElement(style.TextProperties(fontweight="bold"))
    for column, width in zip(made[1:], (_WIDE, _NARROW)):
        column.addElement(style.TableColumnProperties(columnwidth=width))
    for one in made:
        book.automaticstyles.addElement(one)
    return made
