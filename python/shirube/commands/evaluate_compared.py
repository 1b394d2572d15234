"""合成した比較地区 and 段階的な導入: comparisons with control units beyond the plain difference in differences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..aggregates import observations
from ..grid import Grid
from ..policy import (
    Staggered,
    StaggeredRequest,
    SyntheticControl,
    adoption,
    panel,
    report,
    staggered,
    synthetic,
)
from ..result import Purpose, Result
from .base import Command
from .evaluate import DidSettings, did_request
from .evaluate_breaks import known_breaks
from .evaluate_lines import remember
from .evaluate_times import timed_records, told
from .provenance import of_grid

__all__ = [
    "STAGGERED",
    "SYNTHETIC",
    "StaggeredSettings",
    "SyntheticSettings",
    "evaluate_staggered",
    "evaluate_synthetic",
    "measure_staggered",
    "measure_synthetic",
]


@dataclass(frozen=True)
class SyntheticSettings(DidSettings):
    """A long table with one row per unit and time, one unit treated, a long past and many controls.

    `predictors` are columns of what goes with the outcome; their means before the start, and the outcome at the first,
    middle and last time before, make one of the other calculations.
    """

    predictors: tuple[str, ...] = ()


@dataclass(frozen=True)
class StaggeredSettings:
    """A long table with one row per unit and time.

    `treated` is a column that turns on when a unit starts; or `start_column` holds each unit's first time under the
    policy, blank for units that never start.
    """

    unit: str = ""
    time: str = ""
    outcome: str = ""
    treated: str = ""
    start_column: str = ""
    unit_label: str = ""
    higher_is_better: bool | None = None
    other_policies: bool | None = None
    spillover: bool | None = None
    boundary_change: bool | None = None
    chosen_by_outcome: bool | None = None
    header_row: int = 0
    purpose: Purpose = Purpose.INTERNAL


def measure_synthetic(grid: Grid, settings: SyntheticSettings) -> SyntheticControl:
    """Compare one unit with a mix of others.

    Raises
    ------
    TableError
        SB-T101 no such column, SB-T104 text in a number column.
    DesignError
        As `panel` and `synthetic`.
    """
    request = did_request(grid, settings)
    if not settings.predictors:
        return synthetic(request)
    data, frame = request.panel, observations(grid, header_row=settings.header_row, unit=settings.unit)
    before = [0, data.start // 2, data.start - 1]
    columns = [data.values[:, before]]
    for name in settings.predictors:
        beside = panel(
            frame, unit=settings.unit, time=settings.time, outcome=name, treated=settings.treated, start=settings.start
        )
        values = beside.values[:, : data.start]
        there = np.isfinite(values)
        total = np.where(there, values, 0.0).sum(axis=1)
        columns.append(np.where(there.any(axis=1), total / np.maximum(there.sum(axis=1), 1), np.nan)[:, None])
    return synthetic(request, np.column_stack(columns))


def evaluate_synthetic(grid: Grid, settings: SyntheticSettings) -> Result:
    """Report of `measure_synthetic`."""
    made = report(measure_synthetic(grid, settings), of_grid(grid))
    return told(remember(made, settings), grid, settings)


def measure_staggered(grid: Grid, settings: StaggeredSettings) -> Staggered:
    """Compare units that start at different times with units that never start.

    Raises
    ------
    TableError
        SB-T101 no such column, SB-T104 text in a number column.
    DesignError
        As `adoption` and `staggered`.
    """
    frame = timed_records(grid, settings.header_row, settings.time, settings.unit)
    data = adoption(
        frame,
        unit=settings.unit,
        time=settings.time,
        outcome=settings.outcome,
        treated=settings.treated,
        start=settings.start_column,
    )
    request = StaggeredRequest(
        data,
        outcome=settings.outcome,
        unit=settings.unit_label,
        higher_is_better=settings.higher_is_better,
        other_policies=settings.other_policies,
        spillover=settings.spillover,
        boundary_change=settings.boundary_change,
        chosen_by_outcome=settings.chosen_by_outcome,
        known_breaks=known_breaks(data.as_panel, frame, time=settings.time, unit=settings.unit),
        purpose=settings.purpose,
    )
    return staggered(request)


def evaluate_staggered(grid: Grid, settings: StaggeredSettings) -> Result:
    """Report of `measure_staggered`."""
    made = report(measure_staggered(grid, settings), of_grid(grid))
    return told(remember(made, settings), grid, settings)


SYNTHETIC = Command("synthetic", "合成した比較地区", SyntheticSettings, evaluate_synthetic)
STAGGERED = Command("staggered", "段階的な導入", StaggeredSettings, evaluate_staggered)
