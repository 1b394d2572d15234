"""Types, parts joined, one dimension side by side, symbols: what a recipe says of the finished table."""

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

from shirube.commands.tidy import TidySettings
from shirube.commands.tidy import tidy as convert
from shirube.errors import TableError
from shirube.grid import Grid
from shirube.table import TidyTable
from shirube.tidy import Recipe, apply_all, detect, finish, symbols_of, tidy, widen, with_symbols
from shirube.tidy.types import typed


def frame_of(**columns):
    return TidyTable(pd.DataFrame(columns), dimensions=tuple(columns), measures=())


@pytest.mark.parametrize(
    ("kind", "values", "said", "left"),
    [
        ("数", ["1,234人", "△5", "１２", "未定", None], [1234.0, -5.0, 12.0, None, None], ["", "", "", "未定", ""]),
        (
            "日付",
            ["令和6年4月1日", "2024/4/2", dt.datetime(2024, 4, 3, 9), "4月"],
            [dt.date(2024, 4, 1), dt.date(2024, 4, 2), dt.date(2024, 4, 3), None],
            ["", "", "", "4月"],
        ),
        ("年度", ["令和5年度", "R6", 2020, "2021年"], [2023, 2024, 2020, None], ["", "", "", "2021年"]),
        ("年", ["平成元年", "2020", "2021年度"], [1989, 2020, None], ["", "", "2021年度"]),
        ("文字", [1.0, "01", None], ["1", "01", None], None),
    ],
)
def test_types(kind, values, said, left):
    table = typed(frame_of(列=pd.Series(values, dtype=object)), (("列", kind),))
    assert [None if v != v else v for v in table.frame["列"].tolist()] == said
    assert (table.frame["列_元の文字"].tolist() if "列_元の文字" in table.frame else None) == left


def test_types_that_do_not_fit_are_told():
    with pytest.raises(TableError, match="T209"):
        typed(frame_of(列=["1"]), (("例", "数"),))
    with pytest.raises(TableError, match="T203"):
        typed(frame_of(列=["1"]), (("列", "整数"),))


FOLDED = [
    ["区", "2019年", "2020年"],
    ["東", 10, 20],
    ["西", 30, 40],
    [],
    ["区", "2021年", "2022年"],
    ["東", 50, 60],
    ["西", 70, 80],
]
TITLED = [
    ["表1 男"],
    ["区", "有", "無"],
    ["東", 10, 20],
    ["西", 30, 40],
    [],
    ["表2 女"],
    ["区", "有", "無"],
    ["東", 50, 60],
    ["西", 70, 80],
]


def test_a_folded_table_is_one_table():
    grid = Grid.from_rows(FOLDED, name="表")
    best = detect(grid).best
    assert [recipe.union for recipe in best.recipes] == ["表", "表"]
    ((table, _),) = finish(apply_all(grid, best.recipes), best.recipes)
    assert len(table) == 8
    whole = tidy(Grid.from_rows([[*FOLDED[i], *FOLDED[i + 4][1:]] for i in range(3)]))[0]
    columns = ["区", "年", "値"]
    same = [part.frame[columns].sort_values(columns[:2]).values.tolist() for part in (table, whole)]
    assert same[0] == same[1]


def test_tables_under_titles_of_their_own_are_joined_only_when_asked():
    grid = Grid.from_rows(TITLED, name="表")
    best, second = detect(grid).candidates[:2]
    assert {recipe.union for recipe in best.recipes} == {""}
    ((table, _),) = finish(apply_all(grid, second.recipes), second.recipes)
    assert table.dimensions[0] == "表"
    assert table.frame["表"].tolist() == ["表1男"] * 4 + ["表2女"] * 4


def test_parts_that_do_not_fit_are_told():
    rows = [*FOLDED[:4], ["区", "町", "2021年"], ["東", "一", 5], ["西", "二", 6]]
    grid = Grid.from_rows(rows, name="表")
    recipes = [replace(recipe, union="表") for recipe in detect(grid).best.recipes]
    assert len(recipes) == 2
    with pytest.raises(TableError, match="T210"):
        finish(apply_all(grid, recipes), recipes)


def test_wide_keeps_symbols_and_blanks_apart():
    (table,) = tidy(Grid.from_rows([["人口"], ["地区", "男", "女"], ["東", 1, "x"], ["西", None, 4]]))
    wide = widen(table, "性別")
    assert wide.columns.tolist() == ["地区", "男", "女"]
    assert [[None if v != v else v for v in row] for row in wide.values.tolist()] == [
        ["東", 1.0, "x"],
        ["西", None, 4.0],
    ]


def test_wide_refuses_rows_that_would_be_lost():
    (table,) = tidy(Grid.from_rows([["人口"], ["地区", "男", "女"], ["東", 1, 2], ["東", 3, 4]]))
    with pytest.raises(TableError, match="T211"):
        widen(table, "性別")
    with pytest.raises(TableError, match="T209"):
        widen(table, "地域")


SYMBOLS = Grid.from_rows(
    [["人口"], ["地区", "男", "女"], ["東", 1, "x"], ["西", "-", 4], ["南", "-", 6], ["北", "調査中", 8], ["央", 9, 3]],
    name="表",
)


def test_symbols_are_shown_and_written_out():
    (table,) = tidy(SYMBOLS)
    assert [(s.text, s.meaning, s.count) for s in symbols_of(table)] == [
        ("-", "該当なし", 2), ("x", "秘匿", 1), ("調査中", "文字", 1),
    ]  # fmt: skip
    recipe = with_symbols(detect(SYMBOLS).best.recipe, table)
    again = tidy(SYMBOLS, recipe)[0]
    pd.testing.assert_frame_equal(again.frame, table.frame)


def test_the_settings_sheet_shows_the_symbols_and_follows_them():
    result = convert(SYMBOLS)
    (line,) = [setting for setting in result.settings if setting.label == "記号"]
    assert line.value == "-＝該当なし、x＝秘匿、調査中＝文字"
    own = Recipe.from_settings(
        replace(s, value="-＝該当なし、x＝秘匿、調査中＝不詳") if s.label == "記号" else s for s in result.settings[:-1]
    )
    (table,) = tidy(SYMBOLS, own)
    assert table.frame.loc[table.frame["記号"] == "調査中", "値_注記"].tolist() == ["不詳"]
    assert any(table.key == "symbols" for table in result.tables)


def test_the_report_has_the_wide_table_too():
    recipe = replace(detect(SYMBOLS).best.recipe, wide="性別")
    result = convert(SYMBOLS, TidySettings(recipes=(recipe,)))
    (sheet,) = [sheet for sheet in result.data if sheet.name.startswith("横持ち")]
    assert sheet.table.rows[0] == ("東", 1.0, "x")


def test_other_readings_are_shown_and_can_be_followed():
    grid = Grid.from_rows(TITLED, name="表")
    best, second = detect(grid).candidates[:2]
    result = convert(grid)
    (shown,) = [table for table in result.tables if table.key == "candidates"]
    assert [row[0] for row in shown.rows] == [1, 2, 3]
    assert shown.rows[1][2] == "".join(second.reasons)
    other = convert(grid, TidySettings(recipes=best.recipes, candidate=2))
    assert len(other.data[0].table.rows) == 8
    assert "表" in [column.label for column in other.data[0].table.columns]
    with pytest.raises(TableError, match="T212"):
        convert(SYMBOLS, TidySettings(candidate=3 + 1))
