"""One statistic laid out in every way offices print it: always the same tidy answer."""

import numpy as np
import pytest

from shirube.grid import CellStyle, Grid
from shirube.tidy import detect, tidy, verify

#: (district, sex) of the same four figures; every layout below must give exactly these.
ANSWER = {("東区", "男"): 120.0, ("東区", "女"): 130.0, ("西区", "男"): 210.0, ("西区", "女"): 240.0}
TITLE = "区別・男女別の利用者数"


def labels_and_values(tables):
    """{labels without totals: value}; the order of the dimensions is the layout's business."""
    found = {}
    for table in tables:
        for _, row in table.frame[~(table.frame["合計行"] | table.frame["合計列"])].iterrows():
            labels = tuple(sorted(v for v in (row[d] for d in table.dimensions) if v))
            assert labels not in found
            found[labels] = row["値"]
    return found


def assert_answer(grid, extra=()):
    tables = tidy(grid)
    expected = {tuple(sorted((*key, *extra))): value for key, value in ANSWER.items()}
    assert labels_and_values(tables) == expected
    for table in tables:
        assert [check.name for check in verify(grid, table) if not check.ok and check.name != "合計の検算"] == []


PLAIN = [[TITLE], ["区", "男", "女"], ["東区", 120, 130], ["西区", 210, 240]]


def ruled(rows, merges=(), boxes=()):
    """A grid whose cells from row 2 on are boxed, except where `boxes` (inclusive spans) hold several cells."""
    table = [CellStyle()]
    height, width = len(rows), max(map(len, rows))
    styles = np.zeros((height, width), dtype=np.uint16)
    inside = {(r, c): span for span in boxes for r in range(span[0], span[2] + 1) for c in range(span[1], span[3] + 1)}
    for r in range(1, height):
        for c in range(width):
            top, left, bottom, right = inside.get((r, c), (r, c, r, c))
            style = CellStyle(
                border_top=r == top, border_left=c == left, border_bottom=r == bottom, border_right=c == right
            )
            if style not in table:
                table.append(style)
            styles[r, c] = table.index(style)
    return Grid.from_rows(rows, merges=merges, styles=styles, style_table=tuple(table))


def test_plain():
    assert_answer(Grid.from_rows(PLAIN))


def test_transposed():
    assert_answer(Grid.from_rows([[TITLE], ["性別", "東区", "西区"], ["男", 120, 210], ["女", 130, 240]]))


def test_figures_typed_as_text():
    rows = [[TITLE], ["区", "男", "女"], ["東区", "１２０", "130 "], ["西区", "210", "240"]]
    assert_answer(Grid.from_rows(rows))


def test_total_row_and_column_are_flagged():
    rows = [[TITLE], ["区", "計", "男", "女"], ["計", 700, 330, 370], ["東区", 250, 120, 130], ["西区", 450, 210, 240]]
    (table,) = tidy(Grid.from_rows(rows))
    assert_answer(Grid.from_rows(rows))
    flagged = table.frame.loc[table.frame["合計行"] | table.frame["合計列"], "出所セル"]
    assert sorted(flagged) == ["B3", "B4", "B5", "C3", "D3"]
    assert verify(Grid.from_rows(rows), table)[-1].ok


def test_total_below():
    rows = [[TITLE], ["区", "男", "女"], ["東区", 120, 130], ["西区", 210, 240], ["合計", 330, 370]]
    assert_answer(Grid.from_rows(rows))


def test_merged_upper_tier():
    rows = [[TITLE], ["区", "利用者数", None], [None, "男", "女"], ["東区", 120, 130], ["西区", 210, 240]]
    assert_answer(Grid.from_rows(rows, merges=["A2:A3", "B2:C2"]), extra=("利用者数",))


def test_upper_tier_without_merge():
    rows = [[TITLE], ["", "利用者数", None], ["区", "男", "女"], ["東区", 120, 130], ["西区", 210, 240]]
    assert_answer(ruled(rows, boxes=[(1, 1, 1, 2)]), extra=("利用者数",))


def test_upper_tier_without_merge_and_without_rules():
    rows = [
        [TITLE],
        [None, "東区", None, "西区", None],
        ["区分", "男", "女", "男", "女"],
        ["利用者数", 120, 130, 210, 240],
        ["うち新規", 12, 13, 21, 24],
    ]
    (table,) = tidy(Grid.from_rows(rows))
    first = table.frame[table.frame["区分"] == "利用者数"]
    found = {(a, b): v for a, b, v in zip(first["区"], first["性別"], first["値"], strict=True)}
    assert found == ANSWER


def test_upper_tier_without_merge_and_every_cell_boxed():
    rows = [
        [TITLE],
        ["区分", "東区", None, "西区", None],
        [None, "男", "女", "男", "女"],
        ["利用者数", 120, 130, 210, 240],
        ["うち新規", 12, 13, 21, 24],
    ]
    (table,) = tidy(ruled(rows))
    first = table.frame[table.frame["区分"] == "利用者数"]
    assert dict(zip(zip(first["区"], first["性別"], strict=True), first["値"], strict=True)) == ANSWER


def test_like_columns_are_told_apart_by_the_box_at_their_left():
    rows = [
        [TITLE],
        ["区", "4月", "前年比", "5月", "前年比"],
        ["東区", 120, 1.2, 130, 1.3],
        ["西区", 210, 2.1, 240, 2.4],
    ]
    (table,) = tidy(Grid.from_rows(rows))
    first = table.frame[table.frame["区"] == "東区"]
    assert list(zip(first["月"], first["項目"], first["値"], strict=True)) == [
        ("4月", "", 120.0),
        ("4月", "前年比", 1.2),
        ("5月", "", 130.0),
        ("5月", "前年比", 1.3),
    ]


def test_title_and_unit_drawn_inside_the_box_are_no_header():
    rows = [
        [None],
        ["令和5年度における利用者数について", None, None],
        [None, None, "（単位：人）"],
        ["区", "男", "女"],
        ["東区", 120, 130],
        ["西区", 210, 240],
    ]
    grid = ruled(rows)
    assert_answer(grid)
    (table,) = tidy(grid)
    assert (table.title, table.unit) == ("令和5年度における利用者数について", "人")


def test_columns_with_a_header_and_no_data_belong_to_the_table():
    rows = [[TITLE], ["区", "男", "女", "不明"], ["東区", 120, 130], ["西区", 210, 240]]
    (table,) = tidy(Grid.from_rows(rows))
    assert table.metadata["range"] == "A2:D4"
    assert table.frame.loc[table.frame["項目"] == "不明", "値_注記"].tolist() == ["空白", "空白"]


def test_two_label_columns_written_once():
    rows = [
        [TITLE],
        ["区", "性別", "利用者数", "備考数"],
        ["東区", "男", 120, 1],
        [None, "女", 130, 2],
        ["西区", "男", 210, 3],
        [None, "女", 240, 4],
    ]
    (table,) = tidy(Grid.from_rows(rows))
    kept = table.frame[table.frame["項目"] == "利用者数"]
    assert dict(zip(zip(kept["区"], kept["性別"], strict=True), kept["値"], strict=True)) == ANSWER


def test_vertical_merges():
    rows = [
        [TITLE],
        ["区", "性別", "人数", "回数"],
        ["東区", "男", 120, 1],
        [None, "女", 130, 2],
        ["西区", "男", 210, 3],
        [None, "女", 240, 4],
    ]
    (table,) = tidy(Grid.from_rows(rows, merges=["A3:A4", "A5:A6"]))
    kept = table.frame[table.frame["項目"] == "人数"]
    assert dict(zip(zip(kept["区"], kept["性別"], strict=True), kept["値"], strict=True)) == ANSWER


def test_group_rows():
    rows = [
        [TITLE],
        ["区分", "人数", "回数"],
        ["東区", None, None],
        ["　男", 120, 1],
        ["　女", 130, 2],
        ["西区", None, None],
        ["　男", 210, 3],
        ["　女", 240, 4],
    ]
    (table,) = tidy(Grid.from_rows(rows))
    kept = table.frame[table.frame["項目"] == "人数"]
    assert dict(zip(zip(kept["区"], kept["区分"], strict=True), kept["値"], strict=True)) == ANSWER


def test_indented_parts_under_their_sum():
    rows = [
        [TITLE],
        ["区分", "人数", "回数"],
        ["東区", 250, 3],
        ["　男", 120, 1],
        ["　女", 130, 2],
        ["西区", 450, 7],
        ["　男", 210, 3],
        ["　女", 240, 4],
    ]
    (table,) = tidy(Grid.from_rows(rows))
    kept = table.frame[(table.frame["項目"] == "人数") & ~table.frame["合計行"]]
    assert dict(zip(zip(kept["区"], kept["区分"], strict=True), kept["値"], strict=True)) == ANSWER


def test_indents_the_figures_contradict_are_only_alignment():
    rows = [[TITLE], ["年", "件数", "人数"], ["平成９年", 10, 20], ["　１０年", 30, 50], ["　１１年", 25, 70]]
    (table,) = tidy(Grid.from_rows(rows))
    assert table.dimensions == ("年", "項目")
    assert table.frame["年"].unique().tolist() == ["平成９年", "１０年", "１１年"]


def test_l_shaped_header():
    rows = [
        [TITLE],
        ["月", "東区", None, None, "西区", None, None],
        [None, None, "男", "女", None, "男", "女"],
        ["4月", 250, 120, 130, 450, 210, 240],
        ["5月", 25, 12, 13, 46, 22, 24],
        ["6月", 31, 15, 16, 47, 20, 27],
    ]
    grid = ruled(rows, boxes=[(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 2, 4), (1, 5, 1, 6)])
    # The parent's box opens to the right: no wall between B2 and C2, E2 and F2.
    table = list(grid.style_table)
    styles = grid.styles.copy()
    for column in (1, 4):
        opened = CellStyle(border_top=True, border_left=True)
        below = CellStyle(border_bottom=True, border_left=True, border_right=True)
        right = CellStyle(border_top=True, border_bottom=True)
        far = CellStyle(border_top=True, border_bottom=True, border_right=True)
        for (r, c), style in {
            (1, column): opened,
            (2, column): below,
            (1, column + 1): right,
            (1, column + 2): far,
        }.items():
            table.append(style)
            styles[r, c] = len(table) - 1
    (tidied,) = tidy(Grid.from_rows(rows, styles=styles, style_table=tuple(table)))
    april = tidied.frame[(tidied.frame["月"] == "4月") & ~tidied.frame["合計列"]]
    assert dict(zip(zip(april["区"], april["性別"], strict=True), april["値"], strict=True)) == ANSWER
    assert tidied.frame.loc[tidied.frame["合計列"], "区"].unique().tolist() == ["東区", "西区"]


def test_stacked_folds_become_two_tables():
    rows = [
        [TITLE],
        ["性別", "東区", "計"],
        ["男", 120, 120],
        ["女", 130, 130],
        [],
        ["性別", "西区", "計"],
        ["男", 210, 210],
        ["女", 240, 240],
    ]
    tables = tidy(Grid.from_rows(rows))
    assert len(tables) == 2
    assert labels_and_values(tables) == {tuple(sorted(key)): value for key, value in ANSWER.items()}


def test_side_by_side_tables():
    rows = [
        [TITLE],
        ["東区", "人数", None, "西区", "人数"],
        ["男", 120, None, "男", 210],
        ["女", 130, None, "女", 240],
    ]
    tables = tidy(Grid.from_rows(rows))
    assert [table.metadata["range"] for table in tables] == ["A2:B4", "D2:E4"]
    assert [table.frame["値"].tolist() for table in tables] == [[120.0, 130.0], [210.0, 240.0]]


def test_notes_units_and_far_formatted_rows_do_not_matter():
    rows = [[], [None, TITLE], [None, None, None, "（単位：人）"], []]
    rows += [[None, *row] for row in PLAIN[1:]] + [[], [None, "注）速報値である。"]] + [[]] * 980
    grid = Grid.from_rows(rows)
    assert_answer(grid)
    (table,) = tidy(grid)
    assert (table.title, table.unit, table.notes) == (TITLE, "人", ("注）速報値である。",))
    assert set(table.frame["単位"]) == {"人"}


def test_spacer_rows_and_columns():
    rows = [
        [TITLE],
        ["区", None, "男", None, "女"],
        [],
        ["東区", None, 120, None, 130],
        [],
        ["西区", None, 210, None, 240],
    ]
    assert_answer(Grid.from_rows(rows))


def test_repeated_labels_at_the_right_are_left_out():
    rows = [[TITLE], ["区", "男", "女", "区"], ["東区", 120, 130, "東区"], ["西区", 210, 240, "西区"]]
    grid = Grid.from_rows(rows)
    assert_answer(grid)
    (table,) = tidy(grid)
    assert {d.cell: d.reason for d in table.dropped} == dict.fromkeys(("D3", "D4"), "行見出しの再掲です。")


def test_years_as_headers():
    rows = [[TITLE], ["区", 2019, 2020, 2021], ["東区", 120, 130, 9], ["西区", 210, 240, 8]]
    (table,) = tidy(Grid.from_rows(rows))
    assert table.frame["年"].unique().tolist() == ["2019", "2020", "2021"]
    assert len(table) == 6


def test_stacked_letters():
    rows = [
        [TITLE],
        ["区", "性別", "人数", "回数"],
        ["東", "男", 120, 1],
        ["区", "女", 130, 2],
        ["西", "男", 210, 3],
        ["区", "女", 240, 4],
    ]
    grid = ruled(rows, boxes=[(2, 0, 3, 0), (4, 0, 5, 0)])
    (table,) = tidy(grid)
    kept = table.frame[table.frame["項目"] == "人数"]
    assert dict(zip(zip(kept["区"], kept["性別"], strict=True), kept["値"], strict=True)) == ANSWER


def test_paired_lines():
    rows = [
        [TITLE],
        ["（上段：人数、下段：％）"],
        ["区", "男", "女"],
        ["東区", 120, 130],
        [None, 48.0, 52.0],
        ["西区", 210, 240],
        [None, 46.7, 53.3],
    ]
    (table,) = tidy(Grid.from_rows(rows, merges=["A4:A5", "A6:A7"]))
    counts = table.frame[table.frame["項目"] == "人数"]
    assert dict(zip(zip(counts["区"], counts["性別"], strict=True), counts["値"], strict=True)) == ANSWER
    assert table.frame["項目"].unique().tolist() == ["人数", "％"]


@pytest.mark.parametrize(
    ("text", "value", "status", "symbol"),
    [
        ("△5", -5.0, "実数", ""),
        ("▲1,234", -1234.0, "実数", ""),
        ("－", None, "該当なし", "－"),
        ("…", None, "不詳", "…"),
        ("x", None, "秘匿", "x"),
        ("***", None, "数値なし", "***"),
        ("8(1)", 8.0, "実数", "8(1)"),
        (None, None, "空白", ""),
        ("調査中", None, "文字", "調査中"),
        ("1,000円", 1000.0, "実数", "1,000円"),
    ],
)
def test_what_stands_where_a_number_should(text, value, status, symbol):
    rows = [[TITLE], ["区", "男", "女"], ["東区", text, 130], ["西区", 210, 240], ["南区", 5, 6]]
    (table,) = tidy(Grid.from_rows(rows))
    row = table.frame[table.frame["出所セル"] == "B3"].iloc[0]
    assert (None if np.isnan(row["値"]) else row["値"], row["値_注記"], row["記号"]) == (value, status, symbol)


def test_a_list_is_left_alone():
    rows = [["名称", "所在地", "緯度"], ["市民会館", "東町1", 34.1], ["図書館", "西町2", 34.2]]
    detection = detect(Grid.from_rows(rows))
    assert detection.best.recipe.form == "records"
    (table,) = tidy(Grid.from_rows(rows))
    assert table.frame.to_dict("list") == {
        "名称": ["市民会館", "図書館"],
        "所在地": ["東町1", "西町2"],
        "緯度": [34.1, 34.2],
    }
    assert (table.dimensions, table.measures) == (("名称", "所在地"), ("緯度",))
    assert [check.ok for check in verify(Grid.from_rows(rows), table)] == [True]


@pytest.mark.parametrize("remarks", [("市外分を含む", None), (None, "※1"), (None, None)])
@pytest.mark.parametrize("head", ["備　考", "摘要", "注記"])
def test_a_column_of_remarks_holds_no_values(head, remarks):
    rows = [PLAIN[0], [*PLAIN[1], head], *([*row, words] for row, words in zip(PLAIN[2:], remarks, strict=True))]
    assert_answer(Grid.from_rows(rows))
    (table,) = tidy(Grid.from_rows(rows))
    assert [d.text for d in table.dropped] == [words for words in remarks if words]  # told, not lost


def test_numbers_under_a_heading_of_remarks_are_values():
    rows = [PLAIN[0], [*PLAIN[1], "備考"], [*PLAIN[2], 5], [*PLAIN[3], 6]]
    (table,) = tidy(Grid.from_rows(rows))
    assert 5.0 in table.frame["値"].tolist()
