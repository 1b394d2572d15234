"""Laws of mean differences and of the pull towards the mean."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.errors import DesignError
from shirube.stats.means import paired_difference, regression_to_mean, welch_difference

values = st.lists(st.floats(-1e3, 1e3), min_size=3, max_size=12)


@given(values, st.floats(-50, 50), st.floats(0.1, 50))
def test_estimate_and_interval_follow_a_change_of_scale(sample, move, scale):
    first = np.array(sample)
    second = first[::-1] + np.arange(first.size)
    try:
        plain = welch_difference(first, second)
        moved = welch_difference(first * scale + move, second * scale + move)
    except DesignError:
        return
    assert moved.low == pytest.approx(plain.low * scale, rel=1e-4, abs=1e-4)


def test_missing_pairs_are_left_out_together():
    whole = paired_difference([1.0, 2, 3], [2.0, 5, 4])
    with_gaps = paired_difference([1.0, np.nan, 2, 3, 9], [2.0, 7, 5, 4, np.nan])
    assert whole == with_gaps


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [([1.0], [2.0], "S101"), ([1.0, 2], [2.0], "S102"), ([1.0, 2, 3], [2.0, 3, 4], "S103"), ([], [], "S101")],
)
def test_reasons(before, after, key):
    with pytest.raises(DesignError) as caught:
        paired_difference(before, after)
    assert caught.value.key == key


def test_regression_to_the_mean_matches_a_simulation():
    rng = np.random.default_rng(0)
    true = rng.normal(140, 8, 400_000)
    first, second = true + rng.normal(0, 6, true.size), true + rng.normal(0, 6, true.size)
    chosen = first > 150
    expected = regression_to_mean(sd=10, reliability=0.64, mean=140, cutoff=150)
    assert (second - first)[chosen].mean() == pytest.approx(expected, abs=0.1)
    low = first < 130
    assert (second - first)[low].mean() == pytest.approx(
        regression_to_mean(sd=10, reliability=0.64, mean=140, cutoff=130), abs=0.1
    )


def test_far_cutoff_stays_finite():
    assert np.isfinite(regression_to_mean(sd=1, reliability=0.5, mean=0, cutoff=60))


@pytest.mark.parametrize(("sd", "reliability"), [(0, 0.5), (1, 1.5), (float("nan"), 0.5)])
def test_impossible_figures(sd, reliability):
    with pytest.raises(DesignError):
        regression_to_mean(sd=sd, reliability=reliability, mean=0, cutoff=1)
