"""Tables of counts: association, its strength, and where it sits.

Every function takes an array of counts, shape (rows, columns), and leaves it unchanged. Rows and columns nobody
belongs to carry no information: they are left out of tests and have NaN residuals.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .intervals import Interval

__all__ = [
    "ChiSquare",
    "adjusted_residuals",
    "cochran_armitage",
    "cramers_v",
    "cramers_v_corrected",
    "cramers_v_interval",
    "expected",
    "likelihood_ratio",
    "linear_by_linear",
    "nonempty",
    "pearson",
    "two_sided_p",
    "yates",
]

Counts = npt.NDArray[np.int64] | npt.NDArray[np.float64]
Floats = npt.NDArray[np.float64]


class ChiSquare(NamedTuple):
    """A statistic referred to the chi-square distribution. `df` 0 means there was nothing to compare (p is 1)."""

    statistic: float
    df: int
    p: float


def nonempty(counts: Counts) -> Floats:
    """Return the table without empty rows and columns, as floats.

    >>> nonempty(np.array([[3, 0, 1], [0, 0, 0]])).tolist()
    [[3.0, 1.0]]
    """
    table = np.asarray(counts, dtype=float)
    return table[np.ix_(table.sum(axis=1) > 0, table.sum(axis=0) > 0)]


def expected(counts: Counts) -> Floats:
    """Return the counts expected without association, same shape; zeros when the table is empty.

    >>> expected(np.array([[10, 20], [30, 40]])).tolist()
    [[12.0, 18.0], [28.0, 42.0]]
    """
    table = np.asarray(counts, dtype=float)
    total = table.sum()
    outer = np.outer(table.sum(axis=1), table.sum(axis=0))
    return outer / total if total > 0 else outer


def pearson(counts: Counts) -> ChiSquare:
    """Pearson's chi-square without correction; R: ``chisq.test(x, correct = FALSE)``.

    >>> pearson(np.array([[762, 327, 468], [484, 239, 477]])).statistic.__round__(2)
    30.07
    """
    table = nonempty(counts)
    fit = expected(table)
    return _referred(float(((table - fit) ** 2 / fit).sum()), table)


def likelihood_ratio(counts: Counts) -> ChiSquare:
    """Likelihood-ratio chi-square G²; R: ``vcd::assocstats(x)``.

    >>> likelihood_ratio(np.array([[762, 327, 468], [484, 239, 477]])).statistic.__round__(2)
    30.02
    """
    table = nonempty(counts)
    fit = expected(table)
    filled = table > 0
    return _referred(2 * float((table[filled] * np.log(table[filled] / fit[filled])).sum()), table)


def yates(counts: Counts) -> ChiSquare:
    """Chi-square of a 2 x 2 table with Yates' correction; R: ``chisq.test(x)``.

    As in R the correction never exceeds the smallest deviation.

    Raises
    ------
    ValueError
        The table is not 2 x 2.

    >>> yates(np.array([[11, 4], [2, 6]])).statistic.__round__(4)
    3.1879
    """
    if np.shape(counts) != (2, 2):
        raise ValueError(f"Yates' correction needs a 2 x 2 table, got {np.shape(counts)}")
    table = nonempty(counts)
    if table.shape != (2, 2):
        return _referred(0.0, table)
    fit = expected(table)
    deviation = np.abs(table - fit)
    corrected = deviation - min(0.5, float(deviation.min()))
    return _referred(float((corrected**2 / fit).sum()), table)


def adjusted_residuals(counts: Counts) -> Floats:
    """Adjusted standardised residuals (Haberman 1973); R: ``chisq.test(x)$stdres``.

    Returns
    -------
    numpy.ndarray
        Same shape; about standard normal without association. NaN where the row or the column is empty or holds
        everybody, so that nothing can deviate.

    >>> adjusted_residuals(np.array([[762, 327, 468], [484, 239, 477]])).round(2)[0].tolist()
    [4.5, 0.7, -5.32]
    """
    table = np.asarray(counts, dtype=float)
    total = table.sum()
    out = np.full(table.shape, np.nan)
    if total <= 0:
        return out
    rows, columns = table.sum(axis=1) / total, table.sum(axis=0) / total
    fit = total * np.outer(rows, columns)
    variance = fit * np.outer(1 - rows, 1 - columns)
    # Shares are sums of floats: a row with everybody leaves a variance of rounding size, not zero.
    can_vary = np.outer((rows > 0) & (rows < 1 - 1e-12), (columns > 0) & (columns < 1 - 1e-12))
    np.divide(table - fit, np.sqrt(variance), out=out, where=can_vary)
    return out


def two_sided_p(z: Floats) -> Floats:
    """Two-sided normal p-value of each z; NaN stays NaN.

    >>> two_sided_p(np.array([1.959964, -1.959964])).round(4).tolist()
    [0.05, 0.05]
    """
    from scipy.special import ndtr

    return np.asarray(2 * ndtr(-np.abs(z)), dtype=float)


def cramers_v(counts: Counts) -> float:
    """Cramér's V, 0…1; NaN when fewer than two rows or columns are filled.

    >>> round(cramers_v(np.array([[762, 327, 468], [484, 239, 477]])), 4)
    0.1044
    """
    table = nonempty(counts)
    least = min(table.shape) - 1
    if least < 1:
        return float("nan")
    return float(np.sqrt(pearson(table).statistic / (table.sum() * least)))


def cramers_v_corrected(counts: Counts) -> float:
    """Bias-corrected V (Bergsma 2013); R: ``effectsize::cramers_v(x, adjust = TRUE)``. NaN as in `cramers_v`.

    >>> round(cramers_v_corrected(np.array([[762, 327, 468], [484, 239, 477]])), 4)
    0.1009
    """
    table = nonempty(counts)
    r, c = table.shape
    if min(r, c) < 2:
        return float("nan")
    n = float(table.sum())
    if n <= 1:
        return float("nan")
    phi2 = max(0.0, pearson(table).statistic / n - (r - 1) * (c - 1) / (n - 1))
    rows, columns = r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)
    least = min(rows, columns) - 1
    return float(np.sqrt(phi2 / least)) if least > 0 else float("nan")


def cramers_v_interval(counts: Counts, confidence: float = 0.95) -> Interval:
    """Interval of V by inverting the noncentral chi-square (Smithson 2003). (NaN, NaN) as in `cramers_v`.

    >>> [round(limit, 3) for limit in cramers_v_interval(np.array([[762, 327, 468], [484, 239, 477]]))]
    [0.065, 0.14]
    """
    table = nonempty(counts)
    least = min(table.shape) - 1
    if least < 1:
        return Interval(float("nan"), float("nan"))
    chi2, df, _ = pearson(table)
    tail = (1 - confidence) / 2
    scale = float(table.sum()) * least
    low, high = (np.sqrt(_noncentrality(chi2, df, level) / scale) for level in (1 - tail, tail))
    return Interval(float(min(low, 1.0)), float(min(high, 1.0)))


def _noncentrality(chi2: float, df: int, level: float) -> float:
    """Noncentrality at which the distribution function at `chi2` is `level`; 0 when it is below already."""
    from scipy.optimize import brentq
    from scipy.special import chdtr, chndtr

    if chdtr(df, chi2) <= level:
        return 0.0
    upper = max(chi2, 1.0)
    while chndtr(chi2, df, upper) > level:
        upper *= 2
    return float(brentq(lambda nc: chndtr(chi2, df, nc) - level, 0.0, upper, xtol=1e-12, rtol=1e-14))


def linear_by_linear(
    counts: Counts, row_scores: npt.ArrayLike | None = None, column_scores: npt.ArrayLike | None = None
) -> ChiSquare:
    """Trend between two ordered variables, M² = (n-1)r²; R: ``coin::lbl_test``.

    Parameters
    ----------
    row_scores, column_scores
        Scores of the categories; 1, 2, 3 … when left out.

    Returns
    -------
    ChiSquare
        One degree of freedom; 0 when a variable takes a single value.

    >>> linear_by_linear(np.array([[1, 3, 10, 6], [2, 3, 10, 7], [1, 6, 14, 12], [0, 1, 9, 11]])).statistic.__round__(3)
    2.983
    """
    r = score_correlation(counts, row_scores, column_scores)
    return _one_degree(float("nan") if np.isnan(r) else (float(np.sum(counts)) - 1) * r * r)


def cochran_armitage(counts: Counts, scores: npt.ArrayLike | None = None) -> ChiSquare:
    """Trend of a proportion over ordered groups, z²; R: ``prop.trend.test``. Two rows, or two columns.

    It equals the linear-by-linear statistic times n/(n-1).

    Raises
    ------
    ValueError
        Neither dimension has two categories.

    >>> cochran_armitage(np.array([[83, 90, 129, 70], [3, 3, 7, 12]])).statistic.__round__(4)
    8.2249
    """
    table = np.asarray(counts, dtype=float)
    if 2 not in table.shape:
        raise ValueError(f"Cochran-Armitage needs two rows or two columns, got {table.shape}")
    if table.shape[0] != 2:
        table = table.T
    r = score_correlation(table, None, scores)
    return _one_degree(float("nan") if np.isnan(r) else float(table.sum()) * r * r)


def score_correlation(
    counts: Counts, row_scores: npt.ArrayLike | None = None, column_scores: npt.ArrayLike | None = None
) -> float:
    """Correlation of the scores of rows and columns; NaN when a variable takes a single value.

    >>> score_correlation(np.array([[2, 0], [0, 3]])).__round__(6)
    1.0
    """
    table = np.asarray(counts, dtype=float)
    total = table.sum()
    if total <= 0:
        return float("nan")
    u = np.arange(1.0, table.shape[0] + 1) if row_scores is None else np.asarray(row_scores, dtype=float)
    v = np.arange(1.0, table.shape[1] + 1) if column_scores is None else np.asarray(column_scores, dtype=float)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    u, v = u - rows @ u / total, v - columns @ v / total
    spread = float((rows @ u**2) * (columns @ v**2))
    if np.count_nonzero(rows) < 2 or np.count_nonzero(columns) < 2 or spread <= 0:
        return float("nan")
    return float(u @ table @ v / np.sqrt(spread))


def _one_degree(statistic: float) -> ChiSquare:
    from scipy.special import chdtrc

    if np.isnan(statistic):
        return ChiSquare(0.0, 0, 1.0)
    return ChiSquare(statistic, 1, float(chdtrc(1, statistic)))


def _referred(statistic: float, table: Floats) -> ChiSquare:
    from scipy.special import chdtrc

    df = max(table.shape[0] - 1, 0) * max(table.shape[1] - 1, 0)
    if df == 0:
        return ChiSquare(0.0, 0, 1.0)
    return ChiSquare(statistic, df, float(chdtrc(df, statistic)))
