"""合成した比較地区: the verb, its interval, its report; p depends on what is fitted, and the report says so."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from shirube.errors import DesignError
from shirube.policy import DidRequest, Panel, panel, report, synthetic
from shirube.policy.inference import ALPHA
from shirube.policy.review import review
from shirube.policy.verdict import State, conclude_synthetic, state_of
from shirube.result import Level
from shirube.stats.synthetic import synthetic_control
from support.shared import shared

CLAIM = "があったとみられ"


def common_factor(seed, *, effect=0.0, units=30, before=16, after=6, noise=0.3):
    rng = np.random.default_rng(seed)
    factors = rng.normal(size=(2, before + after)).cumsum(axis=1)
    y = 50 + rng.normal(size=(units, 2)) @ factors + noise * rng.normal(size=(units, before + after))
    y[0] = 50 + np.array([0.4, 0.2]) @ factors + noise * rng.normal(size=before + after)
    y[0, before:] += effect
    times = tuple(f"{2000 + t}年度" for t in range(before + after))
    flags = np.arange(units) == 0
    return Panel(tuple(f"{i}市" for i in range(units)), times, np.arange(before + after, dtype=float), y, flags, before)


def lamp(evaluation, label):
    return next(light for light in conclude_synthetic(evaluation).lights if light.label == label)


@pytest.mark.parametrize("seed", range(6))
def test_the_interval_is_the_inverted_test(seed):
    data = common_factor(seed, effect=(seed % 3) * 2.0)
    found = synthetic(DidRequest(data))
    assert found.fit.rank == synthetic_control(data.values, 0, data.start).rank
    if not found.inference.has_interval:
        assert found.inference.p <= ALPHA
        return
    # Taking a size just inside (outside) the interval off the treated unit does not (does) place it in the extreme 5 %.
    width = found.inference.high - found.inference.low
    for end, inward in ((found.inference.low, 1), (found.inference.high, -1)):
        for step, inside in ((inward * 1e-6 * width, True), (-inward * 1e-6 * width, False)):
            moved = data.values.copy()
            moved[0, data.start :] -= end + step
            assert (synthetic_control(moved, 0, data.start).p > ALPHA) == inside


@pytest.mark.slow
def test_false_alarms_and_coverage():
    hits = covered = 0
    for seed in range(60):
        found = synthetic(DidRequest(common_factor(1000 + seed, effect=3.0, units=24, before=12, after=4, noise=1.0)))
        covered += found.inference.low <= 3.0 <= found.inference.high
        null = synthetic(DidRequest(common_factor(1000 + seed, units=24, before=12, after=4, noise=1.0)))
        hits += null.inference.p <= ALPHA
    assert hits / 60 <= 0.1
    assert covered / 60 >= 0.9


def test_what_is_read_off_by_hand():
    data = common_factor(3, effect=4.0)
    found = synthetic(DidRequest(data))
    mix = found.fit.weights @ found.panel.values
    assert found.inference.estimate == pytest.approx((data.values[0] - mix)[data.start :].mean())
    assert sum(w for _, w in found.weights) == pytest.approx(1, abs=0.05)
    assert {unit for unit, _ in found.without} <= set(found.panel.units[1:])
    middle = next(spec for spec in found.specs if spec.label.startswith("差の差"))
    change = data.values[:, data.start :].mean(axis=1) - data.values[:, : data.start].mean(axis=1)
    assert middle.estimate == pytest.approx(change[0] - change[1:].mean())


def test_a_clear_effect_is_spoken_of_only_when_every_choice_agrees():
    found = synthetic(
        DidRequest(
            common_factor(5, effect=8.0), unit="件", other_policies=False, spillover=False, boundary_change=False,
            chosen_by_outcome=False,
        )
    )  # fmt: skip
    verdict = conclude_synthetic(found)
    assert verdict.state is State.CLEAR
    assert verdict.effect
    assert CLAIM in "".join(verdict.sentences)
    weak = replace(found, request=replace(found.request))
    weak.__dict__["specs"] = (*found.specs[:1], replace(found.specs[1], p=0.2), *found.specs[2:])
    assert not conclude_synthetic(weak).effect
    assert CLAIM not in "".join(conclude_synthetic(weak).sentences)
    asked = synthetic(replace(found.request, other_policies=True))
    assert not conclude_synthetic(asked).effect


def test_a_unit_nothing_resembles_is_not_judged_good():
    data = common_factor(6, effect=4.0)
    values = data.values.copy()
    values[0] = 500 + 40 * np.sin(np.arange(22))
    found = synthetic(DidRequest(replace(data, values=values)))
    assert lamp(found, "実施前の一致").level is Level.BAD
    assert not conclude_synthetic(found).effect


def test_a_mix_of_units_with_breaks_is_not_an_effect():
    data = common_factor(7)
    values = data.values.copy()
    plain = synthetic(DidRequest(data))
    heaviest = data.units.index(plain.weights[0][0])
    values[heaviest, data.start :] *= 10
    found = synthetic(DidRequest(replace(data, values=values)))
    assert found.broken_weight > 0.05
    assert lamp(found, "合併・定義の変更").level is Level.BAD
    assert CLAIM not in "".join(conclude_synthetic(found).sentences)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"treated": np.arange(30) < 2}, "S211"),
        ({"start": 5}, "S212"),
        ({"values": None}, "S472"),
    ],
)
def test_what_cannot_be_done(change, code):
    data = common_factor(1)
    if "values" in change:
        values = data.values.copy()
        values[0, 3] = np.nan
        change = {"values": values}
    with pytest.raises(DesignError) as error:
        synthetic(DidRequest(replace(data, **change)))
    assert error.value.key == code


def test_controls_with_gaps_are_named():
    data = common_factor(1)
    values = data.values.copy()
    values[4, 3] = np.nan
    found = synthetic(DidRequest(replace(data, values=values)))
    assert found.dropped == ("4市",)
    assert "値が欠けていて除いた地区 1" in report(found).base


def california():
    data = pd.read_csv(shared("data", "policy", "smoking.csv"))
    state, year = "state", "year"
    made = panel(data, unit=state, time=year, outcome="cigsale", treated=["California"], start=1989)

    def wide(name):
        return data.pivot(index=state, columns=year, values=name).loc[list(made.units)]

    packs = wide("cigsale")
    means = [wide(name).loc[:, 1980:1988].mean(axis=1) for name in ("lnincome", "retprice", "age15to24")]
    beer = wide("beer").loc[:, 1984:1988].mean(axis=1)
    return made, np.column_stack([*means, beer, packs[1975], packs[1980], packs[1988]])


@pytest.mark.slow
def test_p_of_the_tobacco_programme_depends_on_the_specification():
    made, predictors = california()
    found = synthetic(DidRequest(made, outcome="たばこの販売", unit="箱"), predictors)
    assert found.inference.p == pytest.approx(3 / 39)
    by_label = {spec.label: spec.p for spec in found.specs}
    assert by_label["予測変数（成果に関わる値）に合わせる"] == pytest.approx(1 / 39)
    assert not conclude_synthetic(found).effect
    result = report(found)
    text = "".join(line for d in result.details for line in d.paragraphs)
    assert "0.0256〜0.0769" in text
    assert "どれか一つだけを示してはならない" in text
    assert "偶然の揺れを超えたもの1" in lamp(found, "別の計算でも同じか").reason
    assert not re.search(r"[Pp]値|0\.0", "".join((*result.conclusion, *result.says)))


def test_outcome_lags_of_the_tobacco_programme():
    made, _ = california()
    found = synthetic(DidRequest(made))
    assert (found.fit.rank, found.inference.p) == (3, pytest.approx(3 / 39))
    assert state_of(found.inference) is State.UNCLEAR
    assert CLAIM not in "".join(conclude_synthetic(found).sentences)
    assert review(found).tables[0].rows[0][1] == conclude_synthetic(found).size
