"""Which cells of a workbook are this year's data: they are emptied for the next."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ..calendar import FiscalYear
from ..grid import Grid, Kind, Span, a1, parse_a1
from ..table import CELL
from ..tidy import apply_all, detect
from .desk_sheets import HEADER_ROW, RANGE, TARGET, is_settings_sheet
from .next_year_labels import Left, advance_name, advance_sheet
from .next_year_runs import pure_year, runs_of

__all__ = ["Cleared", "Data", "data_in"]

BELOW_HEADER = "見出しの下の行（設定シートの「見出しの行」による）"
OBSERVED = "表の値（見出しと項目は残しています）"
RECORDS = "一覧の行（見出しは残しています）"
SERIES = "長い年の並びがあるので、空にしていません。次の年を書き足してください"
UNREAD = "表の形を読み取れないので、空にしていません。手で空にしてください"
STAYS = "今年度のデータが残るので、このシートの年度は進めていません。データを空にしてから、年度を直してください"


@dataclass(frozen=True, slots=True)
class Cleared:
    """Cells of a sheet to be emptied: every non-blank one that is no formula, and the rectangle around them."""

    sheet: str
    cells: tuple[str, ...]
    span: Span
    why: str


@dataclass(frozen=True)
class Data:
    """What to empty on a sheet and what people must look at; `stays`: this year's data stay, and so do its labels."""

    cleared: tuple[Cleared, ...] = ()
    left: tuple[Left, ...] = ()
    stays: bool = False


def data_in(grid: Grid, year: FiscalYear, said: Iterable[Mapping[str, str]], formulas: Mapping[str, str]) -> Data:
    """Find this year's data on a sheet: what a 設定 sheet reads, or the values of a table that bears the year.

    A label of the new year never stands over figures of the old: where a sheet that bears the year holds a list, or
    figures that cannot be read as a table, neither is touched.

    Parameters
    ----------
    year
        The 年度 of the workbook as it is.
    said
        What the 設定 sheets of the workbook say.
    formulas
        Text of the formulas by cell: they stay.
    """
    if is_settings_sheet(grid.name):
        return Data()
    asked = [lines for lines in said if grid.name in _names(lines.get(TARGET, ""), grid.name)]
    if asked:
        cleared, left = _read_by(grid, asked, formulas)
        return Data(tuple(cleared), tuple(left))
    moved, _ = advance_sheet(grid, year, {}, formulas, ())
    if not moved and advance_name(grid.name, year, ()) == grid.name:
        return Data()
    if any(not run.rolls for run in runs_of(grid)):
        return Data()  # it grows by a year; `advance_sheet` tells so
    cleared, _ = _observed(grid, formulas)
    if any(part.why == RECORDS for part in cleared) or (not cleared and _has_figures(grid, formulas)):
        first = moved[0] if moved else None
        return Data(
            left=(Left(grid.name, first.cell if first else "A1", first.before if first else grid.name, STAYS),),
            stays=True,
        )
    return Data(tuple(cleared))


def _has_figures(grid: Grid, formulas: Collection[str]) -> bool:
    return any(
        a1(int(r), int(c)) not in formulas and pure_year(grid.values[r, c]) is None
        for r, c in zip(*(grid.kinds == Kind.NUMBER).nonzero(), strict=True)
    )


def _read_by(
    grid: Grid, asked: Collection[Mapping[str, str]], formulas: Collection[str]
) -> tuple[list[Cleared], list[Left]]:
    """What to empty where 設定 sheets read the sheet."""
    header = next((lines[HEADER_ROW] for lines in asked if lines.get(HEADER_ROW, "").isdecimal()), "")
    if header:
        area = next((lines[RANGE] for lines in asked if lines.get(RANGE)), "")
        rows, columns = grid.shape
        span = parse_a1(area) if area else Span(0, 0, rows - 1, columns - 1)
        below = Span(max(int(header), span.top), span.left, min(span.bottom, rows - 1), min(span.right, columns - 1))
        return _parts(grid, _filled(grid, below), formulas, BELOW_HEADER), []
    return _observed(grid, formulas)


def _observed(grid: Grid, formulas: Collection[str]) -> tuple[list[Cleared], list[Left]]:
    if any(not run.rolls for run in runs_of(grid)):
        return [], [Left(grid.name, "A1", grid.name, SERIES)]
    best = detect(grid).best
    if best is None:
        return [], [Left(grid.name, "A1", grid.name, UNREAD)]
    cleared: list[Cleared] = []
    for table in apply_all(grid, best.recipes):
        if table.metadata.get("form") == "records":
            rows, columns = table.frame.attrs["rows"], table.frame.attrs["columns"].values()
            below = Span(min(rows), min(columns), max(rows), max(columns))
            cleared += _parts(grid, _filled(grid, below), formulas, RECORDS)
        else:
            cells = (parse_a1(str(cell)) for cell in table.frame[CELL])
            cleared += _parts(grid, [(cell.top, cell.left) for cell in cells], formulas, OBSERVED)
    return cleared, []


def _parts(grid: Grid, positions: Collection[tuple[int, int]], formulas: Collection[str], why: str) -> list[Cleared]:
    kept = sorted({p for p in positions if grid.kinds[p] != Kind.BLANK and a1(*p) not in formulas})
    if not kept:
        return []
    rows, columns = [r for r, _ in kept], [c for _, c in kept]
    around = Span(min(rows), min(columns), max(rows), max(columns))
    return [Cleared(grid.name, tuple(a1(*p) for p in kept), around, why)]


def _filled(grid: Grid, span: Span) -> list[tuple[int, int]]:
    kinds = grid.kinds[span.top : span.bottom + 1, span.left : span.right + 1]
    return [(span.top + int(r), span.left + int(c)) for r, c in zip(*(kinds != Kind.BLANK).nonzero(), strict=True)]


def _names(target: str, name: str) -> set[str]:
    """The sheets a 対象のシート line names (``*``: every one)."""
    return {name} if target == "*" else {target} | {part.strip() for part in re.split("[、,，]", target)}
