"""Mean differences with intervals: paired and unpaired, and the pull towards the mean in selected groups.

Sources: Student (1908); Welch (1947), as in R's ``t.test``; Gardner & Heady (1973) for regression to the mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..errors import DesignError
from . import distributions as stats

__all__ = ["MeanDifference", "finite", "paired_difference", "regression_to_mean", "welch_difference"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MeanDifference:
    """A difference of means in the units of the data.

    Attributes
    ----------
    estimate, se
        Difference and its standard error.
    t, df, p
        Statistic, degrees of freedom, two-sided p.
    low, high
        Interval at the requested level.
    """

    estimate: float
    se: float
    t: float
    df: float
    p: float
    low: float
    high: float


def finite(values: npt.ArrayLike, *, least: int = 1) -> FloatArray:
    """Return a float copy of the finite values.

    Raises
    ------
    DesignError
        SB-S101: fewer than `least` finite values.
    """
    array = np.asarray(values, dtype=float).ravel()
    kept: FloatArray = array[np.isfinite(array)]
    if kept.size < least:
        raise DesignError("S101", n=kept.size, least=least)
    return kept


def paired_difference(before: npt.ArrayLike, after: npt.ArrayLike, *, level: float = 0.95) -> MeanDifference:
    """Mean of ``after − before`` over complete pairs (paired t).

    Parameters
    ----------
    before, after
        Same length, same order; a pair with a missing value is left out.
    level
        Level of the interval.

    Raises
    ------
    DesignError
        SB-S101: fewer than two complete pairs. SB-S102: different lengths. SB-S103: all differences are equal.

    >>> result = paired_difference([1.0, 2.0, 3.0], [2.0, 2.5, 4.5])
    >>> round(result.estimate, 3), round(result.p, 3)
    (1.0, 0.074)
    """
    first, second = np.asarray(before, dtype=float).ravel(), np.asarray(after, dtype=float).ravel()
    if first.size != second.size:
        raise DesignError("S102", before=first.size, after=second.size)
    change = finite(second - first, least=2)
    return _from_se(float(change.mean()), _se(change), change.size - 1.0, level)


def welch_difference(before: npt.ArrayLike, after: npt.ArrayLike, *, level: float = 0.95) -> MeanDifference:
    """``mean(after) − mean(before)`` of two separate groups with unequal variances (Welch).

    Raises
    ------
    DesignError
        SB-S101: fewer than two values in a group. SB-S103: no spread in either group.

    >>> result = welch_difference([1.0, 2.0, 3.0], [2.0, 4.0, 6.0])
    >>> round(result.estimate, 3), round(result.df, 2)
    (2.0, 2.94)
    """
    first, second = finite(before, least=2), finite(after, least=2)
    v0, v1 = first.var(ddof=1) / first.size, second.var(ddof=1) / second.size
    se = float(np.sqrt(v0 + v1))
    estimate = float(second.mean() - first.mean())
    spread = v0**2 / (first.size - 1) + v1**2 / (second.size - 1)
    if spread <= 0:
        raise DesignError("S103")
    return _from_se(estimate, se, float((v0 + v1) ** 2 / spread), level)


def regression_to_mean(*, sd: float, reliability: float, mean: float, cutoff: float) -> float:
    """Expected change without any policy when only units beyond a cut-off at baseline were taken.

    Parameters
    ----------
    sd, mean
        Standard deviation and mean of one measurement in the whole population, in its units.
    reliability
        Correlation of two measurements without a policy, 0–1.
    cutoff
        Units above it (when it lies above the mean) or below it (when below) were selected.

    Returns
    -------
    float
        Change towards the mean: negative when high values were selected. ``σ_w²/σ_T · φ(z)/(1−Φ(z))`` in size.

    Raises
    ------
    DesignError
        SB-S104: sd not positive, or reliability outside 0–1.

    >>> round(regression_to_mean(sd=10, reliability=0.75, mean=140, cutoff=150), 2)
    -3.81
    """
    if not (np.isfinite([sd, mean, cutoff]).all() and sd > 0 and 0 <= reliability <= 1):
        raise DesignError("S104", sd=sd, reliability=reliability)
    z = abs(cutoff - mean) / sd
    # Mills ratio through logs: the plain quotient is 0/0 far out in the tail.
    pull = (1 - reliability) * sd * float(np.exp(stats.norm.logpdf(z) - stats.norm.logsf(z)))
    return -pull if cutoff >= mean else pull


def _se(values: FloatArray) -> float:
    return float(values.std(ddof=1) / np.sqrt(values.size))


def _from_se(estimate: float, se: float, df: float, level: float) -> MeanDifference:
    # Differences that are equal on paper differ in the last bits in floating point.
    if se <= 1e-13 * max(1.0, abs(estimate)):
        raise DesignError("S103")
    t = estimate / se
    half = float(stats.t.ppf((1 + level) / 2, df)) * se
    return MeanDifference(estimate, se, t, df, 2 * float(stats.t.sf(abs(t), df)), estimate - half, estimate + half)
