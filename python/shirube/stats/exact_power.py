"""What the exact tests of counts and shares would miss: their own power, not that of the normal test beside them.

Conditional on the number of events (or of people who changed), the exact test of a ratio of rates and McNemar's test
are tests of a binomial share, two-sided by doubling the smaller tail; their power is summed over that number
(Przyborowski & Wilenski 1940, Biometrika 31:313; Duffy 1984, Statistics in Medicine 3:161). Fisher's test of two
shares is taken by the continuity-corrected formula, which reproduces its power (Casagrande, Pike & Smith 1978,
Biometrics 34:483).
All default to a two-sided 5 % test and 80 % power.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import special

from . import distributions as stats
from .means import FloatArray
from .power import detectable_paired_share, detectable_rate_ratio

__all__ = ["exact_paired_share", "exact_rate_ratio", "exact_share_difference"]

_MANY = 5_000.0  # beyond this, exact and normal answers agree to three digits
_WIDEST = 1e6


def exact_rate_ratio(
    events: float, *, exposure_ratio: float = 1.0, fall: bool = False, power: float = 0.8, alpha: float = 0.05
) -> float:
    """Smallest rise (as a ratio above 1) of `events` expected before; `exposure_ratio` = after / before.

    With `fall`, the largest ratio below 1 that is found; NaN when even no event at all after would be missed.

    >>> round(exact_rate_ratio(100), 2), round(exact_rate_ratio(5), 1)
    (1.45, 3.8)
    >>> round(exact_rate_ratio(100, fall=True), 2), exact_rate_ratio(5, fall=True)
    (0.63, nan)
    """
    if not (events > 0 and exposure_ratio > 0):
        return math.nan
    least = detectable_rate_ratio(events, exposure_ratio=exposure_ratio, power=power, alpha=alpha)
    if events * min(1.0, exposure_ratio) > _MANY:
        return 1 / least if fall else least
    null = exposure_ratio / (1 + exposure_ratio)

    def excess(ratio: float) -> float:
        after = events * exposure_ratio * ratio
        total = events + after
        wide = 8 * math.sqrt(total) + 10
        n = np.arange(max(0, math.floor(total - wide)), math.ceil(total + wide))
        probability = np.exp(special.xlogy(n, total) - total - special.gammaln(n + 1.0))
        return float(probability @ _binomial_power(n, null, after / total, alpha)) - power

    if not fall:
        return _rise(excess, 1.0, least)
    return _between(excess, 0.0, 1.0) if excess(0.0) > 0 else math.nan


def exact_paired_share(n: int, changed_share: float, *, power: float = 0.8, alpha: float = 0.05) -> float:
    """Smallest paired difference of shares (0–1) when without an effect `changed_share` of `n` people change answers.

    An effect multiplies the odds of gaining and divides those of losing, so that it also makes people change who
    would not have. NaN when even an effect on everybody would be missed.

    >>> round(exact_paired_share(200, 0.2), 3)
    0.096
    """
    if not 0 < changed_share <= 1 or n < 1:
        return math.nan
    if n * changed_share > _MANY:
        return detectable_paired_share(n, changed_share, power=power, alpha=alpha)

    def excess(gap: float) -> float:
        changed = min(math.hypot(changed_share, gap), 1.0)
        mean, sd = n * changed, math.sqrt(n * changed * (1 - changed))
        m = np.arange(max(0, math.floor(mean - 8 * sd - 5)), min(n, math.ceil(mean + 8 * sd + 5)) + 1)
        choose = special.gammaln(n + 1.0) - special.gammaln(m + 1.0) - special.gammaln(n - m + 1.0)
        probability = np.exp(choose + special.xlogy(m, changed) + special.xlogy(n - m, 1 - changed))
        share = min(0.5 + gap / (2 * changed), 1.0)
        return float(probability @ _binomial_power(m, 0.5, share, alpha)) - power

    return _between(excess, 0.0, 1.0) if excess(1.0) > 0 else math.nan


def exact_share_difference(share: float, n0: int, n1: int, *, power: float = 0.8, alpha: float = 0.05) -> float:
    """Smallest rise of a `share` (0–1) among `n0` people that `n1` others show; NaN when even 100 % would be missed.

    >>> round(exact_share_difference(0.3, 100, 100), 3)
    0.203
    """
    if not 0 <= share < 1 or min(n0, n1) < 1:
        return math.nan
    z_a, z_b = float(stats.norm.isf(alpha / 2)), float(stats.norm.ppf(power))
    inverse = 1 / n0 + 1 / n1

    def excess(other: float) -> float:
        middle = (n0 * share + n1 * other) / (n0 + n1)
        null = math.sqrt(middle * (1 - middle) * inverse)
        alternative = math.sqrt(share * (1 - share) / n0 + other * (1 - other) / n1)
        return other - share - inverse / 2 - z_a * null - z_b * alternative

    return _between(excess, share, 1.0) - share if excess(1.0) > 0 else math.nan


def _binomial_power(n: npt.NDArray[np.int_], null: float, true: float, alpha: float) -> FloatArray:
    """Power of the doubled-tail binomial test for every number of trials, shape as `n`."""
    most = 2 ** math.ceil(math.log2(int(n[-1]) + 1))
    low = _critical(most, null, alpha / 2)[n]
    high = n - _critical(most, 1 - null, alpha / 2)[n]  # reached or passed upwards
    below = np.where(low >= 0, special.bdtr(np.maximum(low, 0), n, true), 0.0)
    above = np.where(high <= n, special.bdtrc(np.minimum(high, n) - 1.0, n, true), 0.0)
    return np.asarray(below + above)


@lru_cache(maxsize=64)
def _critical(most: int, null: float, tail: float) -> npt.NDArray[np.int_]:
    """For 0 … `most` trials, most hits whose lower tail does not exceed `tail`; −1 where even none is too likely."""
    n = np.arange(most + 1)
    k = np.floor(n * null + stats.norm.ppf(tail) * np.sqrt(n * null * (1 - null))).astype(int)
    k = np.clip(k, -1, n)
    moving = np.ones(n.size, dtype=bool)
    while moving.any():  # the normal guess is a few hits off at most
        too_far = (k >= 0) & (special.bdtr(np.maximum(k, 0), n, null) > tail)
        room = ~too_far & (k < n) & (special.bdtr(np.minimum(k + 1, n), n, null) <= tail)
        moving = too_far | room
        k = k - too_far + room
    return np.asarray(k)


def _rise(excess: Callable[[float], float], low: float, high: float) -> float:
    while excess(high) < 0:
        if high > _WIDEST:
            return math.inf
        high *= 2
    return _between(excess, low, high)


def _between(excess: Callable[[float], float], low: float, high: float) -> float:
    from scipy.optimize import brentq  # here, because a cell function must start at once

    return float(brentq(excess, low, high, xtol=1e-6))
