"""Indicators from the command line: one step per kind of figure, each a workbook and a sentence."""

from pathlib import Path

import numpy as np
import pytest

from shirube_cli.main import main
from support.books import book, rows_of, text_of


def run(tmp_path: Path, step: str, rows: list[list[object]], *options: str) -> Path:
    source, out = book(tmp_path / "元.xlsx", {"表": rows}), tmp_path / "結果.xlsx"
    assert main(["indicator", step, str(source), *options, "--out", str(out)]) == 0
    return out


def test_kpi_says_where_it_stands_and_what_moved(tmp_path, capsys):
    values = [20, 21, 19, 20, 21, 20, 19, 20, 21, 40]
    rows = [["年度", "件数"], *[[f"{2015 + i}年度", v] for i, v in enumerate(values)]]
    out = run(tmp_path, "kpi", rows, "--period", "年度", "--value", "件数", "--target", "10", "--lower-is-better")
    said = capsys.readouterr().out
    assert "件数は 40.0 で、目標（10.0）から離れています。" in said
    assert "ふだんと違う動きがあります" in said
    assert {row[0]: row[6] for row in rows_of(out, "指標_データ")}["2024年度"] == "限界の外"


def test_shares_get_limits_by_their_size(tmp_path):
    rows = [["月", "当てはまる", "全体"], *[[f"2024年{m}月", 5 + m % 3, 20 * m] for m in range(1, 13)]]
    out = run(
        tmp_path, "kpi", rows, "--period", "月", "--value", "当てはまる", "--totals", "全体", "--chart", "p",
        "--target", "0.1",
    )  # fmt: skip
    data = rows_of(out, "指標_データ")
    upper = [row[5] for row in data[1:]]
    assert upper[1] > upper[-1]  # the more people, the narrower
    centre = 100 * sum(5 + m % 3 for m in range(1, 13)) / sum(20 * m for m in range(1, 13))
    assert data[1][3] == pytest.approx(centre)


def test_gap_names_the_widest(tmp_path, capsys):
    rows = [["施策", "目標", "現状"], ["保育", 100, 90], ["介護", 50, 20], ["道路", 10, None]]
    run(tmp_path, "gap", rows, "--label", "施策", "--target", "目標", "--present", "現状", "--measure", "人")
    said = capsys.readouterr().out
    assert "「介護」の +30.0人" in said
    assert "計算できない項目が1件" in said


def test_population_with_its_gap_and_causes(tmp_path, capsys):
    rng = np.random.default_rng(3)
    before = rng.integers(80, 120, 18)
    after = rng.integers(70, 110, 18)
    rows = [
        ["年齢", "2015年", "2020年"],
        *[[f"{5 * i}歳〜", int(b), int(a)] for i, (b, a) in enumerate(zip(before, after, strict=True))],
    ]
    births, deaths = 60, 250
    out = run(
        tmp_path, "population", rows, "--group", "年齢", "--before", "2015年", "--after", "2020年",
        "--first-year", "2020", "--steps", "2", "--aim", str(after.sum()), "5000", "5000",
        "--births", str(births), "--deaths", str(deaths),
    )  # fmt: skip
    said = capsys.readouterr().out
    social = int(after.sum() - before.sum()) - (births - deaths)
    assert f"転入と転出の差が {'+' if social > 0 else '−'}{abs(social)}人です" in said
    totals = [row for row in rows_of(out) if row and row[0] in ("2025年", "2030年")]
    assert totals[-1][2] == 5000
    assert totals[-1][3] == 5000 - totals[-1][1]
    assert f"{totals[-1][3]:,}人足りません" in said


def test_cost_sets_ways_of_spending_side_by_side(tmp_path, capsys):
    rows = [["事業", "費用", "成果"], ["訪問", 900_000, 30], ["教室", 400_000, 40], ["冊子", 100_000, 5]]
    out = run(
        tmp_path, "cost", rows, "--label", "事業", "--cost", "費用", "--effect", "成果", "--measure", "人",
        "--higher-is-better",
    )  # fmt: skip
    assert "1人あたりの費用がいちばん小さいのは「教室」で、約10,000円です。" in capsys.readouterr().out
    lines = {row[0]: row for row in rows_of(out) if row and row[0] in ("訪問", "教室", "冊子")}
    assert lines["冊子"][3:5] == (20_000, None)
    assert lines["教室"][3:5] == (10_000, pytest.approx(300_000 / 35))
    assert lines["訪問"][4] is None
    assert "「教室」の方が" in lines["訪問"][5]


def test_cost_has_no_figure_where_the_effect_may_be_none(tmp_path):
    rows = [["事業", "費用", "成果", "下", "上"], ["教室", 400_000, -40, -60, -20], ["冊子", 100_000, -5, -12, 2]]
    out = run(
        tmp_path, "cost", rows, "--label", "事業", "--cost", "費用", "--effect", "成果", "--low", "下", "--high", "上",
        "--lower-is-better",
    )  # fmt: skip
    lines = {row[0]: row for row in rows_of(out) if row and row[0] in ("教室", "冊子")}
    assert lines["教室"][3:6] == (10_000, pytest.approx(400_000 / 60), 20_000)
    assert lines["冊子"][3:6] == (None, None, None)


def test_logic_model_names_what_to_mend(tmp_path, capsys):
    rows = [
        ["番号", "段階", "内容", "つながる元", "指標", "現状値", "目標値"],
        ["1", "活動", "教室を開く", None, "回数", 0, 12],
        ["2", "産出", "参加者が集まる", "1", "参加人数", 0, 60],
        ["3", "短期成果", "歩くようになる", "2", "参加者数", None, None],
    ]
    out = run(tmp_path, "logic", rows)
    assert "直すところが" in capsys.readouterr().out
    assert "成果の指標「参加者数」は、産出（やった量）です。" in text_of(out)


@pytest.mark.parametrize(
    ("step", "options", "code"),
    [
        ("kpi", ["--period", "なし", "--value", "値"], "SB-T101"),
        ("kpi", ["--period", "時期", "--value", "値", "--chart", "p"], "SB-S451"),
        ("gap", ["--label", "時期", "--target", "時期", "--present", "値"], "SB-T104"),
        ("population", ["--group", "時期", "--before", "値", "--after", "値", "--first-year", "2020"], "SB-S453"),
        (
            "population",
            ["--group", "時期", "--before", "値", "--after", "値", "--first-year", "2020", "--width", "0"],
            "SB-S201",
        ),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path, capsys, step, options, code):
    source = book(tmp_path / "元.xlsx", {"表": [["時期", "値"], ["春", 1], ["夏", 2]]})
    assert main(["indicator", step, str(source), *options]) == 2
    assert code in capsys.readouterr().err
