"""Other answers for staggered adoption: interaction weights, imputation, and what a plain two-way regression mixes.

Sources: Sun & Abraham (2021) J Econometrics 225:175 (R: ``fixest::sunab``); Borusyak, Jaravel & Spiess (2024) REStud
91:3253; Goodman-Bacon (2021) J Econometrics 225:254 (R: ``bacondecomp::bacon``), as a diagnostic only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..errors import DesignError
from .means import FloatArray
from .regression import Contrast, contrast
from .twoway import TwoWay, two_way

__all__ = ["Comparison", "Imputed", "SunAbraham", "bacon", "imputation", "sun_abraham"]


@dataclass(frozen=True, eq=False)
class SunAbraham:
    """Mean effect under the policy, and effects by step since the start (`steps`, −1 left out)."""

    att: Contrast
    steps: FloatArray
    effects: tuple[Contrast, ...]


def sun_abraham(outcome: npt.ArrayLike, starts: npt.ArrayLike, times: npt.ArrayLike) -> SunAbraham:
    """Interact steps with starting groups and average by their shares.

    Raises
    ------
    DesignError
        SB-S461: no group, or no unit that never starts. SB-S404 as `two_way`.

    >>> y = np.array([[1.0, 1, 4], [2, 2, 5], [1, 2, 2], [3, 3, 4]])
    >>> round(sun_abraham(y, [3, 3, 0, 0], [1, 2, 3]).att.estimate, 6)
    2.5
    """
    y, g, t = (np.asarray(v, dtype=float) for v in (outcome, starts, times))
    if not (g == 0).any():
        raise DesignError("S461")
    step = np.where(g[:, None] > 0, t - g[:, None], np.nan)
    cells = [(group, s) for group in np.unique(g[(g > t[0]) & (g <= t[-1])]) for s in np.unique(t - group) if s != -1]
    if not cells:
        raise DesignError("S461")
    regressors = np.array([(g[:, None] == group) & (step == s) for group, s in cells], dtype=float)
    fit = two_way(y, regressors)
    size, at = regressors.sum(axis=(1, 2)), np.array([s for _, s in cells])

    def judged(kept: npt.NDArray[np.bool_]) -> Contrast:
        weights = np.where(kept, size, 0.0) / size[kept].sum()
        return contrast(weights, fit.coef, fit.cov, fit.df)

    steps = np.unique(at)
    return SunAbraham(judged(at >= 0), steps, tuple(judged(at == s) for s in steps))


@dataclass(frozen=True, eq=False)
class Imputed:
    """Mean effect, and the effect of every cell under the policy (NaN elsewhere), shape (units, times)."""

    att: float
    effects: FloatArray


def imputation(outcome: npt.ArrayLike, under_policy: npt.ArrayLike) -> Imputed:
    """Fill in what cells under the policy would have been, from unit and time effects of all other cells.

    Raises
    ------
    DesignError
        SB-S461: no cell that can be filled in.

    >>> y = np.array([[1.0, 1, 4], [2, 2, 5], [1, 2, 2], [3, 3, 4]])
    >>> d = np.array([[0, 0, 1], [0, 0, 1], [0, 0, 0], [0, 0, 0]])
    >>> round(imputation(y, d).att, 6)
    2.25
    """
    y, d = np.asarray(outcome, dtype=float), np.asarray(under_policy).astype(bool)
    known = np.isfinite(y) & ~d
    effects = TwoWay(known)
    filled = np.where(known, y, 0.0)
    count = known.sum(axis=1)
    centred = np.where(known, filled - (filled.sum(axis=1) / np.maximum(count, 1))[:, None], 0.0)
    time = centred.sum(axis=0) @ effects.time_solver
    unit = (filled - np.where(known, time, 0.0)).sum(axis=1) / np.maximum(count, 1)
    reachable = d & np.isfinite(y) & (count > 0)[:, None] & (known.sum(axis=0) > 0)
    if not reachable.any():
        raise DesignError("S461")
    gap = np.where(reachable, y - unit[:, None] - time, np.nan)
    return Imputed(float(np.nanmean(gap)), gap)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One 2×2 comparison inside a two-way regression: its kind, weight and estimate."""

    kind: str
    weight: float
    estimate: float


def bacon(outcome: npt.ArrayLike, starts: npt.ArrayLike, times: npt.ArrayLike) -> tuple[Comparison, ...]:
    """Take a two-way regression with different starts apart; weights sum to 1, weighted estimates to its coefficient.

    Parameters
    ----------
    outcome, starts, times
        As in `group_time`; complete panel.

    >>> y = np.array([[1.0, 1, 4, 4], [2, 2, 2, 5], [1, 2, 2, 3]])
    >>> parts = bacon(y, [3, 4, 0], [1, 2, 3, 4])
    >>> round(sum(p.weight for p in parts), 9), len(parts)
    (1.0, 4)
    """
    y, g, t = (np.asarray(v, dtype=float) for v in (outcome, starts, times))
    on = (t >= np.where(g > 0, g, math.inf)[:, None]).astype(float)
    variance = float((TwoWay(np.ones_like(on, dtype=bool)).within(on) ** 2).mean())
    share = {group: float((g == group).mean()) for group in np.unique(g)}
    treated = [group for group in share if group > 0 and (t >= group).any()]
    active = {group: float((t >= group).mean()) for group in treated}

    def mean(group: float, when: npt.NDArray[np.bool_]) -> float:
        return float(y[g == group][:, when].mean())

    def did(one: float, other: float, after: npt.NDArray[np.bool_], before: npt.NDArray[np.bool_]) -> float:
        return mean(one, after) - mean(one, before) - mean(other, after) + mean(other, before)

    found = []
    for early in treated:
        before = t < early
        if 0.0 in share and before.any():
            weight = share[early] * share[0.0] * active[early] * (1 - active[early]) / variance
            found.append(Comparison("開始した地区と、開始しない地区", weight, did(early, 0.0, ~before, before)))
        for late in treated:
            if late <= early:
                continue
            between = (t >= early) & (t < late)
            pair, gap = share[early] * share[late] / variance, active[early] - active[late]
            if before.any():
                weight = pair * gap * (1 - active[early])
                found.append(Comparison("早い地区と、まだの地区", weight, did(early, late, between, before)))
            weight = pair * active[late] * gap
            found.append(Comparison("遅い地区と、もう始めた地区", weight, did(late, early, t >= late, between)))
    return tuple(found)
