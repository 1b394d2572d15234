"""Synthetic difference in differences: weights over units and over times, and an exact placebo standard error.

Arkhangelsky, Athey, Hirshberg, Imbens & Wager (2021) AER 111:4088; R: ``synthdid``. The weights follow that package's
Frank–Wolfe steps and stopping rule, because its published figures depend on them. With one treated unit every control
can play the treated one in turn, so the placebo error is enumerated instead of drawn (the published 8.4 for California
is one draw of 200; all 38 placebos give 9.371).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..errors import DesignError
from .means import FloatArray

__all__ = ["SyntheticDid", "placebo_se", "synthetic_did"]

_FIRST_ROUNDS, _ROUNDS = 100, 10_000


@dataclass(frozen=True, eq=False)
class SyntheticDid:
    """Effect, weights of the control units, shape (controls,), and of the times before, shape (start,)."""

    effect: float
    units: FloatArray
    times: FloatArray
    noise: float


def synthetic_did(
    values: npt.ArrayLike, treated: npt.ArrayLike, start: int, *, plain_control: bool = False
) -> SyntheticDid:
    """Estimate the effect on the treated units from position `start` on.

    Parameters
    ----------
    values, treated
        Shape (units, times), complete; boolean, shape (units,).
    plain_control
        The package's synthetic control instead: no weights over times, no intercept, almost no regularisation.

    Raises
    ------
    DesignError
        SB-S471: fewer than two controls, or no two times before, or none after. SB-S472: missing values.

    >>> y = np.arange(24.0).reshape(6, 4) + np.sin(np.arange(24)).reshape(6, 4)
    >>> y[0, 2:] += 3
    >>> round(synthetic_did(y, np.arange(6) == 0, 2).effect, 1)
    2.6
    """
    y, flags = np.asarray(values, dtype=float), np.asarray(treated, dtype=bool)
    controls, own = y[~flags], y[flags]
    if len(controls) < 2 or not len(own) or not 2 <= start < y.shape[1]:
        raise DesignError("S471")
    if not np.isfinite(y).all():
        raise DesignError("S472")
    noise = float(np.diff(controls[:, :start], axis=1).std(ddof=1))
    n, mean = len(controls), own.mean(axis=0)[None]
    begin = np.full((1, n), 1 / n), np.full((1, start), 1 / start)
    units, times = _fit(controls[None], mean, start, len(own), noise, plain_control, begin)
    return SyntheticDid(float(_effects(controls[None], mean, units, times, start)[0]), units[0], times[0], noise)


def placebo_se(values: npt.ArrayLike, treated: npt.ArrayLike, start: int) -> float:
    """Standard error with one treated unit: every control in its place, its weights starting from the fitted ones.

    Raises
    ------
    DesignError
        SB-S471: not exactly one treated unit, or too few controls.
    """
    y, flags = np.asarray(values, dtype=float), np.asarray(treated, dtype=bool)
    if flags.sum() != 1 or len(y) < 4:
        raise DesignError("S471")
    main = synthetic_did(y, flags, start)
    controls = y[~flags]
    n = len(controls)
    rest = np.array([[i for i in range(n) if i != row] for row in range(n)])
    begin = main.units[rest]
    total = begin.sum(axis=1, keepdims=True)
    begin = np.where(total > 0, begin / np.where(total > 0, total, 1.0), 1 / (n - 1))
    # As in the package, the penalties stay those of the main fit.
    units, times = _fit(controls[rest], controls, start, 1, main.noise, False, (begin, np.tile(main.times, (n, 1))))
    return float(np.std(_effects(controls[rest], controls, units, times, start)))


def _fit(
    controls: FloatArray,
    own: FloatArray,
    start: int,
    size: int,
    noise: float,
    plain: bool,
    begin: tuple[FloatArray, FloatArray],
) -> tuple[FloatArray, FloatArray]:
    """Weights of units and of times for many problems at once.

    Parameters
    ----------
    controls, own
        Shapes (problems, controls, times) and (problems, times).
    size, noise, plain
        Number of treated units, scale of the penalties, and whether the package's plain synthetic control is asked for.
    begin
        Where the weights start, shapes (problems, controls) and (problems, start).
    """
    after = controls.shape[2] - start
    before, least = controls[:, :, :start], 1e-5 * noise
    penalty = noise * (1e-6 if plain else (size * after) ** 0.25)
    units = _weights(before.transpose(0, 2, 1), own[:, :start], penalty, begin[0], least, centre=not plain)
    if plain:
        return units, np.zeros_like(begin[1])
    later = controls[:, :, start:].mean(axis=2)
    return units, _weights(before, later, 1e-6 * noise, begin[1], least, centre=True)


def _effects(controls: FloatArray, own: FloatArray, units: FloatArray, times: FloatArray, start: int) -> FloatArray:
    """Of every problem: the gap between own and weighted controls, later times minus weighted earlier ones."""
    after = own.shape[1] - start
    gap = own - np.einsum("pn,pnt->pt", units, controls)
    return np.asarray(gap[:, start:].sum(axis=1) / after - (gap[:, :start] * times).sum(axis=1))


def _weights(a: FloatArray, b: FloatArray, penalty: float, w: FloatArray, least: float, *, centre: bool) -> FloatArray:
    """Frank–Wolfe, a few rounds; small weights dropped; then on to the stopping rule."""
    if centre:
        a, b = a - a.mean(axis=1, keepdims=True), b - b.mean(axis=1, keepdims=True)
    rows = b.shape[1]
    gram = a.transpose(0, 2, 1) @ a + rows * penalty**2 * np.eye(a.shape[2])
    cross = np.einsum("prn,pr->pn", a, b)
    enough = rows / 2 * least**2
    w = _frank_wolfe(gram, cross, w, enough, _FIRST_ROUNDS)
    w = np.where(w <= w.max(axis=1, keepdims=True) / 4, 0.0, w)
    return _frank_wolfe(gram, cross, w / w.sum(axis=1, keepdims=True), enough, _ROUNDS)


def _frank_wolfe(gram: FloatArray, cross: FloatArray, start: FloatArray, enough: float, rounds: int) -> FloatArray:
    """Minimise ``½ w'Gw − c'w`` over the simplex, all problems in step, until a step gains no more than `enough`.

    Only the slope ``Gw − c`` is carried along as a vector; its products with w follow each step by themselves.
    """
    weights = start.copy()
    running, w, c = np.arange(len(start)), start.copy(), cross
    corners = gram - cross[:, None, :]  # the slope at every corner of the simplex
    slope = np.einsum("pij,pj->pi", gram, w) - cross
    level, linear = (w * slope).sum(axis=1), (w * c).sum(axis=1)
    for step in range(rounds):
        row = np.arange(len(running))
        best = slope.argmin(axis=1)
        pull = corners[row, best] - slope
        here, share = slope[row, best], c[row, best]
        along = here - level
        across, ahead = along + share - linear, pull[row, best]  # w'·pull and its value at the corner
        curve = ahead - across
        moving = curve > 0
        size = np.minimum(np.maximum(-along / np.where(moving, curve, 1.0), 0.0), 1.0) * moving
        stay = 1 - size
        w *= stay[:, None]
        w[row, best] += size
        slope += size[:, None] * pull
        level = stay * (level + size * across) + size * (here + size * ahead)
        linear = stay * linear + size * share
        # The first step is never the last: the rule compares the values after two steps.
        done = ~moving | (size * (along + 0.5 * size * curve) >= -enough if step else False)
        if done.any():
            weights[running[done]] = w[done]
            left = ~done
            if not left.any():
                return weights
            running, corners, slope, w, c = running[left], corners[left], slope[left], w[left], c[left]
            level, linear = level[left], linear[left]
    weights[running] = w
    return weights
