"""Reads .xls with xlrd, formats included."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import numpy.typing as npt
import xlrd

from shirube.errors import Place, ReadError
from shirube.grid import CellStyle, Grid, Span

from .book import LARGEST_WHOLE, Book, Request, SheetParts, assemble, boxed, choose, reach, tidy_text
from .dates import cell_date, date_serials
from .guard import XLRD_FAULTS
from .styles import deduplicate

__all__ = ["read"]

_BAD_STYLES = "書式の定義が壊れているため、太字・色・字下げ・結合セルは読めませんでした。"
_BOLD_WEIGHT = 600
_DEFAULT_XF = 15  # the cell format of a cell that nothing formats
_HORIZONTAL = ("", "left", "center", "right", "fill", "justify", "centerContinuous", "distributed")
_VERTICAL = ("top", "center", "", "justify", "distributed")  # bottom is the default: empty, as in .xlsx


def read(request: Request) -> Book:
    """Read the sheets asked for. See `shirube.office.read.read_book`."""
    at = Place(request.path.name)
    book, notes = _open(request, at)
    try:
        with book:
            grids, names = _grids(book, request)
    except XLRD_FAULTS as error:
        raise ReadError("R106", at=at, detail=repr(error)) from error
    return Book(request.path.name, grids, notes, (), names)


def _grids(book: xlrd.Book, request: Request) -> tuple[tuple[Grid, ...], tuple[str, ...]]:
    visible = {sheet.name: sheet.visibility == 0 for sheet in book.sheets()}
    table, entry_of = deduplicate(_style(book, xf) for xf in book.xf_list) if book.formatting_info else _plain()
    grids = []
    for name in choose(request, visible):
        parts = _parts(book, book.sheet_by_name(name), table, entry_of)
        parts.sheet_hidden = not visible[name]
        if request.boxes and parts.styles is not None:
            parts.least = boxed(parts.styles, table)
        grids.append(assemble(parts, request.path.name))
    return tuple(grids), tuple(visible)


def _plain() -> tuple[tuple[CellStyle, ...], npt.NDArray[np.uint16]]:
    return (CellStyle(),), np.zeros(1, np.uint16)


def _open(request: Request, at: Place) -> tuple[xlrd.Book, tuple[str, ...]]:
    try:
        with request.open() as stream:
            content = stream.read()
    except PermissionError as error:
        raise ReadError("R102", at=at) from error
    try:
        return _workbook(content, formatting=True), ()
    except XLRD_FAULTS as error:
        if "encrypted" in str(error):
            raise ReadError("R107", at=at) from error
    try:
        return _workbook(content, formatting=False), (_BAD_STYLES,)
    except XLRD_FAULTS as error:
        raise ReadError("R106", at=at, detail=repr(error)) from error


def _workbook(content: bytes, *, formatting: bool) -> xlrd.Book:
    return xlrd.open_workbook(
        file_contents=content, formatting_info=formatting, ragged_rows=True, logfile=io.StringIO()
    )


def _parts(
    book: xlrd.Book, sheet: xlrd.sheet.Sheet, table: tuple[CellStyle, ...], entry_of: npt.NDArray[np.uint16]
) -> SheetParts:
    rows, columns = sheet.nrows, sheet.ncols
    styles = _style_ids(book, sheet, entry_of)
    values = np.empty((rows, columns), dtype=object)
    share: dict[str, str] = {}
    for row in range(rows):
        for column, (kind, value) in enumerate(zip(sheet.row_types(row), sheet.row_values(row), strict=False)):
            if kind == xlrd.XL_CELL_DATE:
                code = table[styles[row, column]].number_format
                values[row, column] = cell_date(value, code, epoch_1904=book.datemode == 1)
            else:
                values[row, column] = _value(kind, value, share)
    date_serials(values, styles, table, epoch_1904=book.datemode == 1)
    return SheetParts(
        sheet.name,
        values,
        styles,
        table,
        _merges(sheet),
        {row for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0},
        {column for column, info in sheet.colinfo_map.items() if info.hidden or info.width == 0},
    )


def _style_ids(book: xlrd.Book, sheet: xlrd.sheet.Sheet, entry_of: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint16]:
    """Style positions; the array may be larger than the values, for merged rectangles that reach past them."""
    rows, columns = reach(sheet.nrows, sheet.ncols, _merges(sheet))
    ids = np.full((rows, columns), _DEFAULT_XF, dtype=np.uint16)
    if book.formatting_info:
        for column, about in sheet.colinfo_map.items():
            ids[:, column : column + 1] = about.xf_index
        for row, info in sheet.rowinfo_map.items():
            if info.has_default_xf_index:
                ids[row : row + 1] = info.xf_index
        for row in range(sheet.nrows):
            length = sheet.row_len(row)
            ids[row, :length] = [sheet.cell_xf_index(row, column) for column in range(length)]
    return entry_of[np.minimum(ids, entry_of.size - 1)]


def _merges(sheet: xlrd.sheet.Sheet) -> list[Span]:
    return [Span(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]


def _value(kind: int, value: Any, share: dict[str, str]) -> Any:
    if kind == xlrd.XL_CELL_TEXT:
        text = tidy_text(value)
        return None if text is None else share.setdefault(text, text)
    if kind == xlrd.XL_CELL_NUMBER:
        return int(value) if value.is_integer() and abs(value) < LARGEST_WHOLE else value
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(value, "#VALUE!")
    return None


def _style(book: xlrd.Book, xf: Any) -> CellStyle:
    font, alignment, border = book.font_list[xf.font_index], xf.alignment, xf.border
    number_format = book.format_map.get(xf.format_key)
    return CellStyle(
        bold=bool(font.bold) or font.weight >= _BOLD_WEIGHT,
        italic=bool(font.italic),
        size=font.height / 20,  # twentieths of a point
        font_colour=_colour(book, font.colour_index),
        fill=_colour(book, xf.background.pattern_colour_index) if xf.background.fill_pattern else "",
        indent=alignment.indent_level,
        horizontal=_HORIZONTAL[alignment.hor_align] if alignment.hor_align < len(_HORIZONTAL) else "",
        vertical=_VERTICAL[alignment.vert_align] if alignment.vert_align < len(_VERTICAL) else "",
        wrap=bool(alignment.text_wrapped),
        number_format=(number_format and number_format.format_str) or "General",
        border_top=bool(border.top_line_style),
        border_bottom=bool(border.bottom_line_style),
        border_left=bool(border.left_line_style),
        border_right=bool(border.right_line_style),
        unlocked=not xf.protection.cell_locked,
    )


def _colour(book: xlrd.Book, index: int) -> str:
    rgb = book.colour_map.get(index)
    return "" if rgb is None else "".join(f"{channel:02X}" for channel in rgb)
