"""What a form brings beside its values: rules, names, comments, shapes, formulas, macros."""

import openpyxl
import pytest
import xlsxwriter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from shirube.errors import ReadError
from shirube.forms.form_file import Remark
from shirube.office.read.form import read_form
from shirube.office.read.form_parts import calls_outside


@pytest.fixture
def book(tmp_path):
    made = openpyxl.Workbook()
    made.active.title = "様式"
    made.active["A1"] = "電話"

    def read():
        made.save(tmp_path / "様式.xlsx")
        return read_form(tmp_path / "様式.xlsx")

    return made, read


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ({"type": "list", "formula1": '"有,無"'}, ("list", ("有", "無"), None, None, "")),
        ({"type": "list", "formula1": "$H$1:$H$3"}, ("list", (), None, None, "$H$1:$H$3")),
        ({"type": "whole", "operator": "between", "formula1": "0", "formula2": "9"}, ("whole", (), 0, 9, "")),
        ({"type": "whole", "operator": "greaterThanOrEqual", "formula1": "1"}, ("whole", (), 1, None, "")),
        ({"type": "decimal", "operator": "lessThan", "formula1": "5"}, ("decimal", (), None, 5, "")),
        ({"type": "textLength", "operator": "equal", "formula1": "10"}, ("textLength", (), 10, 10, "")),
    ],
)
def test_rules(book, rule, wanted):
    made, read = book
    validation = DataValidation(**rule)
    validation.add("B1")
    made.active.add_data_validation(validation)
    (found,) = read().sheets[0].rules
    assert (found.kind, found.options, found.low, found.high, found.source) == wanted
    assert found.span.a1 == "B1"


def test_names_and_stamp(book):
    made, read = book
    made.defined_names["SB_FORM"] = DefinedName("SB_FORM", attr_text='"調査"')
    made.defined_names["SB_VERSION"] = DefinedName("SB_VERSION", attr_text='"2"')
    made.defined_names["SB_B1"] = DefinedName("SB_B1", attr_text="'様式'!$B$1")
    made.defined_names["壊れた名前"] = DefinedName("壊れた名前", attr_text="#REF!")
    form = read()
    assert (form.form, form.version) == ("調査", "2")
    assert form.sheets[0].names == {"SB_B1": (0, 1)}


def test_comments(book):
    made, read = book
    made.active["A1"].comment = openpyxl.comments.Comment("見込みです", "総務課")
    assert read().sheets[0].remarks == (Remark("コメント", "見込みです", "A1"),)


def test_shapes_with_and_without_text(tmp_path):
    path = tmp_path / "図形.xlsx"
    made = xlsxwriter.Workbook(str(path))
    sheet = made.add_worksheet()
    sheet.write("A1", "有")
    sheet.insert_textbox("C3", "来月から変わります", {"width": 60, "height": 15})
    sheet.insert_textbox("A1", "", {"width": 60, "height": 15})
    made.close()
    remarks = read_form(path).sheets[0].remarks
    assert [(r.kind, r.text, r.cell.split(":")[0]) for r in remarks] == [
        ("図形", "来月から変わります", "C3"), ("図形", "", "A1"),
    ]  # fmt: skip


def test_boxes_below_the_last_value_are_kept(tmp_path):
    path = tmp_path / "様式.xlsx"
    made = openpyxl.Workbook()
    made.active["A1"] = "備考"
    made.active["C9"].border = openpyxl.styles.Border(bottom=openpyxl.styles.Side(style="thin"))
    made.save(path)
    assert read_form(path).sheets[0].grid.shape == (9, 3)


def test_the_digest_is_of_the_content(book, tmp_path):
    _, read = book
    first = read()
    other = tmp_path / "別名.xlsx"
    other.write_bytes((tmp_path / "様式.xlsx").read_bytes())
    assert read_form(other).digest == first.digest


def test_a_file_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "絵.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    with pytest.raises(ReadError):
        read_form(path)


@pytest.mark.parametrize(
    ("formula", "outside"),
    [("SUM(A1:A3)", False), ("IF(A1=\"|\",1,0)", False), ("[1]Sheet1!A1", True), ('WEBSERVICE("http://x")', True),
     ("cmd|'/C calc'!A0", True), ("Sheet2!A1+1", False), ("'別 シート'!A1", False)],
)  # fmt: skip
def test_formulas_that_reach_outside(formula, outside):
    assert calls_outside(formula) is outside
