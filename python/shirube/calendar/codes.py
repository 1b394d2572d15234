"""e-Stat の時間軸コード: ten digits, ``YYYY`` + kind (``00`` 年, ``10`` 年度) + first and last month.

``2020000000`` is 2020年, ``2020100000`` 2020年度, ``2023001010`` 2023年10月, ``2023000103`` 2023年1〜3月期.
"""

from __future__ import annotations

import re

from ..errors import ValueFormatError
from .periods import FiscalYear, Quarter, Year, YearMonth

__all__ = ["estat_time_code", "parse_estat_time_code"]

_CODE = re.compile(r"(?P<year>\d{4})(?P<kind>00|10)(?P<first>\d\d)(?P<last>\d\d)", re.ASCII)


def estat_time_code(value: Year | FiscalYear | YearMonth | Quarter) -> str:
    """Return the ten-digit code.

    >>> estat_time_code(FiscalYear(2020)), estat_time_code(YearMonth(2023, 10)), estat_time_code(Quarter(2023, 1))
    ('2020100000', '2023001010', '2023000103')
    """
    if isinstance(value, YearMonth):
        return f"{value.year:04d}00{value.month:02d}{value.month:02d}"
    if isinstance(value, Quarter):
        return f"{value.year:04d}00{value.months[0]:02d}{value.months[2]:02d}"
    return f"{value.value:04d}{'10' if isinstance(value, FiscalYear) else '00'}0000"


def parse_estat_time_code(code: str) -> Year | FiscalYear | YearMonth | Quarter:
    """Read a ten-digit code.

    Raises
    ------
    ValueFormatError
        SB-V212: not a code of a year, fiscal year, month or calendar quarter.

    >>> parse_estat_time_code("2023001010")
    YearMonth(year=2023, month=10)
    """
    match = _CODE.fullmatch(code.strip())
    found = _from_parts(*(int(part) for part in match.groups())) if match else None
    if found is None:
        raise ValueFormatError("V212", text=code)
    return found


def _from_parts(year: int, kind: int, first: int, last: int) -> Year | FiscalYear | YearMonth | Quarter | None:
    if not 1 <= year <= 9998:
        return None
    if (first, last) == (0, 0):
        return FiscalYear(year) if kind else Year(year)
    if kind:
        return None
    if first == last and first <= 12:
        return YearMonth(year, first)
    if first in (1, 4, 7, 10) and last == first + 2:
        return Quarter(year, last // 3)
    return None
