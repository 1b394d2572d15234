"""前後比較、時系列の前後、差の差: three ways to ask what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..aggregates import observations
from ..grid import Grid
from ..policy import (
    BeforeAfter,
    BeforeAfterRequest,
    Did,
    DidRequest,
    Its,
    ItsRequest,
    Selection,
    before_after,
    did,
    its,
    panel,
    report,
    series,
)
from ..policy.series import as_panel
from ..result import Purpose, Result
from ..table import require_numbers
from .base import Command
from .evaluate_breaks import known_breaks
from .evaluate_lines import remember
from .evaluate_times import timed_records, told
from .provenance import of_grid

__all__ = [
    "BEFORE_AFTER",
    "DID",
    "ITS",
    "BeforeAfterSettings",
    "DidSettings",
    "ItsSettings",
    "did_request",
    "evaluate_before_after",
    "evaluate_did",
    "evaluate_its",
    "measure_before_after",
    "measure_did",
    "measure_its",
]


@dataclass(frozen=True)
class BeforeAfterSettings:
    """A list with one row per person (or place) and its value before and after."""

    before: str = ""
    after: str = ""
    paired: bool = True
    kind: Literal["continuous", "binary", "count"] = "continuous"
    outcome: str = ""
    unit: str = ""
    higher_is_better: bool | None = None
    selected_on_baseline: bool | None = None
    population_mean: float | None = None
    population_sd: float | None = None
    reliability: float | None = None
    cutoff: float | None = None
    other_policies: bool | None = None
    definition_change: bool | None = None
    header_row: int = 0
    purpose: Purpose = Purpose.INTERNAL


@dataclass(frozen=True)
class DidSettings:
    """A long table with one row per unit and time; `deep` computes what only 統計の詳細 show (see `report`)."""

    unit: str = ""
    time: str = ""
    outcome: str = ""
    treated: str = ""
    start: str = ""
    unit_label: str = ""
    higher_is_better: bool | None = None
    other_policies: bool | None = None
    spillover: bool | None = None
    boundary_change: bool | None = None
    chosen_by_outcome: bool | None = None
    deep: bool = False
    header_row: int = 0
    purpose: Purpose = Purpose.INTERNAL


@dataclass(frozen=True)
class ItsSettings:
    """A list with one row per time; `deep` computes what only 統計の詳細 show (see `report`)."""

    time: str = ""
    outcome: str = ""
    start: str = ""
    kind: Literal["continuous", "count"] = "continuous"
    exposure: str = ""
    control: str = ""
    transition: int = 0
    slope: bool | None = None
    seasons: bool | None = None
    unit_label: str = ""
    higher_is_better: bool | None = None
    other_policies: bool | None = None
    definition_change: bool | None = None
    chosen_by_outcome: bool | None = None
    deep: bool = False
    header_row: int = 0
    purpose: Purpose = Purpose.INTERNAL


def measure_before_after(grid: Grid, settings: BeforeAfterSettings) -> BeforeAfter:
    """Compare values before and after.

    Raises
    ------
    TableError
        SB-T101 no such column, SB-T104 text in a number column.
    DesignError
        Too little data to say anything (see the S messages).
    """
    frame = observations(grid, header_row=settings.header_row)
    request = BeforeAfterRequest(
        require_numbers(frame, settings.before).to_numpy(),
        require_numbers(frame, settings.after).to_numpy(),
        paired=settings.paired,
        kind=settings.kind,
        outcome=settings.outcome or common_name(settings.before, settings.after),
        unit=settings.unit,
        higher_is_better=settings.higher_is_better,
        selected_on_baseline=settings.selected_on_baseline,
        selection=_selection(settings),
        other_policies=settings.other_policies,
        definition_change=settings.definition_change,
        purpose=settings.purpose,
    )
    return before_after(request)


_BEFORE_WORDS, _AFTER_WORDS = ("実施前", "事前", "前"), ("実施後", "事後", "後")
_PARTING = "_＿-－・ 　（）()[]［］【】:："


def common_name(before: str, after: str) -> str:
    """What two headings are about, without their words for before and after; the second heading when they differ.

    >>> common_name("歩数_事前", "歩数_事後"), common_name("実施前の点数", "実施後の点数"), common_name("4月", "9月")
    ('歩数', '点数', '9月')
    """
    for one, other in zip(_BEFORE_WORDS, _AFTER_WORDS, strict=True):
        if one in before and before.replace(one, "", 1) == after.replace(other, "", 1):
            kept = before.replace(one, "", 1).strip(_PARTING).removeprefix("の").strip(_PARTING)
            return kept or after
    return "".join(after.splitlines())


def _selection(settings: BeforeAfterSettings) -> Selection | None:
    """All four figures, or none."""
    mean, sd, reliability, cutoff = (
        settings.population_mean, settings.population_sd, settings.reliability, settings.cutoff,
    )  # fmt: skip
    if mean is None or sd is None or reliability is None or cutoff is None:
        return None
    return Selection(mean, sd, reliability, cutoff)


def evaluate_before_after(grid: Grid, settings: BeforeAfterSettings) -> Result:
    """Report of `measure_before_after`."""
    made = report(measure_before_after(grid, settings), of_grid(grid))
    return told(remember(made, settings), grid, settings)


def did_request(grid: Grid, settings: DidSettings) -> DidRequest:
    """Read the table into what a comparison with control units asks (errors as `panel`)."""
    frame = timed_records(grid, settings.header_row, settings.time, settings.unit)
    data = panel(
        frame,
        unit=settings.unit,
        time=settings.time,
        outcome=settings.outcome,
        treated=settings.treated,
        start=settings.start,
    )
    return DidRequest(
        data,
        outcome=settings.outcome,
        unit=settings.unit_label,
        higher_is_better=settings.higher_is_better,
        other_policies=settings.other_policies,
        spillover=settings.spillover,
        boundary_change=settings.boundary_change,
        chosen_by_outcome=settings.chosen_by_outcome,
        known_breaks=known_breaks(data, frame, time=settings.time, unit=settings.unit),
        purpose=settings.purpose,
    )


def measure_did(grid: Grid, settings: DidSettings) -> Did:
    """Compare the change of treated units with the change of the others.

    Raises
    ------
    TableError
        SB-T101 no such column, SB-T104 text in a number column.
    DesignError
        No control unit, no earlier period, repeated rows … (see the S messages).
    """
    return did(did_request(grid, settings))


def evaluate_did(grid: Grid, settings: DidSettings) -> Result:
    """Report of `measure_did`."""
    made = report(measure_did(grid, settings), of_grid(grid), deep=settings.deep)
    return told(remember(made, settings), grid, settings)


def measure_its(grid: Grid, settings: ItsSettings) -> Its:
    """Compare a series with where it was heading.

    Raises
    ------
    TableError
        SB-T101 no such column, SB-T104 text in a number column.
    DesignError
        Too few times, repeated times … (see the S messages).
    """
    frame = timed_records(grid, settings.header_row, settings.time)
    data = series(
        frame,
        time=settings.time,
        outcome=settings.outcome,
        start=settings.start,
        exposure=settings.exposure,
        control=settings.control,
    )
    request = ItsRequest(
        data,
        kind=settings.kind,
        slope=settings.slope,
        seasons=settings.seasons,
        transition=settings.transition,
        outcome=settings.outcome,
        unit=settings.unit_label,
        higher_is_better=settings.higher_is_better,
        other_policies=settings.other_policies,
        definition_change=settings.definition_change,
        chosen_by_outcome=settings.chosen_by_outcome,
        known_breaks=known_breaks(as_panel(data), frame, time=settings.time),
        purpose=settings.purpose,
    )
    return its(request)


def evaluate_its(grid: Grid, settings: ItsSettings) -> Result:
    """Report of `measure_its`."""
    made = report(measure_its(grid, settings), of_grid(grid), deep=settings.deep)
    return told(remember(made, settings), grid, settings)


BEFORE_AFTER = Command("before_after", "前後を比べる", BeforeAfterSettings, evaluate_before_after)
DID = Command("did", "差の差", DidSettings, evaluate_did)
ITS = Command("its", "時系列の前後", ItsSettings, evaluate_its)
