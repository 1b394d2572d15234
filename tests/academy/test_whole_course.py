"""The filled-in example of the course goes through all steps with our functions: its figures are those they find."""

from typing import Any

import pytest

from shirube.academy.homework import read_homework
from shirube.academy.linkage import check_linkage
from shirube.academy.outcome import outcome
from shirube.codebook import read_codebook
from shirube.commands.crosstab import CrosstabSettings, crosstab
from shirube.commands.evaluate import DidSettings, measure_did
from shirube.commands.evaluate_indicators import KpiSettings, check_kpi
from shirube.commands.outcomes import OutcomeSettings, team_report
from shirube.commands.tidy import TIDY
from shirube.grid import Grid
from shirube.numbers import parse_number
from shirube.office.read import read_grid
from shirube.office.write.report import best_layout
from shirube.policy import Did
from shirube.result import Cell, Mark
from shirube.stats.rounding import round_half_up
from shirube.table import records
from support.fill import entries
from support.shared import ROOT
from support.teams import example, layout

SAMPLES = ROOT / "workbooks" / "samples"
PLAN = DidSettings("地区", "年月", "ごみ排出量", "実施地区", "2023-10", "kg", higher_is_better=False)


@pytest.fixture(scope="module")
def months() -> Grid:
    return read_grid(SAMPLES / "みほん市_地区パネル.xlsx", "地区月次")


@pytest.fixture(scope="module")
def change(months: Grid) -> Did:
    return measure_did(months, PLAN)


def typed(sheet: str, row: int = 0) -> dict[str, Any]:
    """What the example has in a row."""
    return entries()["アカデミー一式"][sheet]["rows"][row]


def number(text: str) -> float:
    found = parse_number(text.rpartition(" ")[2])
    assert found is not None, text
    return found.value


def test_step_2_the_yearbook_becomes_rows_by_district_and_month(months: Grid) -> None:
    """Districts by months as the office keeps them; tidied, they are the rows the ledger counts."""
    frame = records(months)
    wide = frame.pivot(index="地区", columns="年月", values="ごみ排出量")
    heads = [f"{month[:4]}年{int(month[5:])}月" for month in wide.columns]
    rows = [
        ["地区", *heads],
        *([name, *map(float, values)] for name, values in zip(wide.index, wide.to_numpy(), strict=True)),
    ]
    made = TIDY.run(Grid.from_rows(rows, name="年報"), TIDY.settings())
    data = made.data[0].table
    ledger, record = typed("データ台帳", 1), typed("整形記録")
    assert len(data.rows) == ledger["件数"] == record["後の行数"] == typed("分析結果", 1)["人数・件数（n）"]
    assert len(wide) == record["前の行数"]


def test_step_4_the_survey_answers_the_first_hypothesis() -> None:
    book = SAMPLES / "みほん市_住民アンケート.xlsx"
    settings = CrosstabSettings("地区", "問3", codebook=read_codebook(read_grid(book, "設問票")), where="年代=70歳以上")
    made = crosstab(read_grid(book, "回答"), settings)
    data = records(Grid.from_rows([[c.label for c in made.data[0].table.columns], *made.data[0].table.rows]))
    share = data[data["選択肢"] == "バスの便が少ない"].set_index("区分")
    found, plan = typed("分析結果"), typed("事実")
    assert float(share.loc["北山", "割合(%)"]) == number(found["数字"])
    assert float(share.loc["全体", "割合(%)"]) == number(found["比べた相手の数字"])
    assert int(share.loc["北山", "母数"]) == found["人数・件数（n）"]
    marks = [cell.mark for row in made.tables[0].rows if row[0] == "北山" for cell in row if isinstance(cell, Cell)]
    assert Mark.HIGH in marks  # 差がある
    assert found["誤差の範囲か"] == "○ 差がある"
    assert found["数字"] in plan["読み取れる事実"]
    assert len(records(read_grid(book, "回答"))) == typed("データ台帳")["件数"]


def test_step_4_and_8_the_comparison_of_districts_answers_the_second(change: Did) -> None:
    result, plan, found = typed("評価結果"), typed("評価計画"), typed("分析結果", 1)
    ends = [
        round_half_up(value, 2) for value in (change.inference.estimate, change.inference.low, change.inference.high)
    ]
    assert ends == [result["変化の大きさ"], result["幅（下）"], result["幅（上）"]]
    assert result["判定"] == "○ 変化がある"
    treated, control = change.treated_after - change.treated_before, change.control_after - change.control_before
    assert round_half_up(treated, 1) == number(found["数字"])
    assert round_half_up(control, 1) == number(found["比べた相手の数字"])
    assert f"{int(change.request.panel.treated.sum())}地区" in plan["実施する所・人"]
    assert f"{int((~change.request.panel.treated).sum())}地区" in plan["比べる相手"]
    assert f"{round_half_up(change.mde, 2)}kg" == plan["見分けられる変化"]
    assert f"{abs(round_half_up(change.inference.estimate, 1))}kg多く減った" in typed("事実", 1)["読み取れる事実"]
    assert abs(change.inference.high) > 0.5  # 成功の線
    # 令和5年10月 is where the plan says the policy begins.
    assert change.request.panel.times[change.request.panel.start] == "2023年10月"
    assert plan["後の期間"].startswith("令和5年10月")


def test_steps_0_and_7_begin_from_what_was_measured(months: Grid) -> None:
    frame = records(months)
    mean = frame[frame["年度"] == 2024]["ごみ排出量"].astype(float).mean()
    baseline = round_half_up(float(mean), 1)
    assert baseline == typed("指標")["基準値"] == typed("課題", 1)["現状値"]
    assert typed("指標")["基準年度"] == "令和6年度"


def test_step_9_the_indicator_is_on_its_way() -> None:
    rows = entries()["アカデミー一式"]["実績"]["rows"]
    grid = Grid.from_rows(
        [["年月", "値"], ["2025-04", typed("指標")["基準値"]], *([r["年月"].isoformat(), r["値"]] for r in rows)]
    )
    made = check_kpi(grid, KpiSettings("年月", "値", typed("指標")["目標値"], higher_is_better=False))
    shown = {figure.label: figure.text for figure in made.figures}
    assert shown["いまの値"] == str(entries()["アカデミー一式"]["進捗"]["expect"]["最新の値"][0])
    assert entries()["アカデミー一式"]["進捗"]["expect"]["信号"][0] == "△ 向かっている"
    assert next(light.word for light in made.lights if light.label == "目標") != "達成"


def test_the_example_is_linked_and_its_report_fits_one_page() -> None:
    book = read_homework(example(), layout(), "アカデミー一式.xlsx")
    assert check_linkage(book, layout()) == ()
    made = team_report(outcome(book), OutcomeSettings())
    assert not best_layout(made).says_first  # all on one page
    assert made.charts
