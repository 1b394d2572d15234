"""Paired shares and signed ranks against scipy and direct enumeration."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from shirube.errors import DesignError
from shirube.stats.paired import paired_shares, signed_rank

count = st.integers(0, 30)


@given(count, count, count, count)
def test_interval_holds_the_estimate_and_stays_possible(both, gained, lost, neither):
    if both + gained + lost + neither == 0:
        return
    result = paired_shares(both, gained, lost, neither)
    assert -1 <= result.low <= result.estimate + 1e-12
    assert result.estimate - 1e-12 <= result.high <= 1
    mirror = paired_shares(both, lost, gained, neither)
    assert mirror.low == pytest.approx(-result.high, abs=1e-12)
    assert mirror.p == result.p


def test_mcnemar_is_the_binomial_test_of_those_who_changed():
    result = paired_shares(3, 9, 2, 5)
    assert result.p == pytest.approx(stats.binomtest(2, 11).pvalue)
    assert paired_shares(3, 0, 0, 5).p == 1.0


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-6, 6), min_size=1, max_size=9))
def test_signed_ranks_with_ties_equal_direct_enumeration(change):
    values = np.array([c for c in change if c], dtype=float)
    if not values.size:
        return
    result = signed_rank(change)
    ranks = stats.rankdata(np.abs(values))
    sums = np.array([ranks[np.array(s)].sum() for s in product((True, False), repeat=values.size)])
    tails = (sums <= result.statistic).mean(), (sums >= result.statistic).mean()
    assert result.p == pytest.approx(min(1.0, 2 * min(tails)))


def test_many_ranks_use_the_normal_approximation():
    change = np.random.default_rng(2).normal(0.2, 1, 80)
    expected = stats.wilcoxon(change, correction=True, method="approx").pvalue
    result = signed_rank(change)
    assert result.p == pytest.approx(expected, abs=1e-9)
    assert not result.exact


def test_reasons():
    with pytest.raises(DesignError):
        paired_shares(0, 0, 0, 0)
    with pytest.raises(DesignError):
        paired_shares(-1, 0, 0, 3)
    with pytest.raises(DesignError):
        signed_rank([0.0, 0.0])
