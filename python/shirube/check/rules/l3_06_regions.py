"""L3-06: regions are named by code or in full."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from ...errors import ValueFormatError
from ...grid import Span
from ...places import read_code
from ..finding import Finding
from ..layout import TableArea
from ..notation.regions import is_ambiguous, region_form
from ..sheet import Sheet

__all__ = ["check", "region_columns", "region_name"]

_REGION = re.compile(
    r"都道府県|市区町村|市町村|自治体|^(?:府?県|市|町|村|区)名?$|(?:県|市|(?<!地)区|町|村|団体)名(?:$|[（(])|^地域(?:名|$)|prefecture|municipality|^city",
    re.IGNORECASE,
)
_SURELY = re.compile(r"都道府県|市区町村|市町村|自治体|prefecture|municipality", re.IGNORECASE)
_CODE = re.compile(
    r"(?:地域|団体|市区町村|市町村|都道府県|自治体|県|標準|公共団体).*コード|コード.*(?:地域|団体|市区町村)|^(?:area|region|pref|city)_?code",
    re.IGNORECASE,
)
_PREFECTURE = re.compile(r"都道府県|^県名?$|prefecture", re.IGNORECASE)
_FIX = "標準地域コードの列を添えるか、正式な名前（青森県、札幌市）で書いてください。"
_LOST_ZERO = "先頭の 0 がない"
_SHARE = 0.5
_MOST_TEXTS = 20_000


def check(sheet: Sheet) -> Iterator[Finding]:
    """Report shortened and ambiguous names of regions without codes, and codes that do not exist."""
    for table in sheet.tables:
        codes = [c for c in table.columns if _CODE.search(table.name(c))]
        for column in codes:
            yield from _codes(sheet, table, column)
        if not codes:
            for column in region_columns(table):
                yield from _names(sheet, table, column)


def region_columns(table: TableArea) -> tuple[int, ...]:
    """Columns of names of prefectures or municipalities, by their name or by what stands there."""
    return tuple(c for c in table.columns if c not in table.numeric and _is_region(table, c))


def region_name(name: str) -> bool:
    """Tell whether a column's name says that it holds prefectures or municipalities."""
    return _REGION.search(name) is not None


def _is_region(table: TableArea, column: int) -> bool:
    texts = _texts(table, column)
    if not texts or len(texts) > _MOST_TEXTS:
        return False
    name = table.name(column)
    known = sum(bool(region_form(text, municipal=_REGION.search(name) is not None)) for text in texts)
    return known >= len(texts) * _SHARE or (_SURELY.search(name) is not None and known > 0)


def _texts(table: TableArea, column: int) -> list[str]:
    return [table.view.texts[code] for code in np.unique(table.texts_below(column)).tolist()]


def _names(sheet: Sheet, table: TableArea, column: int) -> Iterator[Finding]:
    texts = _texts(table, column)
    named = _REGION.search(table.name(column)) is not None
    short = {text for text in texts if region_form(text, municipal=named) == "略称"}
    if short:
        mask = table.cells(column, sheet.view.flags(short.__contains__))
        yield sheet.finding(
            "L3-06",
            f"{sheet.example(mask)}など、正式でない地域名が{int(mask.sum())}個あります。",
            _FIX,
            mask,
            # 青森 is one prefecture; which municipality 川西 is, only a person knows.
            repairable=all(region_form(text) == "略称" for text in short),
            confidence=0.8,
        )
    if any(_PREFECTURE.search(table.name(c)) for c in table.columns):
        return
    unclear = {text for text in texts if text not in short and text[-1:] in "市町村" and is_ambiguous(text)}
    if unclear:
        mask = table.cells(column, sheet.view.flags(unclear.__contains__))
        yield sheet.finding(
            "L3-06",
            f"{sheet.example(mask)}など、全国に2つ以上ある地域名が{int(mask.sum())}個あり、どこか分かりません。",
            "都道府県の列か標準地域コードの列を添えてください。",
            mask,
            repairable=False,
            confidence=0.6,
            abstained=True,
        )


def _codes(sheet: Sheet, table: TableArea, column: int) -> Iterator[Finding]:
    """Report codes that no list holds (a lost leading zero among them)."""
    rows = range(table.body_top, table.span.bottom + 1)
    wrong: dict[object, str] = {}
    values = sheet.grid.values[table.body_top : table.span.bottom + 1, column]
    distinct = {v for v in values.tolist() if isinstance(v, (str, int)) and not isinstance(v, bool)}
    if len(distinct) > _MOST_TEXTS:
        return
    for value in distinct:
        reason = _code_fault(value)
        if reason:
            wrong[value] = reason
    lost_zeros = any(reason == _LOST_ZERO for reason in wrong.values())
    if not wrong or (len(wrong) * 2 > len(distinct) and not lost_zeros):
        return  # mostly unknown: codes of the survey's own
    spans = [Span(r, column, r, column) for r in rows if sheet.grid.values[r, column] in wrong]
    first = sheet.grid.values[spans[0].top, column]
    yield sheet.finding(
        "L3-06",
        f"地域コード「{first}」など{len(spans)}個が、標準地域コードと合いません（{wrong[first]}）。",
        "標準地域コード（5桁か、検査数字を付けた6桁の文字）に直してください。",
        spans[:1000],
        count=len(spans),
        repairable=all(reason == _LOST_ZERO for reason in wrong.values()),
        confidence=0.7,
    )


def _code_fault(value: str | int) -> str:
    text = str(value).strip()
    if not (text.isdigit() and len(text) in (4, 5, 6)) or not int(text):
        return ""
    try:
        place = read_code(value).place
    except ValueFormatError:
        return "一覧にない番号"
    return "" if place.code.startswith(text) else _LOST_ZERO
