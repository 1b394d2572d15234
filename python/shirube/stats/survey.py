"""Weighted answers: effective size, design effect, and the Rao-Scott test.

All of it needs only three tables of the same shape (rows, columns): persons, sum of weights, sum of squared
weights. Weights are taken as given (no clusters, no strata, drawn with replacement).
"""

from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .contingency import ChiSquare, adjusted_residuals, expected, nonempty

__all__ = [
    "RaoScott",
    "adjusted_wald",
    "design_effect",
    "effective_size",
    "interaction_contrasts",
    "rao_scott",
    "rao_scott_from_variance",
    "share_covariance",
    "weighted_residuals",
]

Floats = npt.NDArray[np.float64]


class RaoScott(NamedTuple):
    """Rao-Scott tests of association.

    Attributes
    ----------
    f, df1, df2, p
        Second-order correction (Thomas & Rao 1987), the one to report.
    first_order
        Pearson's statistic over the mean generalised design effect, referred to chi-square.
    naive
        Pearson's statistic of the weighted shares as if n persons had been drawn without weights.
    """

    f: float
    df1: float
    df2: float
    p: float
    first_order: ChiSquare
    naive: float


def effective_size(weights_sum: float, squares_sum: float) -> float:
    """Kish's effective size (Σw)²/Σw²; 0 when there is no weight.

    >>> effective_size(4.0, 4.0)
    4.0
    """
    return weights_sum**2 / squares_sum if squares_sum > 0 else 0.0


def design_effect(n: int, weights_sum: float, squares_sum: float) -> float:
    """Kish's design effect of unequal weights, n Σw²/(Σw)²; NaN when there is no weight.

    >>> round(design_effect(2, 4.0, 10.0), 3)  # weights 1 and 3
    1.25
    """
    return n * squares_sum / weights_sum**2 if weights_sum > 0 else float("nan")


def share_covariance(weights: Floats, squares: Floats, n: int) -> Floats:
    """Covariance of the weighted cell shares, linearised, shape (cells, cells), cells in row-major order.

    Parameters
    ----------
    weights, squares
        Σw and Σw² of each cell, shape (rows, columns).
    n
        Persons.

    >>> share_covariance(np.array([[1.0, 1.0]]), np.array([[1.0, 1.0]]), 2).tolist()
    [[0.25, -0.25], [-0.25, 0.25]]
    """
    total = weights.sum()
    share, square = weights.ravel() / total, squares.ravel()
    middle = np.diag(square) - np.outer(share, square) - np.outer(square, share) + square.sum() * np.outer(share, share)
    return np.asarray(n / (n - 1) * middle / total**2)


def rao_scott(weights: Floats, squares: Floats, n: int) -> RaoScott:
    """Rao-Scott test from the sums of weights and of squared weights.

    R: ``svychisq(~row+column, svydesign(~1, weights=~w), statistic="F")``.

    Parameters
    ----------
    weights, squares
        Σw and Σw² of each cell, shape (rows, columns).
    n
        Persons in the table.

    Returns
    -------
    RaoScott
        All NaN when fewer than two rows or columns are filled or n < 2.

    >>> w = np.array([[20.0, 30.0], [30.0, 20.0]])
    >>> round(rao_scott(w, w, 100).naive, 3)
    4.0
    """
    rows, columns = weights.sum(axis=1) > 0, weights.sum(axis=0) > 0
    table, square = weights[np.ix_(rows, columns)], squares[np.ix_(rows, columns)]
    if min(table.shape) < 2 or n < 2:
        nan = float("nan")
        return RaoScott(nan, nan, nan, nan, ChiSquare(nan, 0, nan), nan)
    return rao_scott_from_variance(table / table.sum(), share_covariance(table, square, n), n, n - 1)


def rao_scott_from_variance(shares: Floats, covariance: Floats, n: int, design_df: float) -> RaoScott:
    """Rao-Scott test from the cell shares and their covariance, whatever the design they come from.

    Parameters
    ----------
    shares
        Estimated cell shares, shape (rows, columns), no empty row or column.
    covariance
        Their design covariance, shape (cells, cells), row-major.
    n
        Persons; scales Pearson's statistic.
    design_df
        Degrees of freedom of the design: n - 1 for weights alone, clusters - strata otherwise.

    >>> p = np.full((2, 2), 0.25)
    >>> v = (np.diag(p.ravel()) - np.outer(p.ravel(), p.ravel())) / 100
    >>> round(rao_scott_from_variance(p, v, 100, 99).df1, 6)
    1.0
    """
    from scipy.special import chdtrc, fdtrc

    fit = expected(nonempty(shares))
    naive = n * float(((shares - fit) ** 2 / fit).sum())
    contrasts = interaction_contrasts(*shares.shape)
    flat = shares.ravel()
    inverse = np.divide(1.0, flat, out=np.zeros_like(flat), where=flat > 0)
    scaled = contrasts * inverse[:, None]
    simple = contrasts.T @ scaled / n
    design = scaled.T @ covariance @ scaled
    # Empty cells can leave the simple-random form singular; least squares, which is slow, then stands for the inverse.
    delta = np.linalg.solve(simple, design) if (flat > 0).all() else np.linalg.lstsq(simple, design, rcond=None)[0]
    trace, trace2 = float(np.trace(delta)), float(np.trace(delta @ delta))
    df = contrasts.shape[1]
    df1 = trace**2 / trace2
    f, first = naive / trace, naive * df / trace
    df2 = df1 * design_df
    return RaoScott(f, df1, df2, float(fdtrc(df1, df2, f)), ChiSquare(first, df, float(chdtrc(df, first))), naive)


@functools.lru_cache(maxsize=256)
def interaction_contrasts(rows: int, columns: int) -> Floats:
    """Interaction columns of the log-linear design with the main effects projected out."""
    row, column = (np.repeat(np.arange(rows), columns), np.tile(np.arange(columns), rows))
    by_row = (row[:, None] == np.arange(1, rows)).astype(float)
    by_column = (column[:, None] == np.arange(1, columns)).astype(float)
    main = np.hstack([np.ones((rows * columns, 1)), by_row, by_column])
    interaction = (by_row[:, :, None] * by_column[:, None, :]).reshape(rows * columns, -1)
    return np.asarray(interaction - main @ np.linalg.lstsq(main, interaction, rcond=None)[0])


def weighted_residuals(counts: npt.NDArray[np.int64], weights: Floats, squares: Floats) -> Floats:
    """Adjusted residuals of a weighted table, each divided by the square root of its own design effect.

    The deviation p_ij - p_i p_j has the influence (1_i - p_i)(1_j - p_j) - (p_ij - p_i p_j); its design effect is
    the variance under the weights over the variance without them. Equal weights give `adjusted_residuals`.

    Parameters
    ----------
    counts, weights, squares
        Persons, Σw and Σw² of each cell, shape (rows, columns).

    Returns
    -------
    numpy.ndarray
        Same shape, about standard normal without association; NaN where nothing can deviate.

    >>> n = np.array([[10, 20], [30, 40]])
    >>> w = 2.0 * n
    >>> bool(np.allclose(weighted_residuals(n, w, 2 * w), adjusted_residuals(n)))
    True
    """
    total = float(weights.sum())
    n = int(counts.sum())
    if total <= 0:
        return np.full(weights.shape, np.nan)
    share = weights / total
    plain = adjusted_residuals(share * n)
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    a, b = np.eye(rows.size) - rows[:, None], np.eye(columns.size) - columns[:, None]
    gap = share - np.outer(rows, columns)

    def spread(mass: Floats) -> Floats:
        """Sum of mass times squared influence, for every cell: the square multiplied out."""
        return np.asarray(a**2 @ mass @ (b**2).T - 2 * gap * (a @ mass @ b.T) + gap**2 * mass.sum())

    designed, simple = spread(squares) / total**2, spread(share) / n
    out = np.full(share.shape, np.nan)
    possible = ~np.isnan(plain) & (designed > 0) & (simple > 0)
    out[possible] = plain[possible] / np.sqrt(designed[possible] / simple[possible])
    return out


def adjusted_wald(cells: Floats, covariance: Floats, design_df: float) -> tuple[float, int, float, float]:
    """Wald test of independence with its F adjustment; R: ``svychisq(statistic = "adjWald")``.

    Parameters
    ----------
    cells
        Estimated totals (as R) or shares of the cells, shape (rows, columns). Away from independence the two differ,
        because totals also vary with the estimated size of the population.
    covariance
        Their design covariance, shape (cells, cells), row-major.
    design_df
        See `rao_scott_from_variance`.

    Returns
    -------
    F, df1, df2, p
        F and p are NaN when the design has too few degrees of freedom or the covariance is singular.

    >>> p = np.full((2, 2), 0.25)
    >>> v = (np.diag(p.ravel()) - np.outer(p.ravel(), p.ravel())) / 100
    >>> adjusted_wald(p, v, 99)[:3]
    (0.0, 1, 99)
    """
    from scipy.special import fdtrc

    rows, columns = cells.shape
    total = cells.sum()
    by_row, by_column = cells.sum(axis=1) / total, cells.sum(axis=0) / total
    fit = np.outer(by_row, by_column)
    gap = (cells - total * fit)[1:, 1:].ravel()
    unit = np.eye(rows * columns).reshape(-1, rows, columns)
    # Derivative of T_ij - T_i T_j / T with respect to every cell.
    slope = unit - unit.sum(axis=2)[:, :, None] * by_column - by_row[None, :, None] * unit.sum(axis=1)[:, None, :] + fit
    slope = slope[:, 1:, 1:].reshape(rows * columns, -1)
    variance = slope.T @ covariance @ slope
    df1 = gap.size
    df2 = design_df - df1 + 1
    if df2 <= 0 or np.linalg.matrix_rank(variance) < df1:
        return float("nan"), df1, df2, float("nan")
    f = float(gap @ np.linalg.solve(variance, gap)) * df2 / (df1 * design_df)
    return f, df1, df2, float(fdtrc(df1, df2, f))
