"""L1-12: merged cells are taken apart, and every cell gets the text they shared.

A figure in the body stays in its first cell alone, because sums would count it twice; so does text outside a table,
because a title is one title.

>>> grid = Grid.from_rows([["地区", "町", "人口"], ["東", "一", 1], [None, "二", 2]], merges=["A2:A3"])
>>> sheet, changes = repair(Draft.of(grid, [Block(0, 0, 2, 2, 1, 2)]))
>>> sheet.grid.values[2, 0], sheet.grid.merges, [(c.cell, c.after) for c in changes]
('東', (), [('A2:A3', None), ('A3', '東')])
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ...grid import Grid, Kind, Span
from .draft import Block, Change, Draft

__all__ = ["RULE", "repair"]

RULE = "L1-12"


def repair(sheet: Draft) -> tuple[Draft, tuple[Change, ...]]:
    """Take every merged rectangle apart."""
    changes: list[Change] = []
    values: dict[tuple[int, int], Any] = {}
    for span in sheet.grid.merges:
        value = sheet.grid.values[span.top, span.left]
        fill = _fills(sheet.grid, span, sheet.blocks)
        why = "結合を解き、同じ内容を各セルに入れました。" if fill else _KEPT
        changes.append(Change(RULE, _place(sheet, span), "結合", None, why, sheet.name))
        if not fill:
            continue
        for row in range(span.top, span.bottom + 1):
            for column in range(span.left, span.right + 1):
                if sheet.grid.kinds[row, column] == Kind.BLANK:
                    values[row, column] = value
                    changes.append(Change(RULE, sheet.address(row, column), None, value, _FILLED, sheet.name))
    bare = replace(sheet, grid=replace(sheet.grid, merges=()))
    return bare.with_values(values), tuple(changes)


_FILLED = "結合していたセルの内容を入れました。"
_KEPT = "結合を解きました。内容は左上のセルだけに残しています。"


def _place(sheet: Draft, span: Span) -> str:
    first, last = sheet.address(span.top, span.left), sheet.address(span.bottom, span.right)
    return f"{first}:{last}" if first and last else first or last


def _fills(grid: Grid, span: Span, blocks: tuple[Block, ...]) -> bool:
    if grid.kinds[span.top, span.left] == Kind.BLANK:
        return False
    for block in blocks:
        inside = block.top <= span.top <= block.bottom and block.left <= span.left <= block.right
        if inside and span.bottom <= block.bottom and span.right <= block.right:
            in_body = span.top >= block.body_top and span.left >= block.body_left
            return not (in_body and grid.kinds[span.top, span.left] == Kind.NUMBER)
    return False
