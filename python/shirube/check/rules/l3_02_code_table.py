"""L3-02: what the codes mean is written down."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from ...grid import Span
from ..finding import Finding
from ..layout import TableArea
from ..sheet import Sheet
from .registry import rule

__all__ = ["check"]

_CODED = re.compile(
    r"区分|種別|分類|性別|有無|選択|回答|問\s*\d|^q\s*\d|^f\s*\d|満足度|フラグ|コード$|code$", re.IGNORECASE
)
_OTHER_CODES = re.compile(r"地域|団体|市区町村|都道府県|自治体|郵便|時間軸|標準")
_TABLE = re.compile(r"コード表|符号表|凡例|コードブック|選択肢一覧|code\s*book|項目定義", re.IGNORECASE)
_LEGEND = re.compile(r"(?<!\d)\d{1,2}\s*(?:[=＝:：…]|は)\s*[^\d\s]")
_LEAST_ROWS, _MOST_CODES, _LARGEST = 6, 20, 99


def check(sheet: Sheet) -> Iterator[Finding]:
    """Ask a person about columns of small codes, unless the meaning stands on the sheet or in the file."""
    coded = [(t, c) for t in sheet.tables for c in t.numeric if _is_coded(t, c)]
    if not coded or any(_TABLE.search(text) or _LEGEND.search(text) for text in sheet.around):
        return
    table, column = coded[0]
    yield sheet.finding(
        "L3-02",
        f"{sheet.shown(table.name(column))}など{len(coded)}列の値が番号です。{rule('L3-02').look}、見てください。",
        "番号と意味の一覧（コード表）を、別のシートかファイルで添えてください。",
        [Span(t.body_top, c, t.span.bottom, c) for t, c in coded],
        abstained=True,
        confidence=0.6,
    )


def _is_coded(table: TableArea, column: int) -> bool:
    name = table.name(column)
    if not _CODED.search(name) or _OTHER_CODES.search(name):
        return False
    values = table.view.values[table.body_top : table.span.bottom + 1, column]
    numbers = values[np.isfinite(values)]
    if numbers.size < _LEAST_ROWS or (numbers != np.floor(numbers)).any():
        return False
    kinds = np.unique(numbers)
    return bool(kinds.size <= _MOST_CODES and kinds[-1] <= _LARGEST and kinds[0] >= 0 and kinds.size < numbers.size)
