"""Rates and their ratios: definition of the exact interval, agreement of p and interval."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from shirube.errors import DesignError
from shirube.stats.rates import dispersion, rate, rate_ratio

events = st.integers(0, 60)


@given(events, st.floats(0.1, 50))
def test_ends_of_the_interval_leave_half_of_five_per_cent(count, exposure):
    result = rate(count, exposure)
    assert stats.poisson.cdf(count, result.high * exposure) == pytest.approx(0.025, abs=1e-9)
    if count:
        assert stats.poisson.sf(count - 1, result.low * exposure) == pytest.approx(0.025, abs=1e-9)


@given(events, events, st.floats(0.2, 5), st.floats(0.2, 5))
def test_p_and_interval_agree(before, after, e0, e1):
    result = rate_ratio(before, after, exposure_before=e0, exposure_after=e1)
    excludes = result.low > 1 or result.high < 1
    if abs(result.p - 0.05) > 1e-9:
        assert excludes == (result.p <= 0.05)


@given(events, events)
def test_swapping_the_periods_turns_the_ratio_over(before, after):
    if not before or not after:
        return
    one, other = rate_ratio(before, after), rate_ratio(after, before)
    assert one.estimate == pytest.approx(1 / other.estimate)
    assert one.low == pytest.approx(1 / other.high)
    assert one.p == pytest.approx(other.p)


def test_no_events():
    assert math.isnan(rate_ratio(0, 0).estimate)
    assert rate_ratio(0, 9).low > 1
    assert rate_ratio(9, 0).high < 1
    assert rate(0, 2).low == 0


def test_overdispersion_widens():
    plain = rate_ratio(100, 70)
    wide = rate_ratio(100, 70, dispersion=3.0, df=10)
    assert wide.low < plain.low < plain.high < wide.high
    one_sided = rate_ratio(0, 40, dispersion=15.0, df=6)
    assert one_sided.low < 1
    assert one_sided.p > 0.05
    assert one_sided.dispersion == 15.0
    assert rate_ratio(0, 8, dispersion=15.0, df=6).p == 1.0
    factor, df, p = dispersion([np.array([5.0, 5, 5]), np.array([0.0])])
    assert (factor, df, p) == (0.0, 2.0, 1.0)
    assert dispersion([np.array([3.0])]) == (1.0, 0.0, 1.0)


@pytest.mark.parametrize(("count", "exposure", "key"), [(-1, 1, "S105"), (1.5, 1, "S105"), (1, 0, "S106")])
def test_reasons(count, exposure, key):
    with pytest.raises(DesignError) as caught:
        rate(count, exposure)
    assert caught.value.key == key
