"""Write tidy rows as an Excel table, and the 説明 sheet that says the data are fictional."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from xlsxwriter.worksheet import Worksheet

from ..look import COLOURS, Book, cells_wide, height

__all__ = ["Cell", "explain", "table"]

Cell = str | int | float | datetime | None

_FICTION = "架空のデータです。みほん市は実在せず、実在の自治体・団体・個人とは関係がありません。"


def table(book: Book, name: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Worksheet:
    """Write a sheet holding one Excel table with its header at A1."""
    sheet = book.sheet(name)
    sheet.set_header("&L架空のデータ（みほん市）&R&A")
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values):
            _write(sheet, book, row, column, value)
    head = book.style(bold=True, font_color="#FFFFFF", bg_color=COLOURS["header"], text_wrap=True, valign="vcenter")
    sheet.add_table(
        0,
        0,
        len(rows),
        len(header) - 1,
        {
            "name": f"表_{name}",
            "style": "Table Style Light 1",
            "columns": [{"header": text, "header_format": head} for text in header],
        },
    )
    for column, text in enumerate(header):
        sheet.set_column(column, column, _width([text, *(row[column] for row in rows)]))
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    return sheet


def explain(book: Book, lines: Sequence[tuple[str, str]]) -> None:
    """Write the 説明 sheet: that the data are fictional, then item and text, one a row."""
    sheet = book.sheet("説明", landscape=False)
    sheet.set_column("A:A", 20)
    sheet.set_column("B:B", 76)
    warn = book.style(bold=True, bg_color=COLOURS["caution"], border=1, text_wrap=True, valign="top")
    head = book.style(bold=True, font_color="#FFFFFF", bg_color=COLOURS["header"], border=1)
    item = book.style(bold=True, bg_color=COLOURS["help"], border=1, valign="top")
    body = book.style(border=1, valign="top", text_wrap=True)
    sheet.write_row("A1", ["項目", "内容"], head)
    for row, (name, text) in enumerate((("架空", _FICTION), *lines), start=1):
        sheet.write_string(row, 0, name, item if row > 1 else warn)
        sheet.write_string(row, 1, text, body if row > 1 else warn)
        sheet.set_row(row, height(text, 76))


def _write(sheet: Worksheet, book: Book, row: int, column: int, value: Cell) -> None:
    if value is None:
        return
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value, book.style(num_format="yyyy-mm-dd hh:mm"))
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    else:
        sheet.write_number(row, column, value)


def _width(values: Sequence[Cell]) -> float:
    longest = max(16 if isinstance(v, datetime) else cells_wide(str(v)) for v in values if v is not None)
    return min(60.0, max(8.0, longest + 3.0))
