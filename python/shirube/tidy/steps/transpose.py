"""行と列を入れ替える: one column per record becomes one row per record.

>>> table = CellTable.from_rows([["項目", "東", "西"], ["人口", 10, 20], ["開設日", "4/1", "5/1"]])
>>> Transpose().apply(table).rows()
[['項目', '人口', '開設日'], ['東', 10, '4/1'], ['西', 20, '5/1']]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ...text import clean_label
from .table import CellTable

__all__ = ["Transpose"]


@dataclass(frozen=True, slots=True)
class Transpose:
    """The first column becomes the header, the header the first column. Twice gives the table back.

    Attributes
    ----------
    name
        Name of the new first column; empty: the text in the corner stays.
    """

    verb: ClassVar[str] = "transpose"

    name: str = ""

    def apply(self, table: CellTable) -> CellTable:
        """Return the transposed table."""
        names = (self.name or table.names[0], *(clean_label(value) for value in table.values[:, 0]))
        heads = (-1 if self.name else table.heads[0], *table.cells[:, 0].tolist())
        first = np.empty((table.shape[1] - 1, 1), dtype=object)
        first[:, 0] = [text or None for text in table.names[1:]]
        first_cells = np.array(table.heads[1:], dtype=np.int64)[:, None]
        dropped = (
            table.left_out([table.heads[0]], "入れ替えたあとの列の名前に置き換えました。")
            if self.name
            else table.dropped
        )
        return CellTable(
            names,
            tuple(int(code) for code in heads),
            np.hstack([first, table.values[:, 1:].T]),
            np.hstack([first_cells, table.cells[:, 1:].T]),
            dropped,
        )
