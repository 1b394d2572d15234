"""What a clerk gets wrong comes back in Japanese with a code, a place and a next step; exit status 2; no half file."""

import re
from pathlib import Path

import pytest
import xlsxwriter

from shirube_cli.main import main

CODE = re.compile(r"SB-[RTVCSW]\d{3} ")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "回答.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("回答")
        rows = [["年代", "満足度", "事前", "事後"], ["20代", "満足", 10, 12], ["30代", "不満", "十と少し", 9]]
        for r, row in enumerate(rows):
            sheet.write_row(r, 0, row)
        workbook.add_worksheet("空")
    return path


def complaint(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> str:
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert "Traceback" not in said.err + said.out
    assert CODE.search(said.err)
    assert re.search(r"ください|。", said.err)
    return said.err


def leftovers(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.name != "回答.xlsx")


def test_missing_column_names_the_nearest(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = complaint(capsys, ["crosstab", str(book), "--row", "年", "--column", "満足度"])
    assert "SB-T101" in said
    assert "年代" in said
    assert "回答.xlsx" in said
    assert leftovers(book.parent) == []


def test_text_in_a_number_column_names_the_cell(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = complaint(capsys, ["evaluate", str(book), "--before", "事前", "--after", "事後"])
    assert "SB-T104" in said
    assert "C3「十と少し」" in said
    assert leftovers(book.parent) == []


@pytest.mark.parametrize("verb", ["tidy", "crosstab"])
def test_empty_sheet(book: Path, verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    extra = ["--row", "年代", "--column", "満足度"] if verb == "crosstab" else []
    complaint(capsys, [verb, str(book), "--sheet", "空", *extra])
    assert leftovers(book.parent) == []


def test_unknown_sheet_lists_the_others(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = complaint(capsys, ["tidy", str(book), "--sheet", "第9表"])
    assert "回答" in said


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("無い.xlsx", None),
        ("空.xlsx", b""),
        ("壊れ.xlsx", b"PK\x03\x04 broken"),
        ("別物.xlsx", b"%PDF-1.7 not a workbook"),
    ],
)
def test_unreadable_file(tmp_path: Path, name: str, content: bytes | None, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    said = complaint(capsys, ["tidy", str(path)])
    assert name in said
    assert sorted(p.name for p in tmp_path.iterdir()) == ([name] if content is not None else [])


def test_existing_output_is_never_overwritten(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = book.with_name("大切.xlsx")
    target.write_bytes(b"mine")
    complaint(capsys, ["crosstab", str(book), "--row", "年代", "--column", "満足度", "--out", str(target)])
    assert target.read_bytes() == b"mine"


def test_evaluate_needs_one_design(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "SB-S108" in complaint(capsys, ["evaluate", str(book), "--before", "事前"])


def test_wrong_words_exit_2_in_japanese(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["crosstab"])
    assert stopped.value.code == 2
    assert "指定の仕方が違います" in capsys.readouterr().err
