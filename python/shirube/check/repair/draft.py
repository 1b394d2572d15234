"""The nouns of repair: a sheet under repair, where its table lies, one change, one fact taken out of it.

Every cell carries the position it had in the source, so the log can name it however far the cell has moved.

>>> sheet = Draft.of(Grid.from_rows([["題"], ["地区", "人口"], ["東", 1]]), [Block(1, 0, 2, 1, 2, 1)])
>>> shorter = sheet.without_rows([0])
>>> shorter.address(0, 0), shorter.blocks[0].top
('A2', 0)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from ...grid import Grid, Kind, Span, a1, kinds_of

__all__ = ["Block", "Change", "Draft", "Fact"]

#: `Draft.origin` is ``row * WIDTH + column``: more columns than a sheet can have; `NEW` marks a cell without source.
WIDTH, NEW = 1 << 14, -1


@dataclass(frozen=True, slots=True)
class Block:
    """One table on a sheet, 0-based, edges included: ``top``-``body_top`` header, ``left``-``body_left`` row labels."""

    top: int
    left: int
    bottom: int
    right: int
    body_top: int
    body_left: int

    @property
    def span(self) -> Span:
        """The whole table."""
        return Span(self.top, self.left, self.bottom, self.right)

    @property
    def name_row(self) -> int:
        """The last row of the header."""
        return max(self.top, self.body_top - 1)

    @property
    def headed(self) -> bool:
        """It has a header at all."""
        return self.body_top > self.top

    @property
    def rows(self) -> range:
        """Rows of the body."""
        return range(self.body_top, self.bottom + 1)

    @property
    def columns(self) -> range:
        """All columns."""
        return range(self.left, self.right + 1)


@dataclass(frozen=True, slots=True)
class Change:
    """One cell (or range) that was changed, or left alone on purpose (`before` equals `after`).

    Attributes
    ----------
    rule
        Id of the rule the change serves.
    cell
        Address in the source; empty where there is none.
    before, after
        The values; ``None`` for nothing.
    reason
        Japanese sentence.
    sheet
        Name of the source sheet.
    """

    rule: str
    cell: str
    before: Any
    after: Any
    reason: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that stood outside the table (or is no value of it): what it is, its text or number, its cell."""

    label: str
    value: Any
    cell: str
    sheet: str = ""


@dataclass(frozen=True, eq=False)
class Draft:
    """A sheet under repair; never changed in place.

    Attributes
    ----------
    grid
        The sheet as it is now.
    origin
        Source position of every cell (``row * 2**14 + column``), -1 for a new one; same shape.
    blocks
        The tables on it.
    facts
        What has been taken out.
    """

    grid: Grid
    origin: npt.NDArray[np.int64]
    blocks: tuple[Block, ...] = ()
    facts: tuple[Fact, ...] = ()

    @classmethod
    def of(cls, grid: Grid, blocks: Iterable[Block] = ()) -> Draft:
        """Take a sheet as it was read."""
        rows, columns = grid.shape
        origin = np.arange(rows, dtype=np.int64)[:, None] * WIDTH + np.arange(columns, dtype=np.int64)[None, :]
        return cls(grid, origin, tuple(blocks))

    @property
    def name(self) -> str:
        """Name of the source sheet."""
        return self.grid.name

    def address(self, row: int, column: int) -> str:
        """Address of a cell in the source; empty for a new cell."""
        at = int(self.origin[row, column])
        return "" if at == NEW else a1(*divmod(at, WIDTH))

    def with_values(self, values: Mapping[tuple[int, int], Any]) -> Draft:
        """Replace the values of some cells."""
        if not values:
            return self
        new, kinds = self.grid.values.copy(), self.grid.kinds.copy()
        rows, columns = (np.array(axis) for axis in zip(*values, strict=True))
        cells = np.empty(len(values), dtype=object)
        cells[:] = [_normal(value) for value in values.values()]
        new[rows, columns] = cells
        kinds[rows, columns] = kinds_of(cells)
        return replace(self, grid=replace(self.grid, values=new, kinds=kinds))

    def with_column(self, after: int, name: str, values: Mapping[int, Any], block: Block) -> Draft:
        """Insert a column of a table behind another one, with its name in the last row of the header."""
        at = after + 1
        grid = self.grid
        column = np.empty((grid.shape[0], 1), dtype=object)
        if block.headed:
            column[block.name_row, 0] = name
        for row, value in values.items():
            column[row, 0] = _normal(value)

        def inserted(array: npt.NDArray[Any], part: npt.NDArray[Any]) -> npt.NDArray[Any]:
            return np.hstack([array[:, :at], part, array[:, at:]])

        return replace(
            self,
            grid=replace(
                grid,
                values=inserted(grid.values, column),
                kinds=inserted(grid.kinds, kinds_of(column)),
                styles=inserted(grid.styles, np.zeros(column.shape, dtype=np.uint16)),
                merges=tuple(_pushed(span, at) for span in grid.merges),
                hidden_columns=frozenset(c + (c >= at) for c in grid.hidden_columns),
            ),
            origin=inserted(self.origin, np.full(column.shape, NEW, dtype=np.int64)),
            blocks=tuple(_block_pushed(b, at) for b in self.blocks),
        )

    def with_header(self, block: Block) -> Draft:
        """Insert a blank header row above a table that has none."""
        at, grid = block.top, self.grid
        blank = np.full((1, grid.shape[1]), None, dtype=object)

        def inserted(array: npt.NDArray[Any], part: npt.NDArray[Any]) -> npt.NDArray[Any]:
            return np.vstack([array[:at], part, array[at:]])

        return replace(
            self,
            grid=replace(
                grid,
                values=inserted(grid.values, blank),
                kinds=inserted(grid.kinds, kinds_of(blank)),
                styles=inserted(grid.styles, np.zeros(blank.shape, dtype=np.uint16)),
                merges=tuple(_lowered(span, at) for span in grid.merges),
                hidden_rows=frozenset(r + (r >= at) for r in grid.hidden_rows),
            ),
            origin=inserted(self.origin, np.full(blank.shape, NEW, dtype=np.int64)),
            blocks=tuple(_block_lowered(b, at, headed=b is block) for b in self.blocks),
        )

    def without_rows(self, rows: Iterable[int]) -> Draft:
        """Take rows out."""
        return self._kept(_rest(self.grid.shape[0], rows), np.arange(self.grid.shape[1]))

    def without_columns(self, columns: Iterable[int]) -> Draft:
        """Take columns out."""
        return self._kept(np.arange(self.grid.shape[0]), _rest(self.grid.shape[1], columns))

    def cut(self, block: Block) -> Draft:
        """The rectangle of one table alone."""
        rows, columns = np.arange(block.top, block.bottom + 1), np.arange(block.left, block.right + 1)
        return replace(self, blocks=(block,))._kept(rows, columns)

    def _kept(self, rows: npt.NDArray[np.int_], columns: npt.NDArray[np.int_]) -> Draft:
        grid, area = self.grid, np.ix_(rows, columns)
        merges = (_shrunk(span, rows, columns) for span in grid.merges)
        return replace(
            self,
            grid=replace(
                grid,
                values=grid.values[area],
                kinds=grid.kinds[area],
                styles=grid.styles[area],
                merges=tuple(span for span in merges if span and (span.top < span.bottom or span.left < span.right)),
                hidden_rows=frozenset(i for i, r in enumerate(rows.tolist()) if r in grid.hidden_rows),
                hidden_columns=frozenset(i for i, c in enumerate(columns.tolist()) if c in grid.hidden_columns),
            ),
            origin=self.origin[area],
            blocks=tuple(b for b in (_block_kept(b, rows, columns) for b in self.blocks) if b is not None),
        )


def _normal(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip(" \t\r\n\u3000") else value


def _rest(length: int, gone: Iterable[int]) -> npt.NDArray[np.int_]:
    return np.setdiff1d(np.arange(length), np.fromiter(gone, dtype=int))


def _shrunk(span: Span, rows: npt.NDArray[np.int_], columns: npt.NDArray[np.int_]) -> Span | None:
    inside_rows = np.flatnonzero((rows >= span.top) & (rows <= span.bottom))
    inside_columns = np.flatnonzero((columns >= span.left) & (columns <= span.right))
    if not inside_rows.size or not inside_columns.size:
        return None
    return Span(int(inside_rows[0]), int(inside_columns[0]), int(inside_rows[-1]), int(inside_columns[-1]))


def _block_kept(block: Block, rows: npt.NDArray[np.int_], columns: npt.NDArray[np.int_]) -> Block | None:
    span = _shrunk(block.span, rows, columns)
    if span is None:
        return None
    body_top = span.top + int(((rows >= block.top) & (rows < block.body_top)).sum())
    body_left = span.left + int(((columns >= block.left) & (columns < block.body_left)).sum())
    return Block(*span, body_top, body_left)


def _lowered(span: Span, at: int) -> Span:
    return Span(span.top + (span.top >= at), span.left, span.bottom + (span.bottom >= at), span.right)


def _block_lowered(block: Block, at: int, *, headed: bool) -> Block:
    """The block one row lower, or grown by the row when it lies across or begins there and is to have a header."""
    top = block.top + (block.top >= at and not headed)
    return replace(
        block, top=top, bottom=block.bottom + (block.bottom >= at), body_top=block.body_top + (block.body_top >= at)
    )


def _pushed(span: Span, at: int) -> Span:
    return Span(span.top, span.left + (span.left >= at), span.bottom, span.right + (span.right >= at))


def _block_pushed(block: Block, at: int) -> Block:
    inside = block.left < at <= block.right + 1
    moved = block.left >= at
    return replace(
        block,
        left=block.left + moved,
        right=block.right + (moved or inside),
        body_left=block.body_left + (moved or (inside and at <= block.body_left and at > block.left)),
    )


def rows_of(sheet: Draft, block: Block, column: int, kind: Kind) -> list[int]:
    """Rows of a table's body whose cell in a column is of a kind."""
    found = sheet.grid.kinds[block.body_top : block.bottom + 1, column] == kind
    return [int(r) + block.body_top for r in np.flatnonzero(found)]


def column_name(sheet: Draft, block: Block, column: int) -> str:
    """The text over a column: the lowest header cell that says something."""
    for row in range(block.body_top - 1, block.top - 1, -1):
        value = sheet.grid.values[row, column]
        if value is not None:
            return str(value)
    return ""


def free_name(sheet: Draft, block: Block, wanted: str) -> str:
    """A column name no other column of the table has."""
    taken: Sequence[str] = [str(sheet.grid.values[block.name_row, c]) for c in block.columns]
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}_{number}", number + 1
    return name
