import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from shirube.stats.contingency import adjusted_residuals, pearson
from shirube.stats.survey import (
    design_effect,
    effective_size,
    rao_scott,
    share_covariance,
    weighted_residuals,
)

PEOPLE = st.integers(2, 80).flatmap(
    lambda n: st.tuples(
        hnp.arrays(np.int64, n, elements=st.integers(0, 2)),
        hnp.arrays(np.int64, n, elements=st.integers(0, 1)),
        hnp.arrays(np.float64, n, elements=st.sampled_from([0.5, 1.0, 2.5])),
    )
)


def tables(a: np.ndarray, b: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    out = np.zeros((3, 3, 2))
    for i, j, weight in zip(a, b, w, strict=True):
        out[:, i, j] += (1, weight, weight**2)
    return out[0].astype(np.int64), out[1], out[2]


@given(PEOPLE)
def test_covariance_equals_the_one_from_persons(people) -> None:
    """Linearisation person by person: what a survey package does with weights alone."""
    a, b, w = people
    _, weights, squares = tables(a, b, w)
    n = len(w)
    cell = np.eye(6)[2 * a + b]
    shares = w @ cell / w.sum()
    influence = w[:, None] * (cell - shares) / w.sum()
    wanted = n / (n - 1) * influence.T @ influence
    assert share_covariance(weights, squares, n) == pytest.approx(wanted, abs=1e-12)


@given(PEOPLE)
def test_scale_of_the_weights_does_not_matter(people) -> None:
    n, weights, squares = tables(*people)
    one, other = rao_scott(weights, squares, int(n.sum())), rao_scott(3 * weights, 9 * squares, int(n.sum()))
    assert math.isnan(one.p) == math.isnan(other.p)
    if not math.isnan(one.p):
        assert other.p == pytest.approx(one.p, rel=1e-6, abs=1e-12)
        assert 0 <= one.p <= 1
    residuals = weighted_residuals(n, weights, squares), weighted_residuals(n, 3 * weights, 9 * squares)
    assert np.allclose(*residuals, equal_nan=True)


@given(hnp.arrays(np.int64, (3, 4), elements=st.integers(1, 50)), st.sampled_from([0.5, 1.0, 3.0]))
def test_equal_weights_are_no_weights(n: np.ndarray, weight: float) -> None:
    w, w2 = n * weight, n * weight**2
    assert weighted_residuals(n, w, w2) == pytest.approx(adjusted_residuals(n))
    result = rao_scott(w, w2, int(n.sum()))
    assert result.naive == pytest.approx(pearson(n).statistic)
    assert effective_size(w.sum(), w2.sum()) == pytest.approx(n.sum())
    assert design_effect(int(n.sum()), w.sum(), w2.sum()) == pytest.approx(1)


def test_two_by_two_with_equal_weights_by_hand() -> None:
    # One contrast: D is the design effect of the log odds ratio, n/(n-1) with equal weights, so F = X2 (n-1)/n.
    n = np.array([[20.0, 30.0], [30.0, 20.0]])
    result = rao_scott(n, n, 100)
    assert result.f == pytest.approx(4.0 * 99 / 100)
    assert (result.df1, result.df2) == pytest.approx((1.0, 99.0))


def test_residual_variance_is_the_sampling_variance() -> None:
    """Under no association the residual of a weighted table has variance one (seeded simulation)."""
    random = np.random.default_rng(11)
    draws = []
    for _ in range(1500):
        a, b = random.integers(0, 3, 300), random.integers(0, 2, 300)
        draws.append(weighted_residuals(*tables(a, b, random.choice([0.4, 1.0, 4.0], 300)))[0, 0])
    # Standard error of the variance is sqrt(2/1500) = 0.037.
    assert np.var(draws) == pytest.approx(1.0, abs=0.13)


def test_nothing_to_compare() -> None:
    assert math.isnan(rao_scott(np.array([[1.0, 2.0]]), np.array([[1.0, 2.0]]), 3).p)
    assert np.isnan(weighted_residuals(np.zeros((2, 2), np.int64), np.zeros((2, 2)), np.zeros((2, 2)))).all()
    assert effective_size(0.0, 0.0) == 0.0
