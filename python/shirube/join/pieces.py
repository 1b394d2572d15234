"""Rows taken apart along the changes of boundaries, and put together again unit by unit.

>>> from shirube.join.boundaries import Part
>>> path = Path((Part("東一", 0.4), Part("東二", 0.6)), changed=True)
>>> [(piece.unit, piece.share) for piece in pieces(["東"], [path])]
[('東一', 0.4), ('東二', 0.6)]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .boundaries import Path
from .keys import plain_key

__all__ = ["MERGED", "PARTIAL", "RENAMED", "SPLIT", "STUCK", "Piece", "Work", "changed", "grouped", "pieces"]

RENAMED, MERGED, SPLIT, STUCK, PARTIAL = "読み替えた", "まとめた", "割合で分けた", "直せない", "一部しかない"
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Piece:
    """A share of the figures of row `at` that belongs to `unit`; `done` is what was done to it (empty: nothing)."""

    at: int
    unit: str
    share: float
    done: str


def pieces(units: Sequence[str], paths: Sequence[Path]) -> list[Piece]:
    """Take every row apart: one piece for each unit its figures go to, spelled as the table spells it."""
    spelled = {plain_key(unit): unit for unit in reversed(dict.fromkeys(units))}
    found = []
    for at, (unit, path) in enumerate(zip(units, paths, strict=True)):
        done = STUCK if path.blocked else RENAMED if path.changed else ""
        if not path.changed:
            found.append(Piece(at, unit, 1.0, done))
            continue
        found += [Piece(at, spelled.get(plain_key(p.unit), p.unit), p.share, done) for p in path.parts]
    return found


def changed(group: Sequence[Piece]) -> bool:
    """Whether a group holds anything that was moved; other rows are none of our business, even where they repeat."""
    return any(piece.done == RENAMED for piece in group)


@dataclass(frozen=True)
class Work:
    """The table in hand, column by column.

    Attributes
    ----------
    columns, numbers
        Values of every column as they stand, and as numbers.
    units, unit
        Unit of each row, and the column it stands in.
    measures, attributes
        Columns to add up (or average by `weights`: measure → column), and columns that only describe.
    """

    columns: Mapping[str, list[Any]]
    numbers: Mapping[str, Floats]
    units: Sequence[str]
    unit: str
    measures: Sequence[str]
    attributes: Sequence[str]
    weights: Mapping[str, str]

    def left_alone(self, piece: Piece) -> tuple[int, list[Any]]:
        """A row as it was, behind its place in the table."""
        return piece.at, [*(values[piece.at] for values in self.columns.values()), piece.done, ""]

    def put_together(
        self, group: Sequence[Piece], unknown: dict[str, float], *, partial: bool
    ) -> tuple[int, list[Any]]:
        """A row made of pieces, behind the place of the first; known parts of unknown sums go to `unknown`."""
        row = {name: values[group[0].at] for name, values in self.columns.items()}
        row[self.unit] = group[0].unit
        for name in self.attributes:
            row[name] = _joined([self.columns[name][piece.at] for piece in group])
        at, shares = [piece.at for piece in group], np.array([piece.share for piece in group])
        for name in self.measures:
            row[name], lost = self._figure(name, at, shares)
            unknown[name] += lost
        origin = [f"{self.units[p.at]}×{p.share:.6g}" if p.share != 1 else self.units[p.at] for p in group]
        return group[0].at, [*row.values(), _mark(group, partial), "、".join(dict.fromkeys(origin))]

    def _figure(self, name: str, at: list[int], shares: Floats) -> tuple[float, float]:
        """A sum, or a weighted mean, and the known part of a sum that is not known as a whole."""
        values = self.numbers[name][at]
        if name not in self.weights:
            parts = values * shares
            return _trimmed(parts.sum()), float(np.nansum(parts)) if np.isnan(parts).any() else 0.0
        weights = self.numbers[self.weights[name]][at] * shares
        total = weights.sum()
        return (_trimmed((values * weights).sum() / total) if total > 0 else float("nan")), 0.0


def grouped(found: Sequence[Piece], work: Work, keys: Sequence[str]) -> list[list[Piece]]:
    """Put the pieces of one unit together that agree in the other key columns."""
    columns = [work.columns[name] for name in keys]
    groups: defaultdict[tuple[Any, ...], list[Piece]] = defaultdict(list)
    for piece in found:
        values = (column[piece.at] for column in columns)
        groups[plain_key(piece.unit), *(None if v != v else v for v in values)].append(piece)
    return list(groups.values())


def _mark(group: Sequence[Piece], partial: bool) -> str:
    if partial:
        return PARTIAL
    if any(piece.share != 1.0 for piece in group):
        return SPLIT
    return MERGED if len(group) > 1 else RENAMED


def _joined(values: Sequence[Any]) -> Any:
    different = list(dict.fromkeys(v for v in values if v is not None and v == v))
    return different[0] if len(different) == 1 else "、".join(map(str, different)) or None


def _trimmed(value: float) -> float:
    """Without the last binary digits: 2561.3, not 2561.2999999999997."""
    return float(f"{value:.12g}")
