"""秘匿: hide small counts, and enough others that no hidden one can be worked out from the totals.

The table with its totals is read as a network: rows (and the total row) on one side, columns (and the total column)
on the other, each cell an edge. A hidden count can move exactly when it lies on a closed walk of hidden cells along
which +1 and −1 alternate. Every reader knows that a hidden count is at least 1, because zeros are shown; a cell of 1
can therefore only go up. For each small count the cheapest walk is found.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Suppression", "protect", "suppress", "with_totals"]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

#: A total is worth more to the reader than any number of cells; the grand total more than any other total.
_TOTAL, _GRAND_TOTAL = 1_000.0, 100_000.0


@dataclass(frozen=True, eq=False)
class Suppression:
    """Which counts to hide.

    Attributes
    ----------
    cells
        Bool, shape (rows + 1, columns + 1): last row and column are the totals.
    primary
        The same for the counts below the threshold alone.
    """

    cells: Bools
    primary: Bools

    @property
    def any(self) -> bool:
        """Whether anything is hidden."""
        return bool(self.cells.any())


def suppress(counts: Ints, threshold: int) -> Suppression:
    """Choose the cells to hide in a table published with its totals.

    Parameters
    ----------
    counts
        Persons, shape (rows, columns); every person in one cell.
    threshold
        Counts of 1 … threshold-1 are hidden, totals too.

    Returns
    -------
    Suppression
        No hidden count can be worked out from the shown ones, even by a reader who knows the rule.

    Examples
    --------
    >>> counts = np.array([[34, 12, 3, 51], [21, 9, 18, 40], [55, 17, 22, 4], [48, 31, 26, 60]])
    >>> hidden = suppress(counts, 5)
    >>> [(int(i), int(j)) for i, j in np.argwhere(hidden.cells)]
    [(0, 2), (0, 3), (2, 2), (2, 3)]
    """
    whole = with_totals(counts)
    primary = (whole > 0) & (whole < threshold)
    return Suppression(protect(whole, primary), primary)


def protect(whole: Ints, primary: Bools) -> Bools:
    """Return the cells to hide so that none of the `primary` ones can be worked out.

    Parameters
    ----------
    whole
        Counts with their totals in the last row and column, shape (rows + 1, columns + 1).
    primary
        Cells that must be hidden; their counts are at least 1. Same shape.

    Examples
    --------
    >>> whole = with_totals(np.array([[20, 50], [8, 19]]))
    >>> int(protect(whole, whole == 8).sum())
    4
    """
    hidden = primary.copy()
    prices = _prices(whole)
    # The largest small counts first: their walks are the hardest to share.
    for i, j in sorted(np.argwhere(primary).tolist(), key=lambda at: (-whole[at[0], at[1]], at)):
        for cell in _cheapest_walk(whole, hidden, prices, i, j):
            hidden[cell] = True
    return hidden


def with_totals(counts: Ints) -> Ints:
    """Append the total row and the total column.

    >>> with_totals(np.array([[1, 2]])).tolist()
    [[1, 2, 3], [1, 2, 3]]
    """
    below = np.vstack([counts, counts.sum(axis=0)])
    return np.column_stack([below, below.sum(axis=1)])


def _prices(whole: Ints) -> Floats:
    """What hiding a cell costs: one each, the smaller count first; totals much more."""
    price = 1.0 + whole / (1.0 + float(whole[-1, -1]))
    price[-1, :] += _TOTAL
    price[:, -1] += _TOTAL
    price[-1, -1] += _GRAND_TOTAL
    return np.asarray(price)


def _cheapest_walk(whole: Ints, hidden: Bools, prices: Floats, i: int, j: int) -> list[tuple[int, int]]:
    """Cells that let (i, j) move by one; the cheaper of moving it up and, from 2 on, moving it down.

    In a walk the cells passed from a row to a column go up and those passed from a column to a row go down. Totals
    stand on the other side of the equation, so their sign is turned.
    """
    cost = np.where(hidden, 0.0, prices)
    can_rise, can_fall = np.where(whole > 0, cost, np.inf), np.where(whole > 1, cost, np.inf)
    turned = np.zeros(whole.shape, dtype=bool)
    turned[-1, :-1] = turned[:-1, -1] = True
    forward, backward = np.where(turned, can_fall, can_rise), np.where(turned, can_rise, can_fall)
    from_row, from_column = bool(forward[i, j] < np.inf), bool(backward[i, j] < np.inf)
    forward[i, j] = backward[i, j] = np.inf
    walks = []
    if from_row:  # the cell is passed from its row to its column; the walk leads back
        walks.append(_walk(forward, backward, (i, j), to_row=True))
    if from_column:
        walks.append(_walk(forward, backward, (i, j), to_row=False))
    return min(walks, key=lambda walk: walk[0])[1]


def _walk(
    forward: Floats, backward: Floats, cell: tuple[int, int], *, to_row: bool
) -> tuple[float, list[tuple[int, int]]]:
    """Cheapest walk between the two ends of a cell, and its cost (Bellman-Ford, a side of the network at a time)."""
    rows, columns = np.full(forward.shape[0], np.inf), np.full(forward.shape[1], np.inf)
    before_row, before_column = np.full(rows.size, -1), np.full(columns.size, -1)
    if to_row:
        columns[cell[1]] = 0.0
    else:
        rows[cell[0]] = 0.0
    changed = True
    while changed:
        changed = _relax(rows[:, None] + forward, columns, before_column)
        changed = _relax((columns[None, :] + backward).T, rows, before_row) or changed
    cells, on_row, at = [], to_row, cell[0] if to_row else cell[1]
    total = float(rows[at] if to_row else columns[at])
    while total < np.inf and (before_row if on_row else before_column)[at] >= 0:
        came = int((before_row if on_row else before_column)[at])
        cells.append((at, came) if on_row else (came, at))
        on_row, at = not on_row, came
    return total, cells


def _relax(through: Floats, best: Floats, before: npt.NDArray[np.intp]) -> bool:
    """Take the cheaper way to each node; `through` has the nodes it may come from along the first axis."""
    source = through.argmin(axis=0)
    found = through[source, np.arange(best.size)]
    better = found < best
    best[better], before[better] = found[better], source[better]
    return bool(better.any())
