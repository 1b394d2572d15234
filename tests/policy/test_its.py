"""中断時系列: the estimate, which model judges, false alarms, and what is refused."""

import numpy as np
import pandas as pd
import pytest

from shirube.errors import DesignError, ShirubeError
from shirube.policy import ItsRequest, Series, its, report, series
from shirube.policy.inference import Method
from shirube.policy.verdict import State, conclude_its


def noise(rng, n, rho):
    e = rng.normal(size=n + 50)
    for t in range(1, n + 50):
        e[t] += rho * e[t - 1]
    return e[50:]


def evaluate(values, start, period=1, **options):
    beside = {key: options.pop(key) for key in ("exposure", "control") if key in options}
    values = np.asarray(values, dtype=float)
    times = tuple(f"{i + 1}月" for i in range(len(values)))
    return its(ItsRequest(Series(times, values, start, period, **beside), outcome="件数", unit="件", **options))


@pytest.mark.parametrize(
    ("n", "kind", "method"),
    [
        (10, "continuous", Method.ITS_OLS),
        (12, "continuous", Method.ITS_AR1),
        (10, "count", Method.ITS_COUNT),
        (40, "count", Method.ITS_COUNT_AR1),
    ],
)
def test_the_length_chooses_the_model(n, kind, method):
    values = np.random.default_rng(1).poisson(30, n)
    assert evaluate(values, n // 2, kind=kind).inference.method is method


def test_a_jump_and_a_change_of_slope_are_measured():
    t = np.arange(60.0)
    values = 50 + 0.5 * t + np.where(t >= 40, 6 + 0.3 * (t - 40), 0) + noise(np.random.default_rng(2), 60, 0.3) / 2
    result = evaluate(values, 40)
    assert result.level_change.estimate == pytest.approx(6, abs=1)
    assert result.slope_change.estimate == pytest.approx(0.3, abs=0.1)
    assert result.inference.estimate == pytest.approx(6 + 0.3 * 9.5, abs=1)
    assert result.inference.low > 0
    gap = (values - result.expected[:, 0])[40:].mean()
    assert gap == pytest.approx(result.inference.estimate, abs=0.3)


def test_a_mild_trend_is_not_mistaken_for_a_change():
    rng, alarms = np.random.default_rng(3), []
    for _ in range(120):
        alarms.append(evaluate(0.3 * np.arange(60) + noise(rng, 60, 0.4), 40).inference.excludes_zero)
    assert np.mean(alarms) <= 0.08


def test_seasons_are_taken_off_when_two_years_allow_it():
    t = np.arange(48)
    values = 100 + 10 * np.cos(2 * np.pi * t / 12) + noise(np.random.default_rng(4), 48, 0.2)
    with_season, without = evaluate(values, 30, 12), evaluate(values, 30, 12, seasons=False)
    assert with_season.seasonal
    assert not without.seasonal
    width = [r.inference.high - r.inference.low for r in (with_season, without)]
    assert width[0] < width[1] / 2
    assert not evaluate(values[:20], 12, 12).seasonal


def test_quarters_have_their_own_waves():
    t = np.arange(32)
    values = 100 + 10 * (t % 4 == 0) - 5 * (t % 4 == 2) + noise(np.random.default_rng(5), 32, 0)
    assert evaluate(values, 20, 4).model.judge(np.eye(7)[2]).se < 2


def test_transition_times_are_left_out():
    values = noise(np.random.default_rng(6), 40, 0.2)
    values[30:33] += 100
    assert abs(evaluate(values, 30, transition=3).inference.estimate) < 3
    assert len(evaluate(values, 30, transition=3).rows) == 37


def test_a_control_series_takes_a_common_shock_off():
    rng = np.random.default_rng(7)
    shock = np.where(np.arange(60) >= 40, 25.0, 0)
    control = 80 + noise(rng, 60, 0.3) + shock
    result = evaluate(60 + noise(rng, 60, 0.3) + shock, 40, control=control)
    assert result.level == 3
    assert abs(result.inference.estimate) < 3
    assert evaluate(60 + noise(rng, 60, 0.3) + shock, 40).inference.estimate > 20
    counts = evaluate(
        rng.poisson(50 * np.exp(shock / 25)), 40, kind="count", control=rng.poisson(90 * np.exp(shock / 25))
    )
    assert abs(counts.inference.estimate) < 25


def test_exposure_takes_a_growing_population_off():
    rng, people = np.random.default_rng(8), np.linspace(1000, 3000, 60)
    counts = rng.poisson(people * 0.02)
    assert abs(evaluate(counts, 40, kind="count", exposure=people).inference.estimate) < 30


def test_events_avoided_follow_from_the_rate():
    rng = np.random.default_rng(9)
    counts = rng.poisson(np.where(np.arange(60) >= 40, 25, 50))
    result = evaluate(counts, 40, kind="count", slope=False)
    assert result.inference.estimate == pytest.approx(-50, abs=10)
    assert result.avoided == pytest.approx(-20 * 25, rel=0.3)
    assert "件少ない計算です" in "".join(conclude_its(result).sentences)


def test_detectable_change_is_detected_most_of_the_time():
    rng = np.random.default_rng(10)
    mde = np.mean([evaluate(noise(rng, 60, 0.4), 40).mde for _ in range(40)])
    step = mde * (np.arange(60) >= 40)
    found = [evaluate(noise(rng, 60, 0.4) + step, 40).inference.p <= 0.05 for _ in range(100)]
    assert 0.7 <= np.mean(found) <= 0.9


def test_memory_at_the_boundary_is_undecidable():
    walk = np.random.default_rng(17).normal(size=200).cumsum() * 5
    result = evaluate(walk, 120, slope=False)
    if not result.model.boundary:  # the law below is about walks that look like walks
        pytest.fail("choose another seed")
    assert not result.inference.has_interval
    verdict = conclude_its(result)
    assert verdict.state is State.UNMEASURED
    assert "この数では判定不能" in "".join(verdict.sentences)
    assert not any(o.inference.excludes_zero for o in result.others)


def test_few_times_are_at_most_a_borderline():
    values = [10, 11, 10, 11, 10, 30, 31, 30, 31]
    verdict = conclude_its(evaluate(values, 5))
    assert verdict.state is State.BORDERLINE
    assert "変化がありました" not in "".join(verdict.sentences)


def test_a_single_series_never_claims_an_effect():
    for seed in range(20):
        rng = np.random.default_rng(seed)
        values = noise(rng, 70, 0.3) - 8.0 * (np.arange(70) >= 40)
        control = noise(rng, 70, 0.3) if seed % 2 else None
        text = "".join(report(evaluate(values, 40, control=control) if seed % 2 else evaluate(values, 40)).conclusion)
        assert "効果があったとみられ" not in text
        assert "政策の効果とは言い切れません" in text


@pytest.mark.parametrize(
    ("values", "start", "options", "key"),
    [
        ([1, 2, 3, 4], 2, {}, "S413"),
        ([1, 2, 3, 4, 5, 6], 5, {}, "S413"),
        ([1, 2, 3, 4, 5, 6, 7, 8], 5, {"transition": 2}, "S413"),
        ([1.5, 2, 3, 4, 5, 6, 7, 8], 5, {"kind": "count"}, "S105"),
        (np.arange(20), 10, {}, "S402"),
        (np.r_[np.ones(10) * 5, np.zeros(10)], 10, {"kind": "count"}, "S403"),
    ],
)
def test_reasons(values, start, options, key):
    with pytest.raises(DesignError) as caught:
        evaluate(values, start, **options)
    assert caught.value.key == key


def monthly(**columns):
    return pd.DataFrame({"年月": [f"2021年{m}月" for m in range(1, 13)] + ["2022年1月", "2022年2月"], **columns})


def test_series_from_a_list():
    frame = monthly(件数=range(14))
    found = series(
        frame.drop(index=[4]).sample(frac=1, random_state=1), time="年月", outcome="件数", start="2021年10月"
    )
    assert (found.period, found.start, found.start_label) == (12, 9, "2021年10月")
    assert np.isnan(found.values[4])
    assert found.values[5] == 5


@pytest.mark.parametrize(
    ("change", "start", "key"),
    [
        ({"年月": ["2021年1月"] * 14}, "2021年10月", "S113"),
        ({}, "", "S115"),
        ({}, "2021年1月", "S117"),
        ({}, "2025年1月", "S118"),
        ({"件数": [None] * 14}, "2021年10月", "S110"),
        ({"件数": ["不明", *range(13)]}, "2021年10月", "T104"),
        ({"年月": [f"{y}年{m}月" for y, m in zip(range(2000, 2014), [1, 2] * 7, strict=True)]}, "2010年1月", "S412"),
    ],
)
def test_reasons_of_a_list(change, start, key):
    with pytest.raises(ShirubeError) as caught:
        series(monthly(件数=range(14)).assign(**change), time="年月", outcome="件数", start=start)
    assert caught.value.key == key


def test_repeated_times_are_refused():
    frame = pd.concat([monthly(件数=range(14)), monthly(件数=range(14)).head(2)])
    with pytest.raises(DesignError) as caught:
        series(frame, time="年月", outcome="件数", start="2021年10月")
    assert caught.value.key == "S411"
