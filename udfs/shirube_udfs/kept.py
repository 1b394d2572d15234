"""Tables kept between formulas: one transfer from Excel, many formulas over it.

A table is known by the hash of its content, so an old handle never shows new data: changed cells make another
handle, and the formulas that depend on it are calculated again. Bounded: the tables used longest ago go first.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from shirube.errors import TableError

if TYPE_CHECKING:
    from shirube.grid import Grid

__all__ = ["MOST_CELLS", "MOST_TABLES", "clear", "find", "is_handle", "keep"]

MOST_TABLES = 32
MOST_CELLS = 8_000_000
_HANDLE = re.compile(r"SB表:([0-9a-f]{16})（[\d,]+行×[\d,]+列）")
_tables: OrderedDict[str, Grid] = OrderedDict()


def keep(grid: Grid) -> str:
    """Keep a table and return its handle, a text for a cell.

    >>> from shirube.grid import Grid
    >>> keep(Grid.from_rows([["地区", "人口"], ["東", 10]]))
    'SB表:a1812468f7dbc435（1行×2列）'
    """
    key = _digest(grid.values.tolist())
    _tables[key] = _tables.pop(key, grid)
    while len(_tables) > MOST_TABLES or (len(_tables) > 1 and _cells() > MOST_CELLS):
        _tables.popitem(last=False)
    rows, columns = grid.shape
    return f"SB表:{key}（{rows - 1:,}行×{columns:,}列）"


def is_handle(value: object) -> bool:
    """Tell whether a cell's value is a handle."""
    return isinstance(value, str) and _HANDLE.fullmatch(value) is not None


def find(handle: str) -> Grid:
    """Return the table behind a handle.

    Raises
    ------
    TableError
        SB-F301: no longer kept, or never in this process.
    """
    match = _HANDLE.fullmatch(handle)
    if match is None or match[1] not in _tables:
        raise TableError("F301")
    _tables.move_to_end(match[1])
    return _tables[match[1]]


def clear() -> None:
    """Forget every table."""
    _tables.clear()


def _cells() -> int:
    return sum(grid.values.size for grid in _tables.values())


def _digest(rows: Sequence[Sequence[Any]]) -> str:
    """Hash values with their types: 1 and "1" are different cells, 1 and 1.0 the same one (Excel has one number)."""
    hasher = hashlib.blake2b(digest_size=8)
    for row in rows:
        hasher.update(repr(row).encode("utf-8", "surrogatepass"))
    return hasher.hexdigest()
