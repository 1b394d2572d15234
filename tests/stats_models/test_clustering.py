"""Ward's hierarchy, silhouettes and stability against published figures, by hand, and by the laws they obey."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shirube.stats.clustering import (
    adjusted_rand,
    cut,
    distances,
    gaussian_reference,
    jaccard_stability,
    silhouette,
    ward,
)

PUBLISHED = json.loads((Path(__file__).resolve().parents[1] / "parity" / "clustering.json").read_text("utf-8"))


def grouped(x: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    gaps = distances(x)
    return gaps, cut(ward(gaps), k)


def test_usarrests_as_published() -> None:
    # R: table(cutree(hclust(dist(scale(USArrests)), "ward.D2"), k = 4))
    x = np.array(PUBLISHED["usarrests"]["values"])
    _, groups = grouped((x - x.mean(axis=0)) / x.std(axis=0, ddof=1), 4)
    assert np.bincount(groups).tolist() == PUBLISHED["usarrests"]["sizes"]


def test_ruspini_silhouettes_as_published() -> None:
    # R: library(cluster); pr4 <- pam(ruspini, 4); summary(silhouette(pr4)); Ward finds the same four groups.
    gaps, groups = grouped(np.array(PUBLISHED["ruspini"]["values"], dtype=float), 4)
    widths = silhouette(gaps, groups)
    assert np.bincount(groups).tolist() == PUBLISHED["ruspini"]["sizes"]
    assert widths.mean() == pytest.approx(PUBLISHED["ruspini"]["mean"], abs=5e-7)
    assert [widths[groups == g].mean() for g in range(4)] == pytest.approx(PUBLISHED["ruspini"]["widths"], abs=1e-6)


def test_four_groups_of_ruspini_have_the_largest_silhouette() -> None:
    # Kaufman and Rousseeuw (1990), ch. 2: 2 groups 0.58, 3 0.63, 4 0.74, 5 0.71.
    x = np.array(PUBLISHED["ruspini"]["values"], dtype=float)
    widths = {k: silhouette(*grouped(x, k)).mean() for k in range(2, 7)}
    assert max(widths, key=widths.__getitem__) == 4


def test_silhouette_by_hand() -> None:
    # 0, 1 | 10, 11: a(0) = 1, b(0) = 10.5, s = 9.5/10.5; a(1) = 1, b(1) = 9.5, s = 8.5/9.5.
    gaps, groups = grouped(np.array([[0.0], [1.0], [10.0], [11.0]]), 2)
    assert silhouette(gaps, groups).tolist() == pytest.approx([9.5 / 10.5, 8.5 / 9.5, 8.5 / 9.5, 9.5 / 10.5])


def test_a_unit_alone_has_silhouette_zero() -> None:
    gaps, groups = grouped(np.array([[0.0], [1.0], [10.0]]), 2)
    assert silhouette(gaps, groups)[2] == 0


def test_ward_merges_by_hand() -> None:
    # 0 and 2 are closest; then 5 joins 7 (distance 2) before the pair (sqrt(4/3)·4 = 4.6 from 5).
    assert cut(ward(distances(np.array([[0.0], [1.5], [5.0], [7.0]]))), 2).tolist() == [0, 0, 1, 1]
    assert cut(ward(distances(np.array([[0.0], [1.5], [5.0], [7.0]]))), 3).tolist() == [0, 0, 1, 2]


def test_adjusted_rand_by_hand() -> None:
    # R: mclust::adjustedRandIndex(c(1,1,1,2,2,2), c(1,1,2,2,3,3)) = 0.2424242
    assert adjusted_rand([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2]) == pytest.approx(8 / 33)


def test_groups_far_apart_are_stable_and_clouds_are_not() -> None:
    rng = np.random.default_rng(4)
    apart = np.vstack([rng.normal(0, 1, (10, 2)), rng.normal(30, 1, (10, 2))])
    assert jaccard_stability(apart, grouped(apart, 2)[1], draws=50, seed=1).min() > 0.99
    clouds = rng.normal(0, 1, (10, 12, 3))
    means = [jaccard_stability(cloud, grouped(cloud, 3)[1], draws=50, seed=1).mean() for cloud in clouds]
    assert np.mean(means) < 0.75


@pytest.mark.slow
def test_reference_is_of_the_size_a_cloud_has() -> None:
    """Of 40 clouds without groups about one in twenty reaches the 95th percentile of its own reference."""
    rng = np.random.default_rng(8)
    beyond = 0
    for _ in range(40):
        x = rng.normal(0, 1, (15, 3))
        z = (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)
        best = max(silhouette(*grouped(z, k)).mean() for k in range(2, 5))
        beyond += best > np.quantile(gaussian_reference(z, range(2, 5), draws=39, seed=3), 0.95)
    assert beyond <= 7  # binomial(40, 0.05) exceeds 7 once in seven hundred


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(4, 15), st.integers(1, 4), st.integers(2, 4))
def test_partitions_nest_and_widths_are_bounded(seed: int, n: int, p: int, k: int) -> None:
    x = np.random.default_rng(seed).normal(size=(n, p))
    gaps = distances(x)
    merges = ward(gaps)
    coarse, fine = cut(merges, k - 1), cut(merges, k)
    assert len(set(fine)) == k
    assert all(len(set(coarse[fine == g])) == 1 for g in range(k))
    assert (np.abs(silhouette(gaps, fine)) <= 1).all()
