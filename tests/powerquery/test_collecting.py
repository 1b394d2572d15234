"""調査票のとりまとめ: the query reads from each file what Python reads, or says that the form is another."""

import io

import openpyxl
import pytest

from shirube.errors import TableError
from shirube.forms.collect import collect_file
from shirube.forms.form_file import FormFile, FormSheet
from shirube.forms.form_map import FormMap, Item, ItemKind, Printed
from shirube.grid import Grid
from shirube.powerquery.collecting import compile_forms
from support.m import MTable, evaluate

FORM = FormMap(
    "施設調査",
    sheet="様式",
    printed=(Printed("A1", "施設調査票"), Printed("A2", "施設名"), Printed("A3", "児童数"), Printed("A4", "電 話")),
    items=(
        Item("施設名", ItemKind.TEXT, "B2", labels=("A2",)),
        Item("児童数", ItemKind.NUMBER, "B3", labels=("A3",)),
        Item("電話", ItemKind.CODE, "B4", labels=("A4",)),
    ),
)


def rows(name, count, phone) -> list[list]:
    return [["施設調査票", None], ["施設名", name], ["児童数", count], ["電 話", phone]]


COPIES = {
    "a.xlsx": rows("東園", 30, "０３-１"),
    "b.xlsx": rows(" 西園 ", "１，２３４", None),
    "c.xlsx": [[None, None], *rows("北園", "△5", "03 2")],
}


def workbook(body: list[list], title: str = "様式") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for r, row in enumerate(body, 1):
        for c, value in enumerate(row, 1):
            book.active.cell(r, c, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def collected(files: dict[str, bytes]) -> list[tuple]:
    paths = {f"C:\\回答\\{name}": data for name, data in files.items()}
    cell = {"設定_ファイル": MTable(("Column1",), [("C:\\回答",)])}
    return evaluate(compile_forms(FORM, name="とりまとめ").text, workbook=cell, files=paths).rows


def test_answers_agree():
    found = {row[0]: row[1:] for row in collected({name: workbook(body) for name, body in COPIES.items()})}
    for name, body in COPIES.items():
        file = FormFile(name, name, None, (FormSheet(Grid.from_rows(body, name="様式", source=name)),))
        answers = collect_file(file, [FORM]).copies[0].answers
        assert found[name] == ("読みました", *(answers[item.key].value for item in FORM.items)), name


def test_other_files_are_told():
    files = {
        "a.xlsx": workbook(COPIES["a.xlsx"]),
        "b.xlsx": workbook([["別の様式"], ["施設名", "x"]]),
        "c.xlsx": workbook(rows("南園", "約30", "1")),
        "d.xlsx": workbook(COPIES["a.xlsx"], "別のシート"),
    }
    states = {row[0]: row[1] for row in collected(files)}
    assert states == {
        "a.xlsx": "読みました",
        "b.xlsx": "様式が違います",
        "c.xlsx": "「児童数」を数に読めません",
        "d.xlsx": "シートがありません",
    }


@pytest.mark.parametrize("kind", [ItemKind.SINGLE, ItemKind.MULTIPLE, ItemKind.CHECK, ItemKind.DATE, ItemKind.MONTH])
def test_other_kinds_of_items_are_refused(kind):
    form = FormMap("調査", sheet="様式", printed=FORM.printed, items=(Item("選択", kind, "B2", labels=("A2",)),))
    with pytest.raises(TableError, match="SB-P109"):
        compile_forms(form, name="とりまとめ")
