"""Rows of a long sheet, written straight to disk.

XlsxWriter's own streaming mode writes every text into its cell, refuses table objects and spends most of its time in
checks a table of known kinds does not need. Here the row XML is made directly, into the temporary file that mode
keeps; texts go to the shared string table, as Excel itself does. Everything around the rows stays XlsxWriter's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from xlsxwriter.format import Format as XFormat
from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

from ...result import Link
from .book import Book
from .values import CellKind, cut_text

__all__ = ["RowStream", "declare_table", "serial"]

_DAY_ZERO = dt.datetime(1899, 12, 30)


class RowStream:
    """Writes the rows of one streamed sheet, from the first row down."""

    def __init__(self, book: Book, sheet: Worksheet, rows: int, columns: int) -> None:
        self._book, self._sheet, self._row = book, sheet, 0
        self._letters = [xl_col_to_name(i) for i in range(columns)]
        self._strings = book.workbook.str_table
        self._cells: list[str] = []
        sheet.dim_rowmin, sheet.dim_rowmax, sheet.dim_colmin, sheet.dim_colmax = 0, rows - 1, 0, max(columns - 1, 0)

    def cell(self, column: int, kind: CellKind, value: Any, style: int) -> None:
        """Add a cell to the current row."""
        place = f'<c r="{self._letters[column]}{self._row + 1}" s="{style}"'
        if kind is CellKind.TEXT:
            text = cut_text(value)
            if len(text) < len(value):
                self._book.count_cut(self._sheet.name)
            self._cells.append(f'{place} t="s"><v>{self._strings._get_shared_string_index(text)}</v></c>')
        elif kind is CellKind.NUMBER:
            self._cells.append(f"{place}><v>{value!r}</v></c>")
        elif kind is CellKind.BOOL:
            self._cells.append(f'{place} t="b"><v>{int(value)}</v></c>')
        elif kind is not CellKind.BLANK:
            self._cells.append(f"{place}><v>{serial(value)!r}</v></c>")

    def link(self, column: int, link: Link, cell_format: XFormat, plain: int) -> None:
        """Add a linked cell to the current row; only its text once the sheet holds all the links Excel allows."""
        url = self._book.url_for(self._sheet.name, link)
        if url:
            self._sheet.write_url(self._row, column, url, cell_format, string=cut_text(link.text))
            self._sheet.table.clear()  # the cell is written here; XlsxWriter keeps the link
        style = cell_format._get_xf_index() if url else plain
        if link.text:
            self.cell(column, CellKind.TEXT, link.text, style)

    def end_row(self) -> None:
        """Write the current row and begin the next."""
        self._sheet.row_data_fh.write(f'<row r="{self._row + 1}">{"".join(self._cells)}</row>')
        self._cells.clear()
        self._row += 1


def serial(value: dt.date) -> float | int:
    """Return Excel's serial number of a date or time.

    >>> serial(dt.date(2023, 4, 1)), serial(dt.datetime(2023, 4, 1, 12))
    (45017, 45017.5)
    """
    if not isinstance(value, dt.datetime):
        return (value - _DAY_ZERO.date()).days
    passed = value - _DAY_ZERO
    days = passed.days + (passed.seconds + passed.microseconds / 1e6) / 86_400
    return int(days) if days == int(days) else days


def declare_table(sheet: Worksheet, name: str, headers: Sequence[str], rows: int, description: str) -> None:
    """Declare the table object over a streamed sheet: header row and `rows` rows under it, at A1.

    `add_table` refuses streamed sheets, because it fills the header cells and remembers every cell it covers. The
    header comes with the rows here and the range is set afterwards, so neither is needed.
    """
    options = {
        "name": name,
        "style": "Table Style Light 1",
        "columns": [{"header": header} for header in headers],
        "description": description,
    }
    sheet.constant_memory = False
    sheet.add_table(0, 0, 1, len(headers) - 1, options)
    sheet.constant_memory = True
    sheet.table.clear()
    whole = xl_range(0, 0, max(rows, 1), len(headers) - 1)
    for part in ("range", "a_range", "autofilter"):
        sheet.tables[-1][part] = whole
