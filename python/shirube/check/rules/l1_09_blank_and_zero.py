"""L1-09: blank and zero are told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...grid import Span
from ..finding import Finding
from ..layout import TableArea
from ..sheet import Sheet

__all__ = ["check"]

_REASON = re.compile(r"注記|状態|ステータス|記号|欠測|欠損|理由|status|flag", re.IGNORECASE)


def check(sheet: Sheet) -> Iterator[Finding]:
    """Ask a person about columns of numbers with both blanks and zeros, unless a column beside gives the reason."""
    for table in sheet.tables:
        counts = {c: found for c in table.numeric if all(found := _counts(table, c))}
        mixed = [c for c in counts if not _explained(table, c)]
        if mixed:
            blank = sum(counts[c][0] for c in mixed)
            more = f"など{len(mixed)}列" if len(mixed) > 1 else ""
            yield sheet.finding(
                "L1-09",
                f"{sheet.shown(table.name(mixed[0]) or '数値の列')}{more}に、空欄（{blank}個）と 0 が混ざっています。"
                "空欄が「値がない」、0 が「値がゼロ」を表しているか、見てください。",
                "値がないところは記号（例: …）と注で、ゼロは 0 で表してください。",
                [Span(table.body_top, c, table.span.bottom, c) for c in mixed],
                count=blank,
                confidence=0.6,
                abstained=True,
            )


def _counts(table: TableArea, column: int) -> tuple[int, int]:
    rows = slice(table.body_top, table.span.bottom + 1)
    filled = table.view.occupied[rows, column]
    blank = int((table.body_rows & ~filled).sum())
    zero = int(((table.view.values[rows, column] == 0) & table.body_rows).sum()) if blank else 0
    return blank, zero


def _explained(table: TableArea, column: int) -> bool:
    """A column of reasons is filled wherever this one is blank."""
    rows = slice(table.body_top, table.span.bottom + 1)
    blank = table.body_rows & ~table.view.occupied[rows, column]
    return any(
        _REASON.search(table.name(other)) and not (blank & ~table.view.filled[rows, other]).any()
        for other in table.columns
        if other != column
    )
