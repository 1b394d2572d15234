"""The report of the linkage check, from the file to the written workbook."""

from pathlib import Path

import openpyxl
import pytest

from shirube.academy.homework import DeviationKind, read_homework
from shirube.commands.homework import HomeworkSettings, homework
from shirube.errors import AcademyError
from shirube.grid import Grid
from shirube_cli.main import main
from support.fill import filled_templates
from support.teams import changed, example, layout


def test_command_line_writes_findings_with_their_cells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = filled_templates(tmp_path)["アカデミー一式.xlsx"]
    book = openpyxl.load_workbook(source)
    book["事実"]["B7"] = "R09"
    book.save(source)
    out = tmp_path / "点検.xlsx"
    assert main(["homework", str(source), "--out", str(out)]) == 0
    assert "事実!B7" in capsys.readouterr().out
    sheet = openpyxl.load_workbook(out)["点検結果"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:5] == ("印", "種類", "シート", "セル", "番号")
    assert ("×", "まだ書かれていない行", "事実", "B7", "F02") in [row[:5] for row in rows]


def test_guide_says_whose_book_it_is() -> None:
    book = read_homework(example(), layout(), "名前は関係ない.xlsx")
    assert (book.team, book.session, str(book.made)) == ("企画課と環境課", 6, "2026-09-01")
    assert book.deviations == ()


def test_renamed_and_missing_columns_and_sheets() -> None:
    grids = changed({"課題!J5": "困りごと", "事実!I5": None})
    grids = [Grid.from_rows(g.values.tolist(), name="仮説（清書）") if g.name == "仮説" else g for g in grids]
    book = read_homework([g for g in grids if g.name != "見直し記録"], layout(), "宿題.xlsx")
    assert {(d.kind, d.sheet, d.wanted, d.found) for d in book.deviations} == {
        (DeviationKind.COLUMN_RENAMED, "課題", "問題", "困りごと"),
        (DeviationKind.COLUMN_MISSING, "事実", "言えないこと", ""),
        (DeviationKind.SHEET_RENAMED, "仮説", "仮説", "仮説（清書）"),
        (DeviationKind.SHEET_MISSING, "見直し記録", "見直し記録", ""),
    }
    assert book.rows("課題")[0].get("問題") == "通院や買い物に行きにくい"
    assert [row.id for row in book.rows("仮説")] == ["H01", "H02"]


def test_another_workbook_is_refused() -> None:
    with pytest.raises(AcademyError) as caught:
        homework([Grid.from_rows([["地区", "人口"], ["東", 10]])], HomeworkSettings(layout(), "人口.xlsx"))
    assert caught.value.code == "SB-A101"
