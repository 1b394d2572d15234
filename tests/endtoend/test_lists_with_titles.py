"""A list below a title is read without saying where its headings stand, or how they are broken into lines."""

from pathlib import Path

import openpyxl
import pytest

from shirube.grid import Grid
from shirube.table import header_row_of
from shirube_cli.main import main


@pytest.fixture
def counter(tmp_path: Path) -> Path:
    """Waits at a counter before and after, and answers with their 設問票; each sheet below a title."""
    book = openpyxl.Workbook()
    waits = book.active
    assert waits is not None
    waits.title = "待ち時間"
    waits.append(["待ち時間（分）"])
    waits.append([None, None, "令和6年"])
    waits.append(["職員", "改善前\n（4月）", "改善後\n（7月）"])
    for i in range(12):
        waits.append([f"窓口{i}", 14 + i % 3, 11 + i % 4])
    answers = book.create_sheet("回答")
    answers.append(["窓口アンケート"])
    answers.append(["問１", "問２"])
    for i in range(40):
        answers.append([1 + i % 2, 1 + i % 3])
    codes = book.create_sheet("設問票")
    codes.append(["設問票"])
    codes.append(["設問", "設問文", "種類", "コード", "選択肢"])
    for question, texts in (("問１", "男女"), ("問２", "良中悪")):
        for i, text in enumerate(texts, start=1):
            codes.append([question, question, "単一回答", i, text])
    path = tmp_path / "窓口.xlsx"
    book.save(path)
    return path


def test_before_and_after_below_a_title(counter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = [
        "evaluate",
        str(counter),
        "--sheet",
        "待ち時間",
        "--before",
        "改善前（4月）",
        "--after",
        "改善後(7月)",
        "--text",
    ]
    assert main(call) == 0
    assert "12組" in capsys.readouterr().out


def test_answers_and_their_codebook_below_titles(counter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = [
        "crosstab",
        str(counter),
        "--sheet",
        "回答",
        "--row",
        "問1",
        "--column",
        "問２",
        "--codebook",
        "設問票",
        "--text",
    ]
    assert main(call) == 0
    shown = capsys.readouterr().out
    assert "40人" in shown
    assert "男" in shown


def test_a_name_that_is_not_there_is_answered_with_those_that_are(
    counter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["crosstab", str(counter), "--sheet", "回答", "--row", "地区", "--column", "問２"]) == 2
    assert "あるもの: 問１、問２" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("rows", "head"),
    [
        ([["年代", "満足度"], ["20代", "高"], ["30代", "低"]], 0),
        ([["題"], [], ["年代", "満足度"], ["20代", "高"]], 2),
        ([["年代", None, "備考"], ["20代", "高", "x"]], None),  # a heading left out: the answers are no headings
        ([["地区", 2023], ["東", "西"]], None),
        ([["a"], ["b"]], None),
    ],
)
def test_what_names_the_columns(rows: list[list[object]], head: int | None) -> None:
    assert header_row_of(Grid.from_rows(rows)) == head
