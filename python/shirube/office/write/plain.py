"""A workbook of plain sheets: values, formats, widths, merges, borders and fills; nothing else can come along.

It is built from values alone, so what is not in a `Grid` (comments, caches, names, people) cannot be in the file.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xlsxwriter.format import Format as XFormat
from xlsxwriter.worksheet import Worksheet

from ...check.personal import DETECTORS
from ...check.share import SharedSheet, SheetLayout
from ...errors import Place, WriteError
from ...grid import CellStyle, Grid, Kind, Span
from ...result import Format
from ...text import display_width
from ..style import DATE_DATA, DATETIME_DATA
from .book import Book, close
from .data import MOST_COLUMNS, MOST_ROWS
from .save import new_file, scratch_folder
from .values import CellKind, typed

__all__ = ["check_grid", "draw_plain", "plain_format", "write_plain"]

_LITERAL = re.compile(r'"([^"]*)"')
_MOST_LITERAL = 12
_DATE_CODE = re.compile(r"[ymdhsge]|aaa", re.IGNORECASE)
_TIME_OF_DAY = "h:mm"
_AS_IS = SheetLayout()
#: Characters of a line of text on an A4 page on its side.
_TEXT_WIDTH = 130
_LINE_POINTS = 18.75
_ALIGN = {"general": "", "centerContinuous": "center_across", "distributed": "distributed"}


def write_plain(sheets: Sequence[SharedSheet], path: Path, *, day: dt.date, replace: bool = False) -> Path:
    """Write sheets as one new workbook without any property but the day.

    Raises
    ------
    WriteError
        SB-W101 to W106, as `write_results`.
    """
    for sheet in sheets:
        check_grid(sheet.grid)
    with new_file(path, replace=replace) as temporary, scratch_folder() as scratch:
        book = Book(temporary, scratch=scratch)
        try:
            for sheet in sheets:
                draw_plain(book, sheet.grid, sheet.layout)
            book.workbook.set_properties({"author": "", "created": dt.datetime(day.year, day.month, day.day)})
            close(book, path)
        finally:
            book.release()
    return path


def check_grid(grid: Grid) -> None:
    """Raise `WriteError` (W104, W105) when a sheet does not fit."""
    rows, columns = grid.shape
    if rows > MOST_ROWS:
        raise WriteError("W104", at=Place(sheet=grid.name), rows=f"{rows:,}")
    if columns > MOST_COLUMNS:
        raise WriteError("W105", at=Place(sheet=grid.name), columns=f"{columns:,}")


def draw_plain(book: Book, grid: Grid, layout: SheetLayout = _AS_IS) -> None:
    """Draw one sheet as it is: values, looks, measures, merges."""
    sheet = book.add_sheet(grid.name)
    sheet.set_paper(9)
    for column, width in layout.widths.items():
        if column < MOST_COLUMNS:
            sheet.set_column(column, column, width)
    for row, height in layout.heights.items():
        if row < grid.shape[0]:
            sheet.set_row(row, height)
    formats = [_format(book, style) for style in grid.style_table]
    if layout is _AS_IS and grid.shape[1] == 1:  # lines of text: folded, or they would be cut on paper
        _set_text(sheet, grid)
        formats = [book.format(_look(style), text_wrap=True, valign="top") for style in grid.style_table]
    merges, covered = _disjoint(grid.merges)
    for span in merges:
        sheet.merge_range(*span, "", formats[grid.styles[span.top, span.left]])
    for row in range(grid.shape[0]):
        for column in range(grid.shape[1]):
            if (row, column) not in covered:
                _cell(book, sheet, grid, (row, column), formats)


def _set_text(sheet: Worksheet, grid: Grid) -> None:
    """A sheet of text lines, as wide as the paper; every row is as high as its folded lines."""
    sheet.set_landscape()
    sheet.set_column(0, 0, _TEXT_WIDTH)
    sheet.fit_to_pages(1, 0)
    for row, text in enumerate(grid.values[:, 0].tolist()):
        lines = -(-display_width(str(text or "")) // _TEXT_WIDTH)
        if lines > 1:
            sheet.set_row(row, _LINE_POINTS * lines)


def _cell(book: Book, sheet: Worksheet, grid: Grid, at: tuple[int, int], formats: Sequence[XFormat]) -> None:
    style = int(grid.styles[at])
    value, look = grid.values[at], formats[style]
    if grid.kinds[at] == Kind.BLANK:
        if style and _has_look(grid.style_table[style]):
            sheet.write_blank(*at, None, look)
        return
    kind, plain = typed(_no_span(value), Format.TEXT)
    if kind is CellKind.TEXT:
        book.text(sheet, *at, plain, look)
    elif kind is CellKind.NUMBER:
        sheet.write_number(*at, plain, look)
    elif kind is CellKind.BOOL:
        sheet.write_boolean(*at, plain, look)
    elif kind in (CellKind.DATE, CellKind.DATETIME):
        code = grid.style_table[style].number_format
        if not _DATE_CODE.search(_LITERAL.sub("", code).replace("General", "")):
            look = book.format(
                _look(grid.style_table[style]), num_format=DATE_DATA if kind is CellKind.DATE else DATETIME_DATA
            )
        sheet.write_datetime(*at, plain, look)


def _no_span(value: Any) -> Any:
    """Times of day and durations as the fraction of a day that Excel keeps."""
    if isinstance(value, dt.timedelta):
        return value.total_seconds() / 86_400
    if isinstance(value, dt.time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86_400
    return value


def _format(book: Book, style: CellStyle) -> XFormat:
    return book.format(_look(style))


def _look(style: CellStyle) -> dict[str, Any]:
    look: dict[str, Any] = {
        "bold": style.bold,
        "italic": style.italic,
        "font_size": style.size,
        "text_wrap": style.wrap,
        "indent": style.indent,
        "num_format": plain_format(style.number_format),
        "top": int(style.border_top),
        "bottom": int(style.border_bottom),
        "left": int(style.border_left),
        "right": int(style.border_right),
    }
    if style.font_colour:
        look["font_color"] = f"#{style.font_colour}"
    if style.fill:
        look["bg_color"] = f"#{style.fill}"
    if horizontal := _ALIGN.get(style.horizontal, style.horizontal):
        look["align"] = horizontal
    if style.vertical:
        look["valign"] = {"center": "vcenter", "justify": "vjustify", "distributed": "vdistributed"}.get(
            style.vertical, style.vertical
        )
    return {name: value for name, value in look.items() if value not in (False, 0)}


def plain_format(code: str) -> str:
    """Return a number format, or ``General`` when texts inside it could say something about a person.

    >>> plain_format('#,##0"人"'), plain_format('"山田太郎"0')
    ('#,##0"人"', 'General')
    """
    texts = _LITERAL.findall(code)
    if any(len(text) > _MOST_LITERAL or any(d.strict(text) for d in DETECTORS) for text in texts):
        return "General"
    return code


def _has_look(style: CellStyle) -> bool:
    return bool(style.fill or style.border_top or style.border_bottom or style.border_left or style.border_right)


def _disjoint(merges: Sequence[Span]) -> tuple[list[Span], set[tuple[int, int]]]:
    """Merged rectangles without those that overlap an earlier one (damage to Excel), and the cells under them."""
    kept: list[Span] = []
    taken: set[tuple[int, int]] = set()
    for span in merges:
        cells = {(r, c) for r in range(span.top, span.bottom + 1) for c in range(span.left, span.right + 1)}
        if taken.isdisjoint(cells):
            kept.append(span)
            taken |= cells
    return kept, taken - {(span.top, span.left) for span in kept}
