"""L1-02: several tables on a sheet become several sheets.

>>> from shirube.check.repair import Block
>>> from shirube.grid import Grid
>>> rows = [["人口", None], ["東", 1], [None, None], ["世帯", None], ["西", 2]]
>>> parts, changes = part(Draft.of(Grid.from_rows(rows), [Block(0, 0, 1, 1, 1, 1), Block(3, 0, 4, 1, 4, 1)]))
>>> [part.grid.shape for part in parts], changes[0].cell
([(2, 2), (2, 2)], 'A1:B2')
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...grid import Kind, Span
from .draft import Change, Draft, Fact
from .outside import fact_label

__all__ = ["RULE", "part"]

RULE = "L1-02"


def part(sheet: Draft) -> tuple[tuple[Draft, ...], tuple[Change, ...]]:
    """Part a sheet into one sheet per table; what stands outside all of them goes with the first, as facts."""
    if len(sheet.blocks) < 2:
        return (sheet,), ()
    facts = []
    top = min(block.top for block in sheet.blocks)
    for row, column in np.argwhere(sheet.grid.kinds != Kind.BLANK).tolist():
        if not any(block.span.covers(row, column) for block in sheet.blocks):
            value = sheet.grid.values[row, column]
            label = fact_label(value, above=row < top)
            facts.append(Fact(label, value, sheet.address(row, column), sheet.name))
    changes = [
        Change("L1-04", f.cell, f.value, f.value, f"表の外の{f.label}を「表の説明」に移しました。", sheet.name)
        for f in facts
    ]
    parts = []
    for number, block in enumerate(sheet.blocks, start=1):
        own = replace(sheet.cut(block), facts=(*sheet.facts, *facts) if number == 1 else ())
        parts.append(own)
        reason = f"{len(sheet.blocks)}つの表を、1枚に1つずつ分けました（{number}つ目）。"
        changes.insert(number - 1, Change(RULE, _place(sheet, block.span), None, None, reason, sheet.name))
    return tuple(parts), tuple(changes)


def _place(sheet: Draft, span: Span) -> str:
    return f"{sheet.address(span.top, span.left)}:{sheet.address(span.bottom, span.right)}"
