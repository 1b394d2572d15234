"""L2-06: formulas become their values; the new workbook never holds a formula.

>>> from shirube.grid import Grid
>>> changes = repair(Draft.of(Grid.from_rows([["計", 3]])), [Span(0, 1, 0, 1)])[1]
>>> changes[0].cell, changes[0].after
('B1', 3)
"""

from __future__ import annotations

from collections.abc import Iterable

from ...grid import Span
from .draft import Change, Draft

__all__ = ["RULE", "repair"]

RULE = "L2-06"
_REASON = "数式を、計算した値にしました。"


def repair(sheet: Draft, formulas: Iterable[Span]) -> tuple[Draft, tuple[Change, ...]]:
    """List the cells that held formulas; what was read of them is their value already.

    Parameters
    ----------
    sheet
        The sheet.
    formulas
        Rectangles of cells with formulas, as `office.read.check_source` finds them.
    """
    rows, columns = sheet.grid.shape
    changes = []
    for span in formulas:
        for row in range(span.top, min(span.bottom + 1, rows)):
            for column in range(span.left, min(span.right + 1, columns)):
                value = sheet.grid.values[row, column]
                changes.append(Change(RULE, sheet.address(row, column), value, value, _REASON, sheet.name))
    return sheet, tuple(changes)
