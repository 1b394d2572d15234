"""Where a recipe's table starts on a sheet: by the text of its anchor first, by its address second.

>>> grid = Grid.from_rows([[None], [None, "令和6年度", "令和7年度"], [None, 1, 2]])
>>> corner_of(grid, Anchor("令和5年度", "A1", "A1"))
(1, 1)
"""

from __future__ import annotations

import numpy as np

from ..grid import Grid, Kind, parse_a1
from ..text import clean_label, match_key
from .recipe import Anchor
from .times import without_times

__all__ = ["corner_of"]


def corner_of(grid: Grid, anchor: Anchor) -> tuple[int, int]:
    """Return the 0-based (row, column) of the table's top-left corner; negative when it would lie off the sheet."""
    corner = parse_a1(anchor.cell)
    places = _places(grid, anchor.text) if anchor.text else []
    if not places:
        return corner.top, corner.left
    old = parse_a1(anchor.text_cell)
    row, column = min(places, key=lambda at: (abs(at[0] - old.top) + 4 * abs(at[1] - old.left), at))
    return corner.top + row - old.top, corner.left + column - old.left


def _places(grid: Grid, text: str) -> list[tuple[int, int]]:
    """Where a text stands; where it does not, where it stands with other years (next year's edition)."""
    written = np.argwhere(grid.kinds == Kind.TEXT).tolist()
    labels = [((row, column), clean_label(grid.values[row, column])) for row, column in written]
    key = match_key(text)
    exact = [at for at, label in labels if match_key(label) == key]
    if exact:
        return exact
    neutral = without_times(text)
    return [at for at, label in labels if without_times(label) == neutral] if neutral != text else []
