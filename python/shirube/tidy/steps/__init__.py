"""手順: verbs that restructure a list, one after the other. Each is a pure function from table to table.

>>> table = CellTable.from_rows([["地区", "2022年度", "2023年度"], ["東", 1, 2]])
>>> follow(table, (Unpivot(Column("2022年度", 2), name="年度"),)).rows()
[['地区', '年度', '値'], ['東', '2022年度', 1], ['東', '2023年度', 2]]
"""

from __future__ import annotations

from collections.abc import Sequence

from .fill_down import FillDown, fill_through
from .group_rows import GroupRows
from .pivot_blocks import PivotBlocks
from .split_cells import SplitCells
from .table import END, NO_CELL, CellTable, Column, address_of
from .transpose import Transpose
from .unpivot import Unpivot
from .unpivot_groups import UnpivotGroups

__all__ = [
    "END",
    "NO_CELL",
    "VERBS",
    "CellTable",
    "Column",
    "FillDown",
    "GroupRows",
    "PivotBlocks",
    "SplitCells",
    "Step",
    "Transpose",
    "Unpivot",
    "UnpivotGroups",
    "address_of",
    "fill_through",
    "follow",
]

Step = FillDown | GroupRows | Unpivot | UnpivotGroups | PivotBlocks | Transpose | SplitCells

VERBS: dict[str, type[Step]] = {
    verb.verb: verb for verb in (FillDown, GroupRows, Unpivot, UnpivotGroups, PivotBlocks, Transpose, SplitCells)
}


def follow(table: CellTable, steps: Sequence[Step]) -> CellTable:
    """Carry out the steps in order.

    Raises
    ------
    TableError
        SB-T301 to T304: see the verbs.
    """
    for step in steps:
        table = step.apply(table)
    return table
