"""もし平行でなかったら: how far trends may have parted before a conclusion falls (relative magnitudes).

Between two neighbouring times after the start the trends of both sides part by at most M̄ times the most they parted
between neighbouring times before it (Rambachan & Roth 2023, REStud 90:2555, Δ^RM). For every candidate of that most
the effects still possible are those a hybrid of the conditional and the least favourable test does not reject
(Andrews, Roth & Pakes 2023, REStud 90:2763); R: ``HonestDiD::createSensitivityResults_relativeMagnitudes``, method
C-LF, first stage at a tenth of the level. The interval is the union over the candidates.

The linear programme that R solves for every value of the effect has, for these restrictions, few vertices, all known
beforehand: the bound from above, the bound from below, and for every later time the two sides of its own restriction
taken together. The test is therefore the largest of a few normal variables, and nothing is solved.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from ..errors import DesignError
from .means import FloatArray
from .resampling import SEED

__all__ = ["ParallelTrends", "relative_magnitudes"]

_DRAWS, _GRID, _HALVINGS, _MOST = 4_000, 801, 40, 1_000.0


@dataclass(frozen=True, eq=False)
class ParallelTrends:
    """Effects by time with what was seen of diverging trends before.

    Attributes
    ----------
    estimate, se
        Weighted effect under the policy and its standard error.
    worst
        Most the trends parted between neighbouring times before the start, as estimated.
    """

    coef: FloatArray
    cov: FloatArray
    before: int
    weights: FloatArray
    level: float
    estimate: float
    se: float
    worst: float

    def interval(self, mbar: float) -> tuple[float, float]:
        """Effects not rejected when trends may part by `mbar` times the worst seen before; their least and largest."""
        tests = self._tests(mbar)
        spread = max(float(t.sd_before) for t in tests)
        reach = 20 * self.se + mbar * float(np.abs(_carried(self.weights)).sum()) * (self.worst + 5 * spread)
        grid = self.estimate + np.linspace(-reach, reach, _GRID)
        inside = np.any([t.accepts(grid) for t in tests], axis=0)
        if not inside.any():
            return math.nan, math.nan
        ends = np.flatnonzero(inside)
        first, last = int(ends[0]), int(ends[-1])
        low = -math.inf if first == 0 else self._edge(tests, float(grid[first]), float(grid[first - 1]))
        return low, math.inf if last == _GRID - 1 else self._edge(tests, float(grid[last]), float(grid[last + 1]))

    def breakdown(self) -> float:
        """Largest M̄ at which no effect at all is still rejected; 0 when it is not even with parallel trends."""

        def rejected(mbar: float) -> bool:
            return not any(bool(t.accepts(np.zeros(1))[0]) for t in self._tests(mbar))

        if not rejected(0.0):
            return 0.0
        high = 1.0
        while rejected(high):
            high *= 2
            if high > _MOST:
                return math.inf
        low = 0.0 if high == 1.0 else high / 2
        for _ in range(_HALVINGS // 2):
            middle = (low + high) / 2
            low, high = (middle, high) if rejected(middle) else (low, middle)
        return low

    def _tests(self, mbar: float) -> list[_Test]:
        return [
            _Test.of(self, mbar, sign * difference)
            for difference in _differences(self.before, self.coef.size)
            for sign in (1.0, -1.0)
        ]

    @staticmethod
    def _edge(tests: list[_Test], inside: float, outside: float) -> float:
        for _ in range(_HALVINGS):
            middle = (inside + outside) / 2
            kept = any(bool(t.accepts(np.array([middle]))[0]) for t in tests)
            inside, outside = (middle, outside) if kept else (inside, middle)
        return inside


def relative_magnitudes(
    coef: npt.ArrayLike,
    cov: npt.ArrayLike,
    before: int,
    *,
    weights: npt.ArrayLike | None = None,
    level: float = 0.95,
) -> ParallelTrends:
    """Prepare the question for an event study.

    Parameters
    ----------
    coef, cov
        Gaps by time, the time just before the start (0) left out, shape (k,), and their covariance, shape (k, k).
    before
        How many of them lie before the start.
    weights
        Of the later gaps in the effect asked about, shape (k − before,); the first alone when ``None``, as in R.

    Raises
    ------
    DesignError
        SB-S491: no gap before, or none after, or a covariance that does not allow the test.

    >>> trends = relative_magnitudes([0.1, -0.1, 2.0], 0.04 * np.eye(3), 2)
    >>> low, high = trends.interval(0.0)
    >>> round(low, 1), round(high, 1), 1 < trends.breakdown() < 10
    (1.6, 2.4, True)
    """
    b, v = np.asarray(coef, dtype=float), np.asarray(cov, dtype=float)
    after = b.size - before
    if before < 1 or after < 1 or v.shape != (b.size, b.size) or not (np.isfinite(b).all() and np.isfinite(v).all()):
        raise DesignError("S491")
    w = np.eye(after)[0] if weights is None else np.asarray(weights, dtype=float)
    se = math.sqrt(max(float(w @ v[before:, before:] @ w), 0.0))
    if se <= 0:
        raise DesignError("S491")
    steps = np.array([difference @ b for difference in _differences(before, b.size)])
    return ParallelTrends(b, v, before, w, level, float(w @ b[before:]), se, float(np.abs(steps).max()))


def _differences(before: int, k: int) -> FloatArray:
    """Rows that take the differences of neighbouring times before the start; the last time before counts as 0."""
    rows = np.zeros((before, k))
    for i in range(before):
        rows[i, i] = -1.0
        if i + 1 < before:
            rows[i, i + 1] = 1.0
    return rows


def _carried(weights: FloatArray) -> FloatArray:
    """Weight of every step after the start in the weighted effect: what has parted stays parted."""
    return np.asarray(np.cumsum(weights[::-1])[::-1])


@dataclass(frozen=True, eq=False)
class _Test:
    """Test of one candidate for the most the trends parted before: the largest of a few normal variables.

    Attributes
    ----------
    at_zero, slope
        The variables when no effect is tested, and their change with the tested effect, shape (vertices,).
    cov, critical
        Their covariance, and the least favourable critical value.
    sd_before
        Standard error of the candidate.
    """

    at_zero: FloatArray
    slope: FloatArray
    cov: FloatArray
    critical: float
    level: float
    sd_before: float

    @classmethod
    def of(cls, trends: ParallelTrends, mbar: float, candidate: FloatArray) -> _Test:
        """Vertices: upper bound, lower bound, and both sides of the restriction on every step after the start."""
        k, before = trends.coef.size, trends.before
        steps = np.zeros((k - before, k))
        for i in range(k - before):
            steps[i, before + i] = 1.0
            if i:
                steps[i, before + i - 1] = -1.0
        rows = np.vstack([steps, -steps]) - mbar * candidate
        sd = np.sqrt(np.einsum("ij,jk,ik->i", rows, trends.cov, rows)).reshape(2, -1)
        carried = _carried(trends.weights)
        up = np.where(carried > 0, carried, 0.0), np.where(carried < 0, -carried, 0.0)
        found, slope = [], []
        for sign, (plus, minus) in ((1.0, up), (-1.0, up[::-1])):
            size = float(plus @ sd[0] + minus @ sd[1])
            effect = np.zeros(k)
            effect[before:] = trends.weights
            found.append((sign * effect - mbar * float(np.abs(carried).sum()) * candidate) / size)
            slope.append(-sign / size)
        if k - before > 1 and mbar > 0:
            found += [-2 * mbar * candidate / total for total in sd.sum(axis=0)]
            slope += [0.0] * (k - before)
        vertices = np.array(found)
        cov = vertices @ trends.cov @ vertices.T
        first_stage = (1 - trends.level) / 10
        values, vectors = np.linalg.eigh(cov)
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        largest = (np.random.default_rng(SEED).normal(size=(_DRAWS, len(cov))) @ root.T).max(axis=1)
        critical = float(np.quantile(largest, 1 - first_stage))
        own = math.sqrt(float(candidate @ trends.cov @ candidate))
        return cls(vertices @ trends.coef, np.array(slope), cov, critical, trends.level, own)

    def accepts(self, effects: FloatArray) -> npt.NDArray[np.bool_]:
        """Tell which effects are not rejected, shape as `effects`."""
        values = self.at_zero + effects[:, None] * self.slope
        best = values.argmax(axis=1)
        row = np.arange(effects.size)
        top = values[row, best]
        spread = self.cov[best, best]
        usable = np.where(spread > 0, spread, 1.0)
        share = self.cov[best] / usable[:, None]
        rest = values - share * top[:, None]
        room = 1 - share
        with np.errstate(divide="ignore", invalid="ignore"):
            limit = rest / room
        low = np.where(room > 1e-12, limit, -np.inf).max(axis=1)
        high = np.minimum(np.where(room < -1e-12, limit, np.inf).min(axis=1), self.critical)
        sd = np.sqrt(usable)
        alpha, first = 1 - self.level, (1 - self.level) / 10
        beyond = ndtr(-top / sd) - ndtr(-high / sd)
        all_ = np.maximum(ndtr(-low / sd) - ndtr(-high / sd), 1e-300)
        rejected = (top > self.critical) | (beyond / all_ < (alpha - first) / (1 - first))
        return np.asarray(~(rejected & (top > 0) & (spread > 0)))
