"""`CellTable`: the small table the steps of a recipe work on. Every value keeps the cell it was printed in.

>>> table = CellTable.from_rows([["地区", "男", "女"], ["東", 1, 2]])
>>> table.names, table.values.tolist(), table.address(0, 1)
(('地区', '男', '女'), [['東', 1, 2]], 'B2')
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ...errors import TableError, nearest
from ...grid import Grid, Kind, a1
from ...text import clean_label, match_key

__all__ = ["END", "NO_CELL", "CellTable", "Column", "address_of", "cell_code"]

#: Source of a value that stands in no cell (a name the recipe gives).
NO_CELL = -1
_COLUMN_BITS = 20


def cell_code(row: int, column: int) -> int:
    """One whole number for a cell (0-based position)."""
    return row << _COLUMN_BITS | column


def address_of(code: int) -> str:
    """The A1 address of a cell code; empty for `NO_CELL`.

    >>> address_of(cell_code(3, 1)), address_of(NO_CELL)
    ('B4', '')
    """
    return "" if code < 0 else a1(code >> _COLUMN_BITS, code & ((1 << _COLUMN_BITS) - 1))


@dataclass(frozen=True, slots=True)
class Column:
    """A column, by the text of its header first and by its position second.

    Attributes
    ----------
    text
        Header text; spellings that differ in width or white space are the same. Empty: a column without a name.
    position
        1 is the first column; counts when no header has the text, and between columns that share it.
    """

    text: str = ""
    position: int = 0

    def __bool__(self) -> bool:
        return bool(self.text) or self.position > 0


#: Behind the last column.
END = Column()


@dataclass(frozen=True, eq=False, slots=True)
class CellTable:
    """Header texts and rows of values, each with its source cell.

    Attributes
    ----------
    names
        Header texts, possibly blank or alike.
    heads
        Source cell of each header (`cell_code`, or `NO_CELL`).
    values, cells
        Shape (rows, columns): the values (``None`` for blank) and their source cells.
    dropped
        Source cells a step left out, with the reason.
    measures
        Names of the columns a step filled with observed values.
    """

    names: tuple[str, ...]
    heads: tuple[int, ...]
    values: npt.NDArray[np.object_]
    cells: npt.NDArray[np.int64]
    dropped: tuple[tuple[int, str], ...] = ()
    measures: tuple[str, ...] = ()

    @classmethod
    def from_rows(cls, rows: Sequence[Sequence[Any]]) -> CellTable:
        """Build a table from rows of values, the header first, as if it stood in A1."""
        grid = Grid.from_rows(rows)
        return cls.from_grid(grid, top=0, left=0, bottom=grid.shape[0] - 1, right=grid.shape[1] - 1)

    @classmethod
    def from_grid(cls, grid: Grid, *, top: int, left: int, bottom: int, right: int, header: bool = True) -> CellTable:
        """Cut a table out of a sheet; wholly blank rows and columns are left out.

        Parameters
        ----------
        header
            Whether the first row holds the names; without one the names are 列1, 列2 …
        """
        kinds = grid.kinds[top : bottom + 1, left : right + 1]
        first = 1 if header else 0
        rows = np.flatnonzero((kinds[first:] != Kind.BLANK).any(axis=1)) + top + first
        columns = np.flatnonzero((kinds != Kind.BLANK).any(axis=0)) + left
        block = np.ix_(rows, columns)
        codes = (np.arange(grid.shape[0], dtype=np.int64)[rows, None] << _COLUMN_BITS) | columns[None, :]
        names = tuple(
            clean_label(_plain(grid.values[top, c])) if header else f"列{i}" for i, c in enumerate(columns.tolist(), 1)
        )
        heads = tuple(cell_code(top, c) if header and grid.kinds[top, c] else NO_CELL for c in columns.tolist())
        return cls(names, heads, grid.values[block], codes)

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns), the header left out."""
        return int(self.values.shape[0]), int(self.values.shape[1])

    def address(self, row: int, column: int) -> str:
        """A1 address of the source of a value (0-based)."""
        return address_of(int(self.cells[row, column]))

    def rows(self) -> list[list[Any]]:
        """The header and the rows, as lists."""
        return [list(self.names), *self.values.tolist()]

    def take(self, rows: Any) -> CellTable:
        """The same table with some of its rows, in the order given."""
        return dataclasses.replace(self, values=self.values[rows], cells=self.cells[rows])

    def blank(self) -> npt.NDArray[np.bool_]:
        """True where a value is missing, same shape as `values`."""
        return np.asarray(np.equal(self.values, np.array(None, dtype=object)), dtype=np.bool_)

    def find(self, column: Column) -> int:
        """The 0-based position of a column.

        Raises
        ------
        TableError
            SB-T301: no header has the text and no column stands at the position.

        >>> table = CellTable.from_rows([["地区", "人口", "世帯"], ["東", 1, 2]])
        >>> table.find(Column("世帯", 2)), table.find(Column("面積", 2))
        (2, 1)
        """
        key = match_key(column.text)
        same = [i for i, name in enumerate(self.names) if match_key(name) == key] if column.text else []
        if same:
            return min(same, key=lambda i: abs(i + 1 - column.position))
        if 1 <= column.position <= len(self.names):
            return column.position - 1
        raise TableError("T301", name=column.text or f"{column.position}列目", near=nearest(column.text, self.names))

    def column(self, position: int) -> Column:
        """How a recipe refers to a column (0-based position)."""
        return Column(self.names[position], position + 1)

    def left_out(self, codes: Iterable[int], reason: str) -> tuple[tuple[int, str], ...]:
        """What `dropped` becomes when cells are left out."""
        return (*self.dropped, *((int(code), reason) for code in codes if code >= 0))


def _plain(value: Any) -> Any:
    import datetime as dt

    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return value
