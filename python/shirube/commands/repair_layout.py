"""Where the tables of a sheet are, as the tidy conversion reads them, in the words of repair.

>>> from shirube.grid import Grid
>>> grid = Grid.from_rows([["人口（人）"], ["地区", "男", "女"], ["東", 1, 2], ["西", 3, 4]])
>>> found = next(layouts(grid))
>>> found.blocks[0].span.a1, found.blocks[0].body_top, found.across
('A2:C4', 2, True)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from ..check.repair import Block
from ..check.rules.l3_09_long_form import across
from ..errors import TableError
from ..grid import Grid, Kind, parse_a1
from ..table import TidyTable
from ..tidy import Recipe, apply_all, detect
from ..tidy.times import western_years

__all__ = ["Layout", "layouts"]

#: Name of a dimension of columns that are different things.
_GENERIC = frozenset({"項目", "内訳", "区分"})

_YEAR, _FISCAL = "年", "年度"


@dataclass(frozen=True)
class Layout:
    """One reading of a sheet.

    Attributes
    ----------
    tables, blocks
        The tables, top to bottom, and where each lies.
    across
        Values of one kind (years, sexes, months …) run across the columns, the header has tiers, or rows head the
        rows below them: such a table reads best long. Otherwise its columns are different things (人口, 面積).
    """

    tables: tuple[TidyTable, ...]
    blocks: tuple[Block, ...]
    across: bool


def layouts(grid: Grid) -> Iterator[Layout]:
    """Readings of a sheet, best first; none when it holds no table. Never raises on any content."""
    for candidate in detect(grid).candidates:
        try:
            tables = apply_all(grid, candidate.recipes)
        except TableError:
            continue
        pairs = [(t, _block(grid, t)) for t in tables if len(t)]
        pairs.sort(key=lambda pair: (pair[1].top, pair[1].left))
        if pairs:
            across = any(_across(grid, table, block) for table, block in pairs)
            yield Layout(tuple(_with_western(t) for t, _ in pairs), tuple(block for _, block in pairs), across)


def _across(grid: Grid, table: TidyTable, block: Block) -> bool:
    if table.metadata["form"] != "crosstab":
        return str(table.metadata["form"]) == "steps"
    if block.body_top - block.top != 1:
        return True
    rows = grid.kinds[block.body_top : block.bottom + 1]
    values = (rows[:, block.body_left : block.right + 1] != Kind.BLANK).any(axis=1)
    labels = (rows[:, block.left : block.body_left] != Kind.BLANK).any(axis=1)
    if bool((labels & ~values).any()):
        return True
    names = [str(name) for name in grid.values[block.top, block.left : block.right + 1]]
    generic = table.dimensions[-1] in _GENERIC
    return bool(across(names)[0]) or not generic


def _block(grid: Grid, table: TidyTable) -> Block:
    recipe: Recipe = table.metadata["recipe"]
    if table.metadata["form"] == "crosstab":
        span = parse_a1(table.metadata["range"])
        return Block(*span, span.top + recipe.header.rows, span.left + recipe.stub.columns)
    used: tuple[str, ...] = table.metadata["used_cells"]  # in the order of the sheet
    top, bottom = parse_a1(used[0]).top, parse_a1(used[-1]).top
    columns = [parse_a1(f"{letters}1").left for letters in {cell.rstrip("0123456789") for cell in used}]
    left, right = min(columns), max(columns)
    kinds = grid.kinds[top : bottom + 1, left : right + 1]
    text = (kinds == Kind.TEXT).sum(axis=0) >= (kinds == Kind.NUMBER).sum(axis=0)
    labels = int(np.argmin(text)) if not text.all() else len(text)
    return Block(top, left, bottom, right, top + min(recipe.header.rows, 1), left + labels)


def _with_western(table: TidyTable) -> TidyTable:
    """Write dimensions of years (昭和60年度, 61, 62 …) with western years."""
    if table.metadata["form"] != "crosstab":
        return table
    frame = table.frame
    for name in table.dimensions:
        labels = ["" if label is None else str(label) for label in frame[name]]
        years = western_years(labels)
        if years is None:
            continue
        mark = _FISCAL if any(_FISCAL in label for label in labels) else _YEAR
        frame = frame.assign(**{name: ["" if year is None else f"{year}{mark}" for year in years]})
    return table if frame is table.frame else replace(table, frame=frame)
