"""L1-13: hidden rows and columns are shown; nothing is thrown away.

>>> from dataclasses import replace
>>> grid = replace(Grid.from_rows([["a", "b"], [1, 2]]), hidden_columns=frozenset({1}))
>>> sheet, changes = repair(Draft.of(grid))
>>> sheet.grid.hidden_columns, changes[0].cell
(frozenset(), 'B:B')
"""

from __future__ import annotations

from dataclasses import replace

from ...grid import Grid, column_letters
from .draft import Change, Draft

__all__ = ["RULE", "repair"]

RULE = "L1-13"


def repair(sheet: Draft) -> tuple[Draft, tuple[Change, ...]]:
    """Show what is hidden."""
    grid: Grid = sheet.grid
    rows = sorted(r for r in grid.hidden_rows if r < grid.shape[0])
    columns = sorted(c for c in grid.hidden_columns if c < grid.shape[1])
    changes = [
        Change(RULE, f"{r + 1}:{r + 1}", "非表示", "表示", "隠れていた行を表に戻しました。", grid.name) for r in rows
    ]
    for c in columns:
        letter = column_letters(c)
        reason = "隠れていた列を表に戻しました。"
        changes.append(Change(RULE, f"{letter}:{letter}", "非表示", "表示", reason, grid.name))
    shown = replace(grid, hidden_rows=frozenset(), hidden_columns=frozenset())
    return replace(sheet, grid=shown), tuple(changes)
