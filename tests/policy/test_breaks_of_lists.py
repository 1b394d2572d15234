"""Breaks reach the lights, the conclusion and the details of an evaluation made from a list."""

import numpy as np
import pytest

from shirube.commands.evaluate import (
    BeforeAfterSettings,
    DidSettings,
    ItsSettings,
    evaluate_before_after,
    evaluate_did,
    evaluate_its,
    measure_did,
)
from shirube.grid import Grid
from shirube.policy import verdict
from shirube.result import Level
from support.policy import lights_of

DID = DidSettings("地区", "年度", "世帯", "実施", "2022年度", other_policies=False, spillover=False,
                  boundary_change=False, chosen_by_outcome=False)  # fmt: skip
CLAIM = "があったとみられ"
NO_EFFECT = "この動きは政策の効果ではありません"


def values(seed, units=24, times=9):
    rng = np.random.default_rng(seed)
    return rng.normal(3000, 200, (units, 1)) + rng.normal(0, 20, (units, times))


def listed(table, names=None, extra=()):
    """Rows of unit, year, households, and whether the policy was there; missing values leave no row."""
    names = names or [f"{i}地区" for i in range(len(table))]
    rows = [["地区", "年度", "世帯", "実施", *[head for head, _ in extra]]]
    for i, (name, line) in enumerate(zip(names, table, strict=True)):
        for j, value in enumerate(line):
            if np.isfinite(value):
                rows.append(
                    [name, f"{2016 + j}年度", float(value), int(i == 0 and j >= 6), *[f(i, j) for _, f in extra]]
                )
    return Grid.from_rows(rows)


def code(prefecture, number):
    """Municipal code with its check digit (JIS X 0401/0402, 総務省)."""
    digits = f"{prefecture:02d}{number:03d}"
    return f"{digits}{(11 - sum(int(d) * w for d, w in zip(digits, (6, 5, 4, 3, 2), strict=True)) % 11) % 10}"


def lamp(result, label="合併・定義の変更"):
    return lights_of(result)[label]


def everything(result):
    return "".join(str(c) for d in result.details for t in d.tables for row in t.rows for c in row)


def test_a_clean_panel_may_speak_of_an_effect():
    table = values(3)
    table[0, 6:] -= 200
    result = evaluate_did(listed(table), DID)
    assert CLAIM in result.conclusion[1]
    assert lamp(result).level is Level.GOOD


def test_a_city_that_becomes_independent_is_no_effect():
    table = values(3)
    table[0, 6:] -= 1200
    city = np.full(9, np.nan)
    city[6:] = 1200 + np.array([3, -5, 4])
    names = ["奈良県", "奈良市", *[f"{i}地区" for i in range(23)]]
    result = evaluate_did(listed(np.vstack([table[:1], city, table[1:]]), names), DID)
    assert lamp(result).level is Level.BAD
    assert NO_EFFECT in "".join(result.conclusion)
    assert CLAIM not in "".join((*result.conclusion, *result.says))
    assert "区域や所管が移った疑い" in everything(result)


def test_a_note_of_a_changed_status_is_no_effect():
    table = values(3)
    table[0, 6:] -= 200
    notes = (("備考", lambda i, j: "中核市を除く" if (i, j) == (0, 6) else None),)
    result = evaluate_did(listed(table, extra=notes), DID)
    assert lamp(result).level is Level.BAD
    assert "中核市を除く" in "".join(result.conclusion)
    assert CLAIM not in "".join(result.conclusion)


def test_a_changed_unit_of_measure_is_no_effect():
    table = values(3)
    table[0, 6:] -= 200
    measure = (("単位", lambda i, j: "世帯" if j < 6 else "戸"),)
    result = evaluate_did(listed(table, extra=measure), DID)
    assert "単位が「世帯」から「戸」に" in "".join(result.conclusion)
    assert CLAIM not in "".join(result.conclusion)


def test_an_effect_that_comes_from_a_broken_control_is_not_claimed():
    table = values(4, units=24)
    table[1:3, 6:] *= 10  # two control areas change their unit; the treated one does nothing
    found = measure_did(listed(table), DID)
    assert {b.unit for b in found.breaks} >= {"1地区", "2地区"}
    assert found.without_broken is not None
    assert abs(found.without_broken.estimate) < abs(found.inference.estimate) / 10
    made = verdict.conclude_did(found)
    assert not made.effect
    assert CLAIM not in "".join(made.sentences)


def test_codes_listed_nowhere_are_named():
    table = values(3)
    towns = (322, 342, 343, 344, 345, 361, 362, 363, 385, 386, 401)
    names = [*(code(29, n) for n in (*range(201, 213), *towns)), "299995"]
    result = evaluate_did(listed(table, names), DID)
    assert lamp(result).level is Level.CAUTION
    assert "299995" in everything(result)


@pytest.mark.parametrize("factor", [1000, 0.001])
def test_a_series_whose_unit_changes_is_no_change(factor):
    rng = np.random.default_rng(2)
    line = rng.normal(5000, 60, 36)
    line[24:] *= factor
    rows = [["年月", "件数"], *[[f"{2021 + i // 12}年{i % 12 + 1}月", float(v)] for i, v in enumerate(line)]]
    result = evaluate_its(Grid.from_rows(rows), ItsSettings("年月", "件数", "2023年1月"))
    assert lamp(result).level is Level.BAD
    assert NO_EFFECT in "".join(result.conclusion)


def test_a_series_without_breaks_asks_the_staff():
    rng = np.random.default_rng(2)
    rows = [
        ["年月", "件数"],
        *[[f"{2021 + i // 12}年{i % 12 + 1}月", float(v)] for i, v in enumerate(rng.normal(50, 5, 36))],
    ]
    result = evaluate_its(Grid.from_rows(rows), ItsSettings("年月", "件数", "2023年1月"))
    assert (lamp(result).level, lamp(result).word) == (Level.CAUTION, "未確認")


def test_people_measured_in_another_unit_did_not_change():
    rng = np.random.default_rng(2)
    before = rng.normal(1.5, 0.1, 20)
    rows = [["前", "後"], *[[float(b), float(b * 100 + 1)] for b in before]]
    result = evaluate_before_after(Grid.from_rows(rows), BeforeAfterSettings("前", "後", outcome="身長"))
    assert lamp(result).level is Level.BAD
    assert NO_EFFECT in "".join(result.conclusion)
    said = evaluate_before_after(
        Grid.from_rows(rows[:1] + [[b, b + 1] for b, _ in rows[1:]]), BeforeAfterSettings("前", "後")
    )
    assert NO_EFFECT not in "".join(said.conclusion)
