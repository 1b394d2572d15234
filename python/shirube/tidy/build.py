"""Assembling the frame of one table from its parts, and accounting for every cell."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..grid import a1, column_letters
from ..numbers import Status
from ..table import CELL, COLUMN_TOTAL, ROW_TOTAL, STATUS, SYMBOL, UNIT, Dropped, TidyTable
from ..text import clean_label
from .cells import Cells, Look
from .headers import Header, sheet_unit
from .labels import read_labels, two_line_names
from .names import corner_names, row_names, tier_names
from .recipe import Recipe
from .regions import Region
from .roles import Column, Layout, Row, surroundings
from .totals import TotalFlags, flag_totals

__all__ = ["OUTSIDE", "Builder", "addresses"]

#: Reason of a cell that another table of the sheet may use.
OUTSIDE = "この表の範囲の外にあります。"
_REASONS = {
    Column.REPEAT: "行見出しの再掲です。",
    Column.ALIAS: "行見出しの別名（英語・西暦など）です。",
    Column.MARK: "隣の値に付く印です。",
    Column.REMARK: "備考の列です（値ではありません）。",
    Column.SPACER: "見出しも値もない列です。",
}
_NOT_DATA_ROW = "値のない行です。"
_TOTAL_ROW, _TOTAL_COLUMN = "合計行を除く設定です。", "合計列を除く設定です。"


def addresses(positions: npt.NDArray[Any]) -> tuple[str, ...]:
    """A1 addresses of positions, shape (cells, 2).

    >>> addresses(np.array([[0, 0], [3, 1]]))
    ('A1', 'B4')
    """
    if not len(positions):
        return ()
    letters = [column_letters(c) for c in range(int(positions[:, 1].max()) + 1)]
    numbers = [str(r) for r in range(1, int(positions[:, 0].max()) + 2)]
    rows, columns = positions[:, 0].tolist(), positions[:, 1].tolist()
    return tuple([letters[c] + numbers[r] for r, c in zip(rows, columns, strict=True)])


_LINE = re.compile(r"上\s*段|下\s*段")


class Builder:
    """Assembles the frame of one crosstab and accounts for every cell."""

    def __init__(
        self,
        cells: Cells,
        recipe: Recipe,
        regions: tuple[Region, ...],
        region: Region,
        header: Header,
        layout: Layout,
    ) -> None:
        self.cells, self.recipe, self.region, self.header, self.layout = cells, recipe, region, header, layout
        self.around = surroundings(cells, region, regions)
        self.rows = layout.rows_of(Row.DATA)
        self.columns = layout.columns_of(Column.VALUE)
        labels = read_labels(cells, layout, groups=recipe.groups.read)
        own = [labels[r] for r in self.rows]
        self.row_paths = self._two_lines(own)
        self.paired = self.row_paths is not own
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
        cells = self.cells
        legend = [at for at in np.argwhere(cells.text).tolist() if _LINE.search(str(cells.grid.values[tuple(at)]))]
        names = two_line_names("".join(cells.label(r, c) for r, c in legend))
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
        rows, columns = self.row_totals, self.column_totals
        return {
            "form": "crosstab",
            "recipe": self.recipe,
            "range": self.region.span.a1,
            "used_cells": used,
            "shape": (len(self.rows), len(self.columns)),
            "proven_totals": (
                *_names(self.row_paths, rows.proven),
                *_names(self.column_paths, columns.proven),
            ),
            "unproven_totals": (
                *_names(self.row_paths, rows.named - rows.proven),
                *_names(self.column_paths, columns.named - columns.proven),
            ),
        }

    def _frame(
        self, keep_rows: npt.NDArray[np.int_], keep_columns: npt.NDArray[np.int_]
    ) -> tuple[pd.DataFrame, tuple[str, ...]]:
        rows = [self.rows[i] for i in keep_rows]
        columns = [self.columns[i] for i in keep_columns]
        n, m = len(rows), len(columns)
        data: dict[str, Any] = {}
        row_names, column_names = self.names()
        for level, name in enumerate(row_names):
            data[name] = np.repeat(_level([self.row_paths[i] for i in keep_rows], level), m)
        for level, name in enumerate(column_names):
            data[name] = np.tile(_level([self.column_paths[i] for i in keep_columns], level), n)
        block = np.ix_(rows, columns)
        data[self.recipe.values.name] = self.cells.number[block].ravel()
        data[STATUS], data[SYMBOL] = self._statuses(rows, columns)
        data[UNIT] = self._units(rows, columns)
        data[ROW_TOTAL] = np.repeat(self.row_totals.flags[keep_rows], m)
        data[COLUMN_TOTAL] = np.tile(self.column_totals.flags[keep_columns], n)
        letters = [column_letters(c) for c in columns]
        data[CELL] = np.array([f"{letter}{r + 1}" for r in rows for letter in letters], dtype=object)
        return pd.DataFrame(data), (*row_names, *column_names)

    def _units(self, rows: list[int], columns: list[int]) -> npt.NDArray[np.object_]:
        units = np.empty((len(rows), len(columns)), dtype=object)
        units[:] = [self.header.units[c - self.region.body_left] or self.unit for c in columns]
        row_at, column_at = ({k: i for i, k in enumerate(keys)} for keys in (rows, columns))
        for at, unit in self.cells.quantity.items():
            if unit and at[0] in row_at and at[1] in column_at:
                units[row_at[at[0]], column_at[at[1]]] = unit
        return units.ravel()

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
        row_at, column_at = ({k: i for i, k in enumerate(keys)} for keys in (rows, columns))
        for at in self.cells.quantity:
            if at[0] in row_at and at[1] in column_at:
                i, j = row_at[at[0]], column_at[at[1]]
                status[i, j] = Status.OBSERVED.value
                symbol[i, j] = str(self.cells.grid.values[at]).strip()
        return status.ravel(), symbol.ravel()

    def names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Names of the dimensions: what the recipe says, else the sheet's own, else what the labels are."""
        corner = self._corner()
        both = corner_names(corner[0]) if len(corner) == 1 else None
        texts = tuple(clean_label(text) for text in ([both[1]] if both else corner))
        rows = row_names([path[:-1] for path in self.row_paths] if self.paired else self.row_paths, texts)
        rows += ["項目"] if self.paired else []
        columns = tier_names(self.column_paths, clean_label(both[0]) if both else "")
        rows = [given or name for given, name in zip(_padded(self.recipe.stub.names, len(rows)), rows, strict=True)]
        columns = [
            given or name for given, name in zip(_padded(self.recipe.header.names, len(columns)), columns, strict=True)
        ]
        unique = _unique([*rows, *columns], self.recipe.values.name)
        return tuple(unique[: len(rows)]), tuple(unique[len(rows) :])

    def _corner(self) -> list[str]:
        """Texts over the label columns; a lone cell as it is typed, because its lines may name both sides."""
        region, labels = self.region, self.layout.columns_of(Column.LABEL)
        block = self.cells.look[region.top : region.body_top, region.left : region.body_left]
        written = np.argwhere(block != Look.BLANK)
        if len(labels) == 1 and len(written) == 1:
            return [str(self.cells.grid.values[region.top + written[0][0], region.left + written[0][1]])]
        return [text for c, text in enumerate(self.header.corner, region.left) if c in labels]

    def _account(
        self, keep_rows: npt.NDArray[np.bool_], keep_columns: npt.NDArray[np.bool_]
    ) -> tuple[tuple[Dropped, ...], tuple[str, ...]]:
        """Say of every non-blank cell whether it is used, and if not, why."""
        grid, region = self.cells.grid, self.region
        filled = self.cells.look != Look.BLANK
        used = np.zeros(filled.shape, dtype=bool)
        reason = np.full(filled.shape, OUTSIDE, dtype=object)
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
        for c, kept in zip(self.columns, keep_columns, strict=True):
            if not kept:
                used[self.rows, c], reason[self.rows, c] = False, _TOTAL_COLUMN
        for i, kept in zip(self.rows, keep_rows, strict=True):
            if not kept:
                used[i, region.left : region.right + 1], reason[i, region.left : region.right + 1] = False, _TOTAL_ROW
        for at in (*self.around.title, *self.around.unit, *self.around.notes):
            used[at] = True
        dropped = tuple(
            Dropped(a1(r, c), str(grid.values[r, c]), str(reason[r, c]))
            for r, c in np.argwhere(filled & ~used).tolist()
        )
        return dropped, addresses(np.argwhere(filled & used))


def _names(paths: list[tuple[str, ...]], keys: frozenset[int]) -> tuple[str, ...]:
    return tuple("・".join(paths[i]) for i in sorted(keys))


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
