"""Regression on a panel with unit and time effects (TWFE), standard errors clustered by unit.

No dummies are built: unit means are taken off in place, and the time effects, few, are solved for exactly, whether
the panel is balanced or not (Frisch & Waugh 1933; Lovell 1963).

Convention of the standard errors: CRV1 with the factor ``G/(G−1)·(n−1)/(n−K)``, where K counts the regressors and the
time effects but not the unit effects, which are nested in the clusters. This is that of Stata's ``reghdfe`` and R's
``fixest::feols(y ~ x | unit + time, cluster = ~unit)``; t has G−1 degrees of freedom.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ..errors import DesignError
from . import distributions as stats
from .means import FloatArray

__all__ = ["TwoWay", "TwoWayFit", "joint_test", "two_way"]


class TwoWay:
    """Takes unit and time effects off arrays over one pattern of present cells.

    Parameters
    ----------
    present
        Boolean, shape (units, times).

    >>> effects = TwoWay(np.ones((2, 2), dtype=bool))
    >>> effects.within(np.array([[1.0, 2.0], [3.0, 5.0]])).tolist()
    [[0.25, -0.25], [-0.25, 0.25]]
    """

    def __init__(self, present: npt.NDArray[np.bool_]) -> None:
        self.present = present
        self.balanced = bool(present.all())

    @cached_property
    def _counts(self) -> FloatArray:
        return np.asarray(np.maximum(self.present.sum(axis=1), 1), dtype=float)

    @cached_property
    def time_solver(self) -> FloatArray:
        """Pseudo-inverse, shape (times, times): from column sums of unit-centred values to time effects."""
        n, t = self.present.shape
        if self.balanced:
            return np.asarray((np.eye(t) - 1.0 / t) / n)
        there = self.present.astype(float)
        return np.asarray(np.linalg.pinv(np.diag(there.sum(axis=0)) - (there / self._counts[:, None]).T @ there))

    def within(self, values: FloatArray) -> FloatArray:
        """Residuals after unit and time effects, shape (…, units, times); 0 in absent cells."""
        if self.balanced:
            by_unit = values.mean(axis=-1, keepdims=True)
            by_time = values.mean(axis=-2, keepdims=True)
            return np.asarray(values - by_unit - by_time + by_unit.mean(axis=-2, keepdims=True))
        centred = self._by_unit(np.where(self.present, values, 0.0))
        effects = centred.sum(axis=-2) @ self.time_solver
        return self._by_unit(np.where(self.present, centred - effects[..., None, :], 0.0))

    def _by_unit(self, values: FloatArray) -> FloatArray:
        means = values.sum(axis=-1) / self._counts
        return np.where(self.present, values - means[..., None], 0.0)


@dataclass(frozen=True, eq=False)
class TwoWayFit:
    """A fitted panel regression.

    Attributes
    ----------
    coef, cov
        Shape (k,) and (k, k), clustered.
    df, units, cells, factor
        G−1, G, n, and the small-sample factor of the covariance.
    outcome, regressors
        What is left of them after unit and time effects, shapes (units, times), (k, units, times).
    """

    coef: FloatArray
    cov: FloatArray
    df: int
    units: int
    cells: int
    factor: float
    outcome: FloatArray
    regressors: FloatArray
    effects: TwoWay

    @property
    def se(self) -> FloatArray:
        """Clustered standard errors, shape (k,)."""
        return np.asarray(np.sqrt(np.maximum(np.diag(self.cov), 0.0)))


def two_way(outcome: npt.ArrayLike, regressors: npt.ArrayLike) -> TwoWayFit:
    """Regress on `regressors` with unit and time effects.

    Parameters
    ----------
    outcome
        Shape (units, times), NaN where missing.
    regressors
        Shape (k, units, times); finite where the outcome is, or the cell is left out.

    Raises
    ------
    DesignError
        SB-S404: fewer than two units or times, or nothing left of a regressor after unit and time effects.

    >>> y = [[1.0, 2.0, 5.0], [1.0, 2.0, 3.0], [2.0, 2.5, 4.0]]
    >>> fit = two_way(y, [[[0, 0, 1], [0, 0, 0], [0, 0, 0]]])
    >>> float(fit.coef[0].round(6)), fit.df
    (1.875, 2)
    """
    y, x = np.asarray(outcome, dtype=float), np.asarray(regressors, dtype=float)
    present = np.isfinite(y) & np.isfinite(x).all(axis=0)
    kept = present.any(axis=1)
    y, x, present = y[kept], x[:, kept], present[kept]
    units, cells, k = len(y), int(present.sum()), len(x)
    if units < 2 or present.any(axis=0).sum() < 2:
        raise DesignError("S404")
    effects = TwoWay(present)
    inside = effects.within(np.concatenate([np.where(present, y, 0.0)[None], np.where(present, x, 0.0)]))
    y_in, x_in = inside[0], inside[1:]
    flat = x_in.reshape(k, -1)
    gram = flat @ flat.T
    original = (np.where(present, x, 0.0) ** 2).sum(axis=(1, 2))
    size = np.diag(gram)
    if (size <= 1e-12 * original).any() or (size == 0).any():
        raise DesignError("S404")
    if k > 1 and np.linalg.matrix_rank(gram / np.sqrt(np.outer(size, size)), tol=1e-10) < k:
        raise DesignError("S404")
    bread = np.linalg.inv(gram)
    coef = bread @ (flat @ y_in.ravel())
    residuals = y_in - np.tensordot(coef, x_in, axes=1)
    score = (x_in * residuals).sum(axis=2)
    spent = k + int(present.any(axis=0).sum())
    factor = units / (units - 1) * (cells - 1) / max(cells - spent, 1)
    cov = factor * bread @ (score @ score.T) @ bread
    return TwoWayFit(coef, cov, units - 1, units, cells, factor, y_in, x_in, effects)


def joint_test(fit: TwoWayFit, which: npt.ArrayLike) -> tuple[float, int, float]:
    """Test that several coefficients are all zero (Wald, F with G−1 denominator degrees of freedom).

    Returns
    -------
    f, df, p
        Statistic, number of coefficients, p; NaN when the covariance does not allow the test.
    """
    index = np.asarray(which, dtype=int)
    b, v = fit.coef[index], fit.cov[np.ix_(index, index)]
    if not index.size or np.linalg.matrix_rank(v, hermitian=True) < index.size:
        return float("nan"), int(index.size), float("nan")
    f = float(b @ np.linalg.solve(v, b)) / index.size
    return f, int(index.size), float(stats.f.sf(f, index.size, fit.df))
