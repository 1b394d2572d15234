"""Accounts of a join: which keys stand in several rows, and where every sum went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..table import TidyTable
from .figures import figures, is_rate
from .request import Key

__all__ = ["Conserved", "Duplicate", "duplicates", "sums"]

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A key that several rows of a table have.

    `copies` of the right rows repeat another word for word; without them the key was `joined` or refused.
    """

    key: str
    left: int
    right: int
    joined: bool
    copies: int = 0


@dataclass(frozen=True, slots=True)
class Conserved:
    """Where the sum of a measure went: `total` is `matched` and `rest` together; `shown` is the joined table's sum."""

    side: str
    measure: str
    total: float
    matched: float
    rest: float
    shown: float

    @property
    def lost(self) -> float:
        """What is missing of the sum: nought, or the join is wrong."""
        return self.total - self.matched - self.rest


def duplicates(
    left: TidyTable,
    right: TidyTable,
    keys: Sequence[Key],
    ids: tuple[Ints, Ints],
    sizes: Sequence[Ints],
    refused: npt.NDArray[np.bool_],
    fewer: Ints,
) -> tuple[Duplicate, ...]:
    """List the keys that several rows of a table have; `fewer` are the right rows without copies."""
    sides = ((left, [key.left for key in keys]), (right, [key.right for key in keys]))
    columns = [[table.frame[name].tolist() for name in names] for table, names in sides]
    first = []
    for side in ids:
        groups, rows = np.unique(side, return_index=True)
        first.append(dict(zip(groups.tolist(), rows.tolist(), strict=True)))
    found = []
    for group in np.flatnonzero((sizes[0] > 1) | (sizes[1] > 1)).tolist():
        here, there = int(sizes[0][group]), int(sizes[1][group])
        where = 0 if here else 1
        label = "・".join(str(column[first[where][group]]) for column in columns[where])
        joined = bool(here and there and not refused[group])
        found.append(Duplicate(label, here, there, joined, there - int(fewer[group])))
    return tuple(found)


def sums(
    left: TidyTable,
    right: TidyTable,
    frame: pd.DataFrame,
    right_columns: Mapping[str, str],
    left_rows: Ints,
    right_rows: Ints,
) -> tuple[Conserved, ...]:
    """Follow the sum of every measure into the joined and the lonely rows."""
    lines = []
    for side, table, rows, others, renamed in (
        ("左", left, left_rows, right_rows, None),
        ("右", right, right_rows, left_rows, right_columns),
    ):
        matched = np.unique(rows[(rows >= 0) & (others >= 0)])
        rest = np.unique(rows[(rows >= 0) & (others < 0)])
        for name in figures(table):
            if is_rate(name):
                continue
            values = pd.to_numeric(table.frame[name], errors="coerce").to_numpy(dtype=float)
            shown = pd.to_numeric(frame[renamed[name] if renamed else name], errors="coerce").sum()
            lines.append(
                Conserved(
                    side, name, float(np.nansum(values)), float(np.nansum(values[matched])),
                    float(np.nansum(values[rest])), float(shown),
                )
            )  # fmt: skip
    return tuple(lines)
