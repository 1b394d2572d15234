"""縦に並べる: columns that are values of one variable (years, months, 男・女) become rows.

>>> table = CellTable.from_rows([["地区", "2022年度", "2023年度"], ["東", 1, 2], ["西", 3, None]])
>>> Unpivot(Column("2022年度", 2), name="年度").apply(table).rows()
[['地区', '年度', '値'], ['東', '2022年度', 1], ['東', '2023年度', 2], ['西', '2022年度', 3], ['西', '2023年度', None]]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ...errors import TableError
from .table import END, CellTable, Column

__all__ = ["Unpivot", "column_range"]


@dataclass(frozen=True, slots=True)
class Unpivot:
    """One row per value.

    Attributes
    ----------
    first
        First column to unpivot.
    until
        First column *behind* those to unpivot; empty: to the last column. So a year added at the end is taken along.
    name
        Name of the column that receives the header texts.
    value
        Name of the column that receives the values.
    """

    verb: ClassVar[str] = "unpivot"

    first: Column
    until: Column = END
    name: str = "項目"
    value: str = "値"

    def apply(self, table: CellTable) -> CellTable:
        """Return the long table, in reading order: row by row, left to right.

        Raises
        ------
        TableError
            SB-T301: no such column. SB-T302: the range ends before it begins.
        """
        start, stop = column_range(table, self.first, self.until)
        keep = [c for c in range(table.shape[1]) if not start <= c < stop]
        rows, width = table.shape[0], stop - start
        names = np.empty((rows * width, 1), dtype=object)
        names[:, 0] = list(table.names[start:stop]) * rows
        heads = np.tile(np.array(table.heads[start:stop], dtype=np.int64), rows)[:, None]
        return CellTable(
            (*(table.names[c] for c in keep), self.name, self.value),
            (*(table.heads[c] for c in keep), -1, -1),
            np.hstack(
                [np.repeat(table.values[:, keep], width, axis=0), names, table.values[:, start:stop].reshape(-1, 1)]
            ),
            np.hstack(
                [np.repeat(table.cells[:, keep], width, axis=0), heads, table.cells[:, start:stop].reshape(-1, 1)]
            ),
            table.dropped,
            (*table.measures, self.value),
        )


def column_range(table: CellTable, first: Column, until: Column) -> tuple[int, int]:
    """Positions [start, stop) of the columns from ``first`` up to the one before ``until``."""
    start = table.find(first)
    stop = table.find(until) if until else table.shape[1]
    if stop <= start:
        raise TableError(
            "T302", first=first.text or f"{first.position}列目", until=until.text or f"{until.position}列目"
        )
    return start, stop
