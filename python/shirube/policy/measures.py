"""Measures a change by the kind of outcome: amounts, yes/no answers, numbers of events."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..errors import DesignError
from ..stats import distributions as stats
from ..stats import power
from ..stats.exact import fisher_2x2
from ..stats.exact_power import exact_paired_share, exact_rate_ratio, exact_share_difference
from ..stats.intervals import newcombe_difference, wilson
from ..stats.means import MeanDifference, paired_difference, welch_difference
from ..stats.paired import paired_shares, signed_rank
from ..stats.rates import dispersion, rate, rate_ratio
from ..stats.resampling import ENUMERATED_PAIRS, ENUMERATED_SPLITS, relabel, sign_flip
from .inference import (
    ALPHA,
    Inference,
    Method,
    detectable,
    detectable_by_interval,
    flat,
    from_randomisation,
    without_spread,
)

__all__ = ["Check", "Level", "Measured", "measure_binary", "measure_continuous", "measure_count"]

FloatArray = npt.NDArray[np.float64]
_DOUBT = 0.25  # level of the preliminary test of overdispersion (Bancroft 1964, Biometrics 20:427)
_MOST_EXPONENT = 700.0  # e to a greater power does not fit in a float
_MANY = 2_000  # beyond this, shuffling takes seconds and tells nothing that t does not


@dataclass(frozen=True, slots=True)
class Level:
    """Level of one period: value with its interval, number of values, standard deviation (NaN when not one)."""

    value: float
    low: float
    high: float
    n: int
    sd: float = math.nan


@dataclass(frozen=True, slots=True)
class Check:
    """The same question by another calculation; NaN where it gives no such figure."""

    label: str
    estimate: float
    low: float
    high: float
    p: float


@dataclass(frozen=True, slots=True)
class Measured:
    """A change in natural units: the outcome's unit, points of per cent, or per cent of the rate before.

    `mde` is the smallest change that would probably (80 %) have been found, in the same units; NaN when none.
    `mde_fall` is the smallest fall of a rate of events (`mde` is then the smallest rise), as a positive number.
    `dropped` counts values (pairs, when paired) left out. `dispersion` is 1 unless counts vary too much.
    `ratio_undefined` marks counts without any event before.
    """

    before: Level
    after: Level
    inference: Inference
    checks: tuple[Check, ...]
    mde: float
    dropped: int
    dispersion: float = 1.0
    ratio_undefined: bool = False
    mde_fall: float = math.nan


def _clean(before: FloatArray, after: FloatArray, paired: bool) -> tuple[FloatArray, FloatArray, int]:
    if paired:
        if before.size != after.size:
            raise DesignError("S102", before=before.size, after=after.size)
        both = np.isfinite(before) & np.isfinite(after)
        first, second, dropped = before[both], after[both], int((~both).sum())
    else:
        first, second = before[np.isfinite(before)], after[np.isfinite(after)]
        dropped = before.size + after.size - first.size - second.size
    if not first.size or not second.size:
        raise DesignError("S131")
    return first, second, dropped


# ------------------------------------------------------------------------------------------------ amounts
def measure_continuous(before: FloatArray, after: FloatArray, *, paired: bool) -> Measured:
    """Change of a mean. Few values are judged by enumeration, many by t; the interval always follows the judge."""
    first, second, dropped = _clean(before, after, paired)
    inference, checks, mde = _judge_pairs(second - first) if paired else _judge_groups(first, second)
    return Measured(_mean_level(first), _mean_level(second), inference, checks, mde, dropped)


def _judge_pairs(change: FloatArray) -> tuple[Inference, tuple[Check, ...], float]:
    if flat(change):
        return without_spread(float(change.mean())), (), math.nan
    t = paired_difference(np.zeros_like(change), change)
    if change.size > _MANY:
        inference = _from_t(t, Method.PAIRED_T)
        return inference, (), power.detectable_paired_mean(change.size, float(change.std(ddof=1)))
    flipped = sign_flip(change)
    if change.size <= ENUMERATED_PAIRS:
        inference = from_randomisation(flipped, Method.SIGN_FLIP)
        first = Check(Method.PAIRED_T.value, t.estimate, t.low, t.high, t.p)
    else:
        inference = _from_t(t, Method.PAIRED_T)
        label = f"符号反転による並べ替え検定（{flipped.assignments:,}通り、乱数の種 {flipped.seed}）"
        first = Check(label, flipped.estimate, flipped.low, flipped.high, flipped.p)
    ranks = signed_rank(change)
    kind = "正確" if ranks.exact else "正規近似"
    checks = (first, Check(f"Wilcoxon の符号付順位検定（{kind}）", math.nan, math.nan, math.nan, ranks.p))
    if inference.method is Method.PAIRED_T:
        return inference, checks, power.detectable_paired_mean(change.size, float(change.std(ddof=1)))
    return inference, checks, detectable_by_interval(inference, t.se, t.df)


def _judge_groups(first: FloatArray, second: FloatArray) -> tuple[Inference, tuple[Check, ...], float]:
    if flat(np.concatenate([first, second])):
        return without_spread(float(second.mean() - first.mean())), (), math.nan
    try:
        by_t = _from_t(welch_difference(first, second), Method.WELCH)
    except DesignError:  # one value on a side, or no spread inside either side
        shuffled = from_randomisation(relabel(second, first))
        return shuffled, (), detectable(second, first, shuffled)
    if first.size + second.size > _MANY:
        return by_t, (), detectable(second, first, by_t)
    shuffled = from_randomisation(relabel(second, first))
    few = math.comb(first.size + second.size, first.size) <= ENUMERATED_SPLITS
    inference, other = (shuffled, by_t) if few else (by_t, shuffled)
    check = Check(other.method.value, other.estimate, other.low, other.high, other.p)
    return inference, (check,), detectable(second, first, inference)


def _from_t(result: MeanDifference, method: Method) -> Inference:
    return Inference(result.estimate, result.low, result.high, result.p, method)


def _mean_level(values: FloatArray) -> Level:
    n, mean = values.size, float(values.mean())
    if n < 2:
        return Level(mean, math.nan, math.nan, n)
    sd = float(values.std(ddof=1))
    half = float(stats.t.ppf(0.975, n - 1)) * sd / math.sqrt(n)
    return Level(mean, mean - half, mean + half, n, sd)


# ------------------------------------------------------------------------------------------------ yes / no
def measure_binary(before: FloatArray, after: FloatArray, *, paired: bool) -> Measured:
    """Change of a share, in points of per cent."""
    first, second, dropped = _clean(before, after, paired)
    for name, values in (("事前", first), ("事後", second)):
        odd = values[(values != 0) & (values != 1)]
        if odd.size:
            raise DesignError("S130", name=name, value=f"{odd[0]:g}")
    yes0, yes1 = int(first.sum()), int(second.sum())
    levels = _share_level(yes0, first.size), _share_level(yes1, second.size)
    if paired:
        both, gained = int((first * second).sum()), int(((1 - first) * second).sum())
        result = paired_shares(both, gained, yes0 - both, first.size - both - gained - (yes0 - both))
        low, high, p, method = result.low, result.high, result.p, Method.MCNEMAR
        changed = gained + yes0 - both
        smallest = min(1.0, 2 * 0.5**changed)
        mde = exact_paired_share(first.size, changed / first.size) if smallest <= ALPHA else math.nan
    else:
        low, high = newcombe_difference(yes1, second.size, yes0, first.size)
        table = np.array([[yes1, second.size - yes1], [yes0, first.size - yes0]])
        p, method, smallest = fisher_2x2(table), Method.FISHER, 0.0
        mde = exact_share_difference(min(yes0, first.size - yes0) / first.size, first.size, second.size)
    estimate = yes1 / second.size - yes0 / first.size
    judged = Inference(100 * estimate, 100 * low, 100 * high, p, method, smallest_p=smallest)
    return Measured(*levels, judged, (), 100 * mde, dropped)


def _share_level(yes: int, n: int) -> Level:
    low, high = wilson(yes, n)
    return Level(100 * yes / n, 100 * low, 100 * high, n)


# ------------------------------------------------------------------------------------------------ events
def measure_count(
    before: FloatArray, after: FloatArray, *, paired: bool, exposures: tuple[float | None, float | None]
) -> Measured:
    """Change of a rate of events, in per cent of the rate before."""
    first, second, dropped = _clean(before, after, paired)
    for values in (first, second):
        if (values < 0).any() or (values != np.floor(values)).any():
            raise DesignError("S105")
    e0, e1 = (float(size) if e is None else e for e, size in zip(exposures, (first.size, second.size), strict=True))
    x0, x1 = float(first.sum()), float(second.sum())
    factor, df, p_factor = _excess(first, second, paired)
    factor = factor if p_factor <= _DOUBT and factor > 1 else 1.0
    ratio = rate_ratio(x0, x1, exposure_before=e0, exposure_after=e1, dispersion=factor, df=df or math.inf)
    method = Method.QUASI_POISSON if ratio.dispersion > 1 else Method.POISSON
    undefined = x0 == 0
    size, low, high = (100 * (value - 1) for value in (ratio.estimate, ratio.low, ratio.high))
    inference = Inference(size, low, high, ratio.p, method)
    checks: tuple[Check, ...] = ()
    if factor > 1:
        plain = rate_ratio(x0, x1, exposure_before=e0, exposure_after=e1)
        one, two, three = (100 * (value - 1) for value in (plain.estimate, plain.low, plain.high))
        checks = (Check(Method.POISSON.value, one, two, three, plain.p),)
    rise, fall = _smallest(x0, e1 / e0, factor, df)
    return Measured(
        _rate_level(x0, e0, first.size), _rate_level(x1, e1, second.size), inference, checks, rise, dropped,
        dispersion=factor, ratio_undefined=undefined, mde_fall=fall,
    )  # fmt: skip


def _smallest(events: float, exposure_ratio: float, factor: float, df: float) -> tuple[float, float]:
    """Smallest rise and fall, in per cent, that the test would probably (80 %) find; NaN when none."""
    if factor <= 1:
        rise, fall = (exact_rate_ratio(events, exposure_ratio=exposure_ratio, fall=down) for down in (False, True))
        return 100 * (rise - 1), 100 * (1 - fall)
    if not events:
        return math.nan, math.nan
    far = power.detectable_standardised(df) * math.sqrt(factor / events * (1 + 1 / exposure_ratio))
    return (100 * math.expm1(far) if far < _MOST_EXPONENT else math.inf), -100 * math.expm1(-far)


def _excess(first: FloatArray, second: FloatArray, paired: bool) -> tuple[float, float, float]:
    """Overdispersion: around each period's mean, or, for pairs, around a common ratio."""
    if not paired:
        return dispersion([first, second])
    total = first + second
    kept = total > 0
    share = second.sum() / total.sum() if total.sum() else 0.0
    df = float(kept.sum() - 1)
    if df < 1 or not 0 < share < 1:
        return 1.0, 0.0, 1.0
    chi2 = float(((second - total * share)[kept] ** 2 / (total[kept] * share * (1 - share))).sum())
    return chi2 / df, df, float(stats.chi2.sf(chi2, df))


def _rate_level(count: float, exposure: float, n: int) -> Level:
    result = rate(count, exposure)
    return Level(result.estimate, result.low, result.high, n)
