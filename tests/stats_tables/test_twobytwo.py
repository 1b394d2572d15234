import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from statsmodels.stats.contingency_tables import Table2x2

from shirube.stats.twobytwo import relative_risk, sample_odds_ratio

TABLES = hnp.arrays(np.int64, (2, 2), elements=st.integers(1, 80))


@given(TABLES)
def test_as_statsmodels(table: np.ndarray) -> None:
    other = Table2x2(table, shift_zeros=False)
    odds, risk = sample_odds_ratio(table), relative_risk(table)
    assert (odds.estimate, *odds.interval) == pytest.approx((other.oddsratio, *other.oddsratio_confint()), rel=1e-6)
    assert (risk.estimate, *risk.interval) == pytest.approx((other.riskratio, *other.riskratio_confint()), rel=1e-6)


def test_empty_cells() -> None:
    assert sample_odds_ratio(np.array([[3, 0], [1, 4]])).estimate == math.inf
    assert sample_odds_ratio(np.array([[0, 3], [1, 4]])).interval == (0, math.inf)
    assert math.isnan(relative_risk(np.array([[0, 0], [1, 4]])).estimate)
    with pytest.raises(ValueError, match="2 x 2"):
        relative_risk(np.ones((2, 3)))
