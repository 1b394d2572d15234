"""`Adoption`: outcomes of units over time where units start the policy at different times, or never."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import DesignError
from ..table import require_columns, require_numbers
from .panel import Panel, long_to_matrix
from .times import Moment, read_start, read_times
from .treatment import starts_of

__all__ = ["Adoption", "adoption"]


@dataclass(frozen=True, eq=False)
class Adoption:
    """Units × times.

    Attributes
    ----------
    units, times, positions, values, outcome, notes
        As in `Panel`; values may be missing.
    starts
        Position in `times` of each unit's first time under the policy, −1 for units that never start; shape (units,).
    """

    units: tuple[str, ...]
    times: tuple[str, ...]
    positions: npt.NDArray[np.float64]
    values: npt.NDArray[np.float64]
    starts: npt.NDArray[np.int64]
    outcome: str = "成果"
    notes: tuple[str, ...] = ()

    @property
    def as_panel(self) -> Panel:
        """All starters as treated, from the first start on: what looking for breaks needs."""
        begun = self.starts[self.starts >= 0]
        first = max(int(begun.min()), 1) if begun.size else 1
        flags = self.starts >= 0
        return Panel(self.units, self.times, self.positions, self.values, flags, first, self.outcome, self.notes)


def adoption(
    frame: pd.DataFrame, *, unit: str, time: str, outcome: str, treated: str = "", start: str = ""
) -> Adoption:
    """Build the panel from a long table.

    Parameters
    ----------
    frame
        One row per unit and time; not changed.
    treated
        Column that turns on when a unit starts (1/0, 有/無 …); or
    start
        column with each unit's first time under the policy, blank for units that never start.

    Raises
    ------
    TableError
        SB-T101, T104: no such column, text among the outcomes.
    DesignError
        SB-S110–S114: as `panel`. SB-S115: neither column. SB-S119, S120: nobody, or everybody from the first time on.
        SB-S121: a mark that is neither yes nor no. SB-S215: two starts for one unit.

    >>> rows = [("東", y, 5.0, int(y >= 2021)) for y in (2020, 2021, 2022)]
    >>> rows += [("西", y, 4.0, int(y >= 2022)) for y in (2020, 2021, 2022)] + [("南", y, 3.0, 0) for y in (2020, 2021)]
    >>> frame = pd.DataFrame(rows, columns=["地区", "年", "件数", "実施"])
    >>> adoption(frame, unit="地区", time="年", outcome="件数", treated="実施").starts.tolist()
    [1, 2, -1]
    """
    if not treated and not start:
        raise DesignError("S115")
    require_columns(frame, [unit, time, outcome, *filter(None, (treated, start))])
    rows = frame[(frame[unit].notna() & frame[time].notna()).to_numpy()]
    rows.attrs = {}
    if rows.empty:
        raise DesignError("S110")
    numbers = np.asarray(require_numbers(rows, outcome), dtype=np.float64)
    names, moments = [str(v).strip() for v in rows[unit]], read_times(rows[time], time)
    units, values, axis = long_to_matrix(names, moments, numbers)
    orders = [m.order for m in moments]
    if start:
        first = _given(names, list(rows[start]), axis, time)
    else:
        first = starts_of(names, orders, list(rows[treated]), treated)
    places = np.array([_place(first[name], axis) for name in units], dtype=np.int64)
    if (places < 0).all():
        raise DesignError("S119")
    left_out = len(frame) - len(rows)
    notes = (f"地区名または時点が空欄の行を{left_out}行除いた。",) if left_out else ()
    positions = np.array([m.order - axis[0].order for m in axis])
    values.flags.writeable = False
    return Adoption(units, tuple(m.label for m in axis), positions, values, places, outcome, notes)


def _given(names: list[str], cells: list[Any], axis: list[Moment], time: str) -> dict[str, float | None]:
    found: dict[str, set[float]] = {name: set() for name in names}
    for name, cell in zip(names, cells, strict=True):
        if cell is not None and cell == cell and str(cell).strip() not in ("", "0", "-", "−", "なし"):
            found[name].add(read_start(cell, axis, time).order)
    twice = [name for name, orders in found.items() if len(orders) > 1]
    if twice:
        raise DesignError("S215", unit=twice[0])
    return {name: min(orders) if orders else None for name, orders in found.items()}


def _place(order: float | None, axis: list[Moment]) -> int:
    """Position of a start; one after the last time counts as never (within the data)."""
    if order is None or order > axis[-1].order:
        return -1
    return next(i for i, m in enumerate(axis) if m.order >= order)
