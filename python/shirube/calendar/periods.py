"""Years, fiscal years, months and quarters as frozen, ordered values that never mix."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias

__all__ = [
    "FiscalQuarter",
    "FiscalYear",
    "Quarter",
    "Time",
    "Year",
    "YearMonth",
    "fiscal_month_order",
    "fiscal_quarter",
    "fiscal_year",
    "quarter",
]


def _check(name: str, value: int, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} must be an int, not {type(value).__name__}")
    if not low <= value <= high:
        raise ValueError(f"{name} must be {low} to {high}, not {value}")


@dataclass(frozen=True, order=True, slots=True)
class Year:
    """A calendar year, January to December.

    >>> Year(2023) + 1, Year(2023) - Year(2020), str(Year(2023))
    (Year(value=2024), 3, '2023年')
    """

    value: int

    def __post_init__(self) -> None:
        _check("year", self.value, 1, 9998)

    def __int__(self) -> int:
        return self.value

    def __str__(self) -> str:
        return f"{self.value}年"

    def __add__(self, years: int) -> Year:
        return Year(self.value + years)

    def __sub__(self, other: Year) -> int:
        return self.value - other.value if isinstance(other, Year) else NotImplemented

    @property
    def first_day(self) -> dt.date:
        """1 January."""
        return dt.date(self.value, 1, 1)

    @property
    def last_day(self) -> dt.date:
        """31 December."""
        return dt.date(self.value, 12, 31)


@dataclass(frozen=True, order=True, slots=True)
class FiscalYear:
    """A Japanese fiscal year (年度), named after the year of its April; April to March.

    >>> FiscalYear(2023).first_day.isoformat(), FiscalYear(2023).last_day.isoformat()
    ('2023-04-01', '2024-03-31')
    """

    value: int

    def __post_init__(self) -> None:
        _check("fiscal year", self.value, 1, 9998)

    def __int__(self) -> int:
        return self.value

    def __str__(self) -> str:
        return f"{self.value}年度"

    def __add__(self, years: int) -> FiscalYear:
        return FiscalYear(self.value + years)

    def __sub__(self, other: FiscalYear) -> int:
        return self.value - other.value if isinstance(other, FiscalYear) else NotImplemented

    @property
    def first_day(self) -> dt.date:
        """1 April."""
        return dt.date(self.value, 4, 1)

    @property
    def last_day(self) -> dt.date:
        """31 March of the next calendar year."""
        return dt.date(self.value + 1, 3, 31)

    @property
    def months(self) -> tuple[YearMonth, ...]:
        """The twelve months, April first."""
        return tuple(YearMonth(self.value + (month <= 3), month) for month in (*range(4, 13), 1, 2, 3))


@dataclass(frozen=True, order=True, slots=True)
class YearMonth:
    """A month of a calendar year.

    >>> str(YearMonth(2024, 3)), YearMonth(2024, 3).fiscal_year, YearMonth(2024, 2).last_day.day
    ('2024年3月', FiscalYear(value=2023), 29)
    """

    year: int
    month: int

    def __post_init__(self) -> None:
        _check("year", self.year, 1, 9998)
        _check("month", self.month, 1, 12)

    def __str__(self) -> str:
        return f"{self.year}年{self.month}月"

    @property
    def first_day(self) -> dt.date:
        """The 1st."""
        return dt.date(self.year, self.month, 1)

    @property
    def last_day(self) -> dt.date:
        """28th to 31st."""
        following = dt.date(self.year + self.month // 12, self.month % 12 + 1, 1)
        return following - dt.timedelta(days=1)

    @property
    def fiscal_year(self) -> FiscalYear:
        """The 年度 that contains the month."""
        return FiscalYear(self.year - (self.month <= 3))


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """A quarter of a calendar year: the first is January to March.

    >>> str(Quarter(2024, 2)), Quarter(2024, 2).months
    ('2024年第2四半期', (4, 5, 6))
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        _check("year", self.year, 1, 9998)
        _check("quarter", self.number, 1, 4)

    def __str__(self) -> str:
        return f"{self.year}年第{self.number}四半期"

    @property
    def months(self) -> tuple[int, int, int]:
        """Month numbers."""
        first = self.number * 3 - 2
        return first, first + 1, first + 2

    @property
    def first_day(self) -> dt.date:
        """First day of the first month."""
        return YearMonth(self.year, self.months[0]).first_day

    @property
    def last_day(self) -> dt.date:
        """Last day of the third month."""
        return YearMonth(self.year, self.months[2]).last_day


@dataclass(frozen=True, order=True, slots=True)
class FiscalQuarter:
    """A quarter of a fiscal year: the first is April to June, the fourth January to March of the next year.

    >>> str(FiscalQuarter(2023, 4)), FiscalQuarter(2023, 4).calendar
    ('2023年度第4四半期', Quarter(year=2024, number=1))
    """

    fiscal_year: int
    number: int

    def __post_init__(self) -> None:
        _check("fiscal year", self.fiscal_year, 1, 9997)
        _check("quarter", self.number, 1, 4)

    def __str__(self) -> str:
        return f"{self.fiscal_year}年度第{self.number}四半期"

    @property
    def calendar(self) -> Quarter:
        """The same three months as a quarter of the calendar year."""
        return Quarter(self.fiscal_year + (self.number == 4), self.number % 4 + 1)

    @property
    def first_day(self) -> dt.date:
        """First day of the first month."""
        return self.calendar.first_day

    @property
    def last_day(self) -> dt.date:
        """Last day of the third month."""
        return self.calendar.last_day


Time: TypeAlias = Year | FiscalYear | YearMonth | Quarter | FiscalQuarter | dt.date


def fiscal_year(day: dt.date | YearMonth) -> FiscalYear:
    """Return the 年度 of a day or month.

    >>> import datetime as dt
    >>> fiscal_year(dt.date(2024, 3, 31)), fiscal_year(dt.date(2024, 4, 1))
    (FiscalYear(value=2023), FiscalYear(value=2024))
    """
    return FiscalYear(day.year - (day.month <= 3))


def quarter(day: dt.date | YearMonth) -> Quarter:
    """Return the calendar quarter of a day or month.

    >>> quarter(YearMonth(2024, 3))
    Quarter(year=2024, number=1)
    """
    return Quarter(day.year, (day.month + 2) // 3)


def fiscal_quarter(day: dt.date | YearMonth) -> FiscalQuarter:
    """Return the quarter of the 年度 of a day or month.

    >>> fiscal_quarter(YearMonth(2024, 3))
    FiscalQuarter(fiscal_year=2023, number=4)
    """
    return FiscalQuarter(fiscal_year(day).value, (fiscal_month_order(day.month) + 2) // 3)


def fiscal_month_order(month: int) -> int:
    """Return the place of a month in the 年度: April 1 … March 12; a sort key.

    >>> sorted([1, 4, 12, 3], key=fiscal_month_order)
    [4, 12, 1, 3]
    """
    _check("month", month, 1, 12)
    return (month - 4) % 12 + 1
