"""差の差: identities, the choice of inference, and its rate of false alarms."""

import numpy as np
import pandas as pd
import pytest

from shirube.errors import DesignError
from shirube.policy import DidRequest, did, panel
from shirube.policy.inference import Method
from support.policy import random_panel


def evaluate(frame, start=2021, **words):
    return did(
        DidRequest(
            panel(frame, unit="地区", time="年", outcome="件数", treated="実施", start=start), unit="件", **words
        )
    )


def test_estimate_is_the_difference_of_the_four_means():
    result = evaluate(random_panel(np.random.default_rng(1), units=12, treated=3))
    direct = (result.treated_after - result.treated_before) - (result.control_after - result.control_before)
    assert result.inference.estimate == pytest.approx(direct)


def test_gap_after_the_start_averages_to_the_estimate():
    result = evaluate(random_panel(np.random.default_rng(2), units=12, treated=3, effect=4))
    after = [g.actual - g.counterfactual for g in result.gap if g.under_policy]
    before = [g.actual - g.counterfactual for g in result.gap if not g.under_policy]
    assert np.mean(after) == pytest.approx(result.inference.estimate)
    assert np.mean(before) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(
    ("units", "treated", "method"),
    [
        (20, 1, Method.RELABEL),
        (20, 5, Method.RELABEL),
        (60, 5, Method.RELABEL_DRAWN),
        (12, 6, Method.WILD),
        (30, 12, Method.WILD_DRAWN),
        (40, 20, Method.CLUSTER),
        (30, 26, Method.RELABEL),
    ],
)
def test_inference_follows_the_number_of_units(units, treated, method):
    result = evaluate(random_panel(np.random.default_rng(3), units=units, treated=treated))
    assert result.inference.method is method
    assert result.inference.excludes_zero == (result.inference.p <= 0.05)


def test_false_alarms_with_one_treated_unit_of_twenty():
    rng = np.random.default_rng(20)
    runs = 200
    alarms = sum(evaluate(random_panel(rng, units=20, treated=1)).inference.p <= 0.05 for _ in range(runs))
    assert alarms / runs <= 0.08


def test_false_alarms_with_many_units():
    rng = np.random.default_rng(21)
    runs = 200
    alarms = sum(evaluate(random_panel(rng, units=40, treated=20)).inference.p <= 0.05 for _ in range(runs))
    assert alarms / runs <= 0.08


def test_a_large_effect_is_found_and_measured():
    result = evaluate(random_panel(np.random.default_rng(4), units=40, treated=1, effect=15))
    assert result.inference.p == pytest.approx(1 / 40)
    assert result.inference.low > 0
    assert result.inference.low < 15 < result.inference.high
    assert result.level == 3
    assert result.specs_agree


def test_detectable_effect_is_detected_most_of_the_time():
    rng = np.random.default_rng(9)
    mde = np.mean([evaluate(random_panel(rng, units=25, treated=1)).mde for _ in range(10)])
    found = [evaluate(random_panel(rng, units=25, treated=1, effect=mde)).inference.p <= 0.05 for _ in range(60)]
    assert 0.6 <= np.mean(found) <= 1.0


def test_too_few_controls_leave_no_interval_and_no_detectable_effect():
    result = evaluate(random_panel(np.random.default_rng(5), units=10, treated=1, effect=50))
    assert not result.inference.has_interval
    assert np.isnan(result.mde)
    assert result.inference.smallest_p == pytest.approx(0.1)


def test_different_trends_before_lower_the_level():
    frame = random_panel(np.random.default_rng(6), units=40, treated=10, trend=3.0)
    result = evaluate(frame)
    assert result.pretrend.differs
    assert result.level == 2


def test_one_time_before_cannot_be_checked():
    frame = random_panel(np.random.default_rng(6), units=30, treated=10)
    result = evaluate(frame, start=2016)
    assert result.pretrend is None
    assert result.level == 2


def test_a_weak_check_of_trends_says_so():
    frame = random_panel(np.random.default_rng(7), units=30, treated=1, before=3, effect=0.3)
    assert evaluate(frame, start=2018).pretrend.could_explain(0.3)


def test_units_without_both_sides_are_named():
    frame = random_panel(np.random.default_rng(8), units=12, treated=2)
    frame.loc[(frame["地区"] == "12区") & (frame["年"] >= 2021), "件数"] = None
    assert evaluate(frame).dropped == ("12区",)
    frame.loc[frame["地区"].isin(["1区", "2区"]) & (frame["年"] >= 2021), "件数"] = np.nan
    with pytest.raises(DesignError) as caught:
        evaluate(frame)
    assert caught.value.key == "S125"


def test_no_spread_at_all():
    frame = random_panel(np.random.default_rng(8), units=25, treated=2)
    frame["件数"] = 3.0
    result = evaluate(frame)
    assert result.inference.method is Method.NONE
    assert not result.inference.has_interval


def test_same_data_same_answer():
    frame = random_panel(np.random.default_rng(10), units=60, treated=5)
    one, two = evaluate(frame), evaluate(frame.sample(frac=1, random_state=1))
    assert one.inference.seed is not None
    assert one.inference == evaluate(frame).inference
    assert one.inference.estimate == pytest.approx(two.inference.estimate)


def test_swapping_signs_swaps_the_interval():
    frame = random_panel(np.random.default_rng(12), units=25, treated=2)
    flipped = frame.assign(件数=-frame["件数"])
    one, two = evaluate(frame).inference, evaluate(flipped).inference
    assert (one.low, one.high) == (pytest.approx(-two.high), pytest.approx(-two.low))


def test_request_does_not_hold_the_callers_array():
    frame = random_panel(np.random.default_rng(12), units=12, treated=2)
    data = panel(frame, unit="地区", time="年", outcome="件数", treated="実施", start=2021)
    frame["件数"] = 0.0
    assert isinstance(frame, pd.DataFrame)
    assert data.values.std() > 0


def test_missing_cells_do_not_turn_a_common_shock_into_an_effect():
    frame = random_panel(np.random.default_rng(14), units=30, treated=10)
    frame["件数"] += 40.0 * (frame["年"] == 2024)
    whole = evaluate(frame)
    gone = frame["地区"].isin([f"{i}区" for i in range(1, 9)]) & (frame["年"] == 2024)
    holed = evaluate(frame[~gone])
    assert not holed.balanced
    assert holed.inference.estimate == pytest.approx(whole.inference.estimate, abs=1.0)
    assert abs(holed.changes.change[:10].mean() - holed.changes.change[10:].mean()) > 5  # what plain means would say
