"""Reads a column of times: years, fiscal years, months, dates or plain numbers, never two kinds at once."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..errors import DesignError

__all__ = ["Moment", "read_moment", "read_times"]

_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_ERA_LETTERS = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
_TEXT = re.compile(
    r"(?:(?P<era>明治|大正|昭和|平成|令和|[MTSHR])\.?\s*)?(?P<year>元|\d{1,4})\s*"
    r"(?P<mark>年度|年|[/\-.])?\s*(?:(?P<month>\d{1,2})\s*月?)?(?:[/\-.日]?(?P<day>\d{1,2})?日?)?"
)
BARE = "番号"


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time: its kind (年, 年度, 月, 日, 番号), a number that orders it, and how it is shown."""

    kind: str
    order: float
    label: str


def read_times(values: Iterable[Any], name: str) -> list[Moment]:
    """Read every value of a time column; plain numbers take the kind of the column's name or of its other values.

    Raises
    ------
    DesignError
        SB-S111: a value is not a time. SB-S112: two kinds of time in one column.

    >>> [m.label for m in read_times([2022, 2023], "年度")]
    ['2022年度', '2023年度']
    """
    moments = [read_moment(value, name) for value in values]
    kinds = {m.kind for m in moments if m.kind != BARE}
    if len(kinds) > 1:
        raise DesignError("S112", name=name, kinds="と".join(sorted(kinds)))
    kind = next(iter(kinds), _kind_of_name(name, moments))
    return [in_kind(m, kind) for m in moments]


def in_kind(moment: Moment, kind: str) -> Moment:
    """Give a plain number the kind of the column it is compared with."""
    if moment.kind != BARE or kind not in ("年", "年度"):
        return moment
    return Moment(kind, moment.order, f"{moment.order:.0f}{kind}")


def read_moment(value: Any, name: str) -> Moment:
    """Read one value.

    Raises
    ------
    DesignError
        SB-S111: not a time.

    >>> read_moment("令和5年度", "年度")
    Moment(kind='年度', order=2023.0, label='2023年度')
    """
    if isinstance(value, dt.date):
        return _of_date(value.year, value.month, value.day)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value == value and abs(value) < 1e7:
        return Moment(BARE, float(value), f"{value:g}")
    text = unicodedata.normalize("NFKC", str(value)).strip() if value is not None else ""
    match = _TEXT.fullmatch(text)
    moment = _of_match(match) if match else None
    if moment is None:
        raise DesignError("S111", name=name, text=str(value))
    return moment


def _of_match(match: re.Match[str]) -> Moment | None:
    era, year_text, mark, month, day = match.group("era", "year", "mark", "month", "day")
    year = 1 if year_text == "元" else int(year_text)
    if era:
        year += _ERAS[_ERA_LETTERS.get(era, era)]
    elif year_text == "元":
        return None
    if mark == "年度":
        return None if month else Moment("年度", float(year), f"{year}年度")
    if month:
        try:
            return _of_date(year, int(month), int(day or 1))
        except ValueError:
            return None
    if mark == "年" or era:
        return Moment("年", float(year), f"{year}年")
    return Moment(BARE, float(year), f"{year}")


def _of_date(year: int, month: int, day: int) -> Moment:
    date = dt.date(year, month, day)
    if day == 1:
        return Moment("月", float(year * 12 + month), f"{year}年{month}月")
    return Moment("日", float(date.toordinal()), f"{year}年{month}月{day}日")


def _kind_of_name(name: str, moments: list[Moment]) -> str:
    if "年度" in name:
        return "年度"
    return "年" if all(1850 <= m.order <= 2200 and m.order.is_integer() for m in moments) else BARE
