"""Where the tables of a sheet are, as a machine would have to find them.

>>> from shirube.grid import Grid
>>> layout = layout_of(Grid.from_rows([["人口調査"], ["地区", "人口"], ["東", 10], ["西", 20], ["注）速報"]]))
>>> [(table.span.a1, table.names) for table in layout.tables], [span.a1 for span in layout.outside_spans]
([('A2:B4', ('地区', '人口'))], ['A1', 'A5'])
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..grid import Grid, Kind, Span
from ..text import clean_label
from .blocks import Section, captioned, runs, sections
from .headers import header_rows, is_header_row
from .notation.columns import is_code_name, is_time_name
from .notation.notes import is_note, is_unit_line
from .view import Flags, View, grouped, view_of

__all__ = ["Layout", "TableArea", "layout_of"]

_MOST_TITLES, _MOST_NOTES = 12, 60
_LONG_TEXT = 25
_FEW_CELLS = 3
_MOST_LEADING_NUMBERS = 2  # 連番, コード


@dataclass(frozen=True, eq=False)
class TableArea:
    """One table of a sheet.

    Attributes
    ----------
    span
        Header and body, without titles above and notes below.
    header
        Rows of the header, 0-based; empty when there is none.
    blank_rows, blank_columns
        Wholly blank rows and columns inside.
    repeated
        Rows in the body that repeat the header.
    """

    view: View
    span: Span
    header: tuple[int, ...]
    blank_rows: tuple[int, ...] = ()
    blank_columns: tuple[int, ...] = ()
    repeated: tuple[int, ...] = ()

    @property
    def body_top(self) -> int:
        """First row of the body."""
        return self.header[-1] + 1 if self.header else self.span.top

    @property
    def body(self) -> tuple[slice, slice]:
        """Index of the body in arrays of the sheet's shape."""
        return slice(self.body_top, self.span.bottom + 1), slice(self.span.left, self.span.right + 1)

    @property
    def columns(self) -> range:
        """Columns of the sheet, blank ones included."""
        return range(self.span.left, self.span.right + 1)

    @cached_property
    def body_rows(self) -> Flags:
        """Which rows of the body are rows of data: neither blank nor a repeated header."""
        rows = np.asarray(self.view.filled[self.body].any(axis=1))
        rows[[r - self.body_top for r in self.repeated]] = False
        return rows

    @cached_property
    def _counts(self) -> dict[str, np.ndarray]:
        view, rows = self.view, self.body_rows[:, None]
        parts = {
            "filled": view.filled, "number": view.number, "amount": view.amount, "symbol": view.symbol,
            "date": view.grid.kinds == Kind.DATE,
        }  # fmt: skip
        return {name: (mask[self.body] & rows).sum(axis=0) for name, mask in parts.items()}

    def count(self, name: str, column: int) -> int:
        """Body cells of a column that are ``filled``, ``number``, ``amount``, ``symbol`` or ``date``."""
        return int(self._counts[name][column - self.span.left])

    @cached_property
    def numeric(self) -> tuple[int, ...]:
        """Columns whose filled cells are mostly numbers (or texts that are one number)."""
        amount, signs, filled = self._counts["amount"], self._counts["symbol"], self._counts["filled"]
        good = (amount > 0) & (amount * 2 > filled - np.minimum(signs, filled // 2))
        return tuple(self.span.left + int(i) for i in np.flatnonzero(good))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Name of every column: the header's texts from top to bottom, joined by ``_``."""
        return tuple(self._name(column) for column in self.columns)

    def name(self, column: int) -> str:
        """Name of a column, empty when it has none."""
        return self.names[column - self.span.left]

    def _name(self, column: int) -> str:
        parts: list[str] = []
        for row in self.header:
            text = clean_label(self._header_value(row, column))
            if text and (not parts or parts[-1] != text):
                parts.append(text)
        return "_".join(parts)

    def _header_value(self, row: int, column: int) -> object:
        if self.view.filled[row, column]:
            return self.view.grid.values[row, column]
        span = self._header_merges.get((row, column))
        return None if span is None else self.view.grid.values[span.top, span.left]

    @cached_property
    def _header_merges(self) -> dict[tuple[int, int], Span]:
        if not self.header:
            return {}
        spans = [s for s in self.view.grid.merges if s.bottom >= self.header[0] and s.top <= self.header[-1]]
        return {(r, c): s for s in spans for r in range(s.top, s.bottom + 1) for c in range(s.left, s.right + 1)}

    @cached_property
    def labels(self) -> tuple[int, ...]:
        """Leading columns that say what a row is about, up to the first column of values."""
        blank = set(self.blank_columns)
        used = [c for c in self.columns if c not in blank]
        values = [c for c in self.numeric if not is_time_name(self.name(c)) and not is_code_name(self.name(c))]
        first = next((i for i, c in enumerate(used) if c not in self.numeric_columns), len(used))
        if first > _MOST_LEADING_NUMBERS or first == len(used):
            return ()
        if not values or all(c < used[first] for c in values):
            return (used[first],)
        stop = min((c for c in values if c > used[first]), default=used[-1] + 1)
        last = next((i for i, c in enumerate(used) if c >= stop), len(used))
        return tuple(used[:last])

    def texts_below(self, column: int) -> np.ndarray:
        """Codes (positions in ``view.texts``) of the text cells of a column's body."""
        codes = self.view.codes[self.body_top : self.span.bottom + 1, column][self.body_rows]
        return np.asarray(codes[codes >= 0])

    @cached_property
    def used(self) -> tuple[int, ...]:
        """Columns with something in the body."""
        return tuple(self.span.left + int(i) for i in np.flatnonzero(self._counts["filled"]))

    @cached_property
    def numeric_columns(self) -> frozenset[int]:
        """`numeric`, to look columns up in."""
        return frozenset(self.numeric)

    def mark(self, mask: Flags, column: int, texts: Flags) -> None:
        """Set, in a mask of the sheet's shape, the body cells of one column whose text is flagged."""
        rows = slice(self.body_top, self.span.bottom + 1)
        codes = self.view.codes[rows, column]
        found = np.zeros(codes.shape, dtype=bool)
        text = codes >= 0
        found[text] = texts[codes[text]]
        mask[rows, column] |= found & self.body_rows

    def cells(self, column: int, texts: Flags) -> Flags:
        """Mask (sheet shape) of the body cells of one column whose text is flagged."""
        mask = np.zeros(self.view.grid.shape, dtype=bool)
        self.mark(mask, column, texts)
        return mask


@dataclass(frozen=True, eq=False)
class Layout:
    """The tables of a sheet and the cells that belong to none of them."""

    tables: tuple[TableArea, ...]
    outside: Flags

    @cached_property
    def outside_spans(self) -> tuple[Span, ...]:
        """The cells outside the tables, gathered."""
        return grouped(self.outside)[0]


def layout_of(grid: Grid) -> Layout:
    """Return the layout of a sheet; worked out once."""
    return grid.once("check_layout", lambda: _layout(view_of(grid)))


def _layout(view: View) -> Layout:
    if not view.filled.size or not view.filled.any():
        return Layout((), np.zeros(view.grid.shape, dtype=bool))
    tables = [t for section in sections(view) for part in captioned(view, section) for t in _tables(view, part)]
    outside = view.filled.copy()
    for table in tables:
        s = table.span
        outside[s.top : s.bottom + 1, s.left : s.right + 1] = False
    return Layout(tuple(tables), outside)


def _tables(view: View, section: Section) -> list[TableArea]:
    top, bottom = _peeled(view, section)
    used = np.asarray(view.occupied[top : bottom + 1].any(axis=0))
    parts = runs(used)
    groups: list[tuple[int, int]] = []
    for left, right in parts:
        if _is_memo(view, top, bottom, left, right, alone=len(parts) == 1):
            continue
        if groups and not _apart(view, top, bottom, groups[-1], (left, right)):
            groups[-1] = (groups[-1][0], right)
        else:
            groups.append((left, right))
    return [area for left, right in groups if (area := _area(view, top, bottom, left, right)) is not None]


def _peeled(view: View, section: Section) -> tuple[int, int]:
    """Rows of the table proper: titles, units and dates above it and notes below it left out."""
    top, bottom = section.top, section.bottom
    widths = _widths(view, top, bottom)
    most = int(widths.max())
    for _ in range(_MOST_TITLES):
        if top >= bottom or not _is_title_row(view, top, bottom, widths[top - section.top :], most):
            break
        top += 1
    for _ in range(_MOST_NOTES):
        if bottom <= top or not _is_note_row(view, bottom, int(widths[bottom - section.top]), most):
            break
        bottom -= 1
    return top, bottom


def _widths(view: View, top: int, bottom: int) -> np.ndarray:
    return np.asarray(view.filled[top : bottom + 1].sum(axis=1))


def _is_title_row(view: View, row: int, bottom: int, widths: np.ndarray, most: int) -> bool:
    width = int(widths[0])
    if width == 0:
        return True
    values = list(view.grid.values[row][view.filled[row]])
    if all(isinstance(v, str) and (is_unit_line(v) or is_note(v)) for v in values):
        return True
    if width == 2 and most > 3:
        return _is_line_of_two(view, row, bottom, widths, values)
    if width >= 2 or most < 2:
        return False
    below = next((w for w in widths[1:].tolist() if w), 0)
    if below < 2:
        return below == 1 or not isinstance(values[0], str)
    if not isinstance(values[0], str):
        return False
    # One text over a header is a title; over data it is the only name of a header that lacks the rest.
    next_row = row + 1 + next(i for i, w in enumerate(widths[1:].tolist()) if w)
    return (
        is_header_row(view, next_row, bottom)
        or is_header_row(view, next_row + 1, bottom)
        or len(values[0]) > _LONG_TEXT
    )


def _is_line_of_two(view: View, row: int, bottom: int, widths: np.ndarray, values: list[object]) -> bool:
    """A title or a date on the left, a unit or the office on the right, over a header that names far more columns."""
    if isinstance(values[-1], str) and is_unit_line(values[-1]):
        return True
    texts = all(isinstance(value, str) for value in values)
    if not texts or any(s.top == row and s.right > s.left for s in view.grid.merges):
        return False
    below = next((i for i, w in enumerate(widths[1:].tolist(), row + 1) if w), row)
    return int(view.filled[below].sum()) > 4 and is_header_row(view, below, bottom)


def _is_note_row(view: View, row: int, width: int, most: int) -> bool:
    if width == 0:
        return True
    if width > 1 or most < 2:
        return False
    column = int(np.flatnonzero(view.filled[row])[0])
    value = view.grid.values[row, column]
    if not isinstance(value, str):
        return False
    merge = view.grid.merge_at(row, column)
    return is_note(value) or len(value) > _LONG_TEXT or (merge is not None and merge.right - merge.left >= 2)


def _is_memo(view: View, top: int, bottom: int, left: int, right: int, *, alone: bool) -> bool:
    """A few cells beside a table: a scribble, not columns."""
    if alone:
        return False
    filled = view.filled[top : bottom + 1, left : right + 1]
    rows = filled.any(axis=1)
    if int(filled.sum()) <= _FEW_CELLS and bottom - top >= 2 and rows.sum() < (bottom - top + 1) * 0.6:
        return True
    return bool(right == left and rows.sum() <= (bottom - top + 1) * 0.3 and not filled[0, 0])


def _apart(view: View, top: int, bottom: int, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether two parts beside each other are two tables rather than one with a blank column in it."""
    rows_one, rows_other = (view.filled[top : bottom + 1, a : b + 1].any(axis=1) for a, b in (one, other))
    first = [int(np.flatnonzero(rows)[0]) for rows in (rows_one, rows_other)]
    names = [set(_row_texts(view, top + at, part)) for at, part in zip(first, (one, other), strict=True)]
    if len(names[1]) >= 2 and len(names[0] & names[1]) * 2 >= len(names[1]):
        return True
    if other[0] == other[1]:
        return False
    if first[0] != first[1] and is_header_row(view, top + first[1], bottom, *other):
        return True
    both = [_has_labels_and_numbers(view, top + at, bottom, part) for at, part in zip(first, (one, other), strict=True)]
    return all(both) and is_header_row(view, top + first[1], bottom, *other)


def _row_texts(view: View, row: int, part: tuple[int, int]) -> list[int]:
    return [code for code in view.codes[row, part[0] : part[1] + 1].tolist() if code >= 0]


def _has_labels_and_numbers(view: View, top: int, bottom: int, part: tuple[int, int]) -> bool:
    rows = slice(top + 1, bottom + 1)
    labels = view.filled[rows, part[0]] & ~view.amount[rows, part[0]]
    others = view.amount[rows, part[0] + 1 : part[1] + 1]
    return bool(labels.sum() * 2 > view.filled[rows, part[0]].sum() and others.any())


def _area(view: View, top: int, bottom: int, left: int, right: int) -> TableArea | None:
    filled = view.occupied[top : bottom + 1, left : right + 1]
    rows = np.flatnonzero(filled.any(axis=1))
    if not rows.size:
        return None
    top, bottom = top + int(rows[0]), top + int(rows[-1])
    filled = view.occupied[top : bottom + 1, left : right + 1]
    header = header_rows(view, top, left, bottom, right)
    blank_rows = tuple((top + np.flatnonzero(~filled.any(axis=1))).tolist())
    blank_columns = tuple((left + np.flatnonzero(~filled.any(axis=0))).tolist())
    repeated = _repeats(view, header, bottom, left, right)
    return TableArea(view, Span(top, left, bottom, right), header, blank_rows, blank_columns, repeated)


def _repeats(view: View, header: tuple[int, ...], bottom: int, left: int, right: int) -> tuple[int, ...]:
    """Rows of the body that hold the header's texts once more."""
    if not header or right == left:
        return ()
    wanted = view.codes[header[-1], left : right + 1]
    named = wanted >= 0
    if int(named.sum()) < 2:
        return ()
    body = view.codes[header[-1] + 1 : bottom + 1, left : right + 1]
    same = ((body == wanted) | ~named).all(axis=1)
    return tuple((header[-1] + 1 + np.flatnonzero(same)).tolist())
