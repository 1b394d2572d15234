"""Old workbooks, written record by record."""

import datetime as dt
from pathlib import Path

import pytest

from shirube.errors import ReadError
from shirube.grid import Kind, Span
from shirube.office.read import read_book, read_grid
from support import biff


def saved(path: Path, stream: bytes) -> Path:
    path.write_bytes(biff.compound_file({"Workbook": stream}))
    return path


def test_values_of_every_type(tmp_path: Path) -> None:
    cells = (
        biff.label(4, 2, "地区")
        + biff.label(4, 3, "　")
        + biff.number(4, 4, 10)
        + biff.number(4, 5, 10.5)
        + biff.boolean_or_error(4, 6, 1, error=False)
        + biff.boolean_or_error(4, 7, 0x2A, error=True)
        + biff.label(4, 8, "0123")
    )
    grid = read_grid(saved(tmp_path / "値.xls", biff.workbook({"第1表": (0, cells)})))
    assert (grid.name, grid.source) == ("第1表", "値.xls")
    assert grid.values[4].tolist() == [None, None, "地区", None, 10, 10.5, True, "#N/A", "0123"]
    assert grid.kinds[4].tolist() == [0, 0, 1, 0, 2, 2, 4, 5, 1]
    assert type(grid.values[4, 4]) is int


@pytest.mark.parametrize(("epoch_1904", "serial"), [(False, 43922), (True, 42460)])
def test_dates(tmp_path: Path, epoch_1904: bool, serial: int) -> None:
    codes = ["yyyy/m/d", '[$-411]ggge"年"m"月"d"日"', '[$-411]ggge"年"', "h:mm", "[h]:mm", '0"年"']
    values = [serial, serial, serial + 0.0, 0.5, 1.5, serial]
    stream = biff.workbook(
        {"表": (0, b"".join(biff.number(0, c, value, 17 + c) for c, value in enumerate(values)))},
        formats=[biff.number_format(164 + i, code) for i, code in enumerate(codes)],
        cell_formats=[biff.xf(code=164 + i) for i in range(len(codes))],
        epoch_1904=epoch_1904,
    )
    grid = read_grid(saved(tmp_path / "日付.xls", stream))
    day = dt.date(2020, 4, 1)
    assert grid.values[0].tolist() == [day, day, day, dt.time(12), dt.timedelta(days=1.5), serial]
    assert grid.kinds[0].tolist() == [Kind.DATE] * 5 + [Kind.NUMBER]


def test_styles_merges_and_hidden_parts(tmp_path: Path) -> None:
    cells = (
        biff.hidden_column(1)
        + biff.hidden_row(2)
        + biff.label(0, 0, "表題", 17)
        + biff.label(1, 0, "東", 18)
        + biff.number(2, 1, 5)
        + biff.merged((0, 0, 0, 2), (1, 3, 0, 0))
    )
    stream = biff.workbook(
        {"隠し": (1, biff.label(0, 0, "x")), "表": (0, cells), "深く隠し": (2, biff.label(0, 0, "y"))},
        fonts=[biff.font(bold=True, height=280, colour=10)],
        cell_formats=[biff.xf(font=5), biff.xf(indent=2, fill=13, top=1)],
    )
    path = saved(tmp_path / "書式.xls", stream)
    book = read_book(path)
    assert [(g.name, g.sheet_hidden) for g in book.sheets] == [("隠し", True), ("表", False), ("深く隠し", True)]
    grid = read_grid(path)
    assert grid.name == "表"
    head, side = grid.style(0, 0), grid.style(1, 0)
    assert (head.bold, head.size, head.font_colour) == (True, 14.0, "FF0000")
    assert (side.bold, side.indent, side.fill, side.border_top) == (False, 2, "FFFF00", True)
    assert set(grid.merges) == {Span(0, 0, 0, 2), Span(1, 0, 3, 0)}
    assert grid.shape == (4, 3)
    assert (grid.hidden_rows, grid.hidden_columns) == ({2}, {1})


def test_a_bare_stream_without_compound_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "裸.xls"
    path.write_bytes(biff.workbook({"表": (0, biff.label(0, 0, "東"))}))
    assert read_grid(path).values.tolist() == [["東"]]


def test_an_encrypted_workbook_is_refused(tmp_path: Path) -> None:
    stream = biff.workbook({"表": (0, b"")}, extra=biff.record(0x2F, b"\x01\x00\x01\x00\x01\x00" + bytes(48)))
    with pytest.raises(ReadError, match="パスワード") as caught:
        read_grid(saved(tmp_path / "鍵.xls", stream))
    assert caught.value.code == "SB-R107"


@pytest.mark.parametrize("keep", [600, 1500, 2100])
def test_a_cut_workbook_is_refused(tmp_path: Path, keep: int) -> None:
    path = saved(tmp_path / "切.xls", biff.workbook({"表": (0, biff.label(0, 0, "東"))}))
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ReadError) as caught:
        read_grid(path)
    assert caught.value.code == "SB-R106"
