"""秘匿: hide small counts, and enough others that every hidden one can still lie in a range as wide as the threshold.

The table with its totals is read as a network: rows (and the total row) on one side, columns (and the total column)
on the other, each cell an edge. Going from a row to a column lets a count rise, going back lets it fall; totals stand
on the other side of the equation, so their directions are turned. How far a hidden count can rise or fall, given the
shown counts and that none is negative, is the largest flow that leads back through the other hidden cells (Cox 1995;
Castro 2012). For a count whose range is too narrow the cheapest way to widen it is hidden, and in the end every
further cell that turned out not to be needed is shown again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Suppression", "protect", "suppress", "width", "with_totals"]

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
        Counts of 1 … threshold-1 are hidden, totals too. Zeros are shown.

    Returns
    -------
    Suppression
        From the shown counts, and knowing only that none is negative, every hidden count can lie in a range at least
        `threshold` wide; even knowing that a hidden count is not zero, none can be worked out.

    Examples
    --------
    >>> counts = np.array([[34, 12, 3, 51], [21, 9, 18, 40], [55, 17, 22, 4], [48, 31, 26, 60]])
    >>> hidden = suppress(counts, 5)
    >>> [(int(i), int(j)) for i, j in np.argwhere(hidden.cells)]
    [(0, 2), (0, 3), (2, 2), (2, 3)]
    """
    whole = with_totals(counts)
    primary = (whole > 0) & (whole < threshold)
    return Suppression(protect(whole, primary, threshold), primary)


def protect(whole: Ints, primary: Bools, threshold: int = 1) -> Bools:
    """Return the cells to hide so that every hidden count keeps a range at least `threshold` wide.

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
    safe = np.zeros_like(hidden)  # hiding more never narrows a range
    while (hidden & ~safe).any():
        # The largest small counts first: their ways back are the hardest to share.
        waiting = np.argwhere(hidden & ~safe).tolist()
        i, j = min(waiting, key=lambda at: (not primary[tuple(at)], -whole[tuple(at)], at))
        if _safe(whole, hidden, i, j, threshold):
            safe[i, j] = True
        else:
            _widen(whole, hidden, prices, i, j, threshold)
    return _without_surplus(whole, hidden, primary, prices, threshold)


def width(whole: Ints, hidden: Bools, row: int, column: int, least: int = 0, most: int = 1_000_000) -> int:
    """How wide the range of a hidden count is, up to `most`, when hidden counts are known to be at least `least`.

    >>> whole = with_totals(np.array([[20, 50], [8, 19]]))
    >>> width(whole, np.pad(np.ones((2, 2), bool), (0, 1)), 1, 0)
    27
    """
    up, down = _flows(whole, hidden, row, column, least, most)
    return up + down


def with_totals(counts: Ints) -> Ints:
    """Append the total row and the total column.

    >>> with_totals(np.array([[1, 2]])).tolist()
    [[1, 2, 3], [1, 2, 3]]
    """
    below = np.vstack([counts, counts.sum(axis=0)])
    return np.column_stack([below, below.sum(axis=1)])


def _safe(whole: Ints, hidden: Bools, i: int, j: int, threshold: int) -> bool:
    return all(
        _by_rectangles(whole, hidden, i, j, least, wanted) >= wanted
        or width(whole, hidden, i, j, least, wanted) >= wanted
        for least, wanted in ((0, threshold), (1, 1))
    )


def _by_rectangles(whole: Ints, hidden: Bools, i: int, j: int, least: int, most: int) -> int:
    """A lower bound of `width` from the ways round four hidden cells; most ranges are wide enough by it already."""
    forward, backward = _capacities(whole, hidden, least, most)
    if _turned(whole.shape)[i, j]:
        forward, backward = backward, forward
    other = np.ones(whole.shape, dtype=bool)
    other[i, :] = other[:, j] = False
    up = np.minimum(np.minimum(backward[:, j, None], backward[None, i, :]), forward)[other].max(initial=0)
    down = np.minimum(np.minimum(forward[:, j, None], forward[None, i, :]), backward)[other].max(initial=0)
    return int(up) + min(int(down), max(int(whole[i, j]) - least, 0))


def _flows(whole: Ints, hidden: Bools, i: int, j: int, least: int, most: int) -> tuple[int, int]:
    """How far a hidden count can rise and fall, each up to `most`."""
    from scipy.sparse.csgraph import maximum_flow

    network = _network(whole, hidden, i, j, least, most)
    row, column = i, whole.shape[0] + j
    # Through a turned cell the way from its row to its column is a fall.
    ends = (row, column) if _turned(whole.shape)[i, j] else (column, row)
    up = int(maximum_flow(network, *ends).flow_value)
    down = int(maximum_flow(network, *ends[::-1]).flow_value)
    return min(up, most), min(down, max(int(whole[i, j]) - least, 0), most)


def _network(whole: Ints, hidden: Bools, i: int, j: int, least: int, most: int):  # type: ignore[no-untyped-def]
    from scipy.sparse import csr_matrix

    forward, backward = _capacities(whole, hidden, least, most)
    forward[i, j] = backward[i, j] = 0
    rows, columns = whole.shape
    square = np.zeros((rows + columns, rows + columns), dtype=np.int32)
    square[:rows, rows:], square[rows:, :rows] = forward, backward.T
    return csr_matrix(square)


def _turned(shape: tuple[int, ...]) -> Bools:
    turned = np.zeros(shape, dtype=bool)
    turned[-1, :-1] = turned[:-1, -1] = True
    return turned


def _capacities(whole: Ints, usable: Bools, least: int, most: int) -> tuple[Ints, Ints]:
    """How much may pass each cell from its row to its column, and back."""
    rise = np.where(usable, most, 0)
    fall = np.where(usable, np.clip(whole - least, 0, most), 0)
    turned = _turned(whole.shape)
    return np.where(turned, fall, rise), np.where(turned, rise, fall)


def _prices(whole: Ints) -> Floats:
    """What hiding a cell costs: one each, the smaller count first; totals much more."""
    price = 1.0 + whole / (1.0 + float(whole[-1, -1]))
    price[-1, :] += _TOTAL
    price[:, -1] += _TOTAL
    price[-1, -1] += _GRAND_TOTAL
    return np.asarray(price)


def _widen(whole: Ints, hidden: Bools, prices: Floats, i: int, j: int, threshold: int) -> None:
    """Hide the cheapest cells that let (i, j) move further than it can."""
    for least, goal in ((0, threshold), (1, 1)):
        up, down = _flows(whole, hidden, i, j, least, goal)
        room = min(max(int(whole[i, j]) - least, 0), goal)
        missing = goal - up - down
        if missing <= 0:
            continue
        # One walk that carries all of it, or several that carry parts: whatever is cheapest for the whole way.
        walks = []
        for need in dict.fromkeys((missing, (missing + 1) // 2, (missing + 3) // 4, 1)):
            for rise in (True, False) if room - down >= need else (True,):
                price, cells = _augmenting(whole, hidden, prices, (i, j), least, goal, need, rise=rise)
                walks.append((price * (missing / need), cells))
        for cell in min(walks, key=lambda walk: walk[0])[1]:
            hidden[cell] = True
        return


def _augmenting(
    whole: Ints,
    hidden: Bools,
    prices: Floats,
    cell: tuple[int, int],
    least: int,
    most: int,
    need: int,
    *,
    rise: bool,
) -> tuple[float, list[tuple[int, int]]]:
    """Cheapest way to let `need` more through, beside what already flows through the hidden cells."""
    from scipy.sparse.csgraph import maximum_flow

    rows = whole.shape[0]
    turned = bool(_turned(whole.shape)[cell])
    to_row = rise != turned  # the way back leads to the row of the cell
    ends = (rows + cell[1], cell[0]) if to_row else (cell[0], rows + cell[1])
    flow = maximum_flow(_network(whole, hidden, *cell, least, most), *ends).flow.toarray()
    forward, backward = _capacities(whole, whole > 0, least, most)
    net = flow[:rows, rows:]
    forward, backward = forward - net, backward + net
    forward[cell] = backward[cell] = 0
    cost = np.where(hidden, 0.0, prices)
    ahead, back = np.where(forward >= need, cost, np.inf), np.where(backward >= need, cost, np.inf)
    return _walk(ahead, back, cell, to_row=to_row)


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


def _without_surplus(whole: Ints, hidden: Bools, primary: Bools, prices: Floats, threshold: int) -> Bools:
    """Show every further cell again that is not needed, the dearest first."""
    extra = sorted(np.argwhere(hidden & ~primary).tolist(), key=lambda at: -prices[tuple(at)])
    for at in extra:
        hidden[tuple(at)] = False
        if not all(_safe(whole, hidden, i, j, threshold) for i, j in np.argwhere(hidden).tolist()):
            hidden[tuple(at)] = True
    return hidden
