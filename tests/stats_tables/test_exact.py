import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.stats import nchypergeom_fisher

from shirube.stats.exact import (
    fisher_2x2,
    fisher_exact,
    fisher_monte_carlo,
    fisher_rxc,
    fisher_sequential,
    odds_ratio,
)


def by_counting(table: np.ndarray) -> float:
    """All tables with the same margins, one by one, in exact fractions."""
    rows, columns = table.sum(axis=1).tolist(), table.sum(axis=0).tolist()
    weight = math.prod(map(math.factorial, rows)) * math.prod(map(math.factorial, columns))
    base = Fraction(weight, math.factorial(int(table.sum())))

    def probability(cells: np.ndarray) -> Fraction:
        return base / math.prod(math.factorial(int(c)) for c in cells.ravel())

    observed, total = probability(table), Fraction(0)
    inner = [range(min(r, c) + 1) for r in rows[:-1] for c in columns[:-1]]
    for cells in itertools.product(*inner):
        body = np.array(cells).reshape(len(rows) - 1, len(columns) - 1)
        full = np.column_stack([body, np.array(rows[:-1]) - body.sum(axis=1)])
        full = np.vstack([full, np.array(columns) - full.sum(axis=0)])
        if (full >= 0).all() and (p := probability(full)) <= observed:
            total += p
    return float(total)


SMALL = hnp.arrays(np.int64, st.tuples(st.integers(2, 3), st.integers(2, 3)), elements=st.integers(0, 3)).filter(
    lambda t: t.sum(axis=0).all() and t.sum(axis=1).all()
)


@settings(deadline=None, max_examples=60)
@given(SMALL)
def test_enumeration_equals_counting_tables(table: np.ndarray) -> None:
    wanted = by_counting(table)
    assert fisher_rxc(table) == pytest.approx(wanted, rel=1e-9)
    assert fisher_rxc(table.T) == pytest.approx(wanted, rel=1e-9)
    if table.shape == (2, 2):
        assert fisher_2x2(table) == pytest.approx(wanted, rel=1e-9)


def test_one_sided_by_hand() -> None:
    # Fisher's tea: P(3 or 4 right) = (16 + 1)/70
    assert fisher_2x2(np.array([[3, 1], [1, 3]]), "greater") == pytest.approx(17 / 70)
    assert fisher_2x2(np.array([[3, 1], [1, 3]]), "less") == pytest.approx(69 / 70)


def test_odds_ratio_solves_its_equations() -> None:
    ratio = odds_ratio(np.array([[2, 15], [10, 3]]))
    assert nchypergeom_fisher.mean(30, 17, 12, ratio.estimate) == pytest.approx(2)
    assert nchypergeom_fisher.sf(1, 30, 17, 12, ratio.interval.low) == pytest.approx(0.025)
    assert nchypergeom_fisher.cdf(2, 30, 17, 12, ratio.interval.high) == pytest.approx(0.025)


def test_odds_ratio_at_the_ends() -> None:
    assert odds_ratio(np.array([[0, 5], [5, 5]])).estimate == 0.0
    top = odds_ratio(np.array([[5, 0], [5, 5]]))
    assert top.estimate == math.inf
    assert top.interval.high == math.inf
    assert math.isnan(odds_ratio(np.array([[0, 0], [3, 4]])).estimate)


def test_sampling_is_seeded_and_near_the_exact_value() -> None:
    table = np.array([[4, 1, 3], [2, 5, 1], [0, 3, 6]])
    first, second = fisher_monte_carlo(table, draws=20_000), fisher_monte_carlo(table, draws=20_000)
    assert first == second
    assert first.p == pytest.approx(by_counting(table), abs=4 * first.standard_error)
    assert fisher_monte_carlo(table, draws=20_000, seed=1).p != first.p


def test_large_tables_are_sampled_not_counted() -> None:
    table = np.full((6, 6), 30)
    assert fisher_rxc(table, work=1e4) is None
    assert fisher_exact(table).draws == 100_000
    assert fisher_exact(np.array([[3, 0], [0, 3]])).draws == 0


def test_nothing_to_compare() -> None:
    assert fisher_exact(np.array([[3, 4], [0, 0]])).p == 1.0
    with pytest.raises(ValueError, match="2 x 2"):
        fisher_2x2(np.ones((3, 2)))


def test_thousands_of_persons_do_not_overflow() -> None:
    # One いいえ among 3052 persons in groups of 3000, 40 and 12: it is in the largest group with p = 1.
    assert fisher_exact(np.array([[2999, 1], [40, 0], [12, 0]])).p == pytest.approx(1.0)
    # ... and in the smallest with 12/3052 (groups of 40 and 12: only the smallest is no likelier).
    assert fisher_exact(np.array([[3000, 0], [40, 0], [11, 1]])).p == pytest.approx(12 / 3052)


def test_sequential_sampling_is_near_enumeration_and_stops_early() -> None:
    plain, clear = np.array([[4, 5, 3], [5, 4, 4]]), np.array([[9, 1, 0], [1, 8, 6]])
    for table, most in ((plain, 200), (clear, 20_000)):
        wanted = fisher_rxc(table)
        found = fisher_sequential(table)
        assert wanted is not None
        assert abs(found.p - wanted) < 5 * max(found.standard_error, 1e-4)
        assert found.draws <= most


def test_sequential_p_values_keep_the_level() -> None:
    random = np.random.default_rng(8)
    alarms = 0
    for _ in range(300):
        table = np.zeros((3, 3), int)
        np.add.at(table, (random.integers(0, 3, 24), random.integers(0, 3, 24)), 1)
        alarms += fisher_sequential(table, seed=int(random.integers(1 << 30))).p <= 0.05
    assert alarms <= 28  # P(more than 28 of 300 at 5 %) < 0.001
