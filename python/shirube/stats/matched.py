"""Square tables of the same persons asked twice (or judged by two): change, symmetry and agreement."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from .contingency import ChiSquare, Counts, Floats
from .intervals import Interval, normal_quantile

__all__ = ["Kappa", "bowker", "cohens_kappa", "mcnemar", "mcnemar_exact", "stuart_maxwell"]

Weights = Literal["none", "linear", "quadratic"]


class Kappa(NamedTuple):
    """Agreement beyond chance, its large-sample standard error and its interval."""

    estimate: float
    ase: float
    interval: Interval


def mcnemar(counts: Counts, *, continuity: bool = True) -> ChiSquare:
    """McNemar's chi-square of a 2 x 2 table (1947); R: ``mcnemar.test(x, correct = continuity)``.

    As in R the correction is left out when as many changed one way as the other. df 0 when nobody changed.

    Raises
    ------
    ValueError
        The table is not 2 x 2.

    >>> round(mcnemar(np.array([[794, 150], [86, 570]])).statistic, 3)
    16.818
    """
    b, c = _changed(counts)
    if b + c == 0:
        return ChiSquare(0.0, 0, 1.0)
    gap = abs(b - c)
    return _chi2((gap - (1 if continuity and gap > 0 else 0)) ** 2 / (b + c), 1)


def mcnemar_exact(counts: Counts, *, mid: bool = False) -> float:
    """Exact McNemar p-value (binomial with 1/2); R: ``binom.test(b, b + c)$p.value``.

    Parameters
    ----------
    mid
        Count the observed split by half (mid-p, Fagerland, Lydersen & Laake 2013).

    >>> round(mcnemar_exact(np.array([[12, 9], [2, 17]])), 4)
    0.0654
    """
    from scipy.special import bdtr, binom

    b, c = (int(x) for x in _changed(counts))
    if b + c == 0:
        return 1.0
    p = 2 * float(bdtr(min(b, c), b + c, 0.5))
    if mid:
        return min(1.0, p - float(binom(b + c, b)) * 0.5 ** (b + c))
    return min(1.0, p)


def bowker(counts: Counts) -> ChiSquare:
    """Bowker's test of symmetry (1948); R: ``mcnemar.test(x)`` on more than two categories.

    Pairs of categories between which nobody moved carry no information and no degree of freedom.

    Raises
    ------
    ValueError
        The table is not square.

    >>> round(bowker(np.array([[10, 5, 2], [1, 9, 3], [0, 1, 8]])).statistic, 3)
    5.667
    """
    table = _square(counts)
    up, down = table[np.triu_indices_from(table, 1)], table.T[np.triu_indices_from(table, 1)]
    moved = up + down > 0
    up, down = up[moved], down[moved]
    return _chi2(float(((up - down) ** 2 / (up + down)).sum()), int(moved.sum()))


def stuart_maxwell(counts: Counts) -> ChiSquare:
    """Test that both margins are the same (Stuart 1955, Maxwell 1970); R: ``coin::mh_test``.

    Raises
    ------
    ValueError
        The table is not square.

    >>> round(stuart_maxwell(np.array([[144, 2, 0, 0], [33, 4, 2, 0], [84, 14, 6, 1], [126, 29, 25, 5]])).statistic, 2)
    271.92
    """
    table = _square(counts)
    off = table - np.diag(np.diag(table))
    used = off.sum(axis=1) + off.sum(axis=0) > 0
    table = table[np.ix_(used, used)]
    gap = table.sum(axis=1) - table.sum(axis=0)
    spread = np.diag(table.sum(axis=1) + table.sum(axis=0)) - table - table.T
    df = int(np.linalg.matrix_rank(spread)) if spread.size else 0
    return _chi2(float(gap @ np.linalg.pinv(spread) @ gap) if df else 0.0, df)


def cohens_kappa(counts: Counts, weights: Weights = "none", confidence: float = 0.95) -> Kappa:
    """Cohen's κ, plain or weighted; R: ``vcd::Kappa(x)``, standard error of Fleiss, Cohen & Everitt (1969).

    Parameters
    ----------
    weights
        ``"linear"`` (Cicchetti-Allison) or ``"quadratic"`` (Fleiss-Cohen) credit near agreement.

    Raises
    ------
    ValueError
        The table is not square.

    >>> round(cohens_kappa(np.array([[20, 5], [10, 15]])).estimate, 3)
    0.4
    """
    table = _square(counts)
    n, k = float(table.sum()), len(table)
    if n == 0 or k < 2:
        return Kappa(float("nan"), float("nan"), Interval(float("nan"), float("nan")))
    p = table / n
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    step = np.abs(np.subtract.outer(np.arange(k), np.arange(k))) / (k - 1)
    credit = {"none": np.eye(k), "linear": 1 - step, "quadratic": 1 - step**2}[weights]
    observed, chance = float((credit * p).sum()), float(rows @ credit @ columns)
    if chance >= 1:
        return Kappa(float("nan"), float("nan"), Interval(float("nan"), float("nan")))
    kappa = (observed - chance) / (1 - chance)
    mean = (credit @ columns)[:, None] + (rows @ credit)[None, :]
    spread = float((p * (credit - mean * (1 - kappa)) ** 2).sum()) - (kappa - chance * (1 - kappa)) ** 2
    ase = float(np.sqrt(max(spread, 0.0) / n)) / (1 - chance)
    half = normal_quantile(confidence) * ase
    return Kappa(kappa, ase, Interval(kappa - half, kappa + half))


def _changed(counts: Counts) -> tuple[float, float]:
    table = np.asarray(counts, dtype=float)
    if table.shape != (2, 2):
        raise ValueError(f"McNemar's test needs a 2 x 2 table, got {table.shape}")
    return float(table[0, 1]), float(table[1, 0])


def _square(counts: Counts) -> Floats:
    table = np.asarray(counts, dtype=float)
    if table.ndim != 2 or table.shape[0] != table.shape[1]:
        raise ValueError(f"the same categories are needed both ways, got {table.shape}")
    return table


def _chi2(statistic: float, df: int) -> ChiSquare:
    from scipy.special import chdtrc

    return ChiSquare(statistic, df, float(chdtrc(df, statistic))) if df else ChiSquare(0.0, 0, 1.0)
