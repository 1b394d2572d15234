"""Time as a key: 年 and 年度, months and quarters never meet unnoticed.

>>> read_times(["2023", "令和6年度"], "年度")[0]
FiscalYear(value=2023)
>>> time_kinds(read_times([2023, 2024], "年")) == {Year}
True
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from ..calendar import (
    FiscalQuarter,
    FiscalYear,
    Quarter,
    Time,
    Year,
    YearMonth,
    fiscal_year,
    parse_estat_time_code,
    parse_time,
)
from ..errors import JoinError, ValueFormatError
from ..text import to_half_width
from .codes import code_text

__all__ = ["KIND_WORDS", "align_times", "fiscal_year_of", "looks_like_time", "read_times", "time_kinds"]

KIND_WORDS: dict[type, str] = {
    Year: "年（1月から12月）",
    FiscalYear: "年度（4月から3月）",
    YearMonth: "年月",
    Quarter: "四半期（1月始まり）",
    FiscalQuarter: "年度の四半期（4月始まり）",
    dt.date: "日付",
}
_ESTAT = re.compile(r"\d{4}(?:00|10)\d{4}")
_SIX_DIGITS = re.compile(r"(\d{4})(0[1-9]|1[0-2])")
_FOUR_DIGITS = re.compile(r"\d{4}", re.ASCII)
_MOST = 0.9
#: A long list of names is known by its first ones.
_FIRST_LOOK = 60


def read_times(values: Sequence[object], name: str) -> list[Time | None]:
    """Read a column of times; a bare 2023 or R5 is a 年度, and a day or 202304 a 年月, where the column's name says so.

    Returns
    -------
    list
        One time for each value; ``None`` where it is blank or not a time.
    """
    fiscal, months = "年度" in name, "年月" in name and "年月日" not in name
    cache: dict[object, Time | None] = {}
    for value in dict.fromkeys(values):
        time = _read(value, fiscal)
        cache[value] = _month(value, time) if months else time
    return [cache[value] for value in values]


def time_kinds(times: Sequence[Time | None]) -> set[type]:
    """Return the types of a column's times."""
    return {type(time) for time in times if time is not None}


def looks_like_time(values: Sequence[object], name: str) -> bool:
    """Tell whether nine in ten of a column's different values are times.

    >>> looks_like_time(["令和5年度", "令和6年度"], "区分"), looks_like_time([1234, 5678], "人口")
    (True, False)
    """
    different = list(dict.fromkeys(value for value in values if value is not None and value == value))
    bare = all(isinstance(value, int | float) or _FOUR_DIGITS.fullmatch(str(value).strip()) for value in different)
    if not different or (bare and not re.search(r"年|時点|時間|月|year", name)):
        return False
    for some in (different[:_FIRST_LOOK], different):
        if sum(time is not None for time in read_times(some, name)) < _MOST * len(some):
            return False
    return True


def align_times(
    left: Sequence[object], right: Sequence[object], names: tuple[str, str], *, mix_years: bool = False
) -> tuple[list[Time | None], list[Time | None], str]:
    """Read two columns of times for joining.

    Parameters
    ----------
    mix_years
        Join 年 with 年度 of the same number all the same; the sentence says so.

    Returns
    -------
    tuple
        Times of both columns (a 年 as a 年度 when mixed on demand, and bare numbers beside a 年度 where not even the
        column's name says what they are), and a sentence when there is something to know.

    Raises
    ------
    JoinError
        SB-J221: 年 against 年度 (also for quarters). SB-J222: different lengths (month and year …). SB-J223: one column
        mixes kinds.
    """
    times = read_times(left, names[0]), read_times(right, names[1])
    kinds = [time_kinds(side) for side in times]
    for side, name in zip(kinds, names, strict=True):
        if len(side) > 1:
            raise JoinError("J223", name=name, kinds=_words(side))
    if not kinds[0] or not kinds[1] or kinds[0] == kinds[1]:
        return times[0], times[1], ""
    words: dict[str, Any] = {"left": _words(kinds[0]), "right": _words(kinds[1])}
    words |= {"left_name": names[0], "right_name": names[1]}
    both = kinds[0] | kinds[1]
    if both == {Year, FiscalYear}:
        made: list[list[Time | None]] = [
            [FiscalYear(int(t)) if isinstance(t, Year) else t for t in side] for side in times
        ]
        silent = [n for side, n, kind in zip((left, right), names, kinds, strict=True) if _silent(side, n, kind)]
        if silent:
            return made[0], made[1], f"「{silent[0]}」が年か年度か分かりません。同じ数字の年度とみなして結びました。"
        if mix_years:
            sentence = f"「{names[0]}」は{words['left']}、「{names[1]}」は{words['right']}です。"
            return made[0], made[1], sentence + "指定により同じ数字の年どうしを結びましたが、3か月ずれています。"
    if both in ({Year, FiscalYear}, {Quarter, FiscalQuarter}):
        raise JoinError("J221", **words)
    raise JoinError("J222", **words)


def fiscal_year_of(time: Time | None) -> FiscalYear | None:
    """Return the 年度 a time lies in; a calendar year counts as the 年度 of the same number.

    >>> fiscal_year_of(YearMonth(2024, 3)), fiscal_year_of(FiscalQuarter(2023, 4))
    (FiscalYear(value=2023), FiscalYear(value=2023))
    """
    if time is None or isinstance(time, FiscalYear):
        return time
    if isinstance(time, Year):
        return FiscalYear(int(time))
    if isinstance(time, FiscalQuarter):
        return FiscalYear(time.fiscal_year)
    return fiscal_year(time.first_day if isinstance(time, Quarter) else time)


def _words(kinds: set[type]) -> str:
    return "・".join(sorted(KIND_WORDS[kind] for kind in kinds))


def _silent(values: Sequence[object], name: str, kinds: set[type]) -> bool:
    """Whether years are numbers alone, under a name that does not speak of years."""
    return kinds == {Year} and "年" not in name and not any("年" in str(value) for value in values)


def _month(value: object, time: Time | None) -> Time | None:
    if isinstance(time, dt.date):
        return YearMonth(time.year, time.month)
    digits = _SIX_DIGITS.fullmatch(code_text(value)) if time is None else None
    return YearMonth(int(digits[1]), int(digits[2])) if digits else time


def _read(value: object, fiscal: bool) -> Time | None:
    text = to_half_width(str(value)).strip()
    if _ESTAT.fullmatch(text):
        try:
            return parse_estat_time_code(text)
        except ValueFormatError:
            return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    time = parse_time(value, lenient=True)
    return FiscalYear(int(time)) if fiscal and isinstance(time, Year) and "年" not in text else time
