"""Asks one rule about a small sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from shirube.check.facts import SheetFacts
from shirube.check.finding import Findings
from shirube.check.inspect import inspect
from shirube.grid import Grid


def sheet(rows: Sequence[Sequence[Any]], *, merges: Sequence[str] = (), **fields: Any) -> Grid:
    return replace(Grid.from_rows(rows, name="表", merges=merges), **fields)


def found(
    rule: str, rows: Sequence[Sequence[Any]] | Grid, *, facts: SheetFacts | None = None, excel: bool = True,
    elsewhere: Sequence[str] = (), **fields: Any,
) -> Findings:  # fmt: skip
    grid = rows if isinstance(rows, Grid) else sheet(rows, **fields)
    return inspect(grid, facts, excel=excel, rules=(rule,), elsewhere=elsewhere)


def status(rule: str, rows: Sequence[Sequence[Any]] | Grid, **options: Any) -> str:
    """``fail``, ``person``, ``pass`` or ``not_applied``."""
    return found(rule, rows, **options).status(rule)


def cells(rule: str, rows: Sequence[Sequence[Any]] | Grid, **options: Any) -> list[str]:
    """The rectangles a rule finds wrong, in A1 notation."""
    return [span.a1 for finding in found(rule, rows, **options).failed for span in finding.spans]


CLEAN = [
    ["年", "市区町村コード", "市区町村", "人口（人）"],
    ["2020年", "01100", "札幌市", 1973395],
    ["2020年", "01202", "函館市", 251084],
    ["2021年", "01100", "札幌市", 1970052],
]
