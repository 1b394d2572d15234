"""The list an evaluation reads; year and month may stand in columns of their own, as 縦持ちに直す leaves them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pandas as pd

from ..aggregates import left_out, observations
from ..grid import Grid
from ..result import Result
from ..table import require_columns

__all__ = ["timed_records", "told"]

_BETWEEN = re.compile(r"[、,，]")


def timed_records(grid: Grid, header_row: int, time: str, unit: str = "") -> pd.DataFrame:
    """Read a list; columns named together (年、月) are joined into one of that name.

    Parameters
    ----------
    grid, header_row
        As `shirube.table.records`.
    time
        The column of times, or 年 (or 年度) and 月 with 、 between.
    unit
        The column of units: totals over them (市計) are left out.

    Raises
    ------
    TableError
        As `records`; SB-T101: one of the columns is not there.

    >>> grid = Grid.from_rows([["年", "月", "件数"], ["令和5年", "4月", 3], [2024, 1, 5]])
    >>> timed_records(grid, 0, "年、月")["年、月"].tolist()
    ['令和5年4月', '2024年1月']
    """
    frame = observations(grid, header_row=header_row, unit=unit)
    names = [name.strip() for name in _BETWEEN.split(time)]
    if time in frame.columns or len(names) != 2:
        return frame
    require_columns(frame, names)
    years, months = (frame[name] for name in names)
    frame[time] = pd.Series(
        [_joined(year, month, names[0]) for year, month in zip(years, months, strict=True)], dtype=object
    )
    return frame


def told(result: Result, grid: Grid, settings: Any) -> Result:
    """Say on a report which rows of the list were left out."""
    # Settings without times have no units, only a unit of their values.
    unit = settings.unit if hasattr(settings, "time") and hasattr(settings, "unit") else ""
    said = left_out(observations(grid, header_row=settings.header_row, unit=unit))
    return replace(result, notes=(*said, *result.notes)) if said else result


def _joined(year: Any, month: Any, name: str) -> str | None:
    """The month in words; bare numbers take the names of their columns (2023 under 年度: 2023年度)."""
    if year is None or month is None:
        return None
    year, month = (str(int(v)) if isinstance(v, float) else str(v).strip() for v in (year, month))
    year += name if year.isdecimal() and name in ("年", "年度") else ""
    return f"{year}{month}" if month.endswith("月") else f"{year}{month}月"
