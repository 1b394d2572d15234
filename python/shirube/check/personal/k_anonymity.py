"""k-匿名性: how many people share each combination of the attributes by which someone could be recognised.

A table is k-anonymous for chosen columns (年齢, 性別, 地区 …) when every combination of their values stands in at least
k rows (Sweeney, "k-anonymity: a model for protecting privacy", IJUFKS 10(5), 2002). It says nothing about what the rows
of one combination have in common.

>>> grid = Grid.from_rows([["年代", "地区", "点"], ["20代", "東", 1], ["20代", "東", 2], ["30代", "西", 3]])
>>> found = k_anonymity(grid, ["年代", "地区"], least=2)
>>> found.k, found.groups, found.small_rows
(1, 2, (4,))
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ...grid import Grid
from ...table import records, require_columns

__all__ = ["KAnonymity", "k_anonymity"]


@dataclass(frozen=True)
class KAnonymity:
    """What was found; it holds row numbers, never values.

    Attributes
    ----------
    columns
        The columns looked at together.
    k
        Rows of the smallest combination; 0 for a table without rows.
    least
        Rows every combination should have.
    rows, groups
        Number of rows, and of combinations.
    small_groups, small_rows
        Combinations with fewer rows than `least`, and the sheet rows (from 1) they stand in.
    sizes
        Pairs (rows of a combination, how many combinations are that large), smallest first.
    """

    columns: tuple[str, ...]
    k: int
    least: int
    rows: int
    groups: int
    small_groups: int
    small_rows: tuple[int, ...]
    sizes: tuple[tuple[int, int], ...]

    @property
    def holds(self) -> bool:
        """Every combination stands in enough rows."""
        return not self.small_groups


def k_anonymity(grid: Grid, columns: Sequence[str], *, least: int = 5) -> KAnonymity:
    """Count the rows of every combination of some columns of a list (names in row 1). A blank is a value of its own.

    Raises
    ------
    TableError
        SB-T101: no such column. SB-T102, SB-T103: no records, or two columns of one name.
    """
    frame = records(grid)
    require_columns(frame, columns)
    keys = list(zip(*([_key(v) for v in frame[name].tolist()] for name in columns), strict=True))
    counts = Counter(keys)
    small = {key for key, count in counts.items() if count < least}
    rows = tuple(row + 1 for row, key in zip(frame.attrs["rows"], keys, strict=True) if key in small)
    sizes = tuple(sorted(Counter(counts.values()).items()))
    k = min(counts.values(), default=0)
    return KAnonymity(tuple(columns), k, least, len(keys), len(counts), len(small), rows, sizes)


def _key(value: object) -> object:
    return value.strip() if isinstance(value, str) else None if value != value else value
