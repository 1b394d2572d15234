"""Smallest detectable effects: what they promise is checked by simulation or by the inverse question."""

import math

import numpy as np
import pytest
from scipy import stats

from shirube.errors import DesignError
from shirube.stats.power import (
    detectable_mean_difference,
    detectable_paired_mean,
    detectable_paired_share,
    detectable_rate_ratio,
    detectable_share_difference,
    power_two_means,
    units_for_two_means,
)


def test_power_and_units_are_each_other_inverted():
    n = units_for_two_means(0.6, 1.3)
    assert power_two_means(n, 0.6, 1.3) == pytest.approx(0.8, abs=1e-6)
    assert detectable_mean_difference(20, 20, 1) == pytest.approx(detectable_mean_difference(20, 20, 10) / 10)
    assert power_two_means(20, detectable_mean_difference(20, 20, 1.0), 1.0) == pytest.approx(0.8, abs=1e-6)


def test_four_in_five_studies_find_the_detectable_mean():
    rng = np.random.default_rng(11)
    effect = detectable_paired_mean(12, 1.0)
    p = stats.ttest_1samp(rng.normal(effect, 1, size=(4000, 12)), 0, axis=1).pvalue
    assert (p <= 0.05).mean() == pytest.approx(0.8, abs=0.02)


def test_four_in_five_studies_find_the_detectable_paired_share():
    rng = np.random.default_rng(12)
    n, changed = 300, 0.3
    gap = detectable_paired_share(n, changed)
    found = 0
    for _ in range(1500):
        gained, lost, _same = rng.multinomial(n, [(changed + gap) / 2, (changed - gap) / 2, 1 - changed])
        found += (gained - lost) ** 2 / max(gained + lost, 1) > stats.chi2.ppf(0.95, 1)
    assert found / 1500 == pytest.approx(0.8, abs=0.04)


def test_ratios_of_yearly_counts():
    # Table for small towns: events a year at equal exposure → the change that can be found.
    table = {5: 5.9, 10: 3.5, 20: 2.4, 50: 1.75, 100: 1.49, 400: 1.22}
    assert {n: round(detectable_rate_ratio(n), 2 if n >= 50 else 1) for n in table} == table


def test_what_cannot_be_found():
    assert math.isnan(detectable_share_difference(0.9, 5))
    assert math.isnan(detectable_rate_ratio(0))
    assert math.isnan(detectable_paired_share(5, 0.0))
    with pytest.raises(DesignError):
        detectable_paired_mean(1, 1.0)
    with pytest.raises(DesignError):
        units_for_two_means(0.0, 1.0)
