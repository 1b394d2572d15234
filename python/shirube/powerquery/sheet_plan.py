"""What a cross table on a sheet is made of, as constants: labels, totals and units by position.

Everything here is read once, from the sheet the recipe was made for; see `sheet` for what the query does with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..grid import Grid
from ..numbers import Status
from ..tidy import Recipe
from ..tidy.apply import symbol_map
from ..tidy.build import Builder
from ..tidy.roles import Column as Role
from .reader import Read, as_text, label, meanings, read

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
    """A cross table; positions count from its top-left cell."""

    grid: Grid
    recipe: Recipe
    top: int
    left: int
    header_rows: int
    labels: tuple[int, ...]
    row_names: tuple[str, ...]
    column_names: tuple[str, ...]
    lines: tuple[Line, ...]
    headings: tuple[Heading, ...]
    symbols: dict[str, str]
    unit: str

    def text(self, row: int, column: int) -> str:
        """The label a cell gives, counted from the top-left cell."""
        return label(self._value(row, column))

    def read(self, row: int, column: int) -> Read:
        """A cell as the query reads it."""
        return read(self._value(row, column), self.symbols)

    def is_text(self, row: int, column: int) -> bool:
        """Whether a cell holds a text."""
        return isinstance(self._value(row, column), str)

    def printed(self, row: int, columns: Iterable[int]) -> str:
        """The texts of some cells of a row."""
        return "｜".join(text for c in columns if (text := as_text(self._value(row, c))))

    def printed_column(self, column: int) -> str:
        """The texts over a column."""
        return "｜".join(text for r in range(self.header_rows) if (text := as_text(self._value(r, column))))

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
    labels = tuple(c - region.left for c in builder.layout.columns_of(Role.LABEL))
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
    return Plan(
        grid, recipe, region.top, region.left, header_rows, labels, row_names, column_names, lines, headings,
        {**dict.fromkeys(_ERRORS, Status.NOT_AVAILABLE.value), **meanings(symbol_map(recipe))}, builder.unit,
    )  # fmt: skip


def printed_row(grid: Grid, row: int, left: int, labels: tuple[int, ...]) -> str:
    """The texts of the label cells of a row, as the query joins them."""
    return "｜".join(as_text(grid.values[row, left + c]) for c in labels)
