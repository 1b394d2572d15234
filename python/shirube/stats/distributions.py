"""The few distributions the library needs, straight from `scipy.special`.

`scipy.stats` builds a hundred distributions when it is imported, which takes longer than any calculation here; a cell
function must answer at once. Names and arguments are those of `scipy.stats`.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy import special

__all__ = ["beta", "binom", "chi2", "f", "gamma", "nct", "norm", "rankdata", "t"]


class norm:  # noqa: N801 - named as in scipy.stats
    """Standard normal.

    >>> round(norm.ppf(0.975), 6), round(norm.sf(1.0), 6)
    (1.959964, 0.158655)
    """

    @staticmethod
    def ppf(q: float) -> float:
        """Quantile."""
        return float(special.ndtri(q))

    @staticmethod
    def isf(q: float) -> float:
        """Upper quantile."""
        return -float(special.ndtri(q))

    @staticmethod
    def sf(x: float) -> float:
        """Upper tail."""
        return float(special.ndtr(-x))

    @staticmethod
    def logsf(x: float) -> float:
        """Logarithm of the upper tail."""
        return float(special.log_ndtr(-x))

    @staticmethod
    def logpdf(x: float) -> float:
        """Logarithm of the density."""
        return -0.5 * (x * x + math.log(2 * math.pi))


class t:  # noqa: N801
    """Student's t.

    >>> round(t.ppf(0.975, 9), 6), round(t.sf(2.0, 9), 6)
    (2.262157, 0.038276)
    """

    @staticmethod
    def ppf(q: float, df: float) -> float:
        """Quantile."""
        return float(special.stdtrit(df, q)) if math.isfinite(df) else norm.ppf(q)

    @staticmethod
    def isf(q: float, df: float) -> float:
        """Upper quantile."""
        return -t.ppf(q, df)

    @staticmethod
    def sf(x: float, df: float) -> float:
        """Upper tail."""
        return float(special.stdtr(df, -x)) if math.isfinite(df) else norm.sf(x)


class nct:  # noqa: N801
    """Noncentral t.

    >>> round(nct.sf(2.0, 20, 2.5), 6)
    0.691902
    """

    @staticmethod
    def sf(x: float, df: float, nc: float) -> float:
        """Upper tail; the normal approximation of Jennett & Welch (1939) where the series does not settle."""
        lower = float(special.nctdtr(df, nc, x))
        if math.isfinite(lower):
            return 1.0 - lower
        return norm.sf((x * (1 - 1 / (4 * df)) - nc) / math.sqrt(1 + x * x / (2 * df)))


class chi2:  # noqa: N801
    """Chi-squared."""

    @staticmethod
    def sf(x: float, df: float) -> float:
        """Upper tail."""
        return float(special.chdtrc(df, x))


class f:  # noqa: N801
    """F."""

    @staticmethod
    def sf(x: float, df1: float, df2: float) -> float:
        """Upper tail."""
        return float(special.fdtrc(df1, df2, x))


class gamma:  # noqa: N801
    """Gamma with scale 1."""

    @staticmethod
    def ppf(q: float, a: float) -> float:
        """Quantile."""
        return float(special.gammaincinv(a, q))

    @staticmethod
    def isf(q: float, a: float) -> float:
        """Upper quantile."""
        return float(special.gammainccinv(a, q))


class beta:  # noqa: N801
    """Beta."""

    @staticmethod
    def ppf(q: float, a: float, b: float) -> float:
        """Quantile."""
        return float(special.betaincinv(a, b, q))

    @staticmethod
    def isf(q: float, a: float, b: float) -> float:
        """Upper quantile."""
        return float(special.betainccinv(a, b, q))


class binom:  # noqa: N801
    """Binomial.

    >>> round(binom.cdf(2, 11, 0.5), 6), round(binom.sf(8, 11, 0.5), 6)
    (0.032715, 0.032715)
    """

    @staticmethod
    def cdf(k: float, n: float, p: float) -> float:
        """Lower tail, `k` included."""
        if k < 0:
            return 0.0
        return 1.0 if k >= n else float(special.betaincc(k + 1, n - k, p))

    @staticmethod
    def sf(k: float, n: float, p: float) -> float:
        """Upper tail, `k` left out."""
        if k < 0:
            return 1.0
        return 0.0 if k >= n else float(special.betainc(k + 1, n - k, p))


def rankdata(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Ranks from 1 on; equal values share their mean rank.

    >>> rankdata(np.array([3.0, 1.0, 3.0])).tolist()
    [2.5, 1.0, 2.5]
    """
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return np.asarray((last - (count - 1) / 2)[place], dtype=float)
