"""The effect time by time."""

import numpy as np
import pytest

from shirube.policy import DidRequest, did, panel
from support.policy import random_panel


def evaluate(seed=1, **shape):
    frame = random_panel(np.random.default_rng(seed), **{"units": 40, "treated": 20, **shape})
    return did(DidRequest(panel(frame, unit="地区", time="年", outcome="件数", treated="実施", start=2021)))


def test_gaps_show_when_the_effect_began():
    points = evaluate(effect=20).events.points
    assert [p.step for p in points] == list(range(-6, 4))
    assert points[5].gap == 0
    assert all(abs(p.gap) < 3 for p in points[:6])
    assert all(p.low > 15 for p in points[6:])


def test_gaps_average_to_the_estimate():
    result = evaluate(effect=3)
    gaps = np.array([p.gap for p in result.events.points])
    assert gaps[6:].mean() - gaps[:6].mean() == pytest.approx(result.inference.estimate)


@pytest.mark.parametrize("treated", [1, 8, 20])
def test_joint_test_before_the_start(treated):
    calm = [evaluate(seed, treated=treated).events.before_p for seed in range(20)]
    assert np.mean(np.array(calm) <= 0.05) <= 0.2
    assert evaluate(3, treated=treated, trend=4.0).events.before_p <= 0.05


def test_one_time_before_has_no_joint_test():
    frame = random_panel(np.random.default_rng(2), units=12, treated=2)
    result = did(DidRequest(panel(frame, unit="地区", time="年", outcome="件数", treated="実施", start=2016)))
    assert np.isnan(result.events.before_p)
    assert result.events.points[0].gap == 0
