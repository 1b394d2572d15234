"""ギャップ分析: target minus present by item; and why a population differs from the one aimed at."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..errors import DesignError

__all__ = ["Causes", "GapLine", "Projection", "gaps", "population_causes", "project"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GapLine:
    """One item: target, present, gap (target − present), share of the whole gap in per cent (NaN when it is 0)."""

    label: str
    target: float
    present: float
    gap: float
    share: float


def gaps(labels: list[str], target: npt.ArrayLike, present: npt.ArrayLike) -> tuple[GapLine, ...]:
    """Take the gap of every item, the widest first; items without both figures come last.

    Raises
    ------
    DesignError
        SB-S102: different lengths.

    >>> [(g.label, g.gap, g.share) for g in gaps(["保育", "介護"], [100, 50], [90, 20])]
    [('介護', 30.0, 75.0), ('保育', 10.0, 25.0)]
    """
    aim, now = np.asarray(target, dtype=float), np.asarray(present, dtype=float)
    if not len(labels) == aim.size == now.size:
        raise DesignError("S102", before=aim.size, after=now.size)
    gap = aim - now
    whole = float(np.nansum(np.abs(gap)))
    lines = [
        GapLine(label, float(a), float(p), float(g), 100 * abs(float(g)) / whole if whole else math.nan)
        for label, a, p, g in zip(labels, aim, now, gap, strict=True)
    ]
    return tuple(sorted(lines, key=lambda g: (not math.isfinite(g.gap), -abs(g.gap) if math.isfinite(g.gap) else 0.0)))


@dataclass(frozen=True, eq=False)
class Causes:
    """Change of a population by age group.

    Attributes
    ----------
    natural, social
        Whole natural change (births − deaths), and what is left of the whole change.
    cohort_change
        Shape (groups,): of the group now in each age, its change since it was one group younger; the youngest: births
        that are still there. NaN for the open last group's own members, which are counted with the group before.
    by_deaths, by_moves
        The same split by survival; NaN without survival ratios.
    """

    natural: float
    social: float
    cohort_change: FloatArray
    by_deaths: FloatArray
    by_moves: FloatArray


def population_causes(
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    *,
    births: float,
    deaths: float,
    survival: npt.ArrayLike | None = None,
) -> Causes:
    """Split a change into natural and social, whole and by age.

    Parameters
    ----------
    before, after
        Population by age group, youngest first, the last group open; one group's width of years apart.
    births, deaths
        Numbers between the two dates.
    survival
        Share of each group of `before` that lives to the next date, shape (groups,).

    Raises
    ------
    DesignError
        SB-S102: different lengths. SB-S453: fewer than three groups.

    >>> c = population_causes([50, 60, 70], [40, 45, 100], births=42.0, deaths=25.0, survival=[1, 0.9, 0.6])
    >>> c.natural, c.social, c.cohort_change.tolist()
    (17.0, -12.0, [-2.0, -5.0, -30.0])
    """
    old, new = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    if old.size != new.size:
        raise DesignError("S102", before=old.size, after=new.size)
    if old.size < 3:
        raise DesignError("S453")
    natural = births - deaths
    younger = np.concatenate([[births], old[:-2], [old[-2] + old[-1]]])
    change = new - younger
    died = np.full(old.size, np.nan)
    if survival is not None:
        s = np.asarray(survival, dtype=float)
        if s.size != old.size:
            raise DesignError("S102", before=old.size, after=s.size)
        lost = old * (s - 1)
        died = np.concatenate([[np.nan], lost[:-2], [lost[-2] + lost[-1]]])
    return Causes(natural, float(new.sum() - old.sum()) - natural, change, died, change - died)


@dataclass(frozen=True, eq=False)
class Projection:
    """Population by age group at every step, shape (steps + 1, groups), the last known one first; and the ratios used.

    `ratios[i]` leads from group i to group i + 1 (the last two together into the open one); `child_ratio` is the
    youngest group per person of the child-bearing groups.
    """

    population: FloatArray
    ratios: FloatArray
    child_ratio: float

    @property
    def totals(self) -> FloatArray:
        """Whole population at every step."""
        return np.asarray(self.population.sum(axis=1))


def project(before: npt.ArrayLike, after: npt.ArrayLike, *, steps: int, bearing: slice = slice(3, 10)) -> Projection:
    """Carry the change between two censuses on (コーホート変化率法).

    Parameters
    ----------
    before, after
        Population by age group, youngest first, the last group open, one group's width of years apart (5-year groups,
        5 years).
    steps
        Steps to carry on.
    bearing
        Child-bearing groups: with 5-year groups 15–49, the default. Give women only, or both sexes when that is all
        there is.

    Raises
    ------
    DesignError
        SB-S102: different lengths. SB-S453: too few groups, or an empty group among those a ratio rests on.

    Notes
    -----
    Hamilton & Perry (1962) Social Forces 41:163; in Japan 内閣官房「地方人口ビジョン策定のための手引き」.

    >>> p = project([10.0] * 18, [9.0] * 18, steps=2)
    >>> p.totals.round(1).tolist()
    [162.0, 145.8, 131.2]
    """
    old, new = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    if old.size != new.size:
        raise DesignError("S102", before=old.size, after=new.size)
    groups = old.size
    mothers = new[bearing].sum() if groups > 3 else 0.0
    base = np.concatenate([old[:-2], [old[-2] + old[-1]]]) if groups >= 3 else np.zeros(1)
    if groups < 3 or not (base > 0).all() or mothers <= 0:
        raise DesignError("S453")
    ratios, child = new[1:] / base, float(new[0] / mothers)
    rows = [new]
    for _ in range(max(steps, 0)):
        last = rows[-1]
        grown = np.concatenate([last[:-2], [last[-2] + last[-1]]]) * ratios
        following = np.concatenate([[0.0], grown])
        following[0] = child * following[bearing].sum()
        rows.append(following)
    return Projection(np.array(rows), ratios, child)
