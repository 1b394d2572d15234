"""Sheets nobody should have to convert: a clear sentence or a right result, bounded memory, nothing lost silently."""

import re
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from shirube.office.read import read_grid
from shirube.tidy import tidy, verify
from shirube_cli.main import main

TABLE = [["人口"], ["地区", "男", "女"], ["東", 1, 2], ["西", 3, 4]]


def write(path: Path, rows: list[list[object]], shape=lambda book, sheet: None) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表")
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value is not None:
                    sheet.write(r, c, value)
        shape(book, sheet)
    return path


def patched(path: Path, part: str, old: str, new: str) -> Path:
    """The same package with one text of one part replaced."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    text = parts[part].decode()
    assert old in text
    parts[part] = text.replace(old, new).encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path


def values(path: Path) -> list[float]:
    (table,) = tidy(read_grid(path, ""))
    return table.frame["値"].tolist()


@pytest.mark.parametrize(
    ("rows", "merge"),
    [
        ([], ""),
        ([["令和6年度 統計資料"]], "A1:F1"),
        ([["一 覧"], [], ["準備中です。しばらくお待ちください。"]], "A1:H2"),
    ],
)
def test_nothing_to_convert_says_why(
    tmp_path: Path, rows: list[list[object]], merge: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def shape(book, sheet) -> None:
        if merge:
            sheet.merge_range(merge, rows[0][0])

    file = write(tmp_path / "空.xlsx", rows, shape)
    assert main(["tidy", str(file)]) == 2
    said = capsys.readouterr().err
    assert re.search(r"SB-T206.*表.*ください", said)
    assert [p.name for p in tmp_path.iterdir()] == ["空.xlsx"]


def test_a_sheet_with_a_picture_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    png = tmp_path / "図.png"
    png.write_bytes(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
            "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
        )
    )
    file = write(tmp_path / "図だけ.xlsx", [], lambda book, sheet: sheet.insert_image("B2", str(png)))
    assert main(["tidy", str(file)]) == 2
    assert "SB-T206" in capsys.readouterr().err


def test_every_column_formatted_and_a_million_rows_declared(tmp_path: Path) -> None:
    def shape(book, sheet) -> None:
        shaded = book.add_format({"bg_color": "#FFFFCC", "border": 1})
        sheet.set_column(0, 16383, 3, shaded)
        for row in range(3, 3000):
            sheet.set_row(row, 15, shaded)
        sheet.set_row(1_048_575, 15, shaded)
        for column in range(16_384):
            sheet.write_blank(0, column, None, shaded) if column else None

    file = write(tmp_path / "書式だらけ.xlsx", TABLE, shape)
    with zipfile.ZipFile(file) as package:
        assert b'<dimension ref="A1:XFD1048576"/>' in package.read("xl/worksheets/sheet1.xml")
    tracemalloc.start()
    found = values(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == [1, 2, 3, 4]
    assert peak < 300 * 1024**2


def test_error_cells_are_kept_as_what_they_are(tmp_path: Path) -> None:
    file = write(
        tmp_path / "誤り.xlsx",
        [["人口"], ["地区", "男", "女"], ["東", 1, None], ["西", 3, 4], ["南", 5, 6]],
        lambda book, sheet: sheet.write_formula("C3", "=1/0", None, "#DIV/0!"),
    )
    grid = read_grid(file, "")
    (table,) = tidy(grid)
    broken = table.frame[table.frame["出所セル"] == "C3"].iloc[0]
    assert broken["値"] != broken["値"]  # no number
    assert (broken["値_注記"], broken["記号"]) == ("数値なし", "#DIV/0!")
    assert all(check.ok for check in verify(grid, table))


def test_formulas_that_were_never_calculated_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [*TABLE, ["計", None, None]]
    path = tmp_path / "未計算.xlsx"
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.active["B5"], book.active["C5"] = "=SUM(B3:B4)", "=SUM(C3:C4)"
    book.save(path)
    out = tmp_path / "結果.xlsx"
    assert main(["tidy", str(path), "--out", str(out)]) == 0
    text = "".join(str(v) for row in openpyxl.load_workbook(out).worksheets[0].values for v in row if v)
    assert "計算結果が保存されていない数式" in text


def test_hidden_rows_and_columns_are_read_and_told(tmp_path: Path) -> None:
    def shape(book, sheet) -> None:
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(2, 2, None, None, {"hidden": True})

    file = write(tmp_path / "隠れ.xlsx", TABLE, shape)
    assert values(file) == [1, 2, 3, 4]
    out = tmp_path / "結果.xlsx"
    assert main(["tidy", str(file), "--out", str(out)]) == 0
    text = "".join(str(v) for row in openpyxl.load_workbook(out).worksheets[0].values for v in row if v)
    assert "非表示" in text


def test_overlapping_merges_do_not_stop_the_reading(tmp_path: Path) -> None:
    def shape(book, sheet) -> None:
        sheet.merge_range("B1:C1", "人口")
        sheet.merge_range("F8:G9", "")

    rows = [["地区", None, None], [None, "男", "女"], ["東", 1, 2], ["西", 3, 4]]
    file = write(tmp_path / "重なり.xlsx", rows, shape)
    patched(file, "xl/worksheets/sheet1.xml", '<mergeCell ref="F8:G9"/>', '<mergeCell ref="C1:C2"/>')
    assert sorted(values(file)) == [1, 2, 3, 4]


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
def test_broken_files_are_told(tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "壊れ.xlsx"
    file.write_bytes(content)
    assert main(["tidy", str(file)]) == 2
    said = capsys.readouterr().err
    assert re.search(r"SB-R1\d\d .*ください", said)
    assert file.read_bytes() == content
