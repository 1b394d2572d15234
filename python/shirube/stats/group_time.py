"""Staggered adoption: effects by starting group and time, with doubly robust covariates, and their summaries.

Each group is compared, from the time before it started, with units that never start (or have not yet). The summaries
carry the uncertainty through influence functions, as R's ``did::att_gt`` and ``did::aggte`` do; standard errors are
``√ΣIF²/n``, the base period before the start varies (each time against the one before).
Sources: Callaway & Sant'Anna (2021) J Econometrics 225:200; Sant'Anna & Zhao (2020) 219:101 for the doubly robust ATT.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ..errors import DesignError
from . import distributions
from .means import FloatArray

__all__ = ["GroupTime", "Summary", "group_time", "pre_test", "summarise"]

Control = Literal["never", "notyet"]
_ROUNDS = 50


@dataclass(frozen=True, eq=False)
class GroupTime:
    """Effects of every starting group at every time but the first.

    Attributes
    ----------
    groups, times
        Start and time of each effect, shape (k,).
    att, influence
        Effects, shape (k,), and their influence functions, shape (k, units).
    starts
        Start of each unit, shape (units,); 0 = never.
    """

    groups: FloatArray
    times: FloatArray
    att: FloatArray
    influence: FloatArray
    starts: FloatArray

    @property
    def se(self) -> FloatArray:
        """Standard errors, shape (k,)."""
        return np.asarray(np.sqrt((self.influence**2).sum(axis=1)) / self.starts.size)


@dataclass(frozen=True, eq=False)
class Summary:
    """One figure for all, and one per step, start or time (labels in `at`; empty for ``simple``)."""

    estimate: float
    se: float
    at: FloatArray
    effects: FloatArray
    effects_se: FloatArray


def group_time(
    outcome: npt.ArrayLike,
    starts: npt.ArrayLike,
    times: npt.ArrayLike,
    *,
    control: Control = "never",
    covariates: npt.ArrayLike | None = None,
) -> GroupTime:
    """Estimate ATT(g, t).

    Parameters
    ----------
    outcome
        Shape (units, times), complete.
    starts
        First time under the policy, 0 for units that never start, shape (units,).
    times
        Shape (times,), increasing.
    covariates
        Shape (units, k), before the policy; the doubly robust comparison is made given them.

    Raises
    ------
    DesignError
        SB-S461: no group that starts after the first time, or nothing to compare it with.

    >>> y = np.array([[1.0, 1, 4], [2, 2, 5], [1, 2, 2], [3, 3, 4]])
    >>> gt = group_time(y, [3, 3, 0, 0], [1, 2, 3])
    >>> gt.att.tolist()
    [-0.5, 2.5]
    """
    y, g, t = (np.asarray(v, dtype=float) for v in (outcome, starts, times))
    x = None if covariates is None else np.column_stack([np.ones(len(y)), np.asarray(covariates, dtype=float)])
    keys, effects, influences = [], [], []
    for group in np.unique(g[(g > t[0]) & (g <= t[-1])]):
        first = int(np.searchsorted(t, group))
        for i in range(1, t.size):
            base = i - 1 if t[i] < group else first - 1
            treated = g == group
            never = g == 0
            others = never if control == "never" else (never | (g > max(t[i], t[base]))) & ~treated
            if not others.any():
                continue
            att, influence = _att(y[:, i] - y[:, base], treated, others, x)
            keys.append((group, t[i]))
            effects.append(att)
            influences.append(influence)
    if not effects:
        raise DesignError("S461")
    pairs = np.array(keys)
    return GroupTime(pairs[:, 0], pairs[:, 1], np.array(effects), np.array(influences), g)


def _att(
    change: FloatArray, treated: npt.NDArray[np.bool_], others: npt.NDArray[np.bool_], x: FloatArray | None
) -> tuple[float, FloatArray]:
    n = change.size
    influence = np.zeros(n)
    if x is None:
        one, other = float(change[treated].mean()), float(change[others].mean())
        influence[treated] = (change[treated] - one) * n / treated.sum()
        influence[others] = -(change[others] - other) * n / others.sum()
        return one - other, influence
    used = treated | others
    att, inside = _doubly_robust(change[used], treated[used].astype(float), x[used])
    influence[used] = inside * n / used.sum()
    return att, influence


def _doubly_robust(dy: FloatArray, d: FloatArray, x: FloatArray) -> tuple[float, FloatArray]:
    """Sant'Anna & Zhao's improved-traditional estimator for panels: logit weights and a regression among controls."""
    n = dy.size
    score, score_influence = _logit(d, x)
    w0 = 1.0 - d
    design = x * w0[:, None]
    beta = np.linalg.lstsq(design.T @ x, design.T @ dy, rcond=None)[0]
    rest = dy - x @ beta
    outcome_influence = (design * rest[:, None]) @ np.linalg.pinv(design.T @ x / n)
    weight = score * w0 / (1.0 - score)
    one, other = float((d * rest).mean() / d.mean()), float((weight * rest).mean() / weight.mean())
    # Influence of the treated part, through the regression; of the control part, through the weights as well.
    treated = (d * (rest - one) - outcome_influence @ (d[:, None] * x).mean(axis=0)) / d.mean()
    slope = (weight[:, None] * (rest - other)[:, None] * x).mean(axis=0)
    control = weight * (rest - other) + score_influence @ slope - outcome_influence @ (weight[:, None] * x).mean(axis=0)
    return one - other, treated - control / weight.mean()


def _logit(d: FloatArray, x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Fitted probabilities of a logit and the influence of its coefficients, shape (n, k)."""
    n, beta = d.size, np.zeros(x.shape[1])
    for _ in range(_ROUNDS):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        hessian = (x * (p * (1 - p))[:, None]).T @ x
        step = np.linalg.pinv(hessian) @ (x.T @ (d - p))
        beta = beta + step
        if float(np.abs(step).max()) < 1e-12:
            break
    p = np.clip(1 / (1 + np.exp(-np.clip(x @ beta, -30, 30))), 0.0, 1 - 1e-6)
    hessian = (x * (p * (1 - p))[:, None]).T @ x
    return p, (x * (d - p)[:, None]) @ (np.linalg.pinv(hessian) * n)


def summarise(
    found: GroupTime,
    kind: Literal["simple", "dynamic", "group", "calendar"] = "simple",
    *,
    as_did_2_1_2: bool = False,
) -> Summary:
    """Average the effects under the policy: over everything, by step since the start, by start, or by time.

    Parameters
    ----------
    as_did_2_1_2
        Repeat the standard error of the whole for ``group`` as version 2.1.2 of R's did has it, which takes the share
        of the first group for that of every group; later versions do as is done here.

    Raises
    ------
    DesignError
        SB-S461: no effect under the policy.
    """
    share = {group: float((found.starts == group).mean()) for group in np.unique(found.groups)}
    weight = np.array([share[group] for group in found.groups])
    post = found.times >= found.groups
    if not post.any():
        raise DesignError("S461")
    if kind == "simple":
        estimate, influence = _average(found, np.flatnonzero(post), weight, uncertain=True)
        empty = np.zeros(0)
        return Summary(estimate, _se(influence), empty, empty, empty)
    if kind == "dynamic":
        key, kept = found.times - found.groups, np.ones(post.size, dtype=bool)
    else:
        key, kept = (found.groups if kind == "group" else found.times), post
    at = np.unique(key[kept])
    parts = [_average(found, np.flatnonzero(kept & (key == value)), weight, uncertain=kind != "group") for value in at]
    effects = np.array([effect for effect, _ in parts])
    influences = np.array([influence for _, influence in parts])
    whole = at >= 0 if kind == "dynamic" else np.ones(at.size, dtype=bool)
    over = np.array([share[value] for value in at]) if kind == "group" else np.ones(at.size)
    over = np.where(whole, over, 0.0) / over[whole].sum()
    se = np.array([_se(influence) for influence in influences])
    estimate, whole_influence = float(over @ effects), over @ influences
    if kind == "group":
        drawn = [(found.starts == (at[0] if as_did_2_1_2 else group)) - share[group] for group in at]
        total = sum(share[group] for group in at)
        whole_influence = whole_influence + (effects - estimate) @ np.array(drawn) / total
    return Summary(estimate, _se(whole_influence), at, effects, se)


def _average(
    found: GroupTime, index: npt.NDArray[np.intp], weight: FloatArray, *, uncertain: bool
) -> tuple[float, FloatArray]:
    """Weighted mean of some effects; `uncertain` adds that the sizes of the groups were drawn too."""
    w = weight[index]
    total = float(w.sum())
    estimate = float(w @ found.att[index]) / total
    influence = (w / total) @ found.influence[index]
    if uncertain:
        for i, own in zip(index, w, strict=True):
            drawn = (found.starts == found.groups[i]) - own
            influence = influence + drawn * (found.att[i] - estimate) / total
    return estimate, np.asarray(influence)


def _se(influence: FloatArray) -> float:
    return math.sqrt(float(influence @ influence)) / influence.size


def pre_test(found: GroupTime) -> tuple[float, int, float]:
    """Test that all effects before the starts are zero (Wald, χ²): statistic, their number, p (NaN when untestable)."""
    before = found.times < found.groups
    n, q = found.starts.size, int(before.sum())
    if not q:
        return math.nan, 0, math.nan
    v = found.influence[before] @ found.influence[before].T / n
    if np.linalg.matrix_rank(v, hermitian=True) < q:
        return math.nan, q, math.nan
    w = n * float(found.att[before] @ np.linalg.solve(v, found.att[before]))
    return w, q, distributions.chi2.sf(w, q)
