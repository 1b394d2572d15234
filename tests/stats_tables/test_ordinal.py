import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.stats import kendalltau, somersd

from shirube.stats.ordinal import gamma, somers_d, tau_b, tau_c

TABLES = hnp.arrays(np.int64, st.tuples(st.integers(2, 4), st.integers(2, 4)), elements=st.integers(1, 12))
MEASURES = (gamma, tau_b, tau_c, somers_d)


def persons(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    rows, columns = np.indices(table.shape)
    return np.repeat(rows.ravel(), table.ravel()), np.repeat(columns.ravel(), table.ravel())


@given(TABLES)
def test_scipy_counts_the_same_pairs(table: np.ndarray) -> None:
    x, y = persons(table)
    assert tau_b(table).estimate == pytest.approx(kendalltau(x, y).statistic, abs=1e-12)
    assert tau_c(table).estimate == pytest.approx(kendalltau(x, y, variant="c").statistic, abs=1e-12)
    assert somers_d(table).estimate == pytest.approx(somersd(table).statistic, abs=1e-12)


@given(TABLES)
def test_reversing_an_order_turns_the_sign(table: np.ndarray) -> None:
    for measure in MEASURES:
        one, other = measure(table), measure(table[::-1])
        assert other.estimate == pytest.approx(-one.estimate, abs=1e-12)
        assert other.ase == pytest.approx(one.ase, abs=1e-9)


@settings(max_examples=20)
@given(hnp.arrays(np.int64, (3, 3), elements=st.integers(20, 60)))
def test_standard_errors_agree_with_leaving_out_one_person(table: np.ndarray) -> None:
    """The jackknife, which knows nothing of the formula, differs only by terms of size 1/n."""
    n = table.sum()
    for measure in MEASURES:
        left = np.zeros(table.shape)
        for at in np.ndindex(table.shape):
            less = table.copy()
            less[at] -= 1
            left[at] = measure(less).estimate
        mean = (table * left).sum() / n
        jackknife = math.sqrt((n - 1) / n * (table * (left - mean) ** 2).sum())
        assert measure(table).ase == pytest.approx(jackknife, rel=0.05)


def test_a_single_value_has_no_order() -> None:
    for measure in MEASURES:
        assert math.isnan(measure(np.array([[5, 3], [0, 0]])).estimate)
