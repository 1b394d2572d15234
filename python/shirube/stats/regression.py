"""Least squares: classical, heteroskedasticity-robust and Newey–West standard errors, contrasts of coefficients.

Sources: Newey & West (1987) Econometrica 55:703, Bartlett weights, small-sample factor n/(n−k) as in Stata's
``newey`` and R's ``sandwich::NeweyWest(prewhite = FALSE, adjust = TRUE)``; MacKinnon & White (1985) J Econometrics
29:305 for HC1–HC3 (Stata's ``vce(robust)`` is HC1).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ..errors import DesignError
from . import distributions as stats
from .means import FloatArray

__all__ = ["Contrast", "Fit", "contrast", "durbin_watson", "least_squares", "newey_west", "robust"]


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted linear model.

    Attributes
    ----------
    coef, cov
        Coefficients, shape (k,), and their covariance, shape (k, k).
    df
        Degrees of freedom of the residuals.
    residuals, sigma2
        Shape (n,), and their variance around the fit.
    """

    coef: FloatArray
    cov: FloatArray
    df: float
    residuals: FloatArray
    sigma2: float

    @property
    def se(self) -> FloatArray:
        """Standard errors, shape (k,)."""
        return np.asarray(np.sqrt(np.maximum(np.diag(self.cov), 0.0)))


@dataclass(frozen=True, slots=True)
class Contrast:
    """A weighted sum of coefficients: value, standard error, degrees of freedom, p, 95 % interval."""

    estimate: float
    se: float
    df: float
    p: float
    low: float
    high: float


def least_squares(design: npt.ArrayLike, outcome: npt.ArrayLike) -> Fit:
    """Ordinary least squares with the classical covariance; R: ``lm``.

    Parameters
    ----------
    design, outcome
        Shapes (n, k) and (n,); finite.

    Raises
    ------
    DesignError
        SB-S401: columns that say the same, or no more rows than columns.

    >>> fit = least_squares([[1, 0], [1, 1], [1, 2]], [1.0, 2.0, 4.0])
    >>> fit.coef.round(3).tolist(), fit.df
    ([0.833, 1.5], 1.0)
    """
    x, y = np.asarray(design, dtype=float), np.asarray(outcome, dtype=float)
    n, k = x.shape
    scale = np.sqrt((x * x).sum(axis=0))
    if n <= k or (scale == 0).any() or np.linalg.matrix_rank(x / scale) < k:
        raise DesignError("S401", n=n, k=k)
    q, r = np.linalg.qr(x)
    coef = np.linalg.solve(r, q.T @ y)
    residuals = y - x @ coef
    inverse = np.linalg.inv(r)
    sigma2 = float(residuals @ residuals) / (n - k)
    return Fit(coef, sigma2 * inverse @ inverse.T, float(n - k), residuals, sigma2)


def robust(design: npt.ArrayLike, fit: Fit, kind: Literal["HC0", "HC1", "HC2", "HC3"] = "HC1") -> FloatArray:
    """Covariance of least-squares coefficients when the spread may differ between rows, shape (k, k).

    R: ``sandwich::vcovHC(fit, type = kind)``. With two groups HC2 is Welch's variance.

    >>> x = np.column_stack([np.ones(6), np.arange(6.0)])
    >>> fit = least_squares(x, [1, 2, 2, 4, 4, 6])
    >>> np.sqrt(np.diag(robust(x, fit, "HC3"))).round(4).tolist()
    [0.3772, 0.1741]
    """
    x = np.asarray(design, dtype=float)
    n, k = x.shape
    bread = np.linalg.inv(x.T @ x)
    weight = fit.residuals**2
    if kind == "HC1":
        weight = weight * n / (n - k)
    elif kind in ("HC2", "HC3"):
        rest = 1.0 - np.einsum("ij,jk,ik->i", x, bread, x)
        weight = weight / np.maximum(rest, 1e-12) ** (1 if kind == "HC2" else 2)
    return np.asarray(bread @ (x.T * weight) @ x @ bread)


def newey_west(design: npt.ArrayLike, fit: Fit, lag: int) -> FloatArray:
    """Covariance of least-squares coefficients under autocorrelation up to `lag` steps, shape (k, k).

    >>> x = np.column_stack([np.ones(6), np.arange(6.0)])
    >>> fit = least_squares(x, [1, 2, 2, 4, 4, 6])
    >>> np.sqrt(np.diag(newey_west(x, fit, 1))).round(4).tolist()
    [0.2539, 0.0888]
    """
    x = np.asarray(design, dtype=float)
    n, k = x.shape
    score = x * fit.residuals[:, None]
    meat = score.T @ score
    for step in range(1, min(lag, n - 1) + 1):
        product = score[step:].T @ score[:-step]
        meat += (1 - step / (lag + 1)) * (product + product.T)
    bread = np.linalg.inv(x.T @ x)
    return np.asarray(n / (n - k) * bread @ meat @ bread)


def contrast(weights: npt.ArrayLike, coef: FloatArray, cov: FloatArray, df: float, *, level: float = 0.95) -> Contrast:
    """Judge a weighted sum of coefficients by t.

    >>> c = contrast([0, 1], np.array([1.0, 2.0]), np.diag([1.0, 0.25]), 10)
    >>> c.estimate, c.se, round(c.p, 4)
    (2.0, 0.5, 0.0025)
    """
    w = np.asarray(weights, dtype=float)
    estimate, se = float(w @ coef), math.sqrt(max(float(w @ cov @ w), 0.0))
    half = float(stats.t.ppf((1 + level) / 2, df)) * se
    p = 2 * float(stats.t.sf(abs(estimate) / se, df)) if se > 0 else math.nan
    return Contrast(estimate, se, df, p, estimate - half, estimate + half)


def durbin_watson(residuals: FloatArray) -> float:
    """Durbin–Watson statistic; 2 means no autocorrelation of one step.

    >>> durbin_watson(np.array([1.0, -1.0, 1.0, -1.0]))
    3.0
    """
    return float((np.diff(residuals) ** 2).sum() / (residuals**2).sum())
