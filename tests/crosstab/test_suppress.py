import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from shirube.crosstab.suppress import suppress, with_totals
from support.feasible import feasible_interval

TABLES = hnp.arrays(
    np.int64,
    st.tuples(st.integers(1, 5), st.integers(1, 5)),
    elements=st.one_of(st.integers(0, 4), st.integers(0, 40)),
)


@settings(deadline=None, max_examples=80)
@given(TABLES, st.sampled_from([3, 5, 10]))
def test_no_hidden_count_can_be_worked_out(counts: np.ndarray, threshold: int) -> None:
    """Even by a reader who knows that a hidden count is at least 1; checked by linear programming."""
    hidden, whole = suppress(counts, threshold), with_totals(counts)
    small = (whole > 0) & (whole < threshold)
    assert (hidden.cells[small]).all()
    assert not hidden.cells[whole == 0].any()
    for cell in np.argwhere(hidden.cells):
        low, high = feasible_interval(whole, hidden.cells, tuple(cell))
        assert low <= whole[tuple(cell)] <= high
        assert high - low >= 1 - 1e-6, (whole, hidden.cells, cell)


def test_the_check_itself_can_fail() -> None:
    """Hiding only the small count leaves it to be subtracted; two ones side by side are known to be ones."""
    whole = with_totals(np.array([[3, 20], [30, 40]]))
    alone = whole == 3
    assert feasible_interval(whole, alone, (0, 0)) == pytest.approx((3, 3))
    ones = with_totals(np.array([[1, 1, 9], [1, 1, 9], [9, 9, 9]]))
    assert feasible_interval(ones, ones == 1, (0, 0)) == pytest.approx((1, 1))
    assert suppress(np.array([[1, 1, 9], [1, 1, 9], [9, 9, 9]]), 2).cells.sum() > 4


def test_nothing_small_nothing_hidden() -> None:
    assert not suppress(np.array([[10, 0], [50, 40]]), 10).any


def test_totals_are_hidden_only_when_they_must_be() -> None:
    assert not suppress(np.array([[3, 40, 50], [40, 50, 60]]), 10).cells[-1].any()
    tiny = suppress(np.array([[2, 3, 0], [40, 50, 60]]), 10)
    assert tiny.cells[0, -1]
    assert not tiny.cells[-1, -1]


def test_everything_is_hidden_when_there_are_too_few_persons() -> None:
    assert suppress(np.array([[1, 2], [0, 3]]), 10).cells[-1, -1]
