"""L1-05: every column has a name that says what it holds."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...calendar import parse_time
from ...grid import Span
from ..finding import Finding
from ..layout import TableArea
from ..sheet import Sheet

__all__ = ["check", "is_meaningless"]

_FIX = "列の中身が分かる項目名を、1行目に付けてください。"
_PLACEHOLDER = re.compile(
    r"(?:unnamed[\s:：]*\d*(?:_level_\d+)?|(?:列|項目|カラム|フィールド|変数|見出し|データ)\s*[0-9０-９A-Za-z]+"
    r"|(?:column|col|field|var|variable|item|data|header|value|attr)[\s_-]*\d+|[a-z]{1,2}\d{1,4}|[a-z])",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[A-Za-z0-9ぁ-んァ-ヶ一-龠々０-９Ａ-Ｚａ-ｚｦ-ﾟ〇%％№℃]")
_KNOWN = frozenset(
    {"n", "N", "p", "r", "x", "y", "m2", "m3", "km2", "co2", "pm10", "o3", "no2", "so2", "no", "No", "ID", "id"}
)


def is_meaningless(name: str) -> bool:
    """Tell whether a column name says nothing (列1, Unnamed: 3, A, Q1, ○).

    >>> [is_meaningless(n) for n in ("列1", "Unnamed: 0", "A", "x1", "○", "男", "ID", "2020年")]
    [True, True, True, True, True, False, False, False]
    """
    if name in _KNOWN or name.lower() in _KNOWN or parse_time(name) is not None:
        return False
    return _PLACEHOLDER.fullmatch(name) is not None or _LETTER.search(name) is None


def check(sheet: Sheet) -> Iterator[Finding]:
    """Report columns without a name, and names that say nothing."""
    for table in sheet.tables:
        yield from _of_table(sheet, table)


def _of_table(sheet: Sheet, table: TableArea) -> Iterator[Finding]:
    if not table.header:
        yield sheet.finding(
            "L1-05", "項目名の行がありません。", _FIX,
            [Span(table.span.top, table.span.left, table.span.top, table.span.right)],
            count=len(table.columns), confidence=0.8,
        )  # fmt: skip
        return
    row = table.header[-1]
    used = [c for c in table.columns if table.count("filled", c)]
    nameless = [c for c in used if not table.name(c)]
    if nameless:
        yield sheet.finding(
            "L1-05", f"項目名のない列が{len(nameless)}列あります。", _FIX, [Span(row, c, row, c) for c in nameless]
        )
    numbered = _only_numbers(table, used)
    odd = [c for c in used if table.name(c) and (numbered or is_meaningless(table.name(c)))]
    if odd:
        yield sheet.finding(
            "L1-05",
            f"{sheet.shown(table.name(odd[0]))}など、中身が分からない項目名が{len(odd)}列あります。",
            _FIX,
            [Span(row, c, row, c) for c in odd],
            confidence=0.8,
        )


def _only_numbers(table: TableArea, used: list[int]) -> bool:
    """All names are numbers that count up and are no years: numbers of the columns, not names."""
    names = [table.name(c) for c in used]
    if len(names) < 2 or not all(re.fullmatch(r"\d{1,4}", name) for name in names):
        return False
    numbers = [int(name) for name in names]
    return all(b - a == 1 for a, b in itertools.pairwise(numbers)) and parse_time(numbers[0]) is None
