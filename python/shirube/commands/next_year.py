"""次年度版を作る: what changes in a workbook when it is used for the year after, and what people must look at.

Labels and settings move one 年度 on, data are emptied, recipes stay, sheets that buttons made go. Nothing is changed
here: `NextYear` says what to do, `shirube.office.next_year` does it on a copy.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from .. import __version__
from ..calendar import FiscalYear, to_wareki
from ..errors import CheckError, Place
from ..grid import Grid, a1
from ..result import Column, DataSheet, Figure, Format, Provenance, Result, Table
from .base import Command
from .desk_sheets import LOG_COLUMNS, LOG_SHEET, is_settings_sheet, log_of, said_on
from .next_year_data import Cleared, data_in
from .next_year_labels import Edit, Left, advance_name, advance_sheet, current_year

__all__ = ["NEXT_YEAR", "NextYear", "NextYearSettings", "next_year", "plan_next_year", "report"]

PREVIEW = 12
MADE_STATE, LAST_YEAR = "済", "前年度"


@dataclass(frozen=True)
class NextYearSettings:
    """What to start from.

    Attributes
    ----------
    year
        The 年度 of the workbook as it is; 0: read from its labels.
    formulas
        Text of the formulas by sheet and cell (the front end finds them): they are never emptied, and years inside
        them are told.
    """

    year: int = 0
    formulas: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class NextYear:
    """What to do on a copy, in this order.

    Attributes
    ----------
    year
        The 年度 of the new workbook.
    edits
        Texts that move on.
    cleared
        Cells to empty.
    removed
        Sheets that buttons made.
    renamed
        Old and new names of sheets.
    left
        What was not moved on, with the reason.
    noted
        Cells of the log: what was made last year cannot be taken back in the new workbook.
    """

    year: FiscalYear
    edits: tuple[Edit, ...]
    cleared: tuple[Cleared, ...]
    removed: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]
    left: tuple[Left, ...]
    noted: tuple[Edit, ...] = ()

    @property
    def current(self) -> FiscalYear:
        """The 年度 of the workbook as it was."""
        return self.year + -1


def plan_next_year(grids: Sequence[Grid], settings: NextYearSettings = NextYearSettings()) -> NextYear:
    """Find out what changes.

    Parameters
    ----------
    grids
        All sheets of the workbook, in order.

    Raises
    ------
    CheckError
        SB-K425: no year is given, and the labels tell none. SB-K420: the log is not one.
    """
    year = FiscalYear(settings.year) if settings.year else current_year(grids)
    if year is None:
        raise CheckError("K425", at=Place(grids[0].source if grids else ""))
    log = next((grid for grid in grids if grid.name == LOG_SHEET), None)
    removed = _made_by_buttons(log, {grid.name for grid in grids})
    kept = [grid for grid in grids if grid.name not in removed]
    said = [said_on(grid) for grid in kept if is_settings_sheet(grid.name)]
    desk = [grid for grid in kept if grid.name != LOG_SHEET]
    data = {grid.name: data_in(grid, year, said, settings.formulas.get(grid.name, {})) for grid in desk}
    names = [grid.name for grid in kept]
    renamed = {n: advance_name(n, year, names) for n in data if not data[n].stays}
    renamed = {old: new for old, new in renamed.items() if old != new}
    edits: list[Edit] = []
    left: list[Left] = []
    for grid in desk:
        found = data[grid.name]
        left += found.left
        if found.stays:
            continue
        emptied = {cell for part in found.cleared for cell in part.cells}
        moved, stayed = advance_sheet(grid, year, renamed, settings.formulas.get(grid.name, {}), emptied)
        edits += moved
        left += stayed
    cleared = tuple(part for found in data.values() for part in found.cleared)
    return NextYear(year + 1, tuple(edits), cleared, removed, tuple(renamed.items()), tuple(left), tuple(_noted(log)))


def _noted(log: Grid | None) -> Iterator[Edit]:
    column = LOG_COLUMNS.index("状態")
    for row, state in enumerate([] if log is None else log.values[:, column].tolist()):
        if state == MADE_STATE:
            yield Edit(LOG_SHEET, a1(row, column), MADE_STATE, LAST_YEAR)


def _made_by_buttons(log: Grid | None, here: Collection[str]) -> tuple[str, ...]:
    if log is None:
        return ()
    try:
        lines = log_of(log.values.tolist())
    except ValueError as error:
        raise CheckError("K420", at=Place(log.source, log.name), reason="見出しが違います") from error
    return tuple(dict.fromkeys(line.sheet for line in lines if line.state == MADE_STATE and line.sheet in here))


def next_year(grids: Sequence[Grid], settings: NextYearSettings = NextYearSettings()) -> Result:
    """Say what changes (errors: see `plan_next_year`)."""
    return report(plan_next_year(grids, settings), grids[0].source)


def report(plan: NextYear, file: str) -> Result:
    """Put a plan into words: what was moved on, emptied, removed, and what people must look at."""
    year = to_wareki(plan.year, both=True)
    now = dict(plan.renamed)  # readers look for the places in the new workbook
    edits = _edits([replace(edit, sheet=now.get(edit.sheet, edit.sheet)) for edit in plan.edits])
    cleared = _cleared([replace(part, sheet=now.get(part.sheet, part.sheet)) for part in plan.cleared])
    left = _left([replace(part, sheet=now.get(part.sheet, part.sheet)) for part in plan.left])
    count = sum(len(part.cells) for part in plan.cleared)
    stays = f"進められなかったところが{len(left.rows)}か所あります。下の一覧を見て、手で直してください。"
    return Result(
        title=f"次年度版：{year}",
        question=f"「{file}」を写し、年度を1年進め、データを空にしました。元のブックは変えていません。",
        conclusion=(
            f"{len(plan.edits):,}か所の年度を進め、{count:,}セルを空にし、ボタンで作ったシート{len(plan.removed)}枚を除きました。",
            stays if left.rows else "進められなかったところはありません。",
        ),
        figures=(
            Figure("進めた年度", f"{len(plan.edits):,}か所", "文字の中の年と年度"),
            Figure("空にしたデータ", f"{count:,}セル", "式と見出しは残しています"),
            Figure("名前を進めたシート", f"{len(plan.renamed)}枚", "式の参照も変わります"),
            Figure("人が見るところ", f"{len(left.rows)}か所", "進められなかったもの"),
        ),
        tables=(left, _preview(edits), _preview(cleared), *_sheets(plan)),
        notes=("設定シートとレシピは、年度だけを進めて残しています。政策を始めた時点は進めていません。",),
        data=(DataSheet("進めたところ", edits), DataSheet("空にしたところ", cleared)),
        provenance=Provenance(file=file, version=f"しるべ {__version__}"),
    )


def _edits(edits: Sequence[Edit]) -> Table:
    columns = (
        Column("sheet", "シート", width=22),
        Column("cell", "セル", width=8),
        Column("before", "前", width=36),
        Column("after", "後", width=36),
    )
    return Table("edits", "進めたところ", columns, tuple((e.sheet, e.cell, e.before, e.after) for e in edits))


def _cleared(cleared: Sequence[Cleared]) -> Table:
    columns = (
        Column("sheet", "シート", width=22),
        Column("range", "範囲", width=20),
        Column("count", "セルの数", Format.COUNT),
        Column("why", "理由", width=46),
    )
    rows = tuple((part.sheet, part.span.a1, len(part.cells), part.why) for part in cleared)
    return Table("cleared", "空にしたところ", columns, rows)


def _left(left: Sequence[Left]) -> Table:
    columns = (
        Column("sheet", "シート", width=22),
        Column("cell", "セル", width=8),
        Column("text", "書かれていること", width=36),
        Column("why", "進めなかった理由", width=40),
    )
    rows = tuple((part.sheet, part.cell, part.text, part.why) for part in left)
    return Table("left", "進められなかったもの（人が見るところ）", columns, rows)


def _sheets(plan: NextYear) -> tuple[Table, ...]:
    rows = [(old, new, "名前を進めた") for old, new in plan.renamed]
    rows += [(name, "", "ボタンで作ったシートなので除いた") for name in plan.removed]
    if not rows:
        return ()
    columns = (
        Column("old", "シート", width=30),
        Column("new", "新しい名前", width=30),
        Column("what", "したこと", width=40),
    )
    return (Table("sheets", "シート", columns, tuple(rows)),)


def _preview(table: Table) -> Table:
    more = len(table.rows) - PREVIEW
    notes = (f"ほか{more:,}行は「{table.title}」シートにあります。",) if more > 0 else ()
    return Table(f"{table.key}_first", table.title, table.columns, table.rows[:PREVIEW], notes)


NEXT_YEAR = Command("next_year", "次年度版を作る", NextYearSettings, next_year)
