"""Chooses how to judge a difference from the number of units: the one rule that keeps false alarms near 5 %.

With few units on one side, a standard error rests on almost nothing (one treated unit of 20: 66 % false alarms at a
nominal 5 %); relabelling the units keeps its promise there, so no other p is shown.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from ..errors import DesignError
from ..stats import distributions as stats
from ..stats.means import welch_difference
from ..stats.power import detectable_standardised
from ..stats.resampling import DRAWS, ENUMERATED_SPLITS, Randomisation, relabel

__all__ = [
    "Inference",
    "Method",
    "compare",
    "detectable",
    "detectable_by_interval",
    "flat",
    "from_randomisation",
    "without_spread",
]

FloatArray = npt.NDArray[np.float64]
FEW_ON_ONE_SIDE, FEW_IN_ALL = 5, 12
ALPHA = 0.05


class Method(Enum):
    """How p and the interval were computed; the value is the name shown in 統計の詳細."""

    SIGN_FLIP = "符号反転による並べ替え検定（全数）"
    PAIRED_T = "対応のある t 検定"
    RELABEL = "割り当ての並べ替え検定（全数）"
    RELABEL_DRAWN = "割り当ての並べ替え検定（無作為抽出）"
    WELCH = "Welch の t 検定"
    WILD = "ワイルド・クラスター・ブートストラップ（帰無仮説を課す、全数）"
    WILD_DRAWN = "ワイルド・クラスター・ブートストラップ（帰無仮説を課す、無作為抽出）"
    CLUSTER = "地区クラスターに頑健な t 検定（CRV1、自由度 G−1）"
    MCNEMAR = "McNemar の正確検定、Newcombe の区間"
    FISHER = "Fisher の正確検定、Newcombe の区間"
    POISSON = "ポアソン率の比の正確検定（条件付き二項）"
    QUASI_POISSON = "擬似ポアソン（過分散を補正）"
    ITS_OLS = "区分回帰（最小二乗法、t 検定）"
    ITS_AR1 = "区分回帰（AR(1) 誤差、REML、Satterthwaite の自由度）"
    ITS_NEWEY = "区分回帰（Newey–West の標準誤差、Bartlett 重み、n/(n−k) の補正）"
    ITS_COUNT = "区分回帰（擬似ポアソン、オフセット付き）"
    ITS_COUNT_AR1 = "区分回帰（擬似ポアソン、AR(1) の作業相関、REML、Satterthwaite の自由度）"
    PLACEBO = "合成した比較地区の順位（すべての地区を実施地区に見立てる。区間は同じ検定の反転）"
    STARTS = "開始時点の割り当ての並べ替え検定（無作為抽出）"
    GROUP_TIME = "開始時点ごとの効果の平均（Callaway–Sant'Anna、影響関数による標準誤差、正規分布）"
    NONE = "計算できない（ばらつきがない）"


@dataclass(frozen=True, slots=True)
class Inference:
    """A judged difference in natural units.

    Attributes
    ----------
    estimate, low, high
        Difference and its 95 % interval; infinite ends mean that no interval is reachable.
    p, smallest_p
        Two-sided p, and the smallest p this number of units can reach (0 when unlimited).
    assignments, seed, p_error
        Of a randomisation test; 0, ``None``, 0 otherwise.
    """

    estimate: float
    low: float
    high: float
    p: float
    method: Method
    smallest_p: float = 0.0
    assignments: int = 0
    seed: int | None = None
    p_error: float = 0.0

    @property
    def has_interval(self) -> bool:
        """Both ends are finite."""
        return math.isfinite(self.low) and math.isfinite(self.high)

    @property
    def excludes_zero(self) -> bool:
        """The interval lies wholly on one side of zero."""
        return self.low > 0 or self.high < 0


def compare(group: FloatArray, others: FloatArray, *, enumerated: int = ENUMERATED_SPLITS) -> Inference:
    """Judge ``mean(group) − mean(others)`` by the number of units on each side.

    Raises
    ------
    DesignError
        SB-S101: a side is empty.

    >>> compare(np.array([5.0]), np.array([0.0, 1.0, 2.0])).method.name
    'RELABEL'
    """
    n1, n0 = group.size, others.size
    if min(n1, n0) and flat(np.concatenate([group, others])):
        return without_spread(float(group.mean() - others.mean()))
    if min(n1, n0) > FEW_ON_ONE_SIDE and n1 + n0 > FEW_IN_ALL:
        try:
            welch = welch_difference(others, group)
        except DesignError:  # no spread inside either side: only relabelling can judge it
            return from_randomisation(relabel(group, others, draws=min(DRAWS, enumerated), enumerated=enumerated))
        return Inference(welch.estimate, welch.low, welch.high, welch.p, Method.WELCH)
    return from_randomisation(relabel(group, others, draws=min(DRAWS, enumerated), enumerated=enumerated))


def flat(values: FloatArray) -> bool:
    """Tell whether values are equal up to rounding."""
    return float(np.ptp(values)) <= 1e-12 * float(np.abs(values).max())


def without_spread(estimate: float) -> Inference:
    """A difference that cannot be judged because nothing varies."""
    return Inference(estimate, -math.inf, math.inf, 1.0, Method.NONE, smallest_p=1.0)


def from_randomisation(result: Randomisation, exact: Method = Method.RELABEL) -> Inference:
    """Carry a randomisation test over."""
    method = exact if result.exact else Method.RELABEL_DRAWN
    return Inference(
        result.estimate, result.low, result.high, result.p, method,
        result.smallest_p, result.assignments, result.seed, result.p_error,
    )  # fmt: skip


def detectable(group: FloatArray, others: FloatArray, judged: Inference) -> float:
    """Smallest difference that would probably (80 %) be found with these units; NaN when none can be.

    The spread is taken within both sides (from the controls alone when one unit was treated), by side where the test
    does so.
    """
    df = group.size + others.size - 2
    if df < 1 or judged.smallest_p > ALPHA:
        return math.nan
    squares = float(((group - group.mean()) ** 2).sum() + ((others - others.mean()) ** 2).sum())
    sd = math.sqrt(squares / df)
    if sd <= 0:
        return math.nan
    if judged.method is Method.WELCH:
        welch = welch_difference(others, group)
        return detectable_standardised(welch.df) * welch.se
    return detectable_by_interval(judged, sd * math.sqrt(1 / group.size + 1 / others.size), df)


def detectable_by_interval(judged: Inference, se: float, df: float) -> float:
    """Smallest difference a randomisation test would probably (80 %) find.

    The wider half of its interval is how far an estimate must lie from zero; what is added is the same as for a t
    test. With few units this is well above the t figure, because one extreme unit bars the way.
    """
    if not judged.has_interval:
        return math.nan
    needed = max(judged.estimate - judged.low, judged.high - judged.estimate)
    return needed + float(stats.t.ppf(0.8, df)) * se
