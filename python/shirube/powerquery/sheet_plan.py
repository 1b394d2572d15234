"""What a cross table on a sheet is made of, as constants: labels, totals and units by position.

Everything here is read once, from the sheet the recipe was made for; see `sheet` for what the query does with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..grid import Grid
from ..numbers import Status
from ..text import has_japanese
from ..tidy import Recipe
from ..tidy.apply import symbol_map
from ..tidy.build import Builder
from ..tidy.roles import Column as Role
from .reader import as_text, label, meanings
from .sheet_extent import Looks, looks_of

__all__ = ["Heading", "Line", "Plan", "plan_of"]


#: Errors in cells, as texts: figures that are not there.
_ERRORS = ("#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#num!", "#null!", "#spill!", "#calc!")


@dataclass(frozen=True, slots=True)
class Line:
    """A data row: its position, the texts printed in its label cells, its path and whether it is a total."""

    at: int
    printed: str
    path: tuple[str, ...]
    total: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A value column: its position, the texts printed over it, its path, unit and whether it is a total."""

    at: int
    printed: str
    path: tuple[str, ...]
    unit: str
    total: bool


@dataclass(frozen=True, eq=False)
class Plan:
    """A cross table; positions count from its top-left cell.

    Attributes
    ----------
    remarks
        Columns of words about the rows (備考).
    body_left, right, bottom
        First column behind the labels, last column and last row of the table.
    bounded
        Whether the table ends where its figures do, not after a number of rows that the recipe names.
    """

    grid: Grid
    recipe: Recipe
    top: int
    left: int
    header_rows: int
    labels: tuple[int, ...]
    remarks: tuple[int, ...]
    row_names: tuple[str, ...]
    column_names: tuple[str, ...]
    lines: tuple[Line, ...]
    headings: tuple[Heading, ...]
    symbols: dict[str, str]
    unit: str
    looks: Looks
    body_left: int
    right: int
    bottom: int
    bounded: bool

    def text(self, row: int, column: int) -> str:
        """The label a cell gives, counted from the top-left cell."""
        return label(self._value(row, column))

    @cached_property
    def data_rows(self) -> tuple[int, ...]:
        """Rows with a figure or a sign among the values; what the helper 数の行 finds."""
        columns = [heading.at + self.left for heading in self.headings]
        start = self.top + self.header_rows
        return tuple((np.flatnonzero(self.looks.data[start:, columns].any(axis=1)) + self.header_rows).tolist())

    def printed(self, row: int, columns: Iterable[int]) -> str:
        """The texts of some cells of a row."""
        return "｜".join(text for c in columns if (text := as_text(self._value(row, c))))

    def printed_column(self, column: int) -> str:
        """The texts over a column."""
        return "｜".join(text for r in range(self.header_rows) if (text := as_text(self._value(r, column))))

    @cached_property
    def doubtful_rows(self) -> list[int]:
        """Rows that may begin another table, or go on with this one, where the figures say otherwise."""
        start, body = self.top + self.header_rows, [self.top + r for r in self.data_rows]
        found = self.looks.doubtful(start, body, self.left, self.left + self.right + 1)
        return [r - self.top for r in found]

    @cached_property
    def named_by_content(self) -> dict[int, bool]:
        """Columns left of the values whose own cells alone say whether they are labels: whether they hold Japanese."""
        rows = [self.top + r for r in self.data_rows]
        found, over = {}, self._over(0)
        for c in range(1, self.body_left):
            before, over = over, self._over(c)
            if not (over and over != before and has_japanese(over)):
                found[c] = any(has_japanese(as_text(self.grid.values[r, self.left + c])) for r in rows)
        return found

    def _over(self, column: int) -> str:
        """The texts over a column, as one."""
        return "".join(dict.fromkeys(text for r in range(self.header_rows) if (text := self.text(r, column))))

    @cached_property
    def passed_over(self) -> tuple[int, ...]:
        """Columns of the table that are neither labels nor values, with nothing in the rows of figures."""
        known = {*self.labels, *(heading.at for heading in self.headings)}
        rows = [self.top + r for r in self.data_rows]
        blank = ~self.looks.codes[rows, self.left : self.left + self.right + 1].any(axis=0)
        return tuple(c for c in np.flatnonzero(blank).tolist() if c not in known)

    @cached_property
    def alone(self) -> bool:
        """Whether nothing stands at the right of the table."""
        first, last, right = (self.top + self.lines[0].at, self.top + self.lines[-1].at, self.left + self.right + 1)
        return not self.looks.codes[first : last + 1, right:].any()

    @property
    def merged_header(self) -> bool:
        """Whether cells of the header are merged across columns."""
        return any(
            span.right > span.left and self.top <= span.top < self.top + self.header_rows for span in self.grid.merges
        )

    def _value(self, row: int, column: int) -> object:
        r, c = self.top + row, self.left + column
        inside = r < self.grid.shape[0] and c < self.grid.shape[1]
        return self.grid.values[r, c] if inside else None

    @property
    def height(self) -> int:
        """Rows from the top of the table to the end of the sheet."""
        return self.grid.shape[0] - self.top

    @property
    def width(self) -> int:
        """Columns from the left of the table to the end of the sheet."""
        return self.grid.shape[1] - self.left


def plan_of(builder: Builder) -> Plan:
    """Read the plan of a table."""
    region, recipe, grid = builder.region, builder.recipe, builder.cells.grid
    row_names, column_names = builder.names()
    labels, remarks = (
        tuple(c - region.left for c in builder.layout.columns_of(role)) for role in (Role.LABEL, Role.REMARK)
    )
    header_rows = region.body_top - region.top
    lines = tuple(
        Line(r - region.top, printed_row(grid, r, region.left, labels), path, total)
        for r, path, total in zip(builder.rows, builder.row_paths, builder.row_totals.flags.tolist(), strict=True)
        if not (total and recipe.totals.rows == "drop")
    )
    headings = tuple(
        Heading(
            c - region.left,
            "｜".join(text for r in range(region.top, region.body_top) if (text := as_text(grid.values[r, c]))),
            path,
            builder.header.units[c - region.body_left] or builder.unit,
            total,
        )
        for c, path, total in zip(
            builder.columns, builder.column_paths, builder.column_totals.flags.tolist(), strict=True
        )
        if not (total and recipe.totals.columns == "drop")
    )
    symbols = {**dict.fromkeys(_ERRORS, Status.NOT_AVAILABLE.value), **meanings(symbol_map(recipe))}
    return Plan(
        grid, recipe, region.top, region.left, header_rows, labels, remarks, row_names, column_names, lines, headings,
        symbols, builder.unit, looks_of(builder.cells, symbols),
        region.body_left - region.left, region.right - region.left, region.bottom - region.top, not recipe.height,
    )  # fmt: skip


def printed_row(grid: Grid, row: int, left: int, labels: tuple[int, ...]) -> str:
    """The texts of the label cells of a row, as the query joins them."""
    return "｜".join(as_text(grid.values[row, left + c]) for c in labels)
