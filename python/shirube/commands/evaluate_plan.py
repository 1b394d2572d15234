"""方法を選ぶ and 見分けられる大きさ: what to do before spending."""

from __future__ import annotations

from dataclasses import dataclass, fields

from ..aggregates import observations
from ..errors import DesignError
from ..grid import Grid
from ..policy.choose import choose
from ..policy.facts import facts_of, pair_facts, roles_of
from ..policy.report_plan import DESIGNS, MdeRequest, report_choice, report_mde
from ..result import Result
from ..table import require_numbers
from .base import Command
from .evaluate_lines import remember
from .evaluate_times import told
from .provenance import of_grid

__all__ = ["CHOOSE", "MDE", "ChooseSettings", "MdeSettings", "choose_design", "smallest_effect"]


@dataclass(frozen=True)
class ChooseSettings:
    """A list of units and times, or of people with a value before and after; empty columns are looked for."""

    unit: str = ""
    time: str = ""
    outcome: str = ""
    treated: str = ""
    start: str = ""
    before: str = ""
    after: str = ""
    threshold: bool = False
    header_row: int = 0


@dataclass(frozen=True)
class MdeSettings:
    """See `MdeRequest`; ``None`` means its default."""

    design: str = "平均"
    n: float = 100
    other: float | None = None
    spread: float | None = None
    before: float | None = None
    after: float | None = None
    memory: float | None = None
    unit: str = ""
    target: float | None = None


_ROLES = {"unit": "地区", "time": "時点", "outcome": "成果", "treated": "実施"}


def choose_design(grid: Grid, settings: ChooseSettings) -> Result:
    """Rank the designs the selected list allows.

    Raises
    ------
    TableError
        SB-T101 no such column, SB-T104 text in a number column.
    DesignError
        SB-S431: no column reads as a time.
    """
    frame = observations(grid, header_row=settings.header_row, unit=settings.unit)
    if settings.before and settings.after:
        read = f"前の列＝{settings.before}、後の列＝{settings.after}"
        facts = pair_facts(require_numbers(frame, settings.before), require_numbers(frame, settings.after))
    else:
        roles = roles_of(
            frame, unit=settings.unit, time=settings.time, outcome=settings.outcome, treated=settings.treated
        )
        read = "、".join(f"{_ROLES[role]}＝{name}" for role, name in roles.items())
        facts = facts_of(frame, roles, settings.start, threshold=settings.threshold)
    made = report_choice(facts, choose(facts), of_grid(grid), read=read and f"読み取った列：{read}")
    return told(remember(made, settings), grid, settings)


def smallest_effect(grid: Grid | None, settings: MdeSettings) -> Result:
    """Say what a study of this size could see; needs no data.

    Raises
    ------
    DesignError
        SB-S424: no such design. SB-S421–S423: impossible figures.
    """
    if settings.design not in DESIGNS:
        raise DesignError("S424", design=settings.design, designs="・".join(DESIGNS))
    said = {field.name: getattr(settings, field.name) for field in fields(MdeSettings)}
    request = MdeRequest(**{name: value for name, value in said.items() if value is not None})
    return remember(report_mde(request, None if grid is None else of_grid(grid)), settings)


CHOOSE = Command("choose_design", "方法を選ぶ", ChooseSettings, choose_design)
MDE = Command("smallest_effect", "見分けられる大きさ", MdeSettings, smallest_effect)
