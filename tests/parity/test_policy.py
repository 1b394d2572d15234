"""Published or independently computed figures (source of each in tests/parity/policy.json)."""

import numpy as np
import pandas as pd
import pytest

from shirube.policy import BeforeAfterRequest, DidRequest, before_after, did, panel, report
from shirube.stats.means import paired_difference, welch_difference
from shirube.stats.paired import paired_shares
from shirube.stats.power import (
    detectable_paired_mean,
    detectable_share_difference,
    power_two_means,
    units_for_two_means,
)
from shirube.stats.rates import rate, rate_ratio
from shirube.stats.regression import least_squares, robust
from shirube.stats.resampling import relabel, sign_flip
from support.policy import PLANTS_CONTROL, PLANTS_TREATED, SLEEP_1, SLEEP_2, organ_donation, parity
from support.shared import shared


def near(value, expected, entry):
    return value == pytest.approx(expected, rel=0, abs=max(entry["tolerance"], 1e-9))


def test_paired_t_of_the_sleep_data():
    entry = parity("sleep_paired_t")
    result = paired_difference(SLEEP_2, SLEEP_1)
    assert near(result.estimate, entry["expected_estimate"], entry)
    assert near(result.p, entry["expected_p"], entry)
    assert near(result.t, entry["extra"]["t"], entry)
    assert near(result.low, entry["expected_ci"][0], entry)
    assert near(result.high, entry["expected_ci"][1], entry)


def test_welch_of_the_sleep_data():
    entry = parity("sleep_welch")
    result = welch_difference(SLEEP_2, SLEEP_1)
    assert near(result.t, entry["extra"]["t"], entry)
    assert near(result.df, entry["extra"]["df"], entry)
    assert near(result.p, entry["expected_p"], entry)
    assert near(result.low, entry["expected_ci"][0], entry)


def test_sign_flips_of_the_sleep_data():
    entry = parity("sleep_signflip_exact")
    result = sign_flip(SLEEP_1 - SLEEP_2)
    assert near(result.p, entry["expected_p"], entry)
    assert result.assignments == 1024
    evaluation = before_after(BeforeAfterRequest(SLEEP_2, SLEEP_1))
    assert near(evaluation.inference.p, entry["expected_p"], entry)


def test_relabelling_of_the_plants():
    entry = parity("plantgrowth_perm_exact")
    result = relabel(PLANTS_TREATED, PLANTS_CONTROL)
    assert result.assignments == 184_756
    assert near(result.estimate, entry["expected_estimate"], entry)
    assert near(result.p, entry["expected_p"], entry)


def test_mcnemar_of_the_approval_ratings():
    entry = parity("mcnemar_approval")
    result = paired_shares(both=794, gained=86, lost=150, neither=570)
    assert near(result.estimate, -entry["expected_estimate"], entry)
    assert near(result.p, entry["expected_p"], entry)
    assert near(result.chi2, entry["extra"]["chi2"], entry)


def test_newcombe_interval_of_the_airway_data():
    # Fagerland, Lydersen & Laake (2014) Statistics in Medicine 33:2850: 1, 1, 7, 12 → −0.507 to −0.026.
    result = paired_shares(both=1, gained=7, lost=1, neither=12)
    assert (round(-result.high, 3), round(-result.low, 3)) == (-0.507, -0.026)


def test_exact_rate():
    entry = parity("poisson_single_rate")
    result = rate(137, 24.19893)
    assert near(result.estimate, entry["expected_estimate"], entry)
    assert near(result.low, entry["expected_ci"][0], entry)
    assert near(result.high, entry["expected_ci"][1], entry)


def test_rate_ratio_of_two_cohorts():
    # R: poisson.test(c(11, 6+8+7), c(800, 1083+1050+878)), the example of ?poisson.test: 0.8584264, 4.2772659.
    result = rate_ratio(21, 11, exposure_before=3011, exposure_after=800)
    assert result.estimate == pytest.approx(1.971488, abs=1e-6)
    assert (result.low, result.high) == (pytest.approx(0.8584264, abs=1e-6), pytest.approx(4.2772659, abs=1e-6))


def test_power_figures():
    entry = parity("power_two_sample_t")
    assert near(units_for_two_means(1, 1, power=0.9), entry["expected_estimate"], entry)
    assert near(power_two_means(20, 1, 1), entry["extra"]["power_n20"], entry)
    entry = parity("power_paired_mde")
    assert near(detectable_paired_mean(30, 1), entry["expected_estimate"], entry)
    # R: power.prop.test(p1 = .50, p2 = .75, power = .90), the example of ?power.prop.test: n = 76.7.
    assert detectable_share_difference(0.5, 76.7, power=0.9) == pytest.approx(0.25, abs=1e-4)


def test_card_krueger_balanced_panel():
    entry = parity("ck1994_t3_row4")
    data = pd.read_csv(shared("data", "policy", "card_krueger.csv"), na_values="NA")
    evaluation = did(DidRequest(panel(data, unit="id", time="d", outcome="fte", treated="nj", start=1), unit="人"))
    assert evaluation.n_treated + evaluation.n_control == entry["extra"]["n"]
    assert near(evaluation.inference.estimate, entry["expected_estimate"], entry)
    change, flags = evaluation.changes.change, evaluation.changes.treated
    se = welch_difference(change[~flags], change[flags]).se
    assert se == pytest.approx(entry["expected_se"], rel=1e-12)
    # One period before: the trend cannot be checked, so no effect may be claimed although the interval excludes 0.
    assert evaluation.inference.excludes_zero
    assert evaluation.level == 2
    text = "".join(report(evaluation).conclusion)
    assert "効果があったとみられ" not in text
    assert "政策の効果とは言い切れません" in text


def test_organ_donation_is_not_green():
    entry = parity("organ_donation_did")
    evaluation = did(
        DidRequest(panel(organ_donation(), unit="州", time="四半期", outcome="登録率", treated="実施"), unit="")
    )
    assert near(evaluation.inference.estimate, entry["expected_estimate"], entry)
    assert evaluation.inference.p == pytest.approx(5 / 27, abs=1e-12)
    assert evaluation.inference.low < 0 < evaluation.inference.high
    result = report(evaluation)
    text = "".join(result.conclusion)
    assert "効果があったとみられ" not in text
    assert "とも言えません" in text
    assert result.lights[0].level.value == "×"


def test_national_supported_work_experiment():
    entry = parity("nsw_experimental")
    people = pytest.importorskip("causaldata").nsw_mixtape.load_pandas().data
    income, chosen = people["re78"].to_numpy(dtype=float), people["treat"].to_numpy() == 1
    x = np.column_stack([np.ones(len(income)), chosen])
    fit = least_squares(x, income)
    assert near(fit.coef[1], entry["expected_estimate"], entry)
    assert near(fit.se[1], entry["expected_se"], entry)
    assert near(np.sqrt(robust(x, fit, "HC3")[1, 1]), entry["extra"]["se_hc3"], entry)
    evaluation = before_after(BeforeAfterRequest(income[~chosen], income[chosen], paired=False))
    assert near(evaluation.inference.estimate, entry["expected_estimate"], entry)
    assert evaluation.inference.p < 0.01


def test_tobacco_control_programme():
    # Arkhangelsky et al. (2021) AER Table 1: DiD −27.3. One treated state of 39.
    data = pd.read_csv(shared("data", "policy", "california_prop99.csv"), sep=";")
    evaluation = did(DidRequest(panel(data, unit="State", time="Year", outcome="PacksPerCapita", treated="treated")))
    assert evaluation.inference.estimate == pytest.approx(-27.3491, abs=1e-4)
    assert evaluation.inference.assignments == 39
    assert evaluation.request.panel.start_label == "1989年"


def test_staggered_laws_are_refused():
    from shirube.errors import DesignError

    data = pd.read_csv(shared("data", "policy", "castle.csv"))
    with pytest.raises(DesignError) as caught:
        panel(data, unit="state", time="year", outcome="homicide", treated="post")
    assert caught.value.key == "S122"


def test_data_are_not_changed():
    before, after = SLEEP_1.copy(), SLEEP_2.copy()
    before_after(BeforeAfterRequest(before, after))
    assert np.array_equal(before, SLEEP_1)
    assert np.array_equal(after, SLEEP_2)
