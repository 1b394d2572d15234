"""Machine-readable sheets: header at A1, one Excel table object, one kind of value per column, nothing else.

Long sheets are streamed to disk row by row, so memory does not grow with them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xlsxwriter.format import Format as XFormat
from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

from ...errors import Place, WriteError
from ...result import Cell, Column, DataSheet, Format, Link, Table
from ..style import DATE_DATA, DATETIME_DATA, STYLES
from .book import Book, Placed
from .measure import width
from .names import header_names, table_name
from .values import CellKind, typed

__all__ = ["BIG_ROWS", "check_size", "draw_data"]

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
    table, big = data.table, len(data.table.rows) > BIG_ROWS
    sheet = book.add_sheet(data.name, streamed=big)
    names = header_names(_header(column) for column in table.columns)
    _table_object(book, sheet, data, names)
    formats = [_cell_format(book, column) for column in table.columns]
    for i, (column, units) in enumerate(zip(table.columns, _widths(table, names), strict=True)):
        sheet.set_column(i, i, column.width or units, formats[i])
    _write_rows(book, sheet, table, names, formats)
    book.placed.setdefault(table.key, Placed(sheet.name, table, 0, 1))
    _finish(sheet, table)


def _header(column: Column) -> str:
    label = f"{column.group}_{column.label}" if column.group else column.label
    return f"{label}（{column.unit}）" if column.unit else label


def _table_object(book: Book, sheet: Worksheet, data: DataSheet, names: list[str]) -> None:
    """Declare the table object before the first row, as a streamed sheet demands.

    XlsxWriter refuses tables on streamed sheets because it fills their header cells and remembers every cell they
    cover. Neither is needed here: the header is written with the rows and the range is set afterwards.
    """
    name = table_name(data.excel_table or data.name, book.table_names)
    book.table_names.append(name)
    options = {
        "name": name,
        "style": "Table Style Light 1",
        "columns": [{"header": header} for header in names],
        "description": data.table.title or data.name,
    }
    streamed, sheet.constant_memory = sheet.constant_memory, False
    sheet.add_table(0, 0, 1, max(len(names), 1) - 1, options)
    sheet.constant_memory = streamed
    whole = xl_range(0, 0, max(len(data.table.rows), 1), max(len(names), 1) - 1)
    for part in ("range", "a_range", "autofilter"):
        sheet.tables[-1][part] = whole


def _cell_format(book: Book, column: Column) -> XFormat:
    decimals = "." + "0" * column.decimals if column.decimals > 0 else ""
    codes = {
        Format.CODE: "@",
        Format.COUNT: "#,##0",
        Format.NUMBER: f"#,##0{decimals}" if column.decimals else "General",
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
    header = book.format(STYLES["list_header"])
    for i, name in enumerate(names):
        sheet.write_string(0, i, name, header)
    writers = [_writer(book, sheet, i, column, formats[i]) for i, column in enumerate(table.columns)]
    for r, row in enumerate(table.rows, start=1):
        for write, value in zip(writers, row, strict=True):
            write(r, value)


def _writer(book: Book, sheet: Worksheet, i: int, column: Column, cell_format: XFormat) -> Callable[[int, Any], None]:
    dates = {
        CellKind.DATE: book.format(num_format=DATE_DATA),
        CellKind.DATETIME: cell_format if column.format is Format.DATE else book.format(num_format=DATETIME_DATA),
    }
    link_format = book.format(STYLES["link"])
    wanted = column.format

    def write(row: int, value: Any) -> None:
        if isinstance(value, Cell):
            value = value.shown or value.value
        if isinstance(value, Link):
            book.link(sheet, row, i, value, link_format)
            return
        kind, plain = typed(value, wanted)
        if kind is CellKind.TEXT:
            book.text(sheet, row, i, plain, cell_format)
        elif kind is CellKind.NUMBER:
            sheet.write_number(row, i, plain, cell_format)
        elif kind is CellKind.BOOL:
            sheet.write_boolean(row, i, plain, cell_format)
        elif kind is not CellKind.BLANK:
            sheet.write_datetime(row, i, plain, dates[kind])

    return write


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
