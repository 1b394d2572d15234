"""Ranges: values, merges, looks."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import Any

import xlwings as xw
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from xlwings import base_classes, utils

from .sheet_parts import DataValidation

__all__ = ["COLUMNS", "ROWS", "Range", "width_of"]

ROWS, COLUMNS = 1_048_576, 16_384
WIDEST = 80
STEPS = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}

Corner = tuple[int, int]


def width_of(worksheet: Worksheet, column: int) -> None:
    """Make a column as wide as its longest text; a full-width character counts as two."""
    cells = (row[0].value for row in worksheet.iter_rows(min_col=column, max_col=column))
    lengths = (sum(1 + (ord(character) > 0x2E7F) for character in str(v)) for v in cells if v is not None)
    worksheet.column_dimensions[get_column_letter(column)].width = min(max(lengths, default=8) + 2, WIDEST)


class Range(base_classes.Range):
    """A rectangle of cells between two corners (row, column), both from 1."""

    max_cells_per_read: Any = None
    max_cells_per_write: Any = None
    options: Any = None

    def __init__(self, sheet: Any, first: Any, last: Any = None) -> None:
        self._sheet = sheet
        self.first, self.last = _corners(sheet, first, last)

    @property
    def sheet(self) -> Any:
        """The sheet."""
        return self._sheet

    @property
    def api(self) -> Range:
        """The range itself."""
        return self

    @property
    def row(self) -> int:
        """The first row."""
        return self.first[0]

    @property
    def column(self) -> int:
        """The first column."""
        return self.first[1]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.last[0] - self.first[0] + 1, self.last[1] - self.first[1] + 1

    @property
    def coords(self) -> tuple[Any, ...]:
        """Sheet, corner and shape."""
        return (self._sheet.name, self.row, self.column, *self.shape)

    @property
    def address(self) -> str:
        """``$A$1:$C$9``."""
        texts = [f"${get_column_letter(column)}${row}" for row, column in (self.first, self.last)]
        return texts[0] if self.first == self.last else ":".join(texts)

    @property
    def has_array(self) -> None:
        """Array formulas are not told apart."""
        return None

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, row: int, column: int | None = None) -> Range:
        """Return one cell by its place in the range."""
        if column is None:
            row, column = (row - 1) // self.shape[1] + 1, (row - 1) % self.shape[1] + 1
        return Range(self._sheet, (self.row + row - 1, self.column + column - 1))

    # ------------------------------------------------------------------ values
    def _rows(self) -> Iterator[tuple[Any, ...]]:
        rows: Iterator[tuple[Any, ...]] = self._sheet.worksheet.iter_rows(
            self.first[0], self.last[0], self.first[1], self.last[1]
        )
        return rows

    def _there(self) -> Iterator[list[Any]]:
        """The cells as they are: to look at one that was never written to must not make it."""
        cells, columns = self._sheet.worksheet._cells, range(self.first[1], self.last[1] + 1)
        for row in range(self.first[0], self.last[0] + 1):
            yield [cells.get((row, column)) for column in columns]

    def _cells(self) -> Iterator[Any]:
        return (cell for row in self._rows() for cell in row)

    @property
    def raw_value(self) -> Any:
        """Rows of values."""
        if self.last == (ROWS, COLUMNS):
            return self._sheet.used_range.raw_value
        value = self._sheet.book.value_of
        return [[None if cell is None else value(cell) for cell in row] for row in self._there()]

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        single = not isinstance(data, list | tuple)
        self._sheet.book.changed = True
        for i, row in enumerate(self._rows()):
            for j, cell in enumerate(row):
                value = data if single else data[i][j]
                if not isinstance(cell, MergedCell):
                    _put(cell, value)

    @property
    def formula(self) -> Any:
        """What is written in the cells: formulas as text, values as they are."""
        written = (["" if cell is None or cell.value is None else cell.value for cell in row] for row in self._there())
        rows = tuple(map(tuple, written))
        return rows[0][0] if len(self) == 1 else rows

    @formula.setter
    def formula(self, value: Any) -> None:
        self.raw_value = value

    def clear_contents(self) -> None:
        """Empty the cells."""
        self.raw_value = None

    def end(self, direction: str) -> Range:
        """Return the last filled cell in a direction."""
        row, column = self.first
        down, right = STEPS[direction]
        while self._filled(row + down, column + right, row + down, column + right):
            row, column = row + down, column + right
        return Range(self._sheet, (row, column))

    @property
    def current_region(self) -> Range:
        """The block of filled cells around this one, as Ctrl+A selects it."""
        (top, left), (bottom, right) = self.first, self.last
        while True:
            grown = (
                max(top - self._filled(top - 1, left - 1, top - 1, right + 1), 1),
                max(left - self._filled(top - 1, left - 1, bottom + 1, left - 1), 1),
                bottom + self._filled(bottom + 1, left - 1, bottom + 1, right + 1),
                right + self._filled(top - 1, right + 1, bottom + 1, right + 1),
            )
            if grown == (top, left, bottom, right):
                return Range(self._sheet, (top, left), (bottom, right))
            top, left, bottom, right = grown

    def _filled(self, top: int, left: int, bottom: int, right: int) -> bool:
        if bottom < 1 or right < 1:
            return False
        around = Range(self._sheet, (max(top, 1), max(left, 1)), (bottom, right))
        return any(cell is not None and cell.value not in (None, "") for row in around._there() for cell in row)

    # ------------------------------------------------------------------ merges
    def _merge(self) -> Any:
        ranges = self._sheet.worksheet.merged_cells.ranges
        return next((m for m in ranges if (self.row, self.column) in _positions(m)), None)

    @property
    def merge_cells(self) -> bool:
        """Whether the first cell is part of a merge."""
        return self._merge() is not None

    @property
    def merge_area(self) -> Range:
        """The merge the first cell is part of, or the cell."""
        found = self._merge()
        if found is None:
            return Range(self._sheet, self.first)
        return Range(self._sheet, (found.min_row, found.min_col), (found.max_row, found.max_col))

    def merge(self, across: bool = False) -> None:
        """Merge the cells, or the cells of every row."""
        (top, left), (bottom, right) = self.first, self.last
        blocks = [(row, row) for row in range(top, bottom + 1)] if across else [(top, bottom)]
        for first, last in blocks:
            self._sheet.worksheet.merge_cells(None, first, left, last, right)
        self._sheet.book.changed = True

    def unmerge(self) -> None:
        """Undo every merge the range touches."""
        (top, left), (bottom, right) = self.first, self.last
        for m in list(self._sheet.worksheet.merged_cells.ranges):
            if m.max_row >= top and m.min_row <= bottom and m.max_col >= left and m.min_col <= right:
                self._sheet.worksheet.unmerge_cells(str(m))
        self._sheet.book.changed = True

    # ------------------------------------------------------------------ looks
    def _set(self, part: str, **changes: Any) -> None:
        for cell in self._cells():
            changed = copy(getattr(cell, part))
            for name, value in changes.items():
                setattr(changed, name, value)
            setattr(cell, part, changed)
        self._sheet.book.changed = True

    @property
    def _corner(self) -> Any:
        worksheet = self._sheet.worksheet
        return worksheet._cells.get(self.first) or Cell(worksheet, *self.first)

    @property
    def number_format(self) -> str | None:
        """The number format all cells share, if they do."""
        found = {"General" if cell is None else cell.number_format for row in self._there() for cell in row}
        return found.pop() if len(found) == 1 else None

    @number_format.setter
    def number_format(self, value: str) -> None:
        for cell in self._cells():
            cell.number_format = value
        self._sheet.book.changed = True

    @property
    def color(self) -> Any:
        """The fill colour as (red, green, blue)."""
        fill = self._corner.fill
        known = fill.fill_type == "solid" and isinstance(fill.fgColor.rgb, str)
        return _rgb(fill.fgColor.rgb) if known else None

    @color.setter
    def color(self, value: Any) -> None:
        fill = PatternFill("solid", fgColor=_hex(value)) if value else PatternFill()
        for cell in self._cells():
            cell.fill = fill
        self._sheet.book.changed = True

    @property
    def wrap_text(self) -> bool:
        """Whether text is broken into lines."""
        return bool(self._corner.alignment.wrap_text)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self._set("alignment", wrap_text=value)

    @property
    def column_width(self) -> float:
        """The width of the first column."""
        return float(self._sheet.worksheet.column_dimensions[get_column_letter(self.column)].width)

    @column_width.setter
    def column_width(self, value: float) -> None:
        for column in range(self.first[1], self.last[1] + 1):
            self._sheet.worksheet.column_dimensions[get_column_letter(column)].width = value
        self._sheet.book.changed = True

    @property
    def font(self) -> Font:
        """The font."""
        return Font(self)

    @property
    def data_validation(self) -> DataValidation:
        """The rule of the cells."""
        return DataValidation(self)

    def autofit(self, axis: object = None) -> None:
        """Make the columns as wide as their texts."""
        for column in range(self.first[1], min(self.last[1], self._sheet.worksheet.max_column) + 1):
            width_of(self._sheet.worksheet, column)

    def select(self) -> None:
        """Select the range and show its sheet."""
        self._sheet.book.selections[id(self._sheet.worksheet)] = self.address.replace("$", "")
        self._sheet.activate()


class Font(base_classes.Font):
    """The font of a range: read from its first cell, set on all."""

    def __init__(self, cells: Range) -> None:
        self._range = cells

    @property
    def bold(self) -> bool:
        """Whether it is bold."""
        return bool(self._range._corner.font.b)

    @bold.setter
    def bold(self, value: bool) -> None:
        self._range._set("font", b=value)

    @property
    def size(self) -> float:
        """Points."""
        return float(self._range._corner.font.sz)

    @size.setter
    def size(self, value: float) -> None:
        self._range._set("font", sz=value)

    @property
    def name(self) -> str:
        """The name of the face."""
        return str(self._range._corner.font.name)

    @name.setter
    def name(self, value: str) -> None:
        self._range._set("font", name=value, scheme=None)

    @property
    def color(self) -> Any:
        """The colour as (red, green, blue)."""
        colour = self._range._corner.font.color
        return _rgb(colour.rgb) if colour and isinstance(colour.rgb, str) else None

    @color.setter
    def color(self, value: Any) -> None:
        self._range._set("font", color=Color(rgb=f"FF{_hex(value)}"))


def _corners(sheet: Any, first: Any, last: Any) -> tuple[Corner, Corner]:
    if isinstance(first, Range):
        end = last if isinstance(last, Range) else first
        tops, bottoms = zip(first.first, end.first, strict=True), zip(first.last, end.last, strict=True)
        (top, left), (bottom, right) = map(min, tops), map(max, bottoms)
        return (top, left), (bottom, right)
    if isinstance(first, str):
        named = utils.a1_to_tuples(first)  # type: ignore[no-untyped-call]
        if named[0]:
            return named[0], named[1] or named[0]
        if not sheet.book.names.contains(first):
            raise xw.NoSuchObjectError(f"The address/named range '{first}' doesn't exist.")
        found = sheet.book.names(first).refers_to_range
        return found.first, found.last
    if len(first) == 4:
        row, column, rows, columns = first
        return (row, column), (row + rows - 1, column + columns - 1)
    return tuple(first), tuple(last or first)


def _put(cell: Any, value: Any) -> None:
    """Set a value as Excel does: in a cell of the format 文字列, or behind an apostrophe, text is text."""
    if value in (None, ""):
        cell.value = None
    elif cell.number_format == "@" and not isinstance(value, bool):
        text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        cell._value, cell.data_type = text, "s"
    elif isinstance(value, str) and value.startswith("'"):
        cell._value, cell.data_type = value[1:], "s"
    else:
        cell.value = value


def _positions(merged: Any) -> set[Corner]:
    return {
        (row, column)
        for row in range(merged.min_row, merged.max_row + 1)
        for column in range(merged.min_col, merged.max_col + 1)
    }


def _hex(value: Any) -> str:
    return "{:02X}{:02X}{:02X}".format(*value) if isinstance(value, list | tuple) else str(value).lstrip("#")


def _rgb(text: str) -> tuple[int, int, int]:
    """Turn ``FFrrggbb`` into (red, green, blue)."""
    red, green, blue = bytes.fromhex(text[-6:])
    return red, green, blue
