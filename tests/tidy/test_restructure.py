"""Lists with steps: typed values with their status and cell, every cell accounted for, sums kept."""

import pytest

from shirube.errors import TableError
from shirube.grid import Grid
from shirube.tidy import Anchor, Header, Recipe, apply, observations, verify
from shirube.tidy.steps import Column, FillDown, GroupRows, PivotBlocks, Unpivot, UnpivotGroups

LIST = [["施設", "2022年度", "2023年度"], ["図書館", 10, "1,200人"], ["公民館", "x", None], ["体育館", "…", 7.5]]
YEARS = (Unpivot(Column("2022年度", 2), name="年度", value="利用者"),)


def recipe(*steps, rows=1, cell="A1"):
    return Recipe(form="records", anchor=Anchor("", cell, cell), header=Header(rows=rows), steps=steps)


def test_values_are_numbers_with_a_status_and_their_cell():
    table = apply(Grid.from_rows(LIST), recipe(*YEARS))
    assert table.frame.columns.tolist() == ["施設", "年度", "利用者", "値_注記", "記号", "出所セル"]
    assert table.frame["利用者"].fillna(-1).tolist() == [10, 1200, -1, -1, -1, 7.5]
    assert table.frame["値_注記"].tolist() == ["実数", "実数", "秘匿", "空白", "不詳", "実数"]
    assert table.frame["記号"].tolist() == ["", "1,200人", "x", "", "…", ""]
    assert table.frame["出所セル"].tolist() == ["B2", "C2", "B3", "C3", "B4", "C4"]
    assert (table.dimensions, table.measures) == (("施設", "年度"), ("利用者",))


def test_every_cell_is_accounted_for_with_a_title_above_and_groups_inside():
    rows = [["利用状況", None, None], LIST[0], ["東地区", None, None], *LIST[1:]]
    grid = Grid.from_rows(rows)
    table = apply(grid, recipe(GroupRows("地区"), *YEARS, cell="A2"))
    assert all(check.ok for check in verify(grid, table))
    assert [(d.cell, d.reason) for d in table.dropped] == [("A1", "一覧の外にある文です。")]
    assert set(table.frame["地区"]) == {"東地区"}


def test_a_value_that_was_lost_is_noticed():
    grid = Grid.from_rows(LIST)
    table = apply(grid, recipe(*YEARS))
    changed = Grid.from_rows([LIST[0], ["図書館", 11, "1,200人"], *LIST[2:], ["新館", 1, 2]])
    assert [check.ok for check in verify(changed, table)] == [False, False]


def test_two_measures_keep_their_own_status():
    rows = [["区", "人口2022年", "世帯2022年"], ["東", 10, "x"], ["西", 20, 5]]
    table = apply(
        Grid.from_rows(rows), recipe(UnpivotGroups(Column("人口2022年", 2), measures=("人口", "世帯"), name="年"))
    )
    assert table.frame.columns.tolist() == ["区", "年", "人口", "人口_注記", "世帯", "世帯_注記", "出所セル"]
    assert table.frame["世帯_注記"].tolist() == ["秘匿", "実数"]
    cells = observations([table])
    assert dict(zip(cells["セル"], cells["値"], strict=True)) | {"C2": None} == {
        "B2": 10,
        "B3": 20,
        "C2": None,
        "C3": 5,
    }


def test_records_without_a_header():
    rows = [["施設", "図書館"], ["電話", "1-1"], ["施設", "公民館"], ["電話", "2-2"]]
    table = apply(Grid.from_rows(rows), recipe(PivotBlocks(2), rows=0))
    assert table.frame[["施設", "電話"]].values.tolist() == [["図書館", "1-1"], ["公民館", "2-2"]]
    assert table.frame["出所セル"].tolist() == ["B1", "B3"]
    assert all(check.ok for check in verify(Grid.from_rows(rows), table))


def test_labels_only():
    table = apply(Grid.from_rows([["区", "町"], ["東", "一"], [None, "二"]]), recipe(FillDown((Column("区", 1),))))
    assert table.frame["区"].tolist() == ["東", "東"]
    assert table.measures == ()


def test_a_step_that_does_not_fit_is_told():
    with pytest.raises(TableError) as raised:
        apply(Grid.from_rows(LIST), recipe(Unpivot(Column("2030年度", 0))))
    assert raised.value.code == "SB-T301"
