"""The stream in which a workbook keeps its queries (MS-QDEFF): bytes from queries, queries from bytes.

Little endian: version 0; then four parts, each with its length in front: a zip with the texts of queries,
permissions, metadata, and a binding that only Windows can make (by [MS-QDEFF] 2.6 a wrong one counts as none).

>>> stream = pack([Stored("人口", "let a = 1 in a")])
>>> [query.name for query in unpack(stream)]
['人口']
>>> pack([Stored("人口", "let a = 1 in a")]) == stream
True
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote
from xml.sax.saxutils import escape

from ...errors import Place, ReadError, WriteError

__all__ = ["NAMESPACE", "Stored", "item_xml", "pack", "read_item", "unpack"]

NAMESPACE = "http://schemas.microsoft.com/DataMashup"
_BOM = b"\xef\xbb\xbf"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>'
_XSD = 'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
_EMPTY_ZIP = b"PK\x05\x06" + b"\0" * 18
_DAY = (2000, 1, 1, 0, 0, 0)
_STAMP = "d2000-01-01T00:00:00.0000000Z"
_MOST_NAME = 80
_FORBIDDEN = re.compile(r'[".\x00-\x1f\x7f-\x9f]')
#: FillColumnTypes: one byte per column.
_TYPE_CODES = {"any": 0, "logical": 1, "int": 3, "number": 5, "text": 6, "datetime": 7, "date": 9}
_MEMBER = re.compile(r'^[ \t]*shared\s+(?:#"(?P<quoted>(?:[^"]|"")*)"|(?P<plain>[\w.]+))\s*=\s*', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Stored:
    """A query as the stream keeps it; `table` is the Excel table it fills (empty: connection only)."""

    name: str
    text: str
    table: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    rows: int = 0


def pack(queries: Sequence[Stored]) -> bytes:
    """The stream that holds the queries; the same queries give the same bytes.

    Raises
    ------
    WriteError
        SB-P201: a name that Excel does not accept, or two alike.
    """
    for i, query in enumerate(queries):
        _check_name(query.name, [other.name for other in queries[:i]])
    parts = (_package(queries), _permissions(), _metadata(queries), b"\0")
    return struct.pack("<I", 0) + b"".join(struct.pack("<I", len(part)) + part for part in parts)


def _check_name(name: str, taken: Sequence[str]) -> None:
    plain = name.strip()
    if not plain or plain != name or len(name) > _MOST_NAME or _FORBIDDEN.search(name) or name in taken:
        raise WriteError("P201", name=name)


def _zip(parts: Sequence[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, data in parts:
            package.writestr(zipfile.ZipInfo(name, _DAY), data)  # stored: deflate differs between versions of zlib
    return buffer.getvalue()


def _package(queries: Sequence[Stored]) -> bytes:
    config = (
        f"{_HEAD}<Package {_XSD}><Version>2.99.202.0</Version><MinVersion>2.21.0.0</MinVersion>"
        "<Culture>ja-JP</Culture></Package>"
    )
    types = (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="text/xml" />'
        '<Default Extension="m" ContentType="application/x-ms-m" /></Types>'
    )
    return _zip(
        [
            ("Config/Package.xml", _BOM + config.encode()),
            ("[Content_Types].xml", _BOM + types.encode()),
            ("Formulas/Section1.m", _section(queries).encode("utf-8")),
        ]
    )


def _section(queries: Sequence[Stored]) -> str:
    members = [f'shared #"{query.name}" = {query.text.strip()};' for query in queries]
    return "\r\n".join("\n\n".join(["section Section1;", *members, ""]).split("\n"))


def _permissions() -> bytes:
    text = (
        f"{_HEAD}<PermissionList {_XSD}><CanEvaluateFuturePackages>false</CanEvaluateFuturePackages>"
        "<FirewallEnabled>true</FirewallEnabled></PermissionList>"
    )
    return _BOM + text.encode()


def _metadata(queries: Sequence[Stored]) -> bytes:
    items = "".join(_item(query) for query in queries)
    text = (
        f"{_HEAD}<LocalPackageMetadataFile {_XSD}><Items><Item><ItemLocation><ItemType>AllFormulas</ItemType>"
        f"<ItemPath /></ItemLocation><StableEntries /></Item>{items}</Items></LocalPackageMetadataFile>"
    )
    body = _BOM + text.encode()
    return struct.pack("<II", 0, len(body)) + body + struct.pack("<I", len(_EMPTY_ZIP)) + _EMPTY_ZIP


def _item(query: Stored) -> str:
    entries = "".join(f"<Entry Type={_attribute(key)} Value={_attribute(value)} />" for key, value in _entries(query))
    path = escape("Section1/" + quote(query.name, safe="!*'()"))
    return (
        f"<Item><ItemLocation><ItemType>Formula</ItemType><ItemPath>{path}</ItemPath></ItemLocation>"
        f"<StableEntries>{entries}</StableEntries></Item>"
    )


def _attribute(text: str) -> str:
    return '"' + escape(text, {'"': "&quot;"}) + '"'


def _entries(query: Stored) -> list[tuple[str, str]]:
    if not query.table:
        return [
            ("IsPrivate", "l0"), ("FillEnabled", "l0"), ("FillObjectType", "sConnectionOnly"),
            ("FillToDataModelEnabled", "l0"),
        ]  # fmt: skip
    names = ",".join('"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"' for name, _ in query.columns)
    types = base64.b64encode(bytes(_TYPE_CODES[kind] for _, kind in query.columns)).decode()
    return [
        ("IsPrivate", "l0"), ("FillEnabled", "l1"), ("FillObjectType", "sTable"), ("FillToDataModelEnabled", "l0"),
        ("BufferNextRefresh", "l1"), ("ResultType", "sTable"), ("NameUpdatedAfterFill", "l0"),
        ("NavigationStepName", "sNavigation"), ("FillTarget", f"s{query.table}"),
        ("FilledCompleteResultToWorksheet", "l1"), ("AddedToDataModel", "l0"), ("FillCount", f"l{query.rows}"),
        ("FillErrorCode", "sUnknown"), ("FillErrorCount", "l0"), ("FillLastUpdated", _STAMP),
        ("FillColumnTypes", f"s{types}"), ("FillColumnNames", f"s[{names}]"), ("FillStatus", "sComplete"),
    ]  # fmt: skip


def item_xml(stream: bytes) -> bytes:
    """The custom XML part that holds the stream: UTF-16 with a byte order mark, as Excel writes it."""
    body = base64.b64encode(stream).decode()
    text = f'<?xml version="1.0" encoding="utf-16"?><DataMashup xmlns="{NAMESPACE}">{body}</DataMashup>'
    return b"\xff\xfe" + text.encode("utf-16-le")


def read_item(data: bytes) -> bytes | None:
    """The stream in a custom XML part; None when the part holds something else."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    match = re.search(r"<DataMashup[^>]*>([^<]*)</DataMashup>", data.decode(encoding, "replace"))
    if match is None:
        return None
    try:
        return base64.b64decode(match[1])
    except binascii.Error:
        return b""


def unpack(stream: bytes, *, file: str = "") -> tuple[Stored, ...]:
    """The queries of a stream: names and texts, in order.

    Raises
    ------
    ReadError
        SB-P202: the stream is damaged.
    """
    try:
        (length,) = struct.unpack_from("<I", stream, 4)
        with zipfile.ZipFile(io.BytesIO(stream[8 : 8 + length])) as package:
            text = package.read("Formulas/Section1.m").decode("utf-8-sig")
    except (struct.error, zipfile.BadZipFile, KeyError, UnicodeDecodeError) as error:
        raise ReadError("P202", at=Place(file)) from error
    return _members(text.replace("\r\n", "\n"))


def _members(section: str) -> tuple[Stored, ...]:
    """Cut a section document at its members; texts and comments are stepped over."""
    starts = [m for m in _MEMBER.finditer(section) if not _inside(section, m.start())]
    found = []
    for match, following in zip(starts, [*starts[1:], None], strict=True):
        body = section[match.end() : following.start() if following else len(section)].rstrip()
        body = re.sub(r";\s*(\[[^\]]*\]\s*)?$", "", body)
        name = (match["quoted"] or "").replace('""', '"') or match["plain"]
        found.append(Stored(name, body.rstrip()))
    return tuple(found)


_SKIPPED = re.compile(r'"(?:[^"]|"")*"|//[^\n]*|/\*.*?\*/', re.DOTALL)


def _inside(section: str, at: int) -> bool:
    """Whether a position lies in a text or a comment."""
    return any(m.start() < at < m.end() for m in _SKIPPED.finditer(section))
