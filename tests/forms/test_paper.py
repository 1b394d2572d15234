"""Replies on paper are typed into a sheet made from the map; typed twice, the two are compared."""

import pytest

from shirube.errors import FormError
from shirube.forms.assemble import RoundRequest, assemble
from shirube.forms.collect import collect_file
from shirube.forms.line import Line
from shirube.forms.paper import ENTRY_SHEET, entry_report, read_entries
from shirube.grid import Grid
from shirube.office.read import read_book
from shirube.office.write import write_result


def entries(form, *rows, block=None):
    """The entry workbook as typed: rows by column name."""
    report = entry_report(form)
    sheets = {}
    for data, lines in zip(report.data, (rows, block or ()), strict=False):
        names = [column.label for column in data.table.columns]
        sheets[data.name] = Grid.from_rows(
            [names, *([line.get(name) for name in names] for line in lines)], name=data.name
        )
    return sheets


BASE = {
    "受付番号": "1", "出所": "FAX", "受領日": "令和6年5月7日", "医療機関コード": "1310000001", "医療機関名": "東医院",
    "所在地_住所": "本町1", "電話番号": "03-1", "対象月": "令和6年4月", "初診_電話による診療": "有",
    "初診_ビデオ通話による診療": "無", "再診_電話による診療": "有", "再診_ビデオ通話による診療": "無",
    "初診_電話": 12,
}  # fmt: skip


def test_one_entry(clinic_map):
    (one,) = read_entries(entries(clinic_map, BASE), clinic_map, "入力.xlsx")
    copy = one.copies[0]
    assert (copy.origin, copy.received.isoformat(), copy.estimated) == ("FAX", "2024-05-07", False)
    assert (copy.value("初診_電話"), copy.value("対象月")) == (12, "2024-04")
    assert not one.issues


def test_two_entries_alike_are_one_reply(clinic_map):
    found = read_entries(entries(clinic_map, BASE | {"回": 1}, BASE | {"回": 2}), clinic_map)
    assert len(found) == 1
    assert not found[0].issues


def test_two_that_differ_wait_for_a_person(clinic_map):
    book = entries(clinic_map, BASE | {"回": 1}, BASE | {"回": 2, "初診_電話": 21})
    (one,) = read_entries(book, clinic_map)
    assert one.copies[0].value("初診_電話") is None
    assert [(i.kind.word, i.item) for i in one.issues] == [("二重入力の違い", "初診_電話")]
    assert "12" in one.issues[0].sentence
    assert "21" in one.issues[0].sentence
    typed = Line(digest=one.digest, item="初診_電話", correction=12)
    done = assemble([one], RoundRequest((clinic_map,), typed=(typed,)))
    assert done.used[0].value("初診_電話") == 12


def test_spelling_alone_is_no_difference(clinic_map):
    book = entries(clinic_map, BASE | {"回": 1}, BASE | {"回": 2, "初診_電話": "１２", "再診_電話による診療": "あり"})
    assert not read_entries(book, clinic_map)[0].issues


def test_paper_and_file_of_one_institution_are_duplicates(read, clinic_map, filled):
    file = collect_file(read(*filled(1, code="1310000001")), [clinic_map])
    done = assemble([file, *read_entries(entries(clinic_map, BASE), clinic_map)], RoundRequest((clinic_map,)))
    assert (len(done.used), len(done.unused)) == (1, 1)


def test_faults_are_told_as_in_files(clinic_map):
    book = entries(clinic_map, BASE | {"再診_電話による診療": "検討中", "医療機関名": None})
    assert {i.kind.word for i in read_entries(book, clinic_map)[0].issues} == {"選択肢にない値", "必須の空白"}


def test_rows_of_blocks(school_map):
    block = [
        {"受付番号": "7", "行": 1, "棟の名前": "校舎", "延床面積": 1200},
        {"受付番号": "7", "行": 2, "棟の名前": "体育館"},
    ]
    head = {"受付番号": "7", "学校番号": "0007", "学校名": "東小", "敷地・面積_敷地面積": 9000, "避難所の指定": "あり"}
    (one,) = read_entries(entries(school_map, head, block=block), school_map)
    rows = one.copies[0].records[school_map.blocks[0].key]
    assert [row.answers["棟の名前"].value for row in rows] == ["校舎", "体育館"]


def test_the_written_sheet_is_read_back_empty(tmp_path, clinic_map):
    path = write_result(entry_report(clinic_map), tmp_path / "入力.xlsx")
    sheets = {grid.name: grid for grid in read_book(path).sheets}
    assert read_entries(sheets, clinic_map) == ()


def test_a_missing_column_is_told(clinic_map):
    book = entries(clinic_map, BASE)
    grid = book[ENTRY_SHEET]
    values = [[v for i, v in enumerate(row) if grid.values[0, i] != "電話番号"] for row in grid.values.tolist()]
    with pytest.raises(FormError) as caught:
        read_entries({ENTRY_SHEET: Grid.from_rows(values, name=ENTRY_SHEET)}, clinic_map)
    assert caught.value.key == "F408"
