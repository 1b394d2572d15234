"""Difference in differences of four separate samples: different people before and after, in two groups.

The standard error adds the variances of the four means; the degrees of freedom are Welch–Satterthwaite's. With
equal group sizes this is the heteroskedasticity-robust (HC2) error of the interaction in a saturated regression.
Source: the four means of Angrist and Pischke (2009, Mostly Harmless Econometrics, 5.2); Welch (1947, Biometrika 34).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from ..errors import DesignError
from .means import MeanDifference, finite
from .regression import contrast

__all__ = ["two_by_two"]


def two_by_two(
    treated_before: npt.ArrayLike,
    treated_after: npt.ArrayLike,
    control_before: npt.ArrayLike,
    control_after: npt.ArrayLike,
    *,
    level: float = 0.95,
) -> MeanDifference:
    """Change of the treated mean minus change of the control mean; missing values are left out one by one.

    Raises
    ------
    DesignError
        SB-S101: fewer than two values in a sample. SB-S103: no spread in any sample.

    >>> result = two_by_two([1, 2, 3], [4, 5, 6], [1, 2, 3], [2, 3, 4])
    >>> result.estimate, round(result.df, 1)
    (2.0, 8.0)
    """
    samples = [finite(s, least=2) for s in (treated_before, treated_after, control_before, control_after)]
    means = np.array([s.mean() for s in samples])
    parts = np.array([s.var(ddof=1) / s.size for s in samples])
    spread = float((parts**2 / np.array([s.size - 1 for s in samples])).sum())
    if spread <= 0:
        raise DesignError("S103")
    df = float(parts.sum()) ** 2 / spread
    found = contrast([-1, 1, 1, -1], means, np.diag(parts), df, level=level)
    t = found.estimate / found.se if found.se > 0 else math.nan
    return MeanDifference(found.estimate, found.se, t, df, found.p, found.low, found.high)
