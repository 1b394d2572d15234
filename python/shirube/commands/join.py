"""突き合わせる: two or more tables become one; what could not be decided comes back on a 突合確認 sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from ..errors import JoinError
from ..grid import Grid, Kind
from ..join import HOW, STATE, Converted, Crosswalk, Joined, JoinRequest, join, keys_from, read_answers, read_crosswalk
from ..result import Purpose, Result
from ..table import TidyTable, records
from .base import Command
from .boundaries import BoundarySettings, align_table
from .join_report import report
from .join_tables import table_of

__all__ = ["CONFIRM_SHEET", "CROSSWALK_SHEET", "JOIN", "JoinSettings", "crosswalk_from", "join_sheets", "request_for"]

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
    year, weights
        Before joining, bring every table that has units of the 対応表 to the boundaries of this 年度 (0: leave them);
        see `shirube.commands.boundaries`.
    """

    by: tuple[str, ...] = ()
    crosswalk: Crosswalk = field(default_factory=Crosswalk)
    many_to_many: bool = False
    mix_years: bool = False
    year: int = 0
    weights: tuple[str, ...] = ()
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
    read = [table_of(grid) for grid in grids]
    aligned = [_aligned(table, settings) for table in read]
    tables = [made.table if made and made.counts else table for table, made in zip(read, aligned, strict=True)]
    steps: list[Joined] = []
    left = tables[0]
    for number, right in enumerate(tables[1:], start=1):
        steps.append(join(left, right, request_for(left, right, settings)))
        left = steps[-1].table if number == len(tables) - 1 else _renamed(steps[-1].table, number)
    return report(tables, aligned, steps, settings.crosswalk, settings.purpose)


def _aligned(table: TidyTable, settings: JoinSettings) -> Converted | None:
    if not settings.year:
        return None
    weights = tuple(text for text in settings.weights if keys_from([text])[0].left in table.frame.columns)
    return align_table(table, BoundarySettings(settings.crosswalk, settings.year, weights=weights))


def request_for(left: TidyTable, right: TidyTable, settings: JoinSettings) -> JoinRequest:
    """The request for two of several tables: of the keys named, those that both have, if any."""
    keys = keys_from(settings.by)
    both = tuple(k for k in keys if k.left in left.frame.columns and k.right in right.frame.columns)
    return JoinRequest(
        both or keys, settings.crosswalk, many_to_many=settings.many_to_many, mix_years=settings.mix_years
    )


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


def _renamed(table: TidyTable, number: int) -> TidyTable:
    """The columns that tell of one join, named so that the next one can add its own."""
    return replace(table, frame=table.frame.rename(columns={STATE: f"{STATE}{number}", HOW: f"{HOW}{number}"}))


JOIN = Command("join", "突き合わせる", JoinSettings, join_sheets)
