"""The table of a sheet, for commands that put tables together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..errors import JoinError, Place, ShirubeError
from ..grid import Grid, Kind
from ..join.figures import without_rows
from ..table import TidyTable, records
from ..tidy import apply_all
from .tidy import TidySettings, recipes_for

__all__ = ["table_of", "totals_left_out"]


def table_of(grid: Grid) -> TidyTable:
    """Return the table of a sheet: a list as it stands, a cross table as one row per value without its totals.

    Raises
    ------
    JoinError
        SB-J207: several tables.
    """
    if _is_list(grid):
        return _as_list(grid)
    try:
        recipes = recipes_for(grid, TidySettings(keep_totals=False))
    except ShirubeError:
        return _as_list(grid)
    tables = apply_all(grid, recipes)
    if len(tables) != 1:
        raise JoinError("J207", at=Place(grid.source, grid.name), count=len(tables))
    return without_rows(tables[0])


def totals_left_out(named: Iterable[tuple[str, TidyTable]]) -> list[str]:
    """Say for each table how many cells are left out because they hold sums of others."""
    counts = {name: sum(cell.reason.startswith("合計") for cell in table.dropped) for name, table in named}
    return [
        f"「{name}」の合計の行と列（{n:,}セル）は、二重に数えないよう入れていません。"
        for name, n in counts.items()
        if n
    ]


def _is_list(grid: Grid) -> bool:
    """A first row of different names over every used column, and something below."""
    used = (grid.kinds != Kind.BLANK).any(axis=0)
    head = grid.kinds[0][used] if grid.shape[0] > 1 else ()
    names = [str(v) for v in grid.values[0][used]] if len(head) else []
    return len(names) > 1 and all(kind == Kind.TEXT for kind in head) and len(set(names)) == len(names)


def _as_list(grid: Grid) -> TidyTable:
    frame = records(grid)
    numeric = tuple(name for name in frame.columns if _is_numeric(frame[name].tolist()))
    others = tuple(str(name) for name in frame.columns if name not in numeric)
    return without_rows(TidyTable(frame, dimensions=others, measures=numeric, sheet=grid.name, source=grid.source))


def _is_numeric(values: Sequence[object]) -> bool:
    filled = [v for v in values if v is not None]
    return bool(filled) and all(isinstance(v, int | float) and not isinstance(v, bool) for v in filled)
