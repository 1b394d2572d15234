"""Looks at a file before anything opens it: is it there, is it safe, and what is it really?"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from xlrd import XLRDError
from xlrd.compdoc import CompDoc, CompDocError

from shirube.errors import Place, ReadError

__all__ = [
    "MOST_BYTES",
    "MOST_BYTES_OF_FORM",
    "MOST_BYTES_WITH_STYLES",
    "MOST_INFLATED_BYTES",
    "XLRD_FAULTS",
    "Content",
    "Source",
    "content_of",
    "inspect",
    "refuse_bomb",
]

MOST_BYTES = 100 * 1024**2
MOST_INFLATED_BYTES = 1_500 * 1024**2
MOST_BYTES_WITH_STYLES = 20 * 1024**2
# A form is a page or two; what is larger was not made by filling one in.
MOST_BYTES_OF_FORM = 30 * 1024**2
MOST_INFLATED_BYTES_OF_FORM = 200 * 1024**2

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_BARE_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|table|meta)\b", re.IGNORECASE)
_HEAD = 4096

# xlrd meets damage with whatever its arithmetic raises.
XLRD_FAULTS = (
    XLRDError,
    CompDocError,
    struct.error,
    LookupError,
    AssertionError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
    EOFError,
    ArithmeticError,
)


class Content(Enum):
    """What a file holds, whatever its name says."""

    XLSX = "Excel ブック（.xlsx）"
    XLS = "Excel 97-2003 ブック（.xls）"
    HTML = "Web ページ（HTML）"
    TEXT = "文字だけの表（CSV など）"


_SUFFIXES = {
    Content.XLSX: (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlam"),
    Content.XLS: (".xls", ".xlt"),
    Content.HTML: (".html", ".htm"),
    Content.TEXT: (".csv", ".tsv", ".txt", ".tab", ".prn"),
}
SUFFIXES = frozenset(suffix for suffixes in _SUFFIXES.values() for suffix in suffixes)


@dataclass(frozen=True)
class Source:
    """A file that passed; `notes` tell a name that does not match the content."""

    path: Path
    content: Content
    size: int
    notes: tuple[str, ...] = ()

    @property
    def small_enough_for_styles(self) -> bool:
        """Whether styles are read without being asked for."""
        return self.size <= MOST_BYTES_WITH_STYLES


def inspect(path: Path, *, any_length: bool = False) -> Source:
    """Return what the file is, or refuse it; `any_length` lets plain text be as long as it likes.

    Raises
    ------
    ReadError
        SB-R101 no such file; R102 locked or forbidden; R103 a folder; R104 empty; R105 too large; R106 broken;
        R107 encrypted; R108 not a spreadsheet; R109 would be too large when unpacked; R110 another spreadsheet
        format.
    """
    at = Place(path.name)
    try:
        if path.is_dir():
            raise ReadError("R103", at=at)
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except FileNotFoundError as error:
        raise ReadError("R101", at=at) from error
    except PermissionError as error:
        raise ReadError("R102", at=at) from error
    except OSError as error:
        raise ReadError("R111", at=at, detail=str(error)) from error
    if size == 0:
        raise ReadError("R104", at=at)
    packed = head.startswith((*_ZIP, _OLE, *_BARE_BIFF))
    if size > MOST_BYTES and (packed or not any_length):
        raise ReadError("R105", at=at, size=f"{size / 1024**2:,.0f}", most=MOST_BYTES // 1024**2)
    content = _content(path, head, at)
    return Source(path, content, size, _mismatch(path, content))


def _content(path: Path, head: bytes, at: Place) -> Content:
    if head.startswith(_ZIP):
        return _zip_content(path, at)
    if head.startswith(_OLE):
        return _ole_content(path, at)
    if head.startswith(_BARE_BIFF):
        return Content.XLS
    if head.startswith(b"%PDF"):
        raise ReadError("R110", at=at, kind="PDF")
    return _text_content(path, head, at)


def content_of(data: bytes, at: Place) -> Content:
    """Return what decrypted bytes are; errors as `inspect`."""
    return _zip_content(io.BytesIO(data), at) if data.startswith(_ZIP) else Content.XLS


def refuse_bomb(data: bytes, at: Place) -> None:
    """Raise SB-R109 for a package that would unpack to more than any form holds."""
    if not data.startswith(_ZIP):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        inflated = sum(entry.file_size for entry in archive.infolist())
    if inflated > MOST_INFLATED_BYTES_OF_FORM:
        most = f"{MOST_INFLATED_BYTES_OF_FORM // 1024**2:,}"
        raise ReadError("R109", at=at, size=f"{inflated / 1024**2:,.0f}", most=most)


def _zip_content(path: Path | io.BytesIO, at: Place) -> Content:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise ReadError("R106", at=at, detail=str(error)) from error
    inflated = sum(entry.file_size for entry in entries)
    if inflated > MOST_INFLATED_BYTES:
        raise ReadError("R109", at=at, size=f"{inflated / 1024**2:,.0f}", most=f"{MOST_INFLATED_BYTES // 1024**2:,}")
    names = {entry.filename.lower() for entry in entries}
    if any(name.endswith("workbook.bin") for name in names):
        raise ReadError("R110", at=at, kind="Excel バイナリ ブック（.xlsb）")
    if "content.xml" in names:
        raise ReadError("R110", at=at, kind="OpenDocument（.ods など）")
    if "[content_types].xml" in names and any(name.startswith("xl/") for name in names):
        return Content.XLSX
    if "[content_types].xml" in names and not any(name.startswith(("word/", "ppt/")) for name in names):
        return Content.XLSX
    raise ReadError("R108", at=at)


def _ole_content(path: Path, at: Place) -> Content:
    try:
        names = {entry.name for entry in CompDoc(path.read_bytes(), logfile=io.StringIO()).dirlist}
    except XLRD_FAULTS as error:
        raise ReadError("R106", at=at, detail=repr(error)) from error
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        raise ReadError("R107", at=at)
    if names & {"Workbook", "Book"}:
        return Content.XLS
    raise ReadError("R108", at=at)


def _text_content(path: Path, head: bytes, at: Place) -> Content:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if _HTML.match(start) or (start.startswith((b"<?xml", b"<!--")) and _HTML.search(start)):
        return Content.HTML
    if start.startswith(b"<?xml"):
        kind = "XML スプレッドシート 2003" if b"office:spreadsheet" in head else "XML"
        raise ReadError("R110", at=at, kind=kind)
    if start[:13].lower() == b"mime-version:":
        raise ReadError("R110", at=at, kind="単一ファイル Web ページ（.mht）")
    if path.suffix.lower() not in SUFFIXES:
        raise ReadError("R108", at=at)
    if b"\x00" in head and not head.startswith(_UTF16):
        code = "R106" if path.suffix.lower() in _SUFFIXES[Content.XLSX] + _SUFFIXES[Content.XLS] else "R108"
        raise ReadError(code, at=at, detail="neither zip nor OLE")
    return Content.TEXT


def _mismatch(path: Path, content: Content) -> tuple[str, ...]:
    suffix = path.suffix.lower()
    if suffix in _SUFFIXES[content]:
        return ()
    shown = f"拡張子は「{suffix}」ですが" if suffix else "拡張子がありませんが"
    return (f"{shown}、中身は{content.value}でしたので、中身に合わせて読みました。",)
