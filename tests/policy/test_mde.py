"""What a study could see: against the numbers of the research note, simulations, and the evaluations themselves."""

import math

import numpy as np
import pytest

from shirube.errors import DesignError
from shirube.policy import DidRequest, ItsRequest, Series, did, its, panel
from shirube.policy.mde import change_sd, mde_counts, mde_did, mde_its, mde_means, mde_paired, mde_shares
from shirube.policy.measures import measure_binary, measure_count
from shirube.policy.report_plan import DESIGNS, MdeRequest, report_mde
from support.policy import random_panel


@pytest.mark.parametrize(("n", "yes"), [(20, 6), (100, 30), (400, 300)])
def test_shares_are_planned_with_what_the_report_prints(n, yes):
    before = np.repeat([1.0, 0.0], [yes, n - yes])
    assert mde_shares(n, yes / n) == pytest.approx(measure_binary(before, before, paired=False).mde)


@pytest.mark.parametrize("events", [5, 20, 100])
def test_counts_are_planned_with_what_the_report_prints(events):
    one = np.array([float(events)])
    assert mde_counts(events, 2.0) == pytest.approx(measure_count(one, one, paired=False, exposures=(1.0, 2.0)).mde)


def test_spread_of_a_change_follows_from_its_values():
    rng = np.random.default_rng(1)
    noise = np.empty((20_000, 8))
    noise[:, 0] = rng.normal(size=20_000)
    for t in range(1, 8):
        noise[:, t] = 0.6 * noise[:, t - 1] + 0.8 * rng.normal(size=20_000)
    change = noise[:, 5:].mean(axis=1) - noise[:, :5].mean(axis=1)
    assert change_sd(5, 3, 1.0, 0.6) == pytest.approx(change.std(), rel=0.02)


@pytest.mark.parametrize(("units", "treated"), [(25, 1), (30, 4), (30, 10), (50, 25)])
def test_plans_agree_with_what_reports_print(units, treated):
    rng = np.random.default_rng(2)
    frames = [random_panel(rng, units=units, treated=treated) for _ in range(12)]
    build = {"unit": "地区", "time": "年", "outcome": "件数", "treated": "実施", "start": 2021}
    printed = np.median([did(DidRequest(panel(frame, **build))).mde for frame in frames])
    # random_panel starts its noise from 1, so later values spread a little more than 1 and less than 1/√(1−ρ²).
    planned = [mde_did(treated, units - treated, 6, 4, sd, 0.5) for sd in (1.0, 1 / math.sqrt(0.75))]
    assert planned[0] * 0.85 < printed < planned[1] * 1.2


def test_series_plans_agree_with_what_reports_print():
    rng, printed = np.random.default_rng(3), []
    for _ in range(40):
        e = rng.normal(size=110)
        for t in range(1, 110):
            e[t] += 0.4 * e[t - 1]
        printed.append(its(ItsRequest(Series(tuple(map(str, range(60))), e[50:], 40))).mde)
    assert mde_its(40, 20, 1 / math.sqrt(1 - 0.16), 0.4) == pytest.approx(np.median(printed), rel=0.15)


def test_more_of_anything_sees_more():
    assert mde_means(100, 100, 5) < mde_means(50, 50, 5)
    assert mde_did(2, 30, 5, 3, 1) < mde_did(1, 30, 5, 3, 1)
    assert mde_did(8, 40, 8, 8, 1) < mde_did(8, 40, 3, 3, 1)
    assert mde_its(60, 30, 1, 0.3, period=12) < mde_its(30, 15, 1, 0.3, period=12)


def test_what_cannot_be_told_is_undecidable():
    assert math.isnan(mde_did(1, 18, 5, 3, 1))
    assert not math.isnan(mde_did(1, 19, 5, 3, 1))
    assert math.isnan(mde_paired(5, 1))
    assert math.isnan(mde_means(3, 3, 1))
    result = report_mde(MdeRequest("差の差", 1, 9))
    assert "この数では判定不能" in result.conclusion[0]
    assert result.figures[0].text == "判定不能"


@pytest.mark.parametrize("design", DESIGNS)
def test_every_design_gives_a_table_that_falls(design):
    request = MdeRequest(design, 20, 40 if design in ("差の差", "時系列") else None, 0.4)
    sizes = [row[1] for row in report_mde(request).tables[0].rows if row[1] is not None]
    assert sizes == sorted(sizes, reverse=True)
    assert len(sizes) >= 3


def test_a_target_is_compared():
    assert "見分けられる大きさです" in report_mde(MdeRequest("割合", 400, spread=0.3, target=15)).conclusion[1]
    assert "数を増やす" in report_mde(MdeRequest("割合", 40, spread=0.3, target=5)).conclusion[1]


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda: mde_means(10, 10, 0), "S421"),
        (lambda: mde_counts(0), "S421"),
        (lambda: mde_shares(10, 1.0), "S422"),
        (lambda: mde_did(1, 20, 5, 3, 1, 1.0), "S422"),
        (lambda: mde_did(0, 20, 5, 3, 1), "S423"),
        (lambda: mde_its(2, 20, 1), "S423"),
    ],
)
def test_reasons(call, key):
    with pytest.raises(DesignError) as caught:
        call()
    assert caught.value.key == key
