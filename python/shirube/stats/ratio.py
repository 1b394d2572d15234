"""Interval of a ratio of two estimates (Fieller 1954, JRSS B 16:175)."""

from __future__ import annotations

import math

from . import distributions as stats
from .intervals import Interval

__all__ = ["fieller"]


def fieller(
    numerator: float,
    denominator: float,
    var_numerator: float,
    var_denominator: float,
    *,
    cov: float = 0.0,
    df: float = math.inf,
    level: float = 0.95,
) -> Interval | None:
    """Return the interval of ``numerator / denominator``, or ``None`` when it is not one bounded stretch.

    It is unbounded whenever the denominator's own interval covers zero.

    >>> low, high = fieller(100.0, 10.0, 0.0, 4.0)
    >>> round(low, 2), round(high, 2)
    (7.18, 16.45)
    >>> fieller(100.0, 1.0, 0.0, 4.0) is None
    True
    """
    t = float(stats.norm.ppf((1 + level) / 2) if math.isinf(df) else stats.t.ppf((1 + level) / 2, df))
    a = denominator**2 - t * t * var_denominator
    if a <= 0:
        return None
    b = numerator * denominator - t * t * cov
    c = numerator**2 - t * t * var_numerator
    root = math.sqrt(max(b * b - a * c, 0.0))
    return Interval((b - root) / a, (b + root) / a)
