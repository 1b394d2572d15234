"""Stacking from the command line: files in, one workbook out; bad files told, nothing overwritten."""

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from shirube_cli.main import main

ROWS = [["人口"], ["地区", "男", "女"], ["東", 1, 2], ["西", 3, 4]]


def book(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    with xlsxwriter.Workbook(path) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for r, row in enumerate(rows):
                sheet.write_row(r, 0, row)
    return path


def test_a_folder_becomes_one_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "年度別"
    folder.mkdir()
    book(folder / "R5年度.xlsx", {"人口": ROWS, "説明": [["この表について"]]})
    book(folder / "R6年度.xlsx", {"人口": [*ROWS[:2], ["東", 5, 6], ["南", 7, 8]]})
    (folder / "壊れ.xlsx").write_bytes(b"PK\x03\x04")
    out = tmp_path / "結果.xlsx"
    assert main(["stack", str(folder), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "2ファイル2シートの表を、8行の1つの表にしました。" in said
    assert "開けなかったファイル 1 件" in said
    made = openpyxl.load_workbook(out)
    rows = list(made["積み重ねたデータ"].iter_rows(values_only=True))
    assert rows[0][:6] == ("出所ファイル", "出所シート", "年度", "年度_西暦", "地区", "性別")
    assert rows[1][:7] == ("R5年度.xlsx", "人口", "R5年度", 2023, "東", "男", 1)
    assert [row[0] for row in made["変化"].iter_rows(min_row=2, values_only=True)] == ["区分", "区分"]
    refused = [row for row in made["出所"].iter_rows(min_row=2, values_only=True) if not row[2]]
    assert [row[1] for row in refused] == ["説明"]
    assert "SB-T206" in refused[0][4]


def test_only_sheets_that_fit_the_pattern(tmp_path: Path) -> None:
    file = book(tmp_path / "区別.xlsx", {"東区": ROWS, "西区": ROWS, "市全体": ROWS})
    assert main(["stack", str(file), "--sheet", "*区", "--out", str(tmp_path / "結果.xlsx")]) == 0
    rows = list(openpyxl.load_workbook(tmp_path / "結果.xlsx")["積み重ねたデータ"].iter_rows(values_only=True))
    assert {row[1] for row in rows[1:]} == {"東区", "西区"}


def test_nothing_to_stack_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stack", str(tmp_path)]) == 2
    assert "SB-T371" in capsys.readouterr().err


def test_a_stranger_among_the_sheets_is_told_and_left_out(tmp_path: Path) -> None:
    other = [["品目表"], ["品目", "値段", "重さ"], ["米", 1, 2], ["麦", 3, 4]]
    file = book(tmp_path / "区別.xlsx", {"東区": ROWS, "品目": other, "西区": ROWS})
    assert main(["stack", str(file), "--out", str(tmp_path / "結果.xlsx")]) == 0
    made = openpyxl.load_workbook(tmp_path / "結果.xlsx")
    assert {row[1] for row in made["積み重ねたデータ"].iter_rows(min_row=2, values_only=True)} == {"東区", "西区"}
    (stranger,) = [row for row in made["出所"].iter_rows(min_row=2, values_only=True) if not row[2]]
    assert "SB-T373" in stranger[4]
