"""Comments go back into copies: one cell each, and nothing else of the book changes."""

import shutil
from pathlib import Path

import openpyxl
import pytest

from shirube.errors import AcademyError, WriteError
from shirube.office.write.comments import write_comments
from shirube_cli.main import main
from support.fill import filled_templates
from support.packages import parts

TEXT = "よく書けています。<数字>と & 出典も。\n次は地区別に"


@pytest.fixture(scope="module")
def homework(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled_templates(tmp_path_factory.mktemp("宿題"))["アカデミー一式.xlsx"]


def cells(path: Path) -> dict[tuple[str, str], object]:
    """Every filled cell of a workbook, formulas as formulas."""
    book = openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def looks(path: Path, sheet: str) -> list[object]:
    return [cell.style_id for row in openpyxl.load_workbook(path)[sheet].iter_rows() for cell in row]


def test_only_the_commented_cells_change(homework: Path, tmp_path: Path) -> None:
    out = tmp_path / "返す.xlsx"
    before = homework.read_bytes()
    assert write_comments(homework, {"事実": {"L6": TEXT, "L7": "＝"}, "課題": {"Q6": "=1+1"}}, out) == ()
    added = {("事実", "L6"): TEXT, ("事実", "L7"): "＝", ("課題", "Q6"): "=1+1"}
    assert cells(out) == cells(homework) | added
    assert openpyxl.load_workbook(out)["課題"]["Q6"].data_type == "s"  # text, whatever it begins with
    assert looks(out, "事実") == looks(homework, "事実")
    changed = {name for name, data in parts(out).items() if data != parts(homework)[name]}
    assert len(changed) == 2
    assert all(name.startswith("xl/worksheets/sheet") for name in changed)
    assert homework.read_bytes() == before


def test_cell_that_is_not_in_the_file_is_put_in_its_place(tmp_path: Path) -> None:
    source, out = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["番号", None, None, "修正"])
    book.save(source)
    assert write_comments(source, {"Sheet": {"B1": "中", "Z1": "後", "B9": "行がない"}, "ない": {"A1": "x"}}, out) == (
        "ない!A1",
        "Sheet!B9",
    )
    sheet = openpyxl.load_workbook(out).active
    assert [cell.value for cell in sheet[1]] == ["番号", "中", None, "修正", *[None] * 21, "後"]


def test_copies_never_replace_a_file_unasked(homework: Path, tmp_path: Path) -> None:
    with pytest.raises(WriteError):
        write_comments(homework, {"事実": {"L6": TEXT}}, homework)
    other = tmp_path / "a.xlsx"
    other.write_text("文字", encoding="utf-8")
    with pytest.raises(AcademyError) as caught:
        write_comments(other, {}, tmp_path / "b.xlsx")
    assert caught.value.code == "SB-A103"


def test_comments_written_into_the_merged_book_go_back(
    homework: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, merged, back = tmp_path / "宿題", tmp_path / "まとめ.xlsx", tmp_path / "返却"
    (folder / "6回").mkdir(parents=True)
    shutil.copy(homework, folder / "6回" / "a.xlsx")
    assert main(["cohort", str(folder), "--out", str(merged)]) == 0
    book = openpyxl.load_workbook(merged)
    head = [cell.value for cell in book["事実"][1]]
    book["事実"].cell(3, head.index("講師コメント") + 1).value = TEXT
    book["事実"].cell(3, head.index("読み取れる事実") + 1).value = "講師が書き換えた文"  # must not reach the team
    result = book["評価結果"]  # a sheet whose rows have no identifier of their own
    result.cell(2, [cell.value for cell in result[1]].index("講師コメント") + 1).value = "幅も書けています"
    gone = book["課題"]
    gone.cell(2, [cell.value for cell in gone[1]].index("講師コメント") + 1).value = "宛先のないコメント"
    gone.cell(2, [cell.value for cell in gone[1]].index("課題ID") + 1).value = "別の班-K01"
    book.save(merged)
    assert main(["cohort", str(folder), "--return", str(merged), "--to", str(back)]) == 0
    told = capsys.readouterr().out
    assert "講師コメントを2件、1冊" in told
    assert "返せない  6回/a.xlsx  課題!A6" in told
    added = {("事実", "L7"): TEXT, ("評価結果", "Q6"): "幅も書けています"}
    assert cells(back / "6回" / "a.xlsx") == cells(homework) | added


def test_copies_do_not_go_where_the_originals_are(homework: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cohort", str(homework.parent), "--return", str(homework), "--to", str(homework.parent)]) == 2
    assert "SB-A104" in capsys.readouterr().err
