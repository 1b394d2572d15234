"""積み重ねる: sheets of the workbook, and a sheet of every file in a folder, as Python stacks them."""

import io

import openpyxl
import pytest

from shirube.errors import TableError
from shirube.grid import Grid
from shirube.powerquery.stack import compile_folder, compile_stack
from shirube.tidy import apply, detect, stack
from support.m import MTable, evaluate
from support.queries import plain, run

ROWS = [["人口"], ["地区", "男", "女"], ["東", 1, "x"], ["西", 3, 4]]


def sheet(name: str, value, source: str = "人口.xlsx") -> Grid:
    rows = [list(row) for row in ROWS]
    rows[2][1] = value
    return Grid.from_rows(rows, name=name, source=source)


def test_sheets_are_stacked_as_python_does():
    grids = [sheet("令和5年度", 1), sheet("令和6年度", "△9")]
    recipe = detect(grids[0]).best.recipe
    script = compile_stack([(f"元表{i}", grid) for i, grid in enumerate(grids, 1)], recipe, name="人口")
    found = run(script, {f"元表{i}": grid for i, grid in enumerate(grids, 1)})
    want = stack([apply(grid, recipe) for grid in grids]).table.frame
    assert list(want.columns) == list(found.columns)
    assert plain(want.astype(object).values.tolist()) == plain(found.rows)


def test_sheet_of_another_kind_is_refused():
    other = Grid.from_rows([["人口"], ["地区", "男（人）", "女（人）"], ["東", 1, 2], ["西", 3, 4]], name="別")
    recipe = detect(sheet("令和5年度", 1)).best.recipe
    with pytest.raises(TableError, match="SB-P108"):
        compile_stack([("元表1", sheet("令和5年度", 1)), ("元表2", other)], recipe, name="人口")


def workbook(value) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "表"
    for row in sheet("表", value).values.tolist():
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def folder(path: str, files: dict[str, bytes]) -> MTable:
    workbook_ = {"設定_ファイル": MTable(("Column1",), [(path,)])}
    first = sheet("表", 1)
    script = compile_folder(first, detect(first).best.recipe, name="人口")
    return evaluate(script.text, workbook=workbook_, files=files)


def test_files_of_a_folder_are_stacked_in_the_order_of_their_names():
    files = {
        "C:\\回答\\b.xlsx": workbook(7),
        "C:\\回答\\a.xlsx": workbook(5),
        "C:\\回答\\~$a.xlsx": b"",
        "C:\\回答\\読む.txt": b"",
    }
    found = folder("C:\\回答", files)
    grids = [sheet("表", 5, "a.xlsx"), sheet("表", 7, "b.xlsx")]
    want = stack([apply(grid, detect(grid).best.recipe) for grid in grids]).table.frame
    assert list(want.columns) == list(found.columns)
    assert plain(want.astype(object).values.tolist()) == plain(found.rows)


def test_missing_folder_gives_a_sentence():
    found = folder("C:\\ない", {"C:\\回答\\a.xlsx": workbook(5)})
    assert len(found.rows) == 1
    assert found.rows[0][0].startswith("フォルダーが見つかりません")


def test_file_that_lacks_the_sheet_says_so():
    book = openpyxl.Workbook()
    stream = io.BytesIO()
    book.save(stream)
    found = folder("C:\\回答", {"C:\\回答\\a.xlsx": workbook(5), "C:\\回答\\c.xlsx": stream.getvalue()})
    assert found.rows[-1][0] == "c.xlsx"
    assert found.rows[-1][2] == "シート「表」を読めませんでした。"
