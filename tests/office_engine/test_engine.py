"""The engine answers as Excel would, over real files, and never writes to the file of a user."""

import datetime as dt

import openpyxl
import pytest
import xlwings as xw
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table

from shirube.errors import CheckError, ReadError, WriteError
from shirube.office.engine import close_all, new_book, open_book
from shirube.office.read import read_grid


@pytest.fixture(autouse=True)
def _closed():
    yield
    close_all()


@pytest.fixture
def path(tmp_path):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "回答"
    for row in [
        ["地区", "人数", "日付"],
        ["東", 10, dt.date(2024, 4, 1)],
        ["西", 4.5, None],
        [None],
        ["合計", "=B2+B3"],
    ]:
        sheet.append(row)
    sheet["E1"] = "結合"
    sheet.merge_cells("E1:F2")
    sheet.add_table(Table(displayName="回答表", ref="A1:C3"))
    made.create_sheet("空")
    made.save(tmp_path / "回答.xlsx")
    return tmp_path / "回答.xlsx"


def test_numbers_are_floats_and_blanks_nothing_as_excel_delivers_them(path):
    book = open_book(path, selection="回答!A1:C3")
    assert book.selection.value == [["地区", "人数", "日付"], ["東", 10.0, dt.datetime(2024, 4, 1)], ["西", 4.5, None]]
    assert type(book.sheets["回答"]["B2"].value) is float


def test_only_the_free_part_of_xlwings_is_used():
    assert not xw.__pro__
    assert "openpyxl" in [engine.name for engine in xw.engines]


def test_regions_merges_and_tables(path):
    sheet = open_book(path).sheets["回答"]
    assert sheet["B2"].current_region.address == "$A$1:$C$3"
    assert sheet["A1"].expand("down").address == "$A$1:$A$3"
    assert sheet["F2"].merge_cells
    assert sheet["F2"].merge_area.address == "$E$1:$F$2"
    assert [(t.name, t.range.address) for t in sheet.tables] == [("回答表", "$A$1:$C$3")]
    sheet["E1"].unmerge()
    assert not sheet["F2"].merge_cells


def test_formats_are_written_and_read_back(path):
    cells = open_book(path).sheets["回答"]["A1:C1"]
    cells.font.bold, cells.color, cells.number_format, cells.wrap_text = True, "#FBF5E0", "@", True
    cells.font.color = (0, 17, 143)
    assert (cells.font.bold, cells.color, cells.number_format, cells.wrap_text) == (True, (251, 245, 224), "@", True)
    assert cells.font.color == (0, 17, 143)


def test_text_in_a_text_cell_stays_text(path):
    sheet = open_book(path).sheets["空"]
    sheet["A1"].number_format = "@"
    sheet["A1:B1"].value = ["=1+1", "=1+1"]
    assert sheet["A1"].value == "=1+1"
    assert sheet["B1"].value is None  # a formula that nothing has calculated


def test_names(path):
    book = open_book(path)
    book.names.add("範囲", "=回答!$A$1:$B$3")
    assert book.sheets["回答"].range("範囲").address == "$A$1:$B$3"
    assert book.names["範囲"].refers_to_range.shape == (3, 2)
    with pytest.raises(xw.NoSuchObjectError):
        book.sheets["回答"].range("無い名前")


def test_the_file_of_the_user_is_never_written(path, tmp_path):
    before = path.read_bytes()
    book = open_book(path)
    book.sheets.add("新しい", after=book.sheets[-1])["A1"].value = "x"
    for target in (None, path, tmp_path / "." / "回答.xlsx"):
        with pytest.raises(CheckError, match="SB-K411"):
            book.impl.save(target)
    book.save(tmp_path / "写し.xlsx")
    with pytest.raises(WriteError, match="SB-W101"):
        book.save(tmp_path / "写し.xlsx")
    assert path.read_bytes() == before
    assert openpyxl.load_workbook(tmp_path / "写し.xlsx").sheetnames == ["回答", "空", "新しい"]


def cached(tmp_path, value):
    """A workbook whose one formula was saved with a value."""
    import xlsxwriter

    made = xlsxwriter.Workbook(tmp_path / "式.xlsx")
    made.add_worksheet("式").write_formula(0, 0, "=1+1", None, value)
    made.close()
    return tmp_path / "式.xlsx"


@pytest.mark.parametrize("value", [2, "二 & <2>", 0.25])
def test_formulas_keep_the_values_they_were_saved_with_in_copies_too(tmp_path, value):
    book = open_book(cached(tmp_path, value))
    assert book.sheets[0]["A1"].value == value
    assert book.sheets[0]["A1"].formula == "=1+1"
    book.sheets.add("後", after=book.sheets[-1])["A1"].value = 1
    book.api.SaveCopyAs(str(tmp_path / "写し.xlsx"))
    assert read_grid(tmp_path / "写し.xlsx", "式").values[0, 0] == value
    assert openpyxl.load_workbook(tmp_path / "写し.xlsx")["式"]["A1"].value == "=1+1"


def test_an_untouched_book_is_copied_byte_for_byte(path, tmp_path):
    open_book(path).api.SaveCopyAs(str(tmp_path / "写し.xlsx"))
    assert (tmp_path / "写し.xlsx").read_bytes() == path.read_bytes()


def test_a_group_with_tables_is_not_copied_and_without_them_it_is(path):
    source, target = open_book(path), new_book("先頭")
    names, after = ("回答", "空"), target.sheets[-1]
    with pytest.raises(Exception, match="table"):
        source.api.Worksheets(names).Copy(After=after.api)
    source.sheets["回答"].tables[0].api.Unlist()
    source.api.Worksheets(names).Copy(After=after.api)
    assert [s.name for s in target.sheets] == ["先頭", "回答", "空"]
    assert target.sheets["回答"]["E1"].merge_area.address == "$E$1:$F$2"


def test_a_locked_book_takes_no_sheets(path, tmp_path):
    made = openpyxl.load_workbook(path)
    made.security = WorkbookProtection(lockStructure=True)
    made.save(tmp_path / "保護.xlsx")
    book = open_book(tmp_path / "保護.xlsx")
    assert book.api.ProtectStructure
    with pytest.raises(PermissionError):
        book.sheets.add("x")


def test_messages_are_noted_and_answered(path):
    app = open_book(path).app
    app.impl.answers.extend(["no"])
    assert app.alert("よいですか", title="しるべ", buttons="yes_no") == "no"
    assert app.alert("よいですか", title="しるべ", buttons="yes_no") == "yes"
    assert [a.answer for a in app.impl.alerts] == ["no", "yes"]


def test_what_is_no_workbook_is_refused_in_japanese(tmp_path):
    (tmp_path / "偽.xlsx").write_bytes(b"PK\x03\x04broken")
    with pytest.raises(ReadError, match="SB-R"):
        open_book(tmp_path / "偽.xlsx")


def test_pages_break_where_they_did(path, tmp_path):
    made = openpyxl.load_workbook(path)
    made["空"].row_breaks.append(Break(id=12))
    made.save(tmp_path / "頁.xlsx")
    source, book = open_book(tmp_path / "頁.xlsx"), new_book("先頭")
    source.api.Worksheets(("空",)).Copy(After=book.sheets[-1].api)
    book.save(tmp_path / "写し.xlsx")
    assert [b.id for b in openpyxl.load_workbook(tmp_path / "写し.xlsx")["空"].row_breaks.brk] == [12]


def test_one_sheet_is_selected_in_what_is_saved(path, tmp_path):
    source, book = open_book(path), new_book("先頭")
    source.sheets["回答"].tables[0].api.Unlist()
    source.api.Worksheets(("回答", "空")).Copy(After=book.sheets[-1].api)
    book.save(tmp_path / "写し.xlsx")
    saved = openpyxl.load_workbook(tmp_path / "写し.xlsx")
    assert [sheet.title for sheet in saved if sheet.sheet_view.tabSelected] == [saved.active.title]
