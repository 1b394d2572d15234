"""差の差: the change of treated units minus the change of the others.

The estimate is that of the regression with unit and time effects; with every unit seen at every time this is the
difference of the changes of the four means. It is judged unit by unit, whatever happens between the times of one unit
(Bertrand, Duflo & Mullainathan 2004), in a way that depends on the number of units (`panel_inference`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ..errors import DesignError
from ..result import Purpose
from ..stats.twoway import TwoWayFit, two_way
from .breaks import Break, breaks_of, in_order, spoiling
from .event_study import EventStudy, event_study
from .inference import Inference
from .panel import Panel
from .panel_inference import judge_panel
from .parallel import ParallelTrends, parallel_trends
from .pretrend import PreTrend, pre_trend
from .specs import Spec, other_specs

__all__ = ["Changes", "Did", "DidRequest", "GapPoint", "did", "panel_fit", "per_unit_changes"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class DidRequest:
    """What to compare.

    Attributes
    ----------
    panel
        The data.
    outcome, unit, per
        Words of the report: name of the outcome, its unit (件, kg), and the base of the size (1世帯あたり).
    higher_is_better
        ``None`` when not stated.
    other_policies, spillover, boundary_change, chosen_by_outcome
        Answers only the staff can give: another policy at the same time, effects leaking to the controls, a merger
        or changed definition, treated units chosen because their outcome was bad. ``None`` = not asked yet.
    known_breaks
        Breaks found elsewhere (lists of municipalities, notes of the table), beside those seen in the values.
    """

    panel: Panel
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
class Changes:
    """Units with data on both sides of the start: rows of the panel, means before and after, flags."""

    rows: npt.NDArray[np.intp]
    before: FloatArray
    after: FloatArray
    treated: npt.NDArray[np.bool_]

    @property
    def change(self) -> FloatArray:
        """After minus before, per unit."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class GapPoint:
    """One time: mean of treated units, what it would have been had it moved like the controls, and the controls."""

    label: str
    actual: float
    counterfactual: float
    control: float
    under_policy: bool


@dataclass(frozen=True, eq=False)
class Did:
    """Everything computed; nothing worded.

    Attributes
    ----------
    inference
        The difference in differences with its interval.
    treated_before, treated_after, control_before, control_after
        Mean levels over the units used.
    fit, se
        The panel regression; its clustered standard error, NaN when it may not be shown (few units on a side).
    mde
        Smallest effect that would probably (80 %) have been found; NaN when none could.
    pretrend
        ``None`` with fewer than two times before the start.
    level
        Evidence level of the Maryland scale reached by the design (2 or 3).
    dropped
        Units without data on both sides.
    missing_share
        Share of empty unit-times among the units used.
    """

    request: DidRequest
    inference: Inference
    changes: Changes
    treated_before: float
    treated_after: float
    control_before: float
    control_after: float
    fit: TwoWayFit
    se: float
    mde: float
    pretrend: PreTrend | None
    specs: tuple[Spec, ...]
    gap: tuple[GapPoint, ...]
    level: int
    dropped: tuple[str, ...]
    missing_share: float

    @property
    def n_treated(self) -> int:
        """Number of treated units used."""
        return int(self.changes.treated.sum())

    @property
    def n_control(self) -> int:
        """Number of control units used."""
        return int((~self.changes.treated).sum())

    @cached_property
    def events(self) -> EventStudy:
        """Gap of every time from the last time before the start; computed when first asked for."""
        return event_study(self.request.panel, self.changes.rows, self.changes.treated)

    @cached_property
    def parallel(self) -> ParallelTrends | None:
        """How far trends may part before the conclusion falls; ``None`` with fewer than 20 units on a side."""
        return parallel_trends(self.request.panel, self.changes.rows, self.changes.treated)

    @cached_property
    def breaks(self) -> tuple[Break, ...]:
        """Codes that vanish or appear, changed units of measure, figures that moved between units."""
        data = self.request.panel
        return in_order(data, (*breaks_of(data), *self.request.known_breaks))

    @cached_property
    def without_broken(self) -> Inference | None:
        """The difference without control units that have a break; ``None`` when none has, or too few are left."""
        data, rows = self.request.panel, self.changes.rows
        broken = {b.unit for b in spoiling(data, self.breaks, treated=False)}
        kept = np.array([self.changes.treated[i] or data.units[row] not in broken for i, row in enumerate(rows)])
        if kept.all() or (kept & ~self.changes.treated).sum() < 2:
            return None
        c = self.changes
        rest = Changes(c.rows[kept], c.before[kept], c.after[kept], c.treated[kept])
        return judge_panel(panel_fit(data, rest), rest.treated, data.start).inference

    @property
    def balanced(self) -> bool:
        """Every unit used was seen at every time."""
        return self.fit.effects.balanced

    @property
    def specs_agree(self) -> bool:
        """At least two other calculations were possible and all have the sign of the estimate."""
        return len(self.specs) >= 2 and all(spec.same_sign for spec in self.specs)


def did(request: DidRequest) -> Did:
    """Compare the change of treated units with the change of the others.

    Raises
    ------
    DesignError
        SB-S125: no treated, or no control, unit with data both before and after.

    >>> import pandas as pd
    >>> from shirube.policy import panel
    >>> rows = [(f"{i}区", y, 10.0 + i % 3 - (4 if i == 0 and y > 2021 else 0), int(i == 0))
    ...         for i in range(20) for y in (2020, 2021, 2022)]
    >>> frame = pd.DataFrame(rows, columns=["地区", "年", "件数", "実施"])
    >>> result = did(DidRequest(panel(frame, unit="地区", time="年", outcome="件数", treated="実施", start=2022)))
    >>> round(result.inference.estimate, 6), result.inference.p
    (-4.0, 0.05)
    """
    data = request.panel
    changes, dropped = per_unit_changes(data)
    flags = changes.treated
    for side, present in (("実施地区", flags.any()), ("比較地区", (~flags).any())):
        if not present:
            raise DesignError("S125", side=side)
    fit = panel_fit(data, changes)
    judged = judge_panel(fit, flags, data.start)
    trend = pre_trend(data, changes.rows, flags)
    sound = trend is not None and trend.checkable and not trend.differs and (~flags).sum() >= 2
    return Did(
        request=request,
        inference=judged.inference,
        changes=changes,
        treated_before=float(changes.before[flags].mean()),
        treated_after=float(changes.after[flags].mean()),
        control_before=float(changes.before[~flags].mean()),
        control_after=float(changes.after[~flags].mean()),
        fit=fit,
        se=judged.se,
        mde=judged.mde,
        pretrend=trend,
        specs=other_specs(data, changes, judged.inference.estimate),
        gap=_gap(data, changes),
        level=3 if sound else 2,
        dropped=dropped,
        missing_share=float(np.isnan(data.values[changes.rows]).mean()),
    )


def panel_fit(data: Panel, changes: Changes) -> TwoWayFit:
    """Regress the outcome on the policy with unit and time effects, over the units of `changes`."""
    under = np.zeros((1, len(changes.rows), len(data.times)))
    under[0, changes.treated, data.start :] = 1.0
    return two_way(data.values[changes.rows], under)


def per_unit_changes(data: Panel) -> tuple[Changes, tuple[str, ...]]:
    """Collapse units to their means before and after; units without both are named and left out."""
    before, after = _row_means(data.values[:, : data.start]), _row_means(data.values[:, data.start :])
    usable = np.isfinite(before) & np.isfinite(after)
    rows = np.flatnonzero(usable)
    dropped = tuple(name for name, kept in zip(data.units, usable, strict=True) if not kept)
    return Changes(rows, before[rows], after[rows], data.treated[rows]), dropped


def _row_means(values: FloatArray) -> FloatArray:
    present = np.isfinite(values)
    count = present.sum(axis=1)
    total = np.where(present, values, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _gap(data: Panel, changes: Changes) -> tuple[GapPoint, ...]:
    # Units are measured from their own mean before the start, so that a gap in one unit's data does not look like
    # a change of the group.
    moved = data.values[changes.rows] - changes.before[:, None]
    flags = changes.treated
    treated, control = _row_means(moved[flags].T), _row_means(moved[~flags].T)
    treated_level, control_level = changes.before[flags].mean(), changes.before[~flags].mean()
    return tuple(
        GapPoint(label, float(treated_level + t), float(treated_level + c), float(control_level + c), i >= data.start)
        for i, (label, t, c) in enumerate(zip(data.times, treated, control, strict=True))
    )
