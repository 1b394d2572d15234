"""Minimal writers of old formats: a BIFF8 workbook ([MS-XLS]) and the compound file around it ([MS-CFB])."""

import struct
from collections.abc import Iterable, Mapping

SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """A version 3 compound file; streams are padded to 4096 bytes so that no mini stream is needed."""
    padded = {name: data.ljust(max(4096, -(-len(data) // SECTOR) * SECTOR), b"\0") for name, data in streams.items()}
    directory_sectors = -(-(len(padded) + 1) // 4)
    fat, body, entries = [_FAT], [b""], [_entry("Root Entry", 5, _END, 0, child=1)]
    fat += [*range(2, 1 + directory_sectors), _END]
    for index, (name, data) in enumerate(padded.items(), 1):
        start, count = len(fat), len(data) // SECTOR
        fat += [*range(start + 1, start + count), _END]
        body.append(data)
        entries.append(_entry(name, 2, start, len(data), right=index + 1 if index < len(padded) else _FREE))
    directory = b"".join(entries).ljust(directory_sectors * SECTOR, b"\0")
    assert len(fat) <= 128
    table = struct.pack("<128I", *fat, *[_FREE] * (128 - len(fat)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    return header + table + directory + b"".join(body)


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _FREE, right: int = _FREE) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    links = struct.pack("<III", _FREE, right, child)
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBB", len(raw), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def record(kind: int, data: bytes = b"") -> bytes:
    """One BIFF record."""
    return struct.pack("<HH", kind, len(data)) + data


def _text(text: str, length: str) -> bytes:
    return struct.pack(length + "B", len(text), 1) + text.encode("utf-16-le")


def font(*, bold: bool = False, height: int = 220, colour: int = 0x7FFF) -> bytes:
    weight = 700 if bold else 400
    return record(
        0x31, struct.pack("<HHHHHBBBB", height, 0, colour, weight, 0, 0, 0, 0x80, 0) + _text("ＭＳ 明朝", "<B")
    )


def number_format(key: int, code: str) -> bytes:
    return record(0x41E, struct.pack("<H", key) + _text(code, "<H"))


def xf(*, font: int = 0, code: int = 0, indent: int = 0, fill: int = 0, top: int = 0, style: bool = False) -> bytes:
    flags = 0xFFF4 if style else 0
    pattern = 1 << 26 if fill else 0
    data = struct.pack("<HHHBBBBIIH", font, code, flags, 0x20 | bool(indent), 0, indent, 0xFC, top << 8, pattern, fill)
    return record(0xE0, data)


def label(row: int, column: int, text: str, xf: int = 16) -> bytes:
    return record(0x204, struct.pack("<HHH", row, column, xf) + _text(text, "<H"))


def number(row: int, column: int, value: float, xf: int = 16) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, xf, value))


def boolean_or_error(row: int, column: int, value: int, *, error: bool) -> bytes:
    return record(0x205, struct.pack("<HHHBB", row, column, 16, value, error))


def hidden_row(row: int) -> bytes:
    return record(0x208, struct.pack("<HHHHHHI", row, 0, 1, 255, 0, 0, 0x120))


def hidden_column(column: int) -> bytes:
    return record(0x7D, struct.pack("<HHHHHH", column, column, 2048, 16, 1, 0))


def merged(*spans: tuple[int, int, int, int]) -> bytes:
    """Spans are (top, bottom, left, right)."""
    return record(0xE5, struct.pack("<H", len(spans)) + b"".join(struct.pack("<HHHH", *span) for span in spans))


def workbook(
    sheets: Mapping[str, tuple[int, bytes]],
    *,
    fonts: Iterable[bytes] = (),
    formats: Iterable[bytes] = (),
    cell_formats: Iterable[bytes] = (),
    epoch_1904: bool = False,
    extra: bytes = b"",
) -> bytes:
    """The Workbook stream. `sheets` maps a name to (visibility, records); cell formats count from 16."""
    head = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 1997, 0, 6)) + extra + record(0x42, b"\xb0\x04")
    head += record(0x22, struct.pack("<H", epoch_1904)) + font() * 4 + b"".join(fonts) + b"".join(formats)
    head += xf(style=True) * 15 + xf() + xf() + b"".join(cell_formats)
    size = len(head) + sum(len(record(0x85, bytes(6) + _text(name, "<B"))) for name in sheets) + len(record(0x0A))
    bodies, index = b"", b""
    for name, (visibility, records) in sheets.items():
        body = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1997, 0, 6)) + records + record(0x0A)
        index += record(0x85, struct.pack("<IBB", size + len(bodies), visibility, 0) + _text(name, "<B"))
        bodies += body
    return head + index + record(0x0A) + bodies
