"""Judges the effect of a panel regression by the number of units, and says what it would have missed.

1–5 units on a side: whole units are relabelled, and no p that rests on a standard error is shown. Fewer than 20 on a
side: wild cluster bootstrap, every sign pattern up to 12 units. Otherwise: clustered standard errors. The estimate is
the same in all three; the choice is what separates 66 % false alarms from 5 %.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..stats import distributions as stats
from ..stats.power import detectable_standardised
from ..stats.regression import contrast
from ..stats.resampling import relabel_scores
from ..stats.twoway import TwoWayFit
from ..stats.wild import wild_bootstrap
from .inference import ALPHA, FEW_ON_ONE_SIDE, Inference, Method, flat, from_randomisation, without_spread

__all__ = ["ENOUGH_FOR_CLUSTERS", "Judged", "judge_panel"]

#: Units on the smaller side from which clustered standard errors keep their promise.
ENOUGH_FOR_CLUSTERS = 20


@dataclass(frozen=True, slots=True)
class Judged:
    """A judged panel effect.

    Attributes
    ----------
    inference
        Estimate, interval, p.
    mde
        Smallest effect that would probably (80 %) have been found; NaN when none could.
    se
        Clustered standard error; NaN when it may not be shown.
    """

    inference: Inference
    mde: float
    se: float


def judge_panel(fit: TwoWayFit, treated: npt.NDArray[np.bool_], start: int) -> Judged:
    """Judge the only regressor of `fit`, which is 1 for `treated` units from position `start` on.

    >>> from shirube.stats.twoway import two_way
    >>> d = np.zeros((1, 30, 6)); d[0, :10, 3:] = 1
    >>> fit = two_way(np.random.default_rng(1).normal(size=(30, 6)), d)
    >>> judge_panel(fit, np.arange(30) < 10, 3).inference.method.name
    'WILD_DRAWN'
    """
    score = fit.outcome[:, start:].sum(axis=1)
    response = fit.regressors[0][:, start:].sum(axis=1)
    estimate, se = float(fit.coef[0]), float(fit.se[0])
    fewest = min(int(treated.sum()), int((~treated).sum()))
    if flat(score) or float(np.ptp(score)) <= 1e-11 * float(np.abs(fit.outcome).max()):
        return Judged(without_spread(estimate), math.nan, math.nan)
    if fewest <= FEW_ON_ONE_SIDE or se <= 1e-10 * abs(estimate):
        judged = from_randomisation(relabel_scores(score, response, treated))
        return Judged(judged, _detectable_relabelled(judged, score, response, treated), math.nan)
    if fewest < ENOUGH_FOR_CLUSTERS:
        wild = wild_bootstrap(fit)
        method = Method.WILD if wild.exact else Method.WILD_DRAWN
        judged = Inference(estimate, wild.low, wild.high, wild.p, method, wild.smallest_p, wild.patterns, wild.seed)
        return Judged(judged, _beyond(judged, se, fit.df), se)
    found = contrast([1], fit.coef, fit.cov, fit.df)
    judged = Inference(estimate, found.low, found.high, found.p, Method.CLUSTER)
    return Judged(judged, detectable_standardised(fit.df) * se, se)


def _detectable_relabelled(
    judged: Inference, score: npt.NDArray[np.float64], response: npt.NDArray[np.float64], treated: npt.NDArray[np.bool_]
) -> float:
    """Spread of the units' own effects within both sides (of the controls alone when one unit was treated)."""
    n1, n0 = int(treated.sum()), int((~treated).sum())
    if judged.smallest_p > ALPHA or n1 + n0 < 3:
        return math.nan
    rest = score - judged.estimate * response
    inside = np.concatenate([rest[treated] - rest[treated].mean(), rest[~treated] - rest[~treated].mean()])
    scale = float(response[treated].mean() - response[~treated].mean())
    sd = math.sqrt(float((inside**2).sum()) / (n1 + n0 - 2)) / scale
    return _beyond(judged, sd * math.sqrt(1 / n1 + 1 / n0), n1 + n0 - 2) if sd > 0 else math.nan


def _beyond(judged: Inference, se: float, df: float) -> float:
    """How far an estimate must lie from zero (half the interval), and what chance adds to that in 80 of 100 cases."""
    if not judged.has_interval or judged.smallest_p > ALPHA:
        return math.nan
    return (judged.high - judged.low) / 2 + float(stats.t.ppf(0.8, df)) * se
