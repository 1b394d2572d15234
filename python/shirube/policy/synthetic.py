"""合成した比較地区: one treated unit against a weighted mix of others that moved like it before.

The test is the rank of the treated unit's ratio of squared gaps after and before among all units (Abadie, Diamond &
Hainmueller 2010, JASA 105:493). The interval inverts that same test for effects of one size (Firpo & Possebom 2018,
J Causal Inference 6:20160026), so it leaves out zero exactly when the test does. What the weights are fitted to is a
choice, and p depends on it; `specs` holds the answers of other choices.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ..errors import DesignError
from ..stats.sdid import placebo_se, synthetic_did
from ..stats.synthetic import Synthetic, leave_one_out, placebo_in_time, synthetic_control
from .breaks import Break, breaks_of, in_order, spoiling
from .did import DidRequest
from .inference import ALPHA, Inference, Method
from .panel import Panel
from .synthetic_specs import SyntheticSpec, synthetic_specs

__all__ = ["FEWEST_BEFORE", "FEWEST_CONTROLS", "SyntheticControl", "synthetic"]

FloatArray = npt.NDArray[np.float64]
FEWEST_BEFORE, FEWEST_CONTROLS = 8, 10
_CARRIES = 0.005  # weights below this are not named


@dataclass(frozen=True, eq=False)
class SyntheticControl:
    """Everything computed; nothing worded.

    Attributes
    ----------
    panel
        The units used: complete series, the treated one first.
    fit
        Weights, gaps and placebos of the kernel.
    placebo_gaps
        Gap of every unit when it plays the treated one, shape (units, times); row 0 is the treated unit's own.
    inference, mde
        Mean gap under the policy with its interval; smallest effect that would have been found for 80 % of the other
        units in its place (NaN when none would).
    dropped
        Control units left out because of missing values.
    predictors
        What goes with the outcome, for the units used; ``None`` when there is none.
    """

    request: DidRequest
    panel: Panel
    fit: Synthetic
    placebo_gaps: FloatArray
    inference: Inference
    mde: float
    dropped: tuple[str, ...]
    predictors: FloatArray | None = None
    level: int = 3

    @property
    def n_control(self) -> int:
        """Units the mix could be made of."""
        return len(self.panel.units) - 1

    @property
    def weights(self) -> tuple[tuple[str, float], ...]:
        """Units that carry weight, the heaviest first."""
        pairs = [(u, float(w)) for u, w in zip(self.panel.units, self.fit.weights, strict=True) if w >= _CARRIES]
        return tuple(sorted(pairs, key=lambda pair: -pair[1]))

    @property
    def miss(self) -> float:
        """Root mean squared gap before, as a share of the treated unit's own spread before."""
        spread = float(self.panel.values[0, : self.panel.start].std())
        return self.fit.before / spread if spread > 0 else math.inf

    @cached_property
    def without(self) -> tuple[tuple[str, float], ...]:
        """Effect without each unit that carries weight."""
        found = leave_one_out(self.panel.values, 0, self.panel.start)
        return tuple((self.panel.units[row], effect) for row, effect in found.items())

    @cached_property
    def in_time(self) -> tuple[tuple[str, float], ...]:
        """Gap between a pretended earlier start and the true one, at a half and at two thirds of the times before."""
        start = self.panel.start
        places = sorted({start // 2, start * 2 // 3} - {0, 1})
        return tuple((self.panel.times[i], placebo_in_time(self.panel.values, 0, start, i)) for i in places)

    @cached_property
    def specs(self) -> tuple[SyntheticSpec, ...]:
        """The same question with weights fitted to something else."""
        return synthetic_specs(self.panel, self.inference.estimate, self.predictors)

    @property
    def specs_agree(self) -> bool:
        """Every other choice of what to fit to has the sign of the estimate, and finds it beyond chance too."""
        return len(self.specs) >= 2 and all(s.same_sign and s.p <= ALPHA for s in self.specs if s.decides)

    @cached_property
    def sdid(self) -> tuple[float, float]:
        """Synthetic difference in differences, and its standard error over all placebos."""
        flags = np.arange(len(self.panel.units)) == 0
        values, start = self.panel.values, self.panel.start
        return synthetic_did(values, flags, start).effect, placebo_se(values, flags, start)

    @cached_property
    def breaks(self) -> tuple[Break, ...]:
        """Breaks of the units used."""
        return in_order(self.panel, (*breaks_of(self.panel), *self.request.known_breaks))

    @property
    def broken_weight(self) -> float:
        """Share of the mix made of control units with a break."""
        broken = {b.unit for b in spoiling(self.panel, self.breaks, treated=False)} - {""}
        return float(sum(w for u, w in zip(self.panel.units, self.fit.weights, strict=True) if u in broken))


def synthetic(request: DidRequest, predictors: npt.ArrayLike | None = None) -> SyntheticControl:
    """Compare one unit with a mix of others.

    Parameters
    ----------
    request
        A panel with one treated unit.
    predictors
        What goes with the outcome (income, prices, earlier outcomes …), a row per unit of the panel, shape (units, k).
        The weights of the conclusion are fitted to all earlier outcomes; these make one of the other calculations.

    Raises
    ------
    DesignError
        SB-S211: not exactly one treated unit. SB-S212: fewer than 8 times before or 10 complete control units.
        SB-S472: the treated unit has missing values.

    >>> rng = np.random.default_rng(1)
    >>> y = rng.normal(20, 2, (30, 1)) + rng.normal(size=24).cumsum() + 0.2 * rng.normal(size=(30, 24))
    >>> y[0, 18:] += 6
    >>> p = Panel(tuple(map(str, range(30))), tuple(map(str, range(24))), np.arange(24.0), y, np.arange(30) == 0, 18)
    >>> found = synthetic(DidRequest(p))
    >>> round(found.inference.estimate), found.fit.rank, found.inference.excludes_zero
    (6, 1, True)
    """
    beside = None if predictors is None else np.asarray(predictors, dtype=float).reshape(len(request.panel.units), -1)
    data, beside, dropped = _complete(request.panel, beside)
    fit = synthetic_control(data.values, 0, data.start)
    gaps = fit.gaps
    inference = _judge(fit, data.start)
    return SyntheticControl(request, data, fit, gaps, inference, _mde(gaps, data.start, inference), dropped, beside)


def _complete(data: Panel, beside: FloatArray | None) -> tuple[Panel, FloatArray | None, tuple[str, ...]]:
    if int(data.treated.sum()) != 1:
        raise DesignError("S211", n=int(data.treated.sum()))
    own = int(np.flatnonzero(data.treated)[0])
    if not np.isfinite(data.values[own]).all():
        raise DesignError("S472")
    whole = np.asarray(np.isfinite(data.values).all(axis=1))
    if beside is not None:
        whole &= np.isfinite(beside).all(axis=1)
        if not whole[own]:
            raise DesignError("S472")
    others = [i for i in range(len(data.units)) if i != own and whole[i]]
    dropped = tuple(data.units[i] for i in range(len(data.units)) if not whole[i])
    if data.start < FEWEST_BEFORE or len(others) < FEWEST_CONTROLS:
        raise DesignError(
            "S212", before=data.start, control=len(others), least_before=FEWEST_BEFORE, least=FEWEST_CONTROLS
        )
    rows = [own, *others]
    kept = replace(
        data, units=tuple(data.units[i] for i in rows), values=data.values[rows], treated=np.arange(len(rows)) == 0
    )
    return kept, None if beside is None else beside[rows], dropped


def _threshold(others: FloatArray) -> float:
    """The ratio a unit must exceed to be among the most extreme 5 %; infinite when it cannot be."""
    units = others.size + 1
    allowed = math.floor(ALPHA * units + 1e-9)  # units with a ratio as large, itself included
    return float(np.sort(others)[::-1][allowed - 1]) if allowed >= 1 else math.inf


def _judge(fit: Synthetic, start: int) -> Inference:
    after = fit.gap[start:]
    smallest = 1 / fit.ratios.size
    others = fit.ratios[1:]
    spread, square = float(after.var()), fit.before**2
    room = _threshold(others) * square - spread
    half = math.sqrt(room) if 0 <= room < math.inf else math.inf if room > 0 else math.nan
    if not math.isfinite(half):  # no size can be left out, or the gap changes too much to be of one size
        return Inference(fit.effect, -math.inf, math.inf, fit.p, Method.PLACEBO, smallest, fit.ratios.size)
    return Inference(fit.effect, fit.effect - half, fit.effect + half, fit.p, Method.PLACEBO, smallest, fit.ratios.size)


def _mde(gaps: FloatArray, start: int, judged: Inference) -> float:
    """Per control unit, the effect added to it that its ratio would have shown; the size enough for 80 % of them."""
    if judged.smallest_p > ALPHA:
        return math.nan
    before, after = (gaps[:, :start] ** 2).mean(axis=1), gaps[:, start:]
    ratios = np.where(before > 0, (after**2).mean(axis=1) / np.where(before > 0, before, 1.0), math.inf)
    needed = []
    for unit in range(1, len(gaps)):
        bar = _threshold(np.delete(ratios, [0, unit])) * before[unit] - float(after[unit].var())
        root, mean = math.sqrt(max(bar, 0.0)), float(after[unit].mean())
        needed += [max(root - mean, 0.0), max(root + mean, 0.0)]
    found = float(np.quantile(needed, 0.8))
    return found if math.isfinite(found) and found > 0 else math.nan
