"""Rules of a VBA project: what the Visual Basic Editor refuses, and what Excel needs to see."""

import io
import re
import struct

import olefile
import pytest

from shirube.errors import WriteError
from shirube_macros.ovba import Kind, Module, Project, document, load
from support.ole import decompress

DOCUMENTS = (document("ThisWorkbook", Kind.WORKBOOK), document("Sheet1", Kind.SHEET))


def project(*modules: Module) -> Project:
    return Project("Demo", (*DOCUMENTS, *modules))


def opened(made: Project) -> olefile.OleFileIO:
    file = olefile.OleFileIO(io.BytesIO(made.build()), raise_defects=olefile.DEFECT_POTENTIAL)
    assert not file.parsing_issues
    return file


def dir_records(file: olefile.OleFileIO) -> list[tuple[int, bytes]]:
    data = decompress(file.openstream("VBA/dir").read())
    position, records = 0, []
    while position < len(data):
        number, size = struct.unpack_from("<HI", data, position)
        size = 6 if number == 0x09 else size
        records.append((number, data[position + 6 : position + 6 + size]))
        position += 6 + size
    assert position == len(data)
    return records


def decrypt(text: str) -> bytes:
    """Inverse of the protection encoding [MS-OVBA 2.4.3.3], written from the specification."""
    raw = bytes.fromhex(text)
    seed, version, key = raw[0], raw[0] ^ raw[1], raw[0] ^ raw[2]
    assert version == 2
    plain, first, second, out = key, raw[2], raw[1], bytearray()
    for byte in raw[3:]:
        value = byte ^ ((second + plain) & 0xFF)
        out.append(value)
        second, first, plain = first, byte, value
    body = bytes(out)[(seed & 6) // 2 :]
    assert struct.unpack("<I", body[:4])[0] == len(body) - 4
    return body[4:]


def test_dir_stream_lists_the_modules_in_three_alphabets():
    records = dir_records(opened(project(Module("modA", Kind.STANDARD, "'a"), Module("clsB", Kind.CLASS, "'b"))))
    names = ["ThisWorkbook", "Sheet1", "modA", "clsB"]
    assert [v.decode("cp932") for n, v in records if n == 0x19] == names
    assert [v.decode("utf-16-le") for n, v in records if n == 0x47] == names
    assert [v.decode("utf-16-le") for n, v in records if n == 0x32] == names
    assert [n for n, _ in records if n in (0x21, 0x22)] == [0x22, 0x22, 0x21, 0x22]
    found = dict(records)
    assert struct.unpack("<H", found[0x0F])[0] == len(names)
    assert struct.unpack("<H", found[0x03])[0] == 932
    assert records[0][0] == 0x01
    assert records[-1][0] == 0x10


def test_project_stream_and_name_map():
    file = opened(project(Module("modA", Kind.STANDARD), Module("clsB", Kind.CLASS)))
    text = file.openstream("PROJECT").read().decode("ascii")
    declared = re.findall(r"^(Document|Module|Class)=([^/\r\n]+)", text, re.MULTILINE)
    assert declared == [("Document", "ThisWorkbook"), ("Document", "Sheet1"), ("Module", "modA"), ("Class", "clsB")]
    assert len(re.findall(r"^\w+=0, 0, 0, 0, C\r$", text, re.MULTILINE)) == 4
    names = file.openstream("PROJECTwm").read()
    assert names.startswith(b"ThisWorkbook\0" + "ThisWorkbook".encode("utf-16-le") + b"\0\0")
    assert names.endswith(b"\0\0\0\0")
    assert file.openstream("VBA/_VBA_PROJECT").read().hex() == "cc61ffff000000"


def test_protection_values_say_unprotected_and_visible():
    text = opened(project()).openstream("PROJECT").read().decode("ascii")
    values = dict(re.findall(r'^(CMG|DPB|GC)="([0-9A-F]+)"', text, re.MULTILINE))
    assert decrypt(values["CMG"]) == bytes(4)
    assert decrypt(values["DPB"]) == bytes(1)
    assert decrypt(values["GC"]) == b"\xff"


def test_headers_by_kind():
    assert (
        Module("modA", Kind.STANDARD, "Option Explicit\n").text == 'Attribute VB_Name = "modA"\r\nOption Explicit\r\n'
    )
    book = document("ThisWorkbook", Kind.WORKBOOK).text
    assert 'VB_Base = "0{00020819-0000-0000-C000-000000000046}"' in book
    assert "VB_PredeclaredId = True" in book
    assert "VB_PredeclaredId = False" in Module("clsB", Kind.CLASS).text


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("SB-W202", lambda: Module("modA", Kind.STANDARD, "x = 1\n' 日本語")),
        ("SB-W203", lambda: Module("Date", Kind.STANDARD)),
        ("SB-W203", lambda: Module("集計", Kind.STANDARD)),
        ("SB-W203", lambda: Module("m" * 32, Kind.STANDARD)),
        ("SB-W203", lambda: Project("Demo", (Module("modA", Kind.STANDARD),))),
        ("SB-W204", lambda: Module("modA", Kind.STANDARD, "'" + "x" * 1023)),
        ("SB-W205", lambda: project(Module("modA", Kind.STANDARD), Module("MODA", Kind.STANDARD))),
    ],
)
def test_what_the_editor_would_refuse_stops_the_build(code, make):
    with pytest.raises(WriteError) as caught:
        make()
    assert caught.value.code == code


def test_load_takes_the_preamble_off(tmp_path):
    path = tmp_path / "clsA.cls"
    path.write_bytes(
        b"VERSION 1.0 CLASS\r\nBEGIN\r\n  MultiUse = -1  'True\r\nEND\r\n"
        b'Attribute VB_Name = "clsA"\r\nAttribute VB_Exposed = False\r\nOption Explicit\r\n'
    )
    module = load(path)
    assert (module.kind, module.code) == (Kind.CLASS, "Option Explicit\n")


def test_load_refuses_a_name_that_is_not_the_file_name(tmp_path):
    path = tmp_path / "modA.bas"
    path.write_text('Attribute VB_Name = "modB"\n')
    with pytest.raises(WriteError, match="SB-W203"):
        load(path)


def test_same_project_same_bytes_and_other_name_other_identity():
    assert project().build() == project().build()
    assert project().guid != Project("Other", DOCUMENTS).guid
