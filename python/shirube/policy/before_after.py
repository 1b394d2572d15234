"""前後比較: what changed between two measurements, without anything to compare with."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from ..errors import DesignError
from ..result import Purpose
from ..stats.means import regression_to_mean
from .breaks import Break, scale_between
from .inference import Inference
from .measures import Measured, measure_binary, measure_continuous, measure_count
from .specs import Spec
from .specs_before_after import other_specs_before_after

__all__ = ["BeforeAfter", "BeforeAfterRequest", "Selection", "before_after", "selection_from_two"]

Kind = Literal["continuous", "binary", "count"]


@dataclass(frozen=True, slots=True)
class Selection:
    """How participants were picked on their baseline: mean, sd and reliability in the whole population, cut-off."""

    mean: float
    sd: float
    reliability: float
    cutoff: float


def selection_from_two(first: npt.ArrayLike, second: npt.ArrayLike, cutoff: float) -> Selection:
    """Take the figures of a selection from two measurements of everybody before the policy, the chosen ones included.

    Parameters
    ----------
    first, second
        Same people, same order, no policy in between; pairs with a missing value are left out.
    cutoff
        Those beyond it at the second measurement were chosen.

    Raises
    ------
    DesignError
        SB-S102: different lengths. SB-S101: fewer than three pairs. SB-S104: no spread, or a negative correlation.

    >>> chosen = selection_from_two([1.0, 2, 3, 4, 5], [1.5, 1.8, 3.2, 4.4, 4.6], 4.0)
    >>> round(chosen.mean, 2), round(chosen.reliability, 2)
    (3.1, 0.97)
    """
    one, two = np.asarray(first, dtype=float).ravel(), np.asarray(second, dtype=float).ravel()
    if one.size != two.size:
        raise DesignError("S102", before=one.size, after=two.size)
    there = np.isfinite(one) & np.isfinite(two)
    one, two = one[there], two[there]
    if one.size < 3:
        raise DesignError("S101", n=one.size, least=3)
    spreads = float(one.std(ddof=1)), float(two.std(ddof=1))
    reliability = float(np.corrcoef(one, two)[0, 1]) if min(spreads) > 0 else math.nan
    if not 0 <= reliability <= 1:
        raise DesignError("S104", sd=f"{spreads[1]:.4g}", reliability=f"{reliability:.3g}")
    return Selection(float(two.mean()), spreads[1], reliability, cutoff)


@dataclass(frozen=True, eq=False)
class BeforeAfterRequest:
    """What to compare.

    Attributes
    ----------
    before, after
        Values (NaN = missing). Paired: same order. Binary: 0/1. Count: events per period or per unit.
    paired
        The same people or places were measured twice.
    exposure_before, exposure_after
        Counts only: person-years, months … behind each total; the number of values when left out.
    outcome, unit, per
        Words of the report: name of the outcome, its unit (件, 点, 分), and the base of the size (1世帯あたり).
    higher_is_better, selected_on_baseline
        ``None`` when not stated. Selected = taken in because the value before was bad (or good).
    selection
        Figures for the size of the regression to the mean, when known; used only when `selected_on_baseline`.
    other_policies, definition_change
        Another policy or event at the same time; another way of counting. ``None`` = not asked yet.
    """

    before: npt.ArrayLike
    after: npt.ArrayLike
    paired: bool = True
    kind: Kind = "continuous"
    exposure_before: float | None = None
    exposure_after: float | None = None
    outcome: str = "成果"
    unit: str = ""
    per: str = ""
    before_label: str = "事前"
    after_label: str = "事後"
    higher_is_better: bool | None = None
    selected_on_baseline: bool | None = None
    selection: Selection | None = field(default=None)
    other_policies: bool | None = None
    definition_change: bool | None = None
    purpose: Purpose = Purpose.INTERNAL


@dataclass(frozen=True, eq=False)
class BeforeAfter:
    """Everything computed; nothing worded.

    Attributes
    ----------
    measured
        Levels, numbers used and left out, the judged change, other calculations, smallest detectable change.
    pull
        Change to be expected from selection alone, in the outcome's unit; NaN when not known.
    level
        Evidence level of the Maryland scale: always 1.
    """

    request: BeforeAfterRequest
    measured: Measured
    pull: float
    level: int = 1

    @property
    def inference(self) -> Inference:
        """The judged change."""
        return self.measured.inference

    @cached_property
    def specs(self) -> tuple[Spec, ...]:
        """The same question by other calculations."""
        return other_specs_before_after(self.request, self.inference.estimate)

    @cached_property
    def breaks(self) -> tuple[Break, ...]:
        """A factor of 10, 100, 1000 … between the two measurements: another unit, not a change."""
        if self.request.kind != "continuous":
            return ()
        before = np.asarray(self.request.before, dtype=float).ravel()
        after = np.asarray(self.request.after, dtype=float).ravel()
        return scale_between(before, after, self.request.outcome, self.request.after_label)


def before_after(request: BeforeAfterRequest) -> BeforeAfter:
    """Measure the change between two measurements.

    Raises
    ------
    DesignError
        SB-S131: nothing to compare. SB-S102: pairs of different lengths. SB-S130: not 0/1. SB-S105, S106: counts or
        their exposure are not usable. SB-S104: impossible figures in `selection`.

    >>> import numpy as np
    >>> result = before_after(BeforeAfterRequest(np.array([9.0, 8, 9, 7, 8, 9]), np.array([7.0, 6, 8, 6, 5, 8])))
    >>> round(result.inference.estimate, 2), result.inference.p
    (-1.67, 0.03125)
    """
    before = np.array(request.before, dtype=float).ravel()
    after = np.array(request.after, dtype=float).ravel()
    if request.kind == "binary":
        measured = measure_binary(before, after, paired=request.paired)
    elif request.kind == "count":
        exposures = (request.exposure_before, request.exposure_after)
        measured = measure_count(before, after, paired=request.paired, exposures=exposures)
    else:
        measured = measure_continuous(before, after, paired=request.paired)
    pull = math.nan
    if request.selection is not None and request.selected_on_baseline:
        chosen = request.selection
        pull = regression_to_mean(sd=chosen.sd, reliability=chosen.reliability, mean=chosen.mean, cutoff=chosen.cutoff)
    return BeforeAfter(request, measured, pull)
