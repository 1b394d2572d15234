"""名前と値の組を1行にする: rows of name and value that repeat become one row per record.

>>> table = CellTable.from_rows([["項目", "内容"], ["館", "図書館"], ["電話", "1"], ["館", "公民館"], ["電話", "2"]])
>>> PivotBlocks(2).apply(table).rows()
[['館', '電話'], ['図書館', '1'], ['公民館', '2']]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ...errors import TableError
from ...text import clean_label
from .table import NO_CELL, CellTable

__all__ = ["PivotBlocks", "named_values"]


@dataclass(frozen=True, slots=True)
class PivotBlocks:
    """Every block of rows becomes a record; the first column names, the second holds the values.

    A single column of texts such as 名称：東館 is cut at its first colon.

    Attributes
    ----------
    rows
        Rows of a block; 0: a block begins where its first name comes again.
    """

    verb: ClassVar[str] = "pivot_blocks"

    rows: int = 0

    def apply(self, table: CellTable) -> CellTable:
        """Return one row per block, the names in the order they first appear; a name missing in a block is blank.

        Raises
        ------
        TableError
            SB-T304: not names and values, or a name comes twice in a block.
        """
        pairs = named_values(table)
        if not table.shape[0] or len(pairs) < table.shape[0]:
            raise TableError("T304", reason="名前の列と値の列の2列（または「名前：値」の1列）が要ります。")
        labels = [name for name, _ in pairs]
        block = self._blocks(labels)
        names = list(dict.fromkeys(labels))
        column = {name: i for i, name in enumerate(names)}
        shape = (max(block) + 1, len(names))
        values, cells = np.full(shape, None, dtype=object), np.full(shape, NO_CELL, dtype=np.int64)
        heads = [NO_CELL] * len(names)
        repeated: list[int] = []
        for i, (b, label) in enumerate(zip(block, labels, strict=True)):
            c = column[label]
            if cells[b, c] != NO_CELL:
                raise TableError("T304", reason=f"「{label}」が1件の中に2回あります（{table.address(i, 0)}）。")
            values[b, c], cells[b, c] = pairs[i][1], table.cells[i, -1]
            if heads[c] == NO_CELL:
                heads[c] = int(table.cells[i, 0])
            elif table.shape[1] == 2:
                repeated.append(int(table.cells[i, 0]))
        gone = table.left_out(table.heads, "組の1行目より上の見出しです。")
        dropped = (*gone, *((code, "繰り返しの名前です。") for code in repeated))
        return CellTable(tuple(names), tuple(heads), values, cells, dropped)

    def _blocks(self, labels: list[str]) -> list[int]:
        if self.rows:
            return [i // self.rows for i in range(len(labels))]
        found, current = [], -1
        for label in labels:
            current += label == labels[0]
            found.append(current)
        return found


def named_values(table: CellTable) -> list[tuple[str, Any]]:
    """Name and value of every row; empty when the rows are not names and values.

    >>> named_values(CellTable.from_rows([["一覧"], ["名称：東館"], ["電話: 1-1"]]))
    [('名称', '東館'), ('電話', '1-1')]
    """
    if table.shape[1] == 2:
        return [(clean_label(name), value) for name, value in table.values.tolist()]
    if table.shape[1] != 1:
        return []
    found = [_NAMED.fullmatch(str(value)) for (value,) in table.values.tolist()]
    if not all(found):
        return []
    return [(clean_label(match["name"]), match["value"].strip() or None) for match in found if match]


_NAMED = re.compile(r"(?P<name>[^:：]{1,40})[:：](?P<value>.*)", re.DOTALL)
