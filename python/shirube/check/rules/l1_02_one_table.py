"""L1-02: one table on a sheet."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Finding
from ..sheet import Sheet

__all__ = ["check"]


def check(sheet: Sheet) -> Iterator[Finding]:
    """Report every table of a sheet that holds two or more."""
    tables = sheet.tables
    if len(tables) >= 2:
        yield sheet.finding(
            "L1-02",
            f"1つのシートに表が{len(tables)}つあります。",
            "表ごとにシート（CSV はファイル）を分けてください。",
            [table.span for table in tables],
        )
