"""Alternatives to hiding single numbers: merging neighbouring categories, and rounding to a base."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["merge_neighbours", "round_to_base"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def round_to_base(values: npt.NDArray[np.generic], base: int) -> Floats:
    """Round to the nearest multiple of the base, halves up, every number by itself.

    A count shown as r then stands for anything from r - base/2 up to r + base/2.

    >>> round_to_base(np.array([2, 3, 7, 8, 12]), 5).tolist()
    [0.0, 5.0, 5.0, 10.0, 10.0]
    """
    return np.asarray(np.floor(np.asarray(values, dtype=float) / base + 0.5) * base)


def merge_neighbours(
    counts: Ints, fixed: Sequence[bool], small: Callable[[Ints], npt.NDArray[np.bool_]]
) -> list[list[int]]:
    """Merge rows with a neighbour until no row has a small count, or only one row is left.

    Parameters
    ----------
    counts
        Shape (rows, columns).
    fixed
        Rows that must stay by themselves (無回答).
    small
        Tells which rows of a table need protection.

    Returns
    -------
    list of list of int
        Old rows of every new row, in order. The row with the fewest persons is served first; it joins the smaller of
        its neighbours.

    >>> merge_neighbours(np.array([[30, 3], [20, 40], [50, 60]]), [False] * 3, lambda t: (t < 10).any(axis=1))
    [[0, 1], [2]]
    """
    groups = [[i] for i in range(len(counts))]
    while True:
        table = np.array([counts[group].sum(axis=0) for group in groups])
        movable = [k for k, group in enumerate(groups) if not fixed[group[0]]]
        waiting = [k for k in movable if small(table)[k]]
        if not waiting or len(movable) < 2:
            return groups
        k = min(waiting, key=lambda k: int(table[k].sum()))
        at = movable.index(k)
        near = [movable[x] for x in (at - 1, at + 1) if 0 <= x < len(movable)]
        partner = min(near, key=lambda k: int(table[k].sum()))
        first, second = sorted((k, partner))
        groups[first] = sorted(groups[first] + groups.pop(second))
