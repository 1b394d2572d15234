"""L1-14: a record of a CSV file is one line."""

from __future__ import annotations

from collections.abc import Iterator

from ..facts import CheckSource
from ..finding import Finding
from .registry import rule

__all__ = ["check"]


def check(source: CheckSource) -> Iterator[Finding]:
    """Report records with a line break inside: within quotes, which can be taken out, and without, which cannot."""
    if source.csv is None:
        return
    for faults, how, repairable in (
        (source.csv.broken_inside, "引用符の中で", True),
        (source.csv.cut, "引用符なしで", False),
    ):
        if faults:
            yield Finding(
                "L1-14",
                rule("L1-14").severity,
                f"{how}途中改行された行が{len(faults)}件あります（最初は{faults[0].line}行目）。",
                "セルの中の改行を取り除き、1件を1行で書いてください。",
                file=source.file,
                count=len(faults),
                repairable=repairable,
                confidence=1.0 if repairable else 0.7,
            )
