"""L1-04: nothing but the table."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Finding
from ..sheet import Sheet

__all__ = ["check"]


def check(sheet: Sheet) -> Iterator[Finding]:
    """Report the cells outside the tables: titles, units, notes, scribbles."""
    outside = sheet.layout.outside
    if sheet.tables and outside.any():
        yield sheet.finding(
            "L1-04",
            f"表の外に、{sheet.example(outside)}などの書き込みが{int(outside.sum())}か所あります。",
            "要らないメモは消し、題名・単位・注は別のシート（説明）に移してください。",
            outside,
        )
