"""The verbs of a recipe: what they do on Japanese lists, their laws, and what they say when they do not fit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.errors import TableError
from shirube.tidy.steps import (
    CellTable,
    Column,
    FillDown,
    GroupRows,
    PivotBlocks,
    SplitCells,
    Transpose,
    Unpivot,
    UnpivotGroups,
    follow,
)

LIST = [["施設", "区", "2022年度", "2023年度"], ["図書館", "東", 10, 12], ["公民館", "西", 5, None]]


def rows(table_rows, *steps):
    return follow(CellTable.from_rows(table_rows), steps).rows()


def test_a_year_added_at_the_end_is_taken_along():
    step = Unpivot(Column("2022年度", 3), name="年度")
    longer = [[*LIST[0], "2024年度"], [*LIST[1], 13], [*LIST[2], 6]]
    assert [row[2:] for row in rows(longer, step)[1:4]] == [["2022年度", 10], ["2023年度", 12], ["2024年度", 13]]


def test_a_column_put_in_before_does_not_shift_the_reading():
    step = Unpivot(Column("2022年度", 3), name="年度")
    moved = [["番号", *LIST[0]], [1, *LIST[1]], [2, *LIST[2]]]
    assert rows(moved, step)[1] == [1, "図書館", "東", "2022年度", 10]


def test_every_value_keeps_its_cell():
    table = follow(CellTable.from_rows(LIST), (Unpivot(Column("2022年度", 3)),))
    assert [table.address(i, 3) for i in range(4)] == ["C2", "D2", "C3", "D3"]
    assert [table.address(i, 2) for i in range(4)] == ["C1", "D1", "C1", "D1"]


def test_groups_then_unpivot():
    grouped = [
        ["施設", "4月", "5月"],
        ["東地区", None, None],
        ["図書館", 1, 2],
        ["西地区", None, None],
        ["公民館", 3, 4],
    ]
    assert rows(grouped, GroupRows("地区"), Unpivot(Column("4月", 3), name="月")) == [
        ["地区", "施設", "月", "値"],
        ["東地区", "図書館", "4月", 1],
        ["東地区", "図書館", "5月", 2],
        ["西地区", "公民館", "4月", 3],
        ["西地区", "公民館", "5月", 4],
    ]


def test_a_group_without_rows_is_told():
    table = follow(CellTable.from_rows([["施設", "数"], ["東", None], ["西", None], ["館", 1]]), (GroupRows("区"),))
    assert [reason for _, reason in table.dropped] == ["下に行のない見出しです。"]


def test_fill_stops_where_an_outer_label_begins():
    given_rows = [["区", "町", "数"], ["東", "一", 1], [None, None, 2], ["西", None, 3]]
    filled = rows(given_rows, FillDown((Column("区", 1), Column("町", 2))))
    assert filled[1:] == [["東", "一", 1], ["東", "一", 2], ["西", None, 3]]


def test_grouped_columns_keep_their_kinds_apart():
    wide = [["区", "人口2022年", "世帯2022年", "人口2023年"], ["東", 10, 4, 11]]
    step = UnpivotGroups(Column("人口2022年", 2), measures=("人口", "世帯"), name="年")
    assert rows(wide, step)[1:] == [["東", "2022年", 10, 4], ["東", "2023年", 11, None]]


def test_split_leaves_what_stands_in_brackets():
    assert rows([["館", "室"], ["東", "会議室（大、小）、和室"]], SplitCells(Column("室", 2)))[1:] == [
        ["東", "会議室（大、小）"],
        ["東", "和室"],
    ]


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (Unpivot(Column("2030年度", 9)), "SB-T301"),
        (Unpivot(Column("2023年度", 4), Column("2022年度", 3)), "SB-T302"),
        (UnpivotGroups(Column("区", 2), measures=("人口",)), "SB-T303"),
        (PivotBlocks(2), "SB-T304"),
        (SplitCells(Column("無い", 0)), "SB-T301"),
    ],
)
def test_what_does_not_fit_is_told(step, code):
    with pytest.raises(TableError) as raised:
        rows(LIST, step)
    assert raised.value.code == code
    assert raised.value.next_step


NAMES = st.lists(st.text("東西南北中央", min_size=1, max_size=3), min_size=1, max_size=4, unique=True)


@given(NAMES, NAMES, st.data())
def test_unpivot_then_pivot_gives_the_table_back(keys, columns, data):
    body = [[data.draw(st.integers(0, 99)) for _ in columns] for _ in keys]
    long = rows([["鍵", *columns], *([k, *r] for k, r in zip(keys, body, strict=True))], Unpivot(Column(columns[0], 2)))
    blocks = [["名", "値"]]
    for i, key in enumerate(keys):
        blocks += [
            ["鍵", key],
            *(["c" + name, v] for _, name, v in long[1 + i * len(columns) : 1 + (i + 1) * len(columns)]),
        ]
    assert rows(blocks, PivotBlocks(1 + len(columns)))[1:] == [[k, *r] for k, r in zip(keys, body, strict=True)]


@given(NAMES, st.data())
def test_twice_transposed_is_the_table(columns, data):
    body = [[f"行{i}", *(data.draw(st.integers(0, 9)) for _ in columns)] for i in range(3)]
    table = CellTable.from_rows([["鍵", *columns], *body])
    again = follow(table, (Transpose(), Transpose()))
    assert again.rows() == table.rows()
    assert np.array_equal(again.cells, table.cells)


@given(st.lists(st.sampled_from(["東", "西", None]), min_size=1, max_size=8))
def test_filling_twice_is_filling_once(labels):
    table = [["区", "数"], *([label, i] for i, label in enumerate(labels))]
    step = FillDown((Column("区", 1),))
    assert rows(table, step, step) == rows(table, step)
