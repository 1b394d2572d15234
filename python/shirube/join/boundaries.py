"""Where the figures of a unit go when boundaries change: old units to new ones, or back, with shares.

>>> from shirube.join.crosswalk import Change
>>> halves = (Change("東", "東一", FiscalYear(2025), share=0.4), Change("東", "東二", FiscalYear(2025), share=0.6))
>>> walk = Crosswalk(halves)
>>> [(part.unit, part.share) for part in Boundaries(walk).parts("東", FiscalYear(2024), FiscalYear(2025)).parts]
[('東一', 0.4), ('東二', 0.6)]
>>> Boundaries(walk).parts("東一", FiscalYear(2025), FiscalYear(2024)).parts
(Part(unit='東', share=1.0),)
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ..calendar import FiscalYear
from .crosswalk import Change, Crosswalk
from .keys import plain_key

__all__ = ["Boundaries", "Part", "Path"]


@dataclass(frozen=True, slots=True)
class Part:
    """A unit and the share of the figures it gets."""

    unit: str
    share: float


@dataclass(frozen=True, slots=True)
class Path:
    """Where one unit's figures go; `blocked` names the unit that cannot be taken apart (empty: all went well)."""

    parts: tuple[Part, ...]
    changed: bool = False
    blocked: str = ""


@dataclass
class Boundaries:
    """The changes of a 対応表, ready to be followed.

    Parameters
    ----------
    crosswalk
        Lines of changes.
    first_seen
        Plain key of a unit → first 年度 for which the data have it. A unit that was there before another one was
        joined to it (編入) cannot be turned back into that one alone.
    """

    crosswalk: Crosswalk
    first_seen: Mapping[str, FiscalYear] = field(default_factory=dict)
    _paths: dict[tuple[str, FiscalYear, FiscalYear], Path] = field(default_factory=dict)
    _steps: dict[tuple[FiscalYear, FiscalYear], list[_Step]] = field(default_factory=dict)

    def parts(self, unit: str, data: FiscalYear, target: FiscalYear) -> Path:
        """Return where the figures of a unit of the boundaries of `data` go in those of `target`."""
        key = (plain_key(unit), data, target)
        if key not in self._paths:
            self._paths[key] = self._follow(unit, data, target)
        return self._paths[key]

    def _follow(self, unit: str, data: FiscalYear, target: FiscalYear) -> Path:
        parts: tuple[Part, ...] = (Part(unit, 1.0),)
        changed = False
        for step in self._steps_between(data, target):
            if step.start is None:
                moved = _settled(parts, step)
            elif target >= data:
                moved = _forward(parts, step)
            else:
                back = self._backward(parts, step)
                if isinstance(back, str):
                    return Path((Part(unit, 1.0),), False, back)
                moved = back
            changed, parts = changed or moved != parts, moved
        return Path(parts, changed)

    def _steps_between(self, data: FiscalYear, target: FiscalYear) -> list[_Step]:
        if (data, target) not in self._steps:
            lines = self.crosswalk.changes_between(data, target)
            batches = groupby(lines, key=lambda change: change.start)
            self._steps[data, target] = [_Step.of(start, batch) for start, batch in batches]
        return self._steps[data, target]

    def _backward(self, parts: Sequence[Part], step: _Step) -> tuple[Part, ...] | str:
        moved: list[Part] = []
        for part in parts:
            sources = step.by_new.get(plain_key(part.unit))
            if not sources:
                moved.append(part)
                continue
            shares = self._back_shares(part.unit, sources, step.start)
            if shares is None:
                return part.unit
            moved += [Part(line.old, part.share * share) for line, share in zip(sources, shares, strict=True)]
        return _merged(moved)

    def _back_shares(self, unit: str, sources: Sequence[Change], start: FiscalYear | None) -> list[float] | None:
        given = [line.back for line in sources if line.back is not None]
        if len(given) == len(sources) and math.isclose(sum(given), 1.0, abs_tol=1e-6):
            return given
        seen = self.first_seen.get(plain_key(unit))
        before = seen is not None and start is not None and seen < start
        there_before = before and plain_key(sources[0].old) != plain_key(unit)
        return [1.0] if len(sources) == 1 and not given and not there_before else None


@dataclass(frozen=True)
class _Step:
    """All lines of one 年度, by the old and by the new unit."""

    start: FiscalYear | None
    by_old: Mapping[str, list[Change]]
    by_new: Mapping[str, list[Change]]

    @classmethod
    def of(cls, start: FiscalYear | None, lines: Iterable[Change]) -> _Step:
        by_old: defaultdict[str, list[Change]] = defaultdict(list)
        by_new: defaultdict[str, list[Change]] = defaultdict(list)
        for line in lines:
            by_old[plain_key(line.old)].append(line)
            by_new[plain_key(line.new)].append(line)
        return cls(start, by_old, by_new)


def _forward(parts: Sequence[Part], step: _Step) -> tuple[Part, ...]:
    """All lines at once, so that two units may change names with each other."""
    moved: list[Part] = []
    for part in parts:
        targets = step.by_old.get(plain_key(part.unit))
        moved += [Part(line.new, part.share * line.share) for line in targets] if targets else [part]
    return _merged(moved)


def _settled(parts: Sequence[Part], step: _Step) -> tuple[Part, ...]:
    """Lines without a 年度 lead on until nothing changes; a crosswalk has no circle of them."""
    moved = tuple(parts)
    for _ in range(len(step.by_old) + 1):
        again = _forward(moved, step)
        if again == moved:
            break
        moved = again
    return moved


def _merged(parts: Iterable[Part]) -> tuple[Part, ...]:
    shares: dict[str, float] = {}
    units: dict[str, str] = {}
    for part in parts:
        key = plain_key(part.unit)
        units.setdefault(key, part.unit)
        shares[key] = shares.get(key, 0.0) + part.share
    return tuple(Part(units[key], share) for key, share in shares.items())
