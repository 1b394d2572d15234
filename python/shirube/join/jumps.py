"""Levels that jump: because a neighbour came, went or changed its status, or for a reason the table does not show.

>>> county = np.array([100.0, 101, 99, 70, 71, 69])
>>> city = np.array([np.nan, np.nan, np.nan, 30, 31, 30])
>>> found = find_jumps({"県": county, "市": city})[0]
>>> found.unit, found.at, found.others, found.what
('県', 3, ('市',), 'came')
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ..places import candidates, read_code
from .codes import municipal_codes

__all__ = ["Jump", "find_jumps"]

Floats = npt.NDArray[np.float64]
#: A change must be so many times the usual one, and such a part of the level, to be a jump.
_TIMES_USUAL, _PART_OF_LEVEL = 4.0, 0.03
#: The jump and the level of the unit that explains it may differ by this part; one that stays must fit better.
_TOLERANCE, _TOLERANCE_STAYING = 0.3, 0.1
#: What a jump without explanation must be: so unusual, so large, lasting so far, and in so few units at a time.
_ALONE_TIMES, _ALONE_PART, _LASTING, _FEW = 8.0, 0.2, 0.6, 0.25
_LEAST_CHANGES = 5
_LEVEL_OVER, _MOST_NAMED = 3, 3


@dataclass(frozen=True, slots=True)
class Jump:
    """A jump: unit, position of the first value after it, its size, and the units that explain it.

    `others` explain it all `together`, or any one of them does (the likeliest first).
    `what` these did: ``came`` or ``went`` at the same time, or ``stays`` (a municipality of the prefecture that
    jumped, with figures before and after); empty when nothing explains the jump.
    """

    unit: str
    at: int
    size: float
    others: tuple[str, ...] = ()
    what: Literal["came", "went", "stays", ""] = ""
    together: bool = False


def find_jumps(series: Mapping[str, Floats]) -> list[Jump]:
    """Find the jumps of a panel.

    Parameters
    ----------
    series
        Unit → its values over the same times (NaN where there is none). Names and codes of municipalities are known
        as such: they explain jumps within their prefecture only.

    Returns
    -------
    list of Jump
        In the order of the times.
    """
    changes = _comings_and_goings(series)
    unusual = {(unit, at): size for unit, line in series.items() for at, size in _unusual(line, _TIMES_USUAL)}
    places = {unit: _prefectures(unit) for unit in series} if unusual else {}
    alone = _alone(series)
    found = []
    for (unit, at), size in sorted(unusual.items(), key=lambda item: item[0][1]):
        near = {o: c for o, c in changes.get(at, {}).items() if o != unit and _neighbours(places[unit], places[o])}
        others, together = _fitting(size, near, _TOLERANCE)
        if others:
            found.append(Jump(unit, at, size, others, "came" if size < 0 else "went", together))
        elif staying := _staying(unit, at, size, series, places):
            found.append(Jump(unit, at, size, (staying,), "stays"))
        elif (unit, at) in alone:
            found.append(Jump(unit, at, size))
    return found


def _comings_and_goings(series: Mapping[str, Floats]) -> dict[int, dict[str, float]]:
    """By position: units that came (minus their level) or went (their level) there."""
    changes: defaultdict[int, dict[str, float]] = defaultdict(dict)
    for unit, line in series.items():
        there = np.flatnonzero(~np.isnan(line))
        if len(there) and there[0] > 0:
            changes[int(there[0])][unit] = -float(line[there[:_LEVEL_OVER]].mean())
        if len(there) and there[-1] < len(line) - 1:
            changes[int(there[-1]) + 1][unit] = float(line[there[-_LEVEL_OVER:]].mean())
    return changes


def _unusual(line: Floats, times: float) -> list[tuple[int, float]]:
    """Positions where the change is out of the ordinary for the unit, with the change."""
    changes = np.diff(line)
    found = []
    for place in np.flatnonzero(~np.isnan(changes)):
        others = np.delete(changes, place)
        others = others[~np.isnan(others)]
        usual = float(np.median(np.abs(others - np.median(others)))) * 1.4826 if len(others) else 0.0
        size = float(changes[place])
        if abs(size) > times * usual and abs(size) > _PART_OF_LEVEL * abs(line[place]):
            found.append((int(place) + 1, size))
    return found


def _fitting(size: float, near: Mapping[str, float], tolerance: float) -> tuple[tuple[str, ...], bool]:
    """The units whose level comes near to the jump, the nearest first; else all together where their sum does."""
    alike = {o: c for o, c in near.items() if size * c > 0 and abs(size - c) <= tolerance * abs(c)}
    if alike:
        return tuple(sorted(alike, key=lambda other: abs(size - alike[other])))[:_MOST_NAMED], False
    total = sum(near.values())
    together = len(near) > 1 and size * total > 0 and abs(size - total) <= tolerance * abs(total)
    return (tuple(near), True) if together else ((), False)


def _staying(
    unit: str, at: int, size: float, series: Mapping[str, Floats], places: Mapping[str, frozenset[str]]
) -> str:
    """A municipality that has its own line all along and leaves (joins) the figure of its prefecture."""
    if places[unit] != {_prefecture_named(unit)}:
        return ""
    levels = {
        other: float(np.copysign(np.nanmean(line[at - 1 : at + 1]), size))
        for other, line in series.items()
        if other != unit and places[other] == places[unit] and not np.isnan(line[at - 1 : at + 1]).any()
    }
    others, together = _fitting(size, levels, _TOLERANCE_STAYING)
    return others[0] if others and not together else ""


def _alone(series: Mapping[str, Floats]) -> set[tuple[str, int]]:
    """Large, lasting jumps of few units at a time; what moves most units is no matter of boundaries."""
    large = [
        (unit, at, size)
        for unit, line in series.items()
        if int((~np.isnan(np.diff(line))).sum()) >= _LEAST_CHANGES
        for at, size in _unusual(line, _ALONE_TIMES)
        if abs(size) > _ALONE_PART * max(abs(line[at - 1]), abs(line[at])) and _lasts(line, at, size)
    ]
    together = Counter((at, size > 0) for _, at, size in large)
    most = max(1.0, _FEW * len(series))
    return {(unit, at) for unit, at, size in large if together[at, size > 0] <= most}


def _lasts(line: Floats, at: int, size: float) -> bool:
    before, after = line[max(at - _LEVEL_OVER, 0) : at], line[at : at + _LEVEL_OVER]
    if (~np.isnan(before)).sum() < 2 or (~np.isnan(after)).sum() < 2:
        return False
    return bool((np.nanmean(after) - np.nanmean(before)) * np.sign(size) > _LASTING * abs(size))


def _prefectures(unit: str) -> frozenset[str]:
    """Prefectures a code or a name can lie in; empty when it is no municipality."""
    code = municipal_codes([unit]).get(unit)
    return frozenset({read_code(code).place.pref} if code else {place.pref for place in candidates(unit)})


def _prefecture_named(unit: str) -> str:
    """The prefecture a unit is, as a whole; empty when it is none."""
    code = municipal_codes([unit]).get(unit)
    found = [read_code(code).place] if code else [place for place in candidates(unit) if place.is_prefecture]
    return found[0].pref if found and found[0].is_prefecture else ""


def _neighbours(one: frozenset[str], other: frozenset[str]) -> bool:
    """Municipalities belong together within one prefecture only; other units always may."""
    return not one or not other or bool(one & other)
