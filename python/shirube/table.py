"""`TidyTable`: one row per observation, every row knowing the cell it came from.

>>> import pandas as pd
>>> frame = pd.DataFrame({"地区": ["東"], "値": [10.0], "セル": ["B2"]})
>>> table = TidyTable(frame, dimensions=("地区",), measures=("値",))
>>> len(table)
1
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pandas as pd

from .errors import Place, TableError, nearest
from .grid import Grid, Kind, a1

__all__ = ["Dropped", "TidyTable", "column_name", "header_row_of", "records", "require_columns", "require_numbers"]

#: Names of the columns a conversion adds beside the dimensions.
VALUE, STATUS, SYMBOL, UNIT, ROW_TOTAL, COLUMN_TOTAL, CELL = (
    "値", "値_注記", "記号", "単位", "合計行", "合計列", "出所セル",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dropped:
    """A source cell that is not in the table, and why (Japanese)."""

    cell: str
    text: str
    reason: str


@dataclass(frozen=True, eq=False)
class TidyTable:
    """A tidy table. The frame is never changed in place.

    Attributes
    ----------
    frame
        One row per observation. Columns: the dimensions, then the measures and what `tidy.apply` adds
        (値_注記, 記号, 単位, 合計行, 合計列, 出所セル).
    dimensions, measures
        Names of the columns that tell rows apart, and of those that hold the observed values.
    title, unit, notes, sheet, source
        What the sheet says about the table: texts outside it, sheet name, file name.
    dropped
        Every non-blank source cell that is not an observation, with its reason.
    metadata
        Further facts by name (``"時点"``, ``"symbols"`` …), read only.
    """

    frame: pd.DataFrame
    dimensions: tuple[str, ...]
    measures: tuple[str, ...] = (VALUE,)
    title: str = ""
    unit: str = ""
    notes: tuple[str, ...] = ()
    sheet: str = ""
    source: str = ""
    dropped: tuple[Dropped, ...] = ()
    metadata: MappingProxyType[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def __len__(self) -> int:
        return len(self.frame)


def records(grid: Grid, *, header_row: int = 0) -> pd.DataFrame:
    """Read a sheet that is already a list of records: one header row, one row per record.

    Parameters
    ----------
    grid
        The sheet.
    header_row
        0-based row of the column names. Rows above it are left out; wholly blank rows and columns too.

    Returns
    -------
    pandas.DataFrame
        Object columns with the values as they stand (``None`` for blank); ``attrs["rows"]`` holds the 0-based
        sheet row of each record, ``attrs["columns"]`` the 0-based sheet column of each name.

    Raises
    ------
    TableError
        SB-T102: nothing below the header. SB-T103: two columns share a name.

    >>> records(Grid.from_rows([["地区", "人口"], ["東", 10]])).to_dict("list")
    {'地区': ['東'], '人口': [10]}
    """
    at = Place(grid.source, grid.name)
    if grid.shape[0] <= header_row + 1:
        raise TableError("T102", at=at)
    body_kinds = grid.kinds[header_row + 1 :]
    rows = [header_row + 1 + int(r) for r in (body_kinds != Kind.BLANK).any(axis=1).nonzero()[0]]
    columns = [int(c) for c in (grid.kinds[header_row:] != Kind.BLANK).any(axis=0).nonzero()[0]]
    if not rows or not columns:
        raise TableError("T102", at=at)
    names = [column_name(grid.values[header_row, c], c) for c in columns]
    for i, name in enumerate(names):
        if name in names[:i]:
            where = Place(grid.source, grid.name, a1(header_row, columns[i]))
            raise TableError("T103", at=where, name=name)
    frame = pd.DataFrame(
        {name: pd.Series(grid.values[rows, c], dtype=object) for name, c in zip(names, columns, strict=True)}
    )
    frame.attrs.update(
        rows=tuple(rows), columns=dict(zip(names, columns, strict=True)), source=grid.source, sheet=grid.name
    )
    return frame


#: Titles and notes above a list are not longer than this.
_HEAD_ROWS = 20


def header_row_of(grid: Grid) -> int | None:
    """Return the 0-based row that names the columns of a list; ``None`` when no row does.

    It names every column used from there on, each by a different text, and what stands above it (a title, a date, a
    note) is one cell, or fills fewer than half of them.

    >>> header_row_of(Grid.from_rows([["窓口アンケート"], ["年代", "満足度"], ["20代", 3]]))
    1
    >>> header_row_of(Grid.from_rows([["地区", 2023, 2024], ["東", 1, 2], ["西", 3, 4]])) is None
    True
    """
    filled = grid.kinds != Kind.BLANK
    for row in range(min(_HEAD_ROWS, grid.shape[0] - 1)):
        used = filled[row:].any(axis=0)
        names = [str(v) for v in grid.values[row][used]]
        if len(names) > 1 and (grid.kinds[row][used] == Kind.TEXT).all() and len(set(names)) == len(names):
            return row
        written = int(filled[row].sum())
        if written > 1 and 2 * written >= len(names):
            return None
    return None


def column_name(value: Any, column: int) -> str:
    """Return the heading without the spaces around it, or the letters of the 0-based column where it is blank.

    >>> column_name("　人口 ", 0), column_name(None, 1)
    ('人口', '列B')
    """
    text = "" if value is None else str(value).strip(" \u3000\r\n\t")
    return text or f"列{a1(0, column)[:-1]}"


def require_columns(frame: pd.DataFrame, names: Iterable[str], *, at: Place | None = None) -> None:
    """Raise `TableError` SB-T101 for the first name that is not a column."""
    for name in names:
        if name not in frame.columns:
            raise TableError("T101", at=at or _place(frame), name=name, near=nearest(name, map(str, frame.columns)))


def require_numbers(frame: pd.DataFrame, name: str) -> pd.Series[float]:
    """Return a column as floats (blank → NaN).

    Raises
    ------
    TableError
        SB-T101: no such column. SB-T104: text in a number column, with the first such cells.
    """
    from .numbers import parse_number

    require_columns(frame, [name])
    numbers: list[float] = []
    bad: list[int] = []
    for i, value in enumerate(frame[name]):
        if value is None or value != value:
            numbers.append(float("nan"))
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            numbers.append(float(value))
        else:
            parsed = parse_number(value) if isinstance(value, str) else None
            if parsed is None:
                bad.append(i)
                numbers.append(float("nan"))
            else:
                numbers.append(parsed.value)
    if bad:
        raise TableError("T104", at=_place(frame), **_bad_cells(frame, name, bad))
    return pd.Series(numbers, index=frame.index, name=name, dtype=float)


def _bad_cells(frame: pd.DataFrame, name: str, bad: list[int]) -> dict[str, Any]:
    rows, columns = frame.attrs.get("rows"), frame.attrs.get("columns", {})
    shown = []
    for i in bad[:3]:
        where = a1(rows[i], columns[name]) if rows and name in columns else f"{i + 1}行目"
        shown.append(f"{where}「{frame[name].iloc[i]}」")
    more = f" ほか{len(bad) - 3}件" if len(bad) > 3 else ""
    return {"name": name, "cells": "、".join(shown) + more, "count": len(bad)}


def _place(frame: pd.DataFrame) -> Place:
    return Place(str(frame.attrs.get("source", "")), str(frame.attrs.get("sheet", "")))
