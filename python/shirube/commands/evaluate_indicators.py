"""指標の確認, ギャップ分析, 人口の見通し, 費用対効果, ロジックモデルの確認, 前提の信号."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, Literal

from ..errors import DesignError
from ..grid import Grid
from ..policy import report
from ..policy.cost import compare_costs
from ..policy.gap import gaps, population_causes, project
from ..policy.kpi import KpiRequest, kpi
from ..policy.lights import lights_detail
from ..policy.logic_model import Step, report_logic
from ..policy.report_cost import report_costs
from ..policy.report_indicators import report_gap, report_kpi
from ..policy.report_population import report_projection
from ..policy.times import read_start, read_times
from ..policy.verdict import conclude_did
from ..result import Result
from ..table import records, require_columns, require_numbers
from .base import Command
from .evaluate import DidSettings, measure_did
from .evaluate_lines import remember
from .provenance import of_grid

__all__ = [
    "COST",
    "GAP",
    "KPI",
    "LIGHTS",
    "LOGIC",
    "POPULATION",
    "CostSettings",
    "GapSettings",
    "KpiSettings",
    "LogicSettings",
    "PopulationSettings",
    "check_assumptions",
    "check_kpi",
    "check_logic_model",
    "compare_cost_lines",
    "measure_gaps",
    "project_population",
]


@dataclass(frozen=True)
class KpiSettings:
    """A list with one row per period."""

    period: str = ""
    value: str = ""
    target: float | None = None
    chart: Literal["xmr", "p", "c"] = "xmr"
    totals: str = ""
    target_period: str = ""
    higher_is_better: bool | None = None
    unit: str = ""
    header_row: int = 0


@dataclass(frozen=True)
class GapSettings:
    """A list with one row per item."""

    label: str = ""
    target: str = ""
    present: str = ""
    unit: str = ""
    header_row: int = 0


@dataclass(frozen=True)
class PopulationSettings:
    """A list with one row per age group, two censuses one group's width apart.

    `aim` holds the whole population aimed at, by step from the last census on. With `births` and `deaths` between the
    two censuses the change is split into natural and social; with a column of survival ratios, also by age.
    """

    group: str = ""
    before: str = ""
    after: str = ""
    steps: int = 5
    width: int = 5
    first_year: int = 2025
    aim: tuple[float, ...] = ()
    births: float | None = None
    deaths: float | None = None
    survival: str = ""
    header_row: int = 0


@dataclass(frozen=True)
class CostSettings:
    """A list with one row per way of spending; `low` and `high` are columns with the ends of the effect's interval."""

    label: str = ""
    cost: str = ""
    effect: str = ""
    low: str = ""
    high: str = ""
    unit: str = ""
    higher_is_better: bool | None = None
    header_row: int = 0


@dataclass(frozen=True)
class LogicSettings:
    """A list with one row per box; boxes a box follows from are parted by 、."""

    stage: str = "段階"
    text: str = "内容"
    follows: str = "つながる元"
    indicator: str = "指標"
    baseline: str = "現状値"
    target: str = "目標値"
    key: str = "番号"
    header_row: int = 0


def check_kpi(grid: Grid, settings: KpiSettings) -> Result:
    """Measure an indicator against its target and its usual ups and downs (errors as `kpi`)."""
    frame = records(grid, header_row=settings.header_row)
    require_columns(frame, [settings.period])
    periods, due = _periods(frame[settings.period].tolist(), settings)
    request = KpiRequest(
        periods,
        require_numbers(frame, settings.value).to_numpy(),
        math.nan if settings.target is None else settings.target,
        due,
        settings.chart,
        require_numbers(frame, settings.totals).to_numpy() if settings.totals else None,
        higher_is_better=settings.higher_is_better,
        name=settings.value,
        unit=settings.unit,
    )
    return remember(report_kpi(kpi(request), of_grid(grid)), settings)


def _periods(values: list[Any], settings: KpiSettings) -> tuple[tuple[str, ...], str]:
    """The times as a report writes them, and the one the target is for; names that are no times stay as they are."""
    try:
        axis = read_times(values, settings.period)
        due = read_start(settings.target_period, axis, settings.period).label if settings.target_period else ""
    except DesignError:
        return tuple("" if value is None else str(value) for value in values), settings.target_period
    return tuple(moment.label for moment in axis), due


def measure_gaps(grid: Grid, settings: GapSettings) -> Result:
    """Take the gap of every item (errors as `gaps`)."""
    frame = records(grid, header_row=settings.header_row)
    require_columns(frame, [settings.label])
    lines = gaps(
        ["" if v is None else str(v) for v in frame[settings.label]],
        require_numbers(frame, settings.target).to_numpy(),
        require_numbers(frame, settings.present).to_numpy(),
    )
    return remember(report_gap(lines, unit=settings.unit, provenance=of_grid(grid)), settings)


def project_population(grid: Grid, settings: PopulationSettings) -> Result:
    """Carry the change between two censuses on (errors as `project`; SB-S201: age groups of an impossible width)."""
    if not 1 <= settings.width <= 10:
        raise DesignError("S201", width=settings.width)
    frame = records(grid, header_row=settings.header_row)
    require_columns(frame, [settings.group])
    before, after = (require_numbers(frame, name).to_numpy() for name in (settings.before, settings.after))
    bearing = slice(15 // settings.width, 50 // settings.width)
    found = project(before, after, steps=settings.steps, bearing=bearing)
    years = [f"{settings.first_year + settings.width * i}年" for i in range(settings.steps + 1)]
    causes = None
    if settings.births is not None and settings.deaths is not None:
        alive = require_numbers(frame, settings.survival).to_numpy() if settings.survival else None
        causes = population_causes(before, after, births=settings.births, deaths=settings.deaths, survival=alive)
    groups = ["" if g is None else str(g) for g in frame[settings.group]]
    made = report_projection(
        found, groups, years, aim=settings.aim, causes=causes, width=settings.width, provenance=of_grid(grid)
    )
    return remember(made, settings)


def compare_cost_lines(grid: Grid, settings: CostSettings) -> Result:
    """Set ways of spending side by side (errors as `compare_costs`)."""
    frame = records(grid, header_row=settings.header_row)
    require_columns(frame, [settings.label])
    lines = compare_costs(
        ["" if v is None else str(v) for v in frame[settings.label]],
        *(require_numbers(frame, name).tolist() for name in (settings.cost, settings.effect)),
        *(require_numbers(frame, name).tolist() if name else None for name in (settings.low, settings.high)),
        higher_is_better=settings.higher_is_better,
    )
    return remember(report_costs(lines, unit=settings.unit, provenance=of_grid(grid)), settings)


def check_logic_model(grid: Grid, settings: LogicSettings) -> Result:
    """Check links and measures of a logic model (SB-T101: no such column)."""
    frame = records(grid, header_row=settings.header_row)
    require_columns(frame, [settings.stage, settings.text])

    def said(row: int, name: str) -> str:
        value = frame[name].iloc[row] if name in frame.columns else None
        return "" if value is None or value != value else str(value).strip()

    steps = [
        Step(
            said(i, settings.stage), said(i, settings.text),
            tuple(part.strip() for part in said(i, settings.follows).replace(",", "、").split("、") if part.strip()),
            *(said(i, name) for name in (settings.indicator, settings.baseline, settings.target, settings.key)),
        )
        for i in range(len(frame))
    ]  # fmt: skip
    return remember(report_logic(steps, of_grid(grid)), settings)


def check_assumptions(grid: Grid, settings: DidSettings) -> Result:
    """Report of a difference in differences, cut down to its lights; its first table holds them."""
    evaluation = measure_did(grid, settings)
    made = report(evaluation, of_grid(grid))
    (table,) = lights_detail("did_lights", conclude_did(evaluation).lights).tables
    return replace(made, tables=(table,), lights=(), charts=(), details=(), data=())


KPI = Command("check_kpi", "指標の確認", KpiSettings, check_kpi)
GAP = Command("measure_gaps", "ギャップ分析", GapSettings, measure_gaps)
POPULATION = Command("project_population", "人口の見通し", PopulationSettings, project_population)
COST = Command("compare_cost_lines", "費用対効果", CostSettings, compare_cost_lines)
LOGIC = Command("check_logic_model", "ロジックモデルの確認", LogicSettings, check_logic_model)
LIGHTS = Command("check_assumptions", "前提の信号", DidSettings, check_assumptions)
