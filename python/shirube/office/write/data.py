"""Machine-readable sheets: header at A1, one Excel table object, one kind of value per column, nothing else.

Rows are streamed to disk, so memory does not grow with them.
"""

from __future__ import annotations

import math

from xlsxwriter.format import Format as XFormat
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from ...errors import Place, WriteError
from ...result import Cell, Column, DataSheet, Format, Link, Purpose, Table
from ..style import DATE_DATA, DATETIME_DATA, STYLES
from .book import Book, Placed
from .canvas import PAGE_PIXELS, column_pixels
from .measure import width
from .names import header_names, table_name
from .shown import TEXTUAL
from .stream import RowStream, declare_table
from .values import CellKind, typed

__all__ = ["BIG_ROWS", "check_size", "draw_data", "header", "list_footer"]

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # of one sheet, header included
BIG_ROWS = 20_000
_SAMPLE_ROWS = 500
_MOST_UNITS, _LEAST_UNITS = 48.0, 8.0
_MOST_LIST_SHRINK = 1.8  # 11 pt type to 6 pt


def check_size(data: DataSheet) -> None:
    """Raise `WriteError` (W104, W105) when a table does not fit on one sheet."""
    if len(data.table.rows) >= MOST_ROWS:
        raise WriteError("W104", at=Place(sheet=data.name), rows=f"{len(data.table.rows):,}")
    if len(data.table.columns) > MOST_COLUMNS:
        raise WriteError("W105", at=Place(sheet=data.name), columns=f"{len(data.table.columns):,}")


def draw_data(book: Book, data: DataSheet, purpose: Purpose = Purpose.INTERNAL) -> None:
    """Write one machine-readable sheet; 庁内検討 stands in the footer."""
    table = data.table
    sheet = book.add_sheet(data.name, streamed=True)
    if not table.columns:
        return
    names = header_names(header(column) for column in table.columns)
    name = table_name(data.excel_table or data.name, book.table_names)
    book.table_names.append(name)
    book.table_of[table.key] = name
    declare_table(sheet, name, names, len(table.rows), table.title or data.name)
    formats = [_cell_format(book, table, i) for i in range(len(table.columns))]
    widths = [column.width or units for column, units in zip(table.columns, _widths(table, names), strict=True)]
    for i, units in enumerate(widths):
        sheet.set_column(i, i, units, formats[i])
    _write_rows(book, sheet, table, names, formats)
    book.placed.setdefault(table.key, Placed(sheet.name, table, 0, 1))
    _finish(sheet, table)
    _print_setup(sheet, sum(map(column_pixels, widths)), purpose)


def header(column: Column) -> str:
    """Return the one-line header of a column: upper tier, label, unit."""
    label = f"{column.group}_{column.label}" if column.group else column.label
    return f"{label}（{column.unit}）" if column.unit else label


def _cell_format(book: Book, table: Table, i: int) -> XFormat:
    column = table.columns[i]
    decimals = "." + "0" * column.decimals if column.decimals > 0 else ""
    codes = {
        Format.CODE: "@",
        Format.COUNT: "#,##0",
        Format.NUMBER: f"#,##0{decimals}" if column.decimals else "General",
        Format.YEAR: "0",
        Format.PERCENT: f"0{decimals}" if column.decimals else "General",
        Format.P_VALUE: "0.0000",
        Format.DATE: DATE_DATA,
        Format.DATETIME: DATETIME_DATA,
    }
    # Text that follows a number keeps clear of it; one logical value looks like another.
    follows_number = i and column.format in TEXTUAL and table.columns[i - 1].format not in TEXTUAL
    look = {"align": "center"} if column.format is Format.BOOL else {"indent": 1} if follows_number else {}
    return book.format(look, num_format=codes.get(column.format, "General"))


def _widths(table: Table, names: list[str]) -> list[float]:
    widths = [max(width(name) + 4.0, _LEAST_UNITS) for name in names]  # 4: the filter button
    for row in table.rows[:_SAMPLE_ROWS]:
        for i, value in enumerate(row):
            text = value.text if isinstance(value, Link) else str(value.value if isinstance(value, Cell) else value)
            widths[i] = max(widths[i], width(text) + 2.0)
    for i, column in enumerate(table.columns):
        if column.format in (Format.NUMBER, Format.PERCENT, Format.P_VALUE):
            widths[i] = min(widths[i], max(width(names[i]) + 4.0, 14.0))
    return [min(units, _MOST_UNITS) for units in widths]


def _write_rows(book: Book, sheet: Worksheet, table: Table, names: list[str], formats: list[XFormat]) -> None:
    stream = RowStream(book, sheet, len(table.rows) + 1, len(names))
    left = book.format(STYLES["list_header"])._get_xf_index()
    right = book.format(STYLES["list_header"], align="right", indent=2)._get_xf_index()  # clear of the filter button
    for i, name in enumerate(names):
        stream.cell(i, CellKind.TEXT, name, left if table.columns[i].format in TEXTUAL else right)
    stream.end_row()
    link_format = book.format(STYLES["link"])
    days, times = (book.format(num_format=code)._get_xf_index() for code in (DATE_DATA, DATETIME_DATA))
    kinds = [column.format for column in table.columns]
    styles = [cell_format._get_xf_index() for cell_format in formats]
    for row in table.rows:
        for i, (value, wanted, style) in enumerate(zip(row, kinds, styles, strict=True)):
            if isinstance(value, Cell):
                value = value.shown or value.value
            if isinstance(value, Link):
                stream.link(i, value, link_format, style)
                continue
            kind, plain = typed(value, wanted)
            if kind is CellKind.DATE:
                style = days
            elif kind is CellKind.DATETIME and wanted is not Format.DATE:
                style = times
            stream.cell(i, kind, plain, style)
        stream.end_row()


def _finish(sheet: Worksheet, table: Table) -> None:
    sheet.freeze_panes(1, 0)
    last = max(len(table.rows), 1) + 1
    text = [xl_col_to_name(i) for i, column in enumerate(table.columns) if column.format is not Format.BOOL]
    if text:
        sheet.ignore_errors({"number_stored_as_text": " ".join(f"{letter}2:{letter}{last}" for letter in text)})


def _print_setup(sheet: Worksheet, pixels: int, purpose: Purpose) -> None:
    """A list too wide to be read on one page goes on beside it, its first column printed again."""
    sheet.set_paper(9)
    sheet.set_landscape()
    abreast = max(1, math.ceil(pixels / (PAGE_PIXELS[True] * _MOST_LIST_SHRINK)))
    sheet.fit_to_pages(abreast, 0)
    sheet.repeat_rows(0)
    if abreast > 1:
        sheet.repeat_columns(0)
    list_footer(sheet, purpose)


def list_footer(sheet: Worksheet, purpose: Purpose) -> None:
    """Set the footer of a sheet that is no report: its name, page of pages, 用途."""
    sheet.set_footer("&C&9&A　&P / &N" + ("&R&9庁内限り" if purpose is Purpose.INTERNAL else ""))
