"""A synthetic control fitted to other things: does the answer, and its place among the placebos, hold?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..stats.predictors import predictor_placebos
from ..stats.synthetic import synthetic_control
from .panel import Panel

__all__ = ["SyntheticSpec", "synthetic_specs"]

FloatArray = npt.NDArray[np.float64]
_FEWEST = 4


@dataclass(frozen=True, slots=True)
class SyntheticSpec:
    """One other choice: what is fitted, effect, unit (empty = the outcome's), p by rank, and whether the sign holds.

    `decides` is false for what is shown without a say in the conclusion.
    """

    label: str
    estimate: float
    unit: str
    p: float
    same_sign: bool
    decides: bool = True


def synthetic_specs(data: Panel, estimate: float, predictors: FloatArray | None = None) -> tuple[SyntheticSpec, ...]:
    """Fit to the later half of the times before, to distances from each unit's own mean, to logarithms, to predictors.

    Parameters
    ----------
    data
        Complete, the treated unit first.
    predictors
        What goes with the outcome, shape (units, k); ``None`` when there is none. Takes seconds.

    Notes
    -----
    Distances from the mean: Ferman & Pinto (2021) Quantitative Economics 12:1197. That p hangs on the choice:
    Ferman, Pinto & Possebom (2020) J Policy Analysis and Management 39:510.
    """
    values, start = data.values, data.start
    found = [
        _spec("水準の違いを許す（実施前の平均からの差に合わせる）", values - _mean(values, start), start, estimate)
    ]
    late = start // 2
    if start - late >= _FEWEST:
        found.append(_spec("実施前の後ろ半分だけに合わせる", values[:, late:], start - late, estimate))
    if (values > 0).all():
        found.append(_spec("対数に合わせる（増減率）", np.log(values), start, estimate, unit="%"))
    if predictors is not None:
        placed = predictor_placebos(predictors, values, 0, start)
        same = placed.own.effect * estimate > 0
        label = "予測変数（成果に関わる値）に合わせる"
        found.append(SyntheticSpec(label, placed.own.effect, "", placed.p, same))
    change = values[:, start:].mean(axis=1) - values[:, :start].mean(axis=1)
    gap = change - np.array([np.delete(change, i).mean() for i in range(change.size)])
    p = float((np.abs(gap) >= abs(gap[0]) * (1 - 1e-12)).mean())
    same = float(gap[0]) * estimate > 0
    return (
        *found,
        SyntheticSpec("差の差（比較地区をどれも同じ重さにする）", float(gap[0]), "", p, same, decides=False),
    )


def _mean(values: FloatArray, start: int) -> FloatArray:
    return np.asarray(values[:, :start].mean(axis=1, keepdims=True))


def _spec(label: str, values: FloatArray, start: int, estimate: float, *, unit: str = "") -> SyntheticSpec:
    fit = synthetic_control(values, 0, start)
    size = 100 * math.expm1(fit.effect) if unit else fit.effect
    return SyntheticSpec(label, size, unit, fit.p, size * estimate > 0)
