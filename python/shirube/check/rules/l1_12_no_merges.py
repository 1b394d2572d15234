"""L1-12: no merged cells among the data. Merged headings are a matter of L2-03, merged titles of L1-04."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Finding
from ..sheet import Sheet

__all__ = ["check"]


def check(sheet: Sheet) -> Iterator[Finding]:
    """Report merged rectangles that reach into the body of a table."""
    spans = [
        span
        for span in sheet.grid.merges
        if any(
            span.bottom >= table.body_top
            and span.top <= table.span.bottom
            and span.left <= table.span.right
            and span.right >= table.span.left
            for table in sheet.tables
        )
    ]
    if spans:
        yield sheet.finding(
            "L1-12",
            f"表の中に、結合したセルが{len(spans)}か所あります。",
            "結合を解いて、同じ内容をそれぞれのセルに入れてください。",
            spans,
            confidence=1.0,
        )
