"""Parquet and large CSV: counted by DuckDB, never read as a sheet."""

import sys
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow
import pyarrow.parquet
import pytest

from shirube.commands.crosstab import CrosstabSettings, crosstab, crosstab_frame
from shirube.errors import ReadError
from shirube.grid import Grid
from shirube.office.read import big, guard
from shirube.office.read.big import is_big, open_big
from shirube_cli.main import main

COLUMNS = {
    "地区": ["01", "02", "01", "02", "01", ""] * 20,
    "答": ["はい", "いいえ", "はい", "はい", "", "いいえ"] * 20,
    "年齢": ["25", "44", "61", "70", "18", "39"] * 20,
    "w": ["1", "0.5", "2", "1", "1", "1"] * 20,
}


def parquet(folder: Path, name: str = "回答.parquet") -> Path:
    columns = {**COLUMNS, "w": [float(w) for w in COLUMNS["w"]], "年齢": [int(a) for a in COLUMNS["年齢"]]}
    pyarrow.parquet.write_table(pyarrow.table(columns), folder / name)
    return folder / name


def csv(folder: Path, encoding: str = "utf-8-sig") -> Path:
    path = folder / "回答.csv"
    path.write_text(pd.DataFrame(COLUMNS).to_csv(index=False), encoding=encoding)
    return path


@pytest.mark.parametrize("make", [parquet, csv])
@pytest.mark.parametrize("weight", ["", "w"])
def test_a_file_gives_the_table_of_the_sheet(tmp_path: Path, make, weight: str) -> None:
    settings = CrosstabSettings("地区", "答", weight, outer="年齢", bands="年齢=20|40|60", merges="答:計=はい|いいえ")
    sheet = Grid.from_rows([list(COLUMNS), *map(list, zip(*COLUMNS.values(), strict=True))])
    with open_big(make(tmp_path), numbers=("w",)) as frame:
        found = crosstab_frame(frame, settings, "回答")
    wanted = crosstab(sheet, settings)
    assert found.tables == wanted.tables
    assert found.provenance.range == wanted.provenance.range == "120件の回答"


@pytest.mark.parametrize("name", ["回答[1].parquet", "回答*.parquet", "it's.parquet"])
def test_signs_in_a_file_name_are_no_pattern(tmp_path: Path, name: str) -> None:
    parquet(tmp_path, "回答1.parquet")
    with open_big(parquet(tmp_path, name)) as frame:
        assert frame.count("*").fetchall() == [(120,)]


def test_what_is_big_is_told_by_content_and_size(tmp_path: Path) -> None:
    small = csv(tmp_path)
    assert not is_big(small)
    assert is_big(small, most=100)
    assert is_big(parquet(tmp_path, "回答.dat"))
    assert not is_big(tmp_path / "無い.csv")


def test_header_may_stand_lower(tmp_path: Path) -> None:
    path = tmp_path / "回答.csv"
    path.write_text("令和7年度の回答,\n地区,答\n01,はい\n", encoding="utf-8")
    with open_big(path, header_row=1) as frame:
        assert (frame.columns, frame.fetchall()) == (["地区", "答"], [("01", "はい")])


def test_faults_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def code(path: Path) -> str:
        with pytest.raises(ReadError) as caught, open_big(path) as frame:
            frame.fetchall()
        return caught.value.code

    broken = tmp_path / "壊れた.parquet"
    broken.write_bytes(b"PAR1" + b"x" * 100)
    assert code(tmp_path / "無い.parquet") == "SB-R101"
    assert code(csv(tmp_path, "cp932")) == "SB-R121"
    assert code(broken) == "SB-R122"
    monkeypatch.setitem(sys.modules, "duckdb", None)
    assert code(parquet(tmp_path)) == "SB-R120"


def test_characters_that_turn_bad_after_the_sample(tmp_path: Path) -> None:
    path = tmp_path / "途中.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * big._SAMPLE + "県,市\n".encode("cp932"))
    with pytest.raises(ReadError) as caught, open_big(path) as frame:
        frame.aggregate("a, count(*)").fetchall()
    assert caught.value.code == "SB-R122"


def test_command_line_counts_parquet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, path = tmp_path / "結果.xlsx", parquet(tmp_path)
    call = ["crosstab", str(path), "--row", "地区", "--column", "答"]
    assert main([*call, "--out", str(out)]) == 0
    cells = [c.value for page in openpyxl.load_workbook(out) for row in page.iter_rows() for c in row]
    assert 40 in cells
    assert main([*call, "--codebook", "設問票"]) == 2
    assert "SB-C320" in capsys.readouterr().err
    assert main(["crosstab", str(path), "--row", "地区"]) == 2
    assert "SB-C318" in capsys.readouterr().err


def test_command_line_counts_a_csv_too_large_for_a_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, out = csv(tmp_path), tmp_path / "結果.xlsx"
    monkeypatch.setattr(guard, "MOST_BYTES", 100)
    monkeypatch.setattr(big, "MOST_BYTES", 100)
    assert main(["crosstab", str(path), "--row", "地区", "--column", "答", "--weight", "w", "--out", str(out)]) == 0
    assert out.exists()
