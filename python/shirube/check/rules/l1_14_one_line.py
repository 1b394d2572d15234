"""L1-14: a record of a CSV file is one line."""

from __future__ import annotations

from collections.abc import Iterator

from ..facts import CheckSource
from ..finding import Finding
from .registry import rule

__all__ = ["check"]


def check(source: CheckSource) -> Iterator[Finding]:
    """Report records with a line break inside."""
    facts = source.csv
    if facts is None or not facts.broken_inside:
        return
    first = facts.broken_inside[0]
    yield Finding(
        "L1-14",
        rule("L1-14").severity,
        f"途中で改行された行が{len(facts.broken_inside)}件あります（最初は{first.line}行目）。",
        "セルの中の改行を取り除き、1件を1行で書いてください。",
        file=source.file,
        count=len(facts.broken_inside),
        repairable=True,
        confidence=1.0,
    )
