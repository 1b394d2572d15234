"""The bounds of a cross table: where Python would end it elsewhere than the query does, the query says so."""

import datetime as dt
from dataclasses import replace

import pytest

from shirube.errors import TableError
from shirube.grid import Grid
from shirube.powerquery import Source, compile_recipe
from shirube.tidy import Anchor, apply, detect
from support.m import evaluate
from support.queries import as_range, differences, notice, run

ROWS = [["人口の表"], ["地区", "男", "女"], ["東", 10, 20], ["西", 30, 40], ["南", 50, 60], ["北", 70, 80]]


def sheet(rows) -> Grid:
    return Grid.from_rows(rows, name="表")


def told(now, later) -> str:
    """What the query made for one sheet says of a later edition; Python reads the two differently."""
    recipe = detect(sheet(now)).best.recipes[0]
    assert differences(sheet(now), recipe) == []
    return notice(sheet(now), recipe, sheet(later))


def test_a_row_of_texts_may_end_the_table() -> None:
    now = [["人口の表"], ["地区", "男", "女", "世帯"], *([label, 10, 20, 30] for label in "東西南北")]
    later = [*now[:4], ["#N/A", "x", "調査中", "調査中"], now[5]]
    recipe = detect(sheet(now)).best.recipes[0]
    assert len(apply(sheet(later), recipe).frame) == 6  # Python ends the table above that row
    assert "表がどこで終わるか" in told(now, later)


def test_a_row_of_texts_below_a_label_goes_on() -> None:
    later = [*ROWS[:3], ["西", "調査中", 40], *ROWS[4:]]
    recipe = detect(sheet(ROWS)).best.recipes[0]
    assert differences(sheet(ROWS), recipe, sheet(later)) == []


def test_figures_at_the_right_without_a_heading() -> None:
    later = [[*row, None] for row in ROWS]
    later[2][3] = 5
    assert "表の右に、見出しのない値" in told(ROWS, later)


def test_a_first_column_without_anything_in_it() -> None:
    later = [*ROWS[:2], *([row[0], None, row[2]] for row in ROWS[2:])]
    assert "値の列とは読めない列" in told(ROWS, later)


def test_a_column_that_repeats_the_labels() -> None:
    later = [*ROWS[:2], *([row[0], row[1], row[0]] for row in ROWS[2:])]
    assert "値の列とは読めない列" in told(ROWS, later)


def test_an_error_tells_no_place() -> None:
    grid = sheet([["人口の表"], [None, "#N/A", "女"], ["東", 10, 20], ["西", 30, 40]])
    with pytest.raises(TableError) as caught:
        compile_recipe(grid, replace(detect(grid).best.recipes[0], anchor=Anchor("#N/A", "B2", "A2")))
    assert caught.value.key == "W982"


def test_too_few_figures_for_a_table() -> None:
    assert "表がどこで終わるか" in told(ROWS, [*ROWS[:2], ["東", 10, "調査中"]])


def test_labels_that_would_be_told_apart() -> None:
    later = [*ROWS, ["うち女性", 1, 2], ["東部", 3, 4], ["うち女性", 5, 6]]
    assert "段を足して見分ける" in told(ROWS, later)


@pytest.mark.parametrize("number", [0.00001, 10**16])
def test_a_heading_whose_number_has_an_exponent(number: float) -> None:
    assert "ごく小さいか大きい数" in told(ROWS, [*ROWS[:4], [number, 50, 60], ROWS[5]])
    with pytest.raises(TableError) as caught:
        compile_recipe(sheet([*ROWS, [number, 1, 2]]), detect(sheet(ROWS)).best.recipes[0])
    assert caught.value.key == "P101"


YEARS = [["人口の表"], [None, 2021, 2023], ["東", 10, 20], ["西", 30, 40], ["南", 50, 60]]


def test_a_table_found_by_a_year_that_is_a_number() -> None:
    recipe = detect(sheet(YEARS)).best.recipes[0]
    if recipe.anchor.text != "2021":
        pytest.fail("the sheet is not found by its year")
    for odd in ("R7", "12", "01100"):  # figures written as texts, and a year written otherwise, are no place
        assert differences(sheet(YEARS), recipe, sheet([*YEARS[:3], ["西", odd, 40], YEARS[4]])) == []
    later = [*YEARS[:3], ["西", "２０２２", 40], YEARS[4]]
    assert "表の場所を決められません" in notice(sheet(YEARS), recipe, sheet(later))
    with pytest.raises(TableError) as caught:
        compile_recipe(sheet(later), recipe)
    assert caught.value.key == "W981"


def test_frozen_rows_above_another_table() -> None:
    now = [*ROWS[:4], ["区分", "件数", "率"], ["東", 1, 2], ["西", 3, 4]]
    recipe = detect(sheet(now)).best.recipes[0]
    assert len(apply(sheet(now), recipe).frame) == 4
    later = [*ROWS[:4], [None, None, None], ["東", 1, 2], ["西", 3, 4]]
    assert "下の表との間の見出し" in told(now, later)


def test_a_year_among_texts_may_head_another_table() -> None:
    now = [*ROWS[:4], ["区分", "率", 1911], ["南", 50, 60]]
    recipe = detect(sheet(now)).best.recipes[0]
    assert len(apply(sheet(now), recipe).frame) == 4  # Python ends the table above the year
    assert "下の表との間の見出し" in told(now, [*ROWS[:4], ["区分", 5, 6], ["南", 50, 60]])
    assert len(apply(sheet(now), detect(sheet(ROWS)).best.recipes[0]).frame) == 4
    assert "表がどこで終わるか" in told(ROWS, now)


def test_another_table_below_that_only_a_year_tells() -> None:
    rows = [["人口の表"], ["地区", "人口"], ["東", 10], ["西", 30], ["区分", 2071], ["件数", "１０世帯"], ["南", 50]]
    recipe = detect(sheet(rows)).best.recipes[0]
    assert len(apply(sheet(rows), recipe).frame) == 2
    with pytest.raises(TableError) as caught:
        compile_recipe(sheet(rows), recipe)
    assert caught.value.key == "W983"


def test_a_column_between_the_labels_and_a_merged_heading() -> None:
    now = [["人口の表"], [None, "令和5年度", None, "増減"], [None, "男", "女", "率"]]
    now += [["東", 10, 20, 3], ["西", 30, 40, 5]]
    grid = Grid.from_rows(now, name="表", merges=["B2:C2"])
    recipe = detect(grid).best.recipes[0]
    assert (recipe.anchor.text, recipe.anchor.text_cell, recipe.anchor.cell) == ("令和5年度", "B2", "A2")
    assert differences(grid, recipe) == []
    later = [now[0], *([row[0], new, *row[1:]] for row, new in zip(now[1:], (None, "新しい項目", 7, 8), strict=True))]
    assert "列が動いています" in notice(grid, recipe, Grid.from_rows(later, name="表", merges=["C2:D2"]))


def test_an_error_a_date_a_truth_and_a_blank_as_labels_agree() -> None:
    later = [*ROWS[:2], ["#N/A", 1, 2], [dt.datetime(2024, 4, 1), 3, 4], [True, 5, 6], ["北", 7, 8], ["計", 16, 20]]
    grid = sheet(later)
    recipe = detect(grid).best.recipes[0]
    script = compile_recipe(grid, recipe, source=Source("元表"))
    labels = [row[0] for row in run(script, {"元表": as_range(grid, errors=True)}).rows]
    assert labels[::2] == ["#N/A", "2024-04-01", "True", "北", "計"]


def test_looks_are_those_of_python() -> None:
    cells = [None, "", "東", "不詳", "5人", 7, 0.5, "x", "－", "100①", "12.3％", True, "#N/A"]
    recipe = detect(sheet(ROWS)).best.recipes[0]
    text = compile_recipe(sheet(ROWS), recipe).text.rsplit("\nin\n", 1)[0] + "\nin\n    見え"
    found = evaluate(text, workbook={"元表": as_range(sheet([*ROWS, cells]))})
    assert found[len(ROWS)][: len(cells)] == [0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 2, 1, 2]


def test_a_column_of_remarks_stays_out_and_a_number_in_it_is_told() -> None:
    now = [ROWS[0], [*ROWS[1], "備考"], [*ROWS[2], "市外分を含む"], *([*row, None] for row in ROWS[3:])]
    recipe = detect(sheet(now)).best.recipes[0]
    later = [*now[:3], [*ROWS[3], "調査中"], *now[4:]]
    assert differences(sheet(now), recipe) == []
    assert differences(sheet(now), recipe, sheet(later)) == []
    numbered = [*now[:3], [*ROWS[3], 7], *now[4:]]
    assert "作り直してください" in notice(sheet(now), recipe, sheet(numbered))


REMARKS = ("備　考", "備考欄", "摘要", "注", "注記", "特記事項", "コメント", "note", "Notes", "REMARK", "remarks")


@pytest.mark.parametrize("heading", REMARKS)
def test_a_column_of_remarks_that_held_figures_is_told_when_it_holds_none(heading: str) -> None:
    now = [ROWS[0], [*ROWS[1], heading], *([*row, 7] for row in ROWS[2:])]
    later = [*now[:2], *([*row, "調査中"] for row in ROWS[2:])]
    recipe = detect(sheet(ROWS)).best.recipes[0]
    assert (len(apply(sheet(now), recipe).frame), len(apply(sheet(later), recipe).frame)) == (12, 8)
    assert "値の列とは読めない列" in told(now, later)
    assert "値の列とは読めない列" in told(ROWS, later)


def test_figures_below_the_table_are_no_remarks_of_it() -> None:
    now = [[*ROWS[0]], [*ROWS[1], "備考"], [*ROWS[2], "再集計"], [*ROWS[3], None]]
    now += [["区分", "件数", "率", "年"], ["南", 1, 2, 3], ["北", 4, 5, 6]]
    recipe = detect(sheet(now)).best.recipes[0]
    assert len(apply(sheet(now), recipe).frame) == 4
    assert differences(sheet(now), recipe) == []
