"""Laws of the randomisation tests, each against a slow direct computation."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shirube.errors import DesignError
from shirube.stats.resampling import relabel, sign_flip

numbers = st.integers(-20, 20).map(float)


def flip_p(change, shift):
    moved = np.asarray(change) - shift
    observed = abs(moved.sum())
    return np.mean([abs((moved * s).sum()) >= observed - 1e-9 for s in product((1, -1), repeat=len(moved))])


def split_p(group, others, shift):
    moved = np.concatenate([np.asarray(group) - shift, others])
    n1 = len(group)

    def gap(chosen):
        mask = np.zeros(moved.size, dtype=bool)
        mask[list(chosen)] = True
        return abs(moved[mask].mean() - moved[~mask].mean())

    observed = gap(range(n1))
    return np.mean([gap(c) >= observed - 1e-9 for c in combinations(range(moved.size), n1)])


@settings(max_examples=40, deadline=None)
@given(st.lists(numbers, min_size=2, max_size=8))
def test_sign_flip_equals_direct_enumeration(change):
    assert sign_flip(change).p == pytest.approx(flip_p(change, 0.0))


@settings(max_examples=40, deadline=None)
@given(st.lists(numbers, min_size=1, max_size=4), st.lists(numbers, min_size=1, max_size=5))
def test_relabelling_equals_direct_enumeration(group, others):
    assert relabel(group, others).p == pytest.approx(split_p(group, others, 0.0))


def test_interval_holds_exactly_the_shifts_that_are_not_rejected():
    rng = np.random.default_rng(1)
    change = rng.normal(1, 2, 8)
    result = sign_flip(change)
    for inside, outside in ((result.low + 1e-6, result.low - 1e-6), (result.high - 1e-6, result.high + 1e-6)):
        assert flip_p(change, inside) > 0.05
        assert flip_p(change, outside) <= 0.05
    group, others = rng.normal(2, 1, 3), rng.normal(0, 1, 7)
    split = relabel(group, others)
    for inside, outside in ((split.low + 1e-6, split.low - 1e-6), (split.high - 1e-6, split.high + 1e-6)):
        assert split_p(group, others, inside) > 0.05
        assert split_p(group, others, outside) <= 0.05


@settings(max_examples=60, deadline=None)
@given(st.lists(numbers, min_size=1, max_size=6), st.lists(numbers, min_size=1, max_size=12))
def test_interval_and_p_agree(group, others):
    result = relabel(group, others)
    assert (result.low > 0 or result.high < 0) == (result.p <= 0.05 + 1e-12)
    assert result.low <= result.estimate + 1e-9
    assert result.high >= result.estimate - 1e-9


def test_one_treated_unit_needs_nineteen_controls():
    rng = np.random.default_rng(3)
    assert np.isinf(relabel([1e6], rng.normal(size=18)).low)
    enough = relabel([1e6], rng.normal(size=19))
    assert enough.p == pytest.approx(0.05)
    assert enough.low > 0


def test_five_pairs_can_never_be_judged_and_six_can():
    assert np.isinf(sign_flip(np.arange(1.0, 6.0)).low)
    assert sign_flip(np.arange(1.0, 7.0)).low == 1.0


def test_drawn_tests_repeat_and_come_close_to_enumeration():
    rng = np.random.default_rng(5)
    change = rng.normal(0.5, 1, 40)
    one, two = sign_flip(change), sign_flip(change)
    assert one == two
    assert (one.exact, one.seed is None) == (False, False)
    # For 40 pairs the t interval is an independent answer to the same question.
    from shirube.stats.means import paired_difference

    t = paired_difference(np.zeros(40), change)
    assert one.low == pytest.approx(t.low, abs=0.05)
    assert one.p == pytest.approx(t.p, abs=4 * max(one.p_error, 0.002))
    group, others = rng.normal(0.3, 1, 20), rng.normal(0, 1, 30)
    drawn = relabel(group, others)
    assert drawn == relabel(group, others)
    assert drawn.assignments == 10_000
    assert drawn.low < drawn.estimate < drawn.high


def test_many_treated_and_few_controls_mirror_the_reverse():
    rng = np.random.default_rng(8)
    group, others = rng.normal(1, 1, 12), rng.normal(0, 1, 3)
    one, other = relabel(group, others), relabel(others, group)
    assert one.p == pytest.approx(other.p)
    assert one.low == pytest.approx(-other.high)


def test_nothing_to_test():
    with pytest.raises(DesignError):
        sign_flip([np.nan])
    with pytest.raises(DesignError):
        relabel([], [1.0])
