"""突き合わせる: two or more tables become one; what could not be decided comes back on a 突合確認 sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from ..errors import JoinError, Place, ShirubeError
from ..grid import Grid, Kind
from ..join import HOW, STATE, Crosswalk, Joined, JoinRequest, join, keys_from, read_answers, read_crosswalk
from ..result import Purpose, Result
from ..table import TidyTable, records
from ..tidy import apply_all
from .base import Command
from .join_report import report
from .tidy import TidySettings, recipes_for

__all__ = ["CONFIRM_SHEET", "CROSSWALK_SHEET", "JOIN", "JoinSettings", "crosswalk_from", "join_sheets"]

CONFIRM_SHEET, CROSSWALK_SHEET = "突合確認", "対応表"


@dataclass(frozen=True)
class JoinSettings:
    """How to join.

    Attributes
    ----------
    by
        Columns: ``地区`` or ``地区=地区名``; empty: found by themselves.
    crosswalk
        対応表: what was confirmed before.
    many_to_many
        Join keys that several rows of both tables have.
    mix_years
        Join 年 with 年度 of the same number.
    """

    by: tuple[str, ...] = ()
    crosswalk: Crosswalk = field(default_factory=Crosswalk)
    many_to_many: bool = False
    mix_years: bool = False
    purpose: Purpose = Purpose.INTERNAL


def join_sheets(grids: Sequence[Grid], settings: JoinSettings = JoinSettings()) -> Result:
    """Join the tables of several sheets, one after the other, to the first.

    Raises
    ------
    JoinError
        SB-J204: fewer than two sheets. SB-J207: a sheet with several tables. Others: see `shirube.join.join`.
    TableError
        SB-T101: no such column. SB-T102, SB-T206: a sheet holds no table.
    """
    if len(grids) < 2:
        raise JoinError("J204", count=len(grids))
    tables = [table_of(grid) for grid in grids]
    request = JoinRequest(
        keys_from(settings.by), settings.crosswalk, many_to_many=settings.many_to_many, mix_years=settings.mix_years
    )
    steps: list[Joined] = []
    left = tables[0]
    for number, right in enumerate(tables[1:], start=1):
        steps.append(join(left, right, request))
        left = steps[-1].table if number == len(tables) - 1 else _renamed(steps[-1].table, number)
    return report(tables, steps, settings.crosswalk, settings.purpose)


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
    return tables[0]


def crosswalk_from(sheets: Sequence[Grid]) -> Crosswalk:
    """Read what a workbook says of names and units: its 対応表, and the answers on its 突合確認 sheet.

    A workbook without sheets of these names is read as a 対応表 on its first sheet (errors: see
    `shirube.join.read_crosswalk` and `shirube.join.confirm.read_answers`).
    """
    by_name = {sheet.name: sheet for sheet in sheets}
    if not {CONFIRM_SHEET, CROSSWALK_SHEET} & set(by_name):
        return read_crosswalk(records(sheets[0]))
    walk = Crosswalk()
    if (lines := _filled(by_name.get(CROSSWALK_SHEET))) is not None:
        walk |= read_crosswalk(lines)
    if (answers := _filled(by_name.get(CONFIRM_SHEET))) is not None:
        walk |= read_answers(answers)
    return walk


def _filled(sheet: Grid | None) -> pd.DataFrame | None:
    if sheet is None or (sheet.kinds[1:] == Kind.BLANK).all():
        return None
    return records(sheet)


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
    return TidyTable(frame, dimensions=others, measures=numeric, sheet=grid.name, source=grid.source)


def _is_numeric(values: Sequence[object]) -> bool:
    filled = [v for v in values if v is not None]
    return bool(filled) and all(isinstance(v, int | float) and not isinstance(v, bool) for v in filled)


def _renamed(table: TidyTable, number: int) -> TidyTable:
    """The columns that tell of one join, named so that the next one can add its own."""
    return replace(table, frame=table.frame.rename(columns={STATE: f"{STATE}{number}", HOW: f"{HOW}{number}"}))


JOIN = Command("join", "突き合わせる", JoinSettings, join_sheets)
