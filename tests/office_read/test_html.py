"""Web pages under the name of a workbook."""

from pathlib import Path

import pytest

from shirube.errors import ReadError
from shirube.grid import Span
from shirube.office.read import read_book, read_grid

PAGE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">
<style>td {color: red}</style></head><body><p>前置き</p>
<table><tr><th rowspan=2>地区<th colspan="2">人口</tr><tr><th>男<th>女</tr>
<tr><td>東&amp;西<td>10<td>&nbsp;12.5 </tr><tr><td>コード<td>01<td>1,000</table>
<table><tr><td>一行目<br>二行目</td></tr></table></body></html>"""


def test_tables_become_sheets_with_merges(tmp_path: Path) -> None:
    path = tmp_path / "出力.xls"
    path.write_bytes(PAGE.encode("cp932"))
    book = read_book(path)
    assert [grid.name for grid in book.sheets] == ["表1", "表2"]
    assert "HTML" in book.notes[0]
    assert book.sheets[0].values.tolist() == [
        ["地区", "人口", None],
        [None, "男", "女"],
        ["東&西", "10", 12.5],
        ["コード", "01", "1,000"],
    ]
    assert set(book.sheets[0].merges) == {Span(0, 0, 1, 0), Span(0, 1, 0, 2)}
    assert read_grid(path, "表2").values.tolist() == [["一行目\n二行目"]]


def test_a_page_without_a_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "案内.xls"
    path.write_text("<!DOCTYPE html><html><body>ログインしてください</body></html>", encoding="utf-8")
    with pytest.raises(ReadError) as caught:
        read_grid(path)
    assert caught.value.code == "SB-R117"


def test_absurd_spans_are_bounded(tmp_path: Path) -> None:
    path = tmp_path / "幅.html"
    path.write_text("<table><tr><td colspan=99999999 rowspan=99999999>a<td>b</table>", encoding="utf-8")
    assert read_grid(path).shape == (1, 1001)
