"""1セルに並ぶ値を分ける: 「A、B、C」 in one cell becomes three rows.

>>> table = CellTable.from_rows([["施設", "設備"], ["図書館", "駐車場、多目的トイレ"], ["公民館", "駐車場"]])
>>> SplitCells(Column("設備", 2), ("、",)).apply(table).rows()[1:]
[['図書館', '駐車場'], ['図書館', '多目的トイレ'], ['公民館', '駐車場']]
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from .table import CellTable, Column

__all__ = ["SplitCells", "pieces"]

_OPEN, _CLOSE = "(（[［「『【", ")）]］」』】"


@dataclass(frozen=True, slots=True)
class SplitCells:
    """One row per piece; the other columns are repeated.

    Attributes
    ----------
    column
        The column to split.
    separators
        What stands between the pieces. Separators inside brackets do not count.
    """

    verb: ClassVar[str] = "split_cells"

    column: Column
    separators: tuple[str, ...] = ("、",)

    def apply(self, table: CellTable) -> CellTable:
        """Return the split table; every piece keeps the cell it was printed in.

        Raises
        ------
        TableError
            SB-T301: no such column.
        """
        at = table.find(self.column)
        parts = [pieces(value, self.separators) for value in table.values[:, at]]
        rows = np.repeat(np.arange(table.shape[0]), [len(part) for part in parts])
        values = table.values[rows]
        values[:, at] = [piece for part in parts for piece in part]
        return dataclasses.replace(table, values=values, cells=table.cells[rows])


def pieces(value: Any, separators: tuple[str, ...]) -> list[Any]:
    """The pieces of one value, trimmed, blank ones left out; a value that is no text stays whole.

    >>> pieces("会議室（大、小）、和室", ("、",))
    ['会議室（大、小）', '和室']
    """
    if not isinstance(value, str) or not any(separator in value for separator in separators):
        return [value]
    text = _hide(value, separators)
    found = [piece.translate(_SHOW).strip() for piece in re.split("|".join(map(re.escape, separators)), text)]
    return [piece for piece in found if piece] or [value]


#: Characters inside brackets move to a private area while the text is split.
_SHIFT = 0xF0000
_SHOW = {_SHIFT + code: code for code in range(0x10000)}


def _hide(text: str, separators: tuple[str, ...]) -> str:
    if not any(mark in text for mark in _OPEN):
        return text
    depth, out = 0, []
    for char in text:
        depth += char in _OPEN
        depth -= char in _CLOSE and depth > 0
        out.append(chr(_SHIFT + ord(char)) if depth and ord(char) < 0x10000 else char)
    return "".join(out) if depth == 0 else text
