"""Which cells of a workbook are this year's data: they are emptied for the next."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ..grid import Grid, Kind, Span, a1, parse_a1
from ..table import CELL
from ..tidy import apply_all, detect
from .desk_sheets import HEADER_ROW, RANGE, TARGET
from .next_year_labels import Left
from .next_year_runs import runs_of

__all__ = ["Cleared", "cleared_in"]

BELOW_HEADER = "見出しの下の行（設定シートの「見出しの行」による）"
OBSERVED = "表の値（見出しと項目は残しています）"
RECORDS = "一覧の行（見出しは残しています）"
SERIES = "長い年の並びがあるので、空にしていません。次の年を書き足してください"
UNREAD = "表の形を読み取れないので、空にしていません。手で空にしてください"


@dataclass(frozen=True, slots=True)
class Cleared:
    """Cells of a sheet to be emptied: every non-blank one that is no formula, and the rectangle around them."""

    sheet: str
    cells: tuple[str, ...]
    span: Span
    why: str


def cleared_in(
    grid: Grid, said: Iterable[Mapping[str, str]], formulas: Collection[str]
) -> tuple[list[Cleared], list[Left]]:
    """Return what to empty on a sheet: its data, where a 設定 sheet reads it; nothing elsewhere.

    Parameters
    ----------
    said
        What the 設定 sheets of the workbook say.
    formulas
        Cells with formulas: they stay.
    """
    asked = [lines for lines in said if grid.name in _names(lines.get(TARGET, ""), grid.name)]
    if not asked:
        return [], []
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
