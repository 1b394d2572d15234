"""Power of exact tests: kept when simulated with the very tests."""

import math

import numpy as np
import pytest

from shirube.stats.exact import fisher_2x2
from shirube.stats.exact_power import exact_paired_share, exact_rate_ratio, exact_share_difference
from shirube.stats.matched import mcnemar_exact
from shirube.stats.power import detectable_rate_ratio, detectable_share_difference
from shirube.stats.rates import rate_ratio


@pytest.mark.parametrize(("events", "exposure"), [(5, 1.0), (12, 2.0), (60, 0.5)])
def test_four_in_five_rises_of_a_rate_are_found(events, exposure):
    rng = np.random.default_rng(31)
    ratio = exact_rate_ratio(events, exposure_ratio=exposure)
    before, after = rng.poisson(events, 1500), rng.poisson(events * exposure * ratio, 1500)
    p = [rate_ratio(float(a), float(b), exposure_after=exposure).p for a, b in zip(before, after, strict=True)]
    assert np.mean(np.array(p) <= 0.05) == pytest.approx(0.8, abs=0.035)


def test_four_in_five_falls_of_a_rate_are_found():
    rng = np.random.default_rng(34)
    ratio = exact_rate_ratio(30, fall=True)
    before, after = rng.poisson(30, 1500), rng.poisson(30 * ratio, 1500)
    p = [rate_ratio(float(a), float(b)).p for a, b in zip(before, after, strict=True)]
    assert np.mean(np.array(p) <= 0.05) == pytest.approx(0.8, abs=0.035)
    assert math.isnan(exact_rate_ratio(7, fall=True))


@pytest.mark.parametrize(("share", "n0", "n1"), [(0.3, 30, 30), (0.1, 120, 60), (0.5, 40, 160)])
def test_four_in_five_rises_of_a_share_are_found(share, n0, n1):
    rng = np.random.default_rng(32)
    other = share + exact_share_difference(share, n0, n1)
    found = 0
    for yes0, yes1 in zip(rng.binomial(n0, share, 800), rng.binomial(n1, other, 800), strict=True):
        found += fisher_2x2(np.array([[yes1, n1 - yes1], [yes0, n0 - yes0]])) <= 0.05
    assert found / 800 == pytest.approx(0.8, abs=0.06)


@pytest.mark.parametrize(("n", "changed"), [(40, 0.4), (150, 0.2)])
def test_four_in_five_paired_changes_are_found(n, changed):
    rng = np.random.default_rng(33)
    gap = exact_paired_share(n, changed)
    total = math.hypot(changed, gap)
    found = 0
    for gained, lost, _same in rng.multinomial(n, [(total + gap) / 2, (total - gap) / 2, 1 - total], size=1500):
        found += mcnemar_exact(np.array([[0, lost], [gained, 0]])) <= 0.05
    assert found / 1500 == pytest.approx(0.8, abs=0.035)


def test_exact_and_normal_answers_meet_where_there_are_many():
    assert exact_rate_ratio(4_900) == pytest.approx(detectable_rate_ratio(4_900), rel=2e-3)
    assert exact_rate_ratio(5_100) == detectable_rate_ratio(5_100)
    assert exact_share_difference(0.3, 50_000, 50_000) == pytest.approx(
        detectable_share_difference(0.3, 50_000), rel=5e-3
    )


def test_what_cannot_be_found():
    assert math.isnan(exact_paired_share(5, 1.0))
    assert math.isnan(exact_paired_share(50, 0.0))
    assert math.isnan(exact_share_difference(0.9, 5, 5))
    assert math.isnan(exact_rate_ratio(0))
    assert exact_rate_ratio(0.2) > exact_rate_ratio(1.0) > exact_rate_ratio(5.0)
