"""Smallest detectable effects of time series: fitted one by one, and promised power kept."""

import math

import numpy as np
import pytest

from shirube.policy.its_models import design
from shirube.policy.mde import mde_its
from shirube.stats import reach
from shirube.stats.autoregressive import ar1_contrast, ar1_fit
from shirube.stats.reach import ar1_reach, known_memory_reach, plain_reach
from shirube.stats.regression import contrast, least_squares


def laid(n, start, *, slope=True):
    found = design(np.arange(n), start, 1, slope=slope, seasons=False)
    return found.matrix, found.average


def wander(rng, n, rho):
    noise = rng.normal(size=n + 60)
    for t in range(1, n + 60):
        noise[t] += rho * noise[t - 1]
    return noise[60:]


@pytest.mark.parametrize(("n", "start", "rho"), [(60, 40, 0.7), (24, 14, 0.2), (14, 9, -0.3)])
def test_all_at_once_equals_one_by_one(n, start, rho):
    x, w = laid(n, start)
    together = reach._tested(reach._Table.of(x), reach._scaled(w, x), rho)
    errors = reach._errors(n, rho)
    for i in range(12):
        fit = ar1_fit(x, errors[i])
        one = ar1_contrast(w, fit, x)
        if fit.boundary or fit.rho < -0.85:
            continue
        assert together.rho[i] == pytest.approx(fit.rho, abs=2e-3)
        assert together.estimate[i] == pytest.approx(one.estimate, abs=5e-3)
        assert together.critical[i] == pytest.approx((one.high - one.low) / 2, rel=0.02)


@pytest.mark.parametrize(("n", "start", "rho"), [(60, 40, 0.0), (60, 40, 0.7), (24, 14, 0.4)])
def test_four_in_five_series_are_found_at_the_printed_effect(n, start, rho):
    rng, (x, w) = np.random.default_rng(21), laid(n, start)
    fits = [ar1_fit(x, wander(rng, n, rho)) for _ in range(250)]
    printed = [ar1_reach(w, fit, x) for fit in fits]
    effect = float(np.median([math.inf if math.isnan(m) else m for m in printed]))
    judged = [(fit, ar1_contrast(w, fit, x)) for fit in fits]  # an effect adds to the estimate and to nothing else
    found = [not fit.boundary and abs(c.estimate + effect) >= (c.high - c.low) / 2 for fit, c in judged]
    assert 0.7 <= np.mean(found) <= 0.9


def test_least_squares_with_memory():
    rng, (x, w) = np.random.default_rng(22), laid(10, 6)
    printed, found = [], []
    fits = [least_squares(x, wander(rng, 10, 0.3)) for _ in range(600)]
    printed = [plain_reach(w, x, fit.sigma2) for fit in fits]
    for fit in fits:
        c = contrast(w, fit.coef, fit.cov, fit.df)
        found.append(abs(c.estimate + np.median(printed)) >= (c.high - c.low) / 2)
    assert 0.7 <= np.mean(found) <= 0.9


def test_no_effect_is_promised_where_the_test_gives_up():
    x, w = laid(13, 8)
    assert math.isnan(known_memory_reach(w, x, 0.95, 1.0))
    assert math.isnan(mde_its(8, 5, 1.0, 0.95))
    walk = ar1_fit(
        np.column_stack([np.ones(200), np.arange(200) >= 120]), np.random.default_rng(4).normal(size=200).cumsum()
    )
    assert walk.boundary
    assert math.isnan(ar1_reach([0, 1], walk, np.column_stack([np.ones(200), np.arange(200) >= 120])))


def test_scale_and_memory():
    x, w = laid(40, 25, slope=False)
    assert known_memory_reach(w, x, 0.4, 10.0) == pytest.approx(10 * known_memory_reach(w, x, 0.4, 1.0))
    sizes = [mde_its(25, 15, 1.0, rho) for rho in (-0.2, 0.0, 0.3, 0.6)]
    assert sizes == sorted(sizes)
    assert known_memory_reach(w, x, 0.999, 1.0) != 0  # next to a random walk, still an answer or NaN
