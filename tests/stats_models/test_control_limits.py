"""Control charts: limits, runs rules, and how often nothing sets them off."""

import numpy as np
import pytest

from shirube.errors import DesignError
from shirube.stats.control_limits import c_chart, p_chart, xmr_chart


def test_xmr_limits_follow_the_moving_ranges():
    values = [5045, 4350, 4350, 3975, 4290, 4430, 4485, 4285, 3980, 3925, 3645, 3760, 3300, 3685, 3463, 5200]
    chart = xmr_chart(values)
    reach = 2.66 * np.abs(np.diff(values)).mean()
    assert chart.low[0] == pytest.approx(np.mean(values) - reach)
    assert chart.high[0] == pytest.approx(np.mean(values) + reach)


def test_limits_from_a_baseline_notice_a_later_shift():
    rng = np.random.default_rng(1)
    values = np.r_[rng.normal(10, 1, 20), rng.normal(14, 1, 20)]
    assert sum(s != "" for s in xmr_chart(values, baseline=20).signals[20:]) > 15


def test_p_limits_widen_for_small_totals():
    chart = p_chart([10, 2], [100, 10])
    assert chart.high[1] - chart.low[1] > chart.high[0] - chart.low[0]
    assert chart.values.tolist() == [0.1, 0.2]


def test_counts_per_exposure():
    chart = c_chart([10, 20, 30], [1000, 2000, 3000])
    assert chart.values == pytest.approx([0.01] * 3)
    assert set(chart.signals) == {""}


def test_runs_rules():
    steady = np.tile([0.0, 1.0], 15)
    run = np.r_[steady, np.full(8, 0.9)]
    assert set(xmr_chart(run, baseline=30).signals[-8:]) == {"run"}
    assert xmr_chart(np.r_[steady, 0.1, 0.3, 0.45, 0.6, 0.7, 0.8], baseline=30).signals[-1] == "trend"
    far = np.r_[np.tile([0.0, 1.0], 15) * 0.4, 1.3, 0.2, 1.3]
    chart = xmr_chart(far, baseline=30)
    assert chart.signals[-1] in ("two_of_three", "outside")


def test_few_false_alarms_when_nothing_happens():
    rng = np.random.default_rng(2)
    share = np.mean([[s == "outside" for s in xmr_chart(rng.normal(size=40)).signals] for _ in range(300)])
    assert share < 0.01


def test_missing_values_stay_missing():
    chart = xmr_chart([1, np.nan, 2, 1, 2])
    assert np.isnan(chart.values[1])
    assert chart.signals[1] == ""


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda: xmr_chart([1]), "S101"),
        (lambda: p_chart([5], [3]), "S105"),
        (lambda: p_chart([1], [0]), "S106"),
        (lambda: c_chart([-1]), "S105"),
        (lambda: c_chart([1], [0]), "S106"),
        (lambda: c_chart([np.nan]), "S101"),
    ],
)
def test_reasons(call, key):
    with pytest.raises(DesignError) as caught:
        call()
    assert caught.value.key == key
