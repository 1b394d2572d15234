"""Workbooks written by XlsxWriter, some then altered byte by byte, come back as they were meant."""

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from shirube.errors import ReadError
from shirube.grid import Grid, Kind, Span
from shirube.office.read import read_book, read_grid


def made(path: Path, fill: Callable[[xlsxwriter.Workbook], None], **options: object) -> Path:
    with xlsxwriter.Workbook(str(path), options) as book:
        fill(book)
    return path


def altered(path: Path, part: str, old: str, new: str) -> Path:
    """A copy of a workbook with one part rewritten."""
    copy = path.with_stem(path.stem + "_altered")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                text = data.decode()
                assert old in text
                data = text.replace(old, new).encode()
            target.writestr(name, data)
    return copy


SHEET = "xl/worksheets/sheet1.xml"


def test_values_keep_their_type_and_place(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("第1表")
        sheet.write("C5", "地区")
        sheet.write("D5", 10)
        sheet.write("E5", 10.5)
        sheet.write("F5", True)
        sheet.write_formula("G5", "=NA()", None, "#N/A")
        sheet.write_formula("H5", "=1/0", None, "#DIV/0!")
        sheet.write_formula("I5", "=1+1", None, 2)
        sheet.write("J5", 0.25, book.add_format({"num_format": "0.0%"}))
        sheet.write_string("K5", "0123")
        sheet.write_string("L5", "　")
        sheet.write_blank("P9", None, book.add_format({"border": 1}))

    grid = read_grid(made(tmp_path / "値.xlsx", fill))
    assert (grid.name, grid.source, grid.shape) == ("第1表", "値.xlsx", (5, 11))
    assert grid.values[4].tolist() == [None, None, "地区", 10, 10.5, True, "#N/A", "#DIV/0!", 2, 0.25, "0123"]
    assert [type(v) for v in grid.values[4, 3:6]] == [int, float, bool]
    assert grid.kinds[4].tolist() == [0, 0, 1, 2, 2, 4, 5, 5, 2, 2, 1]
    assert grid.style(4, 9).number_format == "0.0%"
    assert grid.notes == ()


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_dates_times_and_durations(tmp_path: Path, epoch_1904: bool) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()

        def put(column: int, value: object, code: str) -> None:
            shape = book.add_format({"num_format": code})
            if isinstance(value, dt.date):
                sheet.write_datetime(0, column, value, shape)
            else:
                sheet.write(0, column, value, shape)

        put(0, dt.date(2020, 4, 1), "yyyy/m/d")
        put(1, dt.datetime(2020, 4, 1, 12, 30), "yyyy/m/d h:mm")
        put(2, dt.date(2019, 5, 1), '[$-411]ggge"年"m"月"d"日"')
        put(3, dt.date(2019, 5, 1), '[$-411]ggge"年"')
        put(4, dt.date(2019, 5, 1), "aaa")
        put(5, 0.5, "h:mm")
        put(6, 1.5, "[h]:mm")
        put(7, 45000, "#,##0;[Red]▲#,##0")
        put(8, 12, '0"年"')
        put(9, 5, '0"日"')

    grid = read_grid(made(tmp_path / "日付.xlsx", fill, date_1904=epoch_1904))
    assert grid.values[0].tolist() == [
        dt.date(2020, 4, 1),
        dt.datetime(2020, 4, 1, 12, 30),
        dt.date(2019, 5, 1),
        dt.date(2019, 5, 1),
        dt.date(2019, 5, 1),
        dt.time(12),
        dt.timedelta(days=1.5),
        45000,
        12,
        5,
    ]
    assert grid.kinds[0].tolist() == [Kind.DATE] * 7 + [Kind.NUMBER] * 3


def test_japanese_formats_without_a_code_are_dates(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        for column, number in enumerate((27, 31, 34, 57, 58)):
            sheet.write(0, column, 45000, book.add_format({"num_format": number}))

    grid = read_grid(made(tmp_path / "和暦.xlsx", fill))
    assert set(grid.values[0]) == {dt.date(2023, 3, 15)}
    assert grid.style(0, 3).number_format == "[$-411]ge.m.d"
    assert grid.style(0, 2).number_format == 'yyyy"年"m"月"'


def test_styles_are_shared_and_exact(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True, "italic": True, "font_size": 14, "font_color": "#C00000"})
        body = book.add_format(
            {"indent": 2, "bg_color": "#FFFF00", "align": "right", "valign": "top", "text_wrap": True, "top": 1}
        )
        sheet.write("A1", "見出し", head)
        sheet.write("B1", "値", body)
        sheet.write("C1", "地の文")
        sheet.write("D1", "値", book.add_format({"num_format": '#,##0"人"', "left": 2, "right": 4, "bottom": 6}))
        sheet.write_blank("B2", None, head)
        sheet.write("D2", 1)

    grid = read_grid(made(tmp_path / "書式.xlsx", fill))
    head, body, last = grid.style(0, 0), grid.style(0, 1), grid.style(0, 3)
    assert (head.bold, head.italic, head.size, head.font_colour) == (True, True, 14.0, "C00000")
    assert (body.indent, body.fill, body.horizontal, body.vertical, body.wrap) == (2, "FFFF00", "right", "top", True)
    assert (body.border_top, body.border_left) == (True, False)
    assert (last.number_format, last.border_left, last.border_right, last.border_bottom) == (
        '#,##0"人"',
        True,
        True,
        True,
    )
    assert grid.style(0, 2).bold is False
    assert grid.styles[1, 1] == grid.styles[0, 0]
    assert len(set(grid.style_table)) == len(grid.style_table)


def test_a_cell_without_an_entry_takes_the_style_of_its_row_or_column(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.set_column("B:B", 10, book.add_format({"bold": True}))
        sheet.set_row(1, None, book.add_format({"italic": True}))
        sheet.write("A1", 1)
        sheet.write("C3", 1)

    grid = read_grid(made(tmp_path / "既定.xlsx", fill))
    assert grid.style(0, 1).bold
    assert not grid.style(0, 2).bold
    assert grid.style(1, 0).italic
    assert grid.style(2, 1).bold


def test_theme_colours_with_tint(tmp_path: Path) -> None:
    path = made(
        tmp_path / "テーマ.xlsx",
        lambda book: book.add_worksheet().write("A1", 1, book.add_format({"bg_color": "#123456"})),
    )
    grid = read_grid(altered(path, "xl/styles.xml", '<fgColor rgb="FF123456"/>', '<fgColor theme="4" tint="0.8"/>'))
    assert grid.style(0, 0).fill == "DCE6F2"  # accent1 4F81BD, each channel 0.2 c + 0.8 × 255


def test_merges_hidden_rows_columns_and_sheets(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("隠し")
        sheet.hide()
        sheet = book.add_worksheet("表")
        sheet.activate()
        sheet.set_first_sheet()
        sheet.merge_range("A1:C1", "表題")
        sheet.merge_range("A2:A4", "東")
        sheet.merge_range("D2:E2", "末尾", book.add_format({"bg_color": "#DDEEFF"}))
        sheet.merge_range("H20:I21", "")
        sheet.write("B3", 1)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(40, None, None, {"hidden": True})
        sheet.set_column("B:B", None, None, {"hidden": True})
        sheet.set_column("Z:XFD", None, None, {"hidden": True})
        book.add_worksheet("隠し2").very_hidden()

    book = read_book(made(tmp_path / "結合.xlsx", fill))
    assert [(g.name, g.sheet_hidden) for g in book.sheets] == [("隠し", True), ("表", False), ("隠し2", True)]
    grid = book.sheets[1]
    assert set(grid.merges) == {Span(0, 0, 0, 2), Span(1, 0, 3, 0), Span(1, 3, 1, 4)}
    assert grid.shape == (4, 5)
    assert (grid.hidden_rows, grid.hidden_columns) == ({2}, {1})
    assert grid.values[1:, 0].tolist() == ["東", None, None]
    assert grid.style(1, 4).fill == "DDEEFF"  # beyond the last value, held in by the merge
    assert read_grid(tmp_path / "結合.xlsx").name == "表"


def test_a_merge_to_the_edge_of_the_sheet_does_not_widen_the_grid(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:XFD1", "表題")
        sheet.write("B2", 1)

    grid = read_grid(made(tmp_path / "端.xlsx", fill))
    assert grid.shape == (2, 2)
    assert grid.merges == (Span(0, 0, 0, 1),)


def test_values_under_a_merge_are_dropped_and_told(tmp_path: Path) -> None:
    path = made(tmp_path / "下.xlsx", lambda book: book.add_worksheet().write_row("A1", ["東", "西", 3]))
    path = altered(path, SHEET, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:C1"/></mergeCells>')
    grid = read_grid(path)
    assert grid.values.tolist() == [["東", None, None]]
    assert "2個" in grid.notes[0]


def test_furigana_stays_out(tmp_path: Path) -> None:
    path = made(tmp_path / "ふりがな.xlsx", lambda book: book.add_worksheet().write_row("A1", ["漢字", "川"]))
    path = altered(
        path,
        "xl/sharedStrings.xml",
        "<si><t>漢字</t></si>",
        "<si><r><t>漢</t></r><r><rPr><b/></rPr><t>字</t></r>"
        '<rPh sb="0" eb="2"><t>カンジ</t></rPh><phoneticPr fontId="1"/></si>',
    )
    inline = '<c r="C1" t="inlineStr"><is><t>東</t><rPh sb="0" eb="1"><t>ヒガシ</t></rPh></is></c></row>'
    assert read_grid(altered(path, SHEET, "</row>", inline)).values.tolist() == [["漢字", "川", "東"]]


def test_a_formula_never_calculated_is_blank_and_told(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["計", "=SUM(C1:D1)", 1, 2, '=""&"a"'])
    book.save(tmp_path / "未計算.xlsx")
    grid = read_grid(tmp_path / "未計算.xlsx")
    assert grid.values.tolist() == [["計", None, 1, 2]]
    assert "B1、E1" in grid.notes[0]
    assert "上書き保存" in grid.notes[0]


def test_a_formula_whose_result_is_empty_text_is_not_told(tmp_path: Path) -> None:
    path = made(tmp_path / "空文字.xlsx", lambda book: book.add_worksheet().write_formula("A1", "=X1", None, 5))
    path = altered(path, SHEET, '<c r="A1"><f>X1</f><v>5</v></c>', '<c r="A1" t="str"><f>X1</f><v></v></c>')
    assert read_grid(path).notes == ()


def test_elements_may_carry_a_prefix_and_leave_out_references(tmp_path: Path) -> None:
    path = made(tmp_path / "接頭.xlsx", lambda book: book.add_worksheet("表").write("A1", 1))
    with zipfile.ZipFile(path) as archive:
        body = archive.read(SHEET).decode()
    sheet = (
        '<?xml version="1.0"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c t='e'><x:f>NA()</x:f><x:v>#N/A</x:v></x:c></x:row>"
        "<x:row r='3' hidden='1'><x:c r='B3'><x:v>2</x:v></x:c></x:row></x:sheetData>"
        "<x:mergeCells><x:mergeCell ref='A1:A2'/></x:mergeCells></x:worksheet>"
    )
    grid = read_grid(altered(path, SHEET, body, sheet))
    assert grid.values.tolist() == [[1, "#N/A"], [None, None], [None, 2]]
    assert grid.merges == (Span(0, 0, 1, 0),)
    assert grid.hidden_rows == {2}


def test_chart_sheets_are_skipped_by_name(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("表").write("A1", 1)
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=表!$A$1"})
        book.add_chartsheet("グラフ").set_chart(chart)

    book = read_book(made(tmp_path / "図.xlsx", fill))
    assert [grid.name for grid in book.sheets] == ["表"]
    assert book.skipped == ("グラフ",)


def test_sheets_are_chosen_by_name_in_the_order_asked(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        for name in ("一覧", "集計", "注記"):
            book.add_worksheet(name).write("A1", name)

    path = made(tmp_path / "三枚.xlsx", fill)
    assert [g.name for g in read_book(path, sheets=["注記", "一覧"]).sheets] == ["注記", "一覧"]
    assert read_grid(path, "集計").values.tolist() == [["集計"]]
    with pytest.raises(ReadError, match="近い名前: 集計") as caught:
        read_grid(path, "集計表")
    assert caught.value.code == "SB-R113"


def test_an_empty_sheet_is_an_empty_grid(tmp_path: Path) -> None:
    grid = read_grid(made(tmp_path / "空.xlsx", lambda book: book.add_worksheet()))
    assert isinstance(grid, Grid)
    assert grid.shape == (0, 0)


def test_styles_may_be_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write("A1", "見出し", book.add_format({"bold": True}))
        sheet.merge_range("A2:B2", "結合")

    path = made(tmp_path / "大.xlsx", fill)
    assert read_grid(path, styles=False).notes == ()
    monkeypatch.setattr("shirube.office.read.guard.MOST_BYTES_WITH_STYLES", 10)
    grid = read_grid(path)
    assert not grid.style(0, 0).bold
    assert grid.merges == (Span(1, 0, 1, 1),)
    assert "書式" in grid.notes[0]
    assert read_grid(path, styles=True).style(0, 0).bold


def test_equal_texts_are_one_object(tmp_path: Path) -> None:
    path = made(tmp_path / "同じ.xlsx", lambda book: book.add_worksheet().write_row("A1", ["同じ町", "同じ町"]))
    first, second = read_grid(path).values[0]
    assert first is second


def test_a_broken_style_sheet_costs_only_the_styles(tmp_path: Path) -> None:
    path = made(tmp_path / "壊.xlsx", lambda book: book.add_worksheet().write("A1", 1))
    grid = read_grid(altered(path, "xl/styles.xml", 'fontId="0"', 'fontId="99"'))
    assert grid.values.tolist() == [[1]]
    assert "書式の定義" in grid.notes[0]
