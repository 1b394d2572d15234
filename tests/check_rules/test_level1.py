"""Level 1: for every rule sheets that break it and sheets that only look as if they did."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from shirube.check.facts import DrawnObject, SheetFacts
from shirube.grid import CellStyle, Grid, Span
from support.checks import CLEAN, cells, found, sheet, status

LIST = [["地区", "人口（人）", "世帯数"], ["東", 10, 4], ["西", 20, 9], ["南", 30, 12]]
TEXTS = [["施設名", "種別", "電話"], ["東会館", "集会所", "011-111-1111"], ["西会館", "図書館", "011-222-2222"]]


def test_a_clean_sheet_passes_every_rule_of_a_sheet():
    from shirube.check.inspect import inspect

    assert [f.rule for f in inspect(sheet(CLEAN), SheetFacts())] == []


# ---------------------------------------------------------------- L1-02

OTHER = [["校名", "学級数", "児童数"], ["一小", 12, 300], ["二小", 10, 250]]


@pytest.mark.parametrize(
    "rows",
    [
        [*LIST, [], *OTHER],
        [*LIST, [], *LIST],
        [*LIST, [], ["学校"], [], *OTHER],
        [[*a, None, *b] for a, b in zip(LIST[:3], OTHER, strict=True)],
        [[*a, None, *b] for a, b in zip(LIST, LIST, strict=True)],
        [["表1"], *LIST, ["表2"], *OTHER],  # no blank row between
    ],
)
def test_two_tables_on_a_sheet(rows):
    assert status("L1-02", rows) == "fail"
    assert found("L1-02", rows).failed[0].count == 2


@pytest.mark.parametrize(
    "rows",
    [
        LIST,
        [LIST[0], *LIST[1:3], [], *LIST[3:]],  # a blank row is no second table
        [[a, None, *rest] for a, *rest in LIST],  # nor is a blank column
        [["人口調査"], [], *LIST, [], ["注）速報値"]],
        [*TEXTS, [], ["南会館", "集会所", "011-333-3333"]],
        [LIST[0], [], *LIST[1:]],  # the header apart from the data
        [["年度", 2020, 2021, 2022], ["東", 1, 2, 3], ["西", 4, 5, 6]],
    ],
)
def test_one_table_on_a_sheet(rows):
    assert status("L1-02", rows) == "pass"


# ---------------------------------------------------------------- L1-03


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ([*LIST[:2], [], *LIST[2:]], ["A3:C3"]),
        ([[a, None, *rest] for a, *rest in LIST], ["B1:B4"]),
        ([[], *LIST], ["A1:C1"]),
        ([[None, *row] for row in LIST], ["A1:A4"]),
        ([["題名"], [], *LIST], ["A2:C2"]),
        ([*LIST[:3], LIST[0], LIST[3]], ["A4:C4"]),
    ],
)
def test_broken_up(rows, where):
    assert cells("L1-03", rows) == where


@pytest.mark.parametrize(
    ("rows", "merges"),
    [
        (LIST, ()),
        ([["地区", "人口（人）"], ["東", None], ["西", 20]], ()),  # a blank cell
        (
            [["地区", "備考", "人口（人）"], ["東", None, 10], ["西", None, 20]],
            (),
        ),  # a column without entries has a name
        ([["地区", "人口", None], [None, "男", "女"], ["東", 1, 2], ["西", 3, 4]], ("B1:C1", "A1:A2")),
        ([["男", "女"], ["男", "男"], ["女", "女"], ["男", "女"], ["女", "男"]], ()),
    ],
)
def test_unbroken(rows, merges):
    assert status("L1-03", rows, merges=merges) == "pass"


# ---------------------------------------------------------------- L1-04


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ([["人口調査"], *LIST], ["A1"]),
        ([["人口調査", None, "（単位：人）"], [None], *LIST], ["A1", "C1"]),
        ([*LIST, ["注）東地区は一部を除く。"]], ["A5"]),
        ([*LIST, [], ["資料：市民課"]], ["A6"]),
        ([[*LIST[0], None, None], [*LIST[1], None, "要確認"], *LIST[2:]], ["E2"]),
    ],
)
def test_writing_outside_the_table(rows, where):
    assert cells("L1-04", rows) == where


@pytest.mark.parametrize(
    "rows",
    [
        LIST,
        [*LIST, ["計", 60, 25]],
        [["東京都", "人口"], ["千代田区", 10], ["中央区", 20]],
        [["地区", "注"], ["東", "注1"], ["西", "※"]],  # a column of notes is data
        [["氏名"], ["山田"], ["鈴木"]],
        [["地区", "人口", "備考"], ["東", 10, None], ["西", 20, "一部を除いて集計した値である。"]],
    ],
)
def test_nothing_outside(rows):
    assert status("L1-04", rows) == "pass"


# ---------------------------------------------------------------- L1-05


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ([["地区", None, "世帯数"], ["東", 10, 4], ["西", 20, 9]], ["B1"]),
        ([["地区", "列1", "世帯数"], ["東", 10, 4], ["西", 20, 9]], ["B1"]),
        ([["Unnamed: 0", "人口"], ["東", 10], ["西", 20]], ["A1"]),
        ([["A", "B", "C"], ["東", 10, 4], ["西", 20, 9]], ["A1", "B1", "C1"]),
        ([["東", 10, 4], ["西", 20, 9], ["南", 30, 12]], ["A1:C1"]),  # no header at all
        ([["地区", "○", "世帯数"], ["東", 10, 4], ["西", 20, 9]], ["B1"]),
        ([[1, 2, 3], ["東", 10, 4], ["西", 20, 9]], ["A1", "B1", "C1"]),
    ],
)
def test_unnamed(rows, where):
    assert cells("L1-05", rows) == where


@pytest.mark.parametrize(
    ("rows", "merges"),
    [
        (LIST, ()),
        ([["年", "男", "女", "計"], ["2020年", 1, 2, 3], ["2021年", 2, 3, 5]], ()),
        ([["地区", 2020, 2021], ["東", 1, 2], ["西", 3, 4]], ()),
        ([["ID", "No.", "n"], ["a1", 1, 5], ["a2", 2, 6]], ()),
        ([["地区", "人口", None], [None, "男", "女"], ["東", 1, 2], ["西", 3, 4]], ("B1:C1", "A1:A2")),
        ([["R2", "R3"], [1, 2], [3, 4]], ()),  # eras, not codes
    ],
)
def test_named(rows, merges):
    assert status("L1-05", rows, merges=merges) == "pass"


# ---------------------------------------------------------------- L1-06


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("総　　数", "地区"), (" 東地区", "地区"), ("東地区　", "地区"), ("東　京", "地区"), ("東 京 都", "地区"),
        ("東\n京", "地区"), ("第1  地区", "地区"), ("東地区", "人 口"), ("東地区", "人口\n（人）"),
        ("林　　太郎", "氏名"),
    ],
)  # fmt: skip
def test_layout_spaces(text, header):
    assert status("L1-06", [["番号", header], [1, text], [2, "西地区"]]) == "fail"


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("東地区", "地区"), ("山田　太郎", "氏名"), ("札幌市　中央区　北1条", "住所"), ("Total number", "Area"),
        ("人口 Total", "項目"), ("ア　個人", "区分"), ("午前 10時", "時刻"),
        ("窓口の案内が分かりにくかった。\nもう少し表示を増やしてほしいと思いました。\n職員の方の説明は丁寧で、"
         "とても助かりました。", "意見"),
    ],
)  # fmt: skip
def test_spaces_that_separate(text, header):
    assert status("L1-06", [["番号", header], [1, text], [2, "西地区"]]) == "pass"


def test_spaces_outside_the_table_are_another_rule():
    assert status("L1-06", [["人　口　調　査"], *LIST]) == "pass"


# ---------------------------------------------------------------- L1-07


@pytest.mark.parametrize(
    "text",
    [
        "373(内数20)", "8(1)", "120（60）", "男10人、女12人", "東地区\n西地区", "図書館、公民館、体育館",
        "乳児・幼児・児童", "英語,中国語", "011-111-1111、011-222-2222", "10 20", "東;西",
        "男:10 女:12", "大人500円 小人200円", "駐車場/トイレ/売店",
    ],
)  # fmt: skip
def test_several_data(text):
    rows = [["番号", "施設", "値"], [1, "一号館", text], [2, "二号館", "あり"]]
    assert cells("L1-07", rows) == ["C2"]


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("1,234", "値"), ("第2回", "値"), ("10:30", "値"), ("2024/4/1", "値"), ("3丁目2番1号", "値"), ("東・西", "値"),
        ("利用は、平日のみです。", "値"), ("図書館、公民館、体育館", "備考"),
        ("平成30年（2018年）", "値"), ("5〜10", "値"), ("人口（人）", "値"), ("1,234,567円", "値"),
        ("Tokyo, Japan", "値"), ("2024年 4月 1日", "値"), ("100万円以上 200万円未満", "値"),
        ("札幌市中央区北1条西2丁目1,2階", "所在地"),
    ],
)  # fmt: skip
def test_one_datum(text, header):
    rows = [["番号", "施設", header], [1, "一号館", text], [2, "二号館", "あり"]]
    assert status("L1-07", rows) == "pass"


def test_the_name_of_a_row_is_one_datum():
    rows = [["産業", "事業所数"], ["電気・ガス・熱供給・水道業", 10], ["鉱業、採石業、砂利採取業", 20]]
    assert status("L1-07", rows) == "pass"


# ---------------------------------------------------------------- L1-08


@pytest.mark.parametrize("text", ["①区", "㈱しるべ", "10㎡", "Ⅲ種", "№5", "㍻20年", "⑴案", "電話℡", "😀"])
def test_machine_dependent(text):
    assert cells("L1-08", [["番号", "区分"], [1, text], [2, "西"]]) == ["B2"]


@pytest.mark.parametrize("text", ["(1)区", "株式会社", "10m2", "III種", "○", "※", "〜", "～", "−", "℃", "々", "ヶ"])
def test_plain_characters(text):
    assert status("L1-08", [["番号", "区分"], [1, text], [2, "西"]]) == "pass"


@pytest.mark.parametrize(("header", "text"), [("氏名", "髙橋"), ("会社名", "㈱しるべ"), ("区分", "﨑")])
def test_proper_names_are_asked_about(header, text):
    assert status("L1-08", [["番号", header], [1, text], [2, "西"]]) == "person"


def test_gaiji_cannot_be_repaired():
    findings = found("L1-08", [["番号", "区分"], [1, "\ue001"], [2, "①"]]).failed
    assert [(f.cells, f.repairable) for f in findings] == [("B3", True), ("B2", False)]


# ---------------------------------------------------------------- L1-09

BLANKS = [["地区", "件数"], ["東", 0], ["西", None], ["南", 5]]


def test_blank_and_zero_are_for_a_person():
    assert status("L1-09", BLANKS) == "person"


@pytest.mark.parametrize(
    "rows",
    [
        [["地区", "件数"], ["東", 0], ["西", 3]],
        [["地区", "件数"], ["東", 1], ["西", None]],
        [["地区", "件数", "件数_注記"], ["東", 0, "実数"], ["西", None, "秘匿"]],  # a reason for every blank
        [["地区", "備考"], ["東", "0"], ["西", None]],
    ],
)
def test_blank_and_zero_told_apart(rows):
    assert status("L1-09", rows) == "pass"


# ---------------------------------------------------------------- L1-10


@pytest.mark.parametrize("kind", ["画像", "図形", "テキストボックス", "グラフ"])
def test_objects(kind):
    facts = SheetFacts(objects=(DrawnObject(kind, Span(0, 4, 0, 4)),))
    assert cells("L1-10", LIST, facts=facts) == ["E1"]


def test_objects_unknown_or_none():
    assert status("L1-10", LIST) == "not_applied"
    assert status("L1-10", LIST, facts=SheetFacts()) == "pass"
    assert status("L1-10", LIST, facts=SheetFacts(formulas=(Span(1, 1, 1, 1),), formula_count=1)) == "pass"
    assert status("L1-10", LIST, excel=False, facts=SheetFacts()) == "not_applied"


# ---------------------------------------------------------------- L1-11


def coloured(style: CellStyle, *at: tuple[int, int], rows=LIST) -> Grid:
    styles = np.zeros((len(rows), len(rows[0])), dtype=np.uint16)
    for row, column in at:
        styles[row, column] = 1
    return Grid.from_rows(rows, styles=styles, style_table=(CellStyle(), style))


RED, YELLOW, BOLD = CellStyle(font_colour="FF0000"), CellStyle(fill="FFFF00"), CellStyle(bold=True)


@pytest.mark.parametrize("style", [RED, YELLOW, BOLD, CellStyle(italic=True)])
def test_meaning_by_look(style):
    assert cells("L1-11", coloured(style, (2, 1))) == ["B3"]


@pytest.mark.parametrize(
    "grid",
    [
        sheet(LIST),
        coloured(YELLOW, (0, 0), (0, 1), (0, 2)),  # the header
        coloured(RED, (1, 1), (2, 1), (3, 1)),  # a whole column
        coloured(BOLD, (4, 0), (4, 1), (4, 2), rows=[*LIST, ["計", 60, 25]]),  # a total says so
        coloured(YELLOW, (2, 0), (2, 1), (2, 2), (4, 0), (4, 1), (4, 2), rows=[*LIST, ["北", 5, 2]]),  # stripes
        coloured(CellStyle(font_colour="000000"), (2, 1)),
        coloured(YELLOW, (1, 0), (2, 0), rows=LIST),  # labels set like a heading
        coloured(CellStyle(fill="FFFFFF"), (2, 1)),
    ],
)
def test_look_without_meaning(grid):
    assert status("L1-11", grid) == "pass"


def test_styles_not_read_are_for_a_person():
    note = "ファイルが大きいため、太字・色・字下げなどの書式は読みませんでした。"
    assert status("L1-11", sheet(LIST, notes=(note,))) == "person"


# ---------------------------------------------------------------- L1-12


@pytest.mark.parametrize("merge", ["A2:A3", "B2:C2", "B3:C4"])
def test_merged_data(merge):
    rows = [["地区", "人口", "世帯数"], ["東", 1, 2], ["西", 3, 4], ["南", 5, 6]]
    assert cells("L1-12", rows, merges=[merge]) == [merge]


@pytest.mark.parametrize(
    ("rows", "merges"),
    [
        (LIST, ()),
        ([["人口調査"], *LIST], ["A1:C1"]),  # a merged title
        (
            [["地区", "人口", None], [None, "男", "女"], ["東", 1, 2], ["西", 3, 4]],
            ["B1:C1", "A1:A2"],
        ),  # headings: L2-03
        ([*LIST, ["注）東地区は、令和3年に一部の区域を編入している。"]], ["A5:C5"]),
    ],
)
def test_merges_elsewhere(rows, merges):
    assert status("L1-12", rows, merges=merges) == "pass"


# ---------------------------------------------------------------- L1-13


@pytest.mark.parametrize(
    ("fields", "facts", "where"),
    [
        ({"hidden_rows": frozenset({2})}, None, ["A3:C3"]),
        ({"hidden_columns": frozenset({1, 2})}, None, ["B1:C4"]),
        ({}, SheetFacts(folded_rows=frozenset({1, 2})), ["A2:C3"]),
    ],
)
def test_hidden(fields, facts, where):
    assert cells("L1-13", LIST, facts=facts, **fields) == where


@pytest.mark.parametrize(
    "fields",
    [{}, {"hidden_rows": frozenset({99})}, {"hidden_columns": frozenset({50})}],  # beyond the data
)
def test_nothing_hidden(fields):
    assert status("L1-13", LIST, **fields) == "pass"


def test_a_hidden_sheet_is_for_a_person():
    assert status("L1-13", replace(sheet(LIST), sheet_hidden=True)) == "person"
