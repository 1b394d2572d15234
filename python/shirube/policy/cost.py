"""費用対効果: what one unit of change cost, with its interval; nothing where the change may be zero."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import DesignError
from ..stats.ratio import fieller
from ..stats.rounding import round_half_up

__all__ = ["Cost", "CostLine", "CostPerUnit", "compare_costs", "cost_per_unit", "icer"]


@dataclass(frozen=True, slots=True)
class Cost:
    """What was spent (yen) beyond what would have been spent anyway, over how many times the size of the change.

    `multiplier` turns the size in the report into the whole change bought: treated units × times, or people.
    """

    yen: float
    multiplier: float = 1.0


@dataclass(frozen=True, slots=True)
class CostPerUnit:
    """Yen per unit of change in the wanted direction; NaN where the change may be zero or went the wrong way."""

    yen: float
    low: float
    high: float
    change: float

    @property
    def known(self) -> bool:
        """An interval exists."""
        return math.isfinite(self.low) and math.isfinite(self.high)

    @property
    def text(self) -> str:
        """In words, with three significant digits."""
        if not self.known:
            return "計算できません（変化の幅が 0 をまたぐか、望ましくない向きのため）"
        one, low, high = (_yen(v) for v in (self.yen, self.low, self.high))
        return f"約{one}円（{low}〜{high}円）"


def cost_per_unit(
    cost: Cost, estimate: float, low: float, high: float, *, higher_is_better: bool | None = None
) -> CostPerUnit:
    """Divide the cost by the change and by the ends of its interval.

    Without a stated direction the change is taken as wanted.

    >>> cost_per_unit(Cost(1_200_000), -12.0, -20.0, -4.0, higher_is_better=False).text
    '約100,000円（60,000〜300,000円）'
    >>> cost_per_unit(Cost(1_200_000), -12.0, -20.0, 4.0).known
    False
    """
    sign = 1.0 if (higher_is_better is None and estimate >= 0) or higher_is_better else -1.0
    size, one, other = (sign * v * cost.multiplier for v in (estimate, low, high))
    least, most = min(one, other), max(one, other)
    if not (math.isfinite(least) and math.isfinite(most)) or least <= 0:
        return CostPerUnit(math.nan, math.nan, math.nan, size)
    return CostPerUnit(cost.yen / size, cost.yen / most, cost.yen / least, size)


def icer(
    cost_difference: float, effect_difference: float, se_cost: float, se_effect: float, *, cov: float = 0.0
) -> CostPerUnit:
    """Incremental cost-effectiveness ratio when costs vary too (Fieller's interval).

    >>> icer(1000.0, 10.0, 100.0, 1.0).text
    '約100円（75〜133円）'
    """
    found = fieller(cost_difference, effect_difference, se_cost**2, se_effect**2, cov=cov)
    if found is None or effect_difference == 0:
        return CostPerUnit(math.nan, math.nan, math.nan, effect_difference)
    return CostPerUnit(cost_difference / effect_difference, found.low, found.high, effect_difference)


@dataclass(frozen=True, slots=True)
class CostLine:
    """One way of spending: its cost and effect, yen per unit, and what one more unit costs than the cheaper way before.

    `more` is NaN for the cheapest way, and where the dearer way does no more (`beaten` then names the better one).
    """

    label: str
    cost: float
    effect: float
    per_unit: CostPerUnit
    more: float = math.nan
    beaten: str = ""


def compare_costs(
    labels: Sequence[str],
    costs: Sequence[float],
    effects: Sequence[float],
    low: Sequence[float] | None = None,
    high: Sequence[float] | None = None,
    *,
    higher_is_better: bool | None = None,
) -> tuple[CostLine, ...]:
    """Set ways of spending side by side, the cheapest first; each against the dearest cheaper one that is not beaten.

    Parameters
    ----------
    costs, effects
        Yen, and units of change; NaN where unknown (such lines come last, uncompared).
    low, high
        Ends of the effects' 95 % intervals; without them the cost per unit has no interval.

    Raises
    ------
    DesignError
        SB-S102: different lengths.

    Notes
    -----
    Incremental ratio and simple dominance: Drummond et al. (2015) Methods for the Economic Evaluation of Health Care
    Programmes, ch. 4.

    >>> lines = compare_costs(["訪問", "教室", "冊子"], [900.0, 400.0, 100.0], [30.0, 40.0, 10.0])
    >>> [(line.label, line.more, line.beaten) for line in lines]
    [('冊子', nan, ''), ('教室', 10.0, ''), ('訪問', nan, '教室')]
    """
    for other in (costs, effects, *(ends for ends in (low, high) if ends is not None)):
        if len(other) != len(labels):
            raise DesignError("S102", before=len(labels), after=len(other))
    sign = -1.0 if higher_is_better is False else 1.0
    order = sorted(range(len(labels)), key=lambda i: (not _known(costs[i], effects[i]), costs[i], -sign * effects[i]))
    found: list[CostLine] = []
    best: CostLine | None = None
    for i in order:
        ends = (effects[i] if low is None else low[i], effects[i] if high is None else high[i])
        each = cost_per_unit(Cost(costs[i]), effects[i], *ends, higher_is_better=higher_is_better)
        line = CostLine(labels[i], costs[i], effects[i], each)
        if best is not None and _known(costs[i], effects[i]):
            gain = sign * (effects[i] - best.effect)
            beaten = gain <= 0
            more = math.nan if beaten else (costs[i] - best.cost) / gain
            line = CostLine(labels[i], costs[i], effects[i], each, more, best.label if beaten else "")
        if _known(costs[i], effects[i]) and not line.beaten:
            best = line
        found.append(line)
    return tuple(found)


def _known(cost: float, effect: float) -> bool:
    return math.isfinite(cost) and math.isfinite(effect)


def _yen(value: float) -> str:
    digits = 2 - math.floor(math.log10(abs(value))) if value else 0
    return f"{round_half_up(value, min(digits, 0)):,.0f}"
