"""見出し行を列にする: a row that holds only a label names the rows below it.

>>> table = CellTable.from_rows([["施設", "利用者"], ["東地区", None], ["図書館", 10], ["西地区", None], ["公民館", 5]])
>>> GroupRows("地区").apply(table).rows()
[['地区', '施設', '利用者'], ['東地区', '図書館', 10], ['西地区', '公民館', 5]]
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from .table import NO_CELL, CellTable

__all__ = ["GroupRows", "group_rows"]


@dataclass(frozen=True, slots=True)
class GroupRows:
    """Rows whose first cell alone is filled become a column in front.

    Attributes
    ----------
    name
        Name of the new column.
    """

    verb: ClassVar[str] = "group_rows"

    name: str = "区分"

    def apply(self, table: CellTable) -> CellTable:
        """Return the table without group rows; rows above the first of them have no group."""
        groups = group_rows(table)
        source = np.maximum.accumulate(np.where(groups, np.arange(len(groups)), -1))[~groups]
        known = source >= 0
        label = np.full((len(source), 1), None, dtype=object)
        cell = np.full((len(source), 1), NO_CELL, dtype=np.int64)
        label[known, 0], cell[known, 0] = table.values[source[known], 0], table.cells[source[known], 0]
        body = table.take(~groups)
        # A first column that only ever held the group labels says nothing any more.
        kept = slice(0 if (~body.blank()[:, 0]).any() or table.shape[1] == 1 else 1, None)
        used = set(cell[:, 0].tolist())
        idle = [code for code in table.cells[groups, 0].tolist() if code not in used]
        gone = [] if kept.start == 0 else [table.heads[0]]
        return dataclasses.replace(
            body,
            names=(self.name, *table.names[kept]),
            heads=(NO_CELL, *table.heads[kept]),
            values=np.hstack([label, body.values[:, kept]]),
            cells=np.hstack([cell, body.cells[:, kept]]),
            dropped=(
                *table.left_out(idle, "下に行のない見出しです。"),
                *((code, "見出し行だけの列でした。") for code in gone if code >= 0),
            ),
        )


def group_rows(table: CellTable) -> npt.NDArray[np.bool_]:
    """Tell for every row whether its first cell alone is filled, with a text."""
    filled = ~table.blank()
    alone = filled[:, 0] & (filled.sum(axis=1) == 1)
    texts = np.array([isinstance(value, str) for value in table.values[:, 0]], dtype=bool)
    return np.asarray(alone & texts)
