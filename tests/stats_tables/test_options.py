import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2

from shirube.stats.contingency import pearson
from shirube.stats.options import groups_by_options, options_by_options


def picks(n: int, options: int, random: np.random.Generator, *, together: float = 0.7) -> np.ndarray:
    """Options that are picked together far more often than by chance."""
    mood = random.random(n)[:, None]
    own = random.random((n, options))
    return (np.where(random.random((n, options)) < together, mood, own) < 0.35).astype(int)


def test_level_holds_when_options_go_together() -> None:
    """The plain sum of statistics would be rejected far too often; the corrected one about 5 % of the time."""
    random = np.random.default_rng(5)
    corrected = naive = two = 0
    for _ in range(600):
        group = random.integers(0, 3, 200)
        test = groups_by_options(group, picks(200, 5, random))
        corrected += test.p < 0.05
        naive += chi2.sf(test.total, 10) < 0.05
        two += options_by_options(picks(200, 3, random), picks(200, 4, random)).p < 0.05
    assert corrected <= 48  # P(more than 48 of 600 at 5 %) < 0.001
    assert two <= 48
    assert naive > 45


def test_weights_that_vary_are_accounted_for() -> None:
    random = np.random.default_rng(6)
    right = wrong = 0
    for _ in range(300):
        group, answers = random.integers(0, 3, 240), picks(240, 4, random)
        weights = random.choice([0.2, 1.0, 4.0], 240)
        right += groups_by_options(group, answers, weights).p < 0.05
        replicated = np.repeat(np.arange(240), np.rint(weights * 240 / weights.sum()).astype(int))
        wrong += groups_by_options(group[replicated], answers[replicated]).p < 0.05
    assert right <= 28  # P(more than 28 of 300 at 5 %) < 0.001
    assert wrong > 40


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_equal_weights_change_little_and_their_scale_nothing(seed: int) -> None:
    random = np.random.default_rng(seed)
    group, answers = random.integers(0, 3, 150), picks(150, 4, random)
    plain = groups_by_options(group, answers)
    once, thrice = (groups_by_options(group, answers, np.full(150, w)) for w in (1.0, 3.0))
    assert once.total == pytest.approx(plain.total)
    assert once.p == pytest.approx(thrice.p)
    assert once.p == pytest.approx(plain.p, abs=0.08)


def test_one_option_is_pearson() -> None:
    group = np.repeat([0, 1, 2], 40)
    answers = np.r_[np.ones(10), np.zeros(30), np.ones(20), np.zeros(20), np.ones(24), np.zeros(16)][:, None]
    test = groups_by_options(group, answers)
    wanted = pearson(np.array([[10, 30], [20, 20], [24, 16]]))
    assert test.total == pytest.approx(wanted.statistic)
    assert test.bonferroni == pytest.approx(wanted.p)


def test_options_nobody_or_everybody_picked_are_left_out() -> None:
    group, answers = np.repeat([0, 1], 40), picks(80, 3, np.random.default_rng(1))
    more = np.column_stack([answers, np.zeros(80), np.ones(80)])
    assert groups_by_options(group, more).p == pytest.approx(groups_by_options(group, answers).p)
    assert np.isnan(groups_by_options(group, more).parts[3:]).all()
    assert np.isnan(groups_by_options(np.zeros(80, int), answers).p)
    assert np.isnan(options_by_options(answers, np.ones((80, 1))).p)


@pytest.mark.parametrize("weighted", [False, True])
def test_a_row_may_stand_for_many_persons(weighted: bool) -> None:
    random = np.random.default_rng(4)
    group, answers, weights = random.integers(0, 3, 300), picks(300, 3, random), random.choice([0.5, 1.0, 4.0], 300)
    rows, at = np.unique(np.column_stack([group, answers]), axis=0, return_inverse=True)
    times, sums, squares = (np.bincount(at.ravel(), weights=power) for power in (weights**0, weights, weights**2))
    each = groups_by_options(group, answers, weights if weighted else None)
    many = groups_by_options(rows[:, 0], rows[:, 1:], sums if weighted else None, times=times, squares=squares)
    assert len(rows) < 30
    assert (many.statistic, many.df, many.p) == pytest.approx((each.statistic, each.df, each.p))
