"""業務フロー: a list of steps becomes swim-lanes now and after, of any length."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..flow import read_flow
from ..flow.report import flow_report
from ..flow.steps import COLUMNS
from ..grid import Grid
from ..result import Purpose, Result, Setting
from ..table import records
from .base import Command
from .provenance import of_grid

__all__ = ["FLOW", "FlowSettings", "draw_flow"]

_HEAD_ROWS = 20


@dataclass(frozen=True)
class FlowSettings:
    """`title` of the report; `header_row` (1-based) of the headings, 0: found by the names of its columns."""

    title: str = ""
    header_row: int = 0
    purpose: Purpose = Purpose.INTERNAL


def draw_flow(grid: Grid, settings: FlowSettings = FlowSettings()) -> Result:
    """Draw the process of a sheet such as 業務フロー of the template 10_業務改善BPR.

    Raises
    ------
    TableError
        As `read_flow` and `flow_report`; each fault with its cell.
    """
    head = settings.header_row - 1 if settings.header_row else _head_of(grid)
    flow = read_flow(records(grid, header_row=head))
    made = flow_report(flow, of_grid(grid), settings.purpose, title=settings.title)
    return replace(made, settings=(Setting("命令", FLOW.label), Setting("見出しの行", head + 1)))


def _head_of(grid: Grid) -> int:
    """The row, of the first ones, that names most columns of a list of steps; the first where none does."""
    known = {name for names in COLUMNS.values() for name in names}
    rows = grid.values[:_HEAD_ROWS].tolist()
    found = [sum(isinstance(v, str) and v.strip() in known for v in row) for row in rows]
    return found.index(max(found)) if found else 0


FLOW = Command("flow", "業務フロー", FlowSettings, draw_flow)
