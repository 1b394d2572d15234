"""`apply`: a grid and a recipe give a tidy table. Nothing is guessed that the recipe states; nothing is lost.

>>> grid = Grid.from_rows([["人口（人）"], ["地区", "男", "女"], ["東", 1, 2], ["西", 3, 4]])
>>> table = apply(grid, Recipe(anchor=Anchor("地区", "A2", "A2"), header=Header(rows=1), stub=Stub(columns=1)))
>>> table.frame[["地区", "性別", "値", "出所セル"]].values.tolist()[:2]
[['東', '男', 1.0, 'B3'], ['東', '女', 2.0, 'C3']]
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from types import MappingProxyType

import numpy as np

from ..errors import Place, TableError
from ..grid import Grid, Kind, a1
from ..numbers import DEFAULT_SYMBOLS, Status
from ..table import Dropped, TidyTable, records
from .anchors import corner_of
from .build import OUTSIDE, Builder, addresses
from .cells import Cells, SymbolMap, look_at
from .headers import read_header
from .recipe import Anchor, Header, Recipe, Stub
from .regions import Region, find_regions
from .restructure import restructure
from .roles import read_layout

__all__ = ["Anchor", "Header", "Recipe", "Stub", "apply", "apply_all", "builder_of", "symbol_map"]


def apply_all(grid: Grid, recipes: Iterable[Recipe]) -> tuple[TidyTable, ...]:
    """Apply several recipes to one sheet; a cell another table uses is not reported as dropped."""
    tables = [apply(grid, recipe) for recipe in recipes]
    inside = [
        {*table.metadata["used_cells"], *(d.cell for d in table.dropped if d.reason != OUTSIDE)} for table in tables
    ]
    claimed = set().union(*inside)
    result = []
    for i, table in enumerate(tables):
        dropped = tuple(d for d in table.dropped if d.reason != OUTSIDE or (i == 0 and d.cell not in claimed))
        result.append(dataclasses.replace(table, dropped=dropped))
    return tuple(result)


def apply(grid: Grid, recipe: Recipe) -> TidyTable:
    """Turn one table of a sheet into one row per observation.

    Parameters
    ----------
    grid
        The sheet.
    recipe
        How the table is read.

    Returns
    -------
    TidyTable
        Columns: the dimensions, 値 (float, NaN where there is none), 値_注記, 記号, 単位, 合計行, 合計列, 出所セル.
        For ``records`` the columns of the sheet as they are, or what the recipe's steps make of them.

    Raises
    ------
    TableError
        SB-T205: no table where the recipe looks. SB-T301 to T304: a step does not fit.
    """
    if recipe.form == "records":
        return restructure(grid, recipe, symbol_map(recipe)) if recipe.steps else _records(grid, recipe)
    return builder_of(grid, recipe).table()


def builder_of(grid: Grid, recipe: Recipe) -> Builder:
    """How a recipe of the form ``crosstab`` reads a sheet: rows, columns and labels, before the table is made.

    Worked out once for a sheet and a recipe, however often it is asked for.

    Raises
    ------
    TableError
        SB-T205: no table where the recipe looks.
    """
    return grid.once(f"builder {recipe!r}", lambda: _builder(grid, recipe))


def _builder(grid: Grid, recipe: Recipe) -> Builder:
    cells = look_at(grid, symbol_map(recipe))
    regions = find_regions(cells)
    region = _locate(cells, recipe, regions)
    header = read_header(cells, region)
    layout = read_layout(cells, region, header, _known_labels(cells, region, regions))
    return Builder(cells, recipe, regions, region, header, layout)


def symbol_map(recipe: Recipe) -> SymbolMap | None:
    """The symbols of a recipe and what they mean, the usual ones included; None where it names none."""
    if not recipe.values.symbols:
        return None
    meanings = {status.value: status for status in Status}
    own: dict[str, Status] = {}
    for symbol, meaning in recipe.values.symbols:
        if meaning not in meanings:
            raise TableError("T203", name="記号", value=f"{symbol}＝{meaning}")
        own[symbol] = meanings[meaning]
    return {**DEFAULT_SYMBOLS, **own}


def _records(grid: Grid, recipe: Recipe) -> TidyTable:
    head = corner_of(grid, recipe.anchor)[0]
    frame = records(grid, header_row=head)
    columns: dict[str, int] = frame.attrs["columns"]
    numeric = tuple(
        name
        for name, c in columns.items()
        if (grid.kinds[list(frame.attrs["rows"]), c] == Kind.NUMBER).any()
        and not (grid.kinds[list(frame.attrs["rows"]), c] == Kind.TEXT).any()
    )
    above = [(r, c) for r, c in zip(*np.nonzero(grid.kinds[:head] != Kind.BLANK), strict=True)]
    dropped = tuple(Dropped(a1(int(r), int(c)), str(grid.values[r, c]), "一覧の上にある文です。") for r, c in above)
    used = addresses(np.argwhere(grid.kinds[head:] != Kind.BLANK) + np.array([head, 0]))
    return TidyTable(
        frame,
        dimensions=tuple(name for name in columns if name not in numeric),
        measures=numeric,
        sheet=grid.name,
        source=grid.source,
        dropped=dropped,
        metadata=MappingProxyType({"form": "records", "used_cells": used, "recipe": recipe}),
    )


def _locate(cells: Cells, recipe: Recipe, regions: tuple[Region, ...]) -> Region:
    """Find the table the recipe describes: by the text of its corner, else by its address."""
    top, left = corner_of(cells.grid, recipe.anchor)
    body_top, body_left = top + recipe.header.rows, left + recipe.stub.columns
    if top < 0 or left < 0 or body_top >= cells.shape[0] or body_left >= cells.shape[1]:
        raise TableError("T205", at=Place(cells.grid.source, cells.grid.name, recipe.anchor.cell))
    near = [r for r in regions if r.top <= body_top <= r.bottom and r.left <= body_left <= r.right]
    found = near[0] if near else None
    if found is None and not (recipe.height and recipe.width):
        raise TableError("T205", at=Place(cells.grid.source, cells.grid.name, recipe.anchor.cell))
    bottom = top + recipe.height - 1 if recipe.height or found is None else found.bottom
    right = left + recipe.width - 1 if recipe.width or found is None else found.right
    bottom, right = min(bottom, cells.shape[0] - 1), min(right, cells.shape[1] - 1)
    return Region(top, left, bottom, right, body_top, body_left, found.score if found else 1.0)


def _known_labels(cells: Cells, region: Region, regions: tuple[Region, ...]) -> frozenset[str]:
    """Row labels that carry data in another table of the sheet: without data here they are blank, not group rows."""
    known: set[str] = set()
    for other in regions:
        if other.top == region.top and other.left == region.left:
            continue
        for r in range(other.body_top, other.bottom + 1):
            if cells.data[r, other.body_left : other.right + 1].any():
                known.update(cells.label(r, c) for c in range(other.left, other.body_left))
    return frozenset(known - {""})
