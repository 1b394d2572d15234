"""L3-03: symbols among figures (x, …, -) leave the column; what they mean stands in a status column beside it.

>>> from shirube.grid import Grid
>>> grid = Grid.from_rows([["区", "人口"], ["東", 10], ["西", "x"], ["南", "…"]])
>>> sheet, changes = repair(Draft.of(grid, [Block(0, 0, 3, 1, 1, 1)]))
>>> sheet.grid.values[:, 1:].tolist()
[['人口', '人口_注記'], [10, '実数'], [None, '秘匿'], [None, '不詳']]
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ...grid import Kind
from ...numbers import Status, read_value
from .draft import Block, Change, Draft, Fact, column_name, free_name, rows_of
from .figures import number_columns

__all__ = ["RULE", "repair"]

RULE = "L3-03"
_SYMBOLS = frozenset({Status.NONE, Status.UNKNOWN, Status.SUPPRESSED, Status.NOT_AVAILABLE, Status.BELOW_UNIT})


def repair(sheet: Draft) -> tuple[Draft, tuple[Change, ...]]:
    """Move symbols from figures into status columns, and say what each means."""
    changes: list[Change] = []
    met: dict[str, str] = {}
    for index in range(len(sheet.blocks)):
        for column in reversed(number_columns(sheet, sheet.blocks[index])):
            sheet = _moved(sheet, sheet.blocks[index], column, changes, met)
    facts = tuple(Fact("記号の意味", f"{symbol}＝{meaning}", "", sheet.name) for symbol, meaning in met.items())
    return replace(sheet, facts=(*sheet.facts, *facts)), tuple(changes)


def _moved(sheet: Draft, block: Block, column: int, changes: list[Change], met: dict[str, str]) -> Draft:
    gone: dict[tuple[int, int], Any] = {}
    status: dict[int, str] = {}
    for row in (*rows_of(sheet, block, column, Kind.TEXT), *rows_of(sheet, block, column, Kind.ERROR)):
        value = sheet.grid.values[row, column]
        is_error = sheet.grid.kinds[row, column] == Kind.ERROR
        found = Status.NOT_AVAILABLE if is_error else read_value(value).status
        if found in _SYMBOLS:
            gone[row, column] = None
            status[row] = found.value
            met.setdefault(value.strip(), found.value)
            reason = f"記号「{value.strip()}」を「{found.value}」として、注記の列に移しました。"
            changes.append(Change(RULE, sheet.address(row, column), value, None, reason, sheet.name))
    if not gone:
        return sheet
    status |= dict.fromkeys(rows_of(sheet, block, column, Kind.NUMBER), Status.OBSERVED.value)
    status |= dict.fromkeys(rows_of(sheet, block, column, Kind.BLANK), Status.BLANK.value)
    name = free_name(sheet, block, f"{column_name(sheet, block, column)}_注記")
    return sheet.with_values(gone).with_column(column, name, status, block)
