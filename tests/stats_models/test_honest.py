"""Sensitivity to diverging trends: published figures, linear programmes solved one by one, and coverage."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog

from shirube.errors import DesignError
from shirube.stats.honest import _Test, relative_magnitudes

MEDICAID = json.loads((Path(__file__).parents[1] / "parity" / "honest_medicaid.json").read_text(encoding="utf-8"))
COEF, COV = np.array(MEDICAID["coef"]), np.array(MEDICAID["cov"])


@pytest.mark.parametrize(("mbar", "low", "high"), MEDICAID["published"])
def test_published_intervals(mbar, low, high):
    found = relative_magnitudes(COEF, COV, 5).interval(mbar)
    grid = 40 * math.sqrt(COV[5, 5]) / 999  # the package reports points of a grid
    assert found[0] == pytest.approx(low, abs=1.5 * grid)
    assert found[1] == pytest.approx(high, abs=1.5 * grid)


def test_published_breakdown():
    # "the significant result is robust to allowing for violations ... up to twice as big": between 1.5 and 2.
    trends = relative_magnitudes(COEF, COV, 5)
    assert 1.5 < trends.breakdown() <= 2.0
    assert trends.interval(trends.breakdown())[0] == pytest.approx(0, abs=1e-6)


def restrictions(before, k, mbar, candidate):
    """Rows of the steps after the start, both ways, as the package builds them."""
    rows = []
    for sign in (1, -1):
        for t in range(k - before):
            row = np.zeros(k)
            row[before + t] = sign
            if t:
                row[before + t - 1] = -sign
            rows.append(row - mbar * candidate)
    return np.array(rows)


@pytest.mark.parametrize("seed", range(8))
def test_vertices_solve_the_linear_programme(seed):
    rng = np.random.default_rng(seed)
    before, after = int(rng.integers(1, 5)), int(rng.integers(1, 5))
    k, mbar = before + after, float(rng.uniform(0.2, 3))
    root = rng.normal(size=(k, k))
    b, v = rng.normal(size=k), root @ root.T
    weights = rng.dirichlet(np.ones(after)) if seed % 2 else np.eye(after)[0]
    trends = relative_magnitudes(b, v, before, weights=weights)
    candidate = np.zeros(k)
    candidate[before - 1] = -1.0
    test = _Test.of(trends, mbar, candidate)
    rows = restrictions(before, k, mbar, candidate)
    sd = np.sqrt(np.diag(rows @ v @ rows.T))
    for effect in (-1.0, 0.0, 2.5):
        # min eta over the effects of every time, given their weighted sum: rows·(b − tau) <= eta·sd.
        tau = np.hstack([np.zeros((len(rows), 1)), -rows[:, before:]])
        solved = linprog(
            np.eye(after + 1)[0],
            A_ub=np.hstack([-sd[:, None], tau[:, 1:]]),
            b_ub=-rows @ b,
            A_eq=[np.append(0.0, weights)],
            b_eq=[effect],
            bounds=[(None, None)] * (after + 1),
        )
        assert (test.at_zero + effect * test.slope).max() == pytest.approx(solved.fun, abs=1e-7)


def test_true_effects_are_kept():
    rng = np.random.default_rng(5)
    trend, effect = np.array([0.0, 1.0, 0.0, 1.0]), 3.0  # parted by 1 before and by 1 after
    truth = trend + np.array([0, 0, 0, effect])
    kept = 0
    for _ in range(300):
        b = truth + 0.3 * rng.normal(size=4)
        tests = relative_magnitudes(b, 0.09 * np.eye(4), 3)._tests(1.0)
        kept += any(t.accepts(np.array([effect]))[0] for t in tests)
    assert kept / 300 >= 0.93


def test_wider_with_more_divergence_and_never_below_parallel_trends():
    trends = relative_magnitudes([0.2, -0.1, 1.5, 2.0], 0.02 * np.eye(4), 2, weights=[0.5, 0.5])
    widths = [np.ptp(trends.interval(mbar)) for mbar in (0.0, 0.5, 1.0, 2.0)]
    assert widths == sorted(widths)
    assert widths[0] == pytest.approx(2 * 1.96 * trends.se, rel=0.08)
    assert trends.breakdown() > 0
    assert relative_magnitudes([0.2, 0.1], np.eye(2), 1).breakdown() == 0.0


def test_reasons():
    for coef, cov, before in (([1.0], [[1.0]], 0), ([1.0], [[1.0]], 1), ([1.0, 2.0], np.zeros((2, 2)), 1)):
        with pytest.raises(DesignError) as caught:
            relative_magnitudes(coef, cov, before)
        assert caught.value.key == "S491"
