"""もし平行でなかったら: how far the trends of both sides may part before the conclusion falls.

The gaps of every time from the last time before the start, with their clustered covariance, are handed to the
relative-magnitudes analysis of Rambachan & Roth (2023); see `shirube.stats.honest`. It rests on the normal
distribution, so it is given only where clustered standard errors keep their promise.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..errors import DesignError
from ..stats.honest import ParallelTrends, relative_magnitudes
from ..stats.twoway import two_way
from .panel import Panel
from .panel_inference import ENOUGH_FOR_CLUSTERS

__all__ = ["ParallelTrends", "parallel_trends"]


def parallel_trends(data: Panel, rows: npt.NDArray[np.intp], treated: npt.NDArray[np.bool_]) -> ParallelTrends | None:
    """Prepare the analysis of the mean effect over the times under the policy.

    ``None`` with fewer than 20 units on a side, fewer than two times before the start, or gaps that cannot be told.

    >>> rng = np.random.default_rng(2)
    >>> values = rng.normal(size=(60, 6)); values[:25, 3:] += 2
    >>> p = Panel(tuple(map(str, range(60))), tuple("123456"), np.arange(6.0), values, np.arange(60) < 25, 3)
    >>> found = parallel_trends(p, np.arange(60), p.treated)
    >>> low, high = found.interval(0.5)
    >>> low < found.estimate < high, 0.5 < found.breakdown() < 10
    (True, True)
    """
    before, after = data.start - 1, len(data.times) - data.start
    if min(int(treated.sum()), int((~treated).sum())) < ENOUGH_FOR_CLUSTERS or before < 1:
        return None
    others = [i for i in range(len(data.times)) if i != data.start - 1]
    regressors = np.zeros((len(others), len(rows), len(data.times)))
    for k, i in enumerate(others):
        regressors[k, treated, i] = 1.0
    try:
        fit = two_way(data.values[rows], regressors)
        return relative_magnitudes(fit.coef, fit.cov, before, weights=np.full(after, 1 / after))
    except DesignError:
        return None
