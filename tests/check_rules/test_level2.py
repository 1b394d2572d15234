"""Level 2: numbers, omissions, names, choices, formulas."""

from __future__ import annotations

import pytest

from shirube.check.facts import SheetFacts
from shirube.grid import Span
from support.checks import cells, found, status


def column(name, *values):
    """A table with one column under test."""
    return [["地区", name], *([f"第{i}地区", value] for i, value in enumerate(values, 1))]


# ---------------------------------------------------------------- L2-01


@pytest.mark.parametrize(
    "text", ["1,234", "10人", "12.3%", "▲5", "１２３", "100※1", "¥500", "約100", "100以上", "45(うち休5)", "1 234"]
)
def test_text_among_numbers(text):
    assert cells("L2-01", column("人口", 10, text, 20)) == ["B3"]


@pytest.mark.parametrize("texts", [("10人", "20人"), ("1,000円", "2,000円"), ("12%", "15%"), ("123", "45")])
def test_columns_of_numbers_as_text(texts):
    assert cells("L2-01", column("値", *texts)) == ["B2:B3"]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("人口", (10, 20)),
        ("増減", (-5, 3)),  # ▲ by number format
        ("回", ("第1回", "第2回", "第3回")),
        ("年度", ("2020年度", "2021年度")),
        ("人口", (10, "x", 20)),  # a symbol: L3-03
        ("市区町村コード", ("01100", "01202")),
        ("電話番号", ("0111234567", "0112345678")),
        ("所在地", ("3丁目", "4丁目")),
        ("時刻", ("10:30", "11:00")),
    ],
)
def test_numbers_and_names(name, values):
    assert status("L2-01", column(name, *values)) == "pass"


def test_labels_with_units_are_labels():
    rows = [["利用回数", "人数"], ["1回", 50], ["2回", 20], ["3回", 10]]
    assert status("L2-01", rows) == "pass"


def test_what_is_no_single_number_is_not_repaired():
    findings = found("L2-01", column("人口", 10, "1,234", "約100", 20)).failed
    assert [(f.cells, f.repairable) for f in findings] == [("B3", True), ("B4", False)]


# ---------------------------------------------------------------- L2-02


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ([["県", "市", "人口"], ["北海道", "札幌市", 1], ["〃", "函館市", 2]], ["A3"]),
        ([["県", "市", "人口"], ["北海道", "札幌市", 1], ["同上", "函館市", 2]], ["A3"]),
        ([["県", "市", "人口"], ["北海道", "札幌市", 1], [None, "函館市", 2], [None, "小樽市", 3]], ["A3:A4"]),
        (
            [["年", "区分", "人数"], ["2020年", "男", 1], [None, "女", 2], ["2021年", "男", 3], [None, "女", 4]],
            ["A3", "A5"],
        ),
        ([["氏名", "所属", "内線"], ["山田", "市民課", "101"], ["鈴木", "同上", "102"]], ["B3"]),
    ],
)
def test_omitted(rows, where):
    assert cells("L2-02", rows) == where


@pytest.mark.parametrize(
    "rows",
    [
        [["県", "市", "人口"], ["北海道", "札幌市", 1], ["北海道", "函館市", 2]],
        [["県", "市", "人口"], ["北海道", None, 3], ["北海道", "函館市", 2]],  # the total of a group
        [["地区", "人口", "備考"], ["東", 1, "速報"], ["西", 2, None]],  # a remark is optional
        [["地区", "意見"], ["東", "同意"], ["西", "同じ意見"]],
        [["人々", "数"], ["佐々木", 1], ["野々村", 2]],
    ],
)
def test_nothing_omitted(rows):
    assert status("L2-02", rows) == "pass"


# ---------------------------------------------------------------- L2-03


@pytest.mark.parametrize(
    ("rows", "merges"),
    [
        ([["地区", "人口", "人口"], ["東", 1, 2], ["西", 3, 4]], ()),
        ([["地区", "人口", None], [None, "男", "女"], ["東", 1, 2], ["西", 3, 4]], ("B1:C1", "A1:A2")),
        ([["地区", "人口", None], [None, "男", "女"], ["東", 1, 2], ["西", 3, 4]], ()),
        ([["地区", "人口", None], ["東", 1, 2], ["西", 3, 4]], ("B1:C1",)),
        ([["地区", "人口", None], ["東", 1, 2], ["西", 3, 4]], ()),
    ],
)
def test_names_not_unique(rows, merges):
    assert status("L2-03", rows, merges=merges) == "fail"


@pytest.mark.parametrize(
    "rows",
    [
        [["地区", "人口_男", "人口_女"], ["東", 1, 2], ["西", 3, 4]],
        [["人口調査"], ["地区", "男", "女"], ["東", 1, 2], ["西", 3, 4]],  # a title is no header row
        [["地区", "区分"], ["東", "男"], ["西", "女"], ["東", "女"]],  # texts below a header are data
        [["地区", 2020, 2021], ["東", 1, 2], ["西", 3, 4]],
        [["地区", "人口", "計"], ["計", 1, 2], ["人口", 3, 4]],
        [["地区", "男", "女", "計"], ["東", 1, 2, 3], ["西", 3, 4, 7]],  # numbers that happen to count up
    ],
)
def test_names_unique(rows):
    assert status("L2-03", rows) == "pass"


# ---------------------------------------------------------------- L2-04


@pytest.mark.parametrize(
    ("usual", "variant"),
    [("取組済", "取組済み"), ("実施中", "実施中 "), ("A案", "Ａ案"), ("○", "〇"), ("ユーザー", "ユーザ")],
)
def test_choices_written_in_two_ways(usual, variant):
    rows = column("回答", *[usual] * 5, variant, *["検討中"] * 4)
    assert cells("L2-04", rows) == ["B7"]


@pytest.mark.parametrize(
    "values",
    [
        ("賛成", "反対") * 5,
        ("実施した", "実施していない") * 5,
        ("満足", "やや満足", "不満") * 4,
        tuple(f"施設{i}" for i in range(12)),
        ("東", "東") * 5,
    ],
)
def test_choices_that_differ(values):
    assert status("L2-04", column("回答", *values)) == "pass"


@pytest.mark.parametrize(
    ("usual", "rare"), [("8:30開館", "8:50開館"), ("とても満足", "とても不満"), ("問2の回答", "問3の回答")]
)
def test_a_rare_choice_that_is_meant(usual, rare):
    assert status("L2-04", column("回答", *[usual] * 30, rare, *["その他"] * 10)) == "pass"


def test_a_rare_look_alike_is_for_a_person():
    assert status("L2-04", column("回答", *["市民会館"] * 30, "市民公館", *["図書館"] * 10)) == "person"


# ---------------------------------------------------------------- L2-05


@pytest.mark.parametrize(
    "text", ["その他（駅前）", "その他：親族の家", "その他(具体的に：自転車)", "4. その他（徒歩）", "その他 友人宅"]
)
def test_details_with_other(text):
    assert cells("L2-05", column("手段", "バス", "電車", "バス", text, "電車")) == ["B5"]


@pytest.mark.parametrize(
    "values",
    [
        ("バス", "電車", "その他", "バス", "電車"),
        ("バス", "電車", "その他（　）", "バス", "電車"),
        ("核家族", "単独世帯", "その他の世帯"),
        ("国籍", "その他（無国籍を含む）", "総数"),  # labels of rows, each once
        ("バス", "その他（不明を含む）", "バス", "その他（不明を含む）", "その他（不明を含む）"),  # one fixed choice
    ],
)
def test_other_alone(values):
    assert status("L2-05", column("手段", *values)) == "pass"


# ---------------------------------------------------------------- L2-06


def test_formulas():
    facts = SheetFacts(formulas=(Span(1, 1, 2, 1),), formula_count=2)
    assert cells("L2-06", column("値", 1, 2), facts=facts) == ["B2:B3"]
    assert cells("L2-06", column("値", "=SUM(A1:A3)", 2)) == ["B2"]
    assert cells("L2-06", column("値", "=B1*2", "='集計'!A1")) == ["B2:B3"]


@pytest.mark.parametrize("text", ["= 男", "=====", "1=男", "A=B"])
def test_texts_that_are_no_formulas(text):
    assert status("L2-06", column("値", text, "x")) == "pass"


def test_formulas_are_a_matter_of_workbooks():
    assert status("L2-06", column("値", "=SUM(A1:A3)"), excel=False) == "not_applied"
