"""A digest of everything written on a sheet: the worked example that comes back with every copy is known by it.

>>> from shirube.grid import Grid
>>> sheet_digest(Grid.from_rows([["記入例"]])) == sheet_digest(Grid.from_rows([["記 入例", None]]))
True
"""

from __future__ import annotations

import hashlib

from ..grid import Grid, Kind
from ..text import match_key

__all__ = ["sheet_digest"]


def sheet_digest(grid: Grid) -> str:
    """Return a digest of the texts of a sheet in reading order; its name, place and looks do not matter.

    Numbers and dates are left out: programs store them differently.
    """
    texts = [match_key(str(value)) for value in grid.values[grid.kinds == Kind.TEXT]]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]
