"""AR(1) errors: against a dense likelihood, and the rate of false alarms."""

import numpy as np
import pytest
from scipy import linalg, optimize

from shirube.errors import DesignError
from shirube.stats.autoregressive import ar1_contrast, ar1_fit


def series(rng, n, rho):
    noise = rng.normal(size=n + 50)
    for t in range(1, n + 50):
        noise[t] += rho * noise[t - 1]
    return noise[50:]


def design(n, start):
    t, after = np.arange(n, dtype=float), np.arange(n) >= start
    return np.column_stack([np.ones(n), t, after, after * (t - start)])


@pytest.mark.parametrize("reml", [True, False])
def test_equals_the_dense_likelihood(reml):
    rng = np.random.default_rng(5)
    x, y = design(40, 25), series(rng, 40, 0.5)

    def dense(rho):
        v = linalg.toeplitz(rho ** np.arange(40)) / (1 - rho**2)
        w = np.linalg.inv(v)
        gram = x.T @ w @ x
        beta = np.linalg.solve(gram, x.T @ w @ y)
        e = y - x @ beta
        m = 36 if reml else 40
        value = m / 2 * np.log(e @ w @ e) + np.linalg.slogdet(v)[1] / 2
        return value + (np.linalg.slogdet(gram)[1] / 2 if reml else 0), beta, e @ w @ e / m * np.linalg.inv(gram)

    best = optimize.minimize_scalar(lambda r: dense(r)[0], bounds=(-0.9, 0.95), method="bounded").x
    fit = ar1_fit(x, y, reml=reml)
    assert fit.rho == pytest.approx(best, abs=1e-5)
    assert fit.coef == pytest.approx(dense(fit.rho)[1])
    assert fit.cov == pytest.approx(dense(fit.rho)[2])


@pytest.mark.parametrize("rho", [0.0, 0.4, 0.7])
def test_false_alarms_stay_near_five_per_cent(rho):
    rng, x = np.random.default_rng(8), design(60, 40)
    weights = [0, 0, 1, 9.5]
    alarms = [ar1_contrast(weights, ar1_fit(x, series(rng, 60, rho)), x).p <= 0.05 for _ in range(400)]
    assert 0.02 <= np.mean(alarms) <= 0.08


def test_a_random_walk_is_flagged():
    rng, x = np.random.default_rng(4), np.column_stack([np.ones(200), np.arange(200) >= 120])
    walks = [ar1_fit(x, rng.normal(size=200).cumsum()) for _ in range(20)]
    assert np.mean([walk.boundary for walk in walks]) > 0.6
    assert not any(ar1_fit(x, series(rng, 200, 0.6)).boundary for _ in range(20))


def test_degrees_of_freedom_stay_within_bounds():
    rng = np.random.default_rng(6)
    for n in (8, 12, 30, 90):
        x = design(n, n // 2)
        found = ar1_contrast([0, 0, 1, 0], ar1_fit(x, series(rng, n, 0.6)), x)
        assert 1 <= found.df <= n - 4


def test_reasons():
    with pytest.raises(DesignError) as caught:
        ar1_fit(np.ones((3, 3)), np.arange(3))
    assert caught.value.key == "S401"
    with pytest.raises(DesignError) as caught:
        ar1_fit(design(20, 10), design(20, 10) @ [1, 2, 3, 4])
    assert caught.value.key == "S402"
