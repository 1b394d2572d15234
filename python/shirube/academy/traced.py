"""Figures that can be followed back: a number or a sentence with the cells it was taken from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..stats.rounding import round_half_up
from .homework import Row

__all__ = ["Source", "Traced", "said", "source", "total"]


@dataclass(frozen=True, slots=True)
class Source:
    """Cells of one row of one workbook, and what they add to a figure (1 for a row that is counted).

    Attributes
    ----------
    file, tab, cells
        Where they stand; `file` is the path below the folder.
    values
        What stands in the cells, in the same order.
    adds
        What the row adds to a sum or count; ``None`` where words were taken over.
    """

    file: str
    tab: str
    cells: tuple[str, ...]
    values: tuple[Any, ...]
    adds: float | None = None


@dataclass(frozen=True, slots=True)
class Traced:
    """One line of a report: its name, what it says (empty: nobody wrote it), and where that comes from."""

    name: str
    text: str
    sources: tuple[Source, ...] = ()


def source(file: str, row: Row, *columns: str, adds: float | None = None) -> Source:
    """Return the cells of a row.

    >>> row = Row("課題", "課題", 5, "K01", {"目標値": 320}, {"課題ID": 0, "目標値": 4})
    >>> source("宿題.xlsx", row, "目標値").cells
    ('E6',)
    """
    return Source(file, row.tab, tuple(row.cell(name) for name in columns), tuple(map(row.get, columns)), adds)


def total(sources: Iterable[Source]) -> float:
    """Return what the sources add up to, to a tenth as the sheets show it."""
    return float(round_half_up(sum(one.adds or 0.0 for one in sources), 1))


def said(value: Any) -> str:
    """Return a value as a report writes it.

    >>> said(-1.70), said(1500000), said(None), said(" 環境課 ")
    ('−1.7', '1,500,000', '', '環境課')
    """
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, (int, float)):
        shown = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.10g}"
        return shown.replace("-", "−")
    if isinstance(value, dt.date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value).strip()
