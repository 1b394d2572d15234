"""L3-09: one observation a row; times and repeated items run down, not across."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ...calendar import parse_time
from ...grid import Span
from ...text import to_half_width
from ..finding import Finding
from ..layout import TableArea
from ..notation.regions import region_form
from ..sheet import Sheet

__all__ = ["across", "check"]

_YEAR = re.compile(
    r"(?:(?:明治|大正|昭和|平成|令和)\s*(?:元|\d{1,2})|(?:18|19|20|21)\d{2}|[MTSHR](?:元|\d{1,2})(?=年|$|_))\s*(?:年度?)?(?:[（(][^)）]*[)）]\s*年?度?)?(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?"
)
_MONTH = re.compile(r"^(?:1[0-2]|[1-9])\s*月$")
_PERIOD = re.compile(r"^(?:第?\s*[1-4一二三四ⅠⅡⅢⅣ]\s*四半期|[上下前後]半?期|[1-4]Q|Q[1-4]|第?\d+[回期次])$")
_AGE = re.compile(r"^\d{1,3}\s*(?:[~〜～ー−-]\s*\d{0,3})?\s*(?:歳|才)(?:以上|未満|以下|代)?(?:[~〜～])?$|^\d{1,2}0代$")
_NUMBERED = re.compile(r"^(?P<stem>.*?[^\d\s_.-])[\s_.-]*(?P<number>\d{1,3}|[①-⑳])$")
_LEAST = {"年": 2, "月": 3, "期": 3, "年齢": 3, "地域": 3, "番号": 3}
_MOST_COLUMNS = 100


def across(names: Sequence[str]) -> tuple[str, list[int]]:
    """Return what runs across the columns (年, 月, 期, 年齢, 地域, 番号) and which columns; empty when nothing does.

    >>> across(["地区", "2020年", "2021年"]), across(["年", "地区", "人口", "世帯数"])
    (('年', [1, 2]), ('', []))
    >>> across(["地区", "人口_2020", "人口_2021"])[1], across(["氏名", "病名1", "病名2", "病名3"])[0]
    ([1, 2], '番号')
    """
    groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for i, name in enumerate(names):
        for key in _kinds(to_half_width(name)):
            groups[key].append(i)
    found = [(kind, at) for (kind, _), at in groups.items() if len(at) >= _LEAST[kind] and _differ(names, at)]
    if not found:
        return "", []
    kind = found[0][0]
    return kind, sorted({i for other, at in found if other == kind for i in at})


def _kinds(name: str) -> Iterator[tuple[str, str]]:
    """What a name could be one of, with what the others of its kind must share."""
    if match := _YEAR.search(name):
        if parse_time(match[0], lenient=True) is not None:
            yield "年", (name[: match.start()] + "□" + name[match.end() :]).strip("_ ")
        return
    last = name.rpartition("_")[2]
    stem = name[: len(name) - len(last)]
    for kind, pattern in (("月", _MONTH), ("期", _PERIOD), ("年齢", _AGE)):
        if pattern.match(last):
            yield kind, stem
            return
    if len(last) > 1 and region_form(last):
        yield "地域", stem
    elif match := _NUMBERED.match(name):
        yield "番号", match["stem"]


def _differ(names: Sequence[str], at: Sequence[int]) -> bool:
    return len({names[i] for i in at}) == len(at)


def check(sheet: Sheet) -> Iterator[Finding]:
    """Report tables whose columns are times, ages, regions or numbered repetitions of one thing."""
    for table in sheet.tables:
        if not table.header:
            continue
        kind, at = across(table.names)
        columns = [table.span.left + i for i in at]
        if kind and _hold_values(table, columns, kind):
            yield _finding(sheet, table, columns, f"{_WORD[kind]}が{len(columns)}列に並んだ横持ちです。", 0.85)
        elif len(table.columns) - len(table.blank_columns) > _MOST_COLUMNS:
            yield _finding(sheet, table, list(table.columns), f"列が{len(table.columns)}もある横持ちです。", 0.7)


_WORD = {"年": "年", "月": "月", "期": "期", "年齢": "年齢", "地域": "地域", "番号": "番号違いの同じ項目"}


def _hold_values(table: TableArea, columns: Sequence[int], kind: str) -> bool:
    """The columns hold values of one kind: numbers, or for numbered items anything alike."""
    if kind == "番号":
        if all(c in table.labels for c in columns) and any(n > max(columns) for n in table.numeric):
            return False  # levels of the row labels
        numeric = sum(c in table.numeric for c in columns)
        return numeric in (0, len(columns))
    filled = [c for c in columns if table.count("filled", c)]
    return not filled or sum(c in table.numeric for c in filled) * 2 >= len(filled) or kind == "年"


def _finding(sheet: Sheet, table: TableArea, columns: Sequence[int], sentence: str, confidence: float) -> Finding:
    row = table.header[-1]
    return sheet.finding(
        "L3-09",
        sentence,
        "年や項目を1つの列にまとめ、1行に1つの値が並ぶ縦持ちに直してください（［縦持ちに直す］でできます）。",
        [Span(row, min(columns), row, max(columns))],
        count=len(columns),
        confidence=confidence,
    )
