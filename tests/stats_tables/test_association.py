import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.stats.contingency import association as scipy_association

from shirube.stats import association as a

TABLES = hnp.arrays(np.int64, st.tuples(st.integers(2, 4), st.integers(2, 4)), elements=st.integers(1, 40))


@given(TABLES)
def test_scipy_has_the_same_two_coefficients(table: np.ndarray) -> None:
    assert a.tschuprows_t(table) == pytest.approx(scipy_association(table, "tschuprow"), abs=1e-9)
    assert a.contingency_coefficient(table) == pytest.approx(scipy_association(table, "pearson"), abs=1e-9)


@given(TABLES)
def test_turning_the_table_turns_what_is_predicted(table: np.ndarray) -> None:
    for measure in (a.goodman_kruskal_lambda, a.goodman_kruskal_tau, a.theil_u):
        assert measure(table, "rows") == pytest.approx(measure(table.T, "columns"), nan_ok=True)
        assert measure(table, "both") == pytest.approx(measure(table.T, "both"), nan_ok=True)


@given(st.lists(st.integers(1, 9), min_size=2, max_size=4), st.lists(st.integers(1, 9), min_size=2, max_size=4))
def test_independence_saves_nothing(rows: list[int], columns: list[int]) -> None:
    table = np.outer(rows, columns)
    for measure in (a.goodman_kruskal_lambda, a.goodman_kruskal_tau, a.theil_u):
        assert measure(table) == pytest.approx(0, abs=1e-9)


@given(st.integers(2, 5), st.integers(1, 30))
def test_a_diagonal_is_predicted_perfectly(size: int, n: int) -> None:
    table = n * np.eye(size, dtype=int)
    for measure in (a.goodman_kruskal_lambda, a.goodman_kruskal_tau, a.theil_u, a.tschuprows_t):
        assert measure(table) == pytest.approx(1)


@given(TABLES)
def test_lambda_by_guessing_one_by_one(table: np.ndarray) -> None:
    n, best = table.sum(), table.sum(axis=0).max()
    assume(n > best)
    wrong_knowing = sum(row.sum() - row.max() for row in table)
    assert a.goodman_kruskal_lambda(table) == pytest.approx(1 - wrong_knowing / (n - best), abs=1e-12)


def test_nothing_to_predict() -> None:
    for measure in (a.goodman_kruskal_lambda, a.goodman_kruskal_tau, a.theil_u, a.tschuprows_t):
        assert math.isnan(measure(np.array([[5, 0], [3, 0]])))
