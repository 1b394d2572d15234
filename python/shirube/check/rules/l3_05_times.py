"""L3-05: times are written in western years, both, or time codes, and in one way."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from ...calendar import parse_time
from ...grid import Span
from ..finding import Finding
from ..layout import TableArea
from ..notation.columns import is_time_name
from ..notation.times import era_years, style_of, time_form
from ..sheet import Sheet
from ..view import Flags

__all__ = ["check"]

_FIX = "西暦（2023年）か、和暦に西暦を添えた形（令和5年（2023年））にそろえてください。"
_WRONG = frozenset({"和暦", "年だけ", "2桁の年"})
_MAY_BE_TIME = re.compile(r"[0-9０-９元一二三四五六七八九]")
_YEAR_NAME = re.compile(r"年度|年次|^年(?:$|[（(_])|[^\d]年$|和暦")
_WESTERN_NAME = re.compile(r"西暦|時間軸コード")
_LETTER_AND_NUMBER = re.compile(r"[A-Za-z]\d{1,2}")
_YEARS = (1600, 2200)
_SAMPLE = 200


def check(sheet: Sheet) -> Iterator[Finding]:
    """Report eras without western years, years without an era, and columns that mix styles."""
    view = sheet.view
    if not sheet.tables:
        return
    forms = _Forms(view.texts)
    era, bare = (np.zeros(sheet.grid.shape, dtype=bool) for _ in range(2))
    for table in sheet.tables:
        western = [c for c in table.columns if _WESTERN_NAME.search(table.name(c)) or _holds_years(table, c)]
        for column in table.used:
            if western and column not in western:
                continue
            kinds = _times(table, column, forms)
            for mask, wanted in ((era, {"和暦"}), (bare, _WRONG - {"和暦"})):
                if wanted & set(kinds.values()):
                    table.mark(mask, column, _flags(view.texts, kinds, wanted))
            _mark_small_years(bare, table, column)
    yield from _cells(sheet, era, "西暦のない和暦", repairable=True)
    yield from _cells(sheet, bare, "西暦も元号もない年", repairable=False)
    yield from _headings(sheet)
    yield from _mixed(sheet, forms)


class _Forms(dict[int, str]):
    """How the texts of a sheet write a time, each looked at when it is first asked for; empty: not a time."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__()
        self.texts = texts

    def __missing__(self, code: int) -> str:
        text = self.texts[code]
        form = self[code] = time_form(text) if _MAY_BE_TIME.search(text) else ""
        return form


def _times(table: TableArea, column: int, forms: _Forms) -> dict[int, str]:
    """The texts of a column that are times, when the column is one of times."""
    codes = np.unique(table.texts_below(column)).tolist()
    named = is_time_name(table.name(column))
    if not named and not sum(bool(forms[code]) for code in codes[:_SAMPLE]) * 4 >= len(codes[:_SAMPLE]):
        return {}
    found = {code: form for code in codes if (form := forms[code])}
    if named:
        return found
    sure = {code: form for code, form in found.items() if form in ("和暦", "西暦") and _whole(table.view.texts[code])}
    return sure if len(sure) * 2 >= max(len(codes), 1) and sure else {}


def _whole(text: str) -> bool:
    """The text is a time and nothing more: 令和7年の異動者数 is the name of an item, S9 a cell as likely as a year."""
    return parse_time(text, lenient=True) is not None and _LETTER_AND_NUMBER.fullmatch(text.strip()) is None


def _flags(texts: list[str], kinds: dict[int, str], wanted: frozenset[str] | set[str]) -> Flags:
    flags = np.zeros(len(texts), dtype=bool)
    flags[[code for code, form in kinds.items() if form in wanted]] = True
    return flags


def _holds_years(table: TableArea, column: int) -> bool:
    """A column of western years beside one of eras says both."""
    if not is_time_name(table.name(column)) or not table.count("number", column):
        return False
    values = table.view.values[table.body_top : table.span.bottom + 1, column]
    numbers = values[np.isfinite(values)]
    return (
        bool(((numbers >= _YEARS[0]) & (numbers < _YEARS[1])).all()) and table.count("filled", column) == numbers.size
    )


def _mark_small_years(mask: Flags, table: TableArea, column: int) -> None:
    """Set whole numbers 1–99 under 年 or 年度: years of an era that is not named."""
    name = table.name(column)
    if not _YEAR_NAME.search(name) or not is_time_name(name) or _MAY_BE_TIME.search(name):
        return
    rows = slice(table.body_top, table.span.bottom + 1)
    values = table.view.values[rows, column]
    with np.errstate(invalid="ignore"):
        mask[rows, column] |= (values >= 1) & (values <= 99) & (values == np.floor(values)) & table.body_rows


def _cells(sheet: Sheet, mask: Flags, what: str, *, repairable: bool) -> Iterator[Finding]:
    if mask.any():
        yield sheet.finding(
            "L3-05",
            f"{sheet.example(mask)}など、{what}が{int(mask.sum())}個あります。",
            _FIX,
            mask,
            repairable=repairable,
            confidence=0.85,
        )


def _headings(sheet: Sheet) -> Iterator[Finding]:
    spans = [
        Span(t.header[-1], c, t.header[-1], c)
        for t in sheet.tables
        if t.header
        for c in t.columns
        if era_years(t.name(c))
    ]
    if spans:
        name = next(t.name(c) for t in sheet.tables if t.header for c in t.columns if era_years(t.name(c)))
        yield sheet.finding(
            "L3-05", f"項目名{sheet.shown(name)}など{len(spans)}列で、西暦のない和暦を使っています。", _FIX, spans
        )


def _mixed(sheet: Sheet, forms: _Forms) -> Iterator[Finding]:
    for table in sheet.tables:
        for column in table.columns:
            if not is_time_name(table.name(column)):
                continue
            codes = np.unique(table.texts_below(column)).tolist()
            styles = {style for code in codes if forms[code] == "西暦" and (style := style_of(table.view.texts[code]))}
            if "date" not in styles and table.count("date", column):
                styles.add("日付")
            if len(styles) > 1:
                yield sheet.finding(
                    "L3-05",
                    f"{sheet.shown(table.name(column))}の列に、書き方の違う時（{'、'.join(sorted(styles))}）が混ざっています。",
                    "1つの列では、1つの書き方にそろえてください。",
                    [Span(table.body_top, column, table.span.bottom, column)],
                    repairable=False,
                    confidence=0.8,
                )
