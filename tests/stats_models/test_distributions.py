"""The same numbers as scipy.stats."""

import numpy as np
import pytest
from scipy import stats

from shirube.stats import distributions as ours

QUANTILES = [1e-8, 0.001, 0.025, 0.2, 0.5, 0.8, 0.975, 0.9999]


@pytest.mark.parametrize("q", QUANTILES)
def test_quantiles(q):
    assert ours.norm.ppf(q) == pytest.approx(stats.norm.ppf(q))
    assert ours.norm.isf(q) == pytest.approx(stats.norm.isf(q))
    for df in (1, 2.5, 30, 1000, np.inf):
        assert ours.t.ppf(q, df) == pytest.approx(stats.t.ppf(q, df))
        assert ours.t.isf(q, df) == pytest.approx(stats.t.isf(q, df))
    for a, b in ((1, 1), (3, 20), (137, 1)):
        assert ours.gamma.ppf(q, a) == pytest.approx(stats.gamma.ppf(q, a))
        assert ours.gamma.isf(q, a) == pytest.approx(stats.gamma.isf(q, a))
        assert ours.beta.ppf(q, a, b) == pytest.approx(stats.beta.ppf(q, a, b))
        assert ours.beta.isf(q, a, b) == pytest.approx(stats.beta.isf(q, a, b))


@pytest.mark.parametrize("x", [0.0, 0.5, 1.96, 5.0, 30.0])
def test_tails(x):
    assert ours.norm.sf(x) == pytest.approx(stats.norm.sf(x))
    assert ours.norm.logsf(x) == pytest.approx(stats.norm.logsf(x))
    assert ours.norm.logpdf(x) == pytest.approx(stats.norm.logpdf(x))
    for df in (1, 2.5, 30):
        assert ours.t.sf(x, df) == pytest.approx(stats.t.sf(x, df))
        assert ours.chi2.sf(x, df) == pytest.approx(stats.chi2.sf(x, df))
        assert ours.f.sf(x, 3, df) == pytest.approx(stats.f.sf(x, 3, df))
        for nc in (0.0, 2.8, 8.0):
            assert ours.nct.sf(x, df, nc) == pytest.approx(stats.nct.sf(x, df, nc), abs=1e-9)


@pytest.mark.parametrize("k", [-1, 0, 3, 9, 10])
def test_binomial(k):
    for p in (0.1, 0.5):
        assert ours.binom.cdf(k, 10, p) == pytest.approx(stats.binom.cdf(k, 10, p))
        assert ours.binom.sf(k, 10, p) == pytest.approx(stats.binom.sf(k, 10, p))


@pytest.mark.parametrize(("df", "nc"), [(1.0, 150.0), (1.3, 90.0), (3.0, 60.0), (40.0, 45.0)])
def test_far_noncentral_tails_are_finite(df, nc):
    for x in (0.5, 12.7, 2 * nc):
        assert 0 <= ours.nct.sf(x, df, nc) <= 1
        assert ours.nct.sf(x, df, nc) == pytest.approx(stats.nct.sf(x, df, nc), abs=0.1)


def test_ranks():
    values = np.random.default_rng(1).integers(0, 9, 40).astype(float)
    assert ours.rankdata(values).tolist() == stats.rankdata(values).tolist()


def test_policy_does_not_import_the_slow_parts():
    import os
    import subprocess
    import sys

    code = "import sys, shirube.commands.evaluate; print(sorted({'scipy.stats', 'statsmodels'} & set(sys.modules)))"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert run.stdout.strip() == "[]"
