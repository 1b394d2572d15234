"""Lines of figures that follow from other lines: sums, averages, differences, shares.

The idea is that of AggreCol: try each operation on lines near by and believe the arithmetic, not the label.

>>> import numpy as np
>>> sales = np.array([[5.0, 3.0, 2.0], [9.0, 4.0, 5.0], [20.0, 12.0, 8.0], [7.0, 7.0, 0.0]])
>>> derived_lines(sales.T, [("輸出",), ("輸入",), ("差引",)], rows=False).tolist()
[True, False, False]
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .totals import flag_totals

__all__ = ["derived_lines"]


def derived_lines(
    lines: npt.NDArray[np.float64], paths: list[tuple[str, ...]], *, rows: bool = True
) -> npt.NDArray[np.bool_]:
    """Tell which lines follow from others.

    Parameters
    ----------
    lines
        Shape (lines, cells); NaN where there is no number.
    paths
        Labels of each line.
    rows
        The lines are rows.
    """
    return flag_totals(lines, paths, rows=rows).flags
