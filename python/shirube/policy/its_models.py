"""The models of an interrupted time series behind one face: a fit that judges weighted sums of its coefficients.

Which one judges follows the length: with fewer than 12 times plain least squares (memory cannot be estimated from so
few), from 12 on REML with AR(1) errors (Turner et al. 2021, BMC Med Res Methodol 21:181). Newey–West stands beside
them as a check, never as the judge: below 60 times it rejects 13–16 % of the time when nothing happened.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..stats.autoregressive import ar1_contrast, ar1_fit
from ..stats.counts_regression import ar1_counts, poisson_fit
from ..stats.reach import ar1_reach, plain_reach
from ..stats.regression import Contrast, contrast, durbin_watson, least_squares, newey_west
from .inference import Method

__all__ = ["ENOUGH_FOR_MEMORY", "Design", "Model", "count_model", "design", "linear_model", "newey_west_lag"]

FloatArray = npt.NDArray[np.float64]
ENOUGH_FOR_MEMORY = 12


@dataclass(frozen=True, eq=False)
class Design:
    """Columns of a segmented regression over the rows used.

    Attributes
    ----------
    matrix, without
        Shape (n, k), as things were and as if the policy had never begun.
    average, level, slope
        Weights, shape (k,), of the mean effect over the times under the policy, of the jump, of the change of slope
        (``None`` in a model without one).
    """

    matrix: FloatArray
    without: FloatArray
    average: FloatArray
    level: FloatArray
    slope: FloatArray | None


def design(rows: npt.NDArray[np.intp], start: int, period: int, *, slope: bool, seasons: bool) -> Design:
    """Lay out level, trend, jump, change of slope and two waves a year.

    >>> d = design(np.arange(6), 4, 1, slope=True, seasons=False)
    >>> d.matrix[4].tolist(), d.average.tolist()
    ([1.0, 4.0, 1.0, 0.0], [0.0, 0.0, 1.0, 0.5])
    """
    t = rows.astype(float)
    after = (rows >= start).astype(float)
    since = after * (t - start)
    columns = [np.ones(t.size), t, after] + ([since] if slope else [])
    if seasons:
        angle = 2 * np.pi * t / period
        for wave in range(1, min(2, period // 2) + 1):
            columns.append(np.cos(wave * angle))
            if 2 * wave != period:  # at half the period the sine is 0 everywhere
                columns.append(np.sin(wave * angle))
    matrix = np.column_stack(columns)
    without = matrix.copy()
    without[:, 2 : 3 + slope] = 0.0
    unit = np.eye(matrix.shape[1])
    average = unit[2] + (unit[3] * float(since[after > 0].mean()) if slope else 0.0)
    return Design(matrix, without, average, unit[2], unit[3] if slope else None)


@dataclass(frozen=True, eq=False)
class Model:
    """A fitted series.

    Attributes
    ----------
    judge
        From weights over the coefficients to their judged sum.
    reach
        From the same weights to the smallest sum that would probably (80 %) have been found; NaN when none would.
    coef
        Shape (k,). Log rate ratios for counts.
    rho, boundary
        Memory of one step (NaN when not estimated), and whether it ran to 1.
    dispersion
        Pearson's factor of counts; NaN otherwise.
    durbin
        Durbin–Watson of plain residuals; NaN for counts.
    """

    method: Method
    judge: Callable[[FloatArray], Contrast]
    reach: Callable[[FloatArray], float]
    coef: FloatArray
    rho: float = math.nan
    boundary: bool = False
    dispersion: float = math.nan
    durbin: float = math.nan


def newey_west_lag(n: int) -> int:
    """Newey & West's rule of thumb ``⌊4·(n/100)^(2/9)⌋``, at least 1.

    >>> newey_west_lag(31), newey_west_lag(120)
    (3, 4)
    """
    return max(1, int(4 * (n / 100) ** (2 / 9)))


def linear_model(x: FloatArray, y: FloatArray, method: Method) -> Model:
    """Fit amounts by least squares (plain or Newey–West) or AR(1).

    Raises
    ------
    DesignError
        SB-S401: too few times. SB-S402: nothing left unexplained.
    """
    fit = least_squares(x, y)
    durbin = durbin_watson(fit.residuals) if fit.sigma2 > 0 else math.nan
    if method is Method.ITS_AR1:
        auto = ar1_fit(x, y)
        return Model(
            method, lambda w: ar1_contrast(w, auto, x), lambda w: ar1_reach(w, auto, x),
            auto.coef, auto.rho, auto.boundary, durbin=durbin,
        )  # fmt: skip
    cov = newey_west(x, fit, newey_west_lag(len(y))) if method is Method.ITS_NEWEY else fit.cov
    return Model(
        method, lambda w: contrast(w, fit.coef, cov, fit.df), lambda w: plain_reach(w, x, fit.sigma2),
        fit.coef, durbin=durbin,
    )  # fmt: skip


def count_model(x: FloatArray, y: FloatArray, exposure: FloatArray, method: Method) -> Model:
    """Fit counts as quasi-Poisson, with or without memory.

    Raises
    ------
    DesignError
        SB-S105, S106, S401–S403 as `poisson_fit` and `ar1_counts`.
    """
    plain = poisson_fit(x, y, exposure)
    if method is Method.ITS_COUNT_AR1:
        auto, weighted = ar1_counts(x, y, exposure)
        return Model(
            method, lambda w: ar1_contrast(w, auto, weighted), lambda w: ar1_reach(w, auto, weighted),
            auto.coef, auto.rho, auto.boundary, plain.dispersion,
        )  # fmt: skip
    factor = max(plain.dispersion, 1.0)  # chance alone gives 1; less is luck, not knowledge
    working = x * np.sqrt(plain.mean)[:, None]
    return Model(
        method, lambda w: contrast(w, plain.coef, factor * plain.cov, plain.df),
        lambda w: plain_reach(w, working, factor), plain.coef, dispersion=plain.dispersion,
    )  # fmt: skip
