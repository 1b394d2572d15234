"""L2-06: formulas become their values; the new workbook never holds a formula.

>>> from shirube.grid import Grid
>>> sheet = Draft.of(Grid.from_rows([["計", 3]]))
>>> repair(sheet, {(0, 1): "=SUM(A1:A2)"})[1][0].before
'=SUM(A1:A2)'
"""

from __future__ import annotations

from collections.abc import Mapping

from .draft import Change, Draft

__all__ = ["RULE", "repair"]

RULE = "L2-06"


def repair(sheet: Draft, formulas: Mapping[tuple[int, int], str]) -> tuple[Draft, tuple[Change, ...]]:
    """List the formulas of a sheet, whose values are what was read.

    Parameters
    ----------
    sheet
        The sheet.
    formulas
        Text of every formula by position; empty where the file does not repeat it.
    """
    rows, columns = sheet.grid.shape
    changes = [
        Change(
            RULE,
            sheet.address(r, c),
            text or "数式",
            sheet.grid.values[r, c],
            "数式を、計算した値にしました。",
            sheet.name,
        )
        for (r, c), text in sorted(formulas.items())
        if r < rows and c < columns
    ]
    return sheet, tuple(changes)
