"""Seeded draws built on uniform numbers alone, so that a new NumPy does not change the files."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

__all__ = ["Draws"]

_NORMAL = NormalDist()


class Draws:
    """A stream of random draws.

    Parameters
    ----------
    seed
        Same seed, same stream.

    Examples
    --------
    >>> Draws(1).choice([0.0, 1.0, 0.0])
    1
    >>> Draws(7).normal() == Draws(7).normal()
    True
    """

    def __init__(self, seed: int) -> None:
        self._uniform = np.random.Generator(np.random.PCG64(seed))

    def uniform(self) -> float:
        """Return a number in (0, 1)."""
        return min(max(float(self._uniform.random()), 1e-12), 1 - 1e-12)

    def happens(self, probability: float) -> bool:
        """Return True with this probability."""
        return self.uniform() < probability

    def choice(self, weights: Sequence[float]) -> int:
        """Return an index with probability in proportion to its weight."""
        mark, running = self.uniform() * sum(weights), 0.0
        for index, weight in enumerate(weights):
            running += weight
            if mark < running:
                return index
        return max(index for index, weight in enumerate(weights) if weight > 0)

    def normal(self, mean: float = 0.0, sd: float = 1.0) -> float:
        """Return a normal draw by inversion."""
        return mean + sd * _NORMAL.inv_cdf(self.uniform())

    def poisson(self, mean: float) -> int:
        """Return a Poisson draw by inversion; meant for means below a few hundred."""
        mark, count = self.uniform(), 0
        term = math.exp(-mean)
        running = term
        while mark > running and count < 10_000:
            count += 1
            term *= mean / count
            running += term
        return count
