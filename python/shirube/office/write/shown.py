"""A value as the reader sees it: one formatter for sheets, Word tables and text."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ...result import Cell, Column, Format, Link
from .values import CellKind, typed

__all__ = ["TEXTUAL", "rounds_to_zero", "shown"]

TEXTUAL = (Format.TEXT, Format.CODE, Format.BOOL)


def shown(value: Any, column: Column, *, minus: str = "▲", mark: bool = True) -> str:
    """Return what a report cell shows; what is suppressed is never looked at.

    Parameters
    ----------
    value
        Plain value, `Cell` or `Link`.
    column
        Gives the kind and the decimals; figures are rounded half up, as Excel shows them.
    minus
        Sign of negative numbers.
    mark
        Add ↑高 or ↓低 of a marked cell.

    >>> percent = Column("p", "割合", Format.PERCENT, decimals=1)
    >>> shown(-1234.25, percent), shown(Cell(3, shown="x"), percent), shown(-0.04, percent)
    ('▲1,234.3', 'x', '0.0')
    """
    tail = ""
    if isinstance(value, Cell):
        tail = f" {value.mark.value}" if mark and value.mark else ""
        if value.shown:
            return value.shown + tail
        column = column if value.decimals is None else replace(column, decimals=value.decimals)
        value = value.value
    if isinstance(value, Link):
        return value.text
    kind, plain = typed(value, column.format)
    if kind is CellKind.BLANK:
        return ""
    if kind is CellKind.NUMBER:
        return _number(plain, column, minus) + tail
    if kind in (CellKind.DATE, CellKind.DATETIME):
        return _date(plain, clock=kind is CellKind.DATETIME and column.format is not Format.DATE)
    if kind is CellKind.BOOL:
        return "はい" if plain else "いいえ"
    return f"{plain}{tail}"


def rounds_to_zero(value: float, decimals: int) -> bool:
    """True when a number shows as zero at these decimals."""
    return _rounded(value, decimals) == 0


def _rounded(value: float, decimals: int) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _number(value: float, column: Column, minus: str) -> str:
    if column.format is Format.P_VALUE:
        return "0.001未満" if value < 0.001 else f"{_rounded(value, 3):f}"
    if column.format is Format.YEAR:
        return f"{_rounded(value, 0):f}"
    if column.format in TEXTUAL or column.format in (Format.DATE, Format.DATETIME):
        return (f"{value:,}" if isinstance(value, int) else f"{value:.10g}").replace("-", minus)
    number = _rounded(value, max(column.decimals, 0))
    return f"{minus if number < 0 else ''}{abs(number):,f}"


def _date(value: dt.date, *, clock: bool) -> str:
    day = f"{value.year}年{value.month}月{value.day}日"
    return f"{day} {value.hour}:{value.minute:02d}" if clock and isinstance(value, dt.datetime) else day
