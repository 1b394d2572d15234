"""Weights that make a sample agree with known population figures: post-stratification, raking, trimming.

Sources: Deming & Stephan (1940) for raking; Holt & Smith (1979) for post-stratification; Potter (1990) for trimming.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Raked", "poststratify", "rake", "trim"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.integer]


class Raked(NamedTuple):
    """Weights after raking.

    Attributes
    ----------
    weights
        Shape (n,).
    rounds
        Times all margins were gone through.
    gap
        Largest relative difference left between a margin and its target.
    converged
        Whether the gap is within the tolerance.
    """

    weights: Floats
    rounds: int
    gap: float
    converged: bool


def poststratify(cell: Codes, totals: npt.ArrayLike, start: Floats | None = None) -> Floats:
    """Scale the weights within every cell to its population; R: ``survey::postStratify``.

    Parameters
    ----------
    cell
        Cell of every person, shape (n,); -1 for unknown: the weight stays as it is.
    totals
        Population of every cell, shape (cells,).
    start
        Weights to begin with; 1 each when left out.

    Raises
    ------
    ValueError
        A cell with population has nobody in the sample.

    >>> poststratify(np.array([0, 0, 1]), [10, 20]).tolist()
    [5.0, 5.0, 20.0]
    """
    target = np.asarray(totals, dtype=float)
    weights = np.ones(len(cell)) if start is None else np.asarray(start, dtype=float).copy()
    return weights * _factors(cell, target, weights)


def rake(
    margins: Sequence[tuple[Codes, npt.ArrayLike]],
    start: Floats | None = None,
    *,
    tolerance: float = 1e-9,
    most_rounds: int = 1000,
) -> Raked:
    """Adjust the weights to several margins in turn until all agree; R: ``survey::rake``.

    Parameters
    ----------
    margins
        Codes of every person, shape (n,), and population of every category, for each margin. All should add up to
        the same population. -1 for unknown: the person is left out of that margin.
    start
        See `poststratify`.

    Raises
    ------
    ValueError
        A category with population has nobody in the sample.

    >>> sex, age = np.array([0, 0, 1, 1, 1]), np.array([0, 1, 0, 1, 1])
    >>> raked = rake([(sex, [50, 50]), (age, [30, 70])])
    >>> np.bincount(age, raked.weights).round(6).tolist(), raked.converged
    ([30.0, 70.0], True)
    """
    n = len(margins[0][0])
    weights = np.ones(n) if start is None else np.asarray(start, dtype=float).copy()
    targets = [(codes, np.asarray(totals, dtype=float)) for codes, totals in margins]
    gap = float("inf")
    for rounds in range(1, most_rounds + 1):
        for codes, target in targets:
            weights = weights * _factors(codes, target, weights)
        gap = max(_gap(codes, target, weights) for codes, target in targets)
        if gap <= tolerance:
            return Raked(weights, rounds, gap, True)
    return Raked(weights, most_rounds, gap, False)


def trim(weights: Floats, low: float, high: float, *, most_rounds: int = 100) -> tuple[Floats, int]:
    """Cut weights to ``low … high`` times their mean and spread the difference over the others.

    Returns
    -------
    weights, trimmed
        With the same sum; number of persons whose weight was cut.

    Raises
    ------
    ValueError
        Not ``0 <= low < 1 < high``.

    >>> trim(np.array([1.0, 1.0, 1.0, 9.0]), 0.3, 2.0)
    (array([2., 2., 2., 6.]), 1)
    """
    if not 0 <= low < 1 < high:
        raise ValueError(f"limits must satisfy 0 <= low < 1 < high, got {low}, {high}")
    out, total = np.asarray(weights, dtype=float).copy(), float(np.sum(weights))
    mean = total / out.size
    cut = np.zeros(out.size, dtype=bool)
    for _ in range(most_rounds):
        outside = (out < low * mean - 1e-12) | (out > high * mean + 1e-12)
        if not outside.any():
            break
        cut |= outside
        out = np.clip(out, low * mean, high * mean)
        free = ~cut
        if not free.any():
            break
        out[free] *= (total - out[cut].sum()) / out[free].sum()
    return out, int(cut.sum())


def _factors(codes: Codes, target: Floats, weights: Floats) -> Floats:
    known = codes >= 0
    have = np.bincount(codes[known], weights[known], target.size)
    if ((target > 0) & (have <= 0)).any():
        raise ValueError("a category with population has nobody in the sample")
    ratio = np.divide(target, have, out=np.zeros_like(target), where=have > 0)
    return np.where(known, ratio[codes], 1.0)


def _gap(codes: Codes, target: Floats, weights: Floats) -> float:
    known = codes >= 0
    have = np.bincount(codes[known], weights[known], target.size)
    filled = target > 0
    return float(np.max(np.abs(have[filled] / target[filled] - 1), initial=0.0))
