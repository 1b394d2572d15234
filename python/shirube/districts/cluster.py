"""似た地区の組分け: standardise, group by Ward's method, choose the number of groups, see whether they hold.

>>> import numpy as np
>>> from .indicators import Districts, Indicator
>>> names = tuple("ABCDEF")
>>> aged = Indicator("高齢化率", np.array([20.0, 21.0, 20.5, 35.0, 36.0, 34.0]))
>>> found = cluster(ClusterRequest(Districts(names, (aged,)), draws=20))
>>> found.members, found.names
((('D', 'E', 'F'), ('A', 'B', 'C')), ('高齢化率↑高', '高齢化率↓低'))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
import numpy.typing as npt

from ..errors import Place, TableError
from ..stats.clustering import (
    adjusted_rand,
    cut,
    distances,
    gaussian_reference,
    jaccard_stability,
    silhouette,
    ward,
)
from .indicators import Districts, Indicator
from .naming import group_names

__all__ = ["LEAST_DISTRICTS", "MOST_DISTRICTS", "ClusterRequest", "Clusters", "Separation", "Trial", "cluster"]

FloatArray = npt.NDArray[np.float64]
Groups = npt.NDArray[np.intp]

LEAST_DISTRICTS, MOST_DISTRICTS = 6, 1_000
#: An indicator without values for more than this share of the districts is left out; else the districts are.
MOST_MISSING = 0.2
#: Kaufman and Rousseeuw (1990), ch. 2: reasonable structure from 0.5, none below 0.25.
CLEAR_WIDTH, LEAST_WIDTH = 0.5, 0.25
CHANCE = 0.05
SEED = 20_260_401
DRAWS = 199
_MANY = 200  # districts from which fewer draws have to do
_FEWER_DRAWS = 39


class Separation(Enum):
    """Whether the districts fall into groups."""

    CLEAR = "はっきり分かれる"
    WEAK = "ゆるく分かれる"
    NONE = "はっきりした組はない"


@dataclass(frozen=True, eq=False)
class ClusterRequest:
    """What to group.

    Attributes
    ----------
    districts
        The table.
    k
        Number of groups; 0: the one with the largest mean silhouette of 2 … ``k_max``.
    k_max
        Largest number of groups tried.
    draws
        Random tables and random draws of districts.
    """

    districts: Districts
    k: int = 0
    k_max: int = 6
    draws: int = DRAWS
    seed: int = SEED
    at: Place = field(default_factory=Place)


@dataclass(frozen=True, eq=False)
class Trial:
    """One number of groups tried: mean silhouette and the group of every district used."""

    k: int
    width: float
    groups: Groups


@dataclass(frozen=True, eq=False)
class Clusters:
    """Groups of districts.

    Attributes
    ----------
    districts, used
        Names of the districts grouped; indicators used, reduced to these districts.
    standard
        Values in standard deviations from the mean of the districts, shape (districts, indicators).
    trials, k
        Every number of groups tried; the one taken.
    groups, names, stability, without
        Group of every district (the largest group first); name and stability (0–1) of every group; agreement with the
        grouping without each indicator in turn (adjusted Rand index), one per indicator.
    widths
        Silhouette of every district.
    chance
        Share of random tables without groups that are cut up as well as this one.
    separation
        The verdict.
    not_grouped, left_out
        Districts without a value; what else is not used, in sentences.
    """

    districts: tuple[str, ...]
    used: tuple[Indicator, ...]
    standard: FloatArray
    trials: tuple[Trial, ...]
    k: int
    groups: Groups
    names: tuple[str, ...]
    stability: tuple[float, ...]
    without: tuple[float, ...]
    widths: FloatArray
    chance: float
    separation: Separation
    chosen: bool
    not_grouped: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def members(self) -> tuple[tuple[str, ...], ...]:
        """Districts of every group, in the order of the table."""
        return tuple(
            tuple(name for name, g in zip(self.districts, self.groups, strict=True) if g == group)
            for group in range(self.k)
        )

    @property
    def means(self) -> FloatArray:
        """Mean of every group in standard deviations, shape (groups, indicators)."""
        return group_means(self.standard, self.groups)


def cluster(request: ClusterRequest) -> Clusters:
    """Group districts that are alike.

    The result does not depend on the order of rows or columns, nor on units: rows and columns are put in an order of
    their own first, and every indicator is standardised (minus mean, divided by the standard deviation with n − 1).

    Raises
    ------
    TableError
        SB-W857: too few districts with all values. SB-W858: too many. SB-W852: no indicator that differs.
        SB-W859: as many groups as asked cannot be made.
    """
    used, keep, not_grouped, left_out = _usable(request)
    names = tuple(n for n, k in zip(request.districts.names, keep, strict=True) if k)
    x = np.column_stack([one.values for one in used])
    standard = (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)
    rows, columns = _own_order(standard, [one.name for one in used])
    z = standard[rows][:, columns]
    gaps = distances(z)
    trials = _trials(gaps, request, len(names))
    best = max(trials, key=lambda t: (round(t.width, 9), -t.k))
    k = request.k or best.k
    taken = next(t for t in trials if t.k == k)
    draws = request.draws if len(names) < _MANY else min(request.draws, _FEWER_DRAWS)
    reference = gaussian_reference(z, [t.k for t in trials], draws=draws, seed=request.seed)
    chance = float((1 + (reference >= best.width - 1e-9).sum()) / (1 + draws))
    steady = jaccard_stability(z, taken.groups, draws=draws, seed=request.seed)
    order = _by_size(taken.groups, z)
    back = np.argsort(rows)
    groups = order[taken.groups][back]
    return Clusters(
        districts=names,
        used=used,
        standard=standard,
        trials=tuple(Trial(t.k, t.width, _by_size(t.groups, z)[t.groups][back]) for t in trials),
        k=k,
        groups=groups,
        names=group_names(group_means(standard, groups), [one.name for one in used]),
        stability=tuple(float(v) for v in steady[np.argsort(order)]),
        without=_without_each(standard, groups, rows, k),
        widths=silhouette(gaps, taken.groups)[back],
        chance=chance,
        separation=_separation(taken.width, chance),
        chosen=bool(request.k),
        not_grouped=not_grouped,
        left_out=left_out,
    )


def group_means(standard: FloatArray, groups: Groups) -> FloatArray:
    """Mean of every group, shape (groups, indicators)."""
    return np.vstack([standard[groups == g].mean(axis=0) for g in range(int(groups.max()) + 1)])


def _separation(width: float, chance: float) -> Separation:
    if width < LEAST_WIDTH or chance > CHANCE:
        return Separation.NONE
    return Separation.CLEAR if width >= CLEAR_WIDTH else Separation.WEAK


def _usable(
    request: ClusterRequest,
) -> tuple[tuple[Indicator, ...], npt.NDArray[np.bool_], tuple[str, ...], tuple[str, ...]]:
    """Indicators and districts with all values, and what is left out."""
    table, told = request.districts, list(request.districts.left_out)
    n = len(table.names)
    filled = []
    for one in table.indicators:
        missing = int((~np.isfinite(one.values)).sum())
        if missing > MOST_MISSING * n:
            told.append(f"「{one.name}」は{n}地区のうち{missing}地区で値がないので使っていません。")
        else:
            filled.append(one)
    keep = np.ones(n, dtype=np.bool_)
    for one in filled:
        keep &= np.isfinite(one.values)
    used = []
    for one in filled:
        values = one.values[keep]
        if len(values) > 1 and np.ptp(values) > 1e-12 * max(1.0, float(np.abs(values).max())):
            used.append(one.of(keep))
        else:
            told.append(f"「{one.name}」はどの地区も同じ値なので使っていません（地区を分けません）。")
    count = int(keep.sum())
    if count < LEAST_DISTRICTS:
        raise TableError("W857", at=request.at, count=count, least=LEAST_DISTRICTS)
    if count > MOST_DISTRICTS:
        raise TableError("W858", at=request.at, count=count, most=MOST_DISTRICTS)
    if not used:
        raise TableError("W852", at=request.at)
    left = tuple(name for name, k in zip(table.names, keep, strict=True) if not k)
    return tuple(used), keep, left, tuple(told)


def _own_order(z: FloatArray, names: Sequence[str]) -> tuple[npt.NDArray[np.intp], list[int]]:
    """An order of rows by their values and of columns by their names: ties fall the same way however a table lies."""
    columns = sorted(range(len(names)), key=lambda j: names[j])
    rounded = np.round(z[:, columns], 9) + 0.0
    return np.lexsort(rounded.T[::-1]), columns


def _trials(gaps: FloatArray, request: ClusterRequest, n: int) -> list[Trial]:
    different = len(np.unique(np.round(gaps, 9), axis=0))
    most = min(request.k_max, different - 1, n - 1)
    if request.k and not 2 <= request.k <= min(n - 1, different):
        raise TableError("W859", at=request.at, k=request.k, most=min(n - 1, different))
    merges = ward(gaps)
    tried = sorted({*range(2, max(most, 2) + 1), *([request.k] if request.k else [])})
    made = [(k, cut(merges, k)) for k in tried]
    return [Trial(k, float(silhouette(gaps, groups).mean()), groups) for k, groups in made]


def _by_size(groups: Groups, z: FloatArray) -> Groups:
    """New number of every group: the largest first, of equal ones that with the larger first value."""
    count = int(groups.max()) + 1
    means = np.round(group_means(z, groups), 9)
    sizes = np.bincount(groups, minlength=count)
    order = sorted(range(count), key=lambda g: (-int(sizes[g]), *(-means[g]).tolist()))
    return np.asarray(np.argsort(order), dtype=np.intp)


def _without_each(standard: FloatArray, groups: Groups, rows: npt.NDArray[np.intp], k: int) -> tuple[float, ...]:
    """Agreement with the groups made without each indicator; NaN where there is only one."""
    p = standard.shape[1]
    if p < 2:
        return (float("nan"),)
    found: list[float] = []
    for j in range(p):
        again = cut(ward(distances(np.delete(standard, j, axis=1)[rows])), k)
        found.append(adjusted_rand(groups[rows], again))
    return tuple(found)
