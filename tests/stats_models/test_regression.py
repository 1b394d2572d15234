"""Least squares and Newey–West against statsmodels."""

import numpy as np
import pytest

from shirube.errors import DesignError
from shirube.stats.regression import contrast, durbin_watson, least_squares, newey_west, robust

RNG = np.random.default_rng(3)
X = np.column_stack([np.ones(40), np.arange(40.0), np.arange(40) >= 25])
Y = X @ [10, 0.3, -2] + RNG.normal(size=40).cumsum() / 2


def test_equals_statsmodels():
    from statsmodels.regression.linear_model import OLS

    other, fit = OLS(Y, X).fit(), least_squares(X, Y)
    assert fit.coef == pytest.approx(other.params)
    assert fit.cov == pytest.approx(other.cov_params())
    for lag in (0, 1, 4):
        hac = other.get_robustcov_results("HAC", maxlags=lag, use_correction=True)
        assert newey_west(X, fit, lag) == pytest.approx(hac.cov_params())


@pytest.mark.parametrize("kind", ["HC0", "HC1", "HC2", "HC3"])
def test_robust_equals_statsmodels(kind):
    from statsmodels.regression.linear_model import OLS

    other = OLS(Y, X).fit().get_robustcov_results(kind)
    assert robust(X, least_squares(X, Y), kind) == pytest.approx(other.cov_params())


def test_contrast_is_a_t_test():
    from statsmodels.regression.linear_model import OLS

    fit = least_squares(X, Y)
    judged = contrast([0, 5, 1], fit.coef, fit.cov, fit.df)
    other = OLS(Y, X).fit().t_test([0, 5, 1])
    assert judged.p == pytest.approx(float(other.pvalue))
    assert (judged.low, judged.high) == pytest.approx(tuple(other.conf_int()[0]))


def test_durbin_watson_of_a_trend_is_small():
    assert durbin_watson(np.arange(50.0) - 24.5) < 0.05


@pytest.mark.parametrize("design", [np.ones((1, 1)), np.ones((5, 2)), np.zeros((5, 1))])
def test_unusable_designs_are_refused(design):
    with pytest.raises(DesignError) as caught:
        least_squares(design, np.arange(len(design)))
    assert caught.value.key == "S401"


def test_scale_does_not_matter():
    scaled = X * [1, 1e9, 1e-9]
    assert least_squares(scaled, Y).residuals == pytest.approx(least_squares(X, Y).residuals)
