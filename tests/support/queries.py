"""Runs a compiled query on a sheet with the M evaluator, and compares it with what Python makes of the same sheet."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from shirube.grid import Grid, Kind
from shirube.powerquery import Script, Source, compile_recipe, compile_union
from shirube.table import CELL
from shirube.tidy import Recipe, apply, apply_all
from shirube.tidy.types import typed
from shirube.tidy.unite import unite
from support.m import MTable, evaluate, excel_error

#: Blank rows and columns around the sheet, as the named range of a finished workbook has them.
SPARE = 3


def as_range(grid: Grid, spare: int = SPARE, *, errors: bool = False) -> MTable:
    """The sheet as Excel.CurrentWorkbook hands over a named range, Column1 ….

    The sheet 元データ that is written into the workbook holds errors as texts; one that people work on later (`errors`)
    may hold real ones.
    """
    rows, columns = grid.shape
    body = []
    for r in range(rows + spare):
        inside = r < rows
        body.append(
            tuple(_cell(grid, r, c, errors) if inside and c < columns else None for c in range(columns + spare))
        )
    return MTable(tuple(f"Column{i + 1}" for i in range(columns + spare)), body)


def _cell(grid: Grid, row: int, column: int, errors: bool):
    value = grid.values[row, column]
    if errors and grid.kinds[row, column] == Kind.ERROR:
        return excel_error(str(value))
    return midnight(value)


def midnight(value):
    """A date as Excel hands it over: with a time."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day)
    return value


def run(script: Script, sheets: Mapping[str, Grid | MTable], **options) -> MTable:
    """The table a query returns, with rows in either order where the order is not documented."""
    workbook = {name: as_range(grid) if isinstance(grid, Grid) else grid for name, grid in sheets.items()}
    asked: set[str] = set()
    found = evaluate(script.text, workbook=workbook, asked=asked, **options)
    assert isinstance(found, MTable)
    if asked:
        other = evaluate(script.text, workbook=workbook, unordered="reversed", **options)
        assert plain(found.rows) == plain(other.rows)
    return found


def plain(rows: Sequence[Sequence]) -> list[list]:
    """Values that can be compared: whole floats as int, NaN as None, dates with a time."""
    return [[_plain(value) for value in row] for row in rows]


def _plain(value):
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return int(value) if value.is_integer() else value
    return midnight(value)


def wanted(grid: Grid, recipe: Recipe, columns: Sequence[str]) -> list[list]:
    """What Python makes of the sheet; 出所セル only where the query has it."""
    frame = typed(apply(grid, recipe), recipe.types).frame
    if CELL in frame.columns and CELL not in columns:
        frame = frame.drop(columns=CELL)
    assert list(map(str, frame.columns)) == list(columns)
    return plain(frame.astype(object).values.tolist())


def differences(grid: Grid, recipe: Recipe, other: Grid | None = None, source: str = "元表") -> list[tuple]:
    """Rows in which the query and Python differ, on the sheet it was made for or on another edition of it."""
    script = compile_recipe(grid, recipe, source=Source(source))
    sheet = grid if other is None else other
    found = run(script, {source: as_range(sheet, errors=other is not None)})
    want = wanted(sheet, recipe, found.columns)
    got = plain(found.rows)
    if len(got) != len(want):
        return [(len(want), len(got), want[:1], got[:1])]
    return [(a, b) for a, b in zip(want, got, strict=True) if a != b]


def with_values(grid: Grid, rows: Sequence[Sequence]) -> Grid:
    """A new edition of a sheet: other values, the same looks where cells stay."""
    fresh = Grid.from_rows(rows, name=grid.name, source=grid.source, merges=[m.a1 for m in grid.merges])
    return replace(fresh, style_table=grid.style_table) if fresh.shape == grid.shape else fresh


def notice(grid: Grid, recipe: Recipe, other: Grid) -> str:
    """The sentence a query returns instead of a table; empty where it returns a table."""
    found = run(compile_recipe(grid, recipe), {"元表": as_range(other, errors=True)})
    said = len(found.rows) == 1 and isinstance(found.rows[0][0], str) and set(found.rows[0][1:]) <= {None}
    return found.rows[0][0] if said else ""


def sheet_differences(grid: Grid, recipes: Sequence[Recipe]) -> list[tuple]:
    """As `differences`, for all recipes of a sheet; those of one union are one query."""
    groups: dict[object, list[Recipe]] = {}
    for i, recipe in enumerate(recipes):
        groups.setdefault(recipe.union or i, []).append(recipe)
    wrong: list[tuple] = []
    for group in groups.values():
        wrong += _of_union(grid, group) if group[0].union else differences(grid, group[0])
    return wrong


def _of_union(grid: Grid, recipes: Sequence[Recipe]) -> list[tuple]:
    found = run(compile_union(grid, recipes), {"元表": grid})
    (table,) = unite(apply_all(grid, recipes), recipes)
    assert list(map(str, table.frame.columns)) == list(found.columns)
    want, got = plain(table.frame.astype(object).values.tolist()), plain(found.rows)
    return [] if want == got else [(len(want), len(got), want[:1], got[:1])]
