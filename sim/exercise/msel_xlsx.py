"""The list of events as a workbook (.xlsx), by openpyxl: written with text only, read as text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook, load_workbook  # type: ignore[import-untyped]
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from sim.printable import cell, cell_text

ROWS_MOST, COLUMNS_MOST, CELL_MOST = 5001, 200, 32_000
_WIDE = 40
"""How many letters a column shows in a line; longer cells go on below."""


def workbook(table: Sequence[Sequence[str]]) -> bytes:
    """Write a table with its heads frozen and filters over them; no cell is ever a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("MSEL")
    sheet.freeze_panes = "A2"
    wrapped = Alignment(wrap_text=True, vertical="top")
    for at in range(max(map(len, table), default=0)):
        longest = max(len(row[at]) for row in table if at < len(row))
        sheet.column_dimensions[get_column_letter(at + 1)].width = min(longest, _WIDE) + 2
    for number, row in enumerate(table):
        cells = []
        for text in row:
            made = WriteOnlyCell(sheet, text[:CELL_MOST])
            made.data_type = "s"
            made.alignment = wrapped
            if number == 0:
                made.font = Font(bold=True)
            cells.append(made)
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def table_of(raw: bytes) -> list[list[str]]:
    """Read the first sheet of a workbook as cells of CSV: text marked as `cell` marks it.

    A formula stays one, for whoever refuses it.

    Raises:
        ValueError: it is no workbook.
    """
    try:
        sheet = load_workbook(io.BytesIO(raw), read_only=True).worksheets[0]
        rows = sheet.iter_rows(max_row=ROWS_MOST, max_col=COLUMNS_MOST)
        table = [[_text_of(each) for each in row] for row in rows]
    except Exception as error:  # the library fails in many ways on what is no workbook
        raise ValueError(f"is no workbook ({type(error).__name__})") from None
    width = max((at for row in table for at, text in enumerate(row, 1) if text), default=0)
    return [row[:width] for row in table if any(row)]


def _text_of(each: Any) -> str:  # noqa: ANN401  # the library has no types
    """Read a cell; text that begins like a formula, typed by a person as text, is marked so."""
    if each.value is None:
        return ""
    text = str(each.value)
    marked = each.data_type == "s" and cell_text(text) == text
    return cell(text) if marked else text
