"""The report: plain words on page one, complete details, tables that charts can find."""

import re

import numpy as np
import pytest

from shirube.policy import (
    Adoption,
    BeforeAfterRequest,
    DidRequest,
    Panel,
    StaggeredRequest,
    before_after,
    did,
    panel,
    report,
    staggered,
    synthetic,
)
from shirube.result import Chart, Level, Provenance, Purpose, Result
from support.policy import SLEEP_1, SLEEP_2, random_panel

FORBIDDEN = ("p値", "検定", "有意", "証明", "信頼区間", "標準誤差", "帰無", "仮説", "回帰", "トレンド", "棄却")
DENIALS = ("効果がなかった", "効果はない")
LATIN = re.compile(r"[A-Za-zΑ-ω]")


def make_did(**shape):
    options = {"units": 30, "treated": 1, "effect": -9.0, **shape}
    frame = random_panel(np.random.default_rng(4), **options)
    data = panel(frame, unit="地区", time="年", outcome="件数", treated="実施", start=2021)
    return did(DidRequest(data, outcome="事故件数", unit="件", per="1地区あたり年平均", higher_is_better=False))


def make_synthetic(effect):
    rng = np.random.default_rng(5)
    y = 50 + rng.normal(size=(24, 2)) @ rng.normal(size=(2, 14)).cumsum(axis=1) + 0.4 * rng.normal(size=(24, 14))
    y[0] = y[1:4].mean(axis=0) + np.where(np.arange(14) >= 10, effect, 0)
    years = tuple(f"{2010 + t}年度" for t in range(14))
    data = Panel(tuple(f"{i}市" for i in range(24)), years, np.arange(14.0), y, np.arange(24) == 0, 10)
    return synthetic(DidRequest(data, outcome="利用者数", unit="人", higher_is_better=True))


def make_staggered(effect):
    rng = np.random.default_rng(6)
    starts = np.repeat([3, 5, -1], (4, 3, 14))
    y = 40 + rng.normal(size=(21, 1)) + rng.normal(size=(21, 8))
    y += effect * ((starts >= 0)[:, None] & (np.arange(8) >= starts[:, None]))
    units, years = tuple(f"{i}区" for i in range(21)), tuple(f"{2015 + t}年度" for t in range(8))
    return staggered(StaggeredRequest(Adoption(units, years, np.arange(8.0), y, starts), outcome="件数", unit="件"))


def reports():
    rng = np.random.default_rng(1)
    many = rng.normal(60, 8, 40)
    yes = (rng.random(40) < 0.5).astype(int)
    for options in (
        {"before": SLEEP_1, "after": SLEEP_2},
        {"before": many, "after": many + rng.normal(0, 5, 40), "selected_on_baseline": True},
        {"before": many, "after": many + 3, "paired": False},
        {"before": many[:3], "after": many[3:6]},
        {"before": yes, "after": yes[::-1], "kind": "binary"},
        {"before": yes, "after": yes[::-1], "kind": "binary", "paired": False},
        {"before": rng.poisson(9, 12), "after": rng.poisson(7, 12), "kind": "count", "paired": False},
        {"before": [0], "after": [9], "kind": "count", "paired": False},
        {"before": [0, 1, 50], "after": [90, 0, 2], "kind": "count"},
    ):
        arrays = {key: np.asarray(options[key], dtype=float) for key in ("before", "after")}
        yield report(before_after(BeforeAfterRequest(**{**options, **arrays}, outcome="利用時間", unit="分")))
    for effect in (0.0, 8.0):
        yield report(make_synthetic(effect))
        yield report(make_staggered(effect))
    for shape in ({}, {"effect": 0.0}, {"units": 8}, {"treated": 12, "units": 40}, {"treated": 10, "trend": 3.0}):
        yield report(make_did(**shape))


def page_one(result):
    parts = [result.title, result.question, result.conditions, result.base, *result.conclusion]
    for figure in result.figures:
        parts += [figure.label, figure.text, figure.note]
    for light in result.lights:
        parts += [light.label, light.word, light.reason]
    for table in result.tables:
        parts += [table.title, *table.notes, *(c.label for c in table.columns), *(c.group for c in table.columns)]
        parts += [str(row[0]) for row in table.rows]
    for chart in result.charts:
        parts += [chart.title, chart.alt_text, chart.x_title, *(s.label for s in chart.series)]
    return "\n".join([*parts, *result.says, *result.cannot_say, *result.notes])


@pytest.mark.parametrize("result", list(reports()), ids=lambda r: r.conclusion[0])
def test_page_one_is_plain(result):
    text = page_one(result)
    assert [word for word in FORBIDDEN + DENIALS if word in text] == []
    assert LATIN.findall(text) == []
    assert "nan" not in text
    assert "▲" not in text
    assert "△" not in text


@pytest.mark.parametrize("result", list(reports()), ids=lambda r: r.conclusion[0])
def test_report_is_complete(result):
    assert isinstance(result, Result)
    assert result.conclusion
    assert result.figures[0].text
    assert result.lights[0].label == "結論の確からしさ"
    assert result.says
    assert result.cannot_say
    assert result.details
    assert result.data
    assert result.settings
    tables = [*result.tables, *(t for d in result.details for t in d.tables), *(s.table for s in result.data)]
    assert len({t.key for t in tables}) == len(tables)
    assert all(t.key.startswith(("ba_", "did_", "sc_", "cs_")) for t in tables)
    for table in tables:
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert not any(isinstance(v, float) and not np.isfinite(v) for row in table.rows for v in row)
    for chart in result.charts:
        check_chart(chart, {t.key: t for t in tables})


def check_chart(chart: Chart, tables):
    table = tables[chart.table]
    for key in [chart.category, *(s.key for s in chart.series), *(s.low for s in chart.series if s.low)]:
        assert table.column(key)
    assert chart.alt_text


def test_did_chart_shows_what_would_have_been():
    result = report(make_did())
    dashed = [s.key for s in result.charts[0].series if s.dashed]
    assert dashed == ["counterfactual"]
    assert "2021年から実施" in result.charts[0].x_title
    series = next(t for d in result.details for t in d.tables if t.key == "did_series")
    assert [row[:2] for row in series.rows[5:8]] == [
        ("2020年", "実施前"),
        ("2021年 開始", "実施後"),
        ("2022年", "実施後"),
    ]


def test_size_in_natural_units_comes_first():
    result = report(make_did())
    assert re.search(r"1地区あたり年平均 −[\d.]+件（−[\d.]+〜−[\d.]+件）", result.conclusion[0])
    assert "（95%の幅" not in result.conclusion[0]
    assert any("95%の幅" in note for note in result.notes)


def test_details_tell_how():
    text = "\n".join(p for d in report(make_did()).details for p in d.paragraphs)
    for word in ("並べ替え", "30通り", "最小の p", "MDE", "傾き", "別の計算"):
        assert word in text
    drawn = "\n".join(p for d in report(make_did(units=60, treated=5)).details for p in d.paragraphs)
    assert "乱数の種" in drawn


def test_standard_error_based_p_is_hidden_for_few_treated_units():
    for detail in report(make_did()).details:
        for table in detail.tables:
            assert not any("t 検定" in str(row[0]) for row in table.rows)


def test_rows_of_single_people_stay_out():
    result = report(before_after(BeforeAfterRequest(SLEEP_1, SLEEP_2)))
    assert len(result.data[0].table.rows) < 2 * SLEEP_1.size
    assert {row[0] for row in result.data[0].table.rows} == {"事前", "事後", "変化"}


def test_provenance_and_purpose_are_carried():
    provenance = Provenance(file="健診.xlsx")
    request = BeforeAfterRequest(SLEEP_1, SLEEP_2, purpose=Purpose.PUBLIC)
    result = report(before_after(request), provenance)
    assert (result.provenance, result.purpose) == (provenance, Purpose.PUBLIC)


def test_small_groups_are_pointed_out_before_publishing():
    yes, no = np.r_[np.ones(3), np.zeros(37)], np.r_[np.ones(20), np.zeros(20)]
    for purpose, warned in ((Purpose.PUBLIC, True), (Purpose.INTERNAL, False)):
        notes = report(before_after(BeforeAfterRequest(yes, no, kind="binary", purpose=purpose))).notes
        assert any("個人が推測" in note for note in notes) == warned
    notes = report(before_after(BeforeAfterRequest(no, no[::-1], kind="binary", purpose=Purpose.PUBLIC))).notes
    assert not any("個人が推測" in note for note in notes)


def test_same_input_same_report():
    assert report(make_did(units=60, treated=5)) == report(make_did(units=60, treated=5))


def test_before_after_is_never_green():
    for result in reports():
        if result.title.startswith("前後比較"):
            assert result.lights[0].level is not Level.GOOD
            assert any(light.level is Level.BAD for light in result.lights)
