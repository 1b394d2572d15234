"""Scores of ordered answers: means, spread and rank tests from a table of counts, shape (groups, scores)."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .contingency import ChiSquare, Counts, Floats

__all__ = ["Moments", "Welch", "kruskal_wallis", "mann_whitney", "median_scores", "moments", "welch"]


class Moments(NamedTuple):
    """Per row: persons (or Σw), mean score and standard deviation (n - 1); NaN where there are too few."""

    size: Floats
    mean: Floats
    sd: Floats


class Welch(NamedTuple):
    """Welch's t of the difference of two means."""

    t: float
    df: float
    p: float


def moments(counts: Counts, scores: npt.ArrayLike) -> Moments:
    """Mean and standard deviation of the scores in each row. Weights: pass Σw scaled to persons.

    >>> moments(np.array([[1, 0, 1]]), [1, 2, 3]).sd.round(3).tolist()
    [1.414]
    """
    table, value = np.asarray(counts, dtype=float), np.asarray(scores, dtype=float)
    size = table.sum(axis=1)
    mean, sd = np.full(size.shape, np.nan), np.full(size.shape, np.nan)
    np.divide(table @ value, size, out=mean, where=size > 0)
    squares = (table * (value - np.nan_to_num(mean)[:, None]) ** 2).sum(axis=1)
    np.divide(squares, size - 1, out=sd, where=size > 1)
    return Moments(size, mean, np.sqrt(sd))


def median_scores(counts: Counts, scores: npt.ArrayLike) -> Floats:
    """Median score of each row: the middle person's, or the mean of the middle two; NaN in an empty row.

    >>> median_scores(np.array([[1, 0, 1], [2, 1, 0]]), [1, 2, 3]).tolist()
    [2.0, 1.0]
    """
    table, value = np.asarray(counts, dtype=float), np.asarray(scores, dtype=float)
    order = np.argsort(value)
    reached = table[:, order].cumsum(axis=1)
    ranked, out = value[order], np.full(len(table), np.nan)
    for i, steps in enumerate(reached):
        if steps[-1] > 0:
            half = steps[-1] / 2
            low = int(np.argmax(steps >= half))
            high = int(np.argmax(steps > half))
            out[i] = (ranked[low] + ranked[high]) / 2
    return out


def welch(counts: Counts, scores: npt.ArrayLike) -> Welch:
    """Welch's test of two mean scores, first row less second; R: ``t.test(x, y)``. NaN when it cannot be made.

    Raises
    ------
    ValueError
        There are not two rows.

    >>> round(welch(np.array([[10, 5, 5], [5, 5, 10]]), [1, 2, 3]).t, 3)
    -1.859
    """
    from scipy.special import stdtr

    if np.shape(counts)[0] != 2:
        raise ValueError(f"two rows are needed, got {np.shape(counts)}")
    size, mean, sd = moments(counts, scores)
    if size.min() < 2 or not sd.any():
        return Welch(math.nan, math.nan, math.nan)
    part = sd**2 / size
    t = float((mean[0] - mean[1]) / np.sqrt(part.sum()))
    df = float(part.sum() ** 2 / (part**2 / (size - 1)).sum())
    return Welch(t, df, 2 * float(stdtr(df, -abs(t))))


def mann_whitney(counts: Counts) -> float:
    """Two-sided p-value of the rank-sum test, normal with ties; R: ``wilcox.test(x, y, correct = FALSE)``.

    Columns are in order. NaN when everybody is in one column or one row.

    Raises
    ------
    ValueError
        There are not two rows.

    >>> round(mann_whitney(np.array([[10, 5, 5], [5, 5, 10]])), 4)
    0.0714
    """
    if np.shape(counts)[0] != 2:
        raise ValueError(f"two rows are needed, got {np.shape(counts)}")
    # With two groups Kruskal and Wallis' H is the square of the normal deviate.
    found = kruskal_wallis(counts)
    return found.p if found.df else math.nan


def kruskal_wallis(counts: Counts) -> ChiSquare:
    """Rank test of several groups with the correction for ties; R: ``kruskal.test(score ~ row)``.

    >>> round(kruskal_wallis(np.array([[10, 5, 5], [5, 5, 10], [6, 8, 6]])).statistic, 3)
    3.512
    """
    from scipy.special import chdtrc

    table = np.asarray(counts, dtype=float)
    table = table[table.sum(axis=1) > 0]
    n, columns = float(table.sum()), table.sum(axis=0)
    ties = float((columns**3 - columns).sum())
    if len(table) < 2 or n < 2 or ties >= n**3 - n:
        return ChiSquare(0.0, 0, 1.0)
    rank = columns.cumsum() - (columns - 1) / 2
    size = table.sum(axis=1)
    between = float(((table @ rank - size * (n + 1) / 2) ** 2 / size).sum())
    statistic = 12 / (n * (n + 1)) * between / (1 - ties / (n**3 - n))
    df = len(table) - 1
    return ChiSquare(statistic, df, float(chdtrc(df, statistic)))
