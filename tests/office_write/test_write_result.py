import datetime as dt
import hashlib
import re
from dataclasses import replace

import openpyxl
import pytest

from shirube.errors import WriteError
from shirube.office.write import book as book_module
from shirube.office.write import data as data_module
from shirube.office.write import write_result
from shirube.result import Column, DataSheet, Link, Provenance, Result, Table
from support import sample_results as samples
from support.ooxml import part
from support.soffice import page_texts, squeeze

NAMES = ("crosstab", "evaluation", "public", "two", "empty", "long", "hostile", "charts", "no_rows", "queries")


# ------------------------------------------------------------------------------------------------ other programs
@pytest.mark.parametrize("name", NAMES)
def test_microsofts_validator_finds_nothing(validated, name):
    assert validated[name] == []


def test_the_validator_finds_a_planted_error(validated):
    assert any("wrong" in error for error in validated["planted"])


@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_prints_it_without_cut_numbers(printed, name):
    pages = page_texts(printed[name])
    assert pages
    assert not any("###" in page for page in pages)


@pytest.mark.parametrize("name", ["crosstab", "evaluation", "public"])
def test_page_one_stands_alone(workbooks, printed, name):
    result = {
        "crosstab": samples.crosstab_result(),
        "evaluation": samples.evaluation_result(),
        "public": replace(samples.crosstab_result(), title="公表用の表"),
    }[name]
    first = squeeze(page_texts(printed[name])[0])
    wanted = [result.title, *result.conclusion, *(light.word for light in result.lights), "言えないこと"]
    wanted += [figure.label for figure in result.figures]
    assert [text for text in wanted if squeeze(text) not in first] == []
    assert ("庁内限り" in first) == (name == "crosstab")
    assert "1/" in first


# ------------------------------------------------------------------------------------------------ the whole workbook
def test_sheets_come_in_the_order_of_the_house(workbooks):
    assert openpyxl.load_workbook(workbooks["crosstab"]).sheetnames == ["報告", "統計の詳細", "data_満足度", "設定"]
    assert openpyxl.load_workbook(workbooks["two"]).sheetnames == [
        "報告", "統計の詳細", "data_満足度", "設定", "報告_2", "統計の詳細_2", "data_月別", "設定_2",
    ]  # fmt: skip


@pytest.mark.parametrize("name", [name for name in NAMES if name != "queries"])  # it holds a sheet as it was
def test_nothing_is_hidden_or_merged_and_a1_is_active(workbooks, name):
    book = openpyxl.load_workbook(workbooks[name])
    assert book.active.title == "報告"
    for sheet in book:
        assert sheet.sheet_state == "visible"
        assert not sheet.merged_cells.ranges
        assert not any(d.hidden for d in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values()))
        assert sheet.sheet_view.selection[0].activeCell in ("A1", "A2")  # A2: the pane below a frozen header


def test_same_result_same_bytes(tmp_path):
    digests = {
        hashlib.sha256(
            write_result(samples.evaluation_result(), tmp_path / f"{i}.xlsx").read_bytes()
        ).hexdigest()
        for i in range(2)
    }  # fmt: skip
    assert len(digests) == 1


def test_properties_name_the_work_and_no_person(workbooks):
    properties = openpyxl.load_workbook(workbooks["crosstab"]).properties
    assert properties.title == "市政への満足度は、若い世代ほど高い"
    assert properties.creator == "しるべ"
    assert properties.created == properties.modified == dt.datetime(2026, 11, 25, 9, 30)
    assert "<Company></Company>" in part(workbooks["crosstab"], "docProps/app.xml")


@pytest.mark.parametrize("name", ["crosstab", "evaluation", "long", "charts"])
def test_triangle_marks_are_formats_or_lights_never_text_beside_a_number(workbooks, name):
    for sheet in openpyxl.load_workbook(workbooks[name]):
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
            assert "▲" not in cell.value
            assert "△" not in cell.value or cell.value == "△"


# ------------------------------------------------------------------------------------------------ hostile input
def test_text_never_becomes_a_formula(workbooks):
    book = openpyxl.load_workbook(workbooks["hostile"])
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    for index in range(1, len(book.sheetnames) + 1):
        assert "<f>" not in part(workbooks["hostile"], f"xl/worksheets/sheet{index}.xml")
    chart = part(workbooks["hostile"], "xl/charts/chart1.xml")
    assert all("!$" in formula for formula in re.findall(r"<c:f>(.*?)</c:f>", chart))


def test_text_arrives_whole_but_for_what_xml_forbids(workbooks):
    sheet = openpyxl.load_workbook(workbooks["hostile"])["報告_2"]
    arrived = [sheet.cell(row, 1).value for row in range(2, sheet.max_row + 1)]
    cleaned = {"a\x00b\x1fc": "abc", "改\r\n行": "改\n行"}
    assert arrived == [cleaned.get(text, text) for text in samples.HOSTILE_TEXTS]


def test_not_a_number_is_never_written(workbooks):
    sheet = openpyxl.load_workbook(workbooks["hostile"])["報告_2"]
    column = [sheet.cell(row, 3).value for row in range(2, 10)]
    assert column == [1.5, None, None, -0.04, "1000000000000000000", None, 0, True]


def test_too_long_text_is_cut_and_said(tmp_path):
    table = Table("t", "", (Column("a", "文"),), (("あ" * 40_000,), ("𠮷" * 20_000,)))
    book = openpyxl.load_workbook(
        write_result(Result(title="長い", data=(DataSheet("d", table),)), tmp_path / "long.xlsx")
    )
    assert len(book["d"]["A2"].value) == 32_767
    assert len(book["d"]["A3"].value) == 16_383
    assert any("2件、途中まで" in str(row[1].value) for row in book["設定"].iter_rows())


# ------------------------------------------------------------------------------------------------ links
def _linked(count: int, file: str = "元 #1.xlsx") -> Result:
    rows = tuple((Link(f"B{i}", "第1表", f"B{i}", file),) for i in range(1, count + 1))
    table = Table("t", "", (Column("cell", "出所セル"),), rows)
    return Result(title="リンク", data=(DataSheet("d", table),))


def test_links_lead_to_the_source_cell_relative_to_the_new_book(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "in").mkdir()
    path = write_result(_linked(1), tmp_path / "out" / "x.xlsx", base_dir=tmp_path / "in")
    cell = openpyxl.load_workbook(path)["d"]["A2"]
    assert cell.value == "B1"
    assert cell.hyperlink.target.replace("\\", "/") == "../in/元%20%231.xlsx"
    assert cell.hyperlink.location == "'第1表'!B1"


def test_links_inside_follow_a_renamed_sheet(tmp_path):
    table = Table("t", "", (Column("cell", "セル"),), ((Link("ここ", "a/b", "A1"),),))
    path = write_result(Result(title="x", tables=(table,), data=(DataSheet("a/b", table),)), tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(path)
    assert "a_b" in book.sheetnames
    assert book["a_b"]["A2"].hyperlink.location == "'a_b'!A1"


def test_links_beyond_excels_limit_are_text_and_said(tmp_path, monkeypatch):
    monkeypatch.setattr(book_module, "MOST_LINKS", 3)
    book = openpyxl.load_workbook(write_result(_linked(5), tmp_path / "x.xlsx"))
    cells = [book["d"].cell(row, 1) for row in range(2, 7)]
    assert [cell.value for cell in cells] == ["B1", "B2", "B3", "B4", "B5"]
    assert [cell.hyperlink is not None for cell in cells] == [True, True, True, False, False]
    assert any("リンクは Excel の上限" in str(row[1].value) for row in book["設定"].iter_rows())


# ------------------------------------------------------------------------------------------------ saving
def test_an_existing_file_is_left_alone(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"mine")
    with pytest.raises(WriteError, match="SB-W101"):
        write_result(Result(title="x"), path)
    assert path.read_bytes() == b"mine"
    write_result(Result(title="x"), path, replace=True)
    assert path.read_bytes()[:2] == b"PK"
    assert [p.name for p in tmp_path.iterdir()] == ["x.xlsx"]


def test_a_failure_leaves_nothing_behind(tmp_path, monkeypatch):
    def locked(*_: object) -> None:
        raise PermissionError(13, "open in Excel")

    monkeypatch.setattr("os.replace", locked)
    with pytest.raises(WriteError, match="SB-W102"):
        write_result(Result(title="x"), tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_no_data_is_left_in_temporary_files(tmp_path, monkeypatch):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    table = Table("t", "", (Column("a", "a"), Column("b", "b")), (("秘密", 1), ("行の長さが違う",)))
    with pytest.raises(ValueError, match="zip"):
        write_result(Result(title="x", data=(DataSheet("d", table),)), tmp_path / "x.xlsx")
    write_result(Result(title="x", data=(DataSheet("d", replace(table, rows=table.rows[:1])),)), tmp_path / "y.xlsx")
    assert list((tmp_path / "temporary").iterdir()) == []
    assert sorted(p.name for p in tmp_path.iterdir()) == ["temporary", "y.xlsx"]


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(WriteError, match=r"SB-W103 .*「無い」"):
        write_result(Result(title="x"), tmp_path / "無い" / "x.xlsx")


def test_a_table_larger_than_a_sheet_is_refused_before_writing(tmp_path, monkeypatch):
    monkeypatch.setattr(data_module, "MOST_ROWS", 4)
    rows = tuple((i,) for i in range(4))
    result = Result(title="x", data=(DataSheet("d", Table("t", "", (Column("a", "a"),), rows)),))
    with pytest.raises(WriteError, match="SB-W104"):
        write_result(result, tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_no_date_gives_a_fixed_date(tmp_path):
    path = write_result(Result(title="x", provenance=Provenance()), tmp_path / "x.xlsx")
    assert openpyxl.load_workbook(path).properties.created == book_module.EPOCH
