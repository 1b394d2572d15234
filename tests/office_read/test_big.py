"""Parquet and large CSV: counted by DuckDB, never read as a sheet."""

import errno
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow
import pyarrow.parquet
import pytest

from shirube.commands.crosstab import CrosstabSettings, crosstab, crosstab_frame
from shirube.crosstab import engines
from shirube.errors import CrosstabError, ShirubeError
from shirube.grid import Grid
from shirube.office.read import big, big_csv, guard, is_big, open_big
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
    assert found.settings == wanted.settings


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


def refusal(path: Path, row: str = "地区", **options: Any) -> str:
    """Code of the error that counting the file ends in."""
    with pytest.raises(ShirubeError) as caught, open_big(path, **options) as frame:
        crosstab_frame(frame, CrosstabSettings(row, "答"), path.name)
    return caught.value.code


def written(folder: Path, content: str | bytes, name: str = "回答.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "SB-R104"),
        ("地区,答\n", "SB-C101"),
        ("地区,答\n,\n,\n", "SB-C101"),
        ("地区,回答\n01,はい\n", "SB-T101"),
        ("地区,答,地区 \n01,はい,1\n", "SB-T103"),
        ("地区,答,a,A\n01,はい,1,1\n", "SB-T103"),
        ("地区,答\n01,はい\n02\n", "SB-R123"),
        ("地区,答\n01,はい,1\n", "SB-R123"),
        ('地区,答\n01,"はい\n', "SB-R123"),
        ("地区,答\n01,はい\n".encode() + "02,いいえ\n".encode("cp932"), "SB-R121"),
        ("<html><table><tr><td>地区</td></tr></table></html>", "SB-R108"),
        (b"%PDF-1.7 ", "SB-R110"),
        (b"PK\x03\x04 broken", "SB-R106"),
        (b"PAR1" + b"x" * 100, "SB-R122"),
        (b"\x00\x01\x02\x03", "SB-R108"),
    ],
)
def test_what_cannot_be_counted_is_refused(tmp_path: Path, content: str | bytes, code: str) -> None:
    assert refusal(written(tmp_path, content)) == code


def test_other_faults_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(tmp_path / "無い.parquet") == "SB-R101"
    assert refusal(tmp_path) == "SB-R103"
    assert refusal(csv(tmp_path), header_row=500) == "SB-T102"
    assert refusal(written(tmp_path, "a,b\n", "文書.docx")) == "SB-R108"
    monkeypatch.setitem(sys.modules, "duckdb", None)
    assert refusal(parquet(tmp_path)) == "SB-R120"


@pytest.mark.parametrize("head", ["地区,答\n", "area,answer\n"])
def test_character_code_that_changes_on_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, head: str) -> None:
    monkeypatch.setattr(big_csv, "_CHUNK", 1000)
    path = written(tmp_path, head.encode() + b"1,2\n" * 1000 + "県,市\n".encode("cp932") + "県,市\n".encode())
    assert refusal(path, head.split(",")[0]) in {"SB-R121", "SB-R123"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16"])
@pytest.mark.parametrize("lines", [0, 1000])
def test_character_codes_of_japan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, lines: int) -> None:
    """Also where the first Japanese letter comes late, and where a letter has the byte of a quote or a comma."""
    monkeypatch.setattr(big_csv, "_CHUNK", 100)
    path = written(tmp_path, ("a,b\n" + "1,2\n" * lines + "表示ソ能,十\n" * 30).encode(encoding))
    with open_big(path) as frame:
        assert frame.filter("a <> '1'").distinct().fetchall() == [("表示ソ能", "十")]


def test_copy_in_another_character_code_does_not_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "一時"))
    (tmp_path / "一時").mkdir()
    with open_big(csv(tmp_path, "cp932")) as frame:
        assert len([*tmp_path.glob("一時/*/*.csv")]) == 1
        assert frame.count("*").fetchall() == [(120,)]
    assert not [*tmp_path.glob("一時/*")]


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "SB-R124"), (errno.EIO, "SB-R111")])
def test_a_full_or_failing_disk_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, "fails")

    monkeypatch.setattr(shutil, "copyfileobj", fail)
    assert refusal(csv(tmp_path, "cp932")) == code


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("地区\t答\n01\tは,い\n", [("01", "は,い")]),
        ("地区;答\r\n01;はい\r\n", [("01", "はい")]),
        ('地区,答\n01,"は\nい"\n01,"い""い"\n', [("01", "は\nい"), ("01", 'い"い')]),
        ("地区,答\n001,NULL\n1,NA\n", [("001", "NULL"), ("1", "NA")]),
        ("地区,答\n\n01,はい\n,\n", [("01", "はい")]),
        ("地区,答\n２,1.0\n", [("２", "1.0")]),
    ],
)
def test_text_stays_as_it_is_written(tmp_path: Path, content: str, wanted: list[tuple[str, str]]) -> None:
    with open_big(written(tmp_path, content)) as frame:
        assert (frame.columns, frame.fetchall()) == (["地区", "答"], wanted)


def test_columns_without_a_heading_and_quoted_headings(tmp_path: Path) -> None:
    with open_big(written(tmp_path, '"令和7\n年度",,\n\n" 地区",,"a""b"\n01,はい,1\n'), header_row=2) as frame:
        assert (frame.columns, frame.fetchall()) == (["地区", "列B", 'a"b'], [("01", "はい", "1")])


def test_weights_as_text_are_numbers_where_they_can_be(tmp_path: Path) -> None:
    columns = {"地区": ["東", "西"], "答": ["はい", "いいえ"], "w": ["1.5", "0.5"]}
    pyarrow.parquet.write_table(pyarrow.table(columns), tmp_path / "w.parquet")
    for path in (tmp_path / "w.parquet", written(tmp_path, "地区,答,w\n東,はい,1.5\n西,いいえ,0.5\n")):
        with open_big(path, numbers=("w",)) as frame:
            assert engines.group(frame, ["地区"], weight="w")[engines.SUM].tolist() == [1.5, 0.5]
    with (
        open_big(written(tmp_path, '地区,w\n東,１\n西,"1,000"\n南,\n北,2\n'), numbers=("w",)) as frame,
        pytest.raises(CrosstabError, match="3件の回答"),
    ):
        engines.group(frame, ["地区"], weight="w")


def test_a_number_of_every_person_is_no_category(tmp_path: Path) -> None:
    many = "地区,答\n" + "".join(f"{i:05},はい\n" for i in range(50_000))
    assert refusal(written(tmp_path, many)) == "SB-C102"


def test_too_little_memory_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(big, "MOST_MEMORY", "5MB")
    path = tmp_path / "多い.parquet"
    number = pyarrow.array([f"番号{i:030}" for i in range(300_000)])
    pyarrow.parquet.write_table(pyarrow.table({"地区": number, "答": number}), path)
    assert refusal(path) == "SB-R124"


def test_spaces_and_japanese_in_the_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "令和７年度 調査" / "髙﨑 ～①"
    folder.mkdir(parents=True)
    for path in (parquet(folder, "回答 一覧（最終）.parquet"), csv(folder)):
        with open_big(path) as frame:
            assert crosstab_frame(frame, CrosstabSettings("地区", "答"), path.name).provenance.file == path.name
    path = folder / "回答 一覧（最終）.parquet"
    assert main(["crosstab", str(path), "--row", "ない列", "--column", "答"]) == 2
    assert "「ない列」が見つかりません" in capsys.readouterr().err


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


def test_settings_of_an_earlier_result_are_followed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, again, path = tmp_path / "前.xlsx", tmp_path / "今.xlsx", parquet(tmp_path)
    call = ["crosstab", str(path), "--row", "地区", "--column", "答", "--where", "地区=01|02", "--percent", "column"]
    assert main([*call, "--weight", "w", "--out", str(before)]) == 0
    assert main(["crosstab", str(path), "--settings", str(before), "--out", str(again)]) == 0
    cells = [[c.value for row in openpyxl.load_workbook(book).worksheets[0] for c in row] for book in (before, again)]
    assert cells[0] == cells[1]
    assert main(["crosstab", str(csv(tmp_path)), "--gt", "--out", str(before), "--replace"]) == 0
    assert main(["crosstab", str(path), "--settings", str(before)]) == 2
    assert "SB-C320" in capsys.readouterr().err


def test_codebook_in_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Labels and order of single answers, and multiple answers, of a file without sheets."""
    ticks = {"甲": ["1", "0", "1"] * 40, "乙": ["0", "0", "1"] * 40}
    pyarrow.parquet.write_table(pyarrow.table({**COLUMNS, **ticks}), tmp_path / "回答.parquet")
    lines = [
        ("設問", "設問文", "種類", "コード", "選択肢", "列"),
        ("地区", "お住まいの地区", "単一回答", "02", "西", ""),
        ("地区", "お住まいの地区", "単一回答", "01", "東", ""),
        ("問2", "利用したもの", "複数回答", "1", "図書館", "甲"),
        ("問2", "利用したもの", "複数回答", "2", "公園", "乙"),
    ]
    book = written(tmp_path, "\n".join(map(",".join, lines)), "設問票.csv")
    out = tmp_path / "結果.xlsx"
    call = ["crosstab", str(tmp_path / "回答.parquet"), "--row", "地区", "--column", "問2", "--codebook", str(book)]
    assert main([*call, "--out", str(out)]) == 0
    rows = [[c.value for c in row] for row in openpyxl.load_workbook(out).worksheets[0].iter_rows()]
    table = [[c for c in row if c is not None] for row in rows if {"西", "東"} & set(row)]
    assert [row[0] for row in table] == ["西", "東"]
    assert 80 in [c for row in rows for c in row]


def test_command_line_counts_a_csv_too_large_for_a_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, out = csv(tmp_path), tmp_path / "結果.xlsx"
    monkeypatch.setattr(guard, "MOST_BYTES", 100)
    assert main(["crosstab", str(path), "--row", "地区", "--column", "答", "--weight", "w", "--out", str(out)]) == 0
    assert out.exists()
