"""What people write, and what is understood by it: a value, the raw text, and the problem."""

import datetime as dt

import pytest

from shirube.forms.answer import read_answer
from shirube.forms.exceptions import IssueKind
from shirube.forms.form_map import Item, ItemKind

_PRINTED = "□内科　□小児科　□その他（　　）"
YES_NO = Item("実施", ItemKind.SINGLE, "B1", options=("有", "無"))
FIELDS = Item(
    "科", ItemKind.MULTIPLE, "B1", options=("内科", "小児科", "その他"), inside="□内科　□小児科　□その他（　　）"
)
GRADE = Item("空調", ItemKind.SINGLE, "B1", options=("1 設置済", "2 一部", "3 未設置"))
COUNT = Item("件数", ItemKind.NUMBER, "B1", unit="件", low=0, high=5000)
MONEY = Item("額", ItemKind.NUMBER, "B1", unit="千円")
PEOPLE = Item("人数", ItemKind.NUMBER, "B1", unit="人", inside="（　　　）人")
DAY = Item("日", ItemKind.DATE, "B1", inside="令和　　年　　月　　日")
MONTH = Item("月", ItemKind.MONTH, "B1", inside="令和　　年　　月")
CODE = Item("コード", ItemKind.CODE, "B1", low=10, high=10)
SCHOOL = Item("学校名", ItemKind.TEXT, "B1", inside="学校名（　　　　　）")
CHECK = Item("済", ItemKind.CHECK, "B1")


@pytest.mark.parametrize(
    ("item", "written", "value"),
    [
        (YES_NO, "有", "有"), (YES_NO, "あり", "有"), (YES_NO, "○", "有"), (YES_NO, "×", "無"),
        (YES_NO, "☑有　□無", "有"),
        (YES_NO, "有・無", None),
        (YES_NO, "○有・無", "有"), (YES_NO, "2. 無", "無"), (YES_NO, True, "有"), (YES_NO, "【有】・無", "有"),
        (GRADE, "②", "2 一部"), (GRADE, 2, "2 一部"), (GRADE, "2 一部", "2 一部"), (GRADE, "一部", "2 一部"),
        (DAY, "20240501", dt.date(2024, 5, 1)), (DAY, 20240501, dt.date(2024, 5, 1)),
        (FIELDS, "☑内科　□小児科　☑その他（往診）", "内科；その他"), (FIELDS, "内科、小児科", "内科；小児科"),
        (FIELDS, "□内科　□小児科　□その他（　　）", None), (FIELDS, "レ内科 レ小児科", "内科；小児科"),
        (COUNT, 12, 12), (COUNT, "１，２３４", 1234), (COUNT, "0", 0), (COUNT, 3.0, 3),
        (PEOPLE, "（ 12 ）人", 12), (PEOPLE, "（　　　）人", None), (PEOPLE, "12人", 12),
        (DAY, "令和6年5月1日", dt.date(2024, 5, 1)), (DAY, "6年5月1日", dt.date(2024, 5, 1)),
        (DAY, "R6.5.1", dt.date(2024, 5, 1)), (DAY, dt.datetime(2024, 5, 1), dt.date(2024, 5, 1)),
        (DAY, 45413, dt.date(2024, 5, 1)), (DAY, "令和　　年　　月　　日", None),
        (MONTH, "令和6年4月", "2024-04"), (MONTH, "6年4月", "2024-04"), (MONTH, dt.datetime(2024, 4, 1), "2024-04"),
        (CODE, "０１２３４５６７８９", "0123456789"), (SCHOOL, "学校名（みほん小学校）", "みほん小学校"),
        (SCHOOL, "みほん小学校", "みほん小学校"), (CHECK, "☑", 1),
        (FIELDS, "内科○　小児科○　その他", "内科；小児科"), (FIELDS, "○ 内科　○ その他", "内科；その他"),
        (FIELDS, "（　）内科 （○）小児科", "小児科"),
        (FIELDS, "内科　小児科○", "小児科"), (FIELDS, "内科（○）　小児科（　）", "内科"),
         (CHECK, None, 0), (CHECK, "レ", 1), (CHECK, "×", 0),
    ],
)  # fmt: skip
def test_understood_without_a_problem(item, written, value):
    read = read_answer(item, written)
    assert (read.answer.value, read.problem) == (value, None)


@pytest.mark.parametrize(
    ("item", "written", "value", "kind"),
    [
        (YES_NO, "検討中", None, IssueKind.OUTSIDE_LIST), (YES_NO, "☑有　☑無", None, IssueKind.SEVERAL),
        (FIELDS, "歯科", None, IssueKind.OUTSIDE_LIST), (FIELDS, "内科○小児科", None, IssueKind.OUTSIDE_LIST),
        (COUNT, "12件", 12, IssueKind.NUMBER_TEXT),
        (COUNT, "12人", 12, IssueKind.NUMBER_TEXT), (COUNT, "約20", None, IssueKind.NOT_NUMBER),
        (COUNT, "10〜20", None, IssueKind.NOT_NUMBER), (COUNT, "なし", None, IssueKind.NOT_NUMBER),
        (COUNT, -1, -1, IssueKind.RANGE), (COUNT, 99_999, 99_999, IssueKind.RANGE),
        (MONEY, "500千円", 500, IssueKind.NUMBER_TEXT), (COUNT, "#REF!", None, IssueKind.ERROR_VALUE),
        (DAY, "令和6年2月30日", None, IssueKind.BAD_DATE), (DAY, "平成40年4月1日", None, IssueKind.BAD_DATE),
        (DAY, "昨年の春", None, IssueKind.VAGUE_DATE), (DAY, "令和6年　　月　　日", None, IssueKind.VAGUE_DATE),
        (MONTH, "4月", None, IssueKind.VAGUE_DATE), (MONTH, "令和6年13月", None, IssueKind.BAD_DATE),
        (CODE, 123456789, "0123456789", IssueKind.CODE_LENGTH), (CODE, "12345", "12345", IssueKind.CODE_LENGTH),
        (SCHOOL, "=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0", IssueKind.FORMULA_TEXT),
        (CHECK, "たぶん", None, IssueKind.OUTSIDE_LIST),
    ],
)  # fmt: skip
def test_told_with_its_kind(item, written, value, kind):
    read = read_answer(item, written)
    assert read.problem is not None
    assert (read.answer.value, read.problem.kind) == (value, kind)


def test_raw_text_is_kept_as_written():
    assert read_answer(COUNT, "１２").answer.raw == "１２"
    assert read_answer(SCHOOL, "学校名（みほん小学校）").answer.raw == "学校名（みほん小学校）"


def test_suggestions_are_offered_only_when_clear():
    assert read_answer(COUNT, "約20").problem.suggestion == "20"
    assert read_answer(COUNT, "10〜20").problem.suggestion == ""


@pytest.mark.parametrize("written", ["-", "- なし", "+81-3-0000-0000", "−5", "090-1234-5678"])
def test_signs_alone_are_no_formula(written):
    assert read_answer(Item("備考", ItemKind.TEXT, "B1"), written).problem is None
