"""Synthetic difference in differences: weights over units and over times, and an exact placebo standard error.

Arkhangelsky, Athey, Hirshberg, Imbens & Wager (2021) AER 111:4088; R: ``synthdid``. The weights follow that package's
Frank–Wolfe steps and stopping rule, because its published figures depend on them. With one treated unit every control
can play the treated one in turn, so the placebo error is enumerated instead of drawn (the published 8.4 for California
is one draw of 200; all 38 placebos give 9.371).
"""

from __future__ import annotations

import math
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
    found = _fit(controls, own, start, noise, plain_control, None)
    return SyntheticDid(*found, noise)


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
    effects = []
    for row in range(len(controls)):
        rest = np.arange(len(controls)) != row
        begin = main.units[rest]
        begin = begin / begin.sum() if begin.sum() > 0 else np.full(begin.size, 1 / begin.size)
        # As in the package, the penalties stay those of the main fit.
        effects.append(_fit(controls[rest], controls[[row]], start, main.noise, False, (begin, main.times))[0])
    return float(np.std(effects))


def _fit(
    controls: FloatArray,
    own: FloatArray,
    start: int,
    noise: float,
    plain: bool,
    begin: tuple[FloatArray, FloatArray] | None,
) -> tuple[float, FloatArray, FloatArray]:
    n, t = len(controls), controls.shape[1]
    before, least = controls[:, :start], 1e-5 * noise
    unit_penalty = noise * (1e-6 if plain else (len(own) * (t - start)) ** 0.25)
    first = begin if begin is not None else (np.full(n, 1 / n), np.full(start, 1 / start))
    units = _weights(before.T, own[:, :start].mean(axis=0), unit_penalty, first[0], least, centre=not plain)
    times = np.zeros(start)
    if not plain:
        times = _weights(before, controls[:, start:].mean(axis=1), 1e-6 * noise, first[1], least, centre=True)
    over = np.concatenate([-times, np.full(t - start, 1 / (t - start))])
    return float((own.mean(axis=0) - units @ controls) @ over), units, times


def _weights(a: FloatArray, b: FloatArray, penalty: float, w: FloatArray, least: float, *, centre: bool) -> FloatArray:
    """Frank–Wolfe, a few rounds; small weights dropped; then on to the stopping rule."""
    if centre:
        a, b = a - a.mean(axis=0), b - b.mean()
    w = _frank_wolfe(a, b, penalty, w, least, _FIRST_ROUNDS)
    w = np.where(w <= w.max() / 4, 0.0, w)
    return _frank_wolfe(a, b, penalty, w / w.sum(), least, _ROUNDS)


def _frank_wolfe(a: FloatArray, b: FloatArray, penalty: float, w: FloatArray, least: float, rounds: int) -> FloatArray:
    n = b.size
    eta = n * penalty**2
    gram, cross = a.T @ a, a.T @ b
    square, last = float(b @ b), math.inf
    fitted = gram @ w  # A'A w, carried along
    for step in range(rounds):
        slope = fitted - cross + eta * w
        best = int(np.argmin(slope))
        move = -w
        move[best] += 1.0
        if not move.any():
            break
        shift = gram[:, best] - fitted
        curve = float(move @ shift) + eta * float(move @ move)
        size = min(1.0, max(0.0, -float(slope @ move) / curve))
        w, fitted = w + size * move, fitted + size * shift
        value = penalty**2 * float(w @ w) + (float(w @ fitted) - 2 * float(w @ cross) + square) / n
        if step >= 1 and last - value <= least**2:
            break
        last = value
    return w
