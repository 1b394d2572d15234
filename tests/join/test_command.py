"""The command: tables of any form in, a result in plain words out."""

import pytest

from shirube.commands.boundaries import BOUNDARIES, BoundarySettings
from shirube.commands.join import JOIN, JoinSettings, crosswalk_from
from shirube.errors import JoinError
from shirube.grid import Grid
from shirube.join import Crosswalk
from shirube.result import Level

CROSS = [["人口（人）"], ["地区", "男", "女", "計"], ["東", 10, 20, 30], ["西", 5, 6, 11], ["計", 15, 26, 41]]
CALLS = [["相談件数"], ["地区", "男", "女"], ["東", 1, 2], ["西 ", 3, "x"], ["南", 3, 4]]
LIST = [["地区", "施設数"], ["東", 1], ["西", 2]]


def grid(rows, name):
    return Grid.from_rows(rows, name=name, source=f"{name}.xlsx")


def data(result, name="突合データ"):
    (sheet,) = [sheet for sheet in result.data if sheet.name == name]
    labels = [column.label for column in sheet.table.columns]
    return [dict(zip(labels, row, strict=True)) for row in sheet.table.rows]


def test_two_cross_tables_meet_value_by_value_without_their_totals():
    result = JOIN.run([grid(CROSS, "人口"), grid(CALLS, "相談")], JoinSettings())
    assert "地区・性別" in result.conditions
    rows = data(result)
    assert [(r["地区"], r["性別"], r["値"]) for r in rows[:4]] == [
        ("東", "男", 10), ("東", "女", 20), ("西", "男", 5), ("西", "女", 6),
    ]  # fmt: skip
    assert rows[3]["値_注記_相談"] == "秘匿"
    assert result.notes == ("「人口」の合計の行と列（6セル）は、二重に数えないよう入れていません。",)
    assert {light.level for light in result.lights if light.label in ("行の数", "合計")} == {Level.GOOD}


def test_a_list_beside_a_cross_table_repeats_and_warns():
    result = JOIN.run([grid(CROSS, "人口"), grid(LIST, "施設")], JoinSettings())
    assert [light.reason for light in result.lights if light.label == "繰り返された値"] == [
        "「施設数」は同じ値が何行にも現れます。この表で足し合わせないでください。"
    ]


def test_a_blank_key_is_shown_as_blank():
    rows = data(JOIN.run([grid([*LIST, [None, 5]], "施設"), grid(LIST, "棟")], JoinSettings()), "結び付かなかったもの")
    assert [(r["鍵"], r["理由"]) for r in rows] == [("（空欄）", "鍵が空")]


def test_page_one_is_plain():
    result = JOIN.run([grid(CROSS, "人口"), grid(CALLS, "相談")], JoinSettings())
    words = " ".join((*result.conclusion, *result.notes, *(light.reason for light in result.lights)))
    assert not any(word in words for word in ("NaN", "None", "key", "Levenshtein"))


def test_boundaries_need_a_crosswalk_and_a_year():
    with pytest.raises(JoinError) as caught:
        BOUNDARIES.run(grid(LIST, "施設"), BoundarySettings(year=2025))
    assert caught.value.code == "SB-J307"


def test_a_table_without_units_of_the_crosswalk_is_refused():
    walk = crosswalk_from([grid([["旧", "新", "開始年度"], ["甲", "乙", 2025]], "対応")])
    with pytest.raises(JoinError) as caught:
        BOUNDARIES.run(grid(LIST, "施設"), BoundarySettings(walk, 2025))
    assert caught.value.code == "SB-J312"


def test_a_workbook_of_answers_and_one_without():
    assert crosswalk_from([grid([["旧", "新"], ["甲", "乙"]], "Sheet1")]).confirmed == {"甲": "乙"}
    sheets = [
        grid([["答え", "左の名前", "候補1"], ["○", "みどり保", "みどり保育園"]], "突合確認"),
        grid([["旧", "新", "種類"]], "対応表"),
    ]
    assert crosswalk_from(sheets).confirmed == {"みどり保": "みどり保育園"}
    assert crosswalk_from(sheets[1:]) == Crosswalk()


def test_sheets_of_one_name_are_told_apart_by_their_files():
    left = Grid.from_rows(LIST, name="Sheet1", source="市.xlsx")
    right = Grid.from_rows(LIST, name="Sheet1", source="社協.xlsx")
    assert JOIN.run([left, right], JoinSettings()).title == "突合：市のSheet1と社協のSheet1"
