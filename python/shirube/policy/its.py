"""中断時系列: one series before and after, its own past as the only comparison (or another series beside it)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from ..errors import DesignError, ShirubeError
from ..result import Purpose
from ..stats.regression import Contrast
from .breaks import Break, breaks_of, in_order
from .inference import Inference, Method
from .its_models import ENOUGH_FOR_MEMORY, Design, Model, count_model, design, linear_model
from .series import Series, as_panel

__all__ = ["FEWEST_AFTER", "FEWEST_BEFORE", "Its", "ItsRequest", "its"]

FloatArray = npt.NDArray[np.float64]
FEWEST_BEFORE, FEWEST_AFTER = 3, 2
_MOST_EXPONENT = 700.0


@dataclass(frozen=True, eq=False)
class ItsRequest:
    """What to ask of a series.

    Attributes
    ----------
    series
        The data.
    kind
        Amounts, or numbers of events (judged as a rate of change in per cent, by the exposure when there is one).
    slope
        Let the trend change too; ``None`` = when at least three times under the policy allow it.
    seasons
        Take a yearly wave off; ``None`` = when two full years allow it.
    transition
        Times from the start that are left out because the policy was not yet fully there.
    outcome, unit, higher_is_better, other_policies, definition_change, chosen_by_outcome
        As in the other designs; ``None`` = not asked yet.
    known_breaks
        Breaks found elsewhere (a changed unit of measure, notes of the table), beside those seen in the values.
    """

    series: Series
    kind: Literal["continuous", "count"] = "continuous"
    slope: bool | None = None
    seasons: bool | None = None
    transition: int = 0
    outcome: str = ""
    unit: str = ""
    higher_is_better: bool | None = None
    other_policies: bool | None = None
    definition_change: bool | None = None
    chosen_by_outcome: bool | None = None
    known_breaks: tuple[Break, ...] = ()
    purpose: Purpose = Purpose.INTERNAL


@dataclass(frozen=True, slots=True)
class OtherModel:
    """The mean effect by another model: its name, its judgement, and the unit of its size."""

    label: str
    inference: Inference
    unit: str


@dataclass(frozen=True, eq=False)
class Its:
    """Everything computed; nothing worded.

    Attributes
    ----------
    inference
        Mean effect over the times under the policy, in the outcome's unit or in per cent.
    rows
        Positions used, shape (n,).
    avoided
        Counts only: events more (or fewer) than expected over all times under the policy.
    """

    request: ItsRequest
    inference: Inference
    model: Model
    design: Design
    rows: npt.NDArray[np.intp]
    avoided: float
    level: int

    @property
    def unit(self) -> str:
        """Unit of the size."""
        return "%" if self.request.kind == "count" else self.request.unit

    @property
    def n_before(self) -> int:
        """Times used before the start."""
        return int((self.rows < self.request.series.start).sum())

    @property
    def n_after(self) -> int:
        """Times used under the policy."""
        return len(self.rows) - self.n_before

    @property
    def seasonal(self) -> bool:
        """A yearly wave was taken off."""
        return bool(self.design.matrix.shape[1] > 3 + (self.design.slope is not None))

    @property
    def specs_agree(self) -> bool:
        """At least two other models were possible and all have the sign of the estimate."""
        signs = [other.inference.estimate * self.inference.estimate > 0 for other in self.others]
        return len(signs) >= 2 and all(signs)

    @property
    def level_change(self) -> Contrast:
        """The jump at the start (log scale for counts)."""
        return self.model.judge(self.design.level)

    @property
    def slope_change(self) -> Contrast | None:
        """The change of trend per time (log scale for counts); ``None`` without one in the model."""
        return None if self.design.slope is None else self.model.judge(self.design.slope)

    @cached_property
    def mde(self) -> float:
        """Smallest effect that would probably (80 %) have been found, in the unit of the size; NaN when none could."""
        if not self.inference.has_interval:
            return math.nan
        size = self.model.reach(self.design.average)
        return _per_cent(size) if self.request.kind == "count" else size

    @cached_property
    def breaks(self) -> tuple[Break, ...]:
        """Changed units of measure and sudden levels. One that begins with the policy may be its effect: not listed."""
        data = as_panel(self.request.series)
        found = in_order(data, (*breaks_of(data), *self.request.known_breaks))
        kept = (b for b in found if b.kind not in ("appeared", "vanished"))
        return tuple(b for b in kept if b.kind != "jump" or b.time != self.request.series.start_label)

    @cached_property
    def expected(self) -> FloatArray:
        """What the outcome would have been without the policy, with its 95 % interval; shape (n, 3)."""
        return _expected(self)

    @cached_property
    def others(self) -> tuple[OtherModel, ...]:
        """The same question by other models; a model the data do not allow is left out."""
        found = []
        for label, unit, model, weights in _other_fits(self):
            judged = _inference("count" if unit == "%" else "continuous", model, model.judge(weights))
            if self.model.boundary:  # a model that ignores the memory would only look sure
                judged = replace(judged, low=-math.inf, high=math.inf, p=1.0)
            found.append(OtherModel(label, judged, unit))
        return tuple(found)


def its(request: ItsRequest) -> Its:
    """Measure how far a series departed from where it was heading.

    Raises
    ------
    DesignError
        SB-S413: too few times before or after. SB-S105, S106, S401–S403: as the models.

    >>> values = np.array([10, 11, 10, 12, 11, 12, 11, 13, 8, 9, 8, 9.0])
    >>> s = Series(tuple(map(str, range(12))), values, 8)
    >>> result = its(ItsRequest(s))
    >>> round(result.inference.estimate, 1), result.inference.method.name, result.level
    (-4.3, 'ITS_AR1', 2)
    """
    rows = _rows(request)
    after = int((rows >= request.series.start).sum())
    slope = after >= 3 and len(rows) >= 8 if request.slope is None else request.slope
    period = request.series.period
    seasons = period > 1 and len(rows) >= 2 * period if request.seasons is None else request.seasons and period > 1
    laid = design(rows, request.series.start, period, slope=slope, seasons=seasons)
    model = _fit(request, rows, laid, _method(request, len(rows)))
    judged = model.judge(laid.average)
    inference = _inference(request.kind, model, judged)
    return Its(
        request=request,
        inference=inference,
        model=model,
        design=laid,
        rows=rows,
        avoided=_avoided(request, rows, inference),
        level=2 if request.series.control is None else 3,
    )


def _rows(request: ItsRequest) -> npt.NDArray[np.intp]:
    data = request.series
    there = np.isfinite(data.values)
    for beside in (data.exposure, data.control):
        if beside is not None:
            there &= np.isfinite(beside)
    there[data.start : data.start + max(request.transition, 0)] = False
    rows = np.flatnonzero(there)
    before, after = int((rows < data.start).sum()), int((rows >= data.start).sum())
    if before < FEWEST_BEFORE or after < FEWEST_AFTER:
        raise DesignError("S413", before=before, after=after, least_before=FEWEST_BEFORE, least_after=FEWEST_AFTER)
    return rows


def _method(request: ItsRequest, n: int) -> Method:
    long = n >= ENOUGH_FOR_MEMORY
    if _is_log_linear(request):
        return Method.ITS_COUNT_AR1 if long else Method.ITS_COUNT
    return Method.ITS_AR1 if long else Method.ITS_OLS


def _is_log_linear(request: ItsRequest) -> bool:
    """Counts are fitted as counts; beside a control series, as the logarithm of the ratio of rates."""
    return request.kind == "count" and request.series.control is None


def _fit(request: ItsRequest, rows: npt.NDArray[np.intp], laid: Design, method: Method) -> Model:
    data = request.series
    y = data.values[rows]
    exposure = np.ones(len(rows)) if data.exposure is None else data.exposure[rows]
    if request.kind == "count" and ((y < 0).any() or (y != np.floor(y)).any()):
        raise DesignError("S105")
    if _is_log_linear(request):
        return count_model(laid.matrix, y, exposure, method)
    return linear_model(laid.matrix, _compared(request, rows), method)


def _compared(request: ItsRequest, rows: npt.NDArray[np.intp]) -> FloatArray:
    """What a linear model explains: the outcome, or its distance from the control series.

    With the same columns for both series, their difference has the differences of the coefficients, so this is the
    comparative interrupted time series with a full set of interactions.
    """
    data = request.series
    y = data.values[rows]
    if data.control is None:
        return y
    control = data.control[rows]
    if request.kind == "continuous":
        return np.asarray(y - control)
    if (control < 0).any():
        raise DesignError("S105")
    return np.asarray(np.log(y + 0.5) - np.log(control + 0.5))


def _inference(kind: str, model: Model, judged: Contrast) -> Inference:
    size, low, high = judged.estimate, judged.low, judged.high
    if kind == "count":
        size, low, high = _per_cent(size), _per_cent(low), _per_cent(high)
    if model.boundary or not math.isfinite(judged.p):
        return Inference(size, -math.inf, math.inf, 1.0, model.method, smallest_p=1.0)
    return Inference(size, low, high, judged.p, model.method)


def _per_cent(log_ratio: float) -> float:
    return 100 * math.expm1(log_ratio) if log_ratio < _MOST_EXPONENT else math.inf


def _expected(evaluation: Its) -> FloatArray:
    request, rows = evaluation.request, evaluation.rows
    data = request.series
    judged = [evaluation.model.judge(columns) for columns in evaluation.design.without]
    ends = np.array([(j.estimate, j.low, j.high) for j in judged])
    if request.kind == "count":
        ends = np.exp(np.minimum(ends, _MOST_EXPONENT))
        beside = data.exposure if data.control is None else data.control + 0.5
        return ends if beside is None else np.asarray(ends * beside[rows][:, None])
    return ends if data.control is None else np.asarray(ends + data.control[rows][:, None])


def _avoided(request: ItsRequest, rows: npt.NDArray[np.intp], inference: Inference) -> float:
    if request.kind != "count" or inference.estimate <= -100:
        return math.nan
    total = float(request.series.values[rows[rows >= request.series.start]].sum())
    return total * (1 - 1 / (1 + inference.estimate / 100))


def _other_fits(evaluation: Its) -> Iterator[tuple[str, str, Model, FloatArray]]:
    request, rows, laid = evaluation.request, evaluation.rows, evaluation.design
    slope, seasons = laid.slope is not None, evaluation.seasonal
    counts, main = _is_log_linear(request), evaluation.model.method
    plain = Method.ITS_COUNT if counts else Method.ITS_OLS
    variants: list[tuple[str, ItsRequest, Design, Method]] = []
    if main is not plain:
        variants.append(("前の時点の値を引き継がないとみる", request, laid, plain))
    if not counts:
        variants.append(("引き継ぎの形を決めない", request, laid, Method.ITS_NEWEY))
    start, period = request.series.start, request.series.period
    other = design(rows, start, period, slope=not slope, seasons=seasons)
    variants.append(("傾きは変わらないとみる" if slope else "傾きも変わるとみる", request, other, main))
    if seasons:
        variants.append(("季節の波を除かない", request, design(rows, start, period, slope=slope, seasons=False), main))
    variants += _other_scales(request, rows, laid, main)
    for label, asked, columns, method in variants:
        try:
            model = _fit(asked, rows, columns, method)
            model.judge(columns.average)
        except ShirubeError:
            continue
        relative = asked.kind == "count" or asked.series is not request.series
        yield label, "%" if relative else request.unit, model, columns.average


def _other_scales(
    request: ItsRequest, rows: npt.NDArray[np.intp], laid: Design, main: Method
) -> list[tuple[str, ItsRequest, Design, Method]]:
    """Counts as amounts, amounts as logarithms."""
    values = request.series.values
    if _is_log_linear(request):
        method = Method.ITS_AR1 if main is Method.ITS_COUNT_AR1 else Method.ITS_OLS
        return [("件数を量とみて、1時点あたりの差を計算する", replace(request, kind="continuous"), laid, method)]
    if request.kind == "continuous" and request.series.control is None and (values[rows] > 0).all():
        logs = np.full_like(values, np.nan)
        logs[rows] = np.log(values[rows])
        return [("増減率で比べる", replace(request, series=replace(request.series, values=logs)), laid, main)]
    return []
