"""What a regression on a time series would have missed: the very test is simulated, not approximated.

With errors that remember the step before, neither the noncentral t nor the true variance says how often the test of
`autoregressive` finds an effect: ρ is estimated, its degrees of freedom wander from fit to fit, and a ρ that runs to
1 ends the test. An effect in the space of the columns leaves residuals, and so ρ, standard error and degrees of
freedom, as they are; each simulated series therefore says exactly from which effect on it would have been found, and
the smallest detectable effect is a quantile of these. Every series is used with its mirror image (Hammersley & Morton
1956, Proc Cambridge Phil Soc 52:449).

The memory is taken at the median of its posterior, because the estimate itself lies too low in short series. With a
flat prior on ρ and the coefficients, and 1/σ on the scale, that posterior is the restricted likelihood (Harville 1974,
Biometrika 61:383).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from .autoregressive import BOUNDARY, AutoFit, along_rho
from .means import FloatArray
from .resampling import SEED

__all__ = ["ASSUMED_MEMORY", "ar1_reach", "known_memory_reach", "plain_reach"]

#: Memory of one step assumed where a series is too short to estimate it.
ASSUMED_MEMORY = 0.3
_SERIES = 600
_FINE = np.linspace(-0.95, 0.995, 390)
_GRID = np.concatenate([np.linspace(-0.9, 0.9, 73), np.linspace(0.92, 0.99, 8), [0.997, 0.9999]])


def known_memory_reach(
    weights: npt.ArrayLike, design: npt.ArrayLike, rho: float, sigma: float, *, power: float = 0.8
) -> float:
    """Smallest weighted sum of coefficients that the AR(1) test finds with probability `power`; NaN when none is.

    Parameters
    ----------
    weights, design
        Shapes (k,), (n, k).
    rho, sigma
        True memory of one step (taken to the hundredth), and standard deviation of the innovations.

    >>> x = np.column_stack([np.ones(60), np.arange(60) >= 40])
    >>> round(known_memory_reach([0, 1], x, 0.0, 1.0), 1), round(known_memory_reach([0, 1], x, 0.5, 1.0), 1)
    (0.8, 1.6)
    """
    x = np.ascontiguousarray(design, dtype=float)
    w = np.ascontiguousarray(weights, dtype=float)
    return sigma * _standardised(x.tobytes(), x.shape, w.tobytes(), max(-99, min(99, round(100 * rho))), power)


@lru_cache(maxsize=1024)
def _standardised(design: bytes, shape: tuple[int, ...], weights: bytes, hundredths: int, power: float) -> float:
    """Answer for unit innovations; remembered, because a recalculated sheet asks the same again."""
    x, w = np.frombuffer(design).reshape(shape), np.frombuffer(weights)
    return _quantile(_tested(_Table.of(x), _scaled(w, x), hundredths / 100), power)


def ar1_reach(weights: npt.ArrayLike, fit: AutoFit, design: npt.ArrayLike, *, power: float = 0.8) -> float:
    """Carry out `known_memory_reach` at the memory and the spread that a fitted series speaks for.

    >>> from shirube.stats.autoregressive import ar1_fit
    >>> x = np.column_stack([np.ones(60), np.arange(60) >= 40])
    >>> fit = ar1_fit(x, np.random.default_rng(1).normal(size=60))
    >>> 0.6 < ar1_reach([0, 1], fit, x) < 1.2
    True
    """
    if fit.boundary:
        return math.nan
    loglik, sigma2 = along_rho(fit, _FINE)
    share = np.cumsum(np.exp(loglik - loglik.max()))
    middle = float(np.interp(0.5, share / share[-1], _FINE))
    sigma = math.sqrt(float(np.interp(middle, _FINE, sigma2)))
    return known_memory_reach(weights, design, middle, sigma, power=power)


def plain_reach(
    weights: npt.ArrayLike,
    design: npt.ArrayLike,
    sigma2: float,
    *,
    rho: float = ASSUMED_MEMORY,
    known: bool = False,
    power: float = 0.8,
) -> float:
    """Smallest effect that the t test of plain least squares finds although errors have the memory `rho`.

    Parameters
    ----------
    sigma2
        Variance of the residuals around the fit; with `known`, that of the errors themselves.

    >>> x = np.column_stack([np.ones(10), np.arange(10), np.arange(10) >= 6])
    >>> plain_reach([0, 0, 1], x, 1.0) > plain_reach([0, 0, 1], x, 1.0, rho=0.0)
    True
    """
    x = np.asarray(design, dtype=float)
    n, k = x.shape
    w = np.asarray(weights, dtype=float)
    errors = _errors(n, rho) * math.sqrt(1 - rho * rho)
    q, r = np.linalg.qr(x)
    inside = errors @ q
    variance = ((errors**2).sum(axis=1) - (inside**2).sum(axis=1)) / (n - k)
    lever = np.linalg.solve(r.T, w)
    critical = -float(stdtrit(n - k, 0.025)) * np.sqrt(variance * float(lever @ lever))
    scale = math.sqrt(sigma2 if known else sigma2 / float(variance.mean()))
    return scale * _quantile(_Tested(inside @ lever, critical, np.zeros(0)), power)


@dataclass(frozen=True, eq=False)
class _Tested:
    """Of every simulated series: its estimate, how far it must lie from zero to be found, and its ρ."""

    estimate: FloatArray
    critical: FloatArray
    rho: FloatArray


def _quantile(tested: _Tested, power: float) -> float:
    """Effect from which `power` of the series, and of their mirror images, are found."""
    needed = np.concatenate([tested.critical - tested.estimate, tested.critical + tested.estimate])
    found = float(np.sort(needed)[min(math.ceil(power * needed.size), needed.size) - 1])
    return found if math.isfinite(found) else math.nan


def _scaled(weights: npt.ArrayLike, design: npt.ArrayLike) -> FloatArray:
    x = np.asarray(design, dtype=float)
    return np.asarray(np.asarray(weights, dtype=float) / np.sqrt((x * x).sum(axis=0)))


@cache
def _draws(n: int) -> FloatArray:
    return np.random.default_rng(SEED).normal(size=(_SERIES, n))


def _errors(n: int, rho: float) -> FloatArray:
    """Stationary AR(1) errors with innovations of variance 1, shape (series, n)."""
    errors = _draws(n).copy()
    errors[:, 0] /= math.sqrt(1 - rho * rho)
    for t in range(1, n):
        errors[:, t] += rho * errors[:, t - 1]
    return errors


@dataclass(frozen=True, eq=False)
class _Table:
    """A design and the three parts of ``X'KX = a − ρ·b + ρ²·c`` (K is the precision of an AR(1) error)."""

    x: FloatArray
    a: FloatArray
    b: FloatArray
    c: FloatArray

    @classmethod
    def of(cls, design: npt.ArrayLike) -> _Table:
        x = np.asarray(design, dtype=float)
        x = x / np.sqrt((x * x).sum(axis=0))
        beside = x[:-1].T @ x[1:]
        return cls(x, x.T @ x, beside + beside.T, x[1:-1].T @ x[1:-1])

    def gram(self, rho: FloatArray) -> FloatArray:
        """Shape (…, k, k)."""
        r = rho[..., None, None]
        return np.asarray(self.a - r * self.b + r * r * self.c)


def _tested(table: _Table, w: FloatArray, rho: float) -> _Tested:
    """Fit and test series with memory `rho` and unit innovations, all at once (`autoregressive` does one)."""
    n, k = table.x.shape
    parts = _Parts.of(table.x, _errors(n, rho))
    found = _best_rho(table, parts, n - k)
    step = np.minimum(1e-3, (1 - np.abs(found)) / 4)
    below, here, above = (_profile(table, parts, w, found + move * step) for move in (-1, 0, 1))
    sigma2 = here.squares / (n - k)

    def curve(of: str) -> FloatArray:
        low, middle, high = (getattr(p, of) for p in (below, here, above))
        return np.asarray((low - 2 * middle + high) / step**2)

    bend = (1 + found**2) / (1 - found**2) ** 2  # of −½ log(1 − ρ²)
    rr = curve("squares") / (2 * sigma2) + bend + curve("logdet") / 2
    rs = -(above.squares - below.squares) / (2 * step) / (2 * sigma2)
    ss = (n - k) / 2
    slope = (above.log_variance - below.log_variance) / (2 * step)
    det = rr * ss - rs * rs
    # 2 / (g' I⁻¹ g) with g = (slope, 1), as in `autoregressive`.
    usable = (det > 0) & (rr > 0)
    form = (slope**2 * ss - 2 * slope * rs + rr) / np.where(usable, det, 1.0)
    df = np.clip(np.where(usable, 2 / np.maximum(form, 1e-300), 1.0), 1.0, n - k)
    critical = -stdtrit(df, 0.025) * np.sqrt(sigma2 * np.exp(here.log_variance))
    return _Tested(here.estimate, np.where(found > BOUNDARY, math.inf, critical), found)


@dataclass(frozen=True, eq=False)
class _Parts:
    """What of the errors enters the likelihood: ``X'Ke`` and ``e'Ke`` in three parts, shapes (series, k), (series,)."""

    cross: tuple[FloatArray, FloatArray, FloatArray]
    square: tuple[FloatArray, FloatArray, FloatArray]

    @classmethod
    def of(cls, x: FloatArray, e: FloatArray) -> _Parts:
        inner = e[:, 1:-1]
        return cls(
            (e @ x, e[:, :-1] @ x[1:] + e[:, 1:] @ x[:-1], inner @ x[1:-1]),
            ((e * e).sum(axis=1), 2 * (e[:, :-1] * e[:, 1:]).sum(axis=1), (inner * inner).sum(axis=1)),
        )

    def at(self, rho: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Both at ρ, shape (series,) or (1,)."""
        (a, b, c), (d, e, f) = self.cross, self.square
        r = rho[:, None]
        return a - r * b + r * r * c, d - rho * e + rho * rho * f


@dataclass(frozen=True, eq=False)
class _Profile:
    """At given ρ, of every series: residual squares, log determinant, log variance and value of the weighted sum."""

    squares: FloatArray
    logdet: FloatArray
    log_variance: FloatArray
    estimate: FloatArray


def _profile(table: _Table, parts: _Parts, w: FloatArray, rho: FloatArray) -> _Profile:
    gram = table.gram(rho)
    cross, square = parts.at(rho)
    right = np.stack([cross, np.broadcast_to(w, cross.shape)], axis=-1)
    solved = np.linalg.solve(gram, right)
    squares = square - (cross * solved[..., 0]).sum(axis=-1)
    logdet = np.linalg.slogdet(gram)[1]
    return _Profile(squares, logdet, np.log(solved[..., 1] @ w), solved[..., 0] @ w)


def _best_rho(table: _Table, parts: _Parts, freedom: int) -> FloatArray:
    """REML estimates: the best of a grid, moved to the top of the parabola through its neighbours."""
    gram = table.gram(_GRID)
    inverse, logdet = np.linalg.inv(gram), np.linalg.slogdet(gram)[1]
    values = np.empty((_GRID.size, parts.square[0].size))
    for i, rho in enumerate(_GRID):
        cross, square = parts.at(np.array([rho]))
        squares = square - ((cross @ inverse[i]) * cross).sum(axis=1)
        values[i] = freedom / 2 * np.log(squares) - 0.5 * math.log(1 - rho * rho) + 0.5 * logdet[i]
    best = np.clip(values.argmin(axis=0), 1, _GRID.size - 2)
    column = np.arange(values.shape[1])
    low, middle, high = (values[best + move, column] for move in (-1, 0, 1))
    x0, x1, x2 = (_GRID[best + move] for move in (-1, 0, 1))
    s, t = (middle - low) / (x1 - x0), (high - middle) / (x2 - x1)
    bend = (t - s) / (x2 - x0)
    top = np.where(bend > 0, (x0 + x1) / 2 - s / (2 * np.where(bend > 0, bend, 1.0)), x1)
    return np.asarray(np.clip(top, x0, x2))
