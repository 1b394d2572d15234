"""L2-02: 〃, 同上 and labels left out below the first are written in full.

>>> from shirube.grid import Grid
>>> grid = Grid.from_rows([["区", "町", "人口"], ["東", "一", 1], [None, "二", 2], ["西", "三", 3], ["〃", "四", 4]])
>>> sheet, changes = repair(Draft.of(grid, [Block(0, 0, 4, 2, 1, 2)]))
>>> sheet.grid.values[:, 0].tolist(), [c.cell for c in changes]
(['区', '東', '東', '西', '西'], ['A5', 'A3'])
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..layout import layout_of
from ..notation.ditto import is_ditto
from ..rules.l2_02_nothing_omitted import blank_labels
from .draft import Block, Change, Draft

__all__ = ["RULE", "repair", "write_out_marks"]

RULE = "L2-02"
_LEFT = frozenset({"同左", "左に同じ"})
_RIGHT = frozenset({"同右", "右に同じ"})


def repair(sheet: Draft) -> tuple[Draft, tuple[Change, ...]]:
    """Write out what is said by a mark or by a blank label."""
    sheet, marks = write_out_marks(sheet)
    changes = list(marks)
    sheet = _filled(sheet, _omitted(sheet), "省かれていた項目名を、上の行から補いました。", changes)
    return sheet, tuple(changes)


def write_out_marks(sheet: Draft) -> tuple[Draft, tuple[Change, ...]]:
    """Write out what is said by a mark alone; every cell stays in its place."""
    changes: list[Change] = []
    for block in sheet.blocks:
        sheet = _filled(sheet, _marks(sheet, block), "省略の記号を、指している内容に直しました。", changes)
    return sheet, tuple(changes)


def _filled(sheet: Draft, values: dict[tuple[int, int], Any], reason: str, changes: list[Change]) -> Draft:
    for (row, column), value in values.items():
        before = sheet.grid.values[row, column]
        changes.append(Change(RULE, sheet.address(row, column), before, value, reason, sheet.name))
    return sheet.with_values(values)


def _marks(sheet: Draft, block: Block) -> dict[tuple[int, int], Any]:
    found: dict[tuple[int, int], Any] = {}
    for column in block.columns:
        above: Any = None
        for row in block.rows:
            value = sheet.grid.values[row, column]
            if isinstance(value, str) and is_ditto(value):
                value = _meant(sheet, block, (row, column), value.strip(" \u3000()（）"), above, found)
                if value is not None:
                    found[row, column] = value
            if value is not None:
                above = value
    return found


def _meant(
    sheet: Draft, block: Block, at: tuple[int, int], mark: str, above: Any, found: dict[tuple[int, int], Any]
) -> Any:
    """What a mark stands for: the cell at its left or right where it says so, else the one above."""
    row, column = at
    if mark in _LEFT:
        return found.get((row, column - 1), sheet.grid.values[row, column - 1]) if column > block.left else None
    if mark in _RIGHT:
        return sheet.grid.values[row, column + 1] if column < block.right else None
    return above


def _omitted(sheet: Draft) -> dict[tuple[int, int], Any]:
    """Blank labels, each with the label above it that it stands for."""
    found: dict[tuple[int, int], Any] = {}
    for table in layout_of(sheet.grid).tables:
        blank = blank_labels(table)
        for column in np.flatnonzero(blank.any(axis=0)).tolist():
            above: Any = None
            for row in range(table.body_top, table.span.bottom + 1):
                if blank[row, column]:
                    found[row, column] = above
                elif sheet.grid.values[row, column] is not None:
                    above = sheet.grid.values[row, column]
    return {at: value for at, value in found.items() if value is not None}
