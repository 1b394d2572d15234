"""How far trends may part: the estimate of the evaluation, and where nothing is said."""

import numpy as np
import pytest

from shirube.policy import DidRequest, did, panel
from support.policy import random_panel


def evaluation(**options):
    frame = random_panel(np.random.default_rng(6), **options)
    start = 2015 + options.get("before", 6)
    return did(DidRequest(panel(frame, unit="地区", time="年", outcome="件数", treated="実施", start=start)))


def test_the_later_gaps_average_to_the_effect_seen_from_the_last_time_before():
    found = evaluation(units=50, treated=22, before=4, after=3, effect=3.0)
    events = [point.gap for point in found.events.points]
    assert found.parallel.estimate == pytest.approx(np.mean(events[4:]))
    assert found.parallel.worst == pytest.approx(np.abs(np.diff(events[:4])).max())


def test_a_drift_like_the_one_before_breaks_the_conclusion():
    steady = evaluation(units=60, treated=25, effect=3.0)
    drifting = evaluation(units=60, treated=25, effect=0.0, trend=1.0)
    assert steady.parallel.breakdown() > 1.0
    assert drifting.parallel.breakdown() < 1.0  # a step like those before explains all of it
    low, high = drifting.parallel.interval(1.0)
    assert low < 0 < high


@pytest.mark.parametrize("options", [{"units": 30, "treated": 3}, {"units": 60, "treated": 30, "before": 1}])
def test_nothing_is_said_with_few_units_or_one_time_before(options):
    assert evaluation(**options).parallel is None
