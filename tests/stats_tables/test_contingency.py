import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from shirube.stats import contingency as ct

TABLES = hnp.arrays(np.int64, st.tuples(st.integers(1, 5), st.integers(1, 5)), elements=st.integers(0, 60))


def test_two_by_two_by_hand() -> None:
    # 10 20 / 30 40: n (ad - bc)^2 / (r1 r2 c1 c2) = 100 * 200^2 / (30*70*40*60)
    table = np.array([[10, 20], [30, 40]])
    wanted = 100 * 200**2 / (30 * 70 * 40 * 60)
    assert ct.pearson(table).statistic == pytest.approx(wanted)
    assert ct.cramers_v(table) == pytest.approx(math.sqrt(wanted / 100))
    assert ct.adjusted_residuals(table) == pytest.approx(math.sqrt(wanted) * np.array([[-1, 1], [1, -1]]))


def test_empty_rows_and_columns_carry_no_information() -> None:
    table = np.array([[10, 20], [30, 40]])
    padded = np.array([[10, 0, 20], [0, 0, 0], [30, 0, 40]])
    assert ct.pearson(padded) == ct.pearson(table)
    assert ct.cramers_v_interval(padded) == ct.cramers_v_interval(table)
    residuals = ct.adjusted_residuals(padded)
    assert np.isnan(residuals[1]).all()
    assert np.isnan(residuals[:, 1]).all()
    assert residuals[np.ix_([0, 2], [0, 2])] == pytest.approx(ct.adjusted_residuals(table))


@pytest.mark.parametrize("table", [np.zeros((2, 2), int), np.array([[3, 4]]), np.array([[0, 5], [0, 5]])])
def test_nothing_to_compare(table: np.ndarray) -> None:
    assert ct.pearson(table) == (0.0, 0, 1.0)
    assert ct.linear_by_linear(table) == (0.0, 0, 1.0)
    assert math.isnan(ct.cramers_v(table))
    assert np.isnan(ct.adjusted_residuals(table)).all()


def test_yates_never_turns_the_deviation_around() -> None:
    # R: chisq.test(matrix(c(5,5,5,5),2))$statistic is 0
    assert ct.yates(np.array([[5, 5], [5, 5]])).statistic == 0.0
    with pytest.raises(ValueError, match="2 x 2"):
        ct.yates(np.ones((2, 3)))


@given(TABLES)
def test_laws_of_the_statistics(table: np.ndarray) -> None:
    before = table.copy()
    chi2, transposed = ct.pearson(table), ct.pearson(table.T)
    assert chi2.statistic == pytest.approx(transposed.statistic)
    assert 0 <= chi2.p <= 1
    v = ct.cramers_v(table)
    assert math.isnan(v) or -1e-12 <= v <= 1 + 1e-12
    if not math.isnan(v):
        low, high = ct.cramers_v_interval(table)
        assert 0 <= low <= high <= 1
        assert low <= v + 1e-9
    flipped = ct.adjusted_residuals(table[::-1, ::-1])[::-1, ::-1]
    assert np.allclose(flipped, ct.adjusted_residuals(table), equal_nan=True)
    assert (table == before).all()


@given(hnp.arrays(np.int64, (2, 4), elements=st.integers(1, 60)))
def test_trend_of_two_rows_is_one_statistic_in_two_scalings(table: np.ndarray) -> None:
    n = table.sum()
    linear, armitage = ct.linear_by_linear(table), ct.cochran_armitage(table)
    assert armitage.statistic == pytest.approx(linear.statistic * n / (n - 1))
    assert ct.cochran_armitage(table.T).statistic == pytest.approx(armitage.statistic)
    moved = ct.cochran_armitage(table, [10, 30, 50, 70])  # scores up to a linear change
    assert moved.statistic == pytest.approx(armitage.statistic, abs=1e-9)
