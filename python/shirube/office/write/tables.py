"""Draws a `Table` on a printable sheet: title, header tiers, rows, notes; no merged cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from xlsxwriter.utility import xl_range

from ...result import Cell, Column, Format, Link, Mark, Table
from ..style import FIXED_FONT, MARK_STYLE, PLAIN_SCALE, SIGNED_SCALE, STYLES, number_format
from . import blocks
from .book import Placed
from .canvas import ROW_POINTS, Canvas
from .measure import width, wrap
from .shown import TEXTUAL, rounds_to_zero, shown
from .values import CellKind, typed

__all__ = ["cell_notes", "column_groups", "draw_table", "fit_columns", "kept_height", "label"]

LEAST_UNITS, MOST_LABEL_UNITS, MOST_TEXT_UNITS = 7.0, 30.0, 34.0
MARK_UNITS = 6
_MOST_KEPT_ROWS = 12  # a longer table may be cut by a page end,
_LEAST_BEGUN_ROWS = 6  # but not before so many rows


def label(column: Column) -> str:
    """Return the label with its unit, e.g. 人口（人）."""
    return f"{column.label}（{column.unit}）" if column.unit else column.label


def fit_columns(tables: Sequence[Table]) -> list[float]:
    """Return one width per column position that suits every table."""
    count = max((len(table.columns) for table in tables), default=0)
    widths = [0.0] * count
    for table in tables:
        for i, column in enumerate(table.columns):
            widths[i] = max(widths[i], _needed(table, i, column))
        for first, last, group in column_groups(table.columns):
            lacking = width(group) + 2 - sum(widths[first:last])
            if group and lacking > 0:
                widths[first:last] = [units + lacking / (last - first) for units in widths[first:last]]
    return widths


def _needed(table: Table, i: int, column: Column) -> float:
    if column.width is not None:
        return column.width
    most = MOST_LABEL_UNITS if i == 0 else MOST_TEXT_UNITS
    body = max((width(_sized(row[i], column)) for row in table.rows), default=0)
    marks = MARK_UNITS if _has_marks(table, i) else 0
    head, name = width(label(column)), width(column.label)
    indent = 1 if i and column.format in TEXTUAL else 0
    return min(
        max(LEAST_UNITS, body + marks + indent + 1.5, min(head + 2, 9), name + 1 if name <= 14 else name / 2 + 2.5),
        most,
    )


def _sized(value: Any, column: Column) -> str:
    """The text a column must have room for; dates are all given the room of the longest."""
    text = shown(value, column, mark=False)
    if column.format in (Format.DATE, Format.DATETIME) and text:
        return "2026年12月31日" + (" 12:59" if column.format is Format.DATETIME else "")
    return text


def _has_marks(table: Table, i: int) -> bool:
    return any(isinstance(row[i], Cell) and row[i].mark is not None for row in table.rows)


def column_groups(columns: Sequence[Column]) -> Iterator[tuple[int, int, str]]:
    """Yield first column, end and name of each upper header tier."""
    first = 0
    for group, members in groupby(columns, key=lambda column: column.group):
        last = first + len(list(members))
        yield first, last, group
        first = last


def draw_table(canvas: Canvas, table: Table, *, number: str = "") -> None:
    """Draw a table at the cursor and remember where it lies, for charts and links."""
    canvas.keep(kept_height(table))
    title = f"{number}　{table.title}" if number and table.title else table.title or number
    if title:
        canvas.paragraph(title, "table_title")
    top = canvas.row
    header_row = _draw_header(canvas, table)
    first_row = canvas.row
    padded = [_has_marks(table, i) for i in range(len(table.columns))]
    canvas.carried = sum(canvas.heights[top:first_row])
    for position, row in enumerate(table.rows):
        _draw_row(canvas, table, row, total=position in table.total_rows, padded=padded)
    canvas.carried = 0.0
    canvas.table_drawn(top, first_row)
    canvas.book.placed.setdefault(table.key, Placed(canvas.sheet.name, table, header_row, first_row))
    if table.rows and table.columns:
        canvas.sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, canvas.row, len(canvas.widths) - 1)})
    _shade(canvas, table, first_row)
    for note in (*table.notes, *cell_notes(table)):
        blocks.note(canvas, note)


def kept_height(table: Table) -> float:
    """Points that a table needs on one page: all of a short one, the beginning of a long one."""
    kept = len(table.rows) + len(table.notes) if len(table.rows) <= _MOST_KEPT_ROWS else _LEAST_BEGUN_ROWS
    return ROW_POINTS * (kept + 4)


def _draw_header(canvas: Canvas, table: Table) -> int:
    book, sheet = canvas.book, canvas.sheet
    if any(column.group for column in table.columns):
        row = canvas.next_row(ROW_POINTS + 2)
        for first, last, group in column_groups(table.columns):
            style = canvas.style("group") if group else canvas.style("header", bottom=0)
            canvas.fill(row, style, first, last)
            if group:
                book.text(sheet, row, first, group, style)
    labels = [_header_label(column, canvas.widths[i] - 1) for i, column in enumerate(table.columns)]
    lines = max((len(wrap(text, canvas.widths[i])) for i, text in enumerate(labels)), default=1)
    row = canvas.next_row(4 + ROW_POINTS * 0.85 * max(lines, 1))
    tiers = any(column.group for column in table.columns)
    for i, column in enumerate(table.columns):
        more = {"top": 0} if tiers and not column.group else {}
        book.text(sheet, row, i, labels[i], canvas.style("header", **more))
    return row


def _header_label(column: Column, room: float) -> str:
    text = label(column)
    return f"{column.label}\n（{column.unit}）" if column.unit and width(text) > room else text


def _draw_row(canvas: Canvas, table: Table, row: Sequence[Any], *, total: bool, padded: Sequence[bool]) -> None:
    lines = 1
    for i, (column, value) in enumerate(zip(table.columns, row, strict=True)):
        if column.format in TEXTUAL:
            lines = max(lines, len(wrap(shown(value, column, mark=False), canvas.widths[i] - 1)))
    at = canvas.next_row(ROW_POINTS if lines == 1 else 4 + ROW_POINTS * 0.85 * lines)
    for i, (column, value) in enumerate(zip(table.columns, row, strict=True)):
        base = STYLES["total" if total else "body"] | ({"indent": 1} if i and column.format in TEXTUAL else {})
        _draw_cell(canvas, at, i, column, value, base, padded=padded[i])


def _draw_cell(
    canvas: Canvas, row: int, i: int, column: Column, value: Any, base: dict[str, Any], *, padded: bool
) -> None:
    book, sheet = canvas.book, canvas.sheet
    mark: Mark | None = None
    if isinstance(value, Cell):
        mark = value.mark
        base = {**base, **MARK_STYLE[mark]} if mark else base
        if value.shown:
            shown = f"{value.shown} {mark.value}" if mark else value.shown
            side = "left" if column.format in TEXTUAL else "right"
            return book.text(sheet, row, i, shown, book.format(base, align=side))
        column = column if value.decimals is None else replace(column, decimals=value.decimals)
        value = value.value
    if isinstance(value, Link):
        return book.link(sheet, row, i, value, book.format(base, STYLES["link"]))
    kind, plain = typed(value, column.format)
    if kind is CellKind.NUMBER:
        form = _number_form(canvas, column, plain, mark, padded=padded)
        sheet.write_number(row, i, plain, book.format(base, form))
    elif kind in (CellKind.DATE, CellKind.DATETIME):
        dated = Column(column.key, column.label, Format.DATE if kind is CellKind.DATE else column.format)
        form = {"num_format": number_format(dated), "align": "right", "text_wrap": False}
        sheet.write_datetime(row, i, plain, book.format(base, form))
    elif kind is CellKind.BOOL:
        book.text(sheet, row, i, "はい" if plain else "いいえ", book.format(base, align="left"))
    elif kind is CellKind.TEXT:
        text = f"{plain} {mark.value}" if mark else plain
        book.text(sheet, row, i, text, book.format(base, align="left", num_format="@"))
    else:
        sheet.write_blank(row, i, None, book.format(base))
    return None


def _shade(canvas: Canvas, table: Table, first_row: int) -> None:
    """Colour scale over the shaded columns, rows of totals left out; all of them share one scale."""
    if table.shade is None:
        return
    columns = [i for i, column in enumerate(table.columns) if column.key in table.shade.columns]
    rows = [first_row + i for i in range(len(table.rows)) if i not in table.total_rows]
    areas = [xl_range(top, left, bottom, right) for top, bottom in _runs(rows) for left, right in _runs(columns)]
    if areas:
        scale = SIGNED_SCALE if table.shade.signed else PLAIN_SCALE
        first = areas[0].split(":")[0]
        canvas.sheet.conditional_format(first, {**scale, "multi_range": " ".join(areas)})


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each run of neighbours."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _number_form(canvas: Canvas, column: Column, value: float, mark: Mark | None, *, padded: bool) -> dict[str, Any]:
    if column.format in TEXTUAL or column.format in (Format.DATE, Format.DATETIME):
        text = "#,##0" if isinstance(value, int) else "General"
        return {"align": "right", "num_format": text}
    zero = value < 0 and rounds_to_zero(value, column.decimals)
    text = number_format(column, mark=mark, padded=padded, minus=canvas.minus, zero=zero)
    return {"num_format": text, "align": "right", "font_name": FIXED_FONT, "text_wrap": False}


def cell_notes(table: Table) -> list[str]:
    """Return the notes of the cells, each once."""
    found: dict[str, None] = {}
    for row in table.rows:
        for value in row:
            if isinstance(value, Cell) and value.note:
                found.setdefault(value.note)
    return list(found)
