"""秘匿: hide small counts, and enough others that no hidden one can be worked out from the totals.

The table with its totals is read as a network: rows (and the total row) on one side, columns (and the total column)
on the other, each cell an edge. A hidden count can move exactly when it lies on a closed walk of hidden cells along
which +1 and −1 alternate. Every reader knows that a hidden count is at least 1, because zeros are shown; a cell of 1
can therefore only go up. For each small count the cheapest walk is found with Dijkstra's algorithm.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Suppression", "protect", "suppress", "with_totals"]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

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
    # The largest small counts first: their walks are the hardest to share.
    for i, j in sorted(np.argwhere(primary).tolist(), key=lambda at: (-whole[at[0], at[1]], at)):
        for cell in _cheapest_walk(whole, hidden, i, j):
            hidden[cell] = True
    return hidden


def with_totals(counts: Ints) -> Ints:
    """Append the total row and the total column.

    >>> with_totals(np.array([[1, 2]])).tolist()
    [[1, 2, 3], [1, 2, 3]]
    """
    below = np.vstack([counts, counts.sum(axis=0)])
    return np.column_stack([below, below.sum(axis=1)])


def _cheapest_walk(whole: Ints, hidden: Bools, i: int, j: int) -> list[tuple[int, int]]:
    """Cells that let (i, j) move by one; the cheaper of moving it up and, from 2 on, moving it down."""
    directions = (1, -1) if whole[i, j] >= 2 else (1,)
    walks = [_walk(whole, hidden, i, j, direction) for direction in directions]
    return min(walks, key=lambda walk: walk[0])[1]


def _walk(whole: Ints, hidden: Bools, i: int, j: int, direction: int) -> tuple[float, list[tuple[int, int]]]:
    """Dijkstra from one end of the edge to the other, over cells that may change in the needed direction.

    Nodes are (0, row) and (1, column). Leaving a column towards a row undoes what the last cell added to the column,
    so the signs alternate; in a total the sign is turned, because totals stand on the other side of the equation.
    """
    turned = _sign(whole, i, j) * direction
    start, goal = ((1, j), (0, i)) if turned > 0 else ((0, i), (1, j))
    best: dict[tuple[int, int], float] = {start: 0.0}
    came: dict[tuple[int, int], tuple[tuple[int, int], tuple[int, int]]] = {}
    queue = [(0.0, start)]
    while queue:
        cost, node = heapq.heappop(queue)
        if node == goal:
            break
        if cost > best[node]:
            continue
        for neighbour, cell, price in _steps(whole, hidden, node):
            if cell != (i, j) and cost + price < best.get(neighbour, np.inf):
                best[neighbour] = cost + price
                came[neighbour] = (node, cell)
                heapq.heappush(queue, (cost + price, neighbour))
    if goal not in best:
        return np.inf, []
    cells = []
    node = goal
    while node != start:
        node, cell = came[node]
        cells.append(cell)
    return best[goal], cells


def _steps(
    whole: Ints, hidden: Bools, node: tuple[int, int]
) -> Iterator[tuple[tuple[int, int], tuple[int, int], float]]:
    side, at = node
    line = whole[:, at] if side else whole[at]
    for k, value in enumerate(line.tolist()):
        cell = (k, at) if side else (at, k)
        # From a row to a column the (signed) cell goes up, from a column to a row down.
        change = _sign(whole, *cell) * (-1 if side else 1)
        if value == 0 or (change < 0 and value == 1):
            continue
        yield (1 - side, k), cell, 0.0 if hidden[cell] else _price(whole, cell)


def _price(whole: Ints, cell: tuple[int, int]) -> float:
    rows, columns = whole.shape
    totals = (cell[0] == rows - 1) + (cell[1] == columns - 1)
    return (1.0, _TOTAL, _GRAND_TOTAL)[totals] + float(whole[cell]) / (1.0 + float(whole[-1, -1]))


def _sign(whole: Ints, i: int, j: int) -> int:
    rows, columns = whole.shape
    return -1 if (i == rows - 1) != (j == columns - 1) else 1
