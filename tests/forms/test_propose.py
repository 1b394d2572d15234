"""A blank form becomes a map: what is asked, where, of what kind."""

import pytest

from shirube.errors import FormError
from shirube.forms.form_map import ItemKind
from shirube.forms.propose import propose
from support.forms import clinic, school
from support.forms.drawn import Drawn


def boxes_of(form):
    return {item.cell.split(":")[0] for item in form.items}


def test_every_box_of_the_clinic_form_and_nothing_else(clinic_map):
    assert boxes_of(clinic_map) == set(clinic.BOXES.values())


def test_every_box_of_the_school_form_and_nothing_else(school_map):
    singles = {box for key, box in school.BOXES.items()}
    assert boxes_of(school_map) == singles | set(school.WINGS.values()) | set(school.REPAIRS.values())


def test_required_boxes_are_those_the_form_marks(clinic_map):
    required = {item.cell.split(":")[0] for item in clinic_map.items if item.required}
    # The mark stands on the label of the row, so both its boxes are required.
    marked = {clinic.BOXES[key] for key in (*clinic.REQUIRED, "first_video", "again_video")}
    assert required == marked


@pytest.mark.parametrize(
    ("box", "kind"),
    [
        ("F3", ItemKind.DATE), ("C6", ItemKind.CODE), ("C7", ItemKind.TEXT), ("C15", ItemKind.SINGLE),
        ("C17", ItemKind.MULTIPLE), ("C18", ItemKind.MULTIPLE), ("G19", ItemKind.DATE), ("C22", ItemKind.MONTH),
        ("C24", ItemKind.NUMBER), ("G24", ItemKind.COMPUTED),
    ],
)  # fmt: skip
def test_kinds(clinic_map, box, kind):
    assert next(item for item in clinic_map.items if item.cell.split(":")[0] == box).kind is kind


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("児童数", ItemKind.NUMBER), ("定員", ItemKind.NUMBER), ("延床面積（㎡）", ItemKind.NUMBER),
        ("合計", ItemKind.NUMBER),
        ("会計", ItemKind.TEXT), ("案件", ItemKind.TEXT), ("設立日", ItemKind.DATE), ("生年月日", ItemKind.DATE),
        ("定休日", ItemKind.TEXT), ("診療曜日", ItemKind.TEXT), ("施設番号", ItemKind.CODE), ("備考", ItemKind.TEXT),
        ("事業費（千円）", ItemKind.NUMBER), ("対象月", ItemKind.MONTH),
    ],
)  # fmt: skip
def test_kind_by_the_name_alone(read, label, kind):
    form = Drawn("質問")
    form.put("A1", label, "label")
    form.put("B1", None, "box")
    assert propose(read(form), form="q").items[0].kind is kind


def test_what_is_counted_is_said_by_an_upper_tier(read):
    form = Drawn("質問")
    for cells, text in (
        ("A1:A2", "学年"),
        ("B1:D1", "児童数"),
        ("B2", "男"),
        ("C2", "女"),
        ("D2", "備考"),
        ("A3", "１年"),
    ):
        form.put(cells, text, "label")
    for cell in ("B3", "C3", "D3"):
        form.put(cell, None, "box")
    kinds = [item.kind for item in propose(read(form), form="q").items]
    assert kinds == [ItemKind.NUMBER, ItemKind.NUMBER, ItemKind.TEXT]


def test_names_come_from_left_above_and_in_front(clinic_map):
    names = {item.cell.split(":")[0]: item.key for item in clinic_map.items}
    assert names["C9"] == "所在地_住所"
    assert names["F15"] == "初診_ビデオ通話による診療"
    assert names["E24"] == "初診_ビデオ通話"


def test_repeated_rows_become_blocks(school_map):
    assert [block.cell for block in school_map.blocks] == ["A27:P34", "A47:P51"]
    wings = school_map.columns_of(school_map.blocks[0].key)
    assert [item.key for item in wings] == ["棟の名前", "建築年", "構造", "階数", "延床面積", "耐震化", "空調"]


def test_options_written_on_another_sheet(school_map):
    assert school_map.item("空調").options == school.COOLING


def test_options_on_the_same_sheet_and_by_name(tmp_path):
    import openpyxl
    from openpyxl.workbook.defined_name import DefinedName
    from openpyxl.worksheet.datavalidation import DataValidation

    from shirube.office.read.form import read_form

    book = openpyxl.Workbook()
    sheet, lists = book.active, book.create_sheet("リスト")
    sheet["A1"], sheet["A2"] = "種別", "構造"
    for row, (kind, frame) in enumerate(zip(("公立", "私立"), ("木造", "ＲＣ造"), strict=True), 1):
        sheet[f"H{row}"], lists[f"A{row}"] = kind, frame
    book.defined_names["構造の一覧"] = DefinedName("構造の一覧", attr_text="リスト!$A$1:$A$2")
    for cell, source in (("B1", "$H$1:$H$2"), ("B2", "構造の一覧")):
        rule = DataValidation(type="list", formula1=source)
        rule.add(cell)
        sheet.add_data_validation(rule)
    book.save(tmp_path / "空.xlsx")
    form = propose(read_form(tmp_path / "空.xlsx"), form="q")
    assert (form.item("種別").options, form.item("構造").options) == (("公立", "私立"), ("木造", "ＲＣ造"))


def test_units_beside_in_the_head_and_in_front(clinic_map, school_map):
    assert next(i for i in clinic_map.items if i.cell == "C26:D26").unit == "件"
    assert school_map.item("概算額").unit == "千円"
    assert [school_map.item(f"令和_{unit}").unit for unit in "年月日"] == ["年", "月", "日"]


def test_rows_with_names_are_no_block(school_map):
    assert "1年_児童・生徒数_男" in {item.key for item in school_map.items if not item.block}


def test_who_answers_and_for_when(clinic_map, school_map):
    assert (clinic_map.code, clinic_map.name, clinic_map.period) == ("医療機関コード", "医療機関名", "対象月")
    assert (school_map.code, school_map.name, school_map.period) == ("学校番号", "学校名", "")


def test_question_over_a_lone_box(read):
    form = Drawn("質問")
    form.put("A1", "問１　困っていることを書いてください。")
    form.put("A2:D4", None, "box")
    found = propose(read(form), form="q")
    assert [(i.key, i.cell) for i in found.items] == [("問１困っていることを書いてください。", "A2:D4")]


def test_squares_beside_their_options(read):
    form = Drawn("質問")
    form.put("A1", "設備", "label")
    for column, text in zip("BDF", ("駐車場", "授乳室", "多目的トイレ"), strict=True):
        form.put(f"{column}1", "□", "box")
        form.put(f"{chr(ord(column) + 1)}1", text)
    (item,) = propose(read(form), form="q").items
    assert (item.key, item.kind, item.options) == ("設備", ItemKind.MULTIPLE, ("駐車場", "授乳室", "多目的トイレ"))
    assert item.option_cells == ("B1", "D1", "F1")


def test_name_and_blank_in_one_cell(read):
    form = Drawn("質問")
    form.put("A1", "学校名（　　　　　　）")
    form.put("A2", "児童数（　　　）人")
    items = propose(read(form), form="q").items
    assert [(i.key, i.kind) for i in items] == [("学校名", ItemKind.TEXT), ("児童数", ItemKind.NUMBER)]


def test_a_sheet_without_boxes_is_refused(read):
    form = Drawn("文章")
    form.put("A1", "ご協力をお願いします。")
    with pytest.raises(FormError) as caught:
        propose(read(form), form="q")
    assert caught.value.key == "F402"


def test_second_sheet_to_answer_is_told(read):
    from shirube.commands.forms_map import forms_map

    other = Drawn("様式２")
    other.put("A1", "電話", "label")
    other.put("B1", None, "box")
    result = forms_map(read(clinic.blank()[0], other))
    assert ["様式２" in note for note in result.notes] == [True]


def test_worked_example_is_a_companion(clinic_map):
    assert len(clinic_map.companions) == 1


def test_boxes_known_by_being_unlocked(tmp_path):
    import openpyxl
    from openpyxl.styles import Protection

    from shirube.office.read.form import read_form

    book = openpyxl.Workbook()
    sheet = book.active
    for row, label in enumerate(("施設名", "所在地", "定員（人）"), 1):
        sheet.cell(row, 1, label)
        sheet.cell(row, 2).protection = Protection(locked=False)
    sheet.protection.sheet = True
    book.save(tmp_path / "空.xlsx")
    items = propose(read_form(tmp_path / "空.xlsx"), form="q").items
    assert [(i.key, i.cell, i.kind) for i in items] == [
        ("施設名", "B1", ItemKind.TEXT), ("所在地", "B2", ItemKind.TEXT), ("定員", "B3", ItemKind.NUMBER),
    ]  # fmt: skip
