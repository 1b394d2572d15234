"""Synthetic control with predictors: weights of other units that reproduce what goes with the outcome, and its past.

For given importances v of the predictors, the weights minimise ``Σ v_k (x_k − Σ w_j x_jk)²`` over the simplex; the
importances are those whose weights best reproduce the treated unit's outcome before the start (Abadie & Gardeazabal
2003, AER 93:113; Abadie, Diamond & Hainmueller 2010, JASA 105:493). Convention of R's ``Synth``: every predictor is
divided by its standard deviation over all units, treated unit included, and the loss is the mean squared gap over the
times named by `fitted` (``time.optimize.ssr``).

The outer problem has many local minima (on the data of the Basque country published software has stopped at losses
from .009 to .68), so it is started from equal importances, from those of a regression, from each predictor alone and
from seeded draws, and judged on the loss. No predictor counts for less than a thousandth of the most important one:
below, the weights no longer follow from the predictors but from rounding.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..errors import DesignError
from .means import FloatArray
from .resampling import SEED

__all__ = ["PredictorControl", "PredictorPlacebos", "predictor_control", "predictor_placebos"]

_LEAST = math.log(1e-3)
_STARTS, _KEPT = 8, 4
_SHORT, _ROUNDS = 12, 150
_TRIES = 12


@dataclass(frozen=True, eq=False)
class PredictorControl:
    """A fitted synthetic control.

    Attributes
    ----------
    weights, importance
        Shape (units,), 0 for the treated unit and units left out; shape (k,), sums to 1.
    loss
        Mean squared gap over the times the importances were fitted to.
    gap, effect
        Actual minus synthetic at every time, shape (times,); its mean under the policy.
    ratio
        Mean squared gap after the start divided by that before.
    """

    weights: FloatArray
    importance: FloatArray
    loss: float
    gap: FloatArray
    effect: float
    ratio: float


@dataclass(frozen=True, eq=False)
class PredictorPlacebos:
    """The ratio of every unit in the place of the treated one, shape (units,), its rank (1 = largest), rank/units."""

    own: PredictorControl
    ratios: FloatArray
    rank: int
    p: float


def predictor_control(
    predictors: npt.ArrayLike,
    outcome: npt.ArrayLike,
    treated: int,
    start: int,
    *,
    fitted: npt.ArrayLike | None = None,
    importance: npt.ArrayLike | None = None,
    donors: npt.ArrayLike | None = None,
    seed: int = SEED,
) -> PredictorControl:
    """Fit importances and weights.

    Parameters
    ----------
    predictors, outcome
        Shapes (units, k) and (units, times), complete; times before the start may be predictors as well.
    treated, start
        Row of the treated unit; position of the first time under the policy.
    fitted
        Positions of the times whose gap is the loss; all before `start` when ``None``.
    importance
        Shape (k,): take these instead of fitting them (cross-validation: fit them to earlier predictors first).
    donors
        Rows that may carry weight; all but the treated one when ``None``.

    Raises
    ------
    DesignError
        SB-S471: fewer than two other units, or no time before or after. SB-S472: missing values.

    >>> rng = np.random.default_rng(3)
    >>> level = rng.normal(size=(9, 1))
    >>> y = 10 + 5 * level + rng.normal(size=16).cumsum() + 0.1 * rng.normal(size=(9, 16))
    >>> y[4, 12:] += 3
    >>> found = predictor_control(np.column_stack([level, y[:, 0]]), y, 4, 12)
    >>> round(found.effect), round(float(found.weights.sum()), 9)
    (3, 1.0)
    """
    x, y = np.asarray(predictors, dtype=float), np.asarray(outcome, dtype=float)
    others = np.delete(np.arange(len(y)), treated) if donors is None else np.asarray(donors, dtype=int)
    if len(others) < 2 or not 0 < start < y.shape[1]:
        raise DesignError("S471")
    if x.shape[0] != len(y) or not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise DesignError("S472")
    times = np.arange(start) if fitted is None else np.asarray(fitted, dtype=int)
    spread = x.std(axis=0, ddof=1)
    scaled = x / np.where(spread > 0, spread, 1.0)
    nest = _Nest(scaled[others] - scaled[treated], y[others][:, times] - y[treated, times])
    if importance is None:
        v = _shares(_search(nest, _starts(scaled, y[:, times], seed)))
    else:
        v = np.asarray(importance, dtype=float) / float(np.sum(importance))
    weights = np.zeros(len(y))
    index, u, _ = nest.solve(v)
    weights[others[index]] = u / u.sum()
    gap = y[treated] - weights @ y
    before, after = float((gap[:start] ** 2).mean()), float((gap[start:] ** 2).mean())
    ratio = after / before if before > 0 else math.inf if after > 0 else 0.0
    return PredictorControl(weights, v, float((gap[times] ** 2).mean()), gap, float(gap[start:].mean()), ratio)


def predictor_placebos(
    predictors: npt.ArrayLike,
    outcome: npt.ArrayLike,
    treated: int,
    start: int,
    *,
    fitted: npt.ArrayLike | None = None,
    seed: int = SEED,
) -> PredictorPlacebos:
    """Put every unit in the place of the treated one, by the same search; the treated unit is nobody's donor.

    >>> rng = np.random.default_rng(3)
    >>> level = rng.normal(size=(9, 1))
    >>> y = 10 + 5 * level + rng.normal(size=16).cumsum() + 0.1 * rng.normal(size=(9, 16))
    >>> y[4, 12:] += 3
    >>> predictor_placebos(level, y, 4, 12).rank
    1
    """
    units = len(np.asarray(outcome))
    own = predictor_control(predictors, outcome, treated, start, fitted=fitted, seed=seed)
    ratios = np.empty(units)
    for unit in range(units):
        donors = [i for i in range(units) if i not in (unit, treated)]
        ratios[unit] = (
            own.ratio
            if unit == treated
            else predictor_control(predictors, outcome, unit, start, fitted=fitted, donors=donors, seed=seed).ratio
        )
    rank = int((ratios >= own.ratio).sum())
    return PredictorPlacebos(own, ratios, rank, rank / units)


class _Nest:
    """Loss as a function of the importances, with its slope.

    Weights over the simplex that minimise ``‖A w‖²`` are those of ``min ‖A u‖² + (Σu − 1)²`` over u ≥ 0, divided by
    their sum, because for any direction the best length makes the value increase with ``‖A w‖²``. The free units of
    the last solution are tried first, one added or dropped at a time: they change little from step to step.
    """

    def __init__(self, apart: FloatArray, past: FloatArray) -> None:
        self.apart, self.past = apart.T, past.T  # predictors × donors, times × donors; both minus the treated unit
        self.free: npt.NDArray[np.intp] = np.zeros(0, dtype=int)

    def solve(self, v: FloatArray) -> tuple[npt.NDArray[np.intp], FloatArray, FloatArray]:
        """Free donors, their unscaled weights, and the matrix of their equations."""
        from scipy.optimize import nnls  # here, because a cell function must start at once

        free = self.free
        for _ in range(_TRIES if free.size else 0):
            u, system = self._at(v, free)
            if float(u.min()) < 0:
                free = free[u >= 0]
                if not free.size:
                    break
                continue
            slope = (v * (self.apart[:, free] @ u)) @ self.apart + (float(u.sum()) - 1)
            worst = int(slope.argmin())
            if float(slope[worst]) >= -1e-11:
                self.free = free
                return free, u, system
            free = np.append(free, worst)
        donors = self.apart.shape[1]
        rows = np.vstack([np.sqrt(v)[:, None] * self.apart, np.ones(donors)])
        u = nnls(rows, np.append(np.zeros(v.size), 1.0))[0]
        self.free = np.flatnonzero(u > 0)
        return self.free, u[self.free], self._at(v, self.free)[1]

    def _at(self, v: FloatArray, free: npt.NDArray[np.intp]) -> tuple[FloatArray, FloatArray]:
        a = self.apart[:, free]
        system = a.T @ (v[:, None] * a) + 1.0
        return _solved(system, np.ones(free.size)), system

    def loss(self, theta: FloatArray) -> tuple[float, FloatArray]:
        """Mean squared gap at importances ∝ e^θ, and its slope in θ (implicit function theorem on the free donors)."""
        v = _shares(theta)
        free, u, system = self.solve(v)
        total = float(u.sum())
        w, past, a = u / total, self.past[:, free], self.apart[:, free]
        gap = past @ w
        pull = 2 * past.T @ gap / gap.size
        moved = _solved(system, pull - float(pull @ w)) / total
        slope = -(a @ moved) * (a @ u)
        return float(gap @ gap) / gap.size, v * (slope - float(v @ slope))


def _solved(system: FloatArray, right: FloatArray) -> FloatArray:
    try:
        return np.asarray(np.linalg.solve(system, right))
    except np.linalg.LinAlgError:  # two donors alike
        return np.asarray(np.linalg.lstsq(system, right, rcond=None)[0])


def _shares(theta: FloatArray) -> FloatArray:
    v = np.exp(theta - theta.max())
    return np.asarray(v / v.sum())


def _starts(scaled: FloatArray, past: FloatArray, seed: int) -> Iterator[FloatArray]:
    """Log importances to start from: equal; of a regression (Synth's); each predictor alone; seeded draws."""
    k = scaled.shape[1]
    yield np.zeros(k)
    slopes = np.linalg.lstsq(np.column_stack([np.ones(len(scaled)), scaled]), past, rcond=None)[0][1:]
    yield np.log((slopes**2).sum(axis=1) + 1e-300)
    if k > 1:
        yield from np.where(np.eye(k) > 0, 0.0, -3.0)
    rng = np.random.default_rng(seed)
    yield from np.log(rng.dirichlet(np.ones(k), size=_STARTS) + 1e-300)


def _search(nest: _Nest, starts: Iterator[FloatArray]) -> FloatArray:
    """Importances of the least loss: a short way from every start, then on from the best of them."""

    def descend(theta: FloatArray, rounds: int) -> tuple[float, FloatArray]:
        from scipy.optimize import minimize  # here, because a cell function must start at once

        nest.free = np.zeros(0, dtype=int)  # a descent must not depend on the one before
        found = minimize(
            nest.loss, np.maximum(theta - theta.max(), _LEAST), jac=True, method="L-BFGS-B",
            bounds=[(_LEAST, 0.0)] * theta.size, options={"maxiter": rounds},
        )  # fmt: skip
        return float(found.fun), found.x

    tried = sorted((descend(theta, _SHORT) for theta in starts), key=lambda pair: pair[0])
    return min((descend(theta, _ROUNDS) for _, theta in tried[:_KEPT]), key=lambda pair: pair[0])[1]
