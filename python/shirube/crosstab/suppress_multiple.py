"""秘匿 for multiple answers, where one person may stand in several columns of a row."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .suppress import Suppression, protect, with_totals

__all__ = ["suppress_multiple"]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


def suppress_multiple(counts: Ints, base: Ints, threshold: int) -> Suppression:
    """Choose the cells to hide when the answers of a row do not add up to its persons.

    Every option is a table of its own, those who picked it and those who did not by row, and is protected as such:
    small numbers of either kind are hidden. The options share the persons. As long as those are shown the options
    say nothing about each other; once a number of persons is hidden its whole row is, and the pattern is checked by
    linear programming over all options at once. If something is still pinned down, the next smallest row follows.

    Parameters
    ----------
    counts
        Persons by row and option, shape (rows, options).
    base
        Persons of each row, shape (rows,).
    threshold
        Counts of 1 … threshold-1 persons are hidden.

    Returns
    -------
    Suppression
        Shape (rows + 1, options + 1), the last row being the totals and the last column the persons.

    Examples
    --------
    >>> hidden = suppress_multiple(np.array([[3, 40], [20, 50], [30, 30]]), np.array([60, 70, 80]), 10)
    >>> hidden.cells[:, 0].tolist()
    [True, True, False, False]
    """
    rows = np.append(base, base.sum())
    whole = np.column_stack([np.vstack([counts, counts.sum(axis=0)]), rows])
    forced = np.zeros(rows.size, dtype=bool)
    by_size = [*np.argsort(base, kind="stable").tolist(), base.size]
    while True:
        found = _by_option(counts, base, threshold, forced)
        spread = forced | found.cells[:, -1]
        if (spread == forced).all():
            if not forced.any() or not _narrow(whole, found.cells, threshold):
                return found
            rest = [i for i in by_size if not forced[i] and rows[i] > 0]
            if not rest:
                return Suppression(whole > 0, found.primary)
            spread[rest[0]] = True
        forced = spread


def _by_option(counts: Ints, base: Ints, threshold: int, forced: Bools) -> Suppression:
    shape = (counts.shape[0] + 1, counts.shape[1] + 1)
    hidden, primary = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for j in range(counts.shape[1]):
        table = with_totals(np.column_stack([counts[:, j], base - counts[:, j]]))
        small = (table > 0) & (table < threshold)
        cells = protect(table, small | (forced[:, None] & (table > 0)), threshold)
        # Those who did not pick the option are not printed; to hide them, their walk hides the pickers or the persons.
        hidden[:, j], primary[:, j] = cells[:, 0], small[:, 0]
        hidden[:, -1] |= cells[:, 2]
        primary[:, -1] |= small[:, 2]
    return Suppression(hidden, primary)


def _narrow(whole: Ints, hidden: Bools, threshold: int) -> bool:
    """Tell whether a hidden count keeps too narrow a range: columns add up, nobody picks an option twice."""
    from scipy.optimize import linprog

    rows, columns = whole.shape
    sums = np.zeros((columns, rows, columns))
    for j in range(columns):
        sums[j, :-1, j], sums[j, -1, j] = 1, -1
    at_most = np.zeros((rows, columns - 1, rows, columns))
    for i in range(rows):
        for j in range(columns - 1):
            at_most[i, j, i, j], at_most[i, j, i, -1] = 1, -1
    # A reader who knows that zeros are shown must not find a number; one who knows nothing must find a wide range.
    known = list(zip(whole.ravel().tolist(), hidden.ravel().tolist(), strict=True))
    ranges = [
        ([(least, None) if h else (n, n) for n, h in known], wanted) for least, wanted in ((0, threshold), (1, 1))
    ]
    limits: dict[str, object] = {
        "A_ub": at_most.reshape(-1, whole.size),
        "b_ub": np.zeros(rows * (columns - 1)),
        "A_eq": sums.reshape(columns, -1),
        "b_eq": np.zeros(columns),
    }
    for cell in np.flatnonzero(hidden):
        goal = np.zeros(whole.size)
        goal[cell] = 1
        for bounds, wanted in ranges:
            low, high = (linprog(sign * goal, bounds=bounds, **limits) for sign in (1, -1))
            if low.status == 0 and high.status == 0 and -high.fun - low.fun < wanted - 0.5:
                return True
    return False
