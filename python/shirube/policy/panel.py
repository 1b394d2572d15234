"""`Panel`: outcomes of units over time, which units were treated, and from when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import DesignError
from ..table import require_columns, require_numbers
from .times import Moment, read_start, read_times
from .treatment import read_treated, treated_by_name
from .wording import plural_units

__all__ = ["Panel", "long_to_matrix", "panel"]


@dataclass(frozen=True, eq=False)
class Panel:
    """Units × times.

    Attributes
    ----------
    units
        Names of the units, shape (units,).
    times
        Labels of the times in order, shape (times,).
    positions
        Place of each time on the axis (years, months …), shape (times,).
    values
        Outcomes, shape (units, times), NaN where missing; read only.
    treated
        Boolean, shape (units,).
    start
        Position in `times` of the first time under the policy.
    notes
        Japanese sentences about what was left out or taken for granted.
    """

    units: tuple[str, ...]
    times: tuple[str, ...]
    positions: npt.NDArray[np.float64]
    values: npt.NDArray[np.float64]
    treated: npt.NDArray[np.bool_]
    start: int
    outcome: str = "成果"
    notes: tuple[str, ...] = ()

    @property
    def start_label(self) -> str:
        """Label of the first time under the policy."""
        return self.times[self.start]


def panel(
    frame: pd.DataFrame,
    *,
    unit: str,
    time: str,
    outcome: str,
    treated: str | Sequence[str],
    start: Any = None,
) -> Panel:
    """Build a panel from a long table.

    Parameters
    ----------
    frame
        One row per unit and time; not changed.
    unit, time, outcome
        Column names.
    treated
        Column that marks treated units (1/0, 有/無, ○ …), or the names of the treated units. A column that turns on
        over time also tells the start.
    start
        First time under the policy, in the form of the time column. May be left out when `treated` tells it.

    Raises
    ------
    TableError
        SB-T101: no such column. SB-T104: text among the outcomes.
    DesignError
        SB-S110–S120: the data cannot be compared as asked; the message says what to gather.

    >>> rows = [("東", 2021, 5.0, 1), ("東", 2022, 9.0, 1), ("西", 2021, 4.0, 0), ("西", 2022, 5.0, 0)]
    >>> frame = pd.DataFrame(rows, columns=["地区", "年", "件数", "実施"])
    >>> data = panel(frame, unit="地区", time="年", outcome="件数", treated="実施", start=2022)
    >>> data.values.tolist(), data.start_label
    ([[5.0, 9.0], [4.0, 5.0]], '2022年')
    """
    require_columns(frame, [unit, time, outcome])
    kept = (frame[unit].notna() & frame[time].notna()).to_numpy()
    rows = frame[kept]
    rows.attrs = {}
    if rows.empty:
        raise DesignError("S110")
    numbers = np.asarray(require_numbers(frame, outcome), dtype=np.float64)[kept]
    names = [str(value).strip() for value in rows[unit]]
    moments = read_times(rows[time], time)
    units, values, axis = long_to_matrix(names, moments, numbers)
    if isinstance(treated, str):
        require_columns(frame, [treated])
        flags, first = read_treated(names, moments, list(rows[treated]), units, treated)
    else:
        flags, first = treated_by_name(units, treated), None
    index = _start_index(axis, start, first, time)
    _refuse_one_side(units, flags)
    left_out = len(frame) - len(rows)
    notes = (f"地区名または時点が空欄の行を{left_out}行除いた。",) if left_out else ()
    positions = np.array([m.order - axis[0].order for m in axis])
    values.flags.writeable = False
    return Panel(units, tuple(m.label for m in axis), positions, values, flags, index, outcome, notes)


def _refuse_repeats(names: list[str], moments: list[Moment]) -> None:
    seen: set[tuple[str, float]] = set()
    repeated: list[str] = []
    for name, moment in zip(names, moments, strict=True):
        if (name, moment.order) in seen:
            repeated.append(f"{name}の{moment.label}")
        seen.add((name, moment.order))
    if repeated:
        raise DesignError("S114", count=len(repeated), examples=plural_units(tuple(dict.fromkeys(repeated)), 3))


def long_to_matrix(
    names: list[str], moments: list[Moment], numbers: npt.NDArray[np.float64]
) -> tuple[tuple[str, ...], npt.NDArray[np.float64], list[Moment]]:
    """Lay rows out as units × times.

    Raises
    ------
    DesignError
        SB-S110: no usable value. SB-S113: one time only. SB-S114: two rows of one unit and time.
    """
    if not np.isfinite(numbers).any():
        raise DesignError("S110")
    _refuse_repeats(names, moments)
    units = tuple(dict.fromkeys(names))
    axis = sorted({m.order: m for m in moments}.values(), key=lambda m: m.order)
    row_of, column_of = {name: i for i, name in enumerate(units)}, {m.order: i for i, m in enumerate(axis)}
    values = np.full((len(units), len(axis)), np.nan)
    for name, moment, number in zip(names, moments, numbers, strict=True):
        values[row_of[name], column_of[moment.order]] = number
    values[~np.isfinite(values)] = np.nan
    if len(axis) < 2:
        raise DesignError("S113", label=axis[0].label)
    return units, values, axis


def _start_index(axis: list[Moment], start: Any, first: Moment | None, name: str) -> int:
    if start is None or start == "":
        if first is None:
            raise DesignError("S115")
        begin = first
    else:
        begin = read_start(start, axis, name)
        if first is not None and first.order != begin.order:
            raise DesignError("S116", start=begin.label, column=first.label)
    if begin.order <= axis[0].order:
        raise DesignError("S117", start=begin.label, first=axis[0].label)
    if begin.order > axis[-1].order:
        raise DesignError("S118", start=begin.label, last=axis[-1].label)
    return next(i for i, m in enumerate(axis) if m.order >= begin.order)


def _refuse_one_side(units: tuple[str, ...], flags: npt.NDArray[np.bool_]) -> None:
    if not flags.any():
        raise DesignError("S119")
    if flags.all():
        raise DesignError("S120", units=plural_units(units, 3))
