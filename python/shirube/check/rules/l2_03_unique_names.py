"""L2-03: every column has a name of its own, complete in one row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ...grid import Span
from ..finding import Finding
from ..layout import TableArea
from ..sheet import Sheet

__all__ = ["check"]

_FIX = "見出しを1行にし、上の段の語も入れて、列ごとに別々の項目名にしてください（例: 人口_男）。"


def check(sheet: Sheet) -> Iterator[Finding]:
    """Report headers of several rows, merged headings, names that come twice, and columns without a name."""
    for table in sheet.tables:
        if table.header:
            yield from _of_header(sheet, table)


def _of_header(sheet: Sheet, table: TableArea) -> Iterator[Finding]:
    first, last = table.header[0], table.header[-1]
    merges = [
        s for s in sheet.grid.merges
        if first <= s.top <= last and s.bottom <= last and table.span.left <= s.left <= table.span.right
    ]  # fmt: skip
    if len(table.header) > 1:
        yield sheet.finding(
            "L2-03",
            f"見出しが{len(table.header)}行に分かれています。",
            _FIX,
            [Span(first, table.span.left, last, table.span.right)],
            confidence=0.95,
        )
    elif merges:
        yield sheet.finding(
            "L2-03", f"見出しのセルが{len(merges)}か所結合されていて、列ごとの名前がありません。", _FIX, merges
        )
    yield from _names(sheet, table)


def _names(sheet: Sheet, table: TableArea) -> Iterator[Finding]:
    last = table.header[-1]
    used = [c for c in table.columns if table.count("filled", c) or table.name(c)]
    columns: defaultdict[str, list[int]] = defaultdict(list)
    for column in used:
        columns[table.name(column)].append(column)
    nameless = columns.pop("", [])
    twice = {name: found for name, found in columns.items() if len(found) > 1}
    if twice:
        name, found = next(iter(twice.items()))
        yield sheet.finding(
            "L2-03",
            f"項目名{sheet.shown(name)}が{len(found)}列にあります"
            + (f"（ほか{len(twice) - 1}つの名前も）。" if len(twice) > 1 else "。"),
            _FIX,
            [Span(last, c, last, c) for found in twice.values() for c in found],
            confidence=0.95,
        )
    if nameless:
        yield sheet.finding(
            "L2-03", f"項目名のない列が{len(nameless)}列あります。", _FIX,
            [Span(last, c, last, c) for c in nameless], repairable=False,
        )  # fmt: skip
