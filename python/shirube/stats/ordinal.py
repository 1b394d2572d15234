"""Association of two ordered variables from concordant and discordant pairs.

Estimates and asymptotic standard errors under the alternative as in the SAS/STAT FREQ documentation (Goodman &
Kruskal 1979; Brown & Benedetti 1977 for τ_b). NaN where a variable takes a single value.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from .contingency import Counts, Floats, nonempty
from .intervals import Interval, normal_quantile

__all__ = ["Ordinal", "gamma", "somers_d", "tau_b", "tau_c"]


class Ordinal(NamedTuple):
    """A measure of order, -1…1, and its standard error."""

    estimate: float
    ase: float

    def interval(self, confidence: float = 0.95) -> Interval:
        """Wald interval; R: ``vcdExtra::GKgamma(x)$CI``."""
        half = normal_quantile(confidence) * self.ase
        return Interval(self.estimate - half, self.estimate + half)


NOTHING = Ordinal(float("nan"), float("nan"))


def gamma(counts: Counts) -> Ordinal:
    """Goodman and Kruskal's γ: concordant less discordant pairs over both, ties left out.

    >>> round(gamma(np.array([[1, 3, 10, 6], [2, 3, 10, 7], [1, 6, 14, 12], [0, 1, 9, 11]])).estimate, 4)
    0.2211
    """
    table, above, below, p, q = _pairs(counts)
    if min(table.shape, default=0) < 2 or p + q == 0:
        return NOTHING
    spread = float((table * (q * above - p * below) ** 2).sum())
    return Ordinal((p - q) / (p + q), 4 * float(np.sqrt(spread)) / (p + q) ** 2)


def tau_b(counts: Counts) -> Ordinal:
    """Kendall's τ_b.

    >>> round(tau_b(np.array([[1, 3, 10, 6], [2, 3, 10, 7], [1, 6, 14, 12], [0, 1, 9, 11]])).ase, 4)
    0.0818
    """
    table, above, below, p, q = _pairs(counts)
    n = float(table.sum())
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    wr, wc = n**2 - float((rows**2).sum()), n**2 - float((columns**2).sum())
    if wr <= 0 or wc <= 0:
        return NOTHING
    w = float(np.sqrt(wr * wc))
    tau = (p - q) / w
    tilt = rows[:, None] * wc + columns[None, :] * wr
    spread = float((table * (2 * w * (above - below) + tau * tilt) ** 2).sum()) - n**3 * tau**2 * (wr + wc) ** 2
    return Ordinal(tau, float(np.sqrt(max(spread, 0.0))) / w**2)


def tau_c(counts: Counts) -> Ordinal:
    """Stuart's τ_c, for tables that are not square.

    >>> round(tau_c(np.array([[1, 3, 10, 6], [2, 3, 10, 7], [1, 6, 14, 12], [0, 1, 9, 11]])).estimate, 4)
    0.1395
    """
    table, above, below, p, q = _pairs(counts)
    n, m = float(table.sum()), min(table.shape, default=0)
    if m < 2:
        return NOTHING
    spread = float((table * (above - below) ** 2).sum()) - (p - q) ** 2 / n
    scale = m / ((m - 1) * n**2)
    return Ordinal(scale * (p - q), 2 * scale * float(np.sqrt(max(spread, 0.0))))


def somers_d(counts: Counts, of: Literal["columns", "rows"] = "columns") -> Ordinal:
    """Somers' d of the columns given the rows (C|R), or of the rows given the columns (R|C).

    >>> round(somers_d(np.array([[1, 3, 10, 6], [2, 3, 10, 7], [1, 6, 14, 12], [0, 1, 9, 11]])).estimate, 4)
    0.1417
    """
    table, above, below, p, q = _pairs(
        np.asarray(counts, dtype=float) if of == "columns" else np.asarray(counts, dtype=float).T
    )
    n = float(table.sum())
    rows = table.sum(axis=1)
    wr = n**2 - float((rows**2).sum())
    if wr <= 0 or min(table.shape) < 2:
        return NOTHING
    spread = float((table * (wr * (above - below) - (p - q) * (n - rows[:, None])) ** 2).sum())
    return Ordinal((p - q) / wr, 2 * float(np.sqrt(spread)) / wr**2)


def _pairs(counts: Counts) -> tuple[Floats, Floats, Floats, float, float]:
    """The table; per cell the persons who agree and who disagree in order with it; both added up, each pair twice."""
    table = nonempty(counts)
    padded = np.zeros((table.shape[0] + 1, table.shape[1] + 1))
    padded[1:, 1:] = table.cumsum(axis=0).cumsum(axis=1)
    whole, left = padded[-1, -1], padded
    upper_left = left[:-1, :-1]
    lower_right = whole - left[1:, -1:] - left[-1:, 1:] + left[1:, 1:]
    upper_right = left[:-1, -1:] - left[:-1, 1:]
    lower_left = left[-1:, :-1] - left[1:, :-1]
    above, below = upper_left + lower_right, upper_right + lower_left
    return table, above, below, float((table * above).sum()), float((table * below).sum())
