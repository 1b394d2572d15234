"""Forms as different offices draw them: what is asked is found, and answers are read back, moved down or not."""

import datetime as dt

import openpyxl
import pytest
from openpyxl.styles import Border, PatternFill, Side

from shirube.forms.collect import collect_file
from shirube.forms.form_map import ItemKind
from shirube.forms.propose import propose
from shirube.grid import parse_a1
from shirube.office.read.form import read_form

_THIN = Side(style="thin")
FRAME, LINE = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN), Border(bottom=_THIN)
YELLOW = PatternFill("solid", fgColor="FFFF99")


def coloured(sheet):
    """Boxes are yellow cells; nothing has a frame."""
    sheet["A1"] = "園の状況調査"
    for row, label in enumerate(["施設番号", "施設の名称", "定員", "現員"], 3):
        sheet.cell(row, 2, label)
        sheet.cell(row, 4).fill = YELLOW
    sheet["E5"] = sheet["E6"] = "人"


def underlined(sheet):
    """Lines to write on, units behind boxes, a date without a label."""
    sheet["A1"], sheet["F2"] = "届出書", "令和　　年　　月　　日"
    for row, label in enumerate(["住　所", "氏　名", "電　話"], 4):
        sheet.cell(row, 3, label)
        for column in (4, 5, 6):
            sheet.cell(row, column).border = LINE
        sheet.merge_cells(start_row=row, end_row=row, start_column=4, end_column=6)
    for cell, text in (("B8", "従業員数"), ("D8", "人（うち常勤"), ("F8", "人）")):
        sheet[cell] = text
    sheet["C8"].border = sheet["E8"].border = FRAME


def two_tiers(sheet):
    """A table with two tiers of heads and a group at the left; sums below."""
    for cells, text in (
        ("A3:B4", "区分"),
        ("C3:D3", "令和５年度"),
        ("E3:F3", "令和６年度"),
        ("A5:A6", "施設"),
        ("A7:B7", "合計"),
    ):
        sheet.merge_cells(cells)
        sheet[cells.split(":")[0]] = text
    for column, text in zip("CDEF", ["件数（件）", "人数（人）"] * 2, strict=True):
        sheet[f"{column}4"] = text
        sheet[f"{column}7"] = f"=SUM({column}5:{column}6)"
    sheet["B5"], sheet["B6"] = "体育館", "プール"
    for row in range(3, 8):
        for column in "ABCDEF":
            sheet[f"{column}{row}"].border = FRAME


def unmerged_frame(sheet):
    """A frame around cells that nobody merged."""
    sheet["A2"] = "備考"
    sheet["A2"].border = FRAME
    for row in (2, 3, 4):
        for column in (2, 3, 4):
            sheet.cell(row, column).border = Border(
                top=_THIN if row == 2 else None, bottom=_THIN if row == 4 else None,
                left=_THIN if column == 2 else None, right=_THIN if column == 4 else None,
            )  # fmt: skip


def templates(sheet):
    """Places to write inside printed texts, and lists of choices to ring or keep."""
    texts = [
        ("郵便番号", "〒　　　－　　　　"), ("性別", "男　・　女"), ("生年月日", "昭・平　　年　　月　　日"),
        ("人数", "　　　　名"), ("種別", "①新規　②継続　③廃止"), ("形態", "1.直営 2.委託 3.指定管理"),
        ("公表", "公表する ・ 公表しない"),
    ]  # fmt: skip
    for row, (label, text) in enumerate(texts, 3):
        sheet[f"A{row}"], sheet[f"B{row}"] = label, text
        sheet[f"A{row}"].border = sheet[f"B{row}"].border = FRAME


def two_row_records(sheet):
    """Each record takes two rows beside one number."""
    heads = {"A3": "No", "B3": "ふりがな", "B4": "氏名", "C3": "所属", "C4": "職名"}
    for cell, text in heads.items():
        sheet[cell] = text
    sheet["A1"] = "研修参加者"
    sheet.merge_cells("A3:A4")
    for i in range(3):
        row = 5 + 2 * i
        sheet[f"A{row}"] = i + 1
        sheet.merge_cells(f"A{row}:A{row + 1}")
    for row in range(3, 11):
        for column in "ABC":
            sheet[f"{column}{row}"].border = FRAME


def questions(sheet):
    """Sentences far left of the column of answers, options under them, squares one below the other."""
    sheet["A1"], sheet["H2"] = "人材の調査", "回答欄"
    sheet["A3"], sheet["B3"], sheet["B4"] = "問1", "種類をお答えください。", "1. 訪問　2. 通所　3. その他"
    sheet["A6"], sheet["B6"], sheet["I6"] = "問2", "常勤の職員数をお答えください。", "人"
    sheet["A8"], sheet["B8"] = "問3", "取組（あてはまるものすべてに☑）"
    for row, option in enumerate(["賃金", "研修", "相談"], 9):
        sheet.cell(row, 2, "□")
        sheet.cell(row, 3, option)
    sheet["H4"].border = sheet["H6"].border = FRAME


def heads_above(sheet):
    """Coloured heads above boxes, options among them, times with a sign between, a table under its heading."""
    sheet["A1"], sheet["A6"], sheet["A10"] = "クラブの調査", "■ 利用児童数", "開所時間"
    heads = {
        "A2": "名称",
        "B2": "設置主体",
        "A4": "備考",
        "B4": "定員",
        "A7": "区分",
        "B7": "1年",
        "C7": "2年",
        "A8": "平日",
    }
    for cell, text in heads.items():
        sheet[cell] = text
        sheet[cell].fill = PatternFill("solid", fgColor="DDEBF7")
    sheet["B3"], sheet["C10"] = "公設公営・公設民営・民設民営", "〜"
    for cell in (*heads, "A3", "B3", "A5", "B5", "B8", "C8", "A10", "B10", "C10", "D10"):
        sheet[cell].border = FRAME


def option_column(sheet):
    """A column of options between questions and answers, stacked squares with their texts, a span of days."""
    rows = [
        ("設問", "選択肢", "回答"),
        ("設置", "1.有　2.無", None),
        ("職員の数", "－", None),
        ("取組（複数回答可）", "1.研修　2.訓練", None),
    ]
    sheet["A1"], sheet["A7"], sheet["A11"], sheet["B11"] = (
        "調査",
        "一つ選んでください。",
        "期間",
        "　年　月　日～　年　月　日",
    )
    for row, texts in enumerate(rows, 2):
        for column, text in enumerate(texts, 1):
            sheet.cell(row, column, text).border = FRAME
    sheet["A8"], sheet["A9"] = "□満足", "□不満"


def inspected(sheet):
    """A square in every row of a table, and a month that is no period."""
    sheet["A1"] = "点検票"
    for column, head in zip("ABC", ["No.", "箇所", "緊急"], strict=True):
        sheet[f"{column}3"] = head
    for row in (4, 5, 6):
        sheet[f"A{row}"], sheet[f"C{row}"] = row - 3, "□"
    sheet["A8"], sheet["B8"] = "次回予定", "令和　　年　　月"
    for row in (3, 4, 5, 6, 8):
        for column in "ABC"[: 2 if row == 8 else 3]:
            sheet[f"{column}{row}"].border = FRAME


T, N, D, S, C = ItemKind.TEXT, ItemKind.NUMBER, ItemKind.DATE, ItemKind.SINGLE, ItemKind.CODE
LAYOUTS = [
    (coloured, [("施設番号", C, "D3"), ("施設の名称", T, "D4"), ("定員", N, "D5"), ("現員", N, "D6")]),
    (
        underlined,
        [("日付", D, "F2"), ("住所", T, "D4:F4"), ("氏名", T, "D5:F5"), ("電話", T, "D6:F6"), ("従業員数", N, "C8"),
         ("うち常勤", N, "E8")],
    ),
    (
        two_tiers,
        [(f"{who}_{year}_{what}", kind, f"{column}{row}")
         for who, row, kind in (("施設_体育館", 5, N), ("施設_プール", 6, N), ("合計", 7, ItemKind.COMPUTED))
         for column, year, what in (("C", "令和５年度", "件数"), ("D", "令和５年度", "人数"),
                                    ("E", "令和６年度", "件数"), ("F", "令和６年度", "人数"))],
    ),
    (unmerged_frame, [("備考", T, "B2:D4")]),
    (
        templates,
        [("郵便番号", C, "B3"), ("性別", S, "B4"), ("生年月日", D, "B5"), ("人数", N, "B6"), ("種別", S, "B7"),
         ("形態", S, "B8"), ("公表", S, "B9")],
    ),
    (questions, [("種類をお答えください。", S, "H4"), ("常勤の職員数をお答えください。", N, "H6"),
                 ("取組", ItemKind.MULTIPLE, "B9:B11")]),
    (option_column, [("設置_回答", S, "C3"), ("職員の数_回答", N, "C4"), ("取組_回答", ItemKind.MULTIPLE, "C5"),
                     ("一つ選んでください。", ItemKind.MULTIPLE, "A8:A9"), ("期間", T, "B11")]),
    (
        heads_above,
        [("名称", T, "A3"), ("設置主体", S, "B3"), ("備考", T, "A5"), ("定員", N, "B5"), ("平日_1年", N, "B8"),
         ("平日_2年", N, "C8"), ("開所時間", T, "B10"), ("開所時間_2", T, "D10")],
    ),
]  # fmt: skip


def made(draw, path, values=None, down=0):
    book = openpyxl.Workbook()
    draw(book.active)
    for cell, value in (values or {}).items():
        book.active[cell.split(":")[0]] = value
    if down:
        book.active.move_range(book.active.dimensions, rows=down)
        for span in list(book.active.merged_cells.ranges):
            span.shift(row_shift=down)
    book.save(path)
    return read_form(path)


@pytest.mark.parametrize(("draw", "wanted"), LAYOUTS, ids=lambda value: getattr(value, "__name__", ""))
def test_what_is_asked(tmp_path, draw, wanted):
    items = propose(made(draw, tmp_path / "空.xlsx"), form="q").items
    assert [(item.key, item.kind, item.cell) for item in items] == wanted


def answer_to(item, number):
    """(what is written, what is meant)."""
    if item.kind is ItemKind.NUMBER:
        return 100 + number, 100 + number
    if item.kind is ItemKind.DATE:
        return dt.datetime(2024, 5, number + 1), dt.date(2024, 5, number + 1)
    if item.kind in (ItemKind.SINGLE, ItemKind.MULTIPLE):
        return ("☑" if item.option_cells else item.options[-1]), item.options[0 if item.option_cells else -1]
    return f"答え{number}", f"答え{number}"


@pytest.mark.parametrize("down", [0, 3])
@pytest.mark.parametrize("draw", [draw for draw, _ in LAYOUTS], ids=lambda draw: draw.__name__)
def test_answers_are_read_back(tmp_path, draw, down):
    form = propose(made(draw, tmp_path / "空.xlsx"), form="q")
    asked = [item for item in form.items if item.kind is not ItemKind.COMPUTED]
    said = {item.cell: answer_to(item, n) for n, item in enumerate(asked)}
    collected = collect_file(
        made(draw, tmp_path / "回答.xlsx", {cell: written for cell, (written, _) in said.items()}, down), [form]
    )
    (copy,) = collected.copies
    assert {item.cell: copy.value(item.key) for item in asked} == {cell: meant for cell, (_, meant) in said.items()}
    assert {issue.kind.word for issue in collected.issues} == ({"動いた欄"} if down else set())


def test_records_of_two_rows(tmp_path):
    form = propose(made(two_row_records, tmp_path / "空.xlsx"), form="q")
    (block,) = form.blocks
    assert (block.cell, block.step) == ("A5:C10", 2)
    assert [item.key for item in form.columns_of(block.key)] == ["ふりがな", "所属", "氏名", "職名"]
    values = {"B5": "かわかみ", "B6": "川上", "C5": "総務課", "B9": "やまだ", "B10": "山田", "C10": "主査"}
    (copy,) = collect_file(made(two_row_records, tmp_path / "回答.xlsx", values), [form]).copies
    rows = [
        (r.row, *(r.answers[k].value for k in ("ふりがな", "氏名", "所属", "職名"))) for r in copy.records[block.key]
    ]
    assert rows == [(1, "かわかみ", "川上", "総務課", None), (3, "やまだ", "山田", None, "主査")]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("②", "②継続"), ("②継続", "②継続"), ("継続", "②継続"), ("①新規　○②継続　③廃止", "②継続"), (2, "②継続")],
)
def test_choices_of_a_numbered_list(tmp_path, written, meant):
    form = propose(made(templates, tmp_path / "空.xlsx"), form="q")
    (copy,) = collect_file(made(templates, tmp_path / "回答.xlsx", {"B7": written}), [form]).copies
    assert copy.value("種別") == meant


def test_squares_in_a_table(tmp_path):
    form = propose(made(inspected, tmp_path / "空.xlsx"), form="q")
    (copy,) = collect_file(
        made(inspected, tmp_path / "回答.xlsx", {"B4": "屋根", "C4": "☑", "B5": "外壁"}), [form]
    ).copies
    rows = copy.records[form.blocks[0].key]
    assert [(r.answers["箇所"].value, r.answers["緊急"].value) for r in rows] == [("屋根", 1), ("外壁", 0)]
    assert form.period == ""


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"A1": "令和５年度 人材の調査"}, ("別の版", "")),
        ({"B4": "1. 訪問　②. 通所　3. その他"}, ("欄外の記入", "B4")),
        ({"B4": "1. 訪問　○2. 通所　3. その他"}, ("欄外の記入", "B4")),
        ({"C10": "☑研修"}, ("欄外の記入", "C10")),
        ({"I6": "3人"}, ("欄外の記入", "I6")),
        ({"B6": "非常勤の職員数をお答えください。"}, ("書き換えられた見出し", "B6")),
        ({"B6": None}, ("書き換えられた見出し", "H6")),
    ],
)
def test_printed_texts_written_over_are_told(tmp_path, changed, told):
    def draw(sheet):
        questions(sheet)
        sheet["A1"] = "令和６年度 人材の調査"

    form = propose(made(draw, tmp_path / "空.xlsx"), form="q")
    answers = {"H4": 2, "H6": 3, "B9": "☑"}
    assert not collect_file(made(draw, tmp_path / "回答.xlsx", answers), [form]).issues
    (issue,) = collect_file(made(draw, tmp_path / "変更.xlsx", answers | changed), [form]).issues
    assert (issue.kind.word, issue.cell) == told
    assert issue.sentence
    assert issue.next_step


def test_every_box_has_an_address(tmp_path):
    for draw, _ in LAYOUTS:
        for item in propose(made(draw, tmp_path / "空.xlsx"), form="q").items:
            assert parse_a1(item.cell)
