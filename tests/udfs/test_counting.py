"""The counting functions as a cell calls them."""

import datetime as dt

import numpy as np
import pytest

from shirube.stats.contingency import adjusted_residuals, cramers_v, cramers_v_corrected, pearson
from support.excel import OMITTED, Excel

COUNTS = [[762.0, 327.0, 468.0], [484.0, 239.0, 477.0]]
HEADED = [[None, "民主", "無党派", "共和"], ["女", *COUNTS[0]], ["男", *COUNTS[1]]]


@pytest.fixture(scope="module")
def call():
    with Excel() as running:
        yield lambda name, *given: running.call("counting", name, *given)


@pytest.mark.parametrize("given", [COUNTS, HEADED])
def test_chi_square_says_test_reason_and_figures(call, given) -> None:
    answer = {row[0]: row[1] for row in call("SB_CHISQ", given)}
    wanted = pearson(np.array(COUNTS))
    assert answer["検定"] == "カイ二乗検定（ピアソン）"
    assert answer["統計量"] == pytest.approx(wanted.statistic, abs=1e-4)
    assert answer["p値"] == pytest.approx(wanted.p, abs=1e-6)
    assert "人数" in answer["理由"]


def test_small_counts_are_tested_exactly(call) -> None:
    answer = {row[0]: row[1] for row in call("SB_CHISQ", [[3.0, 1.0], [1.0, 3.0]])}
    assert "フィッシャー" in answer["検定"]
    assert answer["p値"] == pytest.approx(0.485714, abs=1e-6)


def test_residuals_keep_the_headings(call) -> None:
    answer = call("SB_RESID", HEADED)
    assert answer[0] == ["", "民主", "無党派", "共和"]
    shown = np.array([row[1:] for row in answer[1:]], dtype=float)
    assert shown == pytest.approx(adjusted_residuals(np.array(COUNTS)), abs=0.0051)


def test_strength(call) -> None:
    assert call("SB_CRAMERV", COUNTS, OMITTED) == pytest.approx(cramers_v(np.array(COUNTS)))
    assert call("SB_CRAMERV", COUNTS, [[True]]) == pytest.approx(cramers_v_corrected(np.array(COUNTS)))


@pytest.mark.parametrize("given", [[[1.5, 2.0], [3.0, 4.0]], [[-1.0, 2.0], [3.0, 4.0]], [["a", "b"], ["c", "d"]]])
def test_what_is_no_table_of_counts_is_told(call, given) -> None:
    for name in ("SB_CHISQ", "SB_RESID"):
        assert str(call(name, given)).count("SB-C") == 1


def test_totals_of_questions(call) -> None:
    table = [["年代", "満足度"], *([["若", "満足"]] * 30), *([["老", "不満"]] * 10)]
    answer = call("SB_GT", table, [["満足度"]], OMITTED)
    assert [row[:4] for row in answer[1:]] == [
        ["満足度", "回答者数（n）", 40, ""],
        ["満足度", "満足", 30, 75],
        ["満足度", "不満", 10, 25],
    ]
    assert {row[0] for row in call("SB_GT", table, OMITTED, OMITTED)[1:]} == {"年代", "満足度"}


def test_heat_of_moments(call) -> None:
    moments = [[dt.datetime(2026, 4, 6, 9, 30)]] * 30 + [[dt.datetime(2026, 4, 5, 22)]] * 10
    answer = call("SB_HEAT", moments)
    assert answer[1][:2] == ["計", 40]
    assert sum(row[1] for row in answer[2:]) == 40
