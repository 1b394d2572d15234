"""Log-linear count models against statsmodels, and reasons for refusing."""

import numpy as np
import pytest

from shirube.errors import DesignError
from shirube.stats.autoregressive import ar1_contrast
from shirube.stats.counts_regression import ar1_counts, poisson_fit

RNG = np.random.default_rng(11)
T = np.arange(60.0)
X = np.column_stack([np.ones(60), T, T >= 40])
EXPOSURE = 1000 + 10 * T
COUNTS = RNG.poisson(EXPOSURE * np.exp(X @ [-3.5, 0.002, -0.2]))


def test_equals_statsmodels():
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    other = GLM(COUNTS, X, family=Poisson(), offset=np.log(EXPOSURE)).fit()
    fit = poisson_fit(X, COUNTS, EXPOSURE)
    assert fit.coef == pytest.approx(other.params, rel=1e-7)
    assert fit.cov == pytest.approx(other.cov_params(), rel=1e-6)
    assert fit.dispersion == pytest.approx(other.pearson_chi2 / other.df_resid)


def test_without_memory_it_is_close_to_quasi_poisson():
    fit, weighted = ar1_counts(X, COUNTS, EXPOSURE)
    plain = poisson_fit(X, COUNTS, EXPOSURE)
    judged = ar1_contrast([0, 0, 1], fit, weighted)
    assert abs(fit.rho) < 0.4  # about two standard errors of zero
    assert judged.estimate == pytest.approx(plain.coef[2], abs=0.03)
    assert judged.se == pytest.approx(np.sqrt(plain.dispersion * plain.cov[2, 2]), rel=0.35)


def test_false_alarms_with_memory_in_the_counts():
    rng, x, alarms = np.random.default_rng(12), X[:, [0, 2]], []
    for _ in range(300):
        log_rate = rng.normal(scale=0.15, size=60)
        for t in range(1, 60):
            log_rate[t] += 0.4 * log_rate[t - 1]
        fit, weighted = ar1_counts(x, rng.poisson(30 * np.exp(log_rate)), np.ones(60))
        alarms.append(ar1_contrast([0, 1], fit, weighted).p <= 0.05)
    assert np.mean(alarms) <= 0.085


@pytest.mark.parametrize(
    ("counts", "exposure", "key"),
    [
        (-COUNTS, EXPOSURE, "S105"),
        (COUNTS, EXPOSURE * 0, "S106"),
        (COUNTS * 0, EXPOSURE, "S403"),
        (np.where(T >= 40, 0, COUNTS), EXPOSURE, "S403"),
    ],
)
def test_reasons(counts, exposure, key):
    with pytest.raises(DesignError) as caught:
        poisson_fit(X, counts, exposure)
    assert caught.value.key == key
