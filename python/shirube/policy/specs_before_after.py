"""A change before and after by other calculations: does its sign rest on a few values, or on those who left?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from .specs import Spec

if TYPE_CHECKING:
    from .before_after import BeforeAfterRequest

__all__ = ["other_specs_before_after"]

FloatArray = npt.NDArray[np.float64]
_TRIM, _FEWEST = 0.1, 3


def other_specs_before_after(request: BeforeAfterRequest, estimate: float) -> tuple[Spec, ...]:
    """Recompute a change in other ways that the data allow (see each label).

    >>> from .before_after import BeforeAfterRequest
    >>> request = BeforeAfterRequest([5.0, 6, 7, 8], [6.0, 7, 8, 30])
    >>> [(s.label, s.estimate) for s in other_specs_before_after(request, 6.25)][:2]
    [('平均の代わりに中央値を使う', 1.0), ('いちばん効いている1つを除く', 1.0)]
    """
    before = np.asarray(request.before, dtype=float).ravel()
    after = np.asarray(request.after, dtype=float).ravel()
    make = {"continuous": _amounts, "count": _events, "binary": _answers}[request.kind]
    found = make(before, after, request.paired)
    return tuple(Spec(label, size, unit, size * estimate > 0) for label, size, unit in found if math.isfinite(size))


def _present(before: FloatArray, after: FloatArray, paired: bool) -> tuple[FloatArray, FloatArray]:
    one, other = np.isfinite(before), np.isfinite(after)
    if paired:
        one = other = one & other
    return before[one], after[other]


def _amounts(before: FloatArray, after: FloatArray, paired: bool) -> list[tuple[str, float, str]]:
    one, other = _present(before, after, paired)
    if min(one.size, other.size) < _FEWEST:
        return []
    middle = float(np.median(other - one)) if paired else float(np.median(other) - np.median(one))
    found = [
        ("平均の代わりに中央値を使う", middle, ""),
        ("いちばん効いている1つを除く", _without(one, other, paired), ""),
    ]
    if min(one.size, other.size) >= round(1 / _TRIM):
        trimmed = _trimmed(other - one) if paired else _trimmed(other) - _trimmed(one)
        found.append(("大きい方と小さい方を1割ずつ除く", trimmed, ""))
    if (one > 0).all() and (other > 0).all():
        gap = float(np.log(other).mean() - np.log(one).mean())
        found.append(("増減率で比べる", 100 * math.expm1(gap) if gap < 700 else math.inf, "%"))
    return found


def _without(one: FloatArray, other: FloatArray, paired: bool) -> float:
    """The change without the one value (pair) that moves it furthest in its direction."""
    if paired:
        change = other - one
        left = (change.sum() - change) / (change.size - 1)
        return float(left[np.argmin(left * np.sign(change.mean()))])
    gap = other.mean() - one.mean()
    left = np.concatenate(
        [(other.sum() - other) / (other.size - 1) - one.mean(), other.mean() - (one.sum() - one) / (one.size - 1)]
    )
    return float(left[np.argmin(left * np.sign(gap))])


def _trimmed(values: FloatArray) -> float:
    cut = int(values.size * _TRIM)
    return float(np.sort(values)[cut : values.size - cut].mean())


def _events(before: FloatArray, after: FloatArray, paired: bool) -> list[tuple[str, float, str]]:
    one, other = _present(before, after, paired)
    if min(one.size, other.size) < _FEWEST:
        return []
    found = [("いちばん効いている1つを除く", _without(one, other, paired), "件")]
    middle = float(np.median(other - one)) if paired else float(np.median(other) - np.median(one))
    return [*found, ("平均の代わりに中央値を使う", middle, "件")]


def _answers(before: FloatArray, after: FloatArray, paired: bool) -> list[tuple[str, float, str]]:
    """Those who left, taken at their worst for the change and at no change."""
    if not paired or before.size != after.size:
        return []
    asked = np.isfinite(before)
    if asked.all() and np.isfinite(after).all():
        return []
    base, later = before[asked], after[asked]
    gone = ~np.isfinite(later)
    stayed = np.where(gone, base, later)
    up = float(np.nanmean(later) - np.nanmean(before)) > 0 if np.isfinite(later).any() else True
    worst = np.where(gone, 0.0 if up else 1.0, later)
    return [
        ("欠けた人は変わらなかったとみる", 100 * float(stayed.mean() - base.mean()), "ポイント"),
        ("欠けた人はすべて逆だったとみる", 100 * float(worst.mean() - base.mean()), "ポイント"),
    ]
