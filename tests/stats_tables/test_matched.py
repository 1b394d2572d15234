import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from statsmodels.stats.contingency_tables import SquareTable
from statsmodels.stats.contingency_tables import mcnemar as sm_mcnemar
from statsmodels.stats.inter_rater import cohens_kappa as sm_kappa

from shirube.stats.matched import bowker, cohens_kappa, mcnemar, mcnemar_exact, stuart_maxwell

PAIRS = hnp.arrays(np.int64, (2, 2), elements=st.integers(1, 60))
SQUARES = hnp.arrays(np.int64, st.integers(3, 4).map(lambda k: (k, k)), elements=st.integers(1, 40))


@given(PAIRS)
def test_mcnemar_as_statsmodels(table: np.ndarray) -> None:
    assert mcnemar_exact(table) == pytest.approx(sm_mcnemar(table, exact=True).pvalue, abs=1e-9)
    plain = sm_mcnemar(table, exact=False, correction=False)
    assert mcnemar(table, continuity=False).statistic == pytest.approx(plain.statistic)
    if table[0, 1] != table[1, 0]:  # for equal changes R, unlike statsmodels, does not correct
        assert mcnemar(table).statistic == pytest.approx(sm_mcnemar(table, exact=False).statistic)


@given(SQUARES)
def test_square_tables_as_statsmodels(table: np.ndarray) -> None:
    square = SquareTable(table, shift_zeros=False)
    assert bowker(table).statistic == pytest.approx(square.symmetry().statistic)
    assert stuart_maxwell(table).statistic == pytest.approx(square.homogeneity().statistic, abs=1e-8)


@pytest.mark.parametrize(("weights", "name"), [("none", None), ("linear", "linear"), ("quadratic", "quadratic")])
@given(table=SQUARES)
def test_kappa_as_statsmodels(weights, name, table: np.ndarray) -> None:
    wanted = sm_kappa(table, wt=name)
    assert cohens_kappa(table, weights).estimate == pytest.approx(wanted.kappa)
    assert cohens_kappa(table, weights).ase == pytest.approx(wanted.std_kappa)


@given(PAIRS)
def test_two_categories_are_mcnemar(table: np.ndarray) -> None:
    assert bowker(table).statistic == pytest.approx(mcnemar(table, continuity=False).statistic)
    assert stuart_maxwell(table).statistic == pytest.approx(mcnemar(table, continuity=False).statistic)


def test_nobody_changed() -> None:
    still = np.diag([5, 6, 7])
    assert bowker(still).p == stuart_maxwell(still).p == 1
    assert mcnemar_exact(np.diag([5, 6])) == 1
    assert math.isnan(cohens_kappa(np.array([[9, 0], [0, 0]])).estimate)
    with pytest.raises(ValueError, match="same categories"):
        bowker(np.ones((2, 3)))
