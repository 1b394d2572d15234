"""Lists: a sheet of records, with the steps of its recipe carried out, becomes a tidy table.

>>> from shirube.tidy.recipe import Recipe
>>> from shirube.tidy.steps import Column, Unpivot
>>> grid = Grid.from_rows([["地区", "2022年度", "2023年度"], ["東", 1, 2], ["西", "x", 4]])
>>> table = restructure(grid, Recipe(form="records", steps=(Unpivot(Column("2022年度", 2), name="年度"),)))
>>> table.frame.values.tolist()[2]
['西', '2022年度', nan, '秘匿', 'x', 'B3']
"""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from ..errors import Place, TableError
from ..grid import Grid, Kind, a1, parse_a1
from ..numbers import DEFAULT_SYMBOLS, Reading, Status, read_value
from ..table import CELL, STATUS, SYMBOL, Dropped, TidyTable
from .anchors import corner_of
from .cells import SymbolMap
from .recipe import Recipe
from .steps import CellTable, address_of, follow

__all__ = ["cut", "restructure"]

_ABOVE = "一覧の外にある文です。"


def cut(grid: Grid, recipe: Recipe) -> CellTable:
    """The list a recipe points at, before its steps (SB-T205: it points off the sheet)."""
    top, left = corner_of(grid, recipe.anchor)
    bottom = top + recipe.height - 1 if recipe.height else grid.shape[0] - 1
    right = left + recipe.width - 1 if recipe.width else grid.shape[1] - 1
    if not (0 <= top < grid.shape[0] and 0 <= left < grid.shape[1]):
        raise TableError("T205", at=Place(grid.source, grid.name, recipe.anchor.cell))
    return CellTable.from_grid(
        grid,
        top=top,
        left=left,
        bottom=min(bottom, grid.shape[0] - 1),
        right=min(right, grid.shape[1] - 1),
        header=recipe.header.rows > 0,
    )


def restructure(grid: Grid, recipe: Recipe, symbols: SymbolMap | None = None) -> TidyTable:
    """Carry out the steps of a recipe for a list.

    Returns
    -------
    TidyTable
        The columns the steps leave. A column of observed values holds numbers (NaN where there is none), followed by
        its ``_注記`` (実数, 秘匿, 空白 …) and, with one such column, 記号; last 出所セル, the cell of the (first)
        observed value, else of the first filled value of the row.

    Raises
    ------
    TableError
        SB-T205: the recipe points off the sheet. SB-T301 to T304: a step does not fit the list.
    """
    before = cut(grid, recipe)
    after = follow(before, recipe.steps)
    names = _unique(after.names)
    read = {i: _read(after, i, symbols) for i, name in enumerate(after.names) if name in after.measures}
    measures = [i for i, readings in read.items() if _numeric(readings)]
    data: dict[str, Any] = {}
    for i, name in enumerate(names):
        if i not in measures:
            data[name] = pd.Series(after.values[:, i], dtype=object)
            continue
        readings = read[i]
        data[name] = [np.nan if r.value is None else r.value for r in readings]
        note = STATUS if len(measures) == 1 else f"{name}_注記"
        data[note] = [r.status.value for r in readings]
        if len(measures) == 1:
            plain = [isinstance(v, int | float) for v in after.values[:, i].tolist()]
            data[SYMBOL] = [
                "" if p or r.status is Status.BLANK else r.text for p, r in zip(plain, readings, strict=True)
            ]
    data[CELL] = _sources(after, measures)
    filled = (*before.heads, *before.cells[~before.blank()].tolist())
    kept = {*after.cells.ravel().tolist(), *before.heads, *after.heads} & {code for code in filled if code >= 0}
    return TidyTable(
        pd.DataFrame(data),
        dimensions=tuple(name for i, name in enumerate(names) if i not in measures),
        measures=tuple(names[i] for i in measures),
        sheet=grid.name,
        source=grid.source,
        dropped=_dropped(grid, before, after, kept),
        metadata=MappingProxyType(
            {
                "form": "steps",
                "recipe": recipe,
                "used_cells": tuple(map(address_of, sorted(kept))),
                "cells": {names[i]: [address_of(code) for code in after.cells[:, i].tolist()] for i in measures},
            }
        ),
    )


def _read(table: CellTable, column: int, symbols: SymbolMap | None) -> list[Reading]:
    return [read_value(value, symbols=symbols or DEFAULT_SYMBOLS) for value in table.values[:, column].tolist()]


def _numeric(readings: Sequence[Reading]) -> bool:
    """Mostly numbers and symbols: at least as many as texts."""
    filled = [reading.status for reading in readings if reading.status is not Status.BLANK]
    return bool(filled) and filled.count(Status.TEXT) * 2 <= len(filled)


def _sources(table: CellTable, measures: list[int]) -> list[str]:
    columns = measures or list(range(table.shape[1]))
    return [address_of(next((code for code in row if code >= 0), -1)) for row in table.cells[:, columns].tolist()]


def _dropped(grid: Grid, before: CellTable, after: CellTable, kept: set[int]) -> tuple[Dropped, ...]:
    told = {code: reason for code, reason in after.dropped if code not in kept}
    cells = [Dropped(address_of(code), str(_value(grid, code)), reason) for code, reason in sorted(told.items())]
    known = {address_of(code) for code in (*kept, *told, *before.cells.ravel().tolist())}
    outside = [
        Dropped(a1(r, c), str(grid.values[r, c]), _ABOVE)
        for r, c in np.argwhere(grid.kinds != Kind.BLANK).tolist()
        if a1(r, c) not in known
    ]
    return (*outside, *cells)


def _value(grid: Grid, code: int) -> Any:
    span = parse_a1(address_of(code))
    return grid.values[span.top, span.left]


def _unique(names: tuple[str, ...]) -> list[str]:
    taken, result = {STATUS, SYMBOL, CELL}, []
    for i, name in enumerate(names, 1):
        fresh, k = name or f"列{i}", 2
        while fresh in taken:
            fresh, k = f"{name or f'列{i}'}_{k}", k + 1
        taken.add(fresh)
        result.append(fresh)
    return result
