"""Reads a list of districts: one row per district, or one row per district and indicator (縦持ち).

>>> import pandas as pd
>>> wide = pd.DataFrame({"地区": ["東", "西"], "高齢化率": [30.1, 20.5], "備考": ["", ""]})
>>> found = districts_from_rows(wide, Columns())
>>> found.names, [one.name for one in found.indicators]
(('東', '西'), ['高齢化率'])
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import Place, TableError, nearest
from ..grid import a1
from ..numbers import Status, read_value
from .indicators import Districts, Indicator, is_size

__all__ = ["Columns", "districts_from_rows"]

FloatArray = npt.NDArray[np.float64]

_UNIT = re.compile(r"地区|学区|校区|町丁|町名|区域|担当区|方面|自治会|町内会|地域|圏域|字名|区名|市区町村|市町村|団体")
_INDICATOR = re.compile(r"指標|項目|区分|内訳|種別|種類|年齢|性別|年度|年月|行見出し|列見出し")
_NAMING = re.compile(r"(コード|番号|[IiＩ][DdＤ]|No\.?|№|緯度|経度)$")
_TIME = re.compile(r"^(年度?|年月日?|月|西暦|和暦|時点|調査年)$")
#: Rows that hold the whole city, and rows that hold the sum or mean of some districts.
_WHOLE = re.compile(r"(?:総|合|全?[市町村区県])?計|総数|全[市町村区県体国]|[市町村区県]?全体|[市町村区県]?平均")
_TOTAL = re.compile(rf"{_WHOLE.pattern}|.{{1,8}}(?:計|全体|平均)")
_HITS, _BASE, _SCALE, _VALUE = "分子", "分母", "倍率", "値"
_PER = 1000
#: More than this many indicators were surely not meant.
MOST_INDICATORS = 60


@dataclass(frozen=True)
class Columns:
    """Which columns hold what; empty: found by their names and contents.

    Attributes
    ----------
    unit
        Districts.
    indicator, value
        Of a long table: name and value of the indicator.
    only
        Indicators to use, in this order.
    without
        Indicators to leave out.
    per
        Column (or indicator) by whose 1,000 the amounts are divided, such as 人口.
    """

    unit: str = ""
    indicator: str = ""
    value: str = ""
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    per: str = ""


def districts_from_rows(frame: pd.DataFrame, columns: Columns) -> Districts:
    """Read districts and indicators.

    Parameters
    ----------
    frame
        Rows as `table.records` gives them (``attrs`` tell the cells).

    Raises
    ------
    TableError
        SB-T101: no such column. SB-W851: no column of districts. SB-W852: no indicator. SB-W853: a district twice.
        SB-W854: text among numbers, with the cell. SB-W855: too many indicators.
    """
    unit = _unit_column(frame, columns.unit)
    for name in (columns.indicator, columns.value):
        if name:
            _require(frame, name)
    kept = frame[[_label(v) != "" for v in frame[unit]]]
    long = columns.indicator or bool({_HITS, _BASE} <= set(frame.columns)) or _repeats(frame, unit)
    found, told = (_long if long else _wide)(kept, unit, columns, frame)
    names, indicators, more = _without_totals(_labels(kept[unit]), found)
    indicators = _chosen(indicators, columns, frame)
    if columns.per:
        indicators = _per(indicators, columns.per, frame)
    if not indicators:
        raise TableError("W852", at=_place(frame))
    return Districts(names, tuple(indicators), (*told, *more))


def _label(value: Any) -> str:
    return "" if value is None or value != value else str(value).strip(" \u3000\r\n\t")


def _labels(values: Iterable[Any]) -> list[str]:
    return list(dict.fromkeys(_label(v) for v in values))


def _place(frame: pd.DataFrame, row: int | None = None, column: str = "") -> Place:
    rows, columns = frame.attrs.get("rows"), frame.attrs.get("columns", {})
    cell = a1(rows[row], columns[column]) if rows and row is not None and column in columns else ""
    return Place(str(frame.attrs.get("source", "")), str(frame.attrs.get("sheet", "")), cell)


def _require(frame: pd.DataFrame, name: str) -> None:
    if name not in frame.columns:
        raise TableError("T101", at=_place(frame), name=name, near=nearest(name, map(str, frame.columns)))


def _unit_column(frame: pd.DataFrame, asked: str) -> str:
    if asked:
        _require(frame, asked)
        return asked
    texts = [str(name) for name in frame.columns if _is_text(frame[name]) and not _NAMING.search(str(name))]
    named = [name for name in texts if _UNIT.search(name)]
    # Of 区域 and 地区 the finer one, with more different names, is meant.
    if named:
        return max(named, key=lambda name: len(set(map(_label, frame[name]))))
    apart = [name for name in texts if len(_labels(frame[name])) == len(frame)]
    if not apart:
        raise TableError("W851", at=_place(frame), found="、".join(map(str, frame.columns)))
    return apart[0]


def _is_text(values: pd.Series[Any]) -> bool:
    statuses = [read_value(v).status for v in values if _label(v)]
    return bool(statuses) and sum(s is Status.TEXT for s in statuses) * 2 > len(statuses)


def _repeats(frame: pd.DataFrame, unit: str) -> bool:
    names = [_label(v) for v in frame[unit] if _label(v)]
    return len(set(names)) < len(names) and any(
        str(c) != unit and _INDICATOR.search(str(c)) and not _TIME.search(str(c)) for c in frame.columns
    )


# ------------------------------------------------------------------------------------------------ one row per district
def _wide(kept: pd.DataFrame, unit: str, columns: Columns, frame: pd.DataFrame) -> tuple[list[Indicator], list[str]]:
    _no_district_twice(kept, unit, frame)
    found, told = [], []
    for name in map(str, kept.columns):
        if name == unit or _NAMING.search(name) or _TIME.search(name):
            continue
        if not any(_label(v) for v in kept[name]):
            continue
        if _is_text(kept[name]):
            told.append(f"「{name}」は文字の列なので使っていません。")
        else:
            found.append(Indicator(name, _numbers(kept, name, frame)))
    return found, told


def _no_district_twice(kept: pd.DataFrame, unit: str, frame: pd.DataFrame) -> None:
    seen: set[str] = set()
    for position, value in zip(kept.index, kept[unit], strict=True):
        if _label(value) in seen:
            raise TableError("W853", at=_place(frame, int(position), unit), name=_label(value), column=unit)
        seen.add(_label(value))


def _numbers(kept: pd.DataFrame, name: str, frame: pd.DataFrame) -> FloatArray:
    values = np.full(len(kept), np.nan)
    for i, (position, value) in enumerate(zip(kept.index, kept[name], strict=True)):
        reading = read_value(None if value is None or value != value else value)
        if reading.status is Status.TEXT:
            raise TableError("W854", at=_place(frame, int(position), name), name=name, text=reading.text)
        if reading.value is not None:
            values[i] = reading.value
    return values


# ---------------------------------------------------------------------------------- one row per district and indicator
def _long(kept: pd.DataFrame, unit: str, columns: Columns, frame: pd.DataFrame) -> tuple[list[Indicator], list[str]]:
    names = _labels(kept[unit])
    ratio = {_HITS, _BASE} <= set(kept.columns) and not columns.value
    value = columns.value or (_VALUE if _VALUE in kept.columns else "")
    parts = [columns.indicator] if columns.indicator else [
        str(c) for c in kept.columns if str(c) != unit and _INDICATOR.search(str(c)) and str(c) != value
    ]  # fmt: skip
    if not parts or not (ratio or value):
        raise TableError("W852", at=_place(frame))
    labels = ["・".join(_label(v) for v in row if _label(v)) for row in kept[parts].itertuples(index=False)]
    indicators = list(dict.fromkeys(label for label in labels if label))
    at = {name: i for i, name in enumerate(names)}
    numbers = {c: _numbers(kept, c, frame) for c in ((_HITS, _BASE, _SCALE) if ratio else (value,)) if c in kept}
    made = {label: {c: np.full(len(names), np.nan) for c in numbers} for label in indicators}
    seen: set[tuple[str, str]] = set()
    for i, (position, where, label) in enumerate(zip(kept.index, kept[unit], labels, strict=True)):
        if not label:
            continue
        key = (_label(where), label)
        if key in seen:
            raise TableError("W853", at=_place(frame, int(position), unit), name="・".join(key), column=unit)
        seen.add(key)
        for c, column in numbers.items():
            made[label][c][at[key[0]]] = column[i]
    return [_indicator(label, parts_, ratio, value) for label, parts_ in made.items()], []


def _indicator(label: str, numbers: dict[str, FloatArray], ratio: bool, value: str) -> Indicator:
    if not ratio:
        return Indicator(label, numbers[value])
    hits, base = numbers[_HITS], numbers[_BASE]
    scales = numbers.get(_SCALE, np.array([np.nan]))
    scale = float(scales[np.isfinite(scales)][0]) if np.isfinite(scales).any() else 100.0
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.where(base > 0, hits / base * scale, np.nan)
    return Indicator(label, values, hits, base, scale)


# ------------------------------------------------------------------------------------------------ what is used
def _without_totals(names: list[str], found: list[Indicator]) -> tuple[tuple[str, ...], list[Indicator], list[str]]:
    """The districts without rows of totals; the first of those is kept as the value of the city."""
    totals = [i for i, name in enumerate(names) if _TOTAL.fullmatch(name)]
    if not totals:
        return tuple(names), found, []
    keep = np.array([i not in totals for i in range(len(names))])
    whole = next((i for i in totals if _WHOLE.fullmatch(names[i])), None)
    made = []
    for one in found:
        total = float("nan") if whole is None else float(one.values[whole])
        made.append(replace(one.of(keep), total=total if np.isfinite(total) else None))
    told = f"「{'」「'.join(names[i] for i in totals)}」の行は、地区ではなく計や平均として扱いました。"
    return tuple(n for n, k in zip(names, keep, strict=True) if k), made, [told]


def _chosen(found: list[Indicator], columns: Columns, frame: pd.DataFrame) -> list[Indicator]:
    by_name = {one.name: one for one in found}
    for name in (*columns.only, *columns.without, *([columns.per] if columns.per else [])):
        if name not in by_name:
            raise TableError("T101", at=_place(frame), name=name, near=nearest(name, by_name))
    used = [by_name[name] for name in columns.only] if columns.only else found
    if columns.per and columns.only and columns.per not in columns.only:
        used = [*used, by_name[columns.per]]
    used = [one for one in used if one.name not in columns.without or one.name == columns.per]
    if len(used) > MOST_INDICATORS:
        raise TableError("W855", at=_place(frame), count=len(used), most=MOST_INDICATORS)
    return used


def _per(found: list[Indicator], per: str, frame: pd.DataFrame) -> list[Indicator]:
    base = next(one for one in found if one.name == per)
    if not (base.values[np.isfinite(base.values)] > 0).all():
        raise TableError("W856", at=_place(frame), name=per)
    made = []
    for one in found:
        if one is base:
            continue
        if is_size(one.name, one.values) and one.hits is None:
            name = f"{one.name}（{per}{_PER:,}あたり）"
            made.append(Indicator(name, one.values / base.values * _PER, one.values, base.values, _PER))
        else:
            made.append(one)
    return made
