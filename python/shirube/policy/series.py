"""`Series`: one outcome over evenly spaced times, from when the policy applied, and what goes with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import DesignError
from ..table import require_columns, require_numbers
from .panel import Panel
from .times import Moment, read_start, read_times

__all__ = ["Series", "as_panel", "series"]

_PERIODS = {"年月": 12, "四半期": 4, "年度の四半期": 4}
_MOST_ABSENT = 2.0  # as a multiple of the times that are there
_UNEVEN = 0.15  # months given by their last days differ this much in length


@dataclass(frozen=True, eq=False)
class Series:
    """One outcome over time.

    Attributes
    ----------
    times, values
        Labels and outcomes of every step from the first to the last time, shape (n,); NaN where missing.
    start
        Position of the first time under the policy.
    period
        Steps after which the seasons repeat (12, 4), 1 when there are none.
    exposure, control
        Population behind each count; the same outcome where there was no policy. Shape (n,), or ``None``.
    """

    times: tuple[str, ...]
    values: npt.NDArray[np.float64]
    start: int
    period: int = 1
    exposure: npt.NDArray[np.float64] | None = None
    control: npt.NDArray[np.float64] | None = None
    outcome: str = "成果"

    @property
    def start_label(self) -> str:
        """Label of the first time under the policy."""
        return self.times[self.start]


def series(
    frame: pd.DataFrame, *, time: str, outcome: str, start: Any, exposure: str = "", control: str = ""
) -> Series:
    """Build a series from a list with one row per time.

    Parameters
    ----------
    frame
        One row per time; not changed.
    time, outcome, exposure, control
        Column names; the last two may be empty.
    start
        First time under the policy, in the form of the time column.

    Raises
    ------
    TableError
        SB-T101, T104: no such column, text among numbers.
    DesignError
        SB-S110: no usable row. SB-S111–S118: the times (see `times`). SB-S411: two rows of one time. SB-S412: most
        times in between are absent.

    >>> frame = pd.DataFrame({"年度": [2019, 2020, 2022, 2023], "件数": [9, 8, 7, 3]})
    >>> s = series(frame, time="年度", outcome="件数", start=2022)
    >>> s.times[s.start], s.values.tolist()
    ('2022年度', [9.0, 8.0, nan, 7.0, 3.0])
    """
    require_columns(frame, [time, outcome, *filter(None, (exposure, control))])
    kept = frame[time].notna().to_numpy()
    columns = {
        name: np.asarray(require_numbers(frame, column), dtype=float)[kept]
        for name, column in (("values", outcome), ("exposure", exposure), ("control", control))
        if column
    }
    if not kept.any() or not np.isfinite(columns["values"]).any():
        raise DesignError("S110")
    moments = read_times(frame[time][kept], time)
    axis, places = _axis(moments)
    begin = read_start(start, axis, time) if start not in (None, "") else None
    if begin is None:
        raise DesignError("S115")
    if begin.order <= axis[0].order:
        raise DesignError("S117", start=begin.label, first=axis[0].label)
    if begin.order > axis[-1].order:
        raise DesignError("S118", start=begin.label, last=axis[-1].label)
    length = max(places) + 1
    full = {name: _spread(column, places, length) for name, column in columns.items()}
    labels = {place: m.label for place, m in zip(places, moments, strict=True)}
    times = tuple(labels.get(i, "（欠）") for i in range(length))
    index = min(place for place, m in zip(places, moments, strict=True) if m.order >= begin.order)
    even = _smallest_gap(axis) == 1
    period = _PERIODS.get(axis[0].kind, 1) if even else 1
    return Series(times, full["values"], index, period, full.get("exposure"), full.get("control"), outcome)


def as_panel(data: Series) -> Panel:
    """The series (and the one beside it) as a panel of one or two units.

    >>> as_panel(Series(("1", "2"), np.array([3.0, 4.0]), 1, outcome="件数")).units
    ('件数',)
    """
    rows = [data.values] if data.control is None else [data.values, data.control]
    units = (data.outcome, "比べる相手")[: len(rows)]
    labels = tuple(f"{i + 1}番目" if label == "（欠）" else label for i, label in enumerate(data.times))
    flags = np.arange(len(rows)) == 0
    return Panel(units, labels, np.arange(len(labels), dtype=float), np.array(rows), flags, data.start, data.outcome)


def _axis(moments: list[Moment]) -> tuple[list[Moment], list[int]]:
    """Times in order, and the place of each row on an evenly spaced axis."""
    axis = sorted({m.order: m for m in moments}.values(), key=lambda m: m.order)
    if len(axis) < 2:
        raise DesignError("S113", label=axis[0].label)
    if len(axis) < len(moments):
        raise DesignError("S411", count=len(moments) - len(axis))
    gaps = np.diff([m.order for m in axis]) / _smallest_gap(axis)
    steps = np.rint(gaps)
    if (np.abs(gaps - steps) > _UNEVEN * steps).any() or steps.sum() > (1 + _MOST_ABSENT) * len(axis):
        raise DesignError("S412")
    place_of = dict(zip((m.order for m in axis), np.concatenate([[0], np.cumsum(steps)]).astype(int), strict=True))
    return axis, [int(place_of[m.order]) for m in moments]


def _smallest_gap(axis: list[Moment]) -> float:
    return float(np.diff([m.order for m in axis]).min())


def _spread(column: npt.NDArray[np.float64], places: list[int], length: int) -> npt.NDArray[np.float64]:
    full = np.full(length, np.nan)
    full[places] = column
    full[~np.isfinite(full)] = np.nan
    full.flags.writeable = False
    return full
