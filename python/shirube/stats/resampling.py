"""Randomisation tests with intervals by inversion: sign flips for pairs, relabelling for two groups.

For both tests the shifts that a relabelling fails to beat form one closed interval around the estimate, so the
95 % interval is an order statistic of interval ends: exact, and in agreement with the p-value by construction.
Sources: Fisher (1935); Pitman (1937); Garthwaite (1996) for intervals from randomisation tests.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from .means import FloatArray, finite

__all__ = [
    "DRAWS",
    "ENUMERATED_PAIRS",
    "ENUMERATED_SPLITS",
    "SEED",
    "Randomisation",
    "relabel",
    "relabel_scores",
    "relabel_together",
    "sign_flip",
    "summarised",
]

ENUMERATED_PAIRS = 16
ENUMERATED_SPLITS = 200_000
DRAWS = 9_999
SEED = 20_240_401
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Randomisation:
    """Outcome of a randomisation test of a shift.

    Attributes
    ----------
    estimate
        Mean change, or difference of means, in the units of the data.
    p
        Two-sided p of no shift.
    low, high
        Interval by inversion; infinite when no shift can be excluded at this level.
    assignments
        Number of assignments looked at: all of them when `exact`, else drawn ones plus the observed one.
    exact
        Every assignment was enumerated.
    seed
        Seed of the draws; ``None`` when exact.
    p_error
        Monte-Carlo standard error of `p`; 0 when exact.
    smallest_p
        The smallest p this number of units can reach.
    """

    estimate: float
    p: float
    low: float
    high: float
    assignments: int
    exact: bool
    seed: int | None
    p_error: float
    smallest_p: float


def sign_flip(change: npt.ArrayLike, *, level: float = 0.95, seed: int = SEED) -> Randomisation:
    """Test the mean of paired changes by flipping their signs; all 2ⁿ up to 16 pairs, else seeded draws.

    Raises
    ------
    DesignError
        SB-S101: no finite change.

    >>> result = sign_flip([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    >>> result.p, result.exact, result.low
    (0.03125, True, 1.0)
    """
    values = finite(change)
    n, estimate = values.size, float(values.mean())
    if n <= ENUMERATED_PAIRS:
        # A pattern and its mirror image bear the same interval: fixing the first sign halves the work.
        codes = np.arange(2 ** (n - 1))
        kept = ((codes[:, None] >> np.arange(n)) & 1).astype(bool)
        low, high = _flip_intervals(values, kept)
        return summarised(estimate, low, high, level, assignments=2**n, seed=None, smallest_p=2.0 / 2**n)
    rng = np.random.default_rng(seed)
    lows, highs = [np.array([-np.inf])], [np.array([np.inf])]
    for size in _chunks(DRAWS):
        low, high = _flip_intervals(values, rng.random((size, n)) < 0.5)
        lows.append(low)
        highs.append(high)
    return summarised(estimate, np.concatenate(lows), np.concatenate(highs), level, DRAWS + 1, seed, 1 / (DRAWS + 1))


def relabel(
    group: npt.ArrayLike,
    others: npt.ArrayLike,
    *,
    level: float = 0.95,
    draws: int = DRAWS,
    enumerated: int = ENUMERATED_SPLITS,
    seed: int = SEED,
) -> Randomisation:
    """Test ``mean(group) − mean(others)`` by relabelling units; all splits up to `enumerated`, else seeded draws.

    Raises
    ------
    DesignError
        SB-S101: one side is empty.

    >>> result = relabel([10.0], [float(i % 7) for i in range(39)])
    >>> result.p, result.assignments, result.smallest_p
    (0.025, 40, 0.025)
    """
    first, second = finite(group), finite(others)
    n1, n0 = first.size, second.size
    values, estimate = np.concatenate([first, second]), float(first.mean() - second.mean())
    splits = math.comb(n1 + n0, n1)
    smallest = (2.0 if n1 == n0 else 1.0) / splits
    if splits <= enumerated:
        low, high = _split_intervals(values, _all_splits(n1 + n0, n1), n1, estimate)
        return summarised(estimate, low, high, level, splits, None, smallest)
    rng = np.random.default_rng(seed)
    lows, highs = [np.array([-np.inf])], [np.array([np.inf])]
    for size in _chunks(draws):
        picked = np.argpartition(rng.random((size, n1 + n0)), n1 - 1, axis=1)[:, :n1]
        low, high = _split_intervals(values, picked, n1, estimate)
        lows.append(low)
        highs.append(high)
    smallest = max(smallest, 1 / (draws + 1))
    return summarised(estimate, np.concatenate(lows), np.concatenate(highs), level, draws + 1, seed, smallest)


def _chunks(total: int) -> list[int]:
    return [min(_CHUNK, total - begin) for begin in range(0, total, _CHUNK)]


def _flip_intervals(values: FloatArray, kept: npt.NDArray[np.bool_]) -> tuple[FloatArray, FloatArray]:
    """Shifts not excluded by each sign pattern: between the means of the kept and of the flipped values."""
    n = values.size
    count = kept.sum(axis=1)
    total = kept @ values
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = total / count, (values.sum() - total) / (n - count)
    trivial = (count == 0) | (count == n)
    low = np.where(trivial, -np.inf, np.minimum(one, other))
    high = np.where(trivial, np.inf, np.maximum(one, other))
    return low, high


def _all_splits(n: int, k: int) -> npt.NDArray[np.intp]:
    """Every choice of k positions out of n; the smaller side is listed and complemented when needed."""
    few = min(k, n - k)
    flat = np.fromiter((i for split in combinations(range(n), few) for i in split), dtype=np.intp)
    chosen = flat.reshape(-1, few)
    if few == k:
        return chosen
    outside = np.ones((len(chosen), n), dtype=bool)
    np.put_along_axis(outside, chosen, values=False, axis=1)
    return np.nonzero(outside)[1].reshape(-1, k)


def _split_intervals(
    values: FloatArray, picked: npt.NDArray[np.intp], n1: int, estimate: float
) -> tuple[FloatArray, FloatArray]:
    """Shifts not excluded by each relabelling.

    With a shift u taken off the group, a relabelling's difference is ``a − u·b``, where b is the same difference of
    the group's indicator. ``|a − u·b| ≥ |estimate − u|`` holds between the two roots.
    """
    n0 = values.size - n1
    sums, overlap = values[picked].sum(axis=1), (picked < n1).sum(axis=1)
    a = sums / n1 - (values.sum() - sums) / n0
    b = overlap / n1 - (n1 - overlap) / n0
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = (estimate - a) / (1 - b), (estimate + a) / (1 + b)
    trivial = (overlap == n1) | ((overlap == 0) & (n1 == n0))
    low = np.where(trivial, -np.inf, np.minimum(one, other))
    high = np.where(trivial, np.inf, np.maximum(one, other))
    return low, high


def summarised(
    estimate: float,
    lows: FloatArray,
    highs: FloatArray,
    level: float,
    assignments: int,
    seed: int | None,
    smallest_p: float,
) -> Randomisation:
    """Put together the answer from where each relabelling stops being as extreme.

    Parameters
    ----------
    lows, highs
        For each relabelling, the interval of effects for which it is at least as extreme as what was seen; shape (n,).
        The share of them that holds 0 is p; their quantiles are the interval by inversion.
    """
    n = lows.size
    # Equal statistics must count as ties although they differ in the last bits.
    ends = np.abs(np.concatenate([lows[np.isfinite(lows)], highs[np.isfinite(highs)], [estimate]]))
    tolerance = 1e-10 * float(ends.max())
    p = float(((lows <= tolerance) & (highs >= -tolerance)).mean())
    rank = math.floor((1 - level) * n + 1e-9)
    low, high = float(np.sort(lows)[rank]), float(np.sort(-highs)[rank]) * -1.0
    # An end that equals zero up to rounding is zero: the interval then agrees with p on which side of it lies.
    low, high = (0.0 if abs(end) <= tolerance else end for end in (low, high))
    error = 0.0 if seed is None else math.sqrt(p * (1 - p) / n)
    return Randomisation(estimate, p, low, high, assignments, seed is None, seed, error, smallest_p)


def relabel_scores(
    score: FloatArray,
    response: FloatArray,
    treated: npt.NDArray[np.bool_],
    *,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Randomisation:
    """Test the effect of a panel regression by relabelling whole units; all splits up to 200 000, else seeded draws.

    Parameters
    ----------
    score
        Per unit, what is left of the outcome after unit and time effects, summed over the times under the policy.
    response
        The same of the policy itself: the estimate is ``Σ score / Σ response`` over the treated units, also when
        cells are missing. With a balanced panel this is `relabel` of the changes.

    >>> y = np.array([3.0, -1.0, -1.0, -1.0])
    >>> result = relabel_scores(y, np.array([0.75, -0.25, -0.25, -0.25]), np.arange(4) == 0)
    >>> result.estimate, result.p
    (4.0, 0.25)
    """
    n, n1 = score.size, int(treated.sum())
    a0, b0 = float(score[treated].sum()), float(response[treated].sum())
    estimate, splits = a0 / b0, math.comb(n, n1)
    smallest = (2.0 if 2 * n1 == n else 1.0) / splits

    def ends(picked: npt.NDArray[np.intp]) -> tuple[FloatArray, FloatArray]:
        a, b = score[picked].sum(axis=1), response[picked].sum(axis=1)
        trivial = np.abs(b) >= b0 * (1 - 1e-12)
        with np.errstate(divide="ignore", invalid="ignore"):
            one, other = (a0 - a) / (b0 - b), (a0 + a) / (b0 + b)
        low, high = np.minimum(one, other), np.maximum(one, other)
        return np.where(trivial, -np.inf, low), np.where(trivial, np.inf, high)

    if splits <= ENUMERATED_SPLITS:
        low, high = ends(_all_splits(n, n1))
        return summarised(estimate, low, high, level, splits, None, smallest)
    rng = np.random.default_rng(seed)
    lows, highs = [np.array([-np.inf])], [np.array([np.inf])]
    for size in _chunks(draws):
        low, high = ends(_drawn_splits(rng, size, n, n1))
        lows.append(low)
        highs.append(high)
    smallest = max(smallest, 1 / (draws + 1))
    return summarised(estimate, np.concatenate(lows), np.concatenate(highs), level, draws + 1, seed, smallest)


def _drawn_splits(rng: np.random.Generator, count: int, n: int, k: int) -> npt.NDArray[np.intp]:
    """Random choices of k positions out of n, all equally likely, shape (count, k)."""
    if k * k > n:
        return np.argpartition(rng.random((count, n)), k - 1, axis=1)[:, :k]
    picked = rng.integers(0, n, size=(count, k), dtype=np.intp)
    while True:  # draw again whatever was chosen twice
        ordered = np.sort(picked, axis=1)
        twice = (ordered[:, 1:] == ordered[:, :-1]).any(axis=1)
        if not twice.any():
            return picked
        picked[twice] = rng.integers(0, n, size=(int(twice.sum()), k), dtype=np.intp)


def relabel_together(values: FloatArray, treated: npt.NDArray[np.bool_], *, seed: int = SEED) -> float:
    """Return p of several differences of means being all zero, by relabelling whole units.

    Parameters
    ----------
    values
        Shape (units, questions), finite. Each question is scaled by its own spread; the statistic is the sum of
        squared differences.

    >>> relabel_together(np.array([[9.0, 8.0], [0.0, 1.0], [1.0, 0.0], [0.5, 0.2]]), np.arange(4) == 0)
    0.25
    """
    n, n1 = len(values), int(treated.sum())
    spread = values.std(axis=0)
    centred = (values - values.mean(axis=0))[:, spread > 0] / spread[spread > 0]
    if not centred.size:
        return 1.0
    observed = float((centred[treated].sum(axis=0) ** 2).sum())

    def reached(picked: npt.NDArray[np.intp]) -> int:
        return int(((centred[picked].sum(axis=1) ** 2).sum(axis=1) >= observed * (1 - 1e-9)).sum())

    splits = math.comb(n, n1)
    if splits <= ENUMERATED_SPLITS:
        every = _all_splits(n, n1)
        return sum(reached(every[i : i + _CHUNK]) for i in range(0, splits, _CHUNK)) / splits
    rng = np.random.default_rng(seed)
    hits = 1
    for size in _chunks(DRAWS):
        hits += reached(_drawn_splits(rng, size, n, n1))
    return hits / (DRAWS + 1)
