"""L1-15: a CSV field with a comma (or a quote) in it stands in quotes."""

from __future__ import annotations

from collections.abc import Iterator

from ..facts import CheckSource
from ..finding import Finding
from .registry import rule

__all__ = ["check"]

_FIX = 'カンマや引用符を含む値は "…" で囲み、値の中の " は "" と書いてください。'


def check(source: CheckSource) -> Iterator[Finding]:
    """Report records whose fields do not come out even, and quotes in the wrong place."""
    facts = source.csv
    if facts is None:
        return
    if facts.unclosed:
        yield _finding(source, '引用符（"）が閉じられていません。', 1)
    if facts.uneven:
        first = facts.uneven[0]
        yield _finding(
            source,
            f"項目の数が見出し（{facts.width}個）より多い行が{len(facts.uneven)}件あります（最初は{first.line}行目）。"
            "囲まれていないカンマで列がずれているおそれがあります。",
            len(facts.uneven),
        )
    if facts.stray_quotes:
        first = facts.stray_quotes[0]
        yield _finding(
            source,
            f"囲まれていない引用符のある行が{len(facts.stray_quotes)}件あります（最初は{first.line}行目）。",
            len(facts.stray_quotes),
        )


def _finding(source: CheckSource, sentence: str, count: int) -> Finding:
    return Finding("L1-15", rule("L1-15").severity, sentence, _FIX, file=source.file, count=count, confidence=0.9)
