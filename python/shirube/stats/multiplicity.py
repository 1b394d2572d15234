"""Adjusted p-values when many comparisons are made at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

__all__ = ["Method", "adjust"]

Method = Literal["none", "bonferroni", "holm", "bh"]


def adjust(p: Sequence[float] | npt.NDArray[np.float64], method: Method = "holm") -> npt.NDArray[np.float64]:
    """Adjust p-values; the result is compared with the level as it stands. Same numbers as R's ``p.adjust``.

    Parameters
    ----------
    p
        p-values, shape (m,). NaN marks a comparison that was not made: it stays NaN and is not counted.
    method
        ``"bonferroni"`` and ``"holm"`` (Holm 1979) bound the chance of even one false alarm, whatever the
        dependence; ``"bh"`` (Benjamini & Hochberg 1995) bounds the expected share of false alarms.

    Returns
    -------
    numpy.ndarray
        Adjusted p-values, shape (m,).

    Examples
    --------
    >>> adjust([0.01, 0.04, 0.03]).tolist()
    [0.03, 0.06, 0.06]
    >>> adjust([0.01, 0.04, 0.03], "bh").tolist()
    [0.03, 0.04, 0.04]
    """
    values = np.asarray(p, dtype=float)
    out = np.full(values.shape, np.nan)
    made = np.flatnonzero(~np.isnan(values))
    m = made.size
    if m == 0:
        return out
    order = made[np.argsort(values[made], kind="stable")]
    ranked = values[order]
    rank = np.arange(1, m + 1)
    if method == "bonferroni":
        ranked = ranked * m
    elif method == "holm":
        ranked = np.maximum.accumulate(ranked * (m - rank + 1))
    elif method == "bh":
        ranked = np.minimum.accumulate((ranked * m / rank)[::-1])[::-1]
    out[order] = np.minimum(ranked, 1.0)
    return out
