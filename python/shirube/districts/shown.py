"""How many decimals the figures of an indicator are shown with.

>>> decimals_of(np.array([4657.0, 120.0])), decimals_of(np.array([30.2, 28.0])), decimals_of(np.array([0.021, 0.04]))
(0, 1, 3)
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["decimals_of"]


def decimals_of(values: npt.NDArray[np.float64]) -> int:
    """Return the decimals the values were written with, up to 2; of others enough that the usual one keeps 2 digits."""
    known = values[np.isfinite(values)]
    for decimals in range(3):
        if (np.abs(known - np.round(known, decimals)) < 1e-9 * np.maximum(np.abs(known), 1)).all():
            return decimals
    usual = float(np.median(np.abs(known)))
    if usual >= 1:
        return 1 if usual >= 10 else 2
    return 3
