import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from statsmodels.stats.contingency_tables import StratifiedTable

from shirube.stats import stratified as s
from shirube.stats.contingency import linear_by_linear, pearson
from shirube.stats.exact import fisher_2x2, odds_ratio

STRATA = hnp.arrays(np.int64, st.tuples(st.integers(2, 5), st.just(2), st.just(2)), elements=st.integers(1, 40))


@given(STRATA)
def test_as_statsmodels(tables: np.ndarray) -> None:
    other = StratifiedTable([table.astype(float) for table in tables])
    assert s.cmh(tables, continuity=False).statistic == pytest.approx(other.test_null_odds().statistic)
    found = s.common_odds_ratio(tables)
    wanted = (other.oddsratio_pooled, *other.oddsratio_pooled_confint())
    assert (found.estimate, *found.interval) == pytest.approx(wanted, rel=1e-6)
    assume(abs(found.estimate - 1) > 1e-6)  # statsmodels divides by its distance from 1
    plain, tarone = s.breslow_day(tables)
    assert plain.statistic == pytest.approx(other.test_equal_odds().statistic, abs=1e-6)
    assert tarone.statistic == pytest.approx(other.test_equal_odds(adjust=True).statistic, abs=1e-6)


@given(hnp.arrays(np.int64, (1, 3, 4), elements=st.integers(1, 30)))
def test_one_stratum_is_the_plain_test(tables: np.ndarray) -> None:
    table, n = tables[0], tables.sum()
    assert s.cmh_general(tables).statistic == pytest.approx((n - 1) / n * pearson(table).statistic, abs=1e-9)
    assert s.cmh_correlation(tables).statistic == pytest.approx(linear_by_linear(table).statistic, abs=1e-9)


@given(STRATA)
def test_two_by_two_is_one_degree_of_freedom_whichever_way(tables: np.ndarray) -> None:
    wanted = s.cmh(tables, continuity=False).statistic
    for test in (s.cmh_general, s.cmh_row_means, s.cmh_correlation):
        assert test(tables).statistic == pytest.approx(wanted, abs=1e-8)


@given(hnp.arrays(np.int64, (1, 2, 2), elements=st.integers(0, 15)))
def test_exact_on_one_stratum_is_fisher(tables: np.ndarray) -> None:
    assume(tables.sum(axis=1).all() and tables.sum(axis=2).all())
    found = s.common_odds_exact(tables)
    assert found.p == pytest.approx(fisher_2x2(tables[0]), abs=1e-9)
    assert found.estimate == pytest.approx(odds_ratio(tables[0]).estimate, rel=1e-6, nan_ok=True)


def test_strata_without_information_change_nothing() -> None:
    tables = np.array([[[10, 5], [4, 9]], [[8, 6], [5, 7]]])
    more = np.concatenate([tables, [[[3, 0], [9, 0]], [[0, 0], [0, 0]], [[1, 0], [0, 0]]]])
    for test in (s.cmh, s.cmh_general, s.common_odds_ratio, s.breslow_day, s.woolf):
        np.testing.assert_allclose(np.hstack(test(more)).astype(float), np.hstack(test(tables)).astype(float))


def test_equal_odds_ratios_are_homogeneous() -> None:
    tables = np.array([[[10, 20], [30, 60]], [[20, 40], [5, 10]]])
    assert s.breslow_day(tables).plain.statistic == pytest.approx(0, abs=1e-9)
    assert s.woolf(tables).statistic == pytest.approx(0, abs=1e-9)
    assert s.common_odds_ratio(tables).estimate == pytest.approx(1)


def test_standardised_rates() -> None:
    # Same rates within every stratum: standardised rates are equal although the crude ones are not.
    persons = np.array([[100, 10], [10, 100]])
    rates = s.standardised_rates(persons * [0.5, 0.2], persons)
    assert rates[0] == pytest.approx(rates[1])
    assert rates[0] == pytest.approx(0.35)
    assert np.isnan(s.standardised_rates(np.array([[1, 0], [0, 1]]), np.array([[5, 0], [0, 5]]))).all()
    assert s.standardised_rates(persons * [0.5, 0.2], persons, np.array([3, 1]))[0] == pytest.approx(0.425)


def test_one_sided_tables() -> None:
    found = s.common_odds_ratio(np.array([[[5, 0], [2, 3]]]))
    assert found.estimate == math.inf
    assert s.common_odds_exact(np.array([[[5, 0], [2, 3]]])).estimate == math.inf
    assert s.breslow_day(np.array([[[5, 0], [2, 3]]])).plain.p == 1
