"""L2-02: 〃, 同上 and labels left out below the first are written in full.

>>> from shirube.grid import Grid
>>> grid = Grid.from_rows([["区", "町", "人口"], ["東", "一", 1], [None, "二", 2], ["西", "三", 3], ["〃", "四", 4]])
>>> sheet, changes = repair(Sheet.of(grid, [Block(0, 0, 4, 2, 1, 2)]))
>>> sheet.grid.values[:, 0].tolist(), [c.cell for c in changes]
(['区', '東', '東', '西', '西'], ['A5', 'A3'])
"""

from __future__ import annotations

import re
from typing import Any

from ...grid import Kind
from .sheet import Block, Change, Sheet

__all__ = ["RULE", "repair"]

RULE = "L2-02"
_ABOVE = re.compile(r"\s*[(（]?\s*(?:〃|″|”|“|\"|''|’’|仝|々|ゝ|ヽ|同|同上|同前|上に同じ|上記に同じ)\s*[)）]?\s*")
_LEFT = re.compile(r"\s*[(（]?\s*(?:同左|左に同じ)\s*[)）]?\s*")


def repair(sheet: Sheet) -> tuple[Sheet, tuple[Change, ...]]:
    """Write out what is said by a mark or by a blank label."""
    changes: list[Change] = []
    for block in sheet.blocks:
        sheet = _filled(sheet, _marks(sheet, block), "省略の記号を、指している内容に直しました。", changes)
    for block in sheet.blocks:
        sheet = _filled(sheet, _omitted(sheet, block), "省かれていた項目名を、上の行から補いました。", changes)
    return sheet, tuple(changes)


def _filled(sheet: Sheet, values: dict[tuple[int, int], Any], reason: str, changes: list[Change]) -> Sheet:
    for (row, column), value in values.items():
        before = sheet.grid.values[row, column]
        changes.append(Change(RULE, sheet.address(row, column), before, value, reason, sheet.name))
    return sheet.with_values(values)


def _marks(sheet: Sheet, block: Block) -> dict[tuple[int, int], Any]:
    found: dict[tuple[int, int], Any] = {}
    for column in block.columns:
        above: Any = None
        for row in block.rows:
            value = sheet.grid.values[row, column]
            if isinstance(value, str) and _ABOVE.fullmatch(value):
                if above is not None:
                    found[row, column] = above
            elif isinstance(value, str) and _LEFT.fullmatch(value) and column > block.left:
                above = found.get((row, column - 1), sheet.grid.values[row, column - 1])
                found[row, column] = above
            elif value is not None:
                above = value
    return found


def _omitted(sheet: Sheet, block: Block) -> dict[tuple[int, int], Any]:
    """Blank label cells whose row says something further right, below a label of the same group."""
    kinds = sheet.grid.kinds
    found: dict[tuple[int, int], Any] = {}
    labels: dict[int, Any] = {}
    for row in block.rows:
        if not (kinds[row, block.body_left : block.right + 1] != Kind.BLANK).any():
            labels.clear()
            continue
        last = max((c for c in range(block.left, block.body_left) if kinds[row, c] != Kind.BLANK), default=block.left)
        changed = False
        for column in range(block.left, block.body_left):
            value = sheet.grid.values[row, column]
            if value is not None:
                changed = True
                labels[column] = value
            elif changed:
                labels.pop(column, None)
            elif column in labels and (column < last or column == block.body_left - 1 == block.left):
                found[row, column] = labels[column]
    return found
