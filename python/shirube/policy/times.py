"""Reads a column of times for a panel: one kind of time per column, in order, evenly placed on an axis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..calendar import FiscalQuarter, FiscalYear, Quarter, Time, Year, YearMonth, parse_time
from ..errors import DesignError
from ..numbers import parse_number

__all__ = ["Moment", "read_start", "read_times"]

#: A time, or a plain number whose meaning (年, 年度, 回) only the column tells.
_Raw: TypeAlias = Time | float

_KINDS: dict[type, str] = {
    Year: "年",
    FiscalYear: "年度",
    YearMonth: "年月",
    Quarter: "四半期",
    FiscalQuarter: "年度の四半期",
    dt.date: "日付",
    float: "番号",
}
_FIRST_YEAR, _LAST_YEAR = 1868, 2199


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time: its kind (年, 年度 …), its place on the axis in steps of that kind, and how it is shown."""

    kind: str
    order: float
    label: str


def read_times(values: Iterable[Any], name: str) -> list[Moment]:
    """Read every value of a time column.

    Plain numbers are 年 or 年度 by the other values or by the column's name; dates that all fall on a first are months.

    Raises
    ------
    DesignError
        SB-S111: a value is not a time. SB-S112: two kinds of time in one column.

    >>> [m.label for m in read_times([2022, 2023], "年度")], [m.order for m in read_times(["R4年度", 2023], "時点")]
    (['2022年度', '2023年度'], [2022.0, 2023.0])
    """
    raw = [_read(value, name) for value in values]
    if all(not isinstance(r, dt.date) or r.day == 1 for r in raw):
        raw = [YearMonth(r.year, r.month) if isinstance(r, dt.date) else r for r in raw]
    kinds = {type(r) for r in raw} - {float}
    if len(kinds) > 1:
        raise DesignError("S112", name=name, kinds="と".join(sorted(_KINDS[kind] for kind in kinds)))
    kind = next(iter(kinds)) if kinds else _kind_of_numbers(raw, name)
    return [_moment(r, kind, name) for r in raw]


def read_start(value: Any, axis: list[Moment], name: str) -> Moment:
    """Read the start in the kind of the time column.

    Raises
    ------
    DesignError
        SB-S111, SB-S112 as in `read_times`.

    >>> read_start("2023", read_times(["令和4年度", "令和5年度"], "年度"), "年度").label
    '2023年度'
    """
    kind = next(key for key, label in _KINDS.items() if label == axis[0].kind)
    raw = _read(value, "開始時点")
    if kind is YearMonth and isinstance(raw, dt.date) and raw.day == 1:
        raw = YearMonth(raw.year, raw.month)
    return _moment(raw, kind, name)


def _read(value: Any, name: str) -> _Raw:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e9:
        return float(value)
    time = parse_time(value)
    if isinstance(time, Year) and isinstance(value, str) and value.strip().isdecimal():
        return float(time.value)
    if time is not None:
        return time
    number = parse_number(value) if isinstance(value, str) else None
    if number is None or number.unit or number.percent:
        raise DesignError("S111", name=name, text=str(value))
    return number.value


def _kind_of_numbers(raw: list[_Raw], name: str) -> type:
    if not all(isinstance(r, float) and _is_year(r) for r in raw):
        return float
    return FiscalYear if "年度" in name else Year


def _is_year(number: float) -> bool:
    return number.is_integer() and _FIRST_YEAR <= number <= _LAST_YEAR


def _moment(raw: _Raw, kind: type, name: str) -> Moment:
    if isinstance(raw, float) and _is_year(raw) and kind in (Year, FiscalYear):
        raw = kind(int(raw))
    label = _KINDS[kind]
    if type(raw) is not kind:
        raise DesignError("S112", name=name, kinds=f"{label}と{_KINDS[type(raw)]}")
    return Moment(label, _order(raw), f"{raw:g}" if isinstance(raw, float) else _label(raw))


def _order(raw: _Raw) -> float:
    if isinstance(raw, Year | FiscalYear):
        return float(raw.value)
    if isinstance(raw, YearMonth):
        return float(raw.year * 12 + raw.month)
    if isinstance(raw, Quarter):
        return float(raw.year * 4 + raw.number)
    if isinstance(raw, FiscalQuarter):
        return float(raw.fiscal_year * 4 + raw.number)
    return float(raw.toordinal()) if isinstance(raw, dt.date) else raw


def _label(time: Time) -> str:
    return f"{time.year}年{time.month}月{time.day}日" if isinstance(time, dt.date) else str(time)
