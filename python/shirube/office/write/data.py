"""Machine-readable sheets: header at A1, one Excel table object, one kind of value per column, nothing else.

Rows are streamed to disk, so memory does not grow with them.
"""

from __future__ import annotations

from xlsxwriter.format import Format as XFormat
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from ...errors import Place, WriteError
from ...result import Cell, Column, DataSheet, Format, Link, Table
from ..style import DATE_DATA, DATETIME_DATA, STYLES
from .book import Book, Placed
from .measure import width
from .names import header_names, table_name
from .stream import RowStream, declare_table
from .values import CellKind, typed

__all__ = ["BIG_ROWS", "check_size", "draw_data", "header"]

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # of one sheet, header included
BIG_ROWS = 20_000
_SAMPLE_ROWS = 500
_MOST_UNITS, _LEAST_UNITS = 48.0, 8.0


def check_size(data: DataSheet) -> None:
    """Raise `WriteError` (W104, W105) when a table does not fit on one sheet."""
    if len(data.table.rows) >= MOST_ROWS:
        raise WriteError("W104", at=Place(sheet=data.name), rows=f"{len(data.table.rows):,}")
    if len(data.table.columns) > MOST_COLUMNS:
        raise WriteError("W105", at=Place(sheet=data.name), columns=f"{len(data.table.columns):,}")


def draw_data(book: Book, data: DataSheet) -> None:
    """Write one machine-readable sheet."""
    table = data.table
    sheet = book.add_sheet(data.name, streamed=True)
    if not table.columns:
        return
    names = header_names(header(column) for column in table.columns)
    name = table_name(data.excel_table or data.name, book.table_names)
    book.table_names.append(name)
    book.table_of[table.key] = name
    declare_table(sheet, name, names, len(table.rows), table.title or data.name)
    formats = [_cell_format(book, column) for column in table.columns]
    for i, (column, units) in enumerate(zip(table.columns, _widths(table, names), strict=True)):
        sheet.set_column(i, i, column.width or units, formats[i])
    _write_rows(book, sheet, table, names, formats)
    book.placed.setdefault(table.key, Placed(sheet.name, table, 0, 1))
    _finish(sheet, table)


def header(column: Column) -> str:
    """Return the one-line header of a column: upper tier, label, unit."""
    label = f"{column.group}_{column.label}" if column.group else column.label
    return f"{label}（{column.unit}）" if column.unit else label


def _cell_format(book: Book, column: Column) -> XFormat:
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
    return book.format(num_format=codes.get(column.format, "General"))


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
    head = book.format(STYLES["list_header"])._get_xf_index()
    for i, name in enumerate(names):
        stream.cell(i, CellKind.TEXT, name, head)
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
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C&9&A　&P / &N")
