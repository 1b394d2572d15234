"""Regression with errors that remember the step before (AR(1)), by ML or REML, with honest degrees of freedom.

The precision matrix of an AR(1) error is tridiagonal and quadratic in ρ, so one evaluation of the likelihood is
algebra on (k+1)×(k+1) matrices whatever the length of the series.

Sources: Harville (1977) JASA 72:320 for REML; Satterthwaite (1946) and Kenward & Roger (1997) Biometrics 53:983 for
the degrees of freedom of a contrast; R: ``nlme::gls(…, correlation = corAR1(), method = "REML")``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..errors import DesignError
from . import distributions as stats
from .means import FloatArray
from .regression import Contrast

__all__ = ["BOUNDARY", "AutoFit", "along_rho", "ar1_contrast", "ar1_fit"]

#: Beyond this ρ the errors are next to a random walk and levels before and after cannot be told apart.
BOUNDARY = 0.95
_MOST_RHO = 0.99999999
_NOTHING = 1e-100  # squares of smaller numbers do not fit in a float
_STARTS = np.concatenate([np.linspace(-0.95, 0.9, 12), [0.95, 0.98, 0.995, 0.9999]])


@dataclass(frozen=True, eq=False)
class AutoFit:
    """A fitted model with AR(1) errors.

    Attributes
    ----------
    coef, cov
        Coefficients, shape (k,), and their covariance given ρ, shape (k, k).
    rho, sigma2
        Autocorrelation of one step, and the variance of its innovations.
    loglik
        Log likelihood (restricted when `reml`).
    boundary
        ρ ran to (nearly) 1: standard errors mean little and must not be shown as they are.
    """

    coef: FloatArray
    cov: FloatArray
    rho: float
    sigma2: float
    loglik: float
    n: int
    reml: bool
    boundary: bool
    moments: tuple[FloatArray, FloatArray, FloatArray]


def ar1_fit(design: npt.ArrayLike, outcome: npt.ArrayLike, *, reml: bool = True) -> AutoFit:
    """Fit by (restricted) maximum likelihood; equally spaced rows in order.

    Raises
    ------
    DesignError
        SB-S401: columns that say the same, or too few rows. SB-S402: the fit leaves nothing unexplained.

    >>> t = np.arange(30.0)
    >>> fit = ar1_fit(np.column_stack([np.ones(30), t]), t + np.sin(t / 3))
    >>> 0.5 < fit.rho < 1, fit.boundary
    (True, True)
    """
    x, y = np.asarray(design, dtype=float), np.asarray(outcome, dtype=float)
    n, k = x.shape
    scale = np.sqrt((x * x).sum(axis=0))
    if n <= k + 1 or (scale == 0).any() or np.linalg.matrix_rank(x / scale) < k:
        raise DesignError("S401", n=n, k=k)
    spread = float(np.abs(y - y.mean()).max())
    residuals = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    if float(np.abs(residuals).max()) <= max(1e-10 * spread, _NOTHING):
        raise DesignError("S402")
    moments = _moments(np.column_stack([x / scale, residuals]))
    freedom = n - k if reml else n

    def criterion(rho: float) -> float:
        return _criterion(moments, rho, freedom, reml)

    rho = _minimum(criterion)
    total = _combine(moments, rho)
    gram, cross = total[:k, :k], total[:k, k]
    inverse = np.linalg.inv(gram)
    extra = inverse @ cross
    squares = float(total[k, k] - cross @ extra)
    sigma2 = squares / freedom
    coef = np.linalg.lstsq(x, y, rcond=None)[0] + extra / scale
    cov = sigma2 * inverse / np.outer(scale, scale)
    # REML without the constant of lm's design determinant is compared by nobody here; ML is nlme's.
    loglik = -criterion(rho) - freedom / 2 * (math.log(2 * math.pi) + 1 - math.log(freedom))
    scaled = (moments[0], moments[1], moments[2])
    return AutoFit(np.asarray(coef), cov, rho, sigma2, loglik, n, reml, rho > BOUNDARY, scaled)


def ar1_contrast(weights: npt.ArrayLike, fit: AutoFit, design: npt.ArrayLike, *, level: float = 0.95) -> Contrast:
    """Judge a weighted sum of coefficients, allowing for ρ and σ² having been estimated (Satterthwaite's df).

    >>> rng = np.random.default_rng(1)
    >>> x = np.column_stack([np.ones(40), np.arange(40.0)])
    >>> y = x @ [1, 0.5] + rng.normal(size=40)
    >>> c = ar1_contrast([0, 1], ar1_fit(x, y), x)
    >>> c.low < 0.5 < c.high, 5 < c.df < 40
    (True, True)
    """
    x = np.asarray(design, dtype=float)
    k = x.shape[1]
    w = np.asarray(weights, dtype=float) / np.sqrt((x * x).sum(axis=0))
    estimate = float(np.asarray(weights, dtype=float) @ fit.coef)

    def log_variance(rho: float) -> float:
        return math.log(float(w @ np.linalg.solve(_combine(fit.moments, rho)[:k, :k], w)))

    se = math.sqrt(fit.sigma2 * math.exp(log_variance(fit.rho)))
    df = _satterthwaite(fit, k, log_variance)
    half = float(stats.t.ppf((1 + level) / 2, df)) * se
    return Contrast(estimate, se, df, 2 * float(stats.t.sf(abs(estimate) / se, df)), estimate - half, estimate + half)


def along_rho(fit: AutoFit, rho: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Log likelihood, up to a constant, and variance of the innovations at each ρ, shapes as `rho`.

    >>> fit = ar1_fit(np.ones((30, 1)), np.sin(np.arange(30.0)))
    >>> loglik, sigma2 = along_rho(fit, np.array([0.0, fit.rho, 0.9]))
    >>> int(loglik.argmax()), bool(abs(sigma2[1] - fit.sigma2) < 1e-9)
    (1, True)
    """
    k = fit.coef.size
    freedom = fit.n - k if fit.reml else fit.n
    a, b, c = fit.moments
    r = rho[..., None, None]
    total = a - r * b + r * r * c
    gram, cross = total[..., :k, :k], total[..., :k, k]
    squares = total[..., k, k] - (cross * np.linalg.solve(gram, cross[..., None])[..., 0]).sum(axis=-1)
    loglik = -freedom / 2 * np.log(np.maximum(squares, 1e-300)) + 0.5 * np.log(1 - rho * rho)
    if fit.reml:
        loglik = loglik - 0.5 * np.linalg.slogdet(gram)[1]
    return np.asarray(loglik), np.asarray(squares / freedom)


def _satterthwaite(fit: AutoFit, k: int, log_variance: Callable[[float], float]) -> float:
    """``2 / (g' I⁻¹ g)`` with g the slope of the log variance in (ρ, log σ²) and I the observed information."""
    step = min(1e-4, (1 - abs(fit.rho)) / 4)
    freedom = fit.n - k

    def negative(rho: float, log_sigma2: float) -> float:
        total = _combine(fit.moments, rho)
        gram, cross = total[:k, :k], total[:k, k]
        squares = float(total[k, k] - cross @ np.linalg.solve(gram, cross))
        value = freedom / 2 * log_sigma2 + squares / (2 * math.exp(log_sigma2))
        return value - 0.5 * math.log(1 - rho * rho) + 0.5 * float(np.linalg.slogdet(gram)[1])

    s0, r0 = math.log(fit.sigma2), fit.rho
    centre = negative(r0, s0)
    rr = (negative(r0 + step, s0) - 2 * centre + negative(r0 - step, s0)) / step**2
    rs = (
        negative(r0 + step, s0 + step) - negative(r0 + step, s0 - step)
        - negative(r0 - step, s0 + step) + negative(r0 - step, s0 - step)
    ) / (4 * step * step)  # fmt: skip
    information = np.array([[rr, rs], [rs, freedom / 2]])
    slope = np.array([(log_variance(r0 + step) - log_variance(r0 - step)) / (2 * step), 1.0])
    if np.linalg.det(information) <= 0 or rr <= 0:
        return 1.0
    return float(np.clip(2 / (slope @ np.linalg.solve(information, slope)), 1.0, freedom))


def _moments(z: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """``z'Kz = a − ρ·b + ρ²·c`` for the tridiagonal precision K of an AR(1) error."""
    neighbours = z[:-1].T @ z[1:]
    inner = z[1:-1].T @ z[1:-1]
    return z.T @ z, neighbours + neighbours.T, inner


def _combine(moments: tuple[FloatArray, FloatArray, FloatArray], rho: float) -> FloatArray:
    a, b, c = moments
    return np.asarray(a - rho * b + rho * rho * c)


def _criterion(moments: tuple[FloatArray, FloatArray, FloatArray], rho: float, freedom: int, reml: bool) -> float:
    total = _combine(moments, rho)
    k = total.shape[0] - 1
    gram, cross = total[:k, :k], total[:k, k]
    squares = float(total[k, k] - cross @ np.linalg.solve(gram, cross))
    value = freedom / 2 * math.log(max(squares, 1e-300)) - 0.5 * math.log(1 - rho * rho)
    return value + 0.5 * float(np.linalg.slogdet(gram)[1]) if reml else value


def _minimum(criterion: Callable[[float], float]) -> float:
    """Global minimum over ρ: the best of a coarse grid, refined between its neighbours."""
    from scipy.optimize import minimize_scalar  # here, because a cell function must start at once

    values = [criterion(float(rho)) for rho in _STARTS]
    best = int(np.argmin(values))
    low = float(_STARTS[best - 1]) if best else -0.999
    high = float(_STARTS[best + 1]) if best + 1 < _STARTS.size else _MOST_RHO
    found = minimize_scalar(criterion, bounds=(low, high), method="bounded", options={"xatol": 1e-10})
    return float(found.x)
