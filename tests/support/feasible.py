"""What a reader of a table with hidden cells can work out, by linear programming."""

import numpy as np
from scipy.optimize import linprog


def feasible_interval(
    whole: np.ndarray, hidden: np.ndarray, cell: tuple[int, int], *, least: float = 1
) -> tuple[float, float]:
    """Smallest and largest value of a hidden cell, given the shown cells and that totals add up.

    `whole` and `hidden` have the totals in the last row and column; `least` is what is known of every hidden count.
    """
    unknown = [tuple(at) for at in np.argwhere(hidden)]
    rows, columns = whole.shape
    signs_across, signs_down = np.append(np.ones(columns - 1), -1), np.append(np.ones(rows - 1), -1)
    lines = [[((i, j), signs_across[j]) for j in range(columns)] for i in range(rows)]
    lines += [[((i, j), signs_down[i]) for i in range(rows)] for j in range(columns)]
    left, right = [], []
    for line in lines:
        known = sum(sign * whole[at] for at, sign in line if not hidden[at])
        signs = dict(line)
        left.append([signs.get(at, 0.0) for at in unknown])
        right.append(-known)
    limits = []
    for direction in (1, -1):
        goal = [direction * float(at == cell) for at in unknown]
        found = linprog(goal, A_eq=left, b_eq=right, bounds=[(least, None)] * len(unknown))
        if found.status not in (0, 3):
            raise RuntimeError(found.message)
        limits.append(direction * (found.fun if found.status == 0 else -np.inf))
    return limits[0], limits[1]
