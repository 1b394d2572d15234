"""Synthetic control from earlier outcomes: weights of other units that reproduce the treated unit's past.

The weights minimise the squared distance before the start over the simplex, exactly, by an active set on the Gram
matrix of the units, which all placebo runs share. p is the rank of the treated unit's ratio of squared gaps after and
before among all units (Abadie, Diamond & Hainmueller 2010, JASA 105:493); it depends on what the weights are fitted
to, which a report must say.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..errors import DesignError
from .means import FloatArray

__all__ = ["Synthetic", "leave_one_out", "placebo_in_time", "simplex_weights", "synthetic_control"]

_ROUNDS, _TINY = 5_000, 1e-12


@dataclass(frozen=True, eq=False)
class Synthetic:
    """A fitted synthetic control and its placebos.

    Attributes
    ----------
    weights
        Shape (units,), 0 for the treated unit.
    gap
        Actual minus synthetic at every time, shape (times,).
    effect
        Mean gap under the policy.
    before, ratio
        Root mean squared gap before the start, and the ratio of mean squared gaps after and before.
    ratios, gaps
        The same ratio, and the gap at every time, of every unit when it plays the treated one, shapes (units,) and
        (units, times).
    rank, p
        Place of the treated unit's ratio (1 = largest), and ``rank / units``.
    """

    weights: FloatArray
    gap: FloatArray
    effect: float
    before: float
    ratio: float
    ratios: FloatArray
    rank: int
    p: float
    gaps: FloatArray


def simplex_weights(gram: FloatArray, target: FloatArray) -> FloatArray:
    """Minimise ``½ w'Gw − c'w`` over non-negative weights that sum to 1.

    >>> simplex_weights(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0.6, 0.6])).round(6).tolist()
    [0.5, 0.5]
    """
    n = target.size
    scale = float(np.trace(gram)) / n or 1.0
    g = gram / scale + _TINY * np.eye(n)
    c = target / scale
    w = np.zeros(n)
    w[int(np.argmin(0.5 * np.diag(g) - c))] = 1.0
    free = w > 0
    for _ in range(_ROUNDS):
        w, free = _settle(g, c, w, free)
        slope = g @ w - c
        rest = np.where(free, 0.0, slope - float(slope[free].mean()))
        worst = int(np.argmin(rest))
        if rest[worst] > -1e-10 * max(1.0, float(np.abs(slope).max())):
            break
        free[worst] = True
    return w


def _settle(
    g: FloatArray, c: FloatArray, w: FloatArray, free: npt.NDArray[np.bool_]
) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    """Solve on the free weights; step back to the border and drop what would turn negative, until none does."""
    while True:
        index = np.flatnonzero(free)
        m = index.size
        system = np.ones((m + 1, m + 1))
        system[:m, :m], system[m, m] = g[np.ix_(index, index)], 0.0
        wanted = _solved(system, np.append(c[index], 1.0))[:m]
        if (wanted > _TINY).all():
            settled = np.zeros_like(w)
            settled[index] = wanted
            return settled, free
        now = w[index]
        low = wanted <= _TINY
        share = float(np.min(now[low] / np.maximum(now[low] - wanted[low], 1e-300)))
        now = now + share * (wanted - now)
        now[now < _TINY] = 0.0
        if (now > 0).all():  # the step was too short to reach the border in floating point
            now[np.argmin(np.where(low, now, math.inf))] = 0.0
        w = np.zeros_like(w)
        w[index] = now / now.sum()
        free = w > 0


def _solved(system: FloatArray, right: FloatArray) -> FloatArray:
    try:
        found = np.linalg.solve(system, right)
    except np.linalg.LinAlgError:
        found = np.full(right.size, math.nan)
    if np.abs(system @ found - right).max() <= 1e-9:  # not true of NaN
        return np.asarray(found)
    return np.asarray(np.linalg.lstsq(system, right, rcond=None)[0])


def synthetic_control(values: npt.ArrayLike, treated: int, start: int) -> Synthetic:
    """Fit weights to the outcomes before `start`, for the treated unit and for every other one in its place.

    Parameters
    ----------
    values
        Shape (units, times), complete.
    treated, start
        Row of the treated unit; position of the first time under the policy.

    Raises
    ------
    DesignError
        SB-S471: fewer than two other units, or no time before or after. SB-S472: missing values.

    >>> rng = np.random.default_rng(1)
    >>> y = rng.normal(size=(12, 1)) + rng.normal(size=20).cumsum() + 0.1 * rng.normal(size=(12, 20))
    >>> y[0, 15:] += 5
    >>> found = synthetic_control(y, 0, 15)
    >>> round(found.effect), found.rank, round(found.p, 3)
    (5, 1, 0.083)
    """
    y = np.asarray(values, dtype=float)
    if len(y) < 3 or not 0 < start < y.shape[1]:
        raise DesignError("S471")
    if not np.isfinite(y).all():
        raise DesignError("S472")
    gram = y[:, :start] @ y[:, :start].T
    ratios, gaps, own = np.empty(len(y)), np.empty_like(y), np.zeros(len(y))
    for unit in range(len(y)):
        # The treated unit stays out of the placebo runs: its effect would leak into them.
        donors = np.array([i for i in range(len(y)) if i not in (unit, treated)])
        weights = np.zeros(len(y))
        weights[donors] = simplex_weights(gram[np.ix_(donors, donors)], gram[donors, unit])
        gaps[unit] = gap = y[unit] - weights @ y
        before, after = float((gap[:start] ** 2).mean()), float((gap[start:] ** 2).mean())
        ratios[unit] = after / before if before > 0 else math.inf if after > 0 else 0.0
        if unit == treated:
            own = weights
    gap = gaps[treated]
    rank = int((ratios >= ratios[treated]).sum())
    effect, before = float(gap[start:].mean()), math.sqrt(float((gap[:start] ** 2).mean()))
    return Synthetic(own, gap, effect, before, float(ratios[treated]), ratios, rank, rank / len(y), gaps)


def leave_one_out(values: npt.ArrayLike, treated: int, start: int) -> dict[int, float]:
    """Effect without each unit that carries weight, by its row.

    >>> y = np.array([[1.0, 2, 9], [0, 2, 3], [2, 2, 4], [0, 5, 5]])
    >>> sorted(leave_one_out(y, 0, 2))
    [1, 2]
    """
    y = np.asarray(values, dtype=float)
    found = {}
    for row in np.flatnonzero(synthetic_control(y, treated, start).weights > 1e-6):
        kept = np.array([i for i in range(len(y)) if i != row])
        if kept.size >= 3:
            gram = y[kept][:, :start] @ y[kept][:, :start].T
            own = int(np.flatnonzero(kept == treated)[0])
            donors = np.array([i for i in range(kept.size) if i != own])
            weights = simplex_weights(gram[np.ix_(donors, donors)], gram[donors, own])
            gap = y[treated] - weights @ y[kept[donors]]
            found[int(row)] = float(gap[start:].mean())
    return found


def placebo_in_time(values: npt.ArrayLike, treated: int, start: int, earlier: int) -> float:
    """Mean gap between a pretended `earlier` start and the true one: near zero when the fit can be trusted.

    Raises
    ------
    DesignError
        SB-S471: no time before the pretended start.

    >>> y = np.array([[1.0, 2, 3, 9], [1, 2, 3, 4], [3, 2, 1, 0]])
    >>> abs(placebo_in_time(y, 0, 3, 2)) < 1e-6
    True
    """
    y = np.asarray(values, dtype=float)[:, :start]
    if not 0 < earlier < start:
        raise DesignError("S471")
    return synthetic_control(y, treated, earlier).effect
