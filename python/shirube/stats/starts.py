"""Relabelling of starts: is a mean effect of staggered adoption more than chance over who started when?

Whole units swap their starts (those that never start included), which keeps its promise with few starters, where
standard errors do not. The statistic is the mean effect over all starters and times under the policy against units
that never start (`group_time` with ``control="never"``, `summarise` ``"simple"``). It is linear in each unit's series,
so one table of units × starts serves every relabelling, and the interval comes from inverting the same test.
Source: random assignment of adoption dates as in Athey and Imbens (2022, J. Econometrics 226, 62-79).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from ..errors import DesignError
from .means import FloatArray
from .resampling import DRAWS, SEED, Randomisation, summarised

__all__ = ["relabel_starts"]

_CHUNK = 500


def relabel_starts(
    outcome: npt.ArrayLike, starts: npt.ArrayLike, *, before: bool = False, draws: int = DRAWS, seed: int = SEED
) -> Randomisation:
    """Judge the mean effect of starting.

    Parameters
    ----------
    outcome
        Shape (units, times), complete.
    starts
        Shape (units,): position of the first time under the policy, −1 for units that never start.
    before
        Judge the last time before each start against the mean of the earlier ones instead: the groups should not
        differ there. Starts without two times before are left out.

    Raises
    ------
    DesignError
        SB-S461: no start with a time before it, or no unit that never starts.

    >>> rng = np.random.default_rng(1)
    >>> y, s = rng.normal(size=(30, 8)), np.repeat([3, 5, -1], 10)
    >>> y[:10, 3:] += 2; y[10:20, 5:] += 2
    >>> found = relabel_starts(y, s)
    >>> found.p, found.low < 2 < found.high
    (0.0001, True)
    """
    y, s = np.asarray(outcome, dtype=float), np.asarray(starts, dtype=int)
    groups = [int(g) for g in np.unique(s[s >= 0]) if g >= 1 + before]
    if not groups or not (s < 0).any():
        raise DesignError("S461")
    used = (s < 0) | np.isin(s, groups)
    y, s = y[used], s[used]
    labels = np.where(s < 0, len(groups), np.searchsorted(groups, s))
    under = (np.arange(y.shape[1]) >= np.where(s < 0, y.shape[1], s)[:, None]).astype(float)
    sizes = np.bincount(labels, minlength=len(groups) + 1)
    table = _table(y, groups, sizes, before=before)
    response = np.zeros_like(table) if before else _table(under, groups, sizes, before=False)
    rows = np.arange(len(y))
    a0, b0 = float(table[rows, labels].sum()), 1.0
    rng = np.random.default_rng(seed)
    lows, highs = [np.array([-np.inf])], [np.array([np.inf])]
    for begin in range(0, draws, _CHUNK):
        drawn = rng.permuted(np.tile(labels, (min(_CHUNK, draws - begin), 1)), axis=1)
        a = table[rows, drawn].sum(axis=1)
        b = response[rows, drawn].sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            one, other = (a0 - a) / (b0 - b), (a0 + a) / (b0 + b)
        same = np.abs(b) >= b0 * (1 - 1e-12)
        lows.append(np.where(same, -np.inf, np.minimum(one, other)))
        highs.append(np.where(same, np.inf, np.maximum(one, other)))
    ways = math.exp(min(math.lgamma(len(y) + 1) - sum(math.lgamma(int(m) + 1) for m in sizes), 700.0))
    smallest = max(1 / (draws + 1), 1 / round(ways) if ways < 1e9 else 0.0)
    return summarised(a0, np.concatenate(lows), np.concatenate(highs), 0.95, draws + 1, seed, smallest)


def _table(y: FloatArray, groups: list[int], sizes: npt.NDArray[np.intp], *, before: bool) -> FloatArray:
    """What each unit adds to the mean effect under each label, shape (units, groups + 1); the last never starts."""
    times = y.shape[1]
    weight = np.array([sizes[i] * (1 if before else times - g) for i, g in enumerate(groups)], dtype=float)
    weight /= weight.sum()
    table = np.zeros((len(y), len(groups) + 1))
    for i, g in enumerate(groups):
        move = y[:, g - 1] - y[:, : g - 1].mean(axis=1) if before else y[:, g:].mean(axis=1) - y[:, g - 1]
        table[:, i] = weight[i] * move / sizes[i]
        table[:, -1] -= weight[i] * move / sizes[-1]
    return table
