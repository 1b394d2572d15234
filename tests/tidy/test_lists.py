"""Lists: what is offered, what is done, and what is left alone because it is tidy already."""

import dataclasses

import pytest

from shirube.grid import Grid, Span
from shirube.tidy import apply, detect, verify


def best(rows):
    return detect(Grid.from_rows(rows)).best


def offered(rows):
    """Verbs of every reading that has steps."""
    return [tuple(step.verb for step in c.recipe.steps) for c in detect(Grid.from_rows(rows)).candidates]


MONTHS = [
    ["施設", "区", "4月", "5月", "6月"],
    ["図書館", "東", 1, 2, 3],
    ["公民館", "西", 4, 5, 6],
    ["体育館", "東", 7, 8, 9],
]


def test_columns_of_months_are_put_below_each_other():
    grid = Grid.from_rows(MONTHS)
    found = detect(grid).best
    (table,) = [apply(grid, recipe) for recipe in found.recipes]
    assert len(table) == 9
    assert "月" in table.dimensions
    assert all(check.ok for check in verify(grid, table))


@pytest.mark.parametrize(
    ("rows", "verbs"),
    [
        (
            [
                ["区", "人口_2020年", "世帯_2020年", "人口_2021年", "世帯_2021年"],
                ["東", 9, 4, 11, 5],
                ["西", 7, 3, 8, 3],
            ],
            ("unpivot_groups",),
        ),
        (
            [["区", "町", "人口"], ["東", "一町", 1], [None, "二町", 2], ["西", "三町", 3], [None, "四町", 4]],
            ("fill_down",),
        ),
        (
            [
                ["施設", "所在地", "電話"],
                ["図書館", None, None],
                ["中央館", "本町1", "11-1111"],
                ["東館", "東町2", "22-2222"],
                ["公民館", None, None],
                ["西館", "西町3", "33-3333"],
            ],
            ("group_rows",),
        ),
        (
            [["館", "設備"], ["東", "駐車場、多目的トイレ"], ["西", "駐車場"], ["南", "多目的トイレ、授乳室、駐車場"]],
            ("split_cells",),
        ),
        (
            [["名称", "東館"], ["電話", "1"], ["名称", "西館"], ["電話", "2"], ["名称", "南館"], ["電話", "3"]],
            ("pivot_blocks",),
        ),
        (
            [
                ["館", "利用者（一般）", "利用者（学生）", "担当"],
                ["東", 120, 33, "甲"],
                ["西", 98, 41, "乙"],
                ["南", 7, 2, "丙"],
            ],
            ("unpivot",),
        ),
        (
            [["選手", "優勝した年"], ["東", "1985,1996,2001"], ["西", "1996,2004"], ["南", "2001,2004,2010"]],
            ("split_cells",),
        ),
    ],
)
def test_what_a_list_needs_is_offered_with_a_reason(rows, verbs):
    assert verbs in offered(rows)
    assert all(reason.endswith("。") for c in detect(Grid.from_rows(rows)).candidates for reason in c.reasons)


@pytest.mark.parametrize(
    "rows",
    [
        [["番号", "名称", "所在地", "電話"], [1, "東館", "東町1", "11-1111"], [2, "西館", "西町2", "22-2222"]],
        [["回答者", "Q1", "Q2_1", "Q2_2", "Q3"], [1, 3, 1, 0, 5], [2, 2, 0, 1, 4], [3, 1, 1, 1, 2]],
        [["年度", "区", "人口"], ["2022年度", "東", 10], ["2022年度", "西", 20], ["2023年度", "東", 11]],
        [
            ["団体コード", "団体名", "人口", "面積"],
            ["011002", "札幌市", 1973395, 1121.3],
            ["012025", "函館市", 251084, 677.9],
        ],
        [["館", "設備", "利用者数"], ["東", "駐車場、授乳室", 10], ["西", "駐車場", 20], ["南", "授乳室、駐車場", 5]],
    ],
)
def test_a_tidy_list_is_left_alone(rows):
    found = best(rows)
    assert (found.recipe.form, found.recipe.steps) == ("records", ())


def test_rows_with_figures_are_not_split_unasked():
    rows = [["館", "設備", "利用者数"], ["東", "駐車場、授乳室", 10], ["西", "駐車場", 20], ["南", "授乳室、駐車場", 5]]
    assert ("split_cells",) in offered(rows)


def test_rows_that_are_variables_are_turned():
    rows = [
        ["項目", "東区", "西区", "南区", "北区"],
        ["人口（人）", 12034, 9876, 20011, 15400],
        ["面積（km²）", 12.5, 30.25, 8.75, 21.5],
        ["高齢化率（％）", 31.2, 28.4, 25.9, 30.3],
        ["区役所の所在地", "東町", "西町", "南町", "北町"],
    ]
    found = best(rows)
    assert [step.verb for step in found.recipe.steps] == ["transpose"]
    (table,) = [apply(Grid.from_rows(rows), found.recipe)]
    assert list(table.frame.columns[:3]) == ["項目", "人口（人）", "面積（km²）"]
    turned = [list(row) for row in zip(*rows, strict=True)]
    assert not any(verbs[:1] == ("transpose",) for verbs in offered(turned)[:1])


def test_labels_alone_in_their_rows_are_no_blanks_to_fill():
    rows = [["区", "館", "冊数"], ["東", None, None], [None, "一館", 5], [None, "二館", 7], ["西", None, None]]
    rows += [[None, "三館", 9], [None, "四館", 2]]
    assert not any("fill_down" in verbs for verbs in offered(rows))


def test_thousands_are_no_lists():
    rows = [["館", "冊数"], ["東", "1,234"], ["西", "12,001"], ["南", "2,345,678"], ["北", "1,234"]]
    assert not any("split_cells" in verbs for verbs in offered(rows))


def test_percentages_typed_as_text_over_numbers_are_names():
    rows = [
        ["館", "件数", "25%", "50%", "75%"],
        ["東", 120, 0.5, 12.1, 40],
        ["西", 98, 0.2, 9, 33.5],
        ["南", 77, 1, 8, 21],
    ]
    found = best(rows)
    assert (found.recipe.form, found.recipe.header.rows, found.recipe.steps) == ("records", 1, ())


def test_two_columns_of_years_are_one_measure():
    rows = [["地区", "令和5年度", "令和6年度"], ["東", 110, 252], ["西", 144, 57], ["計", 254, 309]]
    grid = Grid.from_rows(rows)
    found = best(rows)
    (table,) = [apply(grid, recipe) for recipe in found.recipes]
    assert table.frame["年度"].tolist() == ["令和5年度", "令和6年度"] * 3
    assert table.frame["合計行"].tolist() == [False] * 4 + [True] * 2


@pytest.mark.parametrize("heading", ["{y}年{m}月", "R{e}.{m}", "{y}-{m:02d}", "令和{e}年{m}月"])
def test_months_of_several_years_are_one_variable(heading):
    names = [heading.format(y=y, e=y - 2018, m=m) for y in (2022, 2023) for m in range(1, 13)]
    grid = Grid.from_rows([["地区", *names], *([d, *range(100 * k, 100 * k + 24)] for k, d in enumerate("東西南"))])
    (table,) = [apply(grid, recipe) for recipe in detect(grid).best.recipes]
    assert len(table) == 72
    assert table.frame["年月"].nunique() == 24


def test_years_beside_kinds_tell_the_rows_apart():
    names = [f"{y}年_{kind}" for y in (2022, 2023, 2024) for kind in ("人口", "世帯")]
    grid = Grid.from_rows([["地区", *names], ["東", *range(1, 7)], ["西", *range(7, 13)], ["南", *range(13, 19)]])
    (table,) = [apply(grid, recipe) for recipe in detect(grid).best.recipes]
    assert len(table) == 9
    assert table.frame.query("地区 == '西'")["人口"].tolist() == [7, 9, 11]


GRANTS = [
    ["令和５年度　補助金一覧"],
    ["No.", "名称", "交付先", "予算額", "決算額", "備考"],
    ["【総務課】"],
    [1, "自治会活動補助金", "自治会", "3,300千円", "3,180千円", None],
    [2, "防犯灯補助金", "自治会", "1,500千円", "1,412千円", "LED化"],
    ["【福祉課】"],
    [3, "老人クラブ助成金", "連合会", "1,850千円", "1,790千円", "会員減"],
    [4, "配食補助金", "社協", "2,960,000円", "2,080,500円", None],
    ["【農林課】"],
    [5, "防護柵補助金", "農業者", "1,200,000円", "1,080,500円", None],
    [6, "就農者補助金", "就農者", "6,000千円", "-", "執行なし"],
]


def test_a_list_of_amounts_in_words_below_merged_headings():
    merges = tuple(Span(r, 0, r, 5) for r in (2, 5, 8))
    grid = dataclasses.replace(Grid.from_rows(GRANTS), merges=merges)
    recipe = detect(grid).best.recipe
    table = apply(grid, recipe)
    assert [step.verb for step in recipe.steps] == ["group_rows"]
    assert table.frame["予算額"].tolist() == [row[3] for row in GRANTS if len(row) == 6 and row[0] != "No."]
    assert table.frame["区分"].tolist() == ["【総務課】"] * 2 + ["【福祉課】"] * 2 + ["【農林課】"] * 2
    assert all(check.ok for check in verify(grid, table, recipe))


def test_amounts_are_not_cut_at_their_thousands():
    rows = [["名称", "予算額"], *([f"補助金{i}", f"{i % 3 + 1},{i:03}千円"] for i in range(12))]
    assert ("split_cells",) not in offered(rows)
    assert best(rows).recipe.steps == ()
