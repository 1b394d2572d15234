"""`apply`: a grid and a recipe give a tidy table. Nothing is guessed that the recipe states; nothing is lost.

>>> grid = Grid.from_rows([["人口（人）"], ["地区", "男", "女"], ["東", 1, 2], ["西", 3, 4]])
>>> table = apply(grid, Recipe(anchor=Anchor("地区", "A2", "A2"), header=Header(rows=1), stub=Stub(columns=1)))
>>> table.frame[["地区", "列見出し1", "値", "出所セル"]].values.tolist()[:2]
[['東', '男', 1.0, 'A3'.replace('A', 'B')], ['東', '女', 2.0, 'C3']]
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import Place, TableError
from ..grid import Grid, Kind, a1, column_letters, parse_a1
from ..numbers import DEFAULT_SYMBOLS, Status
from ..table import CELL, COLUMN_TOTAL, ROW_TOTAL, STATUS, SYMBOL, UNIT, Dropped, TidyTable, records
from ..text import match_key
from .cells import Cells, Look, SymbolMap, look_at
from .headers import Header as HeaderLabels
from .headers import read_header, sheet_unit
from .labels import read_labels, two_line_names
from .recipe import Anchor, Header, Recipe, Stub
from .regions import Region, find_regions
from .roles import Column, Layout, Row, read_layout, surroundings
from .totals import TotalFlags, flag_totals

__all__ = ["Anchor", "Header", "Recipe", "Stub", "apply", "apply_all"]

_OUTSIDE = "この表の範囲の外にあります。"
_REASONS = {
    Column.REPEAT: "行見出しの再掲です。",
    Column.ALIAS: "行見出しの別名（英語・西暦など）です。",
    Column.MARK: "隣の値に付く印です。",
    Column.SPACER: "見出しも値もない列です。",
}
_NOT_DATA_ROW = "値のない行です。"
_TOTAL_ROW, _TOTAL_COLUMN = "合計行を除く設定です。", "合計列を除く設定です。"


def apply_all(grid: Grid, recipes: Iterable[Recipe]) -> tuple[TidyTable, ...]:
    """Apply several recipes to one sheet; a cell another table uses is not reported as dropped."""
    tables = [apply(grid, recipe) for recipe in recipes]
    used = [set(table.metadata["used_cells"]) for table in tables]
    result = []
    for i, table in enumerate(tables):
        others = set().union(*(cells for k, cells in enumerate(used) if k != i))
        first = i == 0
        dropped = tuple(d for d in table.dropped if d.reason != _OUTSIDE or (first and d.cell not in others))
        result.append(dataclasses.replace(table, dropped=dropped))
    return tuple(result)


def apply(grid: Grid, recipe: Recipe) -> TidyTable:
    """Turn one table of a sheet into one row per observation.

    Parameters
    ----------
    grid
        The sheet.
    recipe
        How the table is read.

    Returns
    -------
    TidyTable
        Columns: the dimensions, 値 (float, NaN where there is none), 値_注記, 記号, 単位, 合計行, 合計列, 出所セル.
        For ``records`` the columns of the sheet as they are.

    Raises
    ------
    TableError
        SB-T205: no table where the recipe looks.
    """
    if recipe.form == "records":
        return _records(grid, recipe)
    cells = look_at(grid, _symbols(recipe))
    regions = find_regions(cells)
    region = _locate(cells, recipe, regions)
    header = read_header(cells, region)
    layout = read_layout(cells, region, header, _known_labels(cells, region, regions))
    return _Builder(cells, recipe, regions, region, header, layout).table()


def _symbols(recipe: Recipe) -> SymbolMap | None:
    if not recipe.values.symbols:
        return None
    meanings = {status.value: status for status in Status}
    own: SymbolMap = {}
    for symbol, meaning in recipe.values.symbols:
        if meaning not in meanings:
            raise TableError("T203", name="記号", value=f"{symbol}＝{meaning}")
        own[symbol] = meanings[meaning]
    return {**DEFAULT_SYMBOLS, **own}


def _records(grid: Grid, recipe: Recipe) -> TidyTable:
    head = parse_a1(recipe.anchor.cell).top
    frame = records(grid, header_row=head)
    columns: dict[str, int] = frame.attrs["columns"]
    numeric = tuple(
        name
        for name, c in columns.items()
        if (grid.kinds[list(frame.attrs["rows"]), c] == Kind.NUMBER).any()
        and not (grid.kinds[list(frame.attrs["rows"]), c] == Kind.TEXT).any()
    )
    above = [(r, c) for r, c in zip(*np.nonzero(grid.kinds[:head] != Kind.BLANK), strict=True)]
    dropped = tuple(Dropped(a1(int(r), int(c)), str(grid.values[r, c]), "一覧の上にある文です。") for r, c in above)
    used = _addresses(np.argwhere(grid.kinds[head:] != Kind.BLANK) + [head, 0])
    return TidyTable(
        frame,
        dimensions=tuple(name for name in columns if name not in numeric),
        measures=numeric,
        sheet=grid.name,
        source=grid.source,
        dropped=dropped,
        metadata=MappingProxyType({"form": "records", "used_cells": used, "recipe": recipe}),
    )


def _addresses(positions: npt.NDArray[Any]) -> tuple[str, ...]:
    letters = [column_letters(c) for c in range(int(positions[:, 1].max()) + 1)] if len(positions) else []
    return tuple(f"{letters[c]}{r + 1}" for r, c in positions.tolist())


def _locate(cells: Cells, recipe: Recipe, regions: tuple[Region, ...]) -> Region:
    """Find the table the recipe describes: by the text of its corner, else by its address."""
    corner = parse_a1(recipe.anchor.cell)
    top, left = corner.top, corner.left
    if recipe.anchor.text:
        old = parse_a1(recipe.anchor.text_cell)
        key = match_key(recipe.anchor.text)
        places = [
            (int(r), int(c))
            for r, c in zip(*np.nonzero(cells.look != Look.BLANK), strict=True)
            if match_key(cells.label(int(r), int(c))) == key
        ]
        if places:
            r, c = min(places, key=lambda p: (abs(p[0] - old.top) + 4 * abs(p[1] - old.left), p))
            top, left = top + r - old.top, left + c - old.left
    body_top, body_left = top + recipe.header.rows, left + recipe.stub.columns
    if top < 0 or left < 0 or body_top >= cells.shape[0] or body_left >= cells.shape[1]:
        raise TableError("T205", at=Place(cells.grid.source, cells.grid.name, recipe.anchor.cell))
    near = [r for r in regions if r.top <= body_top <= r.bottom and r.left <= body_left <= r.right]
    found = near[0] if near else None
    if found is None and not (recipe.height and recipe.width):
        raise TableError("T205", at=Place(cells.grid.source, cells.grid.name, recipe.anchor.cell))
    bottom = top + recipe.height - 1 if recipe.height or found is None else found.bottom
    right = left + recipe.width - 1 if recipe.width or found is None else found.right
    bottom, right = min(bottom, cells.shape[0] - 1), min(right, cells.shape[1] - 1)
    return Region(top, left, bottom, right, body_top, body_left, found.score if found else 1.0)


def _known_labels(cells: Cells, region: Region, regions: tuple[Region, ...]) -> frozenset[str]:
    """Row labels that carry data in another table of the sheet: without data here they are blank, not group rows."""
    known: set[str] = set()
    for other in regions:
        if other.top == region.top and other.left == region.left:
            continue
        for r in range(other.body_top, other.bottom + 1):
            if cells.data[r, other.body_left : other.right + 1].any():
                known.update(cells.label(r, c) for c in range(other.left, other.body_left))
    return frozenset(known - {""})


class _Builder:
    """Assembles the frame of one crosstab and accounts for every cell."""

    def __init__(
        self,
        cells: Cells,
        recipe: Recipe,
        regions: tuple[Region, ...],
        region: Region,
        header: HeaderLabels,
        layout: Layout,
    ) -> None:
        self.cells, self.recipe, self.region, self.header, self.layout = cells, recipe, region, header, layout
        self.around = surroundings(cells, region, regions)
        self.rows = layout.rows_of(Row.DATA)
        self.columns = layout.columns_of(Column.VALUE)
        labels = read_labels(cells, layout)
        self.row_paths = self._two_lines([labels[r] for r in self.rows])
        self.column_paths = [header.paths[c - region.body_left] for c in self.columns]
        body = cells.number[np.ix_(self.rows, self.columns)]
        self.row_totals: TotalFlags = flag_totals(body, self.row_paths)
        self.column_totals: TotalFlags = flag_totals(body.T, self.column_paths, rows=False)
        self.title = recipe.context.title or " ".join(cells.label(*at) for at in self.around.title)
        self.unit = recipe.context.unit or next(
            (u for at in self.around.unit if (u := sheet_unit(cells.label(*at)))), ""
        )

    def _two_lines(self, paths: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
        """Rows printed in pairs under one label take the names the sheet gives the two lines (上段…下段…)."""
        around = (*self.around.title, *self.around.unit, *self.around.notes)
        names = two_line_names("".join(self.cells.label(*at) for at in sorted(around)))
        pairs = [paths[i] == paths[i + 1] for i in range(0, len(paths) - 1, 2)]
        if not names or len(paths) % 2 or not pairs or not all(pairs):
            return paths
        return [(*path, names[i % 2]) for i, path in enumerate(paths)]

    def table(self) -> TidyTable:
        """The finished table."""
        keep_rows = ~self.row_totals.flags if self.recipe.totals.rows == "drop" else np.ones(len(self.rows), bool)
        keep_columns = (
            ~self.column_totals.flags if self.recipe.totals.columns == "drop" else np.ones(len(self.columns), bool)
        )
        frame, dimensions = self._frame(np.flatnonzero(keep_rows), np.flatnonzero(keep_columns))
        dropped, used = self._account(keep_rows, keep_columns)
        value = self.recipe.values.name
        return TidyTable(
            frame,
            dimensions=dimensions,
            measures=(value,),
            title=self.title,
            unit=self.unit,
            notes=tuple(str(self.cells.grid.values[at]).strip() for at in self.around.notes),
            sheet=self.cells.grid.name,
            source=self.cells.grid.source,
            dropped=dropped,
            metadata=MappingProxyType(
                {**self._metadata(used), "kept": (int(keep_rows.sum()), int(keep_columns.sum()))}
            ),
        )

    def _metadata(self, used: tuple[str, ...]) -> dict[str, Any]:
        names = lambda flags, paths, keys: tuple(  # noqa: E731
            "・".join(paths[i]) for i in sorted(keys) if flags.flags[i]
        )
        rows, columns = self.row_totals, self.column_totals
        return {
            "form": "crosstab",
            "recipe": self.recipe,
            "range": self.region.span.a1,
            "used_cells": used,
            "shape": (len(self.rows), len(self.columns)),
            "proven_totals": names(rows, self.row_paths, rows.proven)
            + names(columns, self.column_paths, columns.proven),
            "unproven_totals": names(rows, self.row_paths, rows.named - rows.proven)
            + names(columns, self.column_paths, columns.named - columns.proven),
        }

    def _frame(
        self, keep_rows: npt.NDArray[np.int_], keep_columns: npt.NDArray[np.int_]
    ) -> tuple[pd.DataFrame, tuple[str, ...]]:
        rows = [self.rows[i] for i in keep_rows]
        columns = [self.columns[i] for i in keep_columns]
        n, m = len(rows), len(columns)
        data: dict[str, Any] = {}
        row_names, column_names = self._names()
        for level, name in enumerate(row_names):
            data[name] = np.repeat(_level([self.row_paths[i] for i in keep_rows], level), m)
        for level, name in enumerate(column_names):
            data[name] = np.tile(_level([self.column_paths[i] for i in keep_columns], level), n)
        block = np.ix_(rows, columns)
        data[self.recipe.values.name] = self.cells.number[block].ravel()
        data[STATUS], data[SYMBOL] = self._statuses(rows, columns)
        units = [self.header.units[c - self.region.body_left] or self.unit for c in columns]
        data[UNIT] = np.tile(np.array(units, dtype=object), n)
        data[ROW_TOTAL] = np.repeat(self.row_totals.flags[keep_rows], m)
        data[COLUMN_TOTAL] = np.tile(self.column_totals.flags[keep_columns], n)
        letters = [column_letters(c) for c in columns]
        data[CELL] = np.array([f"{letter}{r + 1}" for r in rows for letter in letters], dtype=object)
        return pd.DataFrame(data), (*row_names, *column_names)

    def _statuses(self, rows: list[int], columns: list[int]) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_]]:
        block = np.ix_(rows, columns)
        look = self.cells.look[block]
        status = np.full(look.shape, Status.OBSERVED.value, dtype=object)
        symbol = np.full(look.shape, "", dtype=object)
        status[look == Look.BLANK] = Status.BLANK.value
        for i, j in np.argwhere((look != Look.NUMBER) & (look != Look.BLANK)).tolist():
            at = (rows[i], columns[j])
            status[i, j] = self.cells.status.get(at, Status.TEXT).value
            symbol[i, j] = str(self.cells.grid.values[at]).strip()
        for (r, c), state in self.cells.status.items():
            if self.cells.look[r, c] == Look.NUMBER and r in self._row_at and c in self._column_at:
                self._mark(status, symbol, rows, columns, (r, c), state.value)
        for at in self.cells.composite:
            self._mark(status, symbol, rows, columns, at, Status.OBSERVED.value)
        return status.ravel(), symbol.ravel()

    @property
    def _row_at(self) -> set[int]:
        return set(self.rows)

    @property
    def _column_at(self) -> set[int]:
        return set(self.columns)

    def _mark(
        self,
        status: npt.NDArray[np.object_],
        symbol: npt.NDArray[np.object_],
        rows: list[int],
        columns: list[int],
        at: tuple[int, int],
        state: str,
    ) -> None:
        if at[0] in rows and at[1] in columns:
            i, j = rows.index(at[0]), columns.index(at[1])
            status[i, j], symbol[i, j] = state, str(self.cells.grid.values[at]).strip()

    def _names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Names of the dimensions: what the recipe says, else the corner of the sheet, else 行見出し1 …"""
        depth = max((len(path) for path in self.row_paths), default=0)
        tiers = max((len(path) for path in self.column_paths), default=0)
        corner = [
            text
            for c, text in zip(range(self.region.left, self.region.body_left), self.header.corner, strict=True)
            if c in self.layout.columns_of(Column.LABEL)
        ]
        named = len(corner) == depth and all(corner) and len(set(corner)) == len(corner)
        rows = [
            name or (corner[i] if named else f"行見出し{i + 1}")
            for i, name in enumerate(_padded(self.recipe.stub.names, depth))
        ]
        columns = [name or f"列見出し{i + 1}" for i, name in enumerate(_padded(self.recipe.header.names, tiers))]
        unique = _unique([*rows, *columns], self.recipe.values.name)
        return tuple(unique[:depth]), tuple(unique[depth:])

    def _account(
        self, keep_rows: npt.NDArray[np.bool_], keep_columns: npt.NDArray[np.bool_]
    ) -> tuple[tuple[Dropped, ...], tuple[str, ...]]:
        """Say of every non-blank cell whether it is used, and if not, why."""
        grid, region = self.cells.grid, self.region
        filled = self.cells.look != Look.BLANK
        used = np.zeros(filled.shape, dtype=bool)
        reason = np.full(filled.shape, _OUTSIDE, dtype=object)
        reason[region.top : region.bottom + 1, region.left : region.right + 1] = _NOT_DATA_ROW
        groups = self.layout.rows_of(Row.GROUP) if self.recipe.groups.read else []
        labels = self.layout.columns_of(Column.LABEL)
        used[region.top : region.body_top, region.left : region.right + 1] = True
        used[np.ix_([*self.rows, *groups, *self.layout.rows_of(Row.LABEL)], labels)] = True
        for r in groups:
            texts = self.cells.text[r, region.left : region.right + 1]
            used[r, region.left : region.right + 1] = texts
            reason[r, region.left : region.right + 1] = "見出しだけの行にある値です。"
        used[np.ix_(self.rows, self.columns)] = True
        for role, text in _REASONS.items():
            for c in self.layout.columns_of(role):
                used[region.body_top : region.bottom + 1, c] = False
                reason[region.body_top : region.bottom + 1, c] = text
        for i, kept in zip(self.rows, keep_rows, strict=True):
            if not kept:
                used[i, region.left : region.right + 1], reason[i, region.left : region.right + 1] = False, _TOTAL_ROW
        for c, kept in zip(self.columns, keep_columns, strict=True):
            if not kept:
                used[self.rows, c], reason[self.rows, c] = False, _TOTAL_COLUMN
        for at in (*self.around.title, *self.around.unit, *self.around.notes):
            used[at] = True
        dropped = tuple(
            Dropped(a1(r, c), str(grid.values[r, c]), str(reason[r, c]))
            for r, c in np.argwhere(filled & ~used).tolist()
        )
        return dropped, _addresses(np.argwhere(filled & used))


def _level(paths: list[tuple[str, ...]], level: int) -> npt.NDArray[np.object_]:
    column = np.empty(len(paths), dtype=object)
    for i, path in enumerate(paths):
        column[i] = path[level] if level < len(path) else ""
    return column


def _padded(names: tuple[str, ...], length: int) -> list[str]:
    return [*names[:length], *[""] * (length - len(names))]


def _unique(names: list[str], value: str) -> list[str]:
    taken = {value, STATUS, SYMBOL, UNIT, ROW_TOTAL, COLUMN_TOTAL, CELL}
    result = []
    for name in names:
        fresh, k = name, 2
        while fresh in taken:
            fresh, k = f"{name}_{k}", k + 1
        taken.add(fresh)
        result.append(fresh)
    return result
