"""次年度版: data go, recipes and formulas stay, what buttons made goes."""

import pytest

from shirube.calendar import FiscalYear
from shirube.commands.desk_sheets import LOG_COLUMNS, LOG_SHEET
from shirube.commands.next_year import NextYearSettings, next_year, plan_next_year
from shirube.errors import CheckError
from shirube.grid import Grid

TABLE = [
    ["令和6年度 利用者数", None, None],
    ["施設", "男", "女"],
    ["図書館", 10, 20],
    ["公民館", 1, "-"],
    ["注：休館日を除く。", None, None],
]
LIST = [["番号", "年代", "満足度"], ["0001", "20代", "満足"], ["0002", "60代", "不満"]]


def settings(target, name="設定_縦持ちに直す", **said):
    lines = {"対象のシート": target, **said}
    return Grid.from_rows([["項目", "値", "説明"], *([k, v, ""] for k, v in lines.items())], name=name)


def cells(plan, sheet):
    return {cell for part in plan.cleared if part.sheet == sheet for cell in part.cells}


def test_the_values_of_a_table_go_and_its_labels_stay():
    plan = plan_next_year([Grid.from_rows(TABLE, name="表"), settings("表")])
    assert plan.year == FiscalYear(2025)
    assert cells(plan, "表") == {"B3", "C3", "B4", "C4"}


def test_the_rows_of_a_list_go_whole():
    plan = plan_next_year([Grid.from_rows(LIST, name="回答"), settings("回答")], NextYearSettings(2024))
    assert cells(plan, "回答") == {"A2", "B2", "C2", "A3", "B3", "C3"}


def test_below_the_row_of_headings_that_a_settings_sheet_names():
    rows = [["表題"], *LIST]
    said = settings("回答", "設定_クロス集計", 見出しの行="2")
    assert cells(plan_next_year([Grid.from_rows(rows, name="回答"), said], NextYearSettings(2024)), "回答") == {
        "A3", "B3", "C3", "A4", "B4", "C4",
    }  # fmt: skip


def test_formulas_stay():
    formulas = {"表": {"C3": "=B3*2"}}
    plan = plan_next_year([Grid.from_rows(TABLE, name="表"), settings("表")], NextYearSettings(2024, formulas))
    assert cells(plan, "表") == {"B3", "B4", "C4"}


def test_a_sheet_no_button_reads_is_not_emptied():
    plan = plan_next_year([Grid.from_rows(TABLE, name="表"), Grid.from_rows(LIST, name="控え"), settings("表")])
    assert cells(plan, "控え") == set()


def test_the_values_of_a_table_that_bears_the_year_go_though_no_button_reads_it():
    plan = plan_next_year([Grid.from_rows(TABLE, name="R6表")])
    assert cells(plan, "R6表") == {"B3", "C3", "B4", "C4"}
    assert ("令和6年度 利用者数", "令和7年度 利用者数") in {(e.before, e.after) for e in plan.edits}
    assert plan.renamed == (("R6表", "R7表"),)


def test_a_table_without_the_year_stays_as_it_is():
    fees = Grid.from_rows([["使用料", None, None], *TABLE[1:4]], name="料金")
    plan = plan_next_year([Grid.from_rows(TABLE, name="表"), fees])
    assert cells(plan, "料金") == set()
    assert not [left for left in plan.left if left.sheet == "料金"]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([["令和6年度 受付簿", None, None], *LIST], id="a list"),
        pytest.param([["令和6年度の予算は"], [1200], ["千円"]], id="figures in no table"),
    ],
)
def test_no_label_of_the_new_year_over_data_of_the_old(rows):
    plan = plan_next_year([Grid.from_rows(rows, name="R6控え")], NextYearSettings(2024))
    assert (plan.edits, plan.cleared, plan.renamed) == ((), (), ())
    assert [left.why[:9] for left in plan.left] == ["今年度のデータが残"]


def test_a_sheet_without_figures_moves_on():
    plan = plan_next_year([Grid.from_rows([["令和6年度 実施計画"], ["目的"]], name="計画")])
    assert [edit.after for edit in plan.edits] == ["令和7年度 実施計画"]


def test_a_long_series_keeps_its_figures():
    rows = [["年度", "人"], *([f"平成{n}年度", n * 10] for n in range(10, 20))]
    plan = plan_next_year([Grid.from_rows(rows, name="表"), settings("表")])
    assert cells(plan, "表") == set()
    assert {"A1", "A11"} <= {left.cell for left in plan.left}


def test_a_sheet_that_cannot_be_read_is_told():
    plan = plan_next_year([Grid.from_rows([["令和6年度のメモ"]], name="表"), settings("表")])
    assert [left.why[:8] for left in plan.left if left.sheet == "表"] == ["表の形を読み取れ"]


def test_what_buttons_made_goes_and_the_log_says_so():
    log = Grid.from_rows(
        [
            list(LOG_COLUMNS),
            ["1", "2024-04-01 09:00", "", "縦持ちに直す", "表", "設定_縦持ちに直す", "報告", "済", "x"],
            ["2", "2024-04-02 09:00", "", "縦持ちに直す", "表", "設定_縦持ちに直す", "私の表", "残した", "x"],
        ],
        name=LOG_SHEET,
    )
    grids = [Grid.from_rows(rows, name=name) for name, rows in (("表", TABLE), ("報告", [["x"]]), ("私の表", [["y"]]))]
    plan = plan_next_year([*grids, settings("表"), log])
    assert plan.removed == ("報告",)
    assert [(edit.cell, edit.after) for edit in plan.noted] == [("H2", "前年度")]


def test_the_list_names_the_sheets_as_they_are_called_now():
    result = next_year([Grid.from_rows(TABLE, name="R6表"), settings("R6表")])
    sheets = {row[0] for sheet in result.data for row in sheet.table.rows}
    assert "R7表" in sheets
    assert "R6表" not in sheets


def test_the_year_must_be_known():
    with pytest.raises(CheckError, match="SB-K425"):
        plan_next_year([Grid.from_rows([["利用者数"]], name="表")])
