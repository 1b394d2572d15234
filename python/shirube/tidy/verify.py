"""`verify`: what must hold after a conversion, checked against the sheet and said in plain Japanese.

Nothing here needs the right answer: the checks compare the tidy table with the cells it came from.

>>> grid = Grid.from_rows([["人口（人）"], ["地区", "男", "女"], ["東", 1, 2], ["西", 3, 4]])
>>> from shirube.tidy import tidy
>>> (table,) = tidy(grid)
>>> [(check.name, check.ok) for check in verify(grid, table)]
[('セルの行き先', True), ('数の保存', True), ('行の数', True), ('見出しの重なり', True), ('合計の検算', True)]
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..grid import Grid, Kind, Span, a1, parse_a1
from ..table import CELL, COLUMN_TOTAL, ROW_TOTAL, TidyTable
from .recipe import Recipe

__all__ = ["Check", "verify"]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, whether it holds, and a sentence that says what was found."""

    name: str
    ok: bool
    sentence: str


def verify(grid: Grid, table: TidyTable, recipe: Recipe | None = None) -> tuple[Check, ...]:
    """Check a tidy table against the sheet it came from.

    Parameters
    ----------
    grid
        The sheet.
    table
        What `apply` made of it.
    recipe
        The recipe used; the one the table remembers when left out.

    Returns
    -------
    tuple of Check
        For a crosstab: every cell accounted for; numbers conserved; rows = row labels × column labels; no two
        observations with the same labels; totals recomputed. For records: the rows are all there.
    """
    used: Recipe = recipe or table.metadata["recipe"]
    if used.form == "records":
        return _steps_kept(grid, table, used) if used.steps else (_records_kept(grid, table),)
    span = parse_a1(table.metadata["range"])
    return (
        _accounted(grid, table, span),
        _conserved(grid, table, span),
        _counted(table),
        _distinct(table),
        _totals(table),
    )


def _records_kept(grid: Grid, table: TidyTable) -> Check:
    rows = len(table.frame.attrs.get("rows", ())) or len(table)
    head = parse_a1(table.metadata["recipe"].anchor.cell).top
    filled = int((grid.kinds[head + 1 :] != Kind.BLANK).any(axis=1).sum())
    ok = rows == filled == len(table)
    return Check("行の数", ok, f"シートの一覧は{filled}件、読み取った行は{len(table)}件です。")


def _steps_kept(grid: Grid, table: TidyTable, recipe: Recipe) -> tuple[Check, ...]:
    """Every cell of the list is used or told as dropped, and every figure among the values is that of its cell."""
    known = set(table.metadata["used_cells"]) | {dropped.cell for dropped in table.dropped}
    filled = [a1(r, c) for r, c in np.argwhere(grid.kinds != Kind.BLANK).tolist()]
    lost = [cell for cell in filled if cell not in known]
    accounted = (
        f"{len(filled)}個のセルすべてについて、使った先か、使わなかった理由があります。"
        if not lost
        else f"行き先の分からないセルが{len(lost)}個（{'、'.join(lost[:3])}）あります。"
    )
    wrong = 0
    for name, cells in table.metadata["cells"].items():
        for cell, value in zip(cells, table.frame[name], strict=True):
            source = grid.values[parse_a1(cell)[:2]] if cell else None
            symbol = value != value and bool(recipe.values.symbols)  # a number this recipe reads as a symbol
            if isinstance(source, int | float) and not symbol and not math.isclose(float(source), float(value)):
                wrong += 1
    kept = "読み取った数は、どれも元のセルの数と一致します。" if not wrong else f"元のセルと違う数が{wrong}個あります。"
    return Check("セルの行き先", not lost, accounted), Check("数の保存", not wrong, kept)


def _inside(grid: Grid, span: Span) -> list[tuple[int, int]]:
    block = grid.kinds[span.top : span.bottom + 1, span.left : span.right + 1]
    return [(span.top + r, span.left + c) for r, c in np.argwhere(block != Kind.BLANK).tolist()]


def _accounted(grid: Grid, table: TidyTable, span: Span) -> Check:
    known = set(table.metadata["used_cells"]) | {d.cell for d in table.dropped}
    cells = [a1(r, c) for r, c in _inside(grid, span)]
    lost = [cell for cell in cells if cell not in known]
    twice = int(table.frame[CELL].duplicated().sum())
    if not lost and not twice:
        return Check(
            "セルの行き先",
            True,
            f"表の中の{len(cells)}個のセルすべてについて、使った先か、使わなかった理由があります。",
        )
    where = "、".join(lost[:3])
    return Check(
        "セルの行き先", False, f"行き先の分からないセルが{len(lost)}個（{where}）、二度使ったセルが{twice}個あります。"
    )


def _conserved(grid: Grid, table: TidyTable, span: Span) -> Check:
    """Plain numbers of the sheet = numbers among the values + numbers among the labels and what was left out."""
    observed = dict(zip(table.frame[CELL], table.frame[table.measures[0]], strict=True))
    total = found = 0.0
    wrong = 0
    for r, c in _inside(grid, span):
        if grid.kinds[r, c] != Kind.NUMBER:
            continue
        value = float(grid.values[r, c])
        cell = a1(r, c)
        total += value
        if cell not in observed:
            found += value
            continue
        kept = float(observed[cell])
        wrong += not math.isclose(kept, value, rel_tol=1e-12)
        found += kept
    ok = wrong == 0 and math.isclose(total, found, rel_tol=1e-9, abs_tol=1e-6)
    if ok:
        return Check("数の保存", True, "シートの数と読み取った数の合計が一致します。")
    return Check("数の保存", False, f"シートの数の合計{total:,.10g}に対し、読み取った数の合計は{found:,.10g}です。")


def _counted(table: TidyTable) -> Check:
    rows, columns = table.metadata["shape"]
    kept_rows, kept_columns = table.metadata["kept"]
    expected = kept_rows * kept_columns
    ok = len(table) == expected
    left = (rows - kept_rows, columns - kept_columns)
    tail = f"（除いた合計行{left[0]}、合計列{left[1]}）" if any(left) else ""
    return Check(
        "行の数",
        ok,
        f"行見出し{kept_rows} × 列見出し{kept_columns} = {expected}、読み取った行は{len(table)}です{tail}。",
    )


def _distinct(table: TidyTable) -> Check:
    frame = table.frame
    named = list(table.dimensions)
    same = frame.duplicated(subset=named, keep=False) if named else np.ones(len(frame), dtype=bool)
    count = int(np.asarray(same).sum())
    if count == 0:
        return Check("見出しの重なり", True, "同じ見出しの組を持つ値はありません。")
    cells = "、".join(frame.loc[same, CELL].head(3))
    return Check(
        "見出しの重なり",
        False,
        f"見出しがすべて同じ値が{count}件あります（{cells} ほか）。元の表の見出しを確かめてください。",
    )


def _totals(table: TidyTable) -> Check:
    proven, unproven = table.metadata["proven_totals"], table.metadata["unproven_totals"]
    flagged = bool(table.frame[ROW_TOTAL].any() or table.frame[COLUMN_TOTAL].any() or proven or unproven)
    if not flagged:
        return Check("合計の検算", True, "合計の行や列はありません。")
    if not unproven:
        return Check("合計の検算", True, f"合計{len(proven)}件は、内訳の足し算と一致しました。")
    names = "、".join(unproven[:3]) + (" ほか" if len(unproven) > 3 else "")
    return Check(
        "合計の検算",
        False,
        f"合計{len(proven)}件は足し算と一致しました。{len(unproven)}件（{names}）は内訳が表の中に無いか、足し算と一致しません。",
    )
