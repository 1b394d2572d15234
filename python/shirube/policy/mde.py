"""Before spending: how large an effect must be to be seen with so many people, events, units and times.

Every function answers for 80 % power at a two-sided 5 % and gives NaN where no size could be told from chance.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from ..errors import DesignError
from ..stats import distributions as stats
from ..stats import power
from ..stats.exact_power import exact_rate_ratio, exact_share_difference
from ..stats.reach import known_memory_reach, plain_reach
from ..stats.resampling import relabel
from .inference import ALPHA, FEW_ON_ONE_SIDE
from .its_models import ENOUGH_FOR_MEMORY, design
from .panel_inference import ENOUGH_FOR_CLUSTERS

__all__ = ["change_sd", "mde_counts", "mde_did", "mde_its", "mde_means", "mde_paired", "mde_shares"]

_REPLICATES, _SPLITS, _SEED = 200, 1_000, 20_240_401


def mde_means(n_before: int, n_after: int, sd: float) -> float:
    """Smallest difference of two means, different people before and after, `sd` among people.

    Raises
    ------
    DesignError
        SB-S101: fewer than two people. SB-S421: sd not positive.

    >>> round(mde_means(50, 50, 10.0), 2)
    5.66
    """
    _positive(sd, "標準偏差")
    splits = math.comb(n_before + n_after, n_before) if n_before + n_after <= 60 else math.inf
    if splits < (2 if n_before == n_after else 1) / ALPHA:
        return math.nan
    return power.detectable_mean_difference(n_before, n_after, sd)


def mde_paired(n: int, sd: float) -> float:
    """Smallest mean change in `n` pairs, `sd` of the changes; NaN with fewer than six pairs.

    >>> round(mde_paired(30, 1.0), 4), mde_paired(5, 1.0)
    (0.5292, nan)
    """
    _positive(sd, "標準偏差")
    return power.detectable_paired_mean(n, sd) if n >= 1 - math.log2(ALPHA) else math.nan


def mde_shares(n: int, share: float) -> float:
    """Smallest change of a share (in points of per cent), `n` people each time, `share` (0–1) before.

    >>> round(mde_shares(100, 0.3), 1)
    20.3
    """
    if not 0 < share < 1:
        raise DesignError("S422", value=f"{share:g}")
    return 100 * exact_share_difference(min(share, 1 - share), n, n)


def mde_counts(events: float, exposure_ratio: float = 1.0) -> float:
    """Smallest rise of a rate (in per cent) from `events` before; `exposure_ratio` = period after / period before.

    >>> round(mde_counts(100)), round(mde_counts(5))
    (45, 285)
    """
    _positive(events, "件数")
    _positive(exposure_ratio, "期間の比")
    return 100 * (exact_rate_ratio(events, exposure_ratio=exposure_ratio) - 1)


def change_sd(before: int, after: int, sd: float, rho: float) -> float:
    """Spread of the change of a unit's mean when its values wander with AR(1) memory `rho` and spread `sd`.

    >>> round(change_sd(1, 1, 1.0, 0.0), 4), round(change_sd(4, 4, 1.0, 0.5), 3)
    (1.4142, 0.901)
    """
    place = np.arange(before + after)
    weights = np.where(place < before, -1 / before, 1 / after)
    return sd * math.sqrt(float(weights @ (rho ** np.abs(place[:, None] - place)) @ weights))


def mde_did(treated: int, control: int, before: int, after: int, sd: float, rho: float = 0.5) -> float:
    """Smallest effect of a difference in differences.

    Parameters
    ----------
    treated, control, before, after
        Numbers of units and of times.
    sd, rho
        Spread of one unit's values around its own level and the common movement, and their memory of one time.

    Raises
    ------
    DesignError
        SB-S421, S422, S423: impossible figures.

    >>> mde_did(1, 10, 5, 3, 1.0)
    nan
    >>> round(mde_did(1, 40, 5, 3, 1.0), 1), round(mde_did(20, 40, 5, 3, 1.0), 2)
    (2.7, 0.71)
    """
    _positive(sd, "標準偏差")
    if min(treated, control, before, after) < 1:
        raise DesignError("S423")
    if not -1 < rho < 1:
        raise DesignError("S422", value=f"{rho:g}")
    spread = change_sd(before, after, sd, rho)
    few = min(treated, control)
    if few > FEW_ON_ONE_SIDE:
        df = treated + control - (1 if few >= ENOUGH_FOR_CLUSTERS else 2)
        return power.detectable_standardised(df) * spread * math.sqrt(1 / treated + 1 / control)
    if (2 if treated == control else 1) / math.comb(treated + control, treated) > ALPHA:
        return math.nan
    chance = float(stats.t.ppf(0.8, max(treated + control - 2, 1))) * math.sqrt(1 / treated + 1 / control)
    return spread * (_half_width(treated, control) + chance)


@cache
def _half_width(treated: int, control: int) -> float:
    """Mean half width, in standard deviations, of the interval by relabelling; drawn once for each pair of numbers."""
    rng = np.random.default_rng(_SEED)
    halves = []
    for _ in range(_REPLICATES):
        found = relabel(rng.normal(size=treated), rng.normal(size=control), draws=_SPLITS, enumerated=_SPLITS)
        halves.append((found.high - found.low) / 2)
    return float(np.mean(halves))


def mde_its(before: int, after: int, sd: float, rho: float = 0.3, *, period: int = 1, slope: bool = True) -> float:
    """Smallest mean departure of a series from where it was heading.

    Parameters
    ----------
    before, after, period
        Times before and after the start, and times after which the seasons repeat (1, 4, 12).
    sd, rho
        Spread of the values around their trend, and their memory of one time.

    Raises
    ------
    DesignError
        SB-S421, S422, S423: impossible figures.

    >>> round(mde_its(40, 20, 1.0, 0.3), 2) > round(mde_its(80, 40, 1.0, 0.3), 2)
    True
    """
    _positive(sd, "標準偏差")
    if not -1 < rho < 1:
        raise DesignError("S422", value=f"{rho:g}")
    n = before + after
    seasons = period > 1 and n >= 2 * period
    if before < 3 or after < 2:
        raise DesignError("S423")
    laid = design(np.arange(n), before, period, slope=slope and after >= 3, seasons=seasons)
    x = laid.matrix
    k = x.shape[1]
    if n <= k + 1:
        return math.nan
    if n < ENOUGH_FOR_MEMORY:
        return plain_reach(laid.average, x, sd * sd, rho=rho, known=True)
    return known_memory_reach(laid.average, x, rho, sd * math.sqrt(1 - rho * rho))


def _positive(value: float, what: str) -> None:
    if not (math.isfinite(value) and value > 0):
        raise DesignError("S421", what=what, value=f"{value:g}")
