"""地区プロフィール: the figures of every district beside those of the city, with rank and marks; small numbers hidden.

>>> import numpy as np
>>> from .indicators import Districts, Indicator
>>> aged = Indicator("高齢化率", np.array([30.0, 20.0, 25.0]))
>>> made = profiles(Districts(("東", "西", "南"), (aged,))).profiles[0]
>>> made.name, made.lines[0].difference, made.lines[0].rank, made.lines[0].mark
('東', 5.0, 1, <Mark.HIGH: '↑高'>)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..errors import Place, TableError
from ..result import Mark
from ..stats.intervals import wilson
from .indicators import Districts, Indicator

__all__ = ["FEW", "LEAST_DISTRICTS", "Line", "Profile", "Profiles", "hidden_of", "profiles"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

LEAST_DISTRICTS = 2
#: A rate of fewer than this is a hint only: it gets no mark (as in the template 12_地区プロフィール).
FEW = 30


@dataclass(frozen=True)
class Line:
    """One indicator of one district.

    Attributes
    ----------
    value, compared, difference
        Of the district, of the city (or mean of the districts), and their difference; None where there is none.
    rank, of
        Rank from the highest, equal values share it; number of districts ranked.
    mark
        ↑高 or ↓低: at least one standard deviation of the districts off, and for a rate beyond its margin of error.
    hidden, few
        Hidden for 公表; a rate of fewer than `FEW`.
    """

    indicator: Indicator
    value: float | None
    compared: float | None
    difference: float | None
    rank: int | None
    of: int
    mark: Mark | None
    hidden: bool
    few: bool

    @property
    def index(self) -> float | None:
        """The value when that of the city is 100; None where that says nothing (0, or another sign)."""
        if self.hidden or self.value is None or self.compared is None or self.compared <= 0 or self.value < 0:
            return None
        return self.value / self.compared * 100


@dataclass(frozen=True)
class Profile:
    """One district."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, eq=False)
class Profiles:
    """All districts, and below which number of persons counts are hidden (0: nothing is)."""

    profiles: tuple[Profile, ...]
    districts: Districts
    below: int


def profiles(table: Districts, *, below: int = 0, at: Place | None = None) -> Profiles:
    """Set every district beside the city.

    Parameters
    ----------
    below
        Counts of 1 up to this less one are hidden, with one more where the hidden one could be worked out from the
        others; so are rates of such counts.

    Raises
    ------
    TableError
        SB-W861: fewer than two districts.
    """
    if len(table.names) < LEAST_DISTRICTS:
        raise TableError("W861", at=at, count=len(table.names))
    columns = [_lines(one, hidden_of(one, below)) for one in table.indicators]
    made = tuple(Profile(name, tuple(column[i] for column in columns)) for i, name in enumerate(table.names))
    return Profiles(made, table, below)


def hidden_of(one: Indicator, below: int) -> BoolArray:
    """Which districts' values are hidden: small counts, and the next larger ones until their sum is not small.

    >>> hidden_of(Indicator("認定者数", np.array([3.0, 40.0, 25.0])), 10).tolist()
    [True, False, True]
    """
    hidden = np.zeros(len(one.values), dtype=bool)
    if not below:
        return hidden
    if one.hits is not None and one.base is not None:
        hidden |= (one.base > 0) & (one.base < below)
    if one.hits is None and not one.is_size:
        return hidden
    counts = one.values if one.hits is None else one.hits
    hidden |= (counts > 0) & (counts < below)
    return _widened(hidden, counts, below)


def _widened(hidden: BoolArray, counts: FloatArray, below: int) -> BoolArray:
    """Hide more where the sum of the hidden counts, known from the whole, would give one away."""
    hidden = hidden.copy()
    while hidden.any() and (hidden.sum() < 2 or np.nansum(counts[hidden]) < below):
        left = np.flatnonzero(~hidden & (counts > 0))
        if not left.size:
            break
        hidden[left[np.argmin(counts[left])]] = True
    return hidden


def _lines(one: Indicator, hidden: BoolArray) -> list[Line]:
    known = np.isfinite(one.values)
    values = np.round(one.values, 6)
    compared = one.compared_with
    spread = float(np.std(values[known], ddof=1)) if known.sum() > 1 else 0.0
    made = []
    for i, value in enumerate(values):
        there = bool(known[i])
        few = there and one.base is not None and bool(one.base[i] < FEW)
        rank = int((values[known] > value).sum()) + 1 if there else None
        mark = _mark(one, i, compared, spread) if there and not few and not hidden[i] else None
        made.append(
            Line(
                one,
                float(value) if there else None,
                compared if np.isfinite(compared) else None,
                float(value) - compared if there else None,
                rank,
                int(known.sum()),
                mark,
                bool(hidden[i]),
                few,
            )
        )
    return made


def _mark(one: Indicator, i: int, compared: float, spread: float) -> Mark | None:
    gap = float(one.values[i]) - compared
    if spread <= 0 or abs(gap) < spread * (1 - 1e-9):
        return None
    if not _beyond_margin(one, i, compared):
        return None
    return Mark.HIGH if gap > 0 else Mark.LOW


def _beyond_margin(one: Indicator, i: int, compared: float) -> bool:
    """A share whose 95 % interval (Wilson) holds the city's is not called high or low; other values are not tested."""
    if one.hits is None or one.base is None or one.hits[i] > one.base[i] or one.hits[i] < 0:
        return True
    low, high = wilson(float(one.hits[i]), float(one.base[i]))
    return not low * one.scale <= compared <= high * one.scale
