"""Tests for multiple answers: one person may pick several options, so the options are not independent.

The statistic adds up Pearson's statistics of the options; a second-order Rao-Scott correction accounts for the
correlation of the options. Sources: Agresti & Liu (1999); Bilder, Loughin & Nettleton (2000); Bilder & Loughin (2004);
Thomas & Decady (2004). R: ``MRCV::MI.test``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .contingency import Floats
from .multiplicity import adjust

__all__ = ["OptionsTest", "groups_by_options", "options_by_options"]

Picks = npt.NDArray[np.bool_] | npt.NDArray[np.int64] | npt.NDArray[np.float64]


class OptionsTest(NamedTuple):
    """Result for all options together.

    Attributes
    ----------
    total
        Sum of the statistics of the options; compare it with nothing, its distribution is not chi-square.
    parts
        The statistics behind it: shape (options,), or (options, options) for two multiple-answer questions.
    statistic, df, p
        After the second-order correction; NaN when no option varies.
    bonferroni
        Smallest p-value of the parts times their number, at most 1.
    """

    total: float
    parts: Floats
    statistic: float
    df: float
    p: float
    bonferroni: float


NOTHING = float("nan")


def groups_by_options(
    group: npt.NDArray[np.int64],
    picks: Picks,
    weights: Floats | None = None,
    *,
    times: npt.NDArray[np.int64] | None = None,
    squares: Floats | None = None,
    empty: float = 0.5,
) -> OptionsTest:
    """Test whether the options are picked equally often in all groups.

    Parameters
    ----------
    group
        Group of every person, 0 … groups-1, shape (n,).
    picks
        Who picked which option, shape (n, options). Options nobody or everybody picked cannot differ: left out.
    weights
        Weight of every person, shape (n,); the correction then accounts for unequal weights too.
    times, squares
        How many persons with the same answers every row stands for, shape (n,); `weights` are then their Σw and
        `squares` their Σw².
    empty
        Put in place of an empty cell before Pearson's statistic is taken (0.5 as in MRCV).

    >>> group = np.repeat([0, 1], 50)
    >>> picks = np.column_stack([np.tile([1, 0], 50), np.r_[np.ones(40), np.zeros(60)]])
    >>> test = groups_by_options(group, picks)
    >>> round(test.total, 2), test.p < 0.001
    (65.19, True)
    """
    y = np.asarray(picks, dtype=float)
    persons = np.ones(len(y)) if times is None else np.asarray(times, dtype=float)
    w, w2 = (persons, persons) if weights is None else (np.asarray(weights, dtype=float), squares)
    w2 = w**2 if w2 is None else w2
    inside = np.eye(int(group.max(initial=-1)) + 1)[group]
    inside = inside[:, w @ inside > 0]
    share = w @ y / w.sum()
    varies = (share > 1e-12) & (share < 1 - 1e-12)
    parts = np.full(y.shape[1], NOTHING)
    if inside.shape[1] < 2 or not varies.any():
        return OptionsTest(NOTHING, parts, NOTHING, NOTHING, NOTHING, NOTHING)
    y, share = y[:, varies], share[varies]
    scale = persons.sum() / w.sum()
    yes = scale * (inside.T @ (w[:, None] * y))
    no = scale * (inside.T @ (w[:, None] * (1 - y)))
    parts[varies] = [_pearson(np.column_stack([yes[:, j], no[:, j]]), empty) for j in range(y.shape[1])]
    total = float(np.nansum(parts))
    trace, trace2 = _group_traces(inside, y, w, w2, share, float(persons.sum()))
    dimensions = (inside.shape[1] - 1) * y.shape[1]
    expected = float(dimensions) if weights is None else trace
    return _corrected(total, parts, expected, trace2, inside.shape[1] - 1)


def options_by_options(first: Picks, second: Picks, *, empty: float = 0.5) -> OptionsTest:
    """Test whether the options of two multiple-answer questions are picked independently of each other.

    Parameters
    ----------
    first, second
        Who picked which option, shape (n, options) each.
    empty
        See `groups_by_options`.

    >>> a = np.tile([[1, 0], [0, 1], [1, 1], [0, 0]], (20, 1))
    >>> options_by_options(a, a[:, :1]).parts.round(1).tolist()
    [[77.0], [0.0]]
    """
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    p, q = a.mean(axis=0), b.mean(axis=0)
    one, two = (p > 0) & (p < 1), (q > 0) & (q < 1)
    parts = np.full((p.size, q.size), NOTHING)
    if not one.any() or not two.any():
        return OptionsTest(NOTHING, parts, NOTHING, NOTHING, NOTHING, NOTHING)
    for i in np.flatnonzero(one):
        for j in np.flatnonzero(two):
            x, y = a[:, i], b[:, j]
            table = np.array([[(x * y).sum(), (x * (1 - y)).sum()], [((1 - x) * y).sum(), ((1 - x) * (1 - y)).sum()]])
            parts[i, j] = _pearson(table, empty)
    x, y = (a - p)[:, one], (b - q)[:, two]
    products = (x[:, :, None] * y[:, None, :]).reshape(len(a), -1)
    spread = np.outer((p * (1 - p))[one], (q * (1 - q))[two]).ravel()
    scaled = products / np.sqrt(spread)
    covariance = np.cov(scaled, rowvar=False, bias=True).reshape(spread.size, spread.size)
    return _corrected(float(np.nansum(parts)), parts, float(spread.size), float((covariance**2).sum()), 1)


def _pearson(table: Floats, empty: float) -> float:
    filled = np.where(table == 0, empty, table)
    fit = np.outer(filled.sum(axis=1), filled.sum(axis=0)) / filled.sum()
    return float(((filled - fit) ** 2 / fit).sum())


def _group_traces(inside: Floats, y: Floats, w: Floats, w2: Floats, share: Floats, n: float) -> tuple[float, float]:
    """Sum of the eigenvalues, and of their squares, of the covariance behind the added-up statistic."""
    size = np.asarray(w @ inside)
    part = size / size.sum()
    means = (inside.T @ (w[:, None] * y)) / size[:, None]
    spread = np.sqrt(share * (1 - share))
    blocks = []
    for k in range(inside.shape[1]):
        mine = inside[:, k] > 0
        scores = (y[mine] - means[k]) / spread / size[k]
        # Scaled to n persons so that equal weights give the plain covariance.
        blocks.append(n * part[k] * scores.T @ (w2[mine, None] * scores))
    projection = np.eye(part.size) - np.sqrt(np.outer(part, part))
    trace = float(sum(projection[k, k] * np.trace(block) for k, block in enumerate(blocks)))
    flat = np.array([block.ravel() for block in blocks])
    return trace, float((projection**2 * (flat @ flat.T)).sum())


def _corrected(total: float, parts: Floats, trace: float, trace2: float, df_part: int) -> OptionsTest:
    from scipy.special import chdtrc

    each = adjust(chdtrc(df_part, parts.ravel()), "bonferroni")
    if not trace2 > 0:
        return OptionsTest(total, parts, NOTHING, NOTHING, NOTHING, float(np.nanmin(each)))
    statistic, df = total * trace / trace2, trace**2 / trace2
    return OptionsTest(total, parts, statistic, df, float(chdtrc(df, statistic)), float(np.nanmin(each)))
