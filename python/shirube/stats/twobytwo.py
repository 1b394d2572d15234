"""Sample odds ratio and relative risk of a 2 x 2 table with their intervals (logit: Woolf 1955; Katz 1978)."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from .contingency import Counts
from .intervals import Interval, normal_quantile

__all__ = ["Ratio", "relative_risk", "sample_odds_ratio"]


class Ratio(NamedTuple):
    """A ratio, the standard error of its logarithm, and its interval. NaN or infinite where a cell is empty."""

    estimate: float
    log_se: float
    interval: Interval


def sample_odds_ratio(counts: Counts, confidence: float = 0.95) -> Ratio:
    """Odds ratio ad/bc with Woolf's interval.

    Raises
    ------
    ValueError
        The table is not 2 x 2.

    >>> sample_odds_ratio(np.array([[11, 4], [2, 6]])).estimate
    8.25
    """
    a, b, c, d = _cells(counts)
    estimate = _over(a * d, b * c)
    log_se = math.sqrt(sum(1 / x for x in (a, b, c, d))) if min(a, b, c, d) > 0 else math.inf
    return _ratio(estimate, log_se, confidence)


def relative_risk(counts: Counts, column: int = 0, confidence: float = 0.95) -> Ratio:
    """Share of a column in the first row over its share in the second, with the log interval of Katz et al.

    Raises
    ------
    ValueError
        The table is not 2 x 2.

    >>> round(relative_risk(np.array([[11, 4], [2, 6]])).estimate, 4)
    2.9333
    """
    _cells(counts)
    table = np.asarray(counts, dtype=float)
    (x1, x2), (n1, n2) = table[:, column].tolist(), table.sum(axis=1).tolist()
    if n1 == 0 or n2 == 0:
        return _ratio(math.nan, math.inf, confidence)
    variance = 1 / x1 - 1 / n1 + 1 / x2 - 1 / n2 if x1 > 0 and x2 > 0 else math.inf
    return _ratio(_over(x1 / n1, x2 / n2), math.sqrt(max(variance, 0.0)), confidence)


def _cells(counts: Counts) -> tuple[float, float, float, float]:
    table = np.asarray(counts, dtype=float)
    if table.shape != (2, 2):
        raise ValueError(f"a 2 x 2 table is needed, got {table.shape}")
    a, b, c, d = table.ravel().tolist()
    return a, b, c, d


def _over(upper: float, lower: float) -> float:
    if lower > 0:
        return upper / lower
    return math.inf if upper > 0 else math.nan


def _ratio(estimate: float, log_se: float, confidence: float) -> Ratio:
    if not 0 < estimate < math.inf or log_se == math.inf:
        return Ratio(estimate, log_se, Interval(math.nan if math.isnan(estimate) else 0.0, math.inf))
    half = normal_quantile(confidence) * log_se
    return Ratio(estimate, log_se, Interval(estimate * math.exp(-half), estimate * math.exp(half)))
