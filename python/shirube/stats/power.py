"""Smallest detectable effects: what a study of this size would miss.

Conventions of R's ``power.t.test`` and ``power.prop.test`` (the far tail is left out of the t power). All default to
a two-sided 5 % test and 80 % power.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from ..errors import DesignError
from . import distributions as stats

__all__ = [
    "detectable_mean_difference",
    "detectable_paired_mean",
    "detectable_paired_share",
    "detectable_rate_ratio",
    "detectable_share_difference",
    "detectable_standardised",
    "power_two_means",
    "units_for_two_means",
]

_MOST_EXPONENT = 700.0  # e to a greater power does not fit in a float


def detectable_paired_mean(n: int, sd: float, *, power: float = 0.8, alpha: float = 0.05) -> float:
    """Smallest mean change that `n` pairs with standard deviation `sd` of the changes detect.

    Raises
    ------
    DesignError
        SB-S101: fewer than two pairs.

    >>> round(detectable_paired_mean(30, 1.0), 4)
    0.5292
    """
    if n < 2:
        raise DesignError("S101", n=n, least=2)
    return _noncentrality(n - 1, power, alpha) * sd / math.sqrt(n)


def detectable_mean_difference(
    n1: int, n0: int, sd: float, *, df: float | None = None, power: float = 0.8, alpha: float = 0.05
) -> float:
    """Smallest difference of two means that groups of `n1` and `n0` with a common `sd` detect.

    Raises
    ------
    DesignError
        SB-S101: an empty group, or no degree of freedom.

    >>> round(detectable_mean_difference(20, 20, 1.0), 4)
    0.9091
    """
    freedom = n1 + n0 - 2 if df is None else df
    if min(n1, n0) < 1 or freedom < 1:
        raise DesignError("S101", n=n1 + n0, least=3)
    return _noncentrality(freedom, power, alpha) * sd * math.sqrt(1 / n1 + 1 / n0)


def power_two_means(n: float, difference: float, sd: float, *, alpha: float = 0.05) -> float:
    """Power of two groups of `n` each.

    >>> round(power_two_means(20, 1.0, 1.0), 4)
    0.869
    """
    df = 2 * n - 2
    return float(stats.nct.sf(stats.t.isf(alpha / 2, df), df, math.sqrt(n / 2) * abs(difference) / sd))


def units_for_two_means(difference: float, sd: float, *, power: float = 0.8, alpha: float = 0.05) -> float:
    """Units per group (not rounded) that detect a difference.

    Raises
    ------
    DesignError
        SB-S107: no difference, or sd not positive.

    >>> round(units_for_two_means(1.0, 1.0, power=0.9), 2)
    22.02
    """
    if not (math.isfinite(difference) and difference != 0 and sd > 0):
        raise DesignError("S107")
    most = max(10.0, 4 * _z(power, alpha) ** 2 * (sd / difference) ** 2 + 10)
    root = _root(lambda n: power_two_means(n, difference, sd, alpha=alpha) - power, 1.5, most)
    return float(root)


def detectable_share_difference(share: float, n: float, *, power: float = 0.8, alpha: float = 0.05) -> float:
    """Smallest rise of a share (0–1) that two groups of `n` each detect; NaN when even 100 % would be missed.

    >>> round(detectable_share_difference(0.3, 100), 3)
    0.193
    """
    if not 0 <= share < 1 or n < 1:
        raise DesignError("S101", n=n, least=1)

    def excess(other: float) -> float:
        middle = (share + other) / 2
        null = stats.norm.isf(alpha / 2) * math.sqrt(2 * middle * (1 - middle))
        alternative = stats.norm.ppf(power) * math.sqrt(share * (1 - share) + other * (1 - other))
        return float(math.sqrt(n) * (other - share) - null - alternative)

    return (_root(excess, share, 1.0)) - share if excess(1.0) > 0 else math.nan


def detectable_paired_share(n: int, changed_share: float, *, power: float = 0.8, alpha: float = 0.05) -> float:
    """Smallest paired difference of shares when `changed_share` of the people change their answer (Miettinen 1968).

    NaN when the needed difference would exceed the share of those who change.

    >>> round(detectable_paired_share(200, 0.2), 3)
    0.088
    """
    if n < 1:
        raise DesignError("S101", n=n, least=1)
    z_a, z_b = float(stats.norm.isf(alpha / 2)), float(stats.norm.ppf(power))

    def excess(gap: float) -> float:
        return gap * math.sqrt(n) - z_a * math.sqrt(changed_share) - z_b * math.sqrt(changed_share - gap * gap)

    widest = min(changed_share, math.sqrt(changed_share))
    return (_root(excess, 0.0, widest)) if widest > 0 and excess(widest) > 0 else math.nan


def detectable_rate_ratio(
    events: float, *, exposure_ratio: float = 1.0, power: float = 0.8, alpha: float = 0.05
) -> float:
    """Smallest rise (as a ratio above 1) that `events` before detect; `exposure_ratio` = after / before.

    The variance of the log ratio is taken under no change. Infinity when the events are worth next to nothing.

    >>> round(detectable_rate_ratio(100), 2)
    1.49
    """
    if not (events > 0 and exposure_ratio > 0):
        return math.nan
    exponent = _z(power, alpha) * math.sqrt(1 / events + 1 / (events * exposure_ratio))
    return math.exp(exponent) if exponent < _MOST_EXPONENT else math.inf


def detectable_standardised(df: float, *, power: float = 0.8, alpha: float = 0.05) -> float:
    """Smallest effect, in standard errors, that a t test with `df` degrees of freedom detects.

    >>> round(detectable_standardised(20), 3)
    2.945
    """
    return _noncentrality(df, power, alpha)


def _root(excess: Callable[[float], float], low: float, high: float) -> float:
    from scipy.optimize import brentq  # here, because a cell function must start at once

    return float(brentq(excess, low, high, xtol=1e-10))


def _z(power: float, alpha: float) -> float:
    return float(stats.norm.isf(alpha / 2) + stats.norm.ppf(power))


def _noncentrality(df: float, power: float, alpha: float) -> float:
    critical = float(stats.t.isf(alpha / 2, df))
    most = 10 * critical + 50
    return _root(lambda d: float(stats.nct.sf(critical, df, d)) - power, 0.0, most)
