"""前後比較: the judged change by kind of outcome and number of values."""

import numpy as np
import pytest
from scipy import stats

from shirube.errors import DesignError
from shirube.policy import BeforeAfterRequest, Selection, before_after, selection_from_two
from shirube.policy.inference import Method
from shirube.stats.paired import paired_shares

RNG = np.random.default_rng(7)


def evaluate(before, after, **options):
    return before_after(BeforeAfterRequest(np.asarray(before, dtype=float), np.asarray(after, dtype=float), **options))


def test_few_pairs_are_enumerated_and_many_use_t():
    few, many = RNG.normal(size=16), RNG.normal(size=17)
    assert evaluate(few, few + RNG.normal(size=16)).inference.method is Method.SIGN_FLIP
    assert evaluate(many, many + RNG.normal(size=17)).inference.method is Method.PAIRED_T


def test_many_pairs_equal_scipy():
    before, after = RNG.normal(size=60), RNG.normal(0.4, 1, size=60)
    result = evaluate(before, after).inference
    assert result.p == pytest.approx(stats.ttest_rel(after, before).pvalue)


def test_groups_equal_scipy():
    before, after = RNG.normal(size=60), RNG.normal(0.4, 2, size=50)
    result = evaluate(before, after, paired=False).inference
    assert result.method is Method.WELCH
    assert result.p == pytest.approx(stats.ttest_ind(after, before, equal_var=False).pvalue)
    assert evaluate(before[:6], after[:6], paired=False).inference.method is Method.RELABEL


def test_missing_values_are_counted():
    result = evaluate([1, np.nan, 3, 4, 5, 6, 9], [2, 2, 4, np.nan, 7, 8, 8]).measured
    assert (result.before.n, result.dropped) == (5, 2)
    assert evaluate([1, np.nan, 3], [2, 5], paired=False).measured.dropped == 1


def test_five_pairs_have_no_interval():
    result = evaluate([1, 2, 3, 4, 5], [3, 5, 5, 8, 9])
    assert not result.inference.has_interval
    assert np.isnan(result.measured.mde)


def test_equal_changes_have_no_interval():
    result = evaluate(np.arange(8), np.arange(8) + 2)
    assert result.inference.method is Method.NONE
    assert result.inference.estimate == pytest.approx(2)


def test_shares_of_the_same_people():
    before = np.r_[np.ones(14), np.zeros(26)]
    after = np.r_[np.ones(12), np.zeros(2), np.ones(9), np.zeros(17)]
    result = evaluate(before, after, kind="binary")
    expected = paired_shares(12, 9, 2, 17)
    assert result.inference.p == expected.p
    assert result.inference.low == pytest.approx(100 * expected.low)
    assert result.measured.before.value == pytest.approx(35.0)


def test_shares_of_different_people():
    # Newcombe (1998) Statistics in Medicine 17:873, method 10: 56/70 against 48/80 → 0.0524 to 0.3339.
    before = np.r_[np.ones(48), np.zeros(32)]
    after = np.r_[np.ones(56), np.zeros(14)]
    result = evaluate(before, after, kind="binary", paired=False).inference
    assert (round(result.low, 2), round(result.high, 2)) == (5.24, 33.39)
    assert result.p == pytest.approx(stats.fisher_exact([[56, 14], [48, 32]]).pvalue)


def test_counts_are_compared_per_exposure():
    result = evaluate([60], [30], kind="count", paired=False, exposure_before=12, exposure_after=12)
    assert result.inference.estimate == pytest.approx(-50)
    halved = evaluate([60], [30], kind="count", paired=False, exposure_before=12, exposure_after=6)
    assert halved.inference.estimate == pytest.approx(0)
    assert halved.inference.p > 0.5


def test_counts_that_vary_too_much_get_a_wider_interval():
    calm = evaluate([20, 21, 19, 20], [14, 13, 15, 14], kind="count", paired=False)
    wild = evaluate([2, 60, 1, 17], [40, 2, 13, 1], kind="count", paired=False)
    assert calm.inference.method is Method.POISSON
    assert wild.inference.method is Method.QUASI_POISSON
    assert wild.measured.dispersion > 2
    assert wild.inference.high > wild.measured.checks[0].high


def test_one_outlier_against_nothing_is_no_proof_of_change():
    result = evaluate([0, 0, 0, 0], [40, 0, 0, 0], kind="count", paired=False)
    assert result.inference.method is Method.QUASI_POISSON
    assert not result.inference.excludes_zero


def test_no_event_before():
    result = evaluate([0, 0], [5, 6], kind="count", paired=False)
    assert result.measured.ratio_undefined
    assert result.inference.low > 0


def test_regression_to_the_mean_needs_a_selection():
    figures = Selection(mean=140, sd=10, reliability=0.75, cutoff=150)
    before, after = RNG.normal(155, 5, 30), RNG.normal(150, 5, 30)
    assert evaluate(before, after, selected_on_baseline=True, selection=figures).pull == pytest.approx(-3.81, abs=0.01)
    assert np.isnan(evaluate(before, after, selected_on_baseline=False, selection=figures).pull)


@pytest.mark.parametrize(
    ("before", "after", "options", "key"),
    [
        ([], [], {}, "S131"),
        ([np.nan], [1], {}, "S131"),
        ([1, 2], [1], {}, "S102"),
        ([0, 2], [1, 0], {"kind": "binary"}, "S130"),
        ([-1, 2], [1, 0], {"kind": "count"}, "S105"),
        ([1.5, 2], [1, 0], {"kind": "count"}, "S105"),
        ([1, 2], [1, 0], {"kind": "count", "exposure_after": 0.0}, "S106"),
        (
            [1, 2],
            [1, 0],
            {"selected_on_baseline": True, "selection": Selection(mean=0, sd=-1, reliability=0.5, cutoff=1)},
            "S104",
        ),
    ],
)
def test_reasons(before, after, options, key):
    with pytest.raises(DesignError) as caught:
        evaluate(before, after, **options)
    assert caught.value.key == key


def test_the_pull_towards_the_mean_is_sized_from_two_measurements():
    rng = np.random.default_rng(9)
    true = rng.normal(140, 8, 40_000)
    first, second, third = (true + rng.normal(0, 5, true.size) for _ in range(3))
    chosen = second > 150
    figures = selection_from_two(first, second, 150)
    assert figures.reliability == pytest.approx(64 / 89, abs=0.02)
    result = evaluate(second[chosen], third[chosen], selected_on_baseline=True, selection=figures)
    assert result.pull == pytest.approx(third[chosen].mean() - second[chosen].mean(), abs=0.15)


@pytest.mark.parametrize(
    ("first", "second", "key"),
    [
        ([1, 2], [1, 2, 3], "S102"),
        ([1, 2], [1, 2], "S101"),
        ([1, 2, 3], [3, 2, 1], "S104"),
        ([1, 1, 1], [1, 2, 3], "S104"),
    ],
)
def test_two_measurements_that_cannot_be_used(first, second, key):
    with pytest.raises(DesignError) as caught:
        selection_from_two(first, second, 2.0)
    assert caught.value.key == key
