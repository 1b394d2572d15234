"""Event counts with exposure: exact intervals of one rate and of a ratio of two rates; overdispersion.

Two-sided p-values are twice the smaller tail, so that p and the exact interval never disagree.
Sources: Garwood (1936); Clopper & Pearson (1934) for the conditional binomial; McCullagh & Nelder (1989) §6.2.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..errors import DesignError
from . import distributions as stats

__all__ = ["Rate", "RateRatio", "dispersion", "rate", "rate_ratio"]


_MOST_EXPONENT = 700.0  # e to a greater power does not fit in a float


@dataclass(frozen=True, slots=True)
class Rate:
    """Events per unit of exposure with the exact interval."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RateRatio:
    """Rate after divided by rate before; infinite or 0 when one side has no event, NaN when neither has.

    `dispersion` is the factor the variance was multiplied by; 1 means the exact Poisson result.
    """

    estimate: float
    low: float
    high: float
    p: float
    dispersion: float = 1.0


def rate(count: float, exposure: float, *, level: float = 0.95) -> Rate:
    """Events per unit of exposure (Garwood's exact interval).

    Raises
    ------
    DesignError
        SB-S105: a negative or fractional count. SB-S106: exposure not positive.

    >>> result = rate(10, 2.0)
    >>> round(result.low, 3), round(result.high, 3)
    (2.398, 9.195)
    """
    _check(count, exposure)
    tail = (1 - level) / 2
    low = float(stats.gamma.ppf(tail, count)) if count else 0.0
    return Rate(count / exposure, low / exposure, float(stats.gamma.isf(tail, count + 1)) / exposure)


def rate_ratio(
    before: float,
    after: float,
    *,
    exposure_before: float = 1.0,
    exposure_after: float = 1.0,
    level: float = 0.95,
    dispersion: float = 1.0,
    df: float = math.inf,
) -> RateRatio:
    """Compare two counts with their exposures.

    Parameters
    ----------
    before, after
        Numbers of events.
    exposure_before, exposure_after
        Person-years, months … each count was gathered over; same unit.
    dispersion, df
        Factor of overdispersion and its degrees of freedom; above 1 the quasi-Poisson interval on the log scale
        replaces the exact one (when a side has no event: the exact one from counts divided by the factor).

    Raises
    ------
    DesignError
        SB-S105, SB-S106 as in `rate`.

    >>> result = rate_ratio(20, 11)
    >>> round(result.estimate, 2), round(result.p, 3)
    (0.55, 0.15)
    """
    _check(before, exposure_before)
    _check(after, exposure_after)
    if before + after == 0:
        return RateRatio(math.nan, 0.0, math.inf, 1.0)
    scale = exposure_before / exposure_after
    estimate = math.inf if before == 0 else after / before * scale
    if dispersion > 1 and before > 0 and after > 0:
        se = math.sqrt(dispersion * (1 / before + 1 / after))
        half = float(stats.t.ppf((1 + level) / 2, df)) * se
        p = 2 * float(stats.t.sf(abs(math.log(estimate)) / se, df))
        high = estimate * math.exp(half) if half < _MOST_EXPONENT else math.inf
        return RateRatio(estimate, estimate * math.exp(-half), high, p, dispersion)
    if dispersion > 1:  # no logarithm of zero: an exact answer from as many events as the counts are worth
        before, after = math.floor(before / dispersion), math.floor(after / dispersion)
        if before + after == 0:
            return RateRatio(estimate, 0.0, math.inf, 1.0, dispersion)
    total, tail = before + after, (1 - level) / 2
    share_low = float(stats.beta.ppf(tail, after, before + 1)) if after else 0.0
    share_high = float(stats.beta.isf(tail, after + 1, before)) if before else 1.0
    null = exposure_after / (exposure_before + exposure_after)
    lower, upper = float(stats.binom.cdf(after, total, null)), float(stats.binom.sf(after - 1, total, null))
    low = share_low / (1 - share_low) * scale
    high = share_high / (1 - share_high) * scale if share_high < 1 else math.inf
    return RateRatio(estimate, low, high, min(1.0, 2 * min(lower, upper)), max(1.0, dispersion))


def dispersion(groups: list[npt.NDArray[np.float64]]) -> tuple[float, float, float]:
    """How much more counts vary within groups than chance alone would make them.

    Returns
    -------
    factor, df, p
        Pearson's χ²/df, its degrees of freedom, and the p of “no more than chance”. ``(1, 0, 1)`` when there is
        nothing to judge by.

    >>> import numpy as np
    >>> factor, df, p = dispersion([np.array([1.0, 19.0]), np.array([10.0, 10.0])])
    >>> round(factor, 1), df
    (8.1, 2.0)
    """
    chi2 = df = 0.0
    for counts in groups:
        if counts.size > 1 and counts.sum() > 0:
            chi2 += float(((counts - counts.mean()) ** 2).sum() / counts.mean())
            df += counts.size - 1
    return (chi2 / df, df, float(stats.chi2.sf(chi2, df))) if df else (1.0, 0.0, 1.0)


def _check(count: float, exposure: float) -> None:
    if not (math.isfinite(count) and count >= 0 and float(count).is_integer()):
        raise DesignError("S105")
    if not (math.isfinite(exposure) and exposure > 0):
        raise DesignError("S106")
