import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats

from shirube.stats.scores import kruskal_wallis, mann_whitney, median_scores, moments, welch

TWO = hnp.arrays(np.int64, (2, 4), elements=st.integers(0, 20))
SCORES = [1.0, 2.0, 4.0, 5.0]


def persons(row: np.ndarray) -> np.ndarray:
    return np.repeat(SCORES, row)


@given(TWO)
def test_means_and_tests_from_persons(table: np.ndarray) -> None:
    first, second = persons(table[0]), persons(table[1])
    assume(len(first) > 1 and len(second) > 1)
    found = moments(table, SCORES)
    assert found.mean[0] == pytest.approx(first.mean())
    assert found.sd[1] == pytest.approx(second.std(ddof=1), abs=1e-9)
    assert median_scores(table, SCORES).tolist() == [np.median(first), np.median(second)]
    if first.std() and second.std():
        wanted = stats.ttest_ind(first, second, equal_var=False)
        assert welch(table, SCORES).p == pytest.approx(wanted.pvalue)
    if np.count_nonzero(table.sum(axis=0)) > 1:
        other = stats.mannwhitneyu(first, second, use_continuity=False, method="asymptotic")
        assert mann_whitney(table) == pytest.approx(other.pvalue)


@given(hnp.arrays(np.int64, (3, 4), elements=st.integers(1, 15)))
def test_kruskal_as_scipy(table: np.ndarray) -> None:
    assert kruskal_wallis(table).statistic == pytest.approx(stats.kruskal(*(persons(r) for r in table)).statistic)


def test_empty_groups_and_single_scores() -> None:
    table = np.array([[0, 0, 0, 0], [0, 3, 0, 0]])
    assert np.isnan(moments(table, SCORES).mean[0])
    assert np.isnan(median_scores(table, SCORES)[0])
    assert np.isnan(welch(table, SCORES).p)
    assert np.isnan(mann_whitney(table))
    assert kruskal_wallis(table).df == 0


def test_the_order_of_the_columns_is_the_order_of_their_scores() -> None:
    assert median_scores(np.array([[10, 35, 30, 20, 5]]), [5, 4, 3, 2, 1]).tolist() == [3]
