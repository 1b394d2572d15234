"""The tests of `contingency` and `survey` for many tables of one shape at once.

Arrays have shape (tables, rows, columns); every row and every column of every table has somebody. The figures are those
of the functions for one table, which say where they come from.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .survey import interaction_contrasts

__all__ = [
    "RaoScottMany",
    "expected_many",
    "pearson_many",
    "rao_scott_many",
    "residuals_many",
    "weighted_residuals_many",
]

Floats = npt.NDArray[np.float64]


class RaoScottMany(NamedTuple):
    """Second-order Rao-Scott tests, shape (tables,) each; see `survey.RaoScott`."""

    f: Floats
    df1: Floats
    df2: Floats
    p: Floats


def expected_many(tables: Floats) -> Floats:
    """Counts expected without association.

    >>> expected_many(np.array([[[10.0, 20.0], [30.0, 40.0]]])).tolist()
    [[[12.0, 18.0], [28.0, 42.0]]]
    """
    total = tables.sum(axis=(1, 2))[:, None, None]
    return np.asarray(tables.sum(axis=2)[:, :, None] * tables.sum(axis=1)[:, None, :] / total)


def pearson_many(tables: Floats) -> tuple[Floats, int, Floats]:
    """Pearson's statistics, their common degrees of freedom, and p-values.

    >>> statistic, df, _ = pearson_many(np.array([[[762.0, 327.0, 468.0], [484.0, 239.0, 477.0]]]))
    >>> statistic.round(2).tolist(), df
    ([30.07], 2)
    """
    from scipy.special import chdtrc

    fit = expected_many(tables)
    statistic = ((tables - fit) ** 2 / fit).sum(axis=(1, 2))
    df = (tables.shape[1] - 1) * (tables.shape[2] - 1)
    return np.asarray(statistic), df, np.asarray(chdtrc(df, statistic))


def residuals_many(tables: Floats) -> Floats:
    """Adjusted standardised residuals, same shape.

    >>> residuals_many(np.array([[[762.0, 327.0, 468.0], [484.0, 239.0, 477.0]]])).round(2)[0, 0].tolist()
    [4.5, 0.7, -5.32]
    """
    total = tables.sum(axis=(1, 2))[:, None, None]
    rows, columns = tables.sum(axis=2)[:, :, None] / total, tables.sum(axis=1)[:, None, :] / total
    fit = total * rows * columns
    return np.asarray((tables - fit) / np.sqrt(fit * (1 - rows) * (1 - columns)))


def weighted_residuals_many(counts: npt.NDArray[np.int64], weights: Floats, squares: Floats) -> Floats:
    """Adjusted residuals of weighted tables, same shape; NaN where nothing can deviate.

    >>> n = np.array([[[10, 20], [30, 40]]])
    >>> bool(np.allclose(weighted_residuals_many(n, 2.0 * n, 4.0 * n), residuals_many(n.astype(float))))
    True
    """
    total, n = weights.sum(axis=(1, 2))[:, None, None], counts.sum(axis=(1, 2))[:, None, None]
    share = weights / total
    rows, columns = share.sum(axis=2), share.sum(axis=1)
    a = np.eye(rows.shape[1]) - rows[:, :, None]
    b = np.swapaxes(np.eye(columns.shape[1]) - columns[:, :, None], 1, 2)
    gap = share - rows[:, :, None] * columns[:, None, :]

    def spread(mass: Floats) -> Floats:
        whole = mass.sum(axis=(1, 2))[:, None, None]
        return np.asarray(a**2 @ mass @ b**2 - 2 * gap * (a @ mass @ b) + gap**2 * whole)

    designed, simple = spread(squares) / total**2, spread(share) / n
    plain = residuals_many(share * n)
    out = np.full(share.shape, np.nan)
    possible = (designed > 0) & (simple > 0)
    out[possible] = plain[possible] / np.sqrt(designed[possible] / simple[possible])
    return out


def rao_scott_many(weights: Floats, squares: Floats, n: npt.NDArray[np.int64]) -> RaoScottMany:
    """Second-order Rao-Scott tests from Σw and Σw², with n persons in each table, shape (tables,).

    >>> w = np.array([[[20.0, 30.0], [30.0, 20.0]]])
    >>> rao_scott_many(w, w, np.array([100])).f.round(3).tolist()
    [3.96]
    """
    from scipy.special import fdtrc

    tables, rows, columns = weights.shape
    total = weights.sum(axis=(1, 2))
    share = (weights / total[:, None, None]).reshape(tables, -1)
    square = squares.reshape(tables, -1)
    fit = expected_many(weights / total[:, None, None]).reshape(tables, -1)
    naive = n * ((share - fit) ** 2 / fit).sum(axis=1)
    contrasts = interaction_contrasts(rows, columns)
    inverse = np.divide(1.0, share, out=np.zeros_like(share), where=share > 0)
    scaled = contrasts[None, :, :] * inverse[:, :, None]
    simple = contrasts.T @ scaled / n[:, None, None]
    # The covariance of the shares, multiplied with the contrasts from both sides without being formed.
    by_square = np.swapaxes(scaled, 1, 2) @ (square[:, :, None] * scaled)
    p, s = (np.einsum("tc,tcd->td", x, scaled) for x in (share, square))
    cross = p[:, :, None] * s[:, None, :]
    middle = by_square - cross - np.swapaxes(cross, 1, 2)
    middle += square.sum(axis=1)[:, None, None] * p[:, :, None] * p[:, None, :]
    middle *= (n / (n - 1) / total**2)[:, None, None]
    delta = np.linalg.pinv(simple, hermitian=True) @ middle
    trace = np.trace(delta, axis1=1, axis2=2)
    trace2 = np.einsum("tij,tji->t", delta, delta)
    df1 = trace**2 / trace2
    df2, f = df1 * (n - 1), naive / trace
    return RaoScottMany(f, df1, df2, np.asarray(fdtrc(df1, df2, f)))
