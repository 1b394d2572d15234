"""L3-01: the first row names the columns, the data start in the second."""

from __future__ import annotations

from collections.abc import Iterator

from ...grid import Span
from ..finding import Finding
from ..sheet import Sheet

__all__ = ["check"]

_FIX = "1行目を項目名、2行目からをデータにしてください。題名や注は別のシートに移します。"


def check(sheet: Sheet) -> Iterator[Finding]:
    """Report what stands above the header, a header of several rows, and what parts it from the data."""
    if not sheet.tables:
        return
    table = sheet.tables[0]
    right = sheet.grid.shape[1] - 1
    if table.span.top > 0:
        yield sheet.finding(
            "L3-01",
            f"表が{table.span.top + 1}行目から始まっています（上に題名や空の行があります）。",
            _FIX,
            [Span(0, 0, table.span.top - 1, right)],
            count=table.span.top,
            confidence=0.95,
        )
    if not table.header:
        row = table.span.top
        yield sheet.finding(
            "L3-01", "表の先頭の行が、項目名ではなくデータです。", _FIX,
            [Span(row, table.span.left, row, table.span.right)], repairable=False, confidence=0.8,
        )  # fmt: skip
        return
    first, last = table.header[0], table.header[-1]
    if last > first:
        yield sheet.finding(
            "L3-01",
            f"見出しが{last - first + 1}行あり、データが見出しの次の行から始まっていません。",
            _FIX,
            [Span(first, table.span.left, last, table.span.right)],
            confidence=0.9,
        )
    gap = [r for r in table.blank_rows if r <= last + 1]
    if gap:
        yield sheet.finding(
            "L3-01", "見出しとデータの間に空の行があります。", _FIX, [Span(r, 0, r, right) for r in gap]
        )
