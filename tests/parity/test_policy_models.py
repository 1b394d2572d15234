"""Panel regressions and time series against published or independently computed figures (tests/parity/policy.json)."""

import numpy as np
import pandas as pd
import pytest

from shirube.stats.autoregressive import ar1_fit
from shirube.stats.contingency import pearson
from shirube.stats.counts_regression import poisson_fit
from shirube.stats.exact import fisher_2x2
from shirube.stats.regression import contrast, durbin_watson, least_squares, newey_west
from shirube.stats.two_by_two import two_by_two
from shirube.stats.twoway import joint_test, two_way
from shirube.stats.wild import wild_bootstrap
from support.policy import organ_donation, parity
from support.shared import shared


def near(value, expected, entry):
    return value == pytest.approx(expected, rel=0, abs=max(entry["tolerance"], 1e-9))


def table(name, **options):
    return pd.read_csv(shared("data", "policy", name), na_values="NA", **options)


def wide(data, unit, time, value):
    return data.pivot(index=unit, columns=time, values=value)


# ------------------------------------------------------------------------------------------------ counts
def test_shares_of_four_groups():
    entry = parity("fleiss_k_props")
    found = pearson(np.array([[83, 3], [90, 3], [129, 7], [70, 12]]))
    assert near(found.statistic, entry["expected_estimate"], entry)
    assert near(found.p, entry["expected_p"], entry)


def test_the_lady_tasting_tea():
    entry = parity("fisher_tea")
    assert near(fisher_2x2(np.array([[3, 1], [1, 3]])), entry["expected_p"], entry)
    assert near(fisher_2x2(np.array([[3, 1], [1, 3]]), "greater"), entry["extra"]["p_greater"], entry)


# ------------------------------------------------------------------------------------------------ panels
def test_card_krueger_all_restaurants():
    entry = parity("ck1994_t3_row3")
    data = table("card_krueger.csv")
    samples = [data.loc[(data.nj == nj) & (data.d == d), "fte"] for nj, d in ((1, 0), (1, 1), (0, 0), (0, 1))]
    found = two_by_two(*samples)
    assert near(found.estimate, entry["expected_estimate"], entry)
    (pa0, pa1), (nj0, nj1) = entry["extra"]["means"]
    assert [s.mean() for s in samples] == pytest.approx([nj0, nj1, pa0, pa1])
    # HC1 multiplies by n/(n−k); four separate variances divide by n_j − 1 instead.
    assert found.se == pytest.approx(entry["extra"]["se_hc1_interaction"], rel=0.01)


def test_card_krueger_regression():
    entry = parity("ck1994_t4_i")
    data = table("card_krueger.csv")
    fte, wage, status = (wide(data, "id", "d", name).to_numpy() for name in ("fte", "wage", "status"))
    kept = np.isfinite(fte).all(axis=1) & (np.isfinite(wage).all(axis=1) | (status[:, 1] == 3))
    jersey = data.groupby("id")["nj"].first().to_numpy()[kept]
    fit = least_squares(np.column_stack([np.ones(kept.sum()), jersey]), (fte[:, 1] - fte[:, 0])[kept])
    assert kept.sum() == entry["extra"]["n"]
    assert near(fit.coef[1], entry["expected_estimate"], entry)
    assert near(fit.se[1], entry["expected_se"], entry)


def mpdta():
    data = table("mpdta.csv")
    outcome = wide(data, "countyreal", "year", "lemp")
    first = data.groupby("countyreal")["first.treat"].first().to_numpy()
    return outcome.to_numpy(), first, np.asarray(outcome.columns)


def test_minimum_wage_twfe():
    entry = parity("mpdta_twfe")
    outcome, first, years = mpdta()
    fit = two_way(outcome, ((years >= first[:, None]) & (first[:, None] > 0))[None])
    assert near(fit.coef[0], entry["expected_estimate"], entry)
    assert near(fit.se[0], entry["expected_se"], entry)


def test_minimum_wage_event_study():
    entry = parity("mpdta_event_study")
    outcome, first, years = mpdta()
    offset = np.where(first[:, None] > 0, years - first[:, None], -1)
    steps = [int(name.split("::")[1]) for name in entry["extra"]["coef"]]
    fit = two_way(outcome, np.array([offset == step for step in steps], dtype=float))
    assert near(fit.coef, list(entry["extra"]["coef"].values()), entry)
    assert near(fit.se, list(entry["extra"]["se"].values()), entry)
    before = [i for i, step in enumerate(steps) if step < 0]
    assert near(joint_test(fit, before)[2], entry["extra"]["wald_p"], entry)


def test_panel_with_a_covariate():
    entry = parity("base_did_feols")
    data = table("fixest_base_did.csv")
    outcome, x1, on = (
        wide(data.assign(on=data.treat * data.post), "id", "period", v).to_numpy() for v in ("y", "x1", "on")
    )
    fit = two_way(outcome, np.array([x1, on]))
    assert near(fit.coef[1], entry["expected_estimate"], entry)
    assert near(fit.se[1], entry["expected_se"], entry)


def test_organ_donation_one_treated_state_of_27():
    # The clustered t test is sure (p < .001); the bootstrap that imposes the null is not (p about .45).
    entry = parity("organ_donation_did")
    data = organ_donation()
    rate, on = (wide(data, "州", "四半期", name).to_numpy() for name in ("登録率", "実施"))
    fit = two_way(rate, on[None])
    assert near(fit.coef[0], entry["expected_estimate"], entry)
    assert near(fit.se[0], entry["expected_se"], entry)
    assert contrast([1], fit.coef, fit.cov, fit.df).p < 0.01
    assert wild_bootstrap(fit).p == pytest.approx(entry["extra"]["wcr_p_about"], abs=0.02)


def castle():
    data = table("castle.csv")
    return (wide(data, "state", "year", name).to_numpy() for name in ("l_homicide", "post"))


def test_castle_laws_twfe():
    entry = parity("castle_twfe")
    outcome, post = castle()
    fit = two_way(outcome, post[None])
    assert near(fit.coef[0], entry["expected_estimate"], entry)
    assert near(fit.se[0], entry["expected_se"], entry)


def test_castle_laws_wild_bootstrap_of_twelve_states():
    entry = parity("castle12_wcr_exact")
    outcome, post = castle()
    found = wild_bootstrap(two_way(outcome[:12], post[None, :12]))
    assert found.exact
    assert near(found.estimate, entry["expected_estimate"], entry)
    assert near(found.se, entry["expected_se"], entry)
    assert near(found.p, entry["expected_p"], entry)


def test_divorce_laws():
    entry = parity("divorce_sw_table1")
    data = table("divorce.csv.gz")
    data = data[data.sex == 2]
    outcome = wide(data, "st", "year", "suiciderate_elast_jag").to_numpy()
    group = wide(data, "st", "year", "chyrspos").to_numpy()
    steps = range(0, 21, 2)
    fit = two_way(outcome, np.array([group == step for step in steps], dtype=float))
    assert near(100 * fit.coef, entry["extra"]["coefs_x100"], entry)


# ------------------------------------------------------------------------------------------------ time series
def sicily():
    data = table("sicily.csv")
    return data, np.column_stack([np.ones(len(data)), data.smokban, data.time])


def test_smoking_ban_poisson():
    entry = parity("sicily_m1")
    data, x = sicily()
    fit = poisson_fit(x, data.aces, data.stdpop)
    assert near(np.exp(fit.coef[1]), entry["expected_estimate"], entry)
    assert near(np.sqrt(fit.cov[1, 1]), entry["expected_se"], entry)
    half = 1.959963984540054 * np.sqrt(fit.cov[1, 1])
    assert near(np.exp(fit.coef[1] + np.array([-half, half])), entry["expected_ci"], entry)


def test_smoking_ban_quasi_poisson():
    entry = parity("sicily_m2")
    data, x = sicily()
    fit = poisson_fit(x, data.aces, data.stdpop)
    # R takes the dispersion from the weights of the step before the last; here the fit has converged.
    assert fit.dispersion == pytest.approx(entry["extra"]["dispersion"], rel=1e-5)
    assert near(np.sqrt(fit.dispersion * fit.cov[1, 1]), entry["expected_se"], entry)
    judged = contrast([0, 1, 0], fit.coef, fit.dispersion * fit.cov, fit.df)
    assert near(judged.p, entry["expected_p"], entry)


def test_smoking_ban_newey_west():
    entry = parity("sicily_ols_nw")
    data, x = sicily()
    angle = 2 * np.pi * data.time / 12
    waves = [f(k * angle) for k in (1, 2) for f in (np.sin, np.cos)]
    rate = data.aces / data.stdpop * 100_000
    x = np.column_stack([x, *waves])
    fit = least_squares(x, rate)
    assert near(fit.coef[1], entry["expected_estimate"], entry)
    assert near(np.sqrt(newey_west(x, fit, 3)[1, 1]), entry["expected_se"], entry)


def california():
    data = table("california_prop99.csv", sep=";")
    y = data.loc[data.State == "California", "PacksPerCapita"].to_numpy()
    t = np.arange(31.0)
    after = (t >= 19).astype(float)
    return np.column_stack([np.ones(31), t, after, after * (t - 19)]), y


def test_tobacco_tax_segmented():
    entry = parity("itsa_single")
    x, y = california()
    fit = least_squares(x, y)
    cov = newey_west(x, fit, 1)
    assert near(fit.coef, list(entry["extra"]["coef"].values()), entry)
    assert near(np.sqrt(np.diag(cov)), list(entry["extra"]["se"].values()), entry)
    after = contrast([0, 1, 0, 1], fit.coef, cov, fit.df)
    assert near(after.estimate, entry["extra"]["post_trend"], entry)
    assert near(after.se, entry["extra"]["post_trend_se"], entry)
    assert near(durbin_watson(fit.residuals), entry["extra"]["durbin_watson"], entry)
    assert near(contrast([0, 0, 1, 0], fit.coef, cov, fit.df).p, entry["expected_p"], entry)


def test_tobacco_tax_ar1():
    entry = parity("gls_ar1_ml")
    x, y = california()
    fit = ar1_fit(x, y, reml=False)
    assert near(fit.coef, list(entry["extra"]["coef"].values()), entry)
    assert near(fit.rho, entry["extra"]["rho"], entry)
    assert near(fit.loglik, entry["extra"]["ll"], entry)


def test_tobacco_tax_ar1_runs_to_the_boundary():
    entry = parity("gls_ar1_reml_boundary")
    x, y = california()
    fit = ar1_fit(x, y)
    assert fit.boundary
    assert near(fit.coef[2], entry["expected_estimate"], entry)
    assert near(np.sqrt(fit.cov[2, 2]), entry["expected_se"], entry)
    assert near(fit.rho, entry["extra"]["rho"], entry)
