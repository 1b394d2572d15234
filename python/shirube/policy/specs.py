"""The same question by other calculations: does the sign hold?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from .panel import Panel

if TYPE_CHECKING:
    from .did import Changes

__all__ = ["Spec", "other_specs"]

_MOST_LOG_RATIO = 700.0  # e to a greater power does not fit in a float


@dataclass(frozen=True, slots=True)
class Spec:
    """One other calculation: its name, size, unit (empty = the outcome's), and whether the sign is the same."""

    label: str
    estimate: float
    unit: str
    same_sign: bool


def other_specs(data: Panel, changes: Changes, estimate: float) -> tuple[Spec, ...]:
    """Recompute the difference in other ways that the data allow (see each label)."""
    flags, change = changes.treated, changes.change
    group, others = change[flags], change[~flags]
    found: list[tuple[str, float, str]] = []
    if others.size >= 3:
        found.append(("比較地区の平均の代わりに中央値を使う", float(np.mean(group) - np.median(others)), ""))
        weakest = _leave_one_out(group, others, estimate)
        found.append(("比較地区を1つずつ除く（最も弱い結果）", weakest, ""))
    if data.start >= 2:
        last = changes.after - data.values[changes.rows, data.start - 1]
        one, other = last[flags & np.isfinite(last)], last[~flags & np.isfinite(last)]
        if one.size and other.size:
            found.append(("直前の時点だけを基準にする", float(one.mean() - other.mean()), ""))
    if (changes.before > 0).all() and (changes.after > 0).all():
        log = np.log(changes.after) - np.log(changes.before)
        gap = float(log[flags].mean() - log[~flags].mean())
        if gap < _MOST_LOG_RATIO:
            found.append(("増減率で比べる", math.expm1(gap) * 100, "%"))
    return tuple(Spec(label, size, unit, size * estimate > 0) for label, size, unit in found)


def _leave_one_out(group: npt.NDArray[np.float64], others: npt.NDArray[np.float64], estimate: float) -> float:
    without = (others.sum() - others) / (others.size - 1)
    sizes = group.mean() - without
    return float(sizes.min() if estimate > 0 else sizes.max())
