"""The fewest cells that can be hidden, by trying all."""

from itertools import combinations

import numpy as np

from support.feasible import feasible_interval


def protected(whole: np.ndarray, hidden: np.ndarray, threshold: int) -> bool:
    """Every hidden count has a range at least `threshold` wide, counts not negative; and none follows from not zero."""
    lines = [hidden.sum(axis=0), hidden.sum(axis=1)]
    if any((line == 1).any() for line in lines):
        return False
    for cell in np.argwhere(hidden):
        for least, wanted in ((0, threshold), (1, 1)):
            low, high = feasible_interval(whole, hidden, tuple(cell), least=least)
            if high - low < wanted - 1e-6:
                return False
    return True


def fewest_hidden(whole: np.ndarray, primary: np.ndarray, threshold: int, most: int) -> int:
    """Size of the smallest safe pattern with zeros shown; `most` when there is none smaller than that."""
    others = [tuple(at) for at in np.argwhere((whole > 0) & ~primary)]
    for extra in range(most - int(primary.sum())):
        for cells in combinations(others, extra):
            hidden = primary.copy()
            for cell in cells:
                hidden[cell] = True
            if protected(whole, hidden, threshold):
                return int(hidden.sum())
    return most
