"""What the details show beside the conclusion: parting trends, a synthetic control, structural models."""

import numpy as np
import pytest

from shirube.policy import DidRequest, ItsRequest, Series, did, its, panel, report
from shirube.policy.report_deeper import did_details, structural_details
from support.policy import random_panel


def compared(seed=1, **shape):
    frame = random_panel(np.random.default_rng(seed), **{"units": 40, "treated": 20, "effect": -3.0, **shape})
    return did(DidRequest(panel(frame, unit="地区", time="年", outcome="件数", treated="実施", start=2021), unit="件"))


def titles(details):
    return [detail.title for detail in details]


def test_the_breakdown_is_where_the_interval_reaches_zero():
    trends = compared(effect=-6.0).parallel
    breakdown = trends.breakdown()
    assert 0 < breakdown < 100
    assert max(trends.interval(breakdown * 0.95)) < 0
    assert max(trends.interval(breakdown * 1.05)) >= 0
    (detail,) = [d for d in did_details(compared(effect=-6.0)) if "平行でなかったら" in d.title]
    rows = detail.tables[0].rows
    assert [row[0] for row in rows] == [0.0, 0.5, 1.0, 2.0]
    assert rows[0][1] > rows[1][1] > rows[2][1]


def test_few_units_have_no_such_section():
    assert titles(did_details(compared(treated=3, units=12))) == []


def test_one_unit_with_a_long_past_gets_a_mix_of_others():
    evaluation = compared(treated=1, units=30, before=9)
    evaluation_start = evaluation.request.panel.start
    assert evaluation_start == 6  # the test panel starts in 2021 whatever its past: too short for a mix
    assert did_details(evaluation) == ()
    frame = random_panel(np.random.default_rng(1), units=30, treated=1, before=9, effect=-3.0)
    longer = did(DidRequest(panel(frame, unit="地区", time="年", outcome="件数", treated="実施", start=2024)))
    assert "参考：合成した比較地区（結論には使っていない）" in titles(did_details(longer))
    plain, deep = report(longer), report(longer, deep=True)
    assert deep.conclusion == plain.conclusion
    assert deep.lights == plain.lights
    assert len(deep.details) > len(plain.details)
    keys = [t.key for d in deep.details for t in d.tables]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(("n", "start", "period", "rows"), [(60, 40, 12, 2), (60, 40, 1, 1), (40, 20, 12, 0)])
def test_structural_models(n, start, period, rows):
    rng = np.random.default_rng(2)
    values = 50 + np.where(np.arange(n) >= start, 6.0, 0) + 2 * np.sin(np.arange(n) * np.pi / 6) + rng.normal(size=n)
    evaluation = its(ItsRequest(Series(tuple(map(str, range(n))), values, start, period)))
    details = structural_details(evaluation)
    found = details[0].tables[0].rows if details else ()
    assert len(found) == rows
    for _, estimate, low, high in found:
        assert low < 6.0 < high
        assert estimate == pytest.approx(6.0, abs=3)


def test_a_companion_with_gaps_is_left_alone():
    rng = np.random.default_rng(3)
    values = rng.normal(size=60) + 20
    values[10] = np.nan
    evaluation = its(ItsRequest(Series(tuple(map(str, range(60))), values, 40)))
    assert structural_details(evaluation) == ()
