"""KPI, gaps, a population carried on, and the logic model."""

import numpy as np
import pytest

from shirube.commands.evaluate_indicators import (
    GapSettings,
    KpiSettings,
    LogicSettings,
    PopulationSettings,
    check_kpi,
    check_logic_model,
    measure_gaps,
    project_population,
)
from shirube.errors import DesignError
from shirube.grid import Grid
from shirube.policy.gap import gaps, population_causes, project
from shirube.policy.kpi import KpiRequest, kpi
from shirube.policy.logic_model import Step, check_logic
from shirube.policy.report_indicators import report_kpi

PERIODS = tuple(f"{y}年度" for y in range(2016, 2026))


def status(values, target, better=None, **options):
    return kpi(KpiRequest(PERIODS[: len(values)], values, target, higher_is_better=better, **options)).status


@pytest.mark.parametrize(
    ("values", "target", "better", "expected"),
    [
        ([10, 12, 14, 16], 16, True, "達成"),
        ([10, 9, 8, 7], 5, False, "順調"),
        ([10, 10, 10, 10.2], 20, True, "遅れ"),
        ([10, 9, 8, 7], 20, True, "逆方向"),
        ([10, 9, 8, 7], 12, False, "達成"),
        ([10, 9], np.nan, None, "目標なし"),
    ],
)
def test_status(values, target, better, expected):
    assert status(values, target, better, target_period="2025年度") == expected


def test_path_is_a_straight_line_to_the_target_period():
    found = kpi(KpiRequest(PERIODS, [10.0] * 4 + [np.nan] * 6, 20, "2020年度"))
    assert found.path.tolist() == [10, 12.5, 15, 17.5, 20, 20, 20, 20, 20, 20]
    with pytest.raises(DesignError) as caught:
        kpi(KpiRequest(PERIODS, np.arange(10.0), 20, "2016年度"))
    assert caught.value.key == "S452"


def test_words_of_a_kpi_repeat_its_numbers():
    report = report_kpi(kpi(KpiRequest(PERIODS, np.arange(10.0, 20.0), 25.0, name="件数", unit="件")))
    assert report.figures[0].text == "19.0件"
    assert "19.0件" in report.conclusion[0]
    assert "25.0件" in report.conclusion[0]


def test_usual_ups_and_downs_are_not_explained():
    rng = np.random.default_rng(3)
    calm = report_kpi(kpi(KpiRequest(tuple(map(str, range(24))), rng.normal(50, 3, 24))))
    odd = report_kpi(kpi(KpiRequest(tuple(map(str, range(24))), np.r_[rng.normal(50, 3, 23), 90])))
    assert "ふだんの揺れの範囲" in calm.conclusion[1]
    assert "ふだんと違う動き" in odd.conclusion[1]


def test_shares_need_totals():
    with pytest.raises(DesignError) as caught:
        kpi(KpiRequest(("1", "2"), [1, 2], chart="p"))
    assert caught.value.key == "S451"


def test_kpi_of_a_sheet():
    grid = Grid.from_rows([["年度", "受診", "対象"], *([p, 40 + i, 100] for i, p in enumerate(PERIODS))])
    made = check_kpi(grid, KpiSettings("年度", "受診", 0.6, "p", "対象", higher_is_better=True))
    assert made.figures[0].text == "49.0%"
    assert made.tables[0].rows[0][1] == 40


def test_gaps_are_sorted_and_missing_ones_named():
    lines = gaps(["a", "b", "c"], [10, np.nan, 10], [12, 3, 2])
    assert [g.label for g in lines] == ["c", "a", "b"]
    assert [g.gap for g in lines[:2]] == [8, -2]
    assert sum(g.share for g in lines[:2]) == pytest.approx(100)
    grid = Grid.from_rows([["項目", "目標", "現状"], ["a", 10, 12], ["b", None, 3]])
    assert "計算できない項目が1件" in measure_gaps(grid, GapSettings("項目", "目標", "現状", "人")).conclusion[1]


def test_causes_add_up_to_the_whole_change():
    rng = np.random.default_rng(4)
    before, after = rng.integers(50, 200, 18).astype(float), rng.integers(50, 200, 18).astype(float)
    found = population_causes(before, after, births=70, deaths=90, survival=np.linspace(1, 0.3, 18))
    assert found.natural + found.social == pytest.approx(after.sum() - before.sum())
    assert found.cohort_change.sum() == pytest.approx(after.sum() - before.sum() - 70)
    assert (found.by_deaths + found.by_moves)[1:] == pytest.approx(found.cohort_change[1:])


def test_projection_follows_its_ratios_by_hand():
    before, after = [100.0, 80, 60, 40], [90.0, 70, 50, 60]
    found = project(before, after, steps=2, bearing=slice(1, 3))
    assert found.ratios.tolist() == pytest.approx([0.7, 50 / 80, 60 / 100])
    assert found.child_ratio == pytest.approx(90 / 120)
    first = [0, 90 * 0.7, 70 * 0.625, 110 * 0.6]
    first[0] = 0.75 * (first[1] + first[2])
    assert found.population[1] == pytest.approx(first)


def test_a_steady_population_stays():
    steady = np.full(18, 100.0)
    steady[-1] = 50
    before = steady.copy()
    found = project(before, np.r_[steady[:-1], 50], steps=4)
    assert found.totals == pytest.approx(np.full(5, found.totals[0]))


def test_population_of_a_sheet():
    ages = [f"{5 * i}〜{5 * i + 4}歳" for i in range(17)] + ["85歳以上"]
    grid = Grid.from_rows([["年齢", "2015", "2020"], *([a, 100 - i, 95 - i] for i, a in enumerate(ages))])
    made = project_population(grid, PopulationSettings("年齢", "2015", "2020", steps=3, first_year=2020))
    assert [row[0] for row in made.tables[0].rows] == ["2020年", "2025年", "2030年", "2035年"]
    assert f"約{made.tables[0].rows[-1][1]:,.0f}人" in made.conclusion[0]


@pytest.mark.parametrize(("before", "after"), [([1.0, 2], [1.0, 2]), ([1.0, 0, 3, 4], [1.0, 2, 3, 4])])
def test_populations_too_small_are_refused(before, after):
    with pytest.raises(DesignError) as caught:
        project(before, after, steps=1, bearing=slice(1, 3))
    assert caught.value.key == "S453"


GOOD = [
    Step("活動", "教室を開く"),
    Step("産出", "参加する", ("教室を開く",), "参加者数"),
    Step("短期成果", "歩くようになる", ("参加する",), "1日の歩数", "5,000歩", "6,000歩"),
    Step("長期成果", "健康になる", ("歩くようになる",), "要介護認定率", "18%", "17%"),
]


def test_a_sound_logic_model_has_nothing_to_mend():
    assert check_logic(GOOD) == ()


@pytest.mark.parametrize(
    ("steps", "word"),
    [
        ([], "空です"),
        (GOOD[:2], "成果がありません"),
        ([*GOOD[:2], Step("短期成果", "歩く")], "どの段階からもつながっていません"),
        ([*GOOD, Step("短期成果", "歩く", ("ない",))], "「ない」がありません"),
        ([*GOOD, Step("産出", "増える", ("健康になる",))], "後戻り"),
        ([*GOOD, Step("長期成果", "長生き", ("教室を開く",), "寿命", "80", "81")], "段階を飛ばして"),
        ([*GOOD, Step("短期成果", "知る", ("参加する",), "配布部数", "1", "2")], "産出（やった量）"),
        ([*GOOD, Step("短期成果", "知る", ("参加する",), "認知度")], "現状値がありません"),
        ([*GOOD, Step("夢", "知る")], "段階「夢」"),
        ([*GOOD, Step("活動", "広報する")], "どこにもつながっていません"),
    ],
)
def test_what_to_mend(steps, word):
    assert any(word in issue.sentence for issue in check_logic(steps))


def test_logic_model_of_a_sheet():
    rows = [
        ["段階", "内容", "つながる元", "指標"],
        ["アウトプット", "冊子", "", ""],
        ["成果", "読む", "冊子", "配布部数"],
    ]
    made = check_logic_model(Grid.from_rows(rows), LogicSettings())
    assert any("産出（やった量）" in row[2] for row in made.tables[0].rows)
