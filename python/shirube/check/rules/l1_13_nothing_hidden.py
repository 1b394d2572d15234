"""L1-13: no hidden or folded rows and columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from ...grid import Span
from ..blocks import runs
from ..finding import Finding
from ..sheet import Sheet

__all__ = ["check"]

_FIX = "要らなければ削り、要るものなら再表示してください。"


def check(sheet: Sheet) -> Iterator[Finding]:
    """Report hidden rows and columns inside the used part of a sheet; ask about a hidden sheet."""
    height, width = sheet.grid.shape
    folded_rows = sheet.facts.folded_rows if sheet.facts else frozenset[int]()
    folded_columns = sheet.facts.folded_columns if sheet.facts else frozenset[int]()
    rows = _runs(sheet.grid.hidden_rows | folded_rows, height)
    columns = _runs(sheet.grid.hidden_columns | folded_columns, width)
    for what, spans in (
        ("行", [Span(a, 0, b, max(width - 1, 0)) for a, b in rows]),
        ("列", [Span(0, a, max(height - 1, 0), b) for a, b in columns]),
    ):
        if spans:
            count = sum((s.bottom - s.top if what == "行" else s.right - s.left) + 1 for s in spans)
            yield sheet.finding(
                "L1-13", f"隠れた{what}が{count}{what}あります。", _FIX, spans, count=count, confidence=1.0
            )
    if sheet.grid.sheet_hidden and height:
        yield sheet.finding(
            "L1-13", "シートが隠されています。公開してよいもの、要るものかを見てください。", _FIX, abstained=True
        )


def _runs(hidden: Iterable[int], size: int) -> list[tuple[int, int]]:
    flags = np.zeros(size, dtype=bool)
    flags[[i for i in hidden if i < size]] = True
    return runs(flags)
