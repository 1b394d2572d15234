"""Eras (元号) and writing dates in 和暦.

Borders are those of the imperial ordinances and the 元号を改める政令: each era begins on the day written here and the
one before ends the day before. Days of 明治 before 6年1月1日 are of the old lunisolar calendar and are refused; years
(明治元年 = 1868) are given, because long series print them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ..errors import ValueFormatError
from .periods import FiscalQuarter, FiscalYear, Quarter, Time, YearMonth

__all__ = ["ERAS", "GREGORIAN_FROM", "Era", "era_of", "to_wareki"]

GREGORIAN_FROM = dt.date(1873, 1, 1)


@dataclass(frozen=True, slots=True)
class Era:
    """One era; `end` is ``None`` while it lasts."""

    name: str
    letter: str
    sign: str
    start: dt.date
    end: dt.date | None

    def holds(self, first: dt.date, last: dt.date) -> bool:
        """Tell whether any day from `first` to `last` lies in the era."""
        return last >= self.start and (self.end is None or first <= self.end)

    def year(self, number: int) -> int:
        """Western year of the era's year `number` (元年 is 1)."""
        return self.start.year + number - 1


ERAS: tuple[Era, ...] = (
    Era("明治", "M", "㍾", dt.date(1868, 1, 25), dt.date(1912, 7, 29)),
    Era("大正", "T", "㍽", dt.date(1912, 7, 30), dt.date(1926, 12, 24)),
    Era("昭和", "S", "㍼", dt.date(1926, 12, 25), dt.date(1989, 1, 7)),
    Era("平成", "H", "㍻", dt.date(1989, 1, 8), dt.date(2019, 4, 30)),
    Era("令和", "R", "㋿", dt.date(2019, 5, 1), None),
)


def era_of(day: dt.date) -> Era:
    """Return the era of a day.

    Raises
    ------
    ValueFormatError
        SB-V207: before 明治.

    >>> import datetime as dt
    >>> era_of(dt.date(2019, 4, 30)).name, era_of(dt.date(2019, 5, 1)).name
    ('平成', '令和')
    """
    for era in reversed(ERAS):
        if day >= era.start:
            return era
    raise ValueFormatError("V207", year=day.year)


def to_wareki(value: Time, *, both: bool = False) -> str:
    """Write a day, month, quarter, year or fiscal year in 和暦.

    A year in which the era changed takes the era of its December (2019年 is 令和元年), a fiscal year follows the year
    it is named after (2019年度 is 令和元年度, 1988年度 is 昭和63年度), and a month or quarter takes the era of its last
    day.

    Parameters
    ----------
    value
        What to write.
    both
        Add the Western form in brackets, as the government's rules for machine-readable tables ask.

    Raises
    ------
    ValueFormatError
        SB-V207: before 明治. SB-V206: a day or month before 明治6年 (old calendar).

    >>> import datetime as dt
    >>> to_wareki(dt.date(2019, 5, 1)), to_wareki(YearMonth(2024, 4), both=True), to_wareki(FiscalYear(2019))
    ('令和元年5月1日', '令和6年4月（2024年4月）', '令和元年度')
    """
    day = _reference_day(value)
    if isinstance(value, (dt.date, YearMonth, Quarter, FiscalQuarter)) and day < GREGORIAN_FROM:
        raise ValueFormatError("V206" if day >= ERAS[0].start else "V207", text=_western(value), year=day.year)
    era = era_of(day)
    year = value.fiscal_year if isinstance(value, FiscalQuarter) else day.year
    number = year - era.start.year + 1
    western = _western(value)
    japanese = f"{era.name}{'元' if number == 1 else number}年" + western.partition("年")[2]
    return f"{japanese}（{western}）" if both else japanese


def _reference_day(value: Time) -> dt.date:
    if isinstance(value, dt.date):
        return dt.date(value.year, value.month, value.day)
    if isinstance(value, FiscalYear):
        return dt.date(value.value, 12, 31)
    if isinstance(value, FiscalQuarter):
        return dt.date(value.fiscal_year, 12, 31)
    return value.last_day


def _western(value: Time) -> str:
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, dt.date) else str(value)
