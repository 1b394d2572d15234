"""Inquiries by month and category, before and after a FAQ was published.

>>> import datetime as dt
>>> days = [dt.date(2024, 4, 1), dt.date(2024, 4, 30), dt.date(2024, 5, 2), dt.date(2024, 5, 31)]
>>> log = monthly(days, ["税", "ごみ", "税", "税"])
>>> [str(month) for month in log.months], log.counts.tolist()
(['2024年4月', '2024年5月'], [[1, 2], [1, 0]])
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..calendar import YearMonth

__all__ = ["Log", "Side", "monthly", "sides"]

#: The log may begin or end so many days inside a month that is still counted as whole (a weekend, a holiday).
_SLACK_DAYS = 4


@dataclass(frozen=True, eq=False)
class Log:
    """Counts, shape (categories, months); months without any inquiry are in with 0.

    `partial` are months at either end that the log does not cover: their counts are not compared.
    """

    categories: tuple[str, ...]
    months: tuple[YearMonth, ...]
    counts: npt.NDArray[np.int64]
    partial: tuple[YearMonth, ...]


@dataclass(frozen=True)
class Side:
    """Some categories together: whole months and inquiries before and after."""

    months_before: int
    months_after: int
    before: int
    after: int

    @property
    def mean_before(self) -> float:
        """Inquiries a month before."""
        return self.before / self.months_before

    @property
    def mean_after(self) -> float:
        """Inquiries a month after."""
        return self.after / self.months_after

    @property
    def change(self) -> float | None:
        """Change in per cent; None when there were none before."""
        return None if not self.before else (self.mean_after / self.mean_before - 1) * 100


def monthly(days: Sequence[dt.date], categories: Sequence[str]) -> Log:
    """Count inquiries by category and month, from the first to the last; categories from the most frequent.

    Parameters
    ----------
    days, categories
        Of every inquiry, equally long and not empty.
    """
    names = sorted(dict.fromkeys(categories), key=lambda name: (-categories.count(name), name))
    first, last = min(days), max(days)
    steps = (last.year - first.year) * 12 + last.month - first.month + 1
    counts = np.zeros((len(names), steps), dtype=np.int64)
    row = {name: i for i, name in enumerate(names)}
    for day, name in zip(days, categories, strict=True):
        counts[row[name], (day.year - first.year) * 12 + day.month - first.month] += 1
    months = tuple(_later(first, step) for step in range(steps))
    partial = []
    if first.day > 1 + _SLACK_DAYS:
        partial.append(months[0])
    if last.day < calendar.monthrange(last.year, last.month)[1] - _SLACK_DAYS and months[-1] not in partial:
        partial.append(months[-1])
    return Log(tuple(names), months, counts, tuple(partial))


def _later(day: dt.date, months: int) -> YearMonth:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return YearMonth(year, month + 1)


def sides(log: Log, release: dt.date, which: npt.NDArray[np.bool_]) -> Side:
    """Count some categories in the whole months before and after the release.

    The month of a release after the first day is neither.
    """
    before, after = parts(log, release)
    counts = log.counts[which]
    return Side(int(before.sum()), int(after.sum()), int(counts[:, before].sum()), int(counts[:, after].sum()))


def parts(log: Log, release: dt.date) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Which months are wholly before and wholly after the release."""
    at = release.year * 12 + release.month - 1
    order = np.array([month.year * 12 + month.month - 1 for month in log.months])
    whole = np.array([month not in log.partial for month in log.months])
    return whole & (order < at), whole & (order >= at if release.day == 1 else order > at)
