"""段階的な導入: units that start at different times against units that never start.

Effects are those of each starting group at each time against never-starters (Callaway & Sant'Anna 2021, J
Econometrics 225:200), averaged over starters and times under the policy. With few starters or few never-starters the
starts are relabelled; otherwise the standard error is that of the influence functions. A two-way regression mixes in
comparisons with units that have already started (Goodman-Bacon 2021), so it is shown as a diagnostic only.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from ..errors import DesignError, ShirubeError
from ..result import Purpose
from ..stats import distributions as stats
from ..stats.group_time import GroupTime, Summary, group_time, summarise
from ..stats.resampling import Randomisation
from ..stats.staggered import Comparison, bacon, imputation, sun_abraham
from ..stats.starts import relabel_starts
from .adoption import Adoption
from .breaks import Break, breaks_of, in_order
from .inference import ALPHA, Inference, Method, flat
from .panel_inference import ENOUGH_FOR_CLUSTERS
from .specs import Spec

__all__ = ["Staggered", "StaggeredRequest", "staggered"]

FloatArray = npt.NDArray[np.float64]
FEWEST_NEVER = 2


@dataclass(frozen=True, eq=False)
class StaggeredRequest:
    """What to compare; the words and answers are those of `DidRequest`."""

    adoption: Adoption
    outcome: str = ""
    unit: str = ""
    per: str = ""
    higher_is_better: bool | None = None
    other_policies: bool | None = None
    spillover: bool | None = None
    boundary_change: bool | None = None
    chosen_by_outcome: bool | None = None
    known_breaks: tuple[Break, ...] = ()
    purpose: Purpose = Purpose.INTERNAL


@dataclass(frozen=True, eq=False)
class Staggered:
    """Everything computed; nothing worded.

    Attributes
    ----------
    used
        Units with complete series that never start or start after the first time.
    effects, by_step, by_start, simple
        Effects of every group and time; averaged by step since the start, by start, over everything.
    inference, mde
        The mean effect, and the smallest one that would probably (80 %) have been found; NaN when none could.
    before
        The same relabelling applied to the times before; ``None`` when no group has two times before.
    dropped
        Names of units left out: missing values, or started before the data begin.
    """

    request: StaggeredRequest
    used: Adoption
    effects: GroupTime
    by_step: Summary
    by_start: Summary
    simple: Summary
    inference: Inference
    mde: float
    before: Randomisation | None
    dropped: tuple[str, ...]

    @property
    def n_treated(self) -> int:
        """Units that start."""
        return int((self.used.starts >= 0).sum())

    @property
    def n_control(self) -> int:
        """Units that never start."""
        return int((self.used.starts < 0).sum())

    @property
    def level(self) -> int:
        """Evidence level of the Maryland scale (2 or 3)."""
        sound = self.before is not None and self.before.smallest_p <= ALPHA < self.before.p
        return 3 if sound else 2

    @cached_property
    def specs(self) -> tuple[Spec, ...]:
        """The same question with units yet to start as comparison, by imputation, by interaction weights, in logs."""
        y, starts, times = _arrays(self.used)
        on = (starts > 0)[:, None] & (times >= starts[:, None])
        tries: list[tuple[str, str, Callable[[], float]]] = [
            ("まだ始めていない地区とも比べる", "", lambda: _mean_effect(y, starts, times, control="notyet")),
            ("始める前の値から埋めて比べる（補完）", "", lambda: imputation(y, on).att),
            ("開始時点ごとに回帰して平均する", "", lambda: sun_abraham(y, starts, times).att.estimate),
        ]
        if (y > 0).all():
            tries.append(("増減率で比べる", "%", lambda: _per_cent(_mean_effect(np.log(y), starts, times))))
        found = []
        for label, unit, make in tries:
            try:
                size = make()
            except ShirubeError:
                continue
            if math.isfinite(size):
                found.append(Spec(label, size, unit, size * self.inference.estimate > 0))
        return tuple(found)

    @property
    def specs_agree(self) -> bool:
        """At least two other calculations were possible and all have the sign of the estimate."""
        return len(self.specs) >= 2 and all(spec.same_sign for spec in self.specs)

    @cached_property
    def mixture(self) -> tuple[Comparison, ...]:
        """What a plain two-way regression would mix."""
        return bacon(*_arrays(self.used))

    @cached_property
    def breaks(self) -> tuple[Break, ...]:
        """Breaks of all units."""
        data = self.request.adoption.as_panel
        return in_order(data, (*breaks_of(data), *self.request.known_breaks))


def staggered(request: StaggeredRequest) -> Staggered:
    """Compare units that start at different times with units that never start.

    Raises
    ------
    DesignError
        SB-S213: fewer than two complete units that never start. SB-S214: no complete unit with a time before its start.

    >>> rng = np.random.default_rng(1)
    >>> y, s = rng.normal(size=(30, 8)), np.repeat([3, 5, -1], 10)
    >>> y[:10, 3:] += 2; y[10:20, 5:] += 2
    >>> a = Adoption(tuple(map(str, range(30))), tuple(map(str, range(8))), np.arange(8.0), y, s)
    >>> found = staggered(StaggeredRequest(a))
    >>> found.inference.p < 0.01, found.inference.low < 2 < found.inference.high, found.n_control
    (True, True, 10)
    """
    used, dropped = _usable(request.adoption)
    y, starts, times = _arrays(used)
    effects = group_time(y, starts, times)
    simple = summarise(effects)
    inference, mde = _judge(used, simple)
    try:
        before = relabel_starts(used.values, used.starts, before=True)
    except DesignError:
        before = None
    return Staggered(
        request, used, effects, summarise(effects, "dynamic"), summarise(effects, "group"), simple, inference, mde,
        before, dropped,
    )  # fmt: skip


def _usable(data: Adoption) -> tuple[Adoption, tuple[str, ...]]:
    whole = np.isfinite(data.values).all(axis=1)
    kept = whole & (data.starts != 0)
    if (kept & (data.starts < 0)).sum() < FEWEST_NEVER:
        raise DesignError("S213", n=int((kept & (data.starts < 0)).sum()))
    if not (kept & (data.starts > 0)).any():
        raise DesignError("S214")
    rows = np.flatnonzero(kept)
    dropped = tuple(name for name, there in zip(data.units, kept, strict=True) if not there)
    units = tuple(data.units[i] for i in rows)
    return replace(data, units=units, values=data.values[rows], starts=data.starts[rows]), dropped


def _arrays(data: Adoption) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Outcomes, starts and times as the kernels take them: times from 1 on, 0 for never."""
    times = np.arange(1.0, len(data.times) + 1)
    return data.values, np.where(data.starts < 0, 0.0, data.starts + 1.0), times


def _judge(used: Adoption, simple: Summary) -> tuple[Inference, float]:
    starters, never = int((used.starts >= 0).sum()), int((used.starts < 0).sum())
    estimate = simple.estimate
    if flat(used.values - used.values.mean(axis=1, keepdims=True) + 1.0):
        return Inference(estimate, -math.inf, math.inf, 1.0, Method.NONE, smallest_p=1.0), math.nan
    if min(starters, never) >= ENOUGH_FOR_CLUSTERS:
        z = float(stats.norm.ppf(0.975))
        p = 2 * float(stats.norm.sf(abs(estimate) / simple.se)) if simple.se > 0 else math.nan
        judged = Inference(estimate, estimate - z * simple.se, estimate + z * simple.se, p, Method.GROUP_TIME)
        return judged, (z + float(stats.norm.ppf(0.8))) * simple.se
    drawn = relabel_starts(used.values, used.starts)
    judged = Inference(
        estimate, drawn.low, drawn.high, drawn.p, Method.STARTS, drawn.smallest_p, drawn.assignments, drawn.seed,
        drawn.p_error,
    )  # fmt: skip
    if not judged.has_interval or judged.smallest_p > ALPHA:
        return judged, math.nan
    half = (judged.high - judged.low) / 2
    return judged, half * (1 + float(stats.norm.ppf(0.8)) / float(stats.norm.ppf(0.975)))


def _mean_effect(
    y: FloatArray, starts: FloatArray, times: FloatArray, *, control: Literal["never", "notyet"] = "never"
) -> float:
    return summarise(group_time(y, starts, times, control=control)).estimate


def _per_cent(log_ratio: float) -> float:
    return 100 * math.expm1(log_ratio) if log_ratio < 700 else math.inf
