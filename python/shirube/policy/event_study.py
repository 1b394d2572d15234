"""The effect time by time: how far apart both sides moved, seen from the last time before the start.

Before the start every gap should be near zero; after it, the gaps show how the effect grows or fades. Each gap is
judged like the whole (by relabelling when units are few), and all gaps before the start are tested together.
Freyaldenhoven, Hansen & Shapiro (2019) AER 109:3307 for the plot; Roth (2022) AER: Insights 4:305 for why the joint
test is shown with what it could have noticed (`pretrend`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..stats.resampling import relabel_together
from .inference import compare
from .panel import Panel

__all__ = ["EventPoint", "EventStudy", "event_study"]

_SPLITS = 2_000  # per time; the interval of one time is only looked at in a chart


@dataclass(frozen=True, slots=True)
class EventPoint:
    """One time: steps from the start, gap with its 95 % interval (infinite when none is reachable)."""

    label: str
    step: int
    gap: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class EventStudy:
    """Gaps by time, and p of all gaps before the start being zero (NaN with fewer than two times before)."""

    points: tuple[EventPoint, ...]
    before_p: float


def event_study(data: Panel, rows: npt.NDArray[np.intp], treated: npt.NDArray[np.bool_]) -> EventStudy:
    """Measure the gap of every time from the last time before the start.

    Times that either side lacks have a NaN gap.

    >>> values = np.array([[1.0, 1, 5], [1, 2, 2], [1, 1, 2], [2, 2, 3]])
    >>> p = Panel(("東", "西", "南", "北"), ("1", "2", "3"), np.arange(3.0), values, np.arange(4) == 0, 2)
    >>> [round(point.gap, 3) for point in event_study(p, np.arange(4), p.treated).points]
    [0.333, 0.0, 3.333]
    """
    values, reference = data.values[rows], data.start - 1
    moved = values - values[:, reference, None]
    points = []
    for i, label in enumerate(data.times):
        there = np.isfinite(moved[:, i])
        group, others = moved[there & treated, i], moved[there & ~treated, i]
        if i == reference or not group.size or not others.size:
            gap = 0.0 if i == reference else math.nan
            points.append(EventPoint(label, i - data.start, gap, gap, gap))
            continue
        judged = compare(group, others, enumerated=_SPLITS)
        points.append(EventPoint(label, i - data.start, judged.estimate, judged.low, judged.high))
    return EventStudy(tuple(points), _before_p(moved[:, :reference], treated))


def _before_p(moved: npt.NDArray[np.float64], treated: npt.NDArray[np.bool_]) -> float:
    complete = np.isfinite(moved).all(axis=1)
    flags = treated[complete]
    if moved.shape[1] < 1 or not flags.any() or flags.all():
        return math.nan
    return relabel_together(moved[complete], flags)
