"""評価のあとに and 事前登録: what stands around an evaluation — the plan before it, the decision after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from ..errors import DesignError
from ..grid import Grid
from ..policy import report
from ..policy.cost import Cost
from ..policy.registration import Registration, read_registration, register, registration_sheet
from ..policy.report import Evaluation
from ..policy.review import Review, review
from ..result import Result
from .base import Command
from .evaluate import (
    BeforeAfterSettings,
    DidSettings,
    ItsSettings,
    measure_before_after,
    measure_did,
    measure_its,
)
from .evaluate_compared import StaggeredSettings, SyntheticSettings, measure_staggered, measure_synthetic
from .evaluate_lines import remember
from .evaluate_times import told
from .provenance import of_grid

__all__ = [
    "REGISTER",
    "REVIEW",
    "RegisterSettings",
    "ReviewSettings",
    "Settings",
    "evaluate_and_review",
    "measure",
    "register_plan",
    "registered_on",
    "report_and_review",
    "review_evaluation",
]

Settings = BeforeAfterSettings | DidSettings | ItsSettings | SyntheticSettings | StaggeredSettings


@dataclass(frozen=True)
class RegisterSettings:
    """Lines of the plan by item, and its day; with a grid, the lines are read from its two columns."""

    lines: dict[str, Any] = field(default_factory=dict)
    day: dt.date | None = None


def evaluate_and_review(grid: Grid, settings: Settings, beside: Review | None = None) -> tuple[Result, Result]:
    """Make the report and the sheet that follows it.

    Raises
    ------
    TableError, DesignError
        As `evaluate_before_after`, `evaluate_did`, `evaluate_its`.
    """
    return report_and_review(measure(grid, settings), grid, settings, beside)


def report_and_review(
    evaluation: Evaluation, grid: Grid, settings: Settings, beside: Review | None = None
) -> tuple[Result, Result]:
    """Make both sheets of what `measure` found."""
    made_of = of_grid(grid)
    made = report(evaluation, made_of, deep=getattr(settings, "deep", False))
    return told(remember(made, settings), grid, settings), review(evaluation, beside, made_of)


def measure(grid: Grid, settings: Settings) -> Evaluation:
    """Evaluate by the kind of settings (errors as the single measures)."""
    if isinstance(settings, BeforeAfterSettings):
        return measure_before_after(grid, settings)
    if isinstance(settings, SyntheticSettings):
        return measure_synthetic(grid, settings)
    if isinstance(settings, DidSettings):
        return measure_did(grid, settings)
    if isinstance(settings, StaggeredSettings):
        return measure_staggered(grid, settings)
    return measure_its(grid, settings)


@dataclass(frozen=True)
class ReviewSettings:
    """What the second sheet follows: the settings of the evaluation, what was spent, and the plan registered before."""

    evaluation: Settings = field(default_factory=DidSettings)
    cost: float | None = None
    times: float = 1.0
    registration: Registration | None = None


def review_evaluation(grid: Grid, settings: ReviewSettings) -> Result:
    """Make the second sheet alone (errors as `measure`)."""
    cost = None if settings.cost is None else Cost(settings.cost, settings.times)
    beside = Review(cost, settings.registration)
    return review(measure(grid, settings.evaluation), beside, of_grid(grid))


def register_plan(grid: Grid | None, settings: RegisterSettings) -> Result:
    """Lock a plan on the given day.

    Raises
    ------
    DesignError
        SB-S441, S442: see `register`. SB-S443: no day.
    """
    lines = list(settings.lines.items())
    if grid is not None:
        lines += [(str(row[0]).strip(), row[1]) for row in _rows(grid) if row[0] not in (None, "項目")]
    if settings.day is None:
        raise DesignError("S443")
    return registration_sheet(register(lines, settings.day), None if grid is None else of_grid(grid))


def registered_on(grid: Grid) -> Registration:
    """Read a plan back from its sheet (SB-S443, S444: see `read_registration`)."""
    return read_registration(_rows(grid))


def _rows(grid: Grid) -> list[list[Any]]:
    return [list(row) for row in grid.values] if grid.shape[1] >= 2 else []


REVIEW = Command("review_evaluation", "評価のあとに", ReviewSettings, review_evaluation)
REGISTER = Command("register_plan", "事前登録", RegisterSettings, register_plan)
