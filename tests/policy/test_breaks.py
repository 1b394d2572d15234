"""断絶: found where they are, silent where there are none, never passed off as an effect."""

import numpy as np
import pandas as pd
import pytest

from shirube.policy import DidRequest, Panel, did, panel, report
from shirube.policy.breaks import breaks_of, unit_changes
from support.policy import random_panel


def make(values, treated=(0,), start=3, units=None):
    values = np.asarray(values, dtype=float)
    units = units or tuple(f"{i}県" for i in range(len(values)))
    times = tuple(f"{2018 + t}年度" for t in range(values.shape[1]))
    flags = np.isin(np.arange(len(values)), treated)
    return Panel(units, times, np.arange(values.shape[1], dtype=float), values, flags, start)


def noisy(rng, units=20, times=8):
    return rng.normal(1000, 200, (units, 1)) + rng.normal(0, 15, (units, times))


def kinds(data, **options):
    return {(b.unit, b.kind) for b in breaks_of(data, **options)}


@pytest.mark.parametrize("seed", range(30))
def test_ordinary_panels_have_none(seed):
    assert kinds(make(noisy(np.random.default_rng(seed)))) == set()


def test_a_trend_and_a_common_shock_are_no_breaks():
    values = noisy(np.random.default_rng(1)) + 40 * np.arange(8)
    values[:, 5:] += 150
    assert kinds(make(values)) == set()


def test_a_city_that_leaves_its_prefecture():
    values = noisy(np.random.default_rng(2))
    values[0] = [5600, 5580, 5570, 5544, 3321, 3300, 3290, 3310]
    values[1] = [np.nan] * 4 + [2240, 2250, 2230, 2260]
    found = kinds(make(values, units=("奈良県", "奈良市", *map(str, range(18)))))
    assert ("奈良県", "mirror") in found
    assert {unit for unit, _ in found} == {"奈良県", "奈良市"}


def test_codes_that_vanish_and_appear():
    values = noisy(np.random.default_rng(3))
    values[4, 5:], values[7, :3] = np.nan, np.nan
    assert kinds(make(values)) == {("4県", "vanished"), ("7県", "appeared")}


def test_thousands():
    values = noisy(np.random.default_rng(4))
    values[3, 4:] /= 1000
    assert kinds(make(values)) == {("3県", "scale")}
    assert [b.time for b in unit_changes(["世帯", "千世帯"], ["1", "2"])] == ["2"]


def test_names_and_notes_that_speak_of_a_change():
    values = noisy(np.random.default_rng(5), units=4)
    data = make(values, units=("東市（旧西町）", "南市", "北市", "中市"))
    assert ("東市（旧西町）", "status") in kinds(data)
    assert ("南市", "status") in kinds(data, notes=[("南市", "2020年度", "中核市分を除く")])
    assert kinds(data, notes=[("北市", "2020年度", "速報値")]) == {("東市（旧西町）", "status")}


def test_a_break_is_never_a_policy_effect():
    frame = random_panel(np.random.default_rng(6), units=30, treated=1)
    frame["件数"] *= 10
    moved = 300.0 * (frame["年"] >= 2021)
    frame.loc[frame["地区"] == "1区", "件数"] -= moved[frame["地区"] == "1区"]
    alone = evaluate(frame)
    assert "効果があったとみられ" in "".join(report(alone).conclusion)
    frame.loc[frame["地区"] == "9区", "件数"] += moved[frame["地区"] == "9区"]
    passed_on = evaluate(frame)
    text = "".join(report(passed_on).conclusion)
    assert "効果があったとみられ" not in text
    lamp = next(x for x in report(passed_on).lights if x.label == "合併・定義の変更")
    assert lamp.level.value == "×"
    assert "政策の効果ではありません" in lamp.reason


def evaluate(frame: pd.DataFrame):
    data = panel(frame, unit="地区", time="年", outcome="件数", treated="実施", start=2021)
    return did(DidRequest(data, outcome="件数", unit="件", higher_is_better=False))
