"""Did treated and control units move alike before the policy, and could this check have noticed if they had not?

A check without power is no reassurance (Roth 2022, AER: Insights 4:305), so the smallest difference it would have
noticed is reported beside it, carried forward to the time of the effect.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .inference import ALPHA, Inference, Method, compare, detectable
from .panel import Panel

__all__ = ["PreTrend", "pre_trend"]


@dataclass(frozen=True, slots=True)
class PreTrend:
    """Difference of slopes before the start.

    Attributes
    ----------
    slope
        Judged difference of mean slopes per step of the time axis.
    drift
        What that difference alone would have grown to by the time after the start.
    detectable_drift
        The same for the smallest slope difference the check would probably (80 %) have noticed; NaN when it could
        notice none.
    periods
        Times before the start.
    """

    slope: Inference
    drift: float
    detectable_drift: float
    periods: int

    @property
    def differs(self) -> bool:
        """The slopes differ by more than chance."""
        return self.slope.p <= ALPHA

    @property
    def checkable(self) -> bool:
        """A difference could have been found at all with this number of units."""
        return self.slope.method is Method.NONE or self.slope.smallest_p <= ALPHA

    def could_explain(self, estimate: float) -> bool:
        """Tell whether a difference too small to be noticed could still explain an effect of this size."""
        return not math.isfinite(self.detectable_drift) or self.detectable_drift >= abs(estimate)


def pre_trend(data: Panel, rows: npt.NDArray[np.intp], treated: npt.NDArray[np.bool_]) -> PreTrend | None:
    """Compare slopes before the start; ``None`` when they cannot be taken on both sides."""
    if data.start < 2:
        return None
    slopes = np.array([_slope(data.positions[: data.start], data.values[row, : data.start]) for row in rows])
    usable = np.isfinite(slopes)
    group, others = slopes[usable & treated], slopes[usable & ~treated]
    if not group.size or not others.size:
        return None
    judged = compare(group, others)
    distance = float(data.positions[data.start :].mean() - data.positions[: data.start].mean())
    return PreTrend(judged, judged.estimate * distance, detectable(group, others, judged) * distance, data.start)


def _slope(position: npt.NDArray[np.float64], value: npt.NDArray[np.float64]) -> float:
    present = np.isfinite(value)
    if present.sum() < 2:
        return math.nan
    x, y = position[present], value[present]
    x = x - x.mean()
    return float((x * (y - y.mean())).sum() / (x * x).sum())
