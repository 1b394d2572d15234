"""Each repair alone: what it changes, what it must leave alone, and what its log says."""

from dataclasses import replace

import pytest

from shirube.check.repair import REPAIRS, Block, Draft, part, repair_sheet
from shirube.check.repair.spaces import without_layout
from shirube.check.repair.times import western
from shirube.grid import Grid


def draft(rows, *, body=(1, 1), merges=(), top=0):
    grid = Grid.from_rows(rows, name="表", merges=merges)
    bottom, right = grid.shape[0] - 1, grid.shape[1] - 1
    return Draft.of(grid, [Block(top, 0, bottom, right, top + body[0], body[1])])


def repaired(rule, rows, **more):
    before = draft(rows, **more)
    kept = before.grid.values.copy()
    after, changes = repair_sheet(before, [rule])
    assert (before.grid.values == kept).all(), "the source grid must not change"
    return after, changes


def test_merged_labels_are_filled_and_merged_figures_are_not_counted_twice():
    rows = [["区", "町", "人口", "面積"], ["東", "一", 10, 5], [None, "二", 20, None]]
    sheet, changes = repaired("L1-12", rows, body=(1, 2), merges=["A2:A3", "D2:D3"])
    assert sheet.grid.values[:, 0].tolist() == ["区", "東", "東"]
    assert sheet.grid.values[:, 3].tolist() == ["面積", 5, None]
    assert sheet.grid.merges == ()
    assert ("A3", None, "東") in [(c.cell, c.before, c.after) for c in changes]


def test_a_merged_title_stays_one_title():
    grid = Grid.from_rows([["人口の表", None], ["区", "人口"], ["東", 1]], merges=["A1:B1"])
    sheet, _ = repair_sheet(Draft.of(grid, [Block(1, 0, 2, 1, 2, 1)]), ["L1-12"])
    assert sheet.grid.values[0].tolist() == ["人口の表", None]


@pytest.mark.parametrize("mark", ["〃", "同上", "”", "(同上)"])
def test_ditto_marks_are_written_out(mark):
    sheet, changes = repaired("L2-02", [["区", "人口"], ["東", 1], [mark, 2], [mark, 3]])
    assert sheet.grid.values[:, 0].tolist() == ["区", "東", "東", "東"]
    assert [c.cell for c in changes] == ["A3", "A4"]


def test_ditto_with_nothing_above_is_left():
    sheet, changes = repaired("L2-02", [["区", "人口"], ["〃", 1]])
    assert sheet.grid.values[1, 0] == "〃"
    assert not changes


def test_a_prefecture_without_municipality_is_no_omitted_label():
    rows = [
        ["県", "市", "人口"],
        ["青森県", None, 9],
        ["青森県", "青森市", 1],
        ["岩手県", None, 8],
        ["岩手県", "盛岡市", 2],
    ]
    sheet, _ = repaired("L2-02", rows, body=(1, 2))
    assert sheet.grid.values[3, 1] is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("総　　数", "総数"),
        ("　うち男", "うち男"),
        ("人口\n（人）", "人口（人）"),
        ("Total\nnumber", "Total number"),
        ("中央区　本町", "中央区 本町"),
        ("平成30年度", "平成30年度"),
        ("ア　個人", "ア　個人"),
    ],
)
def test_layout_spaces(before, after):
    assert without_layout(before) == after


def test_the_space_inside_a_name_stays():
    sheet, _ = repaired("L1-06", [["氏名", "点"], ["山田　太郎", 1], ["　鈴木　花子", 2]])
    assert sheet.grid.values[1:, 0].tolist() == ["山田　太郎", "鈴木　花子"]


def test_machine_dependent_characters_but_not_in_names():
    sheet, changes = repaired("L1-08", [["名称", "区分"], ["㈱しるべ", "①"]])
    assert sheet.grid.values[1].tolist() == ["㈱しるべ", "(1)"]
    kept = next(c for c in changes if c.cell == "A2")
    assert kept.before == kept.after


@pytest.mark.parametrize("text", ["第2回", "01100", "2-3", "03-1234-5678", "千葉", "3丁目"])
def test_what_is_no_figure_stays_text(text):
    sheet, changes = repaired("L2-01", [["区", "値"], ["東", text], ["西", text]])
    assert sheet.grid.values[1, 1] == text
    assert not changes


def test_figures_become_numbers_and_one_unit_goes_into_the_name():
    sheet, changes = repaired("L2-01", [["区", "人口"], ["東", "1,234人"], ["西", "△５人"]])
    assert sheet.grid.values[:, 1].tolist() == ["人口（人）", 1234, -5]
    assert {(c.before, c.after) for c in changes} >= {("1,234人", 1234), ("△５人", -5)}


def test_mixed_units_get_a_column():
    sheet, _ = repaired("L2-01", [["区", "量"], ["東", "3t"], ["西", "4kg"]])
    assert sheet.grid.values.tolist() == [["区", "量", "量_単位"], ["東", 3, "t"], ["西", 4, "kg"]]


def test_note_marks_on_figures_are_kept_in_a_column():
    sheet, _ = repaired("L2-01", [["区", "量"], ["東", "100①"], ["西", "4"]])
    assert sheet.grid.values.tolist() == [["区", "量", "量_注記番号"], ["東", 100, "(1)"], ["西", 4, None]]


def test_codes_stay_text():
    sheet, _ = repaired("L2-01", [["区", "団体コード"], ["東", "13101"], ["西", "13102"]])
    assert sheet.grid.values[1, 1] == "13101"


def test_symbols_get_a_status_and_their_meaning():
    sheet, _ = repaired("L3-03", [["区", "人口"], ["東", 10], ["西", "x"], ["南", "-"], ["北", None]])
    assert sheet.grid.values[1:, 1:].tolist() == [[10, "実数"], [None, "秘匿"], [None, "該当なし"], [None, "空白"]]
    assert [f.value for f in sheet.facts] == ["x＝秘匿", "-＝該当なし"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("令和元年度", "2019年度"),
        ("平成31年4月1日", "2019-04-01"),
        ("昭和40年代", "昭和40年代（1965～1974年）"),
        ("2023年度", ""),
        ("第3期", ""),
        ("平成大橋", ""),
    ],
)
def test_western_years(before, after):
    assert western(before) == after


def test_h5_in_a_column_that_holds_no_times_is_no_year():
    sheet, changes = repaired("L3-05", [["区画", "人数"], ["H5", 1], ["東", 2], ["西", 3]])
    assert sheet.grid.values[1, 0] == "H5"
    assert not changes


def test_places_get_codes_and_official_names():
    rows = [["市区町村", "人口"], ["中央区", 1], ["灘区", 2], ["東灘区", 3], ["須磨区", 4]]
    sheet, _ = repaired("L3-06", rows)
    assert sheet.grid.values[1, 1] == "281107"


def test_a_table_with_codes_gets_no_second_column_of_codes():
    rows = [["番号", "市"], ["011002", "札幌市"], ["012025", "函館市"], ["012033", "小樽市"]]
    sheet, changes = repaired("L3-06", rows)
    assert sheet.grid.shape == (4, 2)
    assert not changes


def test_titles_and_notes_become_facts_and_the_table_moves_to_a1():
    grid = Grid.from_rows([["人口"], [], [None, "区", "人口"], [None, "東", 1], ["注）速報"]], name="表")
    sheet, changes = repair_sheet(Draft.of(grid, [Block(2, 1, 3, 2, 3, 2)]), ["L3-01"])
    assert sheet.grid.values.tolist() == [["区", "人口"], ["東", 1]]
    assert [(f.label, f.cell) for f in sheet.facts] == [("表題", "A1"), ("注", "A5")]
    assert sheet.address(1, 1) == "C4"
    assert {c.rule for c in changes} == {"L1-04", "L3-01"}


def test_headers_of_several_rows_become_distinct_names():
    rows = [["区", "人口", None, None], [None, "男", "女", "男"], ["東", 1, 2, 3]]
    sheet, _ = repaired("L2-03", rows, body=(2, 1), merges=["B1:D1"])
    assert sheet.grid.values.tolist() == [["区", "人口_男", "人口_女", "人口_男（2）"], ["東", 1, 2, 3]]


def test_a_table_without_a_header_keeps_its_first_row():
    sheet, changes = repaired("L2-03", [["東", 1], ["西", 2]], body=(0, 1))
    assert sheet.grid.values.tolist() == [["列1", "列2"], ["東", 1], ["西", 2]]
    assert [c.cell for c in changes] == ["", ""]
    assert sheet.address(1, 0) == "A1"


def test_units_of_a_table_without_a_header_get_a_column():
    sheet, _ = repaired("L2-01", [["東", "5人"], ["西", "6人"]], body=(0, 1))
    assert sheet.grid.values.tolist() == [["東", 5, "人"], ["西", 6, "人"]]


def test_gaps_and_repeated_headers_go():
    rows = [["区", None, "人口"], ["東", None, 1], [None] * 3, ["区", None, "人口"], ["西", None, 2]]
    sheet, changes = repaired("L1-03", rows)
    assert sheet.grid.values.tolist() == [["区", "人口"], ["東", 1], ["西", 2]]
    assert [c.cell for c in changes] == ["3:3", "4:4", "B:B"]


def test_hidden_rows_and_columns_are_shown():
    before = draft([["区", "人口"], ["東", 1]])
    before = replace(before, grid=replace(before.grid, hidden_rows=frozenset({1})))
    sheet, changes = repair_sheet(before, ["L1-13"])
    assert not sheet.grid.hidden_rows
    assert changes[0].cell == "2:2"


def test_tables_are_parted_and_nothing_is_lost():
    rows = [["注記"], ["人口", None], ["東", 1], [], ["世帯", None], ["西", 2]]
    parts, changes = part(Draft.of(Grid.from_rows(rows), [Block(1, 0, 2, 1, 2, 1), Block(4, 0, 5, 1, 5, 1)]))
    assert [p.grid.values.tolist() for p in parts] == [[["人口", None], ["東", 1]], [["世帯", None], ["西", 2]]]
    assert [f.value for f in parts[0].facts] == ["注記"]
    assert [c.rule for c in changes] == ["L1-02", "L1-02", "L1-04"]


@pytest.mark.parametrize("rule", REPAIRS)
def test_a_repair_done_twice_changes_nothing_more(rule):
    rows = [["年度", "区", "人口", "備考"], ["令和5年度", "東　区", "1,000人", "①"], ["〃", "西区", "x", "　注"]]
    once, _ = repaired(rule, rows, body=(1, 2))
    twice, changes = repair_sheet(once, [rule])
    assert [c for c in changes if c.before != c.after] == []
    assert twice.grid.values.tolist() == once.grid.values.tolist()
