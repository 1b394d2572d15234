"""Every file that must not be opened is refused with a code, a Japanese sentence and a next step."""

import contextlib
import os
import re
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from shirube.errors import ReadError
from shirube.office.read import read_book, read_grid
from support import biff


def refusal(path: Path) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_book(path)
    error = caught.value
    assert path.name in error.sentence
    assert error.sentence.endswith("。") or "）。" in error.sentence
    assert re.search(r"[ぁ-ん]", error.next_step)
    return error


def workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("表").write_row("A1", ["地区", 1])
    return path


def zipped(path: Path, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def replaced(path: Path, parts: dict[str, str]) -> Path:
    copy = path.with_stem(path.stem + "_改")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name in parts:
                target.writestr(name, parts[name])
            else:
                target.writestr(name, source.read(name))
    return copy


def test_missing_folder_and_empty(tmp_path: Path) -> None:
    assert refusal(tmp_path / "無い.xlsx").code == "SB-R101"
    folder = tmp_path / "資料.xlsx"
    folder.mkdir()
    assert refusal(folder).code == "SB-R103"
    empty = tmp_path / "空.xlsx"
    empty.touch()
    assert refusal(empty).code == "SB-R104"


def test_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "使用中.xlsx")

    def locked(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", locked)
    error = refusal(path)
    assert error.code == "SB-R102"
    assert "閉じて" in error.next_step


def test_a_disk_fault_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "切断.xlsx")

    def broken(self: Path, *_: object, **__: object) -> None:
        raise OSError(5, "Input/output error", str(self))

    monkeypatch.setattr(Path, "open", broken)
    assert refusal(path).code == "SB-R111"


def test_over_100_megabytes_on_disk(tmp_path: Path) -> None:
    path = workbook(tmp_path / "巨大.xlsx")
    os.truncate(path, 100 * 1024**2 + 1)  # sparse: takes no disk space
    error = refusal(path)
    assert error.code == "SB-R105"
    assert "100 MB" in error.sentence


def test_over_1500_megabytes_inflated(tmp_path: Path) -> None:
    path = workbook(tmp_path / "爆弾.xlsx")
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02")  # the last entry of the central directory; its size stands 24 bytes in
    content[at + 24 : at + 28] = struct.pack("<I", 1_600 * 1024**2)
    path.write_bytes(content)
    error = refusal(path)
    assert error.code == "SB-R109"
    assert "1,500 MB" in error.sentence


def test_a_declared_size_that_lies_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "偽り.xlsx")
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/sharedStrings.xml").file_size
    name = content.rindex(b"xl/sharedStrings.xml") - 46
    lied = content[: name + 24] + struct.pack("<I", size - 40) + content[name + 28 :]
    path.write_bytes(lied)
    assert refusal(path).code == "SB-R106"


def test_encrypted_package(tmp_path: Path) -> None:
    path = tmp_path / "鍵.xlsx"
    path.write_bytes(biff.compound_file({"EncryptionInfo": bytes(500), "EncryptedPackage": bytes(9000)}))
    error = refusal(path)
    assert error.code == "SB-R107"
    assert "パスワード" in error.sentence


def test_the_compound_files_of_these_tests_are_real(tmp_path: Path) -> None:
    import olefile

    path = tmp_path / "a.ole"
    path.write_bytes(biff.compound_file({"EncryptionInfo": bytes(500), "EncryptedPackage": b"x" * 9000}))
    with olefile.OleFileIO(str(path)) as ole:
        assert sorted(ole.listdir()) == [["EncryptedPackage"], ["EncryptionInfo"]]
        assert ole.openstream("EncryptedPackage").read().rstrip(b"\0") == b"x" * 9000


@pytest.mark.parametrize("keep", [10, 200, 3000])
def test_a_cut_package(tmp_path: Path, keep: int) -> None:
    path = workbook(tmp_path / "途中.xlsx")
    path.write_bytes(path.read_bytes()[:keep])
    assert refusal(path).code == "SB-R106"


def test_damage_inside_a_package(tmp_path: Path) -> None:
    path = workbook(tmp_path / "内部.xlsx")
    sheet = "xl/worksheets/sheet1.xml"
    assert refusal(replaced(path, {sheet: "<worksheet><sheetData><row>"})).code == "SB-R106"
    assert refusal(replaced(path, {"xl/workbook.xml": "これは XML ではない"})).code == "SB-R106"
    assert refusal(replaced(path, {"_rels/.rels": "<Relationships/>"})).code == "SB-R106"
    bad_cell = '<worksheet><sheetData><row r="x"><c r="1A"><v>1</v></c></row></sheetData></worksheet>'
    assert refusal(replaced(path, {sheet: bad_cell})).code == "SB-R106"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_entities_are_never_expanded(tmp_path: Path, part: str) -> None:
    path = workbook(tmp_path / "実体.xlsx")
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><worksheet>&c;</worksheet>'
    assert refusal(replaced(path, {part: bomb})).code == "SB-R106"


def test_a_used_range_too_large_to_hold(tmp_path: Path) -> None:
    path = tmp_path / "隅.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("表")
        sheet.write("A1", 1)
        sheet.write("XFD1048576", 2)
    error = refusal(path)
    assert error.code == "SB-R112"
    assert "XFD1048576" in error.sentence


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("計画.pdf", b"%PDF-1.7\n", "SB-R110"),
        ("計画.xlsx", b"%PDF-1.7\n", "SB-R110"),
        ("写真.png", b"\x89PNG\r\n\x1a\n\x00\x00", "SB-R108"),
        ("写真.xlsx", b"\x89PNG\r\n\x1a\n\x00\x00", "SB-R106"),
        ("覚え.md", "# 見出し".encode(), "SB-R108"),
        (
            "古い.xls",
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "SB-R110",
        ),
        ("保存.xls", b"MIME-Version: 1.0\r\n", "SB-R110"),
    ],
)
def test_not_a_spreadsheet(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refusal(path).code == code


def test_other_packages(tmp_path: Path) -> None:
    assert (
        refusal(zipped(tmp_path / "文書.xlsx", **{"[Content_Types].xml": "", "word/document.xml": ""})).code
        == "SB-R108"
    )
    assert refusal(zipped(tmp_path / "まとめ.zip", **{"a.csv": "1"})).code == "SB-R108"
    assert "xlsb" in refusal(zipped(tmp_path / "二進.xlsb", **{"xl/workbook.bin": ""})).sentence
    assert "OpenDocument" in refusal(zipped(tmp_path / "自由.ods", **{"content.xml": ""})).sentence
    word = tmp_path / "文書.xls"
    word.write_bytes(biff.compound_file({"WordDocument": b"x"}))
    assert refusal(word).code == "SB-R108"


def test_content_counts_not_the_extension(tmp_path: Path) -> None:
    path = workbook(tmp_path / "元.xlsx").rename(tmp_path / "名前だけ.xls")
    grid = read_grid(path)
    assert grid.values.tolist() == [["地区", 1]]
    assert "「.xls」" in grid.notes[0]
    assert ".xlsx" in grid.notes[0]
    text = tmp_path / "文字だけ.xls"
    text.write_bytes("地区\t人口\n東\t10\n".encode("cp932"))
    assert read_grid(text).values.tolist() == [["地区", "人口"], ["東", 10]]
    assert read_book(workbook(tmp_path / "正しい.xlsx")).notes == ()


@pytest.mark.parametrize("seed", range(40))
def test_random_damage_never_escapes_as_another_error(tmp_path: Path, seed: int) -> None:
    import random

    chance = random.Random(seed)
    path = workbook(tmp_path / "傷.xlsx")
    if seed % 2:
        path = tmp_path / "傷.xls"
        path.write_bytes(biff.compound_file({"Workbook": biff.workbook({"表": (0, biff.label(0, 0, "東"))})}))
    content = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 30)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path.write_bytes(content)
    # Damage that happens to leave the file readable is fine; anything but ReadError fails the test.
    with contextlib.suppress(ReadError):
        read_book(path)
