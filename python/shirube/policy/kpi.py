"""KPI: where an indicator stands against its target, and whether it moves more than usual."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ..errors import DesignError, ShirubeError
from ..stats.control_limits import ControlChart, c_chart, p_chart, xmr_chart
from .times import read_times

__all__ = ["FEWEST", "Kpi", "KpiRequest", "kpi"]

#: With fewer values the limits themselves are guesses.
FEWEST = 8
_CLOSE = 0.8  # share of the planned way that still counts as on course


@dataclass(frozen=True, eq=False)
class KpiRequest:
    """What to watch.

    Attributes
    ----------
    periods, values
        Labels and values in order; NaN where missing. Shares: the number of hits.
    target, target_period
        Value aimed at, and the label of the period by which; NaN and empty when there is none.
    chart
        Single values (XmR), shares of `totals` (p), or events per `totals` (c and u charts).
    baseline
        Values the limits are taken from (all when ``None``): those before something was changed on purpose.
    """

    periods: tuple[str, ...]
    values: npt.ArrayLike
    target: float = math.nan
    target_period: str = ""
    chart: Literal["xmr", "p", "c"] = "xmr"
    totals: npt.ArrayLike | None = None
    baseline: int | None = None
    higher_is_better: bool | None = None
    name: str = "指標"
    unit: str = ""


@dataclass(frozen=True, eq=False)
class Kpi:
    """Chart, the way to the target, and what stands out.

    Attributes
    ----------
    path
        Planned value of every period on a straight line from the first value to the target; NaN without a target.
    progress
        Share of the way from the first value to the target that the last value has come; NaN without a target.
    status
        達成, 順調, 遅れ, 逆方向, or 目標なし.
    """

    request: KpiRequest
    chart: ControlChart
    path: npt.NDArray[np.float64]
    last: int
    progress: float
    status: str


def kpi(request: KpiRequest) -> Kpi:
    """Measure an indicator against its target and its usual ups and downs.

    Raises
    ------
    DesignError
        SB-S101: too few values. SB-S102: periods and values of different lengths. SB-S105, S106: impossible counts or
        totals. SB-S451: a p chart without totals. SB-S452: no such target period.

    >>> found = kpi(KpiRequest(("1", "2", "3", "4"), [10, 12, 15, 17], 20, "5", higher_is_better=True))
    >>> found.status, round(found.progress, 2)
    ('順調', 0.7)
    """
    values = np.asarray(request.values, dtype=float)
    if values.size != len(request.periods):
        raise DesignError("S102", before=len(request.periods), after=values.size)
    if np.isfinite(values).sum() < 2:
        raise DesignError("S101", n=int(np.isfinite(values).sum()), least=2)
    chart = _chart(request, values)
    shown = np.flatnonzero(np.isfinite(chart.values))
    first, last = int(shown[0]), int(shown[-1])
    path = _path(request, chart.values, first)
    begin, now = float(chart.values[first]), float(chart.values[last])
    way = request.target - begin
    progress = (now - begin) / way if math.isfinite(way) and way else math.nan
    return Kpi(request, chart, path, last, progress, _status(request, now, progress, begin, float(path[last])))


def _chart(request: KpiRequest, values: npt.NDArray[np.float64]) -> ControlChart:
    if request.chart == "xmr":
        return xmr_chart(values, baseline=request.baseline)
    if request.chart == "c":
        return c_chart(values, request.totals)
    if request.totals is None:
        raise DesignError("S451")
    return p_chart(values, request.totals)


def _path(request: KpiRequest, values: npt.NDArray[np.float64], first: int) -> npt.NDArray[np.float64]:
    n = len(request.periods)
    if not math.isfinite(request.target):
        return np.full(n, np.nan)
    end = _due(request)
    if end <= first:
        raise DesignError("S452", period=request.target_period)
    way = np.clip((np.arange(n) - first) / (end - first), 0.0, 1.0)
    begin = values[first]
    path: npt.NDArray[np.float64] = np.where(np.arange(n) < first, np.nan, begin + way * (request.target - begin))
    return path


def _due(request: KpiRequest) -> float:
    """Position of the target period, also when it lies beyond the data; the period after the last when unknown."""
    periods, due = request.periods, request.target_period
    if due in periods:
        return float(periods.index(due))
    if not due:
        return float(len(periods))
    try:
        orders = [moment.order for moment in read_times([*periods, due], "時期")]
    except ShirubeError:
        return float(len(periods))
    step = (orders[-2] - orders[0]) / max(len(periods) - 1, 1)
    return (orders[-1] - orders[0]) / step if step > 0 else float(len(periods))


def _status(request: KpiRequest, now: float, progress: float, begin: float, planned: float) -> str:
    if not math.isfinite(request.target):
        return "目標なし"
    up = request.higher_is_better if request.higher_is_better is not None else request.target >= begin
    if (now >= request.target) if up else (now <= request.target):
        return "達成"
    if not math.isfinite(progress) or progress < 0:
        return "逆方向"
    due = (planned - begin) / (request.target - begin)
    return "順調" if progress >= _CLOSE * due else "遅れ"
