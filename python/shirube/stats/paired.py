"""Paired yes/no answers and paired ranks: McNemar, Newcombe's paired interval, Wilcoxon's signed ranks.

Sources: McNemar (1947); Newcombe (1998) Statistics in Medicine 17:2635, method 10; Wilcoxon (1945).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..errors import DesignError
from . import distributions as stats
from .intervals import newcombe_paired
from .means import FloatArray, finite

__all__ = ["PairedShares", "SignedRank", "paired_shares", "signed_rank"]

_EXACT_RANKS = 50


@dataclass(frozen=True, slots=True)
class PairedShares:
    """Change of a share in the same people.

    Attributes
    ----------
    before, after, estimate
        Shares before and after, and ``after − before`` (0–1, not per cent).
    low, high
        Newcombe's interval of the difference.
    gained, lost
        People who turned from no to yes, and from yes to no.
    p
        Two-sided exact McNemar p.
    chi2
        McNemar's statistic without continuity correction; NaN when nobody changed.
    """

    before: float
    after: float
    estimate: float
    low: float
    high: float
    gained: int
    lost: int
    n: int
    p: float
    chi2: float


def paired_shares(both: int, gained: int, lost: int, neither: int, *, level: float = 0.95) -> PairedShares:
    """Compare a share before and after in the same people.

    Parameters
    ----------
    both, gained, lost, neither
        Yes twice; no then yes; yes then no; no twice.

    Raises
    ------
    DesignError
        SB-S101: nobody. SB-S105: a negative count.

    >>> result = paired_shares(both=12, gained=9, lost=2, neither=17)
    >>> round(result.estimate, 3), round(result.p, 4)
    (0.175, 0.0654)
    """
    counts = (both, gained, lost, neither)
    if min(counts) < 0:
        raise DesignError("S105")
    n = sum(counts)
    if n < 1:
        raise DesignError("S101", n=n, least=1)
    p0, p1 = (both + lost) / n, (both + gained) / n
    low, high = newcombe_paired(both, gained, lost, neither, level)  # “first” is after: the difference is a rise
    changed = gained + lost
    p = min(1.0, 2 * float(stats.binom.cdf(min(gained, lost), changed, 0.5))) if changed else 1.0
    chi2 = (gained - lost) ** 2 / changed if changed else math.nan
    return PairedShares(p0, p1, p1 - p0, low, high, gained, lost, n, p, chi2)


@dataclass(frozen=True, slots=True)
class SignedRank:
    """Wilcoxon's signed-rank test: rank sum of the rises, two-sided p, non-zero pairs, exact or normal."""

    statistic: float
    p: float
    n: int
    exact: bool


def signed_rank(change: npt.ArrayLike) -> SignedRank:
    """Test paired changes by their signed ranks; zeros are left out, ties get mean ranks.

    Exact (ties included) up to 50 non-zero changes, else the normal approximation with the tie correction.

    Raises
    ------
    DesignError
        SB-S101: no non-zero change.

    >>> signed_rank([1, 2, 3, 4, 5, -0.5]).p
    0.0625
    """
    values = finite(change)
    values = finite(values[values != 0])
    ranks = stats.rankdata(np.abs(values))
    rises = float(ranks[values > 0].sum())
    n = values.size
    if n <= _EXACT_RANKS:
        return SignedRank(rises, _exact_rank_p(ranks, rises), n, True)
    variance = float((ranks**2).sum()) / 4
    gap = max(abs(rises - n * (n + 1) / 4) - 0.5, 0.0)
    return SignedRank(rises, 2 * float(stats.norm.sf(gap / math.sqrt(variance))), n, False)


def _exact_rank_p(ranks: FloatArray, rises: float) -> float:
    # Mean ranks are multiples of a half, so doubled ranks are integers and the null distribution is a convolution.
    doubled = np.rint(2 * ranks).astype(int)
    weights = np.zeros(int(doubled.sum()) + 1)
    weights[0] = 1.0
    for rank in doubled:
        moved = np.zeros_like(weights)
        moved[rank:] = weights[: weights.size - rank]
        weights = (weights + moved) / 2
    at = round(2 * rises)
    return min(1.0, 2 * float(min(weights[: at + 1].sum(), weights[at:].sum())))
