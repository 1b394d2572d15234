"""L3-09: what became of a sheet that was turned into one row per observation, cell by cell.

The turning itself is the work of the tidy conversion; here its table becomes a sheet under repair, and every source
cell is accounted for: as a value, as a label written into each row, or as a fact taken out.

>>> import pandas as pd
>>> from types import MappingProxyType
>>> grid = Grid.from_rows([["区", 2022, 2023], ["東", 1, "2人"]])
>>> frame = pd.DataFrame({"区": ["東", "東"], "年": ["2022", "2023"], "値": [1.0, 2.0], "出所セル": ["B2", "C2"]})
>>> facts = MappingProxyType({"form": "crosstab", "range": "A1:C2", "used_cells": ("A1", "B1", "C1", "A2", "B2", "C2")})
>>> table = TidyTable(frame, dimensions=("区", "年"), metadata=facts)
>>> sheet, changes = long_form(Draft.of(grid), table)
>>> sheet.grid.values.tolist()
[['区', '年', '値', '出所セル'], ['東', 2022, 1, 'Sheet1!B2'], ['東', 2023, 2, 'Sheet1!C2']]
>>> [(c.cell, c.before, c.after) for c in changes if c.rule == "L2-01"]
[('C2', '2人', 2)]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ...grid import Grid, parse_a1
from ...numbers import Status
from ...table import CELL, COLUMN_TOTAL, ROW_TOTAL, STATUS, SYMBOL, UNIT, TidyTable
from .draft import NEW, WIDTH, Block, Change, Draft, Fact

__all__ = ["LOST", "long_form"]

RULE = "L3-09"
_BLANK = "（空欄）"
#: Labels of facts that say a value was lost on the way: too many of them, and the sheet is no table to be turned.
LOST = ("数として読めなかった値", "値のない行です")
_REPEATED = "見出しや項目を、各行に書きました。"
_OUTSIDE = ("この表の範囲の外にあります。", "一覧の外にある文です。")


def long_form(sheet: Draft, table: TidyTable) -> tuple[Draft, tuple[Change, ...]]:
    """Return the sheet of a tidy table, and what happened to every cell of its source.

    Parameters
    ----------
    sheet
        The source.
    table
        What the tidy conversion made of (a part of) it.
    """
    sources = _sources(table)
    values = {cell for cells in sources.values() for cell in cells if cell}
    columns = _columns(sheet.grid, table, values)
    named = _names(list(columns))
    made = _sheet(sheet, {named[name]: cells for name, cells in columns.items()}, sources)
    changes = [_turned(sheet, table)]
    changes += _value_changes(sheet, table, sources)
    labels, facts = _labels(sheet, table, values, columns)
    unread = _unread(sheet, table, sources)
    left = [
        Fact(d.reason.rstrip("。"), _at(sheet.grid, d.cell), d.cell, sheet.name)
        for d in table.dropped
        if d.reason not in _OUTSIDE and d.cell not in values
    ]
    moved = [Change(RULE, f.cell, f.value, f.value, f"{f.label}。「表の説明」に移しました。", sheet.name) for f in left]
    return replace(made, facts=(*unread, *facts, *left)), (*changes, *labels, *moved)


def _at(grid: Grid, cell: str) -> Any:
    span = parse_a1(cell)
    return grid.values[span.top, span.left]


def _sources(table: TidyTable) -> dict[str, list[str]]:
    """Addresses of the values, by name of the column that holds them."""
    known = table.metadata.get("cells")
    if known:
        return {name: list(cells) for name, cells in known.items()}
    return {name: table.frame[CELL].tolist() for name in table.measures[:1]} if CELL in table.frame else {}


def _columns(grid: Grid, table: TidyTable, values: set[str]) -> dict[str, list[Any]]:
    """The columns of the new sheet; those that say nothing (all the same blank or no total at all) are left out."""
    frame = table.frame
    numbers = {float(value) for _, value in _label_numbers(grid, table, values)}
    columns: dict[str, list[Any]] = {}
    place = f"{grid.name}!"
    for name in map(str, frame.columns):
        cells = [None if value != value else value for value in frame[name].tolist()]
        if name == SYMBOL or (name in (ROW_TOTAL, COLUMN_TOTAL) and not any(cells)):
            continue
        if name == UNIT and not any(cells):
            continue
        if name == CELL:
            # With the sheet's name: H5 alone looks like 平成5年.
            cells = [cell and place + cell for cell in cells]
        elif name in table.dimensions:
            cells = _as_numbers(cells, numbers)
        columns[name] = [_plain(value) for value in cells]
    return _told_apart(_levelled(columns, table.dimensions), table)


_COLUMN, _SEVERAL = "元の列", 2


def _told_apart(columns: dict[str, list[Any]], table: TidyTable) -> dict[str, list[Any]]:
    """Where labels do not tell the rows apart (a heading without text), the letter of the source column does."""
    frame, names = table.frame, list(table.dimensions)
    told = bool(names) and not frame.duplicated(names).any()
    if table.metadata.get("form") != "crosstab" or CELL not in frame or told or len(frame) < _SEVERAL:
        return columns
    letters = [str(cell).rstrip("0123456789") for cell in frame[CELL].tolist()]
    ordered = {name: cells for name, cells in columns.items() if name in names} | {_COLUMN: letters}
    return ordered | {name: cells for name, cells in columns.items() if name not in ordered}


_UNNAMED = re.compile(r"(行|列)見出し\d+")
_TIERS = ((), ("区分",), ("大区分", "小区分"), ("大区分", "中区分", "小区分"))


def _names(names: Sequence[str]) -> dict[str, str]:
    """Names for levels the sheet does not name: 行見出し1, 行見出し2 look like one thing repeated (L3-09)."""
    named = {name: name for name in names}
    for side, what in (("行", "区分"), ("列", "項目")):
        levels = [name for name in names if (match := _UNNAMED.fullmatch(name)) and match[1] == side]
        tiers = (
            _TIERS[len(levels)] if len(levels) < len(_TIERS) else tuple(f"第{i}区分" for i in range(1, 1 + len(levels)))
        )
        for level, tier in zip(levels, tiers, strict=True):
            wanted = tier.replace("区分", what)
            named[level] = wanted if wanted not in named.values() else f"{wanted}（{side}）"
    return named


def _levelled(columns: dict[str, list[Any]], dimensions: Sequence[str]) -> dict[str, list[Any]]:
    """Levels of labels that are blank on the sheet say so: a blank would look like a label left out (L2-02)."""
    for name in dimensions:
        cells = columns.get(name, [])
        if any(isinstance(value, str) and value for value in cells):
            columns[name] = [_BLANK if value in (None, "") else value for value in cells]
    return columns


def _as_numbers(cells: list[Any], numbers: set[float]) -> list[Any]:
    """Labels that were numbers on the sheet are numbers again, where all of the dimension were."""
    texts = {cell for cell in cells if cell not in (None, "")}
    try:
        read = {text: float(text) for text in texts}
    except (TypeError, ValueError):
        return cells
    if not read or not all(value in numbers for value in read.values()):
        return cells
    return [read.get(cell) for cell in cells]


def _plain(value: Any) -> Any:
    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def _label_numbers(grid: Grid, table: TidyTable, values: set[str]) -> list[tuple[str, int | float]]:
    """Cells of the table itself (not of a title above it) that hold numbers and are no values of it."""
    where = table.metadata.get("range")
    area = parse_a1(where) if where else None
    found = []
    for cell in table.metadata.get("used_cells", ()):
        if cell in values:
            continue
        span = parse_a1(cell)
        value = grid.values[span.top, span.left]
        if _is_number(value) and (area is None or area.covers(span.top, span.left)):
            found.append((cell, value))
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _sheet(sheet: Draft, columns: dict[str, list[Any]], sources: dict[str, list[str]]) -> Draft:
    rows = [list(columns), *(list(row) for row in zip(*columns.values(), strict=True))]
    grid = Grid.from_rows(rows, name=sheet.grid.name, source=sheet.grid.source)
    origin = np.full(grid.shape, NEW, dtype=np.int64)
    for position, name in enumerate(columns):
        cells = sources.get(name)
        if cells:
            origin[1:, position] = [_code(cell) for cell in cells]
    bottom, right = grid.shape[0] - 1, grid.shape[1] - 1
    first = next((i for i, name in enumerate(columns) if name in sources), 0)
    return Draft(grid, origin, (Block(0, 0, bottom, right, 1, first),))


def _code(cell: str) -> int:
    if not cell:
        return NEW
    span = parse_a1(cell)
    return span.top * WIDTH + span.left


def _turned(sheet: Draft, table: TidyTable) -> Change:
    where = str(table.metadata.get("range", ""))
    return Change(RULE, where, "横持ち", "縦持ち", f"1行に1つの値の{len(table):,}行に直しました。", sheet.name)


def _value_changes(sheet: Draft, table: TidyTable, sources: dict[str, list[str]]) -> list[Change]:
    changes: list[Change] = []
    seen: set[str] = set()
    for name, cells in sources.items():
        after = table.frame[name].tolist()
        status = table.frame[_status_of(table, name)].tolist() if _status_of(table, name) else [""] * len(after)
        for cell, value, state in zip(cells, after, status, strict=True):
            before = _at(sheet.grid, cell) if cell else None
            if cell in seen and _is_number(value) and value == value:
                changes.append(Change(RULE, cell, None, _plain(value), _REPEATED, sheet.name))
                continue
            seen.add(cell)
            if before is None or (_is_number(before) and before == value):
                continue
            if value == value and value is not None and _is_number(value):
                reason = "文字で書かれた数を、数値に直しました。"
                changes.append(Change("L2-01", cell, before, _plain(value), reason, sheet.name))
            elif not isinstance(value, str):
                reason = f"数ではないので、注記の列に「{state}」と書きました。"
                changes.append(Change("L3-03", cell, before, None, reason, sheet.name))
    return changes


def _status_of(table: TidyTable, name: str) -> str:
    for wanted in (f"{name}_注記", STATUS):
        if wanted in table.frame.columns:
            return wanted
    return ""


def _unread(sheet: Draft, table: TidyTable, sources: dict[str, list[str]]) -> list[Fact]:
    """What stood where a value belongs and could not be read as one, and the symbols met with their meaning."""
    facts: list[Fact] = []
    met: dict[str, str] = {}
    for name, cells in sources.items():
        column = _status_of(table, name)
        if not column:
            continue
        values = table.frame[name].tolist()
        for cell, value, state in zip(cells, values, table.frame[column].tolist(), strict=True):
            before = _at(sheet.grid, cell) if cell else None
            if before is None or value == value:
                continue
            if state == Status.TEXT.value or _is_number(before):
                facts.append(Fact(LOST[0], before, cell, sheet.name))
            else:
                met.setdefault(str(before).strip(), state)
    return [*(Fact("記号の意味", f"{s}＝{m}", "", sheet.name) for s, m in met.items()), *facts]


def _labels(
    sheet: Draft, table: TidyTable, values: set[str], columns: dict[str, list[Any]]
) -> tuple[list[Change], list[Fact]]:
    """Numbers among the labels: each was one cell and is now in every row it names, or it is kept as a fact."""
    written = [v for name in table.dimensions for v in columns.get(name, ()) if _is_number(v)]
    known = set(written)
    changes: list[Change] = []
    facts: list[Fact] = []
    for cell, value in _label_numbers(sheet.grid, table, values):
        if value in known:
            changes.append(Change(RULE, cell, value, None, _REPEATED, sheet.name))
        else:
            facts.append(Fact("見出しの数", value, cell, sheet.name))
    changes += [Change(RULE, "", None, value, _REPEATED, sheet.name) for value in written]
    return changes, facts
