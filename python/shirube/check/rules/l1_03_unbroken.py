"""L1-03: no blank rows or columns, and no second header, that break the data up."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ...grid import Span
from ..blocks import runs
from ..finding import Finding
from ..sheet import Sheet
from ..view import grouped

__all__ = ["check"]

_FIX = "空の行・列を削り、表を1つながりにしてください。"


def check(sheet: Sheet) -> Iterator[Finding]:
    """Report blank rows and columns before the last cell, and headers that come again."""
    if not sheet.tables:
        return
    rows, columns = sheet.grid.shape
    blank_rows = _blank(sheet, axis=1)
    blank_columns = _blank(sheet, axis=0)
    inside = np.zeros((rows, columns), dtype=bool)
    for table in sheet.tables:
        span = table.span
        inside[span.top : span.bottom + 1, [c for c in table.blank_columns if not blank_columns[c]]] = True
    if blank_rows.any():
        spans = [Span(first, 0, last, columns - 1) for first, last in runs(blank_rows)]
        count = int(blank_rows.sum())
        yield sheet.finding("L1-03", f"空の行が{count}行、表の間や周りにあります。", _FIX, spans, count=count)
    if blank_columns.any() or inside.any():
        spans = [Span(0, first, rows - 1, last) for first, last in runs(blank_columns)]
        spans += list(grouped(inside)[0])
        count = int(blank_columns.sum()) + int(inside.any(axis=0).sum())
        yield sheet.finding("L1-03", f"空の列が{count}列、表の中や周りにあります。", _FIX, spans, count=count)
    again = [Span(r, t.span.left, r, t.span.right) for t in sheet.tables for r in t.repeated]
    if again:
        yield sheet.finding(
            "L1-03",
            f"表の途中に、見出しが{len(again)}回くり返されています。",
            "途中の見出しの行を削り、見出しを先頭の1行だけにしてください。",
            again,
        )


def _blank(sheet: Sheet, *, axis: int) -> np.ndarray:
    """Wholly blank lines before the last filled one; a merged cell fills what it covers."""
    used = np.asarray(sheet.view.occupied.any(axis=axis))
    last = int(np.flatnonzero(used)[-1])
    blank = np.asarray(~used)
    blank[last:] = False
    return blank
