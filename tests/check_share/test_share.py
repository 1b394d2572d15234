"""The version for outside: nothing but visible values travels, and what is personal stops it."""

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from shirube.office.read import read_book
from shirube_cli.main import main
from support.planted import SECRETS, parts_with, planted_workbook


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return planted_workbook(tmp_path_factory.mktemp("share") / "人口.xlsx")


@pytest.fixture(scope="module")
def shared(planted: Path) -> Path:
    out = planted.with_name("出す.xlsx")
    assert main(["share", str(planted), "--out", str(out)]) == 0
    return out


@pytest.mark.parametrize("secret", SECRETS)
def test_planted_secrets_are_in_the_original_and_not_in_the_version_for_outside(
    secret: str, planted: Path, shared: Path
) -> None:
    assert parts_with(planted, SECRETS[secret]) != []
    assert parts_with(shared, SECRETS[secret]) == []


def test_visible_values_formats_and_widths_survive(shared: Path) -> None:
    book = openpyxl.load_workbook(shared)
    assert book.sheetnames == ["人口"]
    sheet = book["人口"]
    assert [[c.value for c in row] for row in sheet.iter_rows(max_row=3, max_col=2)] == [
        ["地区", "人口"],
        ["東地区", 1200],
        ["西地区", 800],
    ]
    assert sheet.column_dimensions["A"].width == pytest.approx(23, abs=1)
    assert sheet.max_column == 2


def test_only_the_parts_of_a_bare_workbook_are_there(shared: Path) -> None:
    with zipfile.ZipFile(shared) as archive:
        names = {re.sub(r"\d+", "1", name) for name in archive.namelist()}
        core = archive.read("docProps/core.xml").decode()
    assert names <= {
        "[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml", "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/theme/theme1.xml", "xl/sharedStrings.xml",
        "xl/worksheets/sheet1.xml",
    }  # fmt: skip
    assert re.search(r"<dc:creator>[^<]", core) is None
    assert set(re.findall(r"T(\d\d:\d\d:\d\d)Z", core)) == {"00:00:00"}


def test_the_run_says_what_it_left_out(planted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["share", str(planted)]) == 0
    said = capsys.readouterr().out
    for label in ("非表示のシート", "非表示の行", "コメント", "数式", "SB_", "マクロ", "作成者", "クエリ", "ピボット"):
        assert label in said


def people(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名簿"
    rows = [
        ["番号", "氏名", "住所", "個人番号", "点数"],
        [1, "山田太郎", "みほん市中央1-2-3", "123456789018", 80],
        [2, "鈴木花子", "みほん市本町4-5", "123456789018", 70],
        [3, "高橋次郎", "みほん市東町6-7", "123456789018", 60],
    ]
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_personal_information_stops_with_a_masked_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = people(tmp_path / "名簿.xlsx")
    assert main(["share", str(source)]) == 2
    said = capsys.readouterr().err
    for expected in ("SB-K301", "氏名", "住所", "マイナンバー", "列ごと削除", "B2:B4", "--reason"):
        assert expected in said
    for secret in ("山田", "鈴木", "中央1-2-3", "1234"):
        assert secret not in said
    assert sorted(p.name for p in tmp_path.iterdir()) == ["名簿.xlsx"]


def test_a_reason_lets_it_pass_and_stays_in_the_office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = people(tmp_path / "名簿.xlsx"), tmp_path / "出す.xlsx"
    assert main(["share", str(source), "--out", str(out), "--reason", "本人の同意による提供"]) == 0
    assert parts_with(out, "同意") == []
    log = (tmp_path / "名簿_外に出した記録.csv").read_text(encoding="utf-8-sig")
    assert "本人の同意による提供" in log
    assert "山田" not in log
    assert "1234" not in log
    assert "1234" not in capsys.readouterr().out
    assert main(["share", str(source), "--out", str(out), "--replace", "--reason", "二度目"]) == 0
    log = (tmp_path / "名簿_外に出した記録.csv").read_bytes().decode("utf-8-sig")
    assert [line.split(",")[-1] for line in log.split("\r\n")] == ["理由", "本人の同意による提供", "二度目", ""]


def test_drop_takes_the_found_columns_out(tmp_path: Path) -> None:
    source, out = people(tmp_path / "名簿.xlsx"), tmp_path / "出す.xlsx"
    assert main(["share", str(source), "--out", str(out), "--drop"]) == 0
    assert read_book(out).sheets[0].values.tolist() == [["番号", "点数"], [1, 80], [2, 70], [3, 60]]
    for secret in ("山田太郎", "みほん市中央", "123456789018"):
        assert parts_with(out, secret) == []


def test_a_reason_must_not_hold_a_my_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = people(tmp_path / "名簿.xlsx")
    assert main(["share", str(source), "--reason", "123456789018 の方のため"]) == 2
    said = capsys.readouterr()
    assert "SB-K303" in said.err
    assert "123456789018" not in said.err + said.out
    assert not (tmp_path / "名簿_外に出した記録.csv").exists()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("庁内限り", "庁内限りの印"),
        ("出所 C:\\共有\\人口.xlsx", "フォルダーの場所"),
        ("\\\\server\\share\\a.xlsx", "フォルダーの場所"),
    ],
)
def test_stamps_and_paths_stop(text: str, label: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["地区", "人口"])
    sheet.append(["東", 5])
    sheet["D1"] = text
    book.save(tmp_path / "表.xlsx")
    assert main(["share", str(tmp_path / "表.xlsx")]) == 2
    assert f"{label}（{sheet.title}!D1、1件）" in capsys.readouterr().err


def test_nothing_visible(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "見えない"
    sheet.row_dimensions[1].hidden = True
    book.save(tmp_path / "表.xlsx")
    assert main(["share", str(tmp_path / "表.xlsx")]) == 2
    assert "SB-K302" in capsys.readouterr().err
