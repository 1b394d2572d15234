"""Intervals of proportions and of their differences. Proportions are 0…1; sizes are persons."""

from __future__ import annotations

import math
from typing import NamedTuple

__all__ = [
    "Interval",
    "clopper_pearson",
    "newcombe_difference",
    "newcombe_paired",
    "normal_quantile",
    "sampling_error",
    "wilson",
    "wilson_cc",
]


class Interval(NamedTuple):
    """Lower and upper limit, both included."""

    low: float
    high: float


def normal_quantile(confidence: float = 0.95) -> float:
    """Return the two-sided normal quantile of a confidence level.

    >>> round(normal_quantile(0.95), 4)
    1.96
    """
    from scipy.special import ndtri

    return float(ndtri(0.5 + confidence / 2))


def wilson(successes: float, n: float, confidence: float = 0.95) -> Interval:
    """Score interval of a proportion (Wilson 1927); R: ``prop.test(x, n, correct = FALSE)$conf.int``.

    `successes` and `n` need not be whole: with weights, pass the effective size and the weighted share times it.

    Raises
    ------
    ValueError
        `n` is not positive, or `successes` is outside 0…n.

    >>> [round(limit, 4) for limit in wilson(52, 100)]
    [0.4232, 0.6154]
    """
    _check(successes, n)
    z = normal_quantile(confidence)
    share = successes / n
    centre = share + z * z / (2 * n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low = 0.0 if successes == 0 else (centre - half) / scale
    high = 1.0 if successes == n else (centre + half) / scale
    return Interval(max(0.0, low), min(1.0, high))


def wilson_cc(successes: float, n: float, confidence: float = 0.95) -> Interval:
    """Score interval with continuity correction (Newcombe 1998, method 4); R: ``prop.test(x, n)$conf.int``.

    Raises
    ------
    ValueError
        See `wilson`.

    >>> [round(limit, 4) for limit in wilson_cc(1, 10)]
    [0.0052, 0.4588]
    """
    _check(successes, n)
    z = normal_quantile(confidence)
    scale = 1 + z * z / n

    def limit(share: float, sign: int) -> float:
        centre = share + z * z / (2 * n)
        return (centre + sign * z * math.sqrt(max(0.0, share * (1 - share) / n + z * z / (4 * n * n)))) / scale

    low = 0.0 if successes == 0 else max(0.0, limit((successes - 0.5) / n, -1))
    high = 1.0 if successes == n else min(1.0, limit((successes + 0.5) / n, 1))
    return Interval(low, high)


def clopper_pearson(successes: int, n: int, confidence: float = 0.95) -> Interval:
    """Exact interval of a proportion (Clopper & Pearson 1934); R: ``binom.test(x, n)$conf.int``.

    Raises
    ------
    ValueError
        See `wilson`.

    >>> [round(limit, 4) for limit in clopper_pearson(1, 10)]
    [0.0025, 0.445]
    """
    from scipy.special import betaincinv

    _check(successes, n)
    tail = (1 - confidence) / 2
    low = 0.0 if successes == 0 else float(betaincinv(successes, n - successes + 1, tail))
    high = 1.0 if successes == n else float(betaincinv(successes + 1, n - successes, 1 - tail))
    return Interval(low, high)


def newcombe_difference(x1: float, n1: float, x2: float, n2: float, confidence: float = 0.95) -> Interval:
    """Interval of ``x1/n1 - x2/n2``, independent groups (Newcombe 1998, Statist. Med. 17:873, method 10).

    Raises
    ------
    ValueError
        See `wilson`.

    >>> [round(limit, 4) for limit in newcombe_difference(56, 70, 48, 80)]  # Newcombe 1998, table II (a)
    [0.0524, 0.3339]
    """
    p1, p2 = x1 / n1, x2 / n2
    first, second = wilson(x1, n1, confidence), wilson(x2, n2, confidence)
    difference = p1 - p2
    return Interval(
        difference - math.hypot(p1 - first.low, second.high - p2),
        difference + math.hypot(first.high - p1, p2 - second.low),
    )


def newcombe_paired(both: int, first_only: int, second_only: int, neither: int, confidence: float = 0.95) -> Interval:
    """Interval of the difference of two proportions of the same persons (Newcombe 1998, 17:2635, method 10).

    Parameters
    ----------
    both, first_only, second_only, neither
        Persons who said yes both times, only the first time, only the second time, never.

    Raises
    ------
    ValueError
        Nobody was asked.

    >>> [round(limit, 4) for limit in newcombe_paired(36, 12, 2, 0)]  # Newcombe 1998, table II
    [0.0569, 0.3404]
    """
    a, b, c, d = both, first_only, second_only, neither
    n = a + b + c + d
    first, second = wilson(a + b, n, confidence), wilson(a + c, n, confidence)
    p1, p2 = (a + b) / n, (a + c) / n
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    phi = 0.0
    if margins > 0:
        cross = float(a * d - b * c)
        # Newcombe's correction applies only to a positive association.
        cross = max(cross - n / 2, 0.0) if cross > 0 else cross
        phi = cross / math.sqrt(margins)
    low1, high1, low2, high2 = p1 - first.low, first.high - p1, p2 - second.low, second.high - p2
    below = math.sqrt(max(0.0, low1**2 - 2 * phi * low1 * high2 + high2**2))
    above = math.sqrt(max(0.0, high1**2 - 2 * phi * high1 * low2 + low2**2))
    return Interval(p1 - p2 - below, p1 - p2 + above)


def sampling_error(share: float, n: float, *, z: float = 1.96, design_effect: float = 1.0) -> float:
    """Half width of the normal interval of a share, as in the 標本誤差早見表 of survey reports.

    Parameters
    ----------
    share
        Proportion, 0…1.
    n
        Persons.
    z
        1.96 for simple random samples; reports on two-stage samples use 2.
    design_effect
        Variance relative to a simple random sample; reports on two-stage samples use 2.

    Raises
    ------
    ValueError
        `n` is not positive.

    >>> round(100 * sampling_error(0.5, 1000), 1)
    3.1
    """
    _check(share * n, n)
    return z * math.sqrt(design_effect * share * (1 - share) / n)


def _check(successes: float, n: float) -> None:
    if not n > 0:
        raise ValueError(f"n must be positive, got {n}")
    if not 0 <= successes <= n * (1 + 1e-12):
        raise ValueError(f"successes must be within 0..{n}, got {successes}")
