"""Which years of a sheet move on, which stay and are told."""

import datetime as dt

import pytest

from shirube.calendar import FiscalYear
from shirube.commands.next_year_labels import advance_name, advance_sheet, current_year
from shirube.commands.next_year_runs import runs_of
from shirube.grid import Grid

NOW = FiscalYear(2024)


def moved(rows, *, name="表", formulas=None, emptied=(), renamed=None):
    edits, left = advance_sheet(Grid.from_rows(rows, name=name), NOW, renamed or {}, formulas or {}, emptied)
    return {e.cell: e.after for e in edits}, {x.cell: x.why for x in left}


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("令和6年度 利用者数", "令和7年度 利用者数"),
        ("（令和7年3月31日現在）", "（令和8年3月31日現在）"),
        ("R6年度", "R7年度"),
        ("2024年度", "2025年度"),
        ("令和6年4月から令和7年3月まで", "令和7年4月から令和8年3月まで"),
    ],
)
def test_the_years_of_the_workbook_move(text, after):
    assert moved([[text]]) == ({"A1": after}, {})


def test_years_in_a_row_move_together_up_to_the_workbooks_own():
    edits, left = moved([["地区", "令和4年度", "令和5年度", "令和6年度", "計"]])
    assert edits == {"B1": "令和5年度", "C1": "令和6年度", "D1": "令和7年度"}
    assert left == {}


@pytest.mark.parametrize(
    ("row", "after"),
    [
        (["令和4年度", "5年度", "6年度"], ["令和5年度", "6年度", "7年度"]),
        (["令和４年度", "５", "６"], ["令和５年度", "６", "７"]),
        (["R4", 5, 6], ["R5", "6", "7"]),
        (["平成30年度", "令和元年度", "2年度"], ["令和元年度", "令和2年度", "3年度"]),
        (["平成29年度", "30年度"], ["平成30年度", "令和元年度"]),
        (["平成30年度", "元年度"], ["令和元年度", "2年度"]),
        (["2022", "2023", "2024"], ["2023", "2024", "2025"]),
    ],
)
def test_years_after_the_first_may_lack_their_era(row, after):
    (run,) = runs_of(Grid.from_rows([["地区", *row, "計"]]))
    assert list(run.later) == after


def test_runs_that_end_before_the_workbooks_year_stay():
    edits, _ = moved([["平成20年度", "21年度", "22年度"]])
    assert edits == {}


def test_a_long_series_is_continued_not_moved():
    rows = [["年度"], *([f"令和{n}年度"] for n in ("元", *range(2, 7))), ["平成30年度"]]
    assert moved(rows)[0] == {f"A{i + 2}": f"令和{i + 2}年度" for i in range(6)}
    longer = [["年度"], ["平成30年度"], *rows[1:7]]
    edits, left = moved(longer)
    assert edits == {}
    assert "書き足して" in left["A8"]


def test_a_series_with_a_break_is_one_series():
    rows = [["年度"], ["平成29年度"], ["30年度"], ["31年度"], ["令和元年度"], ["2年度"]]
    edits, _ = advance_sheet(Grid.from_rows(rows), FiscalYear(2020), {}, {}, ())
    assert edits == []


def test_the_first_year_of_a_series_is_no_year_of_the_workbook():
    assert moved([["令和6年度～（収集量）"]])[0] == {}
    assert moved([["令和6年度～令和7年度"]])[0] == {"A1": "令和7年度～令和8年度"}


def test_counts_that_go_up_by_one_are_no_years():
    assert runs_of(Grid.from_rows([["順位", 1, 2, 3], ["人", 30, 31, 32]])) == ()


def test_years_that_are_numbers_in_a_column_move_as_numbers():
    rows = [["年度", "人"], [2022, 1], [2023, 2], [2024, 3]]
    edits, _ = advance_sheet(Grid.from_rows(rows), NOW, {}, {}, ())
    assert [(e.cell, e.after, e.number) for e in edits] == [
        ("A2", "2023", True),
        ("A3", "2024", True),
        ("A4", "2025", True),
    ]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([["令和5年度分"]], "違う年度"),
        ([["注　令和6年4月から容器を貸し出した。"]], "文の中の年"),
        ([["令和6年国勢調査による"]], "決まった年の名前"),
        ([["令和6年度改正"]], "決まった年の名前"),
        ([["年", 2024]], "数だけ"),
        ([["基準日", dt.date(2025, 3, 31)]], "日付のセル"),
    ],
)
def test_what_may_be_a_fact_stays_and_is_told(rows, why):
    edits, left = moved(rows)
    assert edits == {}
    assert [why in text for text in left.values()] == [True]


def test_long_ago_is_not_even_told():
    assert moved([["平成20年度に開設"], ["昭和63年度"]]) == ({}, {})


def test_formulas_stay_and_years_inside_are_told():
    edits, left = moved([["令和6年度"]], formulas={"A1": '="令和6年度"&B1'})
    assert edits == {}
    assert "式の中" in left["A1"]


def test_settings_move_but_for_facts_of_the_past_and_only_the_values():
    rows = [
        ["項目", "値", "説明"],
        ["対象のシート", "R6回答、R6別紙、ほか", "令和6年度"],
        ["対象の条件", "年度=令和6年度", ""],
        ["開始時点", "令和6年度", ""],
        ["知っておくこと", "令和6年10月は休館", ""],
    ]
    edits, left = moved(rows, name="設定_差の差", renamed={"R6回答": "R7回答", "R6別紙": "R7別紙"})
    assert edits == {"B2": "R7回答、R7別紙、ほか", "B3": "年度=令和7年度"}
    assert set(left) == {"B4", "B5"}


def test_a_sheet_that_keeps_its_name_keeps_it_in_the_settings():
    edits, _ = moved([["項目", "値", "説明"], ["対象のシート", "R6回答", ""]], name="設定_差の差", renamed={})
    assert edits == {}


def test_the_change_of_the_era():
    grid = Grid.from_rows([["平成31年度（平成31年4月から）", "H31"]])
    edits, _ = advance_sheet(grid, FiscalYear(2019), {}, {}, ())
    assert [e.after for e in edits] == ["令和2年度（令和2年4月から）", "R2"]
    before = Grid.from_rows([["平成30年度（平成31年3月末）", "H30"]])
    edits, _ = advance_sheet(before, FiscalYear(2018), {}, {}, ())
    assert [e.after for e in edits] == ["令和元年度（令和2年3月末）", "R元"]


def test_the_year_of_a_workbook_is_the_one_most_labels_name():
    grids = [Grid.from_rows([["令和6年度"], ["令和5年度"], ["平成30年度国勢調査"]], name="R6")]
    assert current_year(grids) == FiscalYear(2024)
    assert current_year([Grid.from_rows([["年度なし"]])]) is None
    assert current_year([Grid.from_rows([["令和4年度", "5年度", "6年度"]])]) == FiscalYear(2024)
    assert current_year([Grid.from_rows([["令和6年度"], ["令和6年度"], ["令和6年度"], ["令和7年度予算"]])]) == NOW
    series = [["昭和55年度"], ["昭和55年度から"], *([f"平成{n}年度"] for n in range(1, 31, 2))]
    assert current_year([Grid.from_rows(series)]) == FiscalYear(2017)


def test_names_of_sheets():
    assert advance_name("R6集計", NOW, ["R6集計"]) == "R7集計"
    assert advance_name("R6集計", NOW, ["R6集計", "R7集計"]) == "R7集計"  # that one moves on itself
    assert advance_name("H30", FiscalYear(2018), ["H30"]) == "R元"
    assert advance_name("あ" * 29 + "H9", FiscalYear(1997), []) == "あ" * 29 + "H9"  # H10 would be too long
