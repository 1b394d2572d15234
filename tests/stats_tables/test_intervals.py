import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.stats.intervals import (
    clopper_pearson,
    newcombe_difference,
    newcombe_paired,
    sampling_error,
    wilson,
    wilson_cc,
)

# Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10.
INDEPENDENT = [
    ((56, 70, 48, 80), (0.0524, 0.3339)),
    ((9, 10, 3, 10), (0.1705, 0.8090)),
    ((10, 10, 0, 20), (0.6791, 1.0000)),
    ((0, 10, 0, 20), (-0.1611, 0.2775)),
]


@pytest.mark.parametrize(("counts", "wanted"), INDEPENDENT)
def test_difference_of_independent_groups(counts: tuple[int, ...], wanted: tuple[float, float]) -> None:
    assert newcombe_difference(*counts) == pytest.approx(wanted, abs=6e-5)


def test_paired_difference_by_hand() -> None:
    # a, b, c, d = 36, 12, 2, 0: p1 = 48/50, p2 = 38/50; Newcombe (1998), Statistics in Medicine 17:2635-2650.
    assert newcombe_paired(36, 12, 2, 0) == pytest.approx((0.0569, 0.3404), abs=6e-5)


def test_paired_difference_turns_sign_with_the_pairs() -> None:
    low, high = newcombe_paired(10, 7, 2, 30)
    assert newcombe_paired(10, 2, 7, 30) == pytest.approx((-high, -low))


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_exact_is_never_narrower_than_score(case: tuple[int, int]) -> None:
    x, n = case
    score, corrected, exact = wilson(x, n), wilson_cc(x, n), clopper_pearson(x, n)
    share = x / n
    for interval in (score, corrected, exact):
        assert 0 <= interval.low <= share <= interval.high <= 1
    assert corrected.low <= score.low + 1e-12
    assert corrected.high >= score.high - 1e-12


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_counting_the_opposite_mirrors_the_interval(case: tuple[int, int]) -> None:
    x, n = case
    for method in (wilson, wilson_cc, clopper_pearson):
        low, high = method(x, n)
        assert method(n - x, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@pytest.mark.parametrize(("x", "n"), [(0, 0), (5, 3), (-1, 3)])
def test_impossible_counts_are_refused(x: int, n: int) -> None:
    with pytest.raises(ValueError, match="must be"):
        wilson(x, n)


def test_sampling_error_of_a_two_stage_sample() -> None:
    # 東京都 標本誤差早見表: n = 1910, 50 % -> 3.2 points (z = 2, design effect 2)
    assert 100 * sampling_error(0.5, 1910, z=2, design_effect=2) == pytest.approx(3.2, abs=0.05)
