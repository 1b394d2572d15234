"""Association within strata: Cochran-Mantel-Haenszel, the common odds ratio, and whether the strata agree.

Tables have shape (strata, rows, columns). Strata in which nothing can vary carry no information and are left out.
Sources: Mantel & Haenszel (1959); Landis, Heyman & Koch (1978) for larger tables; Robins, Breslow & Greenland (1986)
for the interval; Breslow & Day (1980), Tarone (1985), Woolf (1955) for homogeneity.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .contingency import ChiSquare, Counts, Floats
from .exact import TIE
from .intervals import Interval, normal_quantile

__all__ = [
    "CommonOdds",
    "Homogeneity",
    "breslow_day",
    "cmh",
    "cmh_correlation",
    "cmh_general",
    "cmh_row_means",
    "common_odds_exact",
    "common_odds_ratio",
    "standardised_rates",
    "woolf",
]


class CommonOdds(NamedTuple):
    """An odds ratio common to all strata and its interval."""

    estimate: float
    interval: Interval


class ExactOdds(NamedTuple):
    """Conditional maximum-likelihood common odds ratio, and the exact two-sided p-value of no association."""

    estimate: float
    p: float


class Homogeneity(NamedTuple):
    """Breslow and Day's test, and the same with Tarone's correction, which is the one to report."""

    plain: ChiSquare
    tarone: ChiSquare


def cmh(strata: Counts, *, continuity: bool = True) -> ChiSquare:
    """Cochran-Mantel-Haenszel test of 2 x 2 tables; R: ``mantelhaen.test(x, correct = continuity)``.

    Raises
    ------
    ValueError
        The tables are not 2 x 2.

    >>> tables = np.array([[[0, 6], [0, 5]], [[3, 3], [0, 6]], [[6, 0], [2, 4]], [[5, 1], [6, 0]], [[2, 0], [5, 0]]])
    >>> round(cmh(tables).statistic, 4)
    3.9286
    """
    tables = _two_by_two(strata)
    gap, variance = _deviation(tables)
    if variance <= 0:
        return ChiSquare(0.0, 0, 1.0)
    correction = 0.5 if continuity and abs(gap) >= 0.5 else 0.0
    return _chi2((abs(gap) - correction) ** 2 / variance, 1)


def cmh_general(strata: Counts) -> ChiSquare:
    """Test any association of two unordered variables within strata; R: ``mantelhaen.test(x)``.

    >>> tables = np.array([[[10, 5, 2], [4, 9, 6]], [[8, 6, 3], [5, 7, 9]]])
    >>> cmh_general(tables).df
    2
    """
    tables = np.asarray(strata, dtype=float)
    _, rows, columns = tables.shape
    return _contrast_test(tables, np.eye(rows)[:-1], np.eye(columns)[:-1])


def cmh_row_means(strata: Counts, column_scores: npt.ArrayLike | None = None) -> ChiSquare:
    """Test whether mean scores differ between unordered rows within strata; R: ``coin::cmh_test`` with scores.

    >>> tables = np.array([[[10, 5, 2], [4, 9, 6]], [[8, 6, 3], [5, 7, 9]]])
    >>> cmh_row_means(tables).df
    1
    """
    tables = np.asarray(strata, dtype=float)
    _, rows, columns = tables.shape
    return _contrast_test(tables, np.eye(rows)[:-1], _scores(column_scores, columns)[None, :])


def cmh_correlation(
    strata: Counts, row_scores: npt.ArrayLike | None = None, column_scores: npt.ArrayLike | None = None
) -> ChiSquare:
    """Test a trend between two ordered variables within strata; R: ``coin::lbl_test`` with a block.

    >>> tables = np.array([[[10, 5, 2], [4, 9, 6]], [[8, 6, 3], [5, 7, 9]]])
    >>> cmh_correlation(tables).df
    1
    """
    tables = np.asarray(strata, dtype=float)
    _, rows, columns = tables.shape
    return _contrast_test(tables, _scores(row_scores, rows)[None, :], _scores(column_scores, columns)[None, :])


def common_odds_ratio(strata: Counts, confidence: float = 0.95) -> CommonOdds:
    """Mantel-Haenszel common odds ratio, interval of Robins, Breslow and Greenland; R: ``mantelhaen.test(x)``.

    NaN or infinite, without an interval, when one of the two sums is zero.

    Raises
    ------
    ValueError
        The tables are not 2 x 2.

    >>> round(common_odds_ratio(np.array([[[10, 5], [4, 9]], [[8, 6], [5, 7]]])).estimate, 3)
    2.874
    """
    tables = _two_by_two(strata)
    n = tables.sum(axis=(1, 2))
    a, b, c, d = tables[:, 0, 0] / n, tables[:, 0, 1] / n, tables[:, 1, 0] / n, tables[:, 1, 1] / n
    r, s, p, q = a * d * n, b * c * n, a + d, b + c
    right, wrong = float(r.sum()), float(s.sum())
    if right == 0 or wrong == 0:
        return CommonOdds(math.inf if right > 0 else 0.0 if wrong > 0 else math.nan, Interval(0.0, math.inf))
    variance = float((p * r).sum()) / (2 * right**2) + float((q * s).sum()) / (2 * wrong**2)
    variance += float((p * s + q * r).sum()) / (2 * right * wrong)
    half = normal_quantile(confidence) * math.sqrt(variance)
    estimate = right / wrong
    return CommonOdds(estimate, Interval(estimate * math.exp(-half), estimate * math.exp(half)))


def common_odds_exact(strata: Counts) -> ExactOdds:
    """Exact test and conditional estimate of a common odds ratio; R: ``mantelhaen.test(x, exact = TRUE)``.

    Raises
    ------
    ValueError
        The tables are not 2 x 2.

    >>> tables = np.array([[[0, 6], [0, 5]], [[3, 3], [0, 6]], [[6, 0], [2, 4]], [[5, 1], [6, 0]], [[2, 0], [5, 0]]])
    >>> round(common_odds_exact(tables).p, 4)
    0.0399
    """
    from scipy.optimize import brentq

    tables = _two_by_two(strata)
    probability, lowest = _conditional(tables)
    support = lowest + np.arange(probability.size)
    observed = float(tables[:, 0, 0].sum())
    at = round(observed - lowest)
    p = min(1.0, float(probability[probability <= probability[at] * TIE].sum()))
    if probability.size == 1:
        return ExactOdds(math.nan, 1.0)
    if at in (0, probability.size - 1):
        return ExactOdds(0.0 if at == 0 else math.inf, p)
    with np.errstate(divide="ignore"):
        logs = np.log(probability)

    def mean(log_odds: float) -> float:
        tilted = logs + support * log_odds
        weight = np.exp(tilted - tilted.max())
        return float(support @ weight / weight.sum()) - observed

    return ExactOdds(math.exp(brentq(mean, -60.0, 60.0, xtol=1e-12)), p)


def breslow_day(strata: Counts) -> Homogeneity:
    """Test whether the odds ratio is the same in all strata; R: ``DescTools::BreslowDayTest(x, correct = TRUE)``.

    Raises
    ------
    ValueError
        The tables are not 2 x 2.

    >>> breslow_day(np.array([[[10, 5], [4, 9]], [[8, 6], [5, 7]]])).plain.df
    1
    """
    tables = _two_by_two(strata)
    common = common_odds_ratio(tables).estimate
    if not 0 < common < math.inf or len(tables) < 2:
        return Homogeneity(ChiSquare(0.0, 0, 1.0), ChiSquare(0.0, 0, 1.0))
    a = tables[:, 0, 0]
    fit = np.array([_fitted_corner(table, common) for table in tables])
    row, column, n = tables[:, 0].sum(axis=1), tables[:, :, 0].sum(axis=1), tables.sum(axis=(1, 2))
    cells = np.stack([fit, row - fit, column - fit, n - row - column + fit])
    variance = 1 / (1 / cells).sum(axis=0)
    df = len(tables) - 1
    plain = float(((a - fit) ** 2 / variance).sum())
    shift = float((a.sum() - fit.sum()) ** 2 / variance.sum())
    return Homogeneity(_chi2(plain, df), _chi2(plain - shift, df))


def woolf(strata: Counts, *, add: float | None = None) -> ChiSquare:
    """Woolf's test that the log odds ratios are the same; R: ``vcd::woolf_test(x)``.

    Parameters
    ----------
    add
        Added to every cell; by default 0.5 when any cell is empty, else nothing.

    Raises
    ------
    ValueError
        The tables are not 2 x 2.

    >>> woolf(np.array([[[10, 5], [4, 9]], [[8, 6], [5, 7]]])).df
    1
    """
    tables = _two_by_two(strata)
    if len(tables) < 2:
        return ChiSquare(0.0, 0, 1.0)
    tables = tables + ((0.5 if (tables == 0).any() else 0.0) if add is None else add)
    log_odds = np.log(tables[:, 0, 0] * tables[:, 1, 1] / (tables[:, 0, 1] * tables[:, 1, 0]))
    weight = 1 / (1 / tables).sum(axis=(1, 2))
    mean = float(weight @ log_odds / weight.sum())
    return _chi2(float(weight @ (log_odds - mean) ** 2), len(tables) - 1)


def standardised_rates(events: Counts, persons: Counts, standard: Counts | None = None) -> Floats:
    """Rates of groups as if all had the same composition (direct standardisation).

    Parameters
    ----------
    events, persons
        Those with the event and everybody, shape (groups, strata).
    standard
        Persons of the standard population by stratum; by default all groups together. Strata a group has nobody in
        cannot be filled: they are left out for all groups.

    Returns
    -------
    numpy.ndarray
        Shape (groups,), 0…1; NaN when no stratum is shared by all groups.

    >>> standardised_rates(np.array([[5, 40], [12, 6]]), np.array([[10, 100], [40, 10]])).round(3).tolist()
    [0.431, 0.506]
    """
    cases, base = np.asarray(events, dtype=float), np.asarray(persons, dtype=float)
    weights = base.sum(axis=0) if standard is None else np.asarray(standard, dtype=float)
    shared = (base > 0).all(axis=0) & (weights > 0)
    if not shared.any():
        return np.full(len(base), np.nan)
    rates = cases[:, shared] / base[:, shared]
    return np.asarray(rates @ (weights[shared] / weights[shared].sum()))


def _two_by_two(strata: Counts) -> Floats:
    tables = np.asarray(strata, dtype=float)
    if tables.ndim != 3 or tables.shape[1:] != (2, 2):
        raise ValueError(f"2 x 2 tables are needed, shape (strata, 2, 2), got {tables.shape}")
    # A single person, or a margin nobody belongs to, leaves nothing to vary.
    filled = (tables.sum(axis=1) > 0).all(axis=1) & (tables.sum(axis=2) > 0).all(axis=1)
    return np.asarray(tables[filled])


def _deviation(tables: Floats) -> tuple[float, float]:
    """Observed less expected corners, and their variance, over all strata."""
    row, column, n = tables.sum(axis=2), tables.sum(axis=1), tables.sum(axis=(1, 2))
    fit = row[:, 0] * column[:, 0] / n
    variance = row.prod(axis=1) * column.prod(axis=1) / (n**2 * (n - 1))
    return float((tables[:, 0, 0] - fit).sum()), float(variance.sum())


def _scores(scores: npt.ArrayLike | None, size: int) -> Floats:
    return np.arange(1.0, size + 1) if scores is None else np.asarray(scores, dtype=float)


def _contrast_test(tables: Floats, by_row: Floats, by_column: Floats) -> ChiSquare:
    """Landis, Heyman and Koch's statistic for contrasts of rows, shape (a, rows), and of columns, (b, columns)."""
    size = len(by_row) * len(by_column)
    gap, variance = np.zeros(size), np.zeros((size, size))
    for table in tables:
        n = float(table.sum())
        if n < 2:
            continue
        row, column = table.sum(axis=1), table.sum(axis=0)
        gap += (by_row @ (table - np.outer(row, column) / n) @ by_column.T).ravel()
        rows = by_row @ (n * np.diag(row) - np.outer(row, row)) @ by_row.T
        columns = by_column @ (n * np.diag(column) - np.outer(column, column)) @ by_column.T
        variance += np.kron(rows, columns) / (n**2 * (n - 1))
    df = int(np.linalg.matrix_rank(variance)) if size and variance.any() else 0
    return _chi2(float(gap @ np.linalg.pinv(variance) @ gap), df) if df else ChiSquare(0.0, 0, 1.0)


def _conditional(tables: Floats) -> tuple[Floats, float]:
    """Distribution of the sum of the corners given all margins, and its smallest value."""
    from scipy.stats import hypergeom

    probability, lowest = np.ones(1), 0.0
    for table in tables:
        n, row, column = table.sum(), table[0].sum(), table[:, 0].sum()
        low = max(0.0, row + column - n)
        support = np.arange(low, min(row, column) + 1)
        probability = np.convolve(probability, hypergeom.pmf(support, n, row, column))
        lowest += low
    return probability, lowest


def _fitted_corner(table: Floats, odds: float) -> float:
    """The corner that has the margins of the table and the given odds ratio."""
    row, column, n = float(table[0].sum()), float(table[:, 0].sum()), float(table.sum())
    if abs(odds - 1) < 1e-12:
        return row * column / n
    half = (odds * (row + column) + n - row - column) / 2
    root = math.sqrt(max(half**2 - odds * (odds - 1) * row * column, 0.0))
    low, high = max(0.0, row + column - n), min(row, column)
    return next(x for x in ((half - root) / (odds - 1), (half + root) / (odds - 1)) if low - 1e-9 <= x <= high + 1e-9)


def _chi2(statistic: float, df: int) -> ChiSquare:
    from scipy.special import chdtrc

    return ChiSquare(statistic, df, float(chdtrc(df, statistic)))
