import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from shirube.crosstab.suppress import protect, suppress, width, with_totals
from support.feasible import feasible_interval
from support.optimum import fewest_hidden, protected

TABLES = hnp.arrays(
    np.int64,
    st.tuples(st.integers(1, 5), st.integers(1, 5)),
    elements=st.one_of(st.integers(0, 4), st.integers(0, 40)),
)


def tables(number: int, largest: int, seed: int) -> list[tuple[np.ndarray, int]]:
    """Random tables as surveys give them: some small counts among larger ones, and a threshold."""
    random = np.random.default_rng(seed)
    found = []
    for _ in range(number):
        shape = tuple(random.integers(2, largest + 1, 2))
        rare = random.random(shape) < random.choice([0.1, 0.3, 0.5])
        counts = np.where(rare, random.integers(0, 12, shape), random.integers(10, 90, shape))
        found.append((counts, int(random.choice([3, 5, 10]))))
    return found


def check_safe(counts: np.ndarray, threshold: int) -> None:
    hidden, whole = suppress(counts, threshold), with_totals(counts)
    small = (whole > 0) & (whole < threshold)
    assert hidden.cells[small].all()
    assert not hidden.cells[whole == 0].any()
    for cell in np.argwhere(hidden.cells):
        low, high = feasible_interval(whole, hidden.cells, tuple(cell), least=0)
        assert low <= whole[tuple(cell)] <= high
        assert high - low >= threshold - 1e-6, (whole, hidden.cells, cell)
        low, high = feasible_interval(whole, hidden.cells, tuple(cell), least=1)
        assert high - low >= 1 - 1e-6, (whole, hidden.cells, cell)


@settings(deadline=None, max_examples=20)
@given(TABLES, st.sampled_from([3, 5, 10]))
def test_every_hidden_count_keeps_a_wide_range(counts: np.ndarray, threshold: int) -> None:
    """By linear programming; and a reader who knows that hidden means at least 1 finds no number either."""
    check_safe(counts, threshold)


@pytest.mark.parametrize(("counts", "threshold"), tables(25, 5, seed=1))
def test_tables_of_surveys_are_safe(counts: np.ndarray, threshold: int) -> None:
    check_safe(counts, threshold)


@pytest.mark.slow
def test_a_thousand_tables_are_safe() -> None:
    for counts, threshold in tables(1000, 7, seed=2):
        check_safe(counts, threshold)


def shares(cases: list[tuple[np.ndarray, int]]) -> tuple[int, int, float]:
    """Cells hidden, the fewest possible, and the worst ratio of one table."""
    mine = best = 0
    worst = 1.0
    for counts, threshold in cases:
        found, whole = suppress(counts, threshold), with_totals(counts)
        hidden = int(found.cells.sum())
        fewest = fewest_hidden(whole, found.primary, threshold, hidden)
        mine, best, worst = mine + hidden, best + fewest, max(worst, hidden / max(fewest, 1))
    return mine, best, worst


def test_hiding_is_near_the_optimum() -> None:
    mine, best, worst = shares(tables(10, 4, seed=3))
    assert best > 0
    assert mine <= 1.1 * best
    assert worst <= 1.5


@pytest.mark.slow
def test_hiding_is_near_the_optimum_on_many_tables() -> None:
    mine, best, worst = shares(tables(40, 5, seed=4))
    assert mine <= 1.1 * best
    assert worst <= 1.5


@settings(deadline=None, max_examples=20)
@given(TABLES, st.sampled_from([0, 1]), st.randoms(use_true_random=False))
def test_width_is_what_linear_programming_says(counts: np.ndarray, least: int, random) -> None:
    whole = with_totals(counts)
    hidden = np.array([[n >= 1 and random.random() < 0.6 for n in line] for line in whole])
    for i, j in np.argwhere(hidden)[:6]:
        low, high = feasible_interval(whole, hidden, (i, j), least=least)
        assert width(whole, hidden, i, j, least, most=30) == min(high - whole[i, j], 30) + min(whole[i, j] - low, 30)


def test_the_check_itself_can_fail() -> None:
    """Hiding only the small count leaves it to be subtracted; two ones side by side are known to be ones."""
    whole = with_totals(np.array([[3, 20], [30, 40]]))
    alone = whole == 3
    assert feasible_interval(whole, alone, (0, 0)) == pytest.approx((3, 3))
    ones = with_totals(np.array([[1, 1, 9], [1, 1, 9], [9, 9, 9]]))
    assert feasible_interval(ones, ones == 1, (0, 0)) == pytest.approx((1, 1))
    assert suppress(np.array([[1, 1, 9], [1, 1, 9], [9, 9, 9]]), 2).cells.sum() > 4
    square = with_totals(np.array([[2, 3, 50], [4, 2, 50], [50, 50, 50]]))
    narrow = np.zeros(square.shape, dtype=bool)
    narrow[:2, :2] = True
    assert protected(square, narrow, 4)
    assert not protected(square, narrow, 10)
    assert protect(square, narrow, 10).sum() > 4


def test_nothing_small_nothing_hidden() -> None:
    assert not suppress(np.array([[10, 0], [50, 40]]), 10).any


def test_totals_are_hidden_only_when_they_must_be() -> None:
    assert not suppress(np.array([[3, 40, 50], [40, 50, 60]]), 10).cells[-1].any()
    tiny = suppress(np.array([[2, 3, 0], [40, 50, 60]]), 10)
    assert tiny.cells[0, -1]
    assert not tiny.cells[-1, -1]


def test_everything_is_hidden_when_there_are_too_few_persons() -> None:
    assert suppress(np.array([[1, 2], [0, 3]]), 10).cells[-1, -1]
