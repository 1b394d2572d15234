"""A recipe means the same on next year's sheet; what it leaves out is listed."""

import time
from dataclasses import replace

import numpy as np
import pytest

from shirube.errors import TableError
from shirube.grid import Grid
from shirube.tidy import Context, Groups, Recipe, Stub, Totals, Values, apply, apply_all, detect, tidy, verify
from shirube.tidy import Header as HeaderRecipe

ROWS = [
    ["利用者数（人）"],
    ["区", "計", "男", "女"],
    ["計", 700, 330, 370],
    ["東区", 250, 120, 130],
    ["西区", 450, 210, 240],
]
GRID = Grid.from_rows(ROWS, name="2023年", source="利用.xlsx")


def recipe_of(grid):
    return detect(grid).best.recipe


def test_columns_and_order():
    (table,) = tidy(GRID)
    assert list(table.frame.columns) == [
        "区", "性別", "値", "値_注記", "記号", "単位", "合計行", "合計列", "出所セル",
    ]  # fmt: skip
    assert table.frame["出所セル"].tolist()[:4] == ["B3", "C3", "D3", "B4"]
    assert (table.title, table.sheet, table.source) == ("利用者数（人）", "2023年", "利用.xlsx")


def test_next_year_has_more_rows_and_an_extra_line_above():
    later = Grid.from_rows([["速報"], *ROWS[:2], ["計", 760, 360, 400], *ROWS[3:], ["南区", 60, 30, 30]])
    table = apply(later, recipe_of(GRID))
    assert table.metadata["range"] == "A3:D7"
    assert table.frame["区"].unique().tolist() == ["計", "東区", "西区", "南区"]
    assert all(check.ok for check in verify(later, table))


def test_the_address_holds_when_the_text_is_gone():
    renamed = Grid.from_rows([ROWS[0], ["地区名", *ROWS[1][1:]], *ROWS[2:]])
    table = apply(renamed, recipe_of(GRID))
    assert table.metadata["range"] == "A2:D5"
    assert "地区名" in table.dimensions


def test_no_table_where_the_recipe_looks():
    with pytest.raises(TableError) as caught:
        apply(Grid.from_rows([["ちがうシート"]], name="表紙"), recipe_of(GRID))
    assert caught.value.key == "T205"
    assert "表紙" in caught.value.sentence


def test_totals_can_be_left_out_and_are_listed():
    table = apply(GRID, replace(recipe_of(GRID), totals=Totals("drop", "drop")))
    assert table.frame["値"].tolist() == [120.0, 130.0, 210.0, 240.0]
    reasons = {d.cell: d.reason for d in table.dropped}
    assert reasons["B3"] == "合計行を除く設定です。"
    assert reasons["B4"] == "合計列を除く設定です。"
    assert all(check.ok for check in verify(GRID, table))


def test_names_title_unit_and_value_column():
    recipe = replace(
        recipe_of(GRID),
        stub=Stub(1, ("地区",)),
        header=HeaderRecipe(1, ("性別",)),
        context=Context(title="表1", unit="人"),
        values=Values(name="人数"),
    )
    table = apply(GRID, recipe)
    assert table.dimensions == ("地区", "性別")
    assert table.measures == ("人数",)
    assert (table.title, table.unit, table.frame["単位"].iloc[0]) == ("表1", "人", "人")


def test_a_table_may_have_its_own_symbols():
    rows = [["件数"], ["区", "男", "女"], ["東区", 0, "#"], ["西区", 2, 3], ["南区", 4, 5]]
    grid = Grid.from_rows(rows)
    recipe = replace(recipe_of(grid), values=Values(symbols=(("0", "単位未満"), ("#", "秘匿"))))
    table = apply(grid, recipe)
    assert table.frame["値_注記"].tolist()[:2] == ["単位未満", "秘匿"]
    assert table.frame["記号"].tolist()[:2] == ["0", "#"]
    assert np.isnan(table.frame["値"].iloc[0])


def test_an_unknown_meaning_is_refused():
    with pytest.raises(TableError) as caught:
        apply(GRID, replace(recipe_of(GRID), values=Values(symbols=(("x", "ひみつ"),))))
    assert caught.value.key == "T203"


def test_group_rows_can_be_ignored():
    rows = [["人数"], ["区", "男", "女"], ["東部", None, None], ["　A町", 1, 2], ["　B町", 3, 5]]
    grid = Grid.from_rows(rows)
    with_groups = apply(grid, recipe_of(grid))
    assert with_groups.frame["行見出し1"].unique().tolist() == ["東部"]
    without = apply(grid, replace(recipe_of(grid), groups=Groups(read=False)))
    assert without.frame["区"].unique().tolist() == ["A町", "B町"]
    assert [d.cell for d in without.dropped] == ["A3"]


def test_a_cell_another_table_uses_is_not_reported():
    rows = [["表"], ["区", "男", "女"], ["東区", 1, 2], [], ["区", "子", "親"], ["東区", 3, 5], ["欄外"]]
    grid = Grid.from_rows(rows)
    recipes = detect(grid).best.recipes
    assert len(recipes) == 2
    assert [table.dropped for table in apply_all(grid, recipes)] == [(), ()]
    assert apply(grid, recipes[0]).dropped != ()


def test_the_stated_size_is_kept():
    table = apply(GRID, replace(recipe_of(GRID), width=3, height=3))
    assert table.metadata["range"] == "A2:C4"
    assert len(table) == 4


def test_the_input_is_not_changed():
    before = GRID.values.copy()
    tidy(GRID)
    assert (GRID.values == before).all()


def test_records_keep_their_rows():
    table = apply(Grid.from_rows([["名", "数"], ["あ", 1], ["い", 2]]), Recipe(form="records"))
    assert table.frame["数"].tolist() == [1, 2]


def test_two_hundred_thousand_cells_in_seconds():
    rng = np.random.default_rng(7)
    body = rng.integers(0, 10**6, size=(10_000, 20))
    rows = [["大きい表"], ["町", *(f"{k}月" for k in range(1, 21))]]
    rows += [[f"町{i}", *line] for i, line in enumerate(body.tolist())]
    grid = Grid.from_rows(rows)
    started = time.perf_counter()
    (table,) = tidy(grid)
    assert time.perf_counter() - started < 30  # about 5 s on a quiet machine
    assert len(table) == 200_000
    assert table.frame["値"].sum() == body.sum()
