"""Strength of association between two unordered variables, beside Cramér's V in `contingency`.

`of` names what is predicted: ``"columns"`` from the rows (written C|R in other programs), ``"rows"`` from the
columns (R|C), or ``"both"`` for the symmetric form. Formulas: Goodman & Kruskal (1954), Theil (1972), as collected in
the SAS/STAT FREQ documentation. Empty rows and columns are left out. NaN where there is nothing to predict.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from .contingency import Counts, Floats, nonempty, pearson

__all__ = [
    "Of",
    "contingency_coefficient",
    "goodman_kruskal_lambda",
    "goodman_kruskal_tau",
    "theil_u",
    "tschuprows_t",
]

Of = Literal["columns", "rows", "both"]


def contingency_coefficient(counts: Counts) -> float:
    """Pearson's contingency coefficient √(χ²/(χ²+n)); R: ``vcd::assocstats(x)$contingency``.

    >>> round(contingency_coefficient(np.array([[762, 327, 468], [484, 239, 477]])), 4)
    0.1039
    """
    table = nonempty(counts)
    if min(table.shape, default=0) < 2:
        return float("nan")
    chi2 = pearson(table).statistic
    return float(np.sqrt(chi2 / (chi2 + table.sum())))


def tschuprows_t(counts: Counts) -> float:
    """Tschuprow's T, √(χ²/(n√((r-1)(c-1)))).

    >>> round(tschuprows_t(np.array([[762, 327, 468], [484, 239, 477]])), 4)
    0.0878
    """
    table = nonempty(counts)
    if min(table.shape, default=0) < 2:
        return float("nan")
    r, c = table.shape
    return float(np.sqrt(pearson(table).statistic / (table.sum() * np.sqrt((r - 1) * (c - 1)))))


def goodman_kruskal_lambda(counts: Counts, of: Of = "columns") -> float:
    """Share of the errors of guessing the commonest category that knowing the other variable saves.

    >>> round(goodman_kruskal_lambda(np.array([[10, 30], [40, 20]])), 3)
    0.4
    """
    table = nonempty(counts)
    n = float(table.sum())
    parts = []
    for way in _ways(table, of):
        best = float(way.sum(axis=0).max()) if way.size else 0.0
        parts.append((float(way.max(axis=1).sum()) - best, n - best))
    return _ratio(parts)


def goodman_kruskal_tau(counts: Counts, of: Of = "columns") -> float:
    """Share of the errors of guessing in proportion that knowing the other variable saves.

    >>> round(goodman_kruskal_tau(np.array([[10, 30], [40, 20]])), 4)
    0.1667
    """
    table = nonempty(counts)
    n = float(table.sum())
    parts = []
    for way in _ways(table, of):
        alone = float((way.sum(axis=0) ** 2).sum()) / n if n else 0.0
        parts.append((float((way**2 / way.sum(axis=1, keepdims=True)).sum()) - alone, n - alone))
    return _ratio(parts)


def theil_u(counts: Counts, of: Of = "columns") -> float:
    """Uncertainty coefficient: share of the entropy that knowing the other variable removes.

    >>> round(theil_u(np.array([[10, 30], [40, 20]])), 4)
    0.1245
    """
    table = nonempty(counts)
    rows, columns = _entropy(table.sum(axis=1)), _entropy(table.sum(axis=0))
    mutual = rows + columns - _entropy(table.ravel())
    scale = {"columns": columns, "rows": rows, "both": (rows + columns) / 2}[of]
    return float(mutual / scale) if scale > 0 else float("nan")


def _ways(table: Floats, of: Of) -> list[Floats]:
    """The table, its transpose, or both, so that columns are what is predicted."""
    return {"columns": [table], "rows": [table.T], "both": [table, table.T]}[of]


def _ratio(parts: list[tuple[float, float]]) -> float:
    saved, possible = sum(p[0] for p in parts), sum(p[1] for p in parts)
    return float(saved / possible) if possible > 0 else float("nan")


def _entropy(counts: Floats) -> float:
    total = float(counts.sum())
    share = counts[counts > 0] / total if total else counts[:0]
    return float(-(share * np.log(share)).sum())
