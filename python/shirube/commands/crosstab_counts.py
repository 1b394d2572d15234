"""Statistics of a table of counts that already stands on a sheet, with or without its headings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..crosstab.choose import choose, sparse_share
from ..crosstab.outcomes import Sums, run
from ..errors import CrosstabError, Place
from ..grid import Grid, a1
from ..result import Column, Format, Table
from ..stats.contingency import adjusted_residuals, cramers_v, cramers_v_corrected
from ..stats.rounding import round_half_up

__all__ = ["Counted", "chi_square", "read_counts", "residuals", "strength"]


@dataclass(frozen=True, eq=False)
class Counted:
    """Counts, shape (rows, columns), and their headings (empty where the range has none)."""

    counts: npt.NDArray[np.int64]
    rows: tuple[str, ...]
    columns: tuple[str, ...]


def read_counts(grid: Grid) -> Counted:
    """Read whole numbers; a first row or column of text is taken for headings, blanks count as nobody.

    Raises
    ------
    CrosstabError
        SB-C316: something else than a whole number of at least 0, with its cell. SB-C101: nobody.

    >>> read_counts(Grid.from_rows([[None, "はい", "いいえ"], ["男", 3, 1], ["女", 1, 3]])).counts.tolist()
    [[3, 1], [1, 3]]
    """
    values = grid.values
    top = int(any(isinstance(value, str) for value in values[0]))
    left = int(any(isinstance(value, str) for value in values[top:, 0]))
    body = values[top:, left:]
    counts = np.zeros(body.shape, dtype=np.int64)
    for (i, j), value in np.ndenumerate(body):
        if value is None:
            continue
        whole = not isinstance(value, bool | str) and isinstance(value, int | float) and float(value).is_integer()
        if not whole or value < 0:
            raise CrosstabError("C316", at=Place(grid.source, grid.name, a1(i + top, j + left)), value=value)
        counts[i, j] = int(value)
    if counts.size == 0 or not counts.any():
        raise CrosstabError("C101", at=Place(grid.source, grid.name))
    rows = tuple(str(value) for value in values[top:, 0]) if left else ()
    columns = tuple(str(value) for value in values[0, left:]) if top else ()
    return Counted(counts, rows, columns)


def chi_square(grid: Grid) -> Table:
    """Test whether rows and columns go together, by the test that fits, with the reason (errors: `read_counts`)."""
    counts = read_counts(grid).counts
    choice = choose(counts)
    found = run(choice.kind, Sums(counts, counts.astype(float), counts.astype(float)), choice.reason)
    share, least = sparse_share(counts)
    lines: list[tuple[object, ...]] = [
        ("検定", found.name),
        ("理由", found.reason),
        ("統計量", _figure(found.statistic, 4)),
        ("自由度", _figure(found.df, 0)),
        ("p値", _figure(found.p, 6)),
        ("人数", int(counts.sum())),
        ("期待度数が5未満の欄（％）", _figure(100 * share, 1)),
        ("期待度数の最小", _figure(least, 2)),
    ]
    return Table("chi_square", "検定", (Column("item", "項目"), Column("value", "結果")), tuple(lines))


def residuals(grid: Grid) -> Table:
    """Adjusted residuals with the headings of the range (errors: `read_counts`)."""
    found = read_counts(grid)
    shown = adjusted_residuals(found.counts)
    names = found.columns or tuple(f"列{j + 1}" for j in range(shown.shape[1]))
    columns = [Column(f"c{j}", name, Format.NUMBER, decimals=2) for j, name in enumerate(names)]
    rows = found.rows or tuple(f"行{i + 1}" for i in range(shown.shape[0]))
    lines = [(name, *(_figure(float(z), 2) for z in line)) for name, line in zip(rows, shown, strict=True)]
    return Table("residuals", "調整済み残差", (Column("row", ""), *columns), tuple(lines))


def strength(grid: Grid, *, corrected: bool = False) -> float:
    """Cramér's V, plain or corrected for bias (errors: `read_counts`; SB-C317: nothing to compare)."""
    counts = read_counts(grid).counts
    value = cramers_v_corrected(counts) if corrected else cramers_v(counts)
    if np.isnan(value):
        raise CrosstabError("C317")
    return float(value)


def _figure(value: float, digits: int) -> float | None:
    return None if np.isnan(value) else round_half_up(value, digits)
