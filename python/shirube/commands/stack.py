"""積み重ねる: sheets or files of one family become one tidy table; what changed between them is a table of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .. import __version__
from ..errors import ShirubeError, TableError
from ..grid import Grid
from ..result import Column, DataSheet, Figure, Format, Level, Light, Provenance, Purpose, Result, Table
from ..table import TidyTable
from ..tidy import Check, Recipe, Stacked, apply_all, stack, verify, with_years
from ..tidy.stack import require_kin
from .base import Command
from .tidy import TidySettings, recipes_for
from .tidy_report import data_table
from .tidy_settings import settings_of

__all__ = ["STACK", "StackSettings", "stack_sheets"]


@dataclass(frozen=True)
class StackSettings:
    """How to stack.

    Attributes
    ----------
    recipes
        Recipes to follow on every sheet; empty: each sheet is read for itself.
    keep_totals
        Keep rows and columns that are sums of others (flagged), or leave them out.
    """

    recipes: tuple[Recipe, ...] = ()
    keep_totals: bool = True
    purpose: Purpose = Purpose.INTERNAL


@dataclass(frozen=True)
class _Read:
    """One sheet: its tables and their checks, or the sentence why there are none."""

    grid: Grid
    tables: tuple[TidyTable, ...] = ()
    recipes: tuple[Recipe, ...] = ()
    checks: tuple[Check, ...] = ()
    refusal: str = ""


def stack_sheets(grids: Sequence[Grid], settings: StackSettings = StackSettings()) -> Result:
    """Convert every sheet and put their tables below each other.

    A sheet that cannot be converted, or that does not belong to the family of the first one, is told with the reason.

    Raises
    ------
    TableError
        SB-T371: no sheet could be converted.
    """
    read = _family([_read(grid, settings) for grid in grids])
    stacked = stack([table for one in read for table in one.tables])
    return _report(read, stacked, settings)


def _read(grid: Grid, settings: StackSettings) -> _Read:
    try:
        recipes = recipes_for(grid, TidySettings(recipes=settings.recipes, keep_totals=settings.keep_totals))
        tables = apply_all(grid, recipes)
    except ShirubeError as error:
        return _Read(grid, refusal=error.japanese)
    checks = tuple(c for t, r in zip(tables, recipes, strict=True) for c in verify(grid, t, r))
    return _Read(grid, tables, recipes, checks)


def _family(read: Sequence[_Read]) -> list[_Read]:
    first = next((table for one in read for table in one.tables), None)
    if first is None:
        return list(read)
    kept = []
    for one in read:
        try:
            for table in one.tables:
                require_kin(first, table)
        except TableError as error:
            one = _Read(one.grid, refusal=error.japanese)
        kept.append(one)
    return kept


def _report(read: Sequence[_Read], stacked: Stacked, settings: StackSettings) -> Result:
    table = with_years(stacked.table)
    used = [one for one in read if one.tables]
    refused = [one for one in read if not one.tables]
    drift = Table(
        "drift",
        "表のあいだの変化",
        (Column("kind", "種類"), Column("where", "どの表で", width=30), Column("what", "何が変わったか", width=60)),
        tuple((d.kind, d.where, d.sentence) for d in stacked.drifts),
    )
    files = len({one.grid.source for one in used})
    return Result(
        title=f"積み重ね：{stacked.table.title or used[0].grid.name}",
        question="同じ様式の表を、出所の列を付けて1つの表にしました。",
        conclusion=_conclusion(len(used), files, len(table), len(stacked.drifts), len(refused)),
        figures=(
            Figure("積み重ねた表", f"{sum(len(one.tables) for one in used):,}", f"{files}ファイル {len(used)}シート"),
            Figure("できた行", f"{len(table):,}行", "1行に1つの値"),
            Figure("表のあいだの変化", f"{len(stacked.drifts):,}件", "下の表とデータシートに一覧"),
            Figure("読めなかったシート", f"{len(refused):,}", "理由は「出所」の表"),
        ),
        tables=(*((drift,) if drift.rows else ()), _shown(_sources(read))),
        lights_title="点検",
        lights=_lights(stacked, used),
        data=(
            DataSheet("積み重ねたデータ", data_table("stacked", "積み重ねたデータ", table)),
            DataSheet("出所", _sources(read)),
            DataSheet("変化", drift),
        ),
        settings=settings_of(used[0].recipes, [f"表{i}" for i in range(1, len(used[0].recipes) + 1)]),
        provenance=Provenance(
            file=used[0].grid.source if files == 1 else f"{files}ファイル", version=f"しるべ {__version__}"
        ),
        purpose=settings.purpose,
    )


def _conclusion(sheets: int, files: int, rows: int, drifts: int, refused: int) -> tuple[str, ...]:
    first = f"{files}ファイル{sheets}シートの表を、{rows:,}行の1つの表にしました。"
    second = (
        f"表のあいだに{drifts}件の変化があります。足し合わせたり比べたりする前に、一覧を見てください。"
        if drifts
        else "表のあいだに、列・単位・区分の変化はありません。"
    )
    third = (f"{refused}シートは読めなかったので、入っていません。",) if refused else ()
    return (first, second, *third)


def _sources(read: Sequence[_Read]) -> Table:
    columns = (
        Column("file", "ファイル", width=30),
        Column("sheet", "シート"),
        Column("rows", "行", Format.COUNT),
        Column("checks", "点検"),
        Column("why", "読めなかった理由", width=50),
    )
    rows = []
    for one in read:
        doubtful = [check.name for check in one.checks if not check.ok]
        checked = (
            ("確認が必要: " + "、".join(dict.fromkeys(doubtful)) if doubtful else "合っている") if one.tables else ""
        )
        rows.append((one.grid.source, one.grid.name, sum(map(len, one.tables)), checked, one.refusal))
    return Table("sources", "出所ごとの行", columns, tuple(rows))


def _shown(table: Table) -> Table:
    """The table with what was found, or why nothing could be read, beside the sheet, where wide columns stand."""
    file, sheet, rows, checks, _ = table.columns
    columns = (file, sheet, replace(checks, width=60), rows)
    return replace(
        table,
        columns=columns,
        rows=tuple((one, name, found or why, count) for one, name, count, found, why in table.rows),
    )


def _lights(stacked: Stacked, used: Sequence[_Read]) -> tuple[Light, ...]:
    total, rows = sum(len(t) for one in used for t in one.tables), len(stacked.table)
    kept = Light(
        "行の数", Level.GOOD if total == rows else Level.BAD, "合っている" if total == rows else "合わない",
        f"もとの表の行の合計は{total:,}、積み重ねた行は{rows:,}です。",
    )  # fmt: skip
    doubtful = sum(not check.ok for one in used for check in one.checks)
    checked = Light(
        "表ごとの点検", Level.CAUTION if doubtful else Level.GOOD, "確認が必要" if doubtful else "合っている",
        f"確認が必要な点検が{doubtful}件あります。" if doubtful else "すべての表で点検が合いました。",
    )  # fmt: skip
    return kept, checked


STACK = Command("stack", "積み重ねる", StackSettings, stack_sheets)
