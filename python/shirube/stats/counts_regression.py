"""Log-linear models of event counts with exposure: Poisson, quasi-Poisson, and counts with AR(1) memory.

Sources: McCullagh & Nelder (1989) ch. 6; Lopez Bernal, Cummins & Gasparrini (2017) IJE 46:348 for interrupted time
series of counts; Breslow & Clayton (1993) JASA 88:9 for the working linear model of the autocorrelated version.
R: ``glm(y ~ x + offset(log(e)), family = quasipoisson)``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..errors import DesignError
from .autoregressive import AutoFit, ar1_fit
from .means import FloatArray

__all__ = ["CountFit", "ar1_counts", "poisson_fit"]

_ROUNDS, _TOLERANCE, _WIDEST = 100, 1e-12, 30.0
_NOTHING = 1e-100


@dataclass(frozen=True, eq=False)
class CountFit:
    """A fitted log-linear model.

    Attributes
    ----------
    coef, cov
        Log rate ratios, shape (k,), and their Poisson covariance, shape (k, k); multiply by `dispersion` for quasi.
    mean
        Expected counts, shape (n,).
    dispersion, df
        Pearson's χ²/df and its degrees of freedom.
    """

    coef: FloatArray
    cov: FloatArray
    mean: FloatArray
    dispersion: float
    df: float


def poisson_fit(design: npt.ArrayLike, counts: npt.ArrayLike, exposure: npt.ArrayLike) -> CountFit:
    """Fit by iteratively reweighted least squares.

    Parameters
    ----------
    design, counts, exposure
        Shapes (n, k), (n,), (n,); counts not negative, exposure positive.

    Raises
    ------
    DesignError
        SB-S105, S106: impossible counts or exposure. SB-S401: columns that say the same, or too few rows.
        SB-S403: no finite estimate (no event on one side).

    >>> fit = poisson_fit(np.ones((4, 1)), [3, 5, 4, 8], [1, 1, 1, 1])
    >>> float(np.exp(fit.coef[0]).round(6)), round(fit.dispersion, 3)
    (5.0, 0.933)
    """
    x, y, e = (np.asarray(v, dtype=float) for v in (design, counts, exposure))
    n, k = x.shape
    if (y < 0).any():
        raise DesignError("S105")
    if (e <= _NOTHING).any():
        raise DesignError("S106")
    scale = np.sqrt((x * x).sum(axis=0))
    if n <= k or (scale == 0).any() or np.linalg.matrix_rank(x / scale) < k:
        raise DesignError("S401", n=n, k=k)
    if y.sum() == 0:
        raise DesignError("S403")
    eta, offset = np.log(np.maximum(y, 0.5)), np.log(e)
    last = np.inf
    for _ in range(_ROUNDS):
        mu = np.exp(eta)
        root = np.sqrt(mu)
        working = eta - offset + (y - mu) / mu
        coef = np.linalg.lstsq(x / scale * root[:, None], root * working, rcond=None)[0] / scale
        eta = np.clip(x @ coef + offset, -_WIDEST, 2 * _WIDEST)
        deviance = float((np.exp(eta) - y * eta).sum())
        if abs(last - deviance) <= _TOLERANCE * (abs(deviance) + 0.1):
            break
        last = deviance
    mu = np.exp(eta)
    cov = np.linalg.inv((x / scale * mu[:, None]).T @ (x / scale)) / np.outer(scale, scale)
    if np.abs(x @ coef).max() > _WIDEST - 1 or not np.isfinite(cov).all() or (mu < 1e-6).any():
        raise DesignError("S403")
    return CountFit(coef, cov, mu, float(((y - mu) ** 2 / mu).sum()) / (n - k), float(n - k))


def ar1_counts(design: npt.ArrayLike, counts: npt.ArrayLike, exposure: npt.ArrayLike) -> tuple[AutoFit, FloatArray]:
    """Fit counts whose Pearson residuals remember the step before; with ρ = 0 this is the quasi-Poisson model.

    Returns
    -------
    fit, design
        The REML fit of the working linear model, and its weighted design for `ar1_contrast`.

    Raises
    ------
    DesignError
        As `poisson_fit`; SB-S402 when nothing is left unexplained.

    >>> rng = np.random.default_rng(2)
    >>> x = np.column_stack([np.ones(60), np.arange(60) >= 40])
    >>> fit, _ = ar1_counts(x, rng.poisson(20, 60), np.ones(60))
    >>> abs(fit.rho) < 0.4, bool(abs(fit.coef[1]) < 0.3)
    (True, True)
    """
    x, y, e = (np.asarray(v, dtype=float) for v in (design, counts, exposure))
    start = poisson_fit(x, y, e)
    offset = np.log(e)
    coef = start.coef
    for _ in range(_ROUNDS):
        mu = np.exp(np.clip(x @ coef + offset, -_WIDEST, 2 * _WIDEST))
        root = np.sqrt(mu)
        weighted = x * root[:, None]
        fit = ar1_fit(weighted, root * (x @ coef + (y - mu) / mu))
        moved = float(np.abs(fit.coef - coef).max())
        coef = fit.coef
        if moved < 1e-9 or not np.isfinite(coef).all():
            break
    if not np.isfinite(coef).all() or np.abs(x @ coef).max() > _WIDEST - 1:
        raise DesignError("S403")
    return fit, weighted
