"""下に埋める: a label printed once stands for the blank cells below it.

>>> table = CellTable.from_rows([["地区", "性別", "人口"], ["東", "男", 1], [None, "女", 2], ["西", "男", 3]])
>>> FillDown((Column("地区", 1),)).apply(table).rows()[1:]
[['東', '男', 1], ['東', '女', 2], ['西', '男', 3]]
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from .table import CellTable, Column

__all__ = ["FillDown", "fill_through"]


@dataclass(frozen=True, slots=True)
class FillDown:
    """Blank cells take the value above; the first rows stay blank when nothing stands above them.

    Attributes
    ----------
    columns
        From the outer to the inner level: a new outer label ends the inner one.
    """

    verb: ClassVar[str] = "fill_down"

    columns: tuple[Column, ...]

    def apply(self, table: CellTable) -> CellTable:
        """Return the filled table; a filled value keeps the cell of the label it repeats.

        Raises
        ------
        TableError
            SB-T301: no such column.
        """
        blank = table.blank()
        values, cells = table.values.copy(), table.cells.copy()
        begins = np.zeros(table.shape[0], dtype=bool)
        for c in [table.find(column) for column in self.columns]:
            own = ~blank[:, c]
            # A row where an outer label begins starts anew: what stood further up does not reach it.
            source = np.maximum.accumulate(np.where(own | begins, np.arange(len(own)), -1))
            reached = source >= 0
            values[reached, c], cells[reached, c] = values[source[reached], c], cells[source[reached], c]
            begins |= own
        return dataclasses.replace(table, values=values, cells=cells)


def fill_through(table: CellTable, last: Column) -> CellTable:
    """Fill every column from the first to the one given, outer before inner.

    >>> table = CellTable.from_rows([["区", "町", "人口"], ["東", "一", 1], [None, None, 2]])
    >>> fill_through(table, Column("町")).rows()[2]
    ['東', '一', 2]
    """
    return FillDown(tuple(table.column(c) for c in range(table.find(last) + 1))).apply(table)
