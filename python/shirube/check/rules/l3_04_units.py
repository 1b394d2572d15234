"""L3-04: the unit of every number is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from ...grid import Span
from ..finding import Finding
from ..layout import TableArea
from ..notation.notes import stated_unit
from ..notation.times import time_form
from ..notation.units import has_unit, is_unit, needs_no_unit
from ..sheet import Sheet
from .l2_01_numbers import number_columns

__all__ = ["check"]

_LEAST_ROWS, _HIGHEST_GRADE, _OFTEN = 5, 10, 4
_UNIT_COLUMN = re.compile(r"^(?:単位|unit)", re.IGNORECASE)


def check(sheet: Sheet) -> Iterator[Finding]:
    """Report columns of numbers whose unit stands neither in their name, nor in a column, nor around the table."""
    if any(stated_unit(text) or is_unit(text.strip(" \u3000()（）[]")) for text in sheet.around):
        return
    for table in sheet.tables:
        missing = [c for c in number_columns(table) if _lacks_unit(table, c)]
        if missing and not any(_UNIT_COLUMN.match(name) for name in table.names):
            row = table.header[-1] if table.header else table.span.top
            yield sheet.finding(
                "L3-04",
                f"{sheet.shown(table.name(missing[0]) or '数値の列')}など、"
                f"単位の書かれていない数値の列が{len(missing)}列あります。",
                "項目名に単位を添えるか（例: 人口（人））、単位の列を作ってください。",
                [Span(row, c, row, c) for c in missing],
                confidence=0.7,
            )


def _are_codes(table: TableArea, column: int) -> bool:
    """Running numbers, flags (0 and 1), and grades that come again and again: numbers without a unit."""
    values = table.view.values[table.body_top : table.span.bottom + 1, column]
    numbers = values[np.isfinite(values)]
    if numbers.size < _LEAST_ROWS or (numbers != np.floor(numbers)).any():
        return False
    if (np.diff(numbers) == 1).all() and numbers[0] in (0, 1):
        return True
    low, high, kinds = numbers.min(), numbers.max(), np.unique(numbers).size
    return bool(low >= 0 and (high <= 1 or (high <= _HIGHEST_GRADE and kinds * _OFTEN <= numbers.size)))


def _lacks_unit(table: TableArea, column: int) -> bool:
    name = table.name(column)
    if has_unit(name) or needs_no_unit(name) or _are_codes(table, column):
        return False
    codes = table.texts_below(column).tolist()
    # 10人, 20人: the unit stands in the cells, which is L2-01's business.
    return not (codes and all(getattr(table.view.number_of(code), "unit", "") for code in codes)) or bool(
        time_form(name) and not codes
    )
