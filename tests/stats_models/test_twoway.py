"""Panel regressions against regressions on dummies, and the wild bootstrap against refits one by one."""

import numpy as np
import pytest

from shirube.errors import DesignError
from shirube.stats.resampling import relabel, relabel_scores
from shirube.stats.twoway import TwoWay, joint_test, two_way
from shirube.stats.wild import wild_bootstrap


def example(seed, units=15, times=8, treated=6, missing=0.0):
    rng = np.random.default_rng(seed)
    y = rng.normal(size=(units, times)) + rng.normal(size=(units, 1)) + rng.normal(size=times)
    y[rng.random(y.shape) < missing] = np.nan
    d = np.zeros((units, times))
    d[:treated, times // 2 :] = 1
    return y, d, rng


def dummies(y, x):
    i, t = np.nonzero(np.isfinite(y))
    z = np.column_stack([*(one[i, t] for one in x), np.eye(len(y))[i], np.eye(y.shape[1])[t][:, 1:]])
    return z, y[i, t], i


@pytest.mark.parametrize("missing", [0.0, 0.15])
def test_equals_least_squares_on_dummies(missing):
    y, d, rng = example(1, missing=missing)
    x = np.array([d, rng.normal(size=d.shape)])
    fit = two_way(y, x)
    z, flat, cluster = dummies(y, x)
    beta = np.linalg.lstsq(z, flat, rcond=None)[0]
    assert fit.coef == pytest.approx(beta[:2])
    scores = np.zeros((len(y), z.shape[1]))
    np.add.at(scores, cluster, z * (flat - z @ beta)[:, None])
    bread = np.linalg.pinv(z.T @ z)
    cov = (bread @ scores.T @ scores @ bread)[:2, :2]
    n, g, k = flat.size, len(y), 2 + y.shape[1]
    assert fit.cov == pytest.approx(cov * g / (g - 1) * (n - 1) / (n - k))


def test_absorbed_regressors_are_refused():
    y, d, _ = example(2)
    for x in ([np.ones_like(d)], [np.arange(8) + 0 * d], [d, 2 * d], [0 * d]):
        with pytest.raises(DesignError) as caught:
            two_way(y, np.array(x))
        assert caught.value.key == "S404"


def test_residuals_have_no_unit_or_time_means():
    y, _, _ = example(3, missing=0.3)
    present = np.isfinite(y)
    rest = TwoWay(present).within(np.where(present, y, 0.0))
    assert rest.sum(axis=0) == pytest.approx(0, abs=1e-10)
    assert rest.sum(axis=1) == pytest.approx(0, abs=1e-10)


def test_joint_test_of_one_coefficient_is_its_t_test():
    from scipy import stats

    y, d, _ = example(4)
    fit = two_way(y, d[None])
    f, df, p = joint_test(fit, [0])
    assert df == 1
    assert p == pytest.approx(2 * stats.t.sf(np.sqrt(f), fit.df))


@pytest.mark.parametrize("missing", [0.0, 0.2])
def test_wild_bootstrap_equals_refitting_every_pattern(missing):
    y, d, _ = example(5, units=9, treated=4, missing=missing)
    fit = two_way(y, d[None])
    null = 0.4
    restricted = y - null * d
    effects = TwoWay(np.isfinite(y))
    rest = effects.within(np.where(np.isfinite(y), restricted, 0.0))
    base = np.where(np.isfinite(y), y, 0.0) - rest  # what stays of the outcome under the null
    t0 = abs(fit.coef[0] - null) / fit.se[0]
    hits = 0
    for code in range(2**9):
        signs = 2.0 * ((code >> np.arange(9)) & 1) - 1
        drawn = np.where(np.isfinite(y), base + signs[:, None] * rest, np.nan)
        again = two_way(drawn, d[None])
        hits += abs(again.coef[0] - null) / again.se[0] >= t0 * (1 - 1e-9)
    shifted = two_way(y - null * d, d[None])
    assert wild_bootstrap(shifted).p == pytest.approx(hits / 2**9)


def test_wild_interval_agrees_with_its_test():
    for seed in range(8):
        y, d, _ = example(seed, units=14, treated=7)
        y += 0.9 * d * (seed % 3)
        result = wild_bootstrap(two_way(y, d[None]))
        assert (result.p <= 0.05) == (result.low > 0 or result.high < 0)


def test_relabelled_scores_are_relabelled_changes():
    for missing in (0.0, 0.2):
        y, d, _ = example(6, units=12, treated=3, missing=missing)
        fit = two_way(y, d[None])
        found = relabel_scores(fit.outcome[:, 4:].sum(axis=1), fit.regressors[0][:, 4:].sum(axis=1), np.arange(12) < 3)
        assert found.estimate == pytest.approx(fit.coef[0])
        assert (found.p <= 0.05) == (found.low > 0 or found.high < 0)
        if not missing:
            change = y[:, 4:].mean(axis=1) - y[:, :4].mean(axis=1)
            same = relabel(change[:3], change[3:])
            assert (found.p, found.low, found.high) == pytest.approx((same.p, same.low, same.high))
