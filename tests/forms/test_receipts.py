"""The book of receipts dates the files and carries what the mail said."""

import datetime as dt

from shirube.forms.receipts import Receipt, date_copies, read_receipts
from shirube.grid import Grid
from support.forms.small import MAPS, copy

DAY = dt.date(2024, 5, 7)


def test_by_file_code_or_name():
    copies = [copy("北部/回答.xlsx"), copy("b", code="02"), copy("c", code="03", name="医療法人 南医院")]
    book = [
        Receipt(file="回答.xlsx", day=DAY),
        Receipt(code="02", day=DAY, note="公表しない"),
        Receipt(name="南医院", day=DAY),
    ]
    dated, notes, issues = date_copies(copies, MAPS, book)
    assert [(c.received, c.estimated) for c in dated] == [(DAY, False)] * 3
    assert notes == {copies[1].id: "公表しない"}
    assert issues == ()


def test_without_a_line_the_day_stays_an_estimate():
    (dated,), _, _ = date_copies([copy("a")], MAPS, [])
    assert dated.estimated


def test_a_line_without_a_file_is_told():
    issues = date_copies([copy("a")], MAPS, [Receipt(file="別.xlsx")])[2]
    assert "別.xlsx" in issues[0].sentence


def test_columns_in_any_order_and_days_in_any_spelling():
    sheet = Grid.from_rows([["備考", "受領日", "ファイル名"], [None, "R6.5.7", "回答.xlsx"]])
    assert read_receipts(sheet) == (Receipt("回答.xlsx", "", "", DAY, ""),)
