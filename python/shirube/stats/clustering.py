"""Groups of similar units: Ward's hierarchy, silhouette widths, how well groups return when units are drawn again.

Ward's method rather than k-means: it has no starting points, so the same table always gives the same groups, and the
groups of k+1 are those of k with one of them split, which can be explained at a desk.

>>> import numpy as np
>>> x = np.array([[0.0], [1.0], [10.0], [11.0]])
>>> groups = cut(ward(distances(x)), 2)
>>> groups.tolist(), round(float(silhouette(distances(x), groups).mean()), 4)
([0, 0, 1, 1], 0.8997)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["adjusted_rand", "cut", "distances", "gaussian_reference", "jaccard_stability", "silhouette", "ward"]

FloatArray = npt.NDArray[np.float64]
Groups = npt.NDArray[np.intp]
#: Distances are compared to so many significant digits: a change of units must not decide a tie.
_DIGITS = 10


def distances(x: FloatArray) -> FloatArray:
    """Euclidean distances of the rows (units) of shape (n, p), as a square matrix.

    R: ``as.matrix(dist(x))``.
    """
    gaps = np.sqrt(((x[:, None, :] - x[None, :, :]) ** 2).sum(axis=2))
    if not gaps.any():
        return np.asarray(gaps)
    step = float(10.0 ** (np.floor(np.log10(gaps.max())) - _DIGITS))
    return np.asarray(np.round(gaps / step) * step)


def ward(gaps: FloatArray) -> npt.NDArray[np.intp]:
    """Merges of Ward's minimum-variance method (Ward 1963; Murtagh and Legendre 2014, ``ward.D2``).

    Parameters
    ----------
    gaps
        Square matrix of distances, shape (n, n), n ≥ 2.

    Returns
    -------
    numpy.ndarray
        Shape (n − 1, 2): the two groups of every merge, the closest first; a number from n on is the group that the
        merge of that number made. R: ``hclust(as.dist(gaps), "ward.D2")``.
    """
    from scipy.cluster.hierarchy import linkage  # here, because a cell function must start at once

    upper = np.triu_indices(len(gaps), 1)
    return np.asarray(linkage(gaps[upper], "ward")[:, :2], dtype=np.intp)


def cut(merges: npt.NDArray[np.intp], k: int) -> Groups:
    """Group of every unit when the merges stop at k groups, numbered by their first unit.

    R: ``cutree(hclust(…), k)`` less one.
    """
    n = len(merges) + 1
    members: dict[int, list[int]] = {i: [i] for i in range(n)}
    for step, (a, b) in enumerate(merges[: n - k].tolist()):
        members[n + step] = members.pop(a) + members.pop(b)
    groups = np.empty(n, dtype=np.intp)
    for number, units in enumerate(sorted(members.values(), key=min)):
        groups[units] = number
    return groups


def silhouette(gaps: FloatArray, groups: Groups) -> FloatArray:
    """Silhouette width of every unit (Rousseeuw 1987): 1 well inside its group, 0 between two, below 0 misplaced.

    A unit alone in its group has 0. R: ``cluster::silhouette(groups, dmatrix = gaps)``.
    """
    member = np.eye(int(groups.max()) + 1)[groups]
    sizes = member.sum(axis=0)
    sums = gaps @ member
    own = sizes[groups]
    with np.errstate(invalid="ignore", divide="ignore"):
        inside = sums[np.arange(len(groups)), groups] / (own - 1)
        means = sums / sizes
    means[np.arange(len(groups)), groups] = np.inf
    nearest = means.min(axis=1)
    larger = np.maximum(inside, nearest)
    with np.errstate(invalid="ignore", divide="ignore"):
        width = np.where(larger > 0, (nearest - inside) / larger, 0.0)
    return np.where(own > 1, width, 0.0)


def adjusted_rand(first: Sequence[int] | Groups, second: Sequence[int] | Groups) -> float:
    """Agreement of two groupings of the same units: 1 the same, about 0 by chance (Hubert and Arabie 1985).

    R: ``mclust::adjustedRandIndex``.

    >>> adjusted_rand([0, 0, 1, 1], [1, 1, 0, 0]), round(adjusted_rand([1, 1, 2, 2], [1, 2, 1, 2]), 2)
    (1.0, -0.5)
    """
    table = np.zeros((int(np.max(first)) + 1, int(np.max(second)) + 1))
    np.add.at(table, (np.asarray(first), np.asarray(second)), 1)
    pairs, rows, columns = (_pairs(counts) for counts in (table, table.sum(axis=1), table.sum(axis=0)))
    expected = rows * columns / _pairs(table.sum())
    most = (rows + columns) / 2
    return 1.0 if most == expected else float((pairs - expected) / (most - expected))


def _pairs(counts: npt.ArrayLike) -> float:
    values = np.asarray(counts, dtype=float)
    return float((values * (values - 1) / 2).sum())


def jaccard_stability(x: FloatArray, groups: Groups, *, draws: int, seed: int) -> FloatArray:
    """How well every group returns when the units are drawn again, 0 to 1 (after Hennig 2007).

    In each draw of n with replacement the units drawn are grouped anew into as many groups, and every unit, drawn or
    not, goes to the new group with the nearest mean; a group scores the Jaccard similarity (common ÷ all) with the new
    group most like it. Judging all units rather than the drawn ones alone (``fpc::clusterboot``) keeps small tables
    from looking stable: among a handful of units almost any group returns.

    Parameters
    ----------
    x
        Standardised values, shape (n, p).
    groups
        Group of every unit.

    Returns
    -------
    numpy.ndarray
        Mean over the draws, shape (groups,).
    """
    rng = np.random.default_rng(seed)
    n, k = len(groups), int(groups.max()) + 1
    before = np.eye(k)[groups]
    total, counted = np.zeros(k), 0
    for _ in range(draws):
        drawn = x[np.unique(rng.integers(0, n, n))]
        if len(drawn) <= k:
            continue
        again = cut(ward(distances(drawn)), k)
        centres = np.vstack([drawn[again == g].mean(axis=0) for g in range(k)])
        nearest = ((x[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
        new = np.eye(k)[nearest]
        common = before.T @ new
        union = before.sum(axis=0)[:, None] + new.sum(axis=0)[None, :] - common
        total += (common / union).max(axis=1)
        counted += 1
    return total / max(counted, 1)


def gaussian_reference(x: FloatArray, ks: Sequence[int], *, draws: int, seed: int) -> FloatArray:
    """Best mean silhouette over ``ks`` in tables without groups: normal, with the covariance of ``x``.

    One cloud without groups can be cut up too, and small tables give large silhouettes; the observed one has to be
    read against these (the reference of Liu et al. 2008, SigClust, with the silhouette as its measure).

    Returns
    -------
    numpy.ndarray
        Shape (draws,).
    """
    rng = np.random.default_rng(seed)
    n, p = x.shape
    size, direction = np.linalg.eigh(np.cov(x, rowvar=False).reshape(p, p))
    root = direction * np.sqrt(np.maximum(size, 0.0)) @ direction.T  # the symmetric root: no sign of it is arbitrary
    best = np.empty(draws)
    for draw in range(draws):
        cloud = rng.standard_normal((n, p)) @ root
        spread = cloud.std(axis=0, ddof=1)
        gaps = distances((cloud - cloud.mean(axis=0)) / np.where(spread > 0, spread, 1.0))
        merges = ward(gaps)
        best[draw] = max(float(silhouette(gaps, cut(merges, k)).mean()) for k in ks)
    return best
