"""Where the tables of a sheet are, as the tidy conversion reads them, in the words of repair.

>>> from shirube.grid import Grid
>>> grid = Grid.from_rows([["人口（人）"], ["地区", "男", "女"], ["東", 1, 2], ["西", 3, 4]])
>>> found = read_layout(grid)
>>> found.blocks[0].span.a1, found.blocks[0].body_top
('A2:C4', 2)
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..check.repair import Block
from ..errors import TableError
from ..grid import Grid, Kind, parse_a1
from ..table import TidyTable
from ..tidy import Recipe, apply_all, detect
from ..tidy.times import western_years

__all__ = ["Layout", "read_layout"]

_YEAR, _FISCAL = "年", "年度"


@dataclass(frozen=True)
class Layout:
    """The tables of a sheet (top to bottom), where each lies, and why there is none."""

    tables: tuple[TidyTable, ...] = ()
    blocks: tuple[Block, ...] = ()
    refusal: str = ""


def read_layout(grid: Grid) -> Layout:
    """Find the tables of a sheet. Never raises on any content."""
    detection = detect(grid)
    if detection.best is None:
        return Layout(refusal=detection.refusal)
    try:
        tables = apply_all(grid, detection.best.recipes)
    except TableError as error:
        return Layout(refusal=error.sentence)
    pairs = [(t, _block(grid, t)) for t in tables if len(t)]
    pairs.sort(key=lambda pair: (pair[1].top, pair[1].left))
    return Layout(tuple(_with_western(table) for table, _ in pairs), tuple(block for _, block in pairs))


def _block(grid: Grid, table: TidyTable) -> Block:
    recipe: Recipe = table.metadata["recipe"]
    if table.metadata["form"] == "crosstab":
        span = parse_a1(table.metadata["range"])
        return Block(*span, span.top + recipe.header.rows, span.left + recipe.stub.columns)
    used = [parse_a1(cell) for cell in table.metadata["used_cells"]]
    top, left = min(s.top for s in used), min(s.left for s in used)
    bottom, right = max(s.bottom for s in used), max(s.right for s in used)
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
