"""L2-01: numbers are numbers, without units, commas, note marks or other text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from ..finding import Finding
from ..layout import TableArea
from ..notation.columns import is_code_name, is_time_name
from ..sheet import Sheet
from ..view import Flags

__all__ = ["check", "number_columns"]

_FIX = "数値だけを入れ、単位・注は別の列か項目名に移してください（桁区切りや ▲ は表示形式で）。"
_NO_QUANTITY = re.compile(r"単位|unit", re.IGNORECASE)
_LEAST_CHOICES = 6
_YEARS = range(1868, 2101)
_DIGIT = re.compile(r"[0-9０-９]")


def number_columns(table: TableArea) -> tuple[int, ...]:
    """Columns of quantities: numbers that are not codes, times or names of the rows."""
    return tuple(
        c for c in table.numeric
        if not _NO_QUANTITY.match(table.name(c)) and not is_code_name(table.name(c)) and not is_time_name(table.name(c))
        and not _names_rows(table, c) and not _are_choices(table, c)
    )  # fmt: skip


def _are_choices(table: TableArea, column: int) -> bool:
    """Whole numbers written as text that come again and again, or years: codes and labels, not quantities."""
    codes = table.texts_below(column)
    if table.count("number", column) or len(codes) < _LEAST_CHOICES:
        return False
    distinct = np.unique(codes).tolist()
    numbers = (table.view.number_of(code) for code in distinct)
    if all(number is not None and number.value in _YEARS for number in numbers):
        return True
    return len(distinct) * 2 <= len(codes) and all(table.view.texts[code].isdigit() for code in distinct)


def _names_rows(table: TableArea, column: int) -> bool:
    """The first column, all different, with units throughout (1回, 2回 …): labels of the rows."""
    if column != table.used[0] or len(table.numeric) < 2 or table.count("number", column):
        return False
    codes = table.texts_below(column)
    return len(set(codes.tolist())) == len(codes) and all(
        number.unit for code in codes.tolist() if (number := table.view.number_of(code)) is not None
    )


def check(sheet: Sheet) -> Iterator[Finding]:
    """Report texts in columns of numbers: those that are one number and can be made one, and those that are not."""
    view = sheet.view
    numbers = view.number_flags
    mixed = view.flags_by_shape(_DIGIT.search) & ~numbers & ~view.symbol_flags
    found, unread = np.zeros(sheet.grid.shape, dtype=bool), np.zeros(sheet.grid.shape, dtype=bool)
    for table in sheet.tables:
        for column in number_columns(table):
            if table.count("number", column) == table.count("filled", column):
                continue
            table.mark(found, column, numbers)
            table.mark(unread, column, mixed)
    yield from _reported(sheet, found, "数値が文字として入っている", 0.9, repairable=True)
    yield from _reported(sheet, unread, "数値に文字が混ざっている", 0.8, repairable=False)


def _reported(sheet: Sheet, mask: Flags, what: str, confidence: float, *, repairable: bool) -> Iterator[Finding]:
    if mask.any():
        yield sheet.finding(
            "L2-01",
            f"{sheet.example(mask)}など、{what}セルが{int(mask.sum())}個あります。",
            _FIX,
            mask,
            repairable=repairable,
            confidence=confidence,
        )
