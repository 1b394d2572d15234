"""Reads delimited text: finds the character code and the delimiter, and keeps codes as text."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from shirube.errors import Place, ReadError

from .book import LAST_COLUMN, Book, Request, SheetParts, assemble, choose, tidy_text

__all__ = ["decode", "encoding_of", "find_delimiter", "read", "typed"]

_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE_CHARACTERS, _SAMPLE_RECORDS = 65_536, 50
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]+)?")
_PADDED = re.compile(r"0[0-9]+")
_DIGITS = re.compile(r"[0-9]+")
_HALF_KANA = re.compile("[\uff61-\uff9f]")
_META_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)


def read(request: Request) -> Book:
    """Read the text as one sheet named after the file."""
    file = request.path.name
    text, notes = decode(request.path)
    records = _records(text, find_delimiter(text, prefer_tab=request.path.suffix.lower() in (".tsv", ".tab")), file)
    name = request.path.stem
    visible = {name: True}
    grids = [assemble(SheetParts(name, typed(records)), file) for _ in choose(request, visible)]
    return Book(file, tuple(grids), notes, (), (name,))


def decode(path: Path, *, declared: bool = False) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file, and a note when its character code had to be guessed.

    Byte order marks come first, then ISO-2022-JP escapes, UTF-8, CP932 and EUC-JP; the rest is left to
    charset-normalizer. `declared` trusts a ``<meta charset>`` when the bytes agree with it.

    Raises
    ------
    ReadError
        SB-R102: locked; SB-R115: no character code fits.
    """
    at = Place(path.name)
    try:
        content = path.read_bytes()
    except PermissionError as error:
        raise ReadError("R102", at=at) from error
    for encoding in _candidates(content, declared=declared):
        try:
            return content.decode(encoding), ()
        except (UnicodeDecodeError, LookupError):
            continue
    from charset_normalizer import from_bytes

    best = from_bytes(content).best()
    if best is None or b"\x00" in content:
        raise ReadError("R115", at=at)
    return str(best), (f"文字コードは {best.encoding} と推測して読みました。文字が化けていないか確かめてください。",)


def encoding_of(content: bytes) -> str:
    r"""Return the character code the bytes are surely in, empty when none fits.

    >>> encoding_of("人口".encode("cp932")), encoding_of("人口".encode("utf-8-sig")), encoding_of(b"\x81\xff\x00")
    ('cp932', 'utf-8-sig', '')
    """
    for encoding in _candidates(content, declared=False):
        try:
            content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        return encoding
    return ""


def _candidates(content: bytes, *, declared: bool) -> list[str]:
    if content.startswith(codecs.BOM_UTF8):
        return ["utf-8-sig"]
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ["utf-16"]
    found = _META_CHARSET.search(content[:4096]) if declared else None
    named = [found.group(1).decode("ascii")] if found else []
    named = ["cp932" if name.lower() in ("shift_jis", "shift-jis", "x-sjis", "sjis") else name for name in named]
    if b"\x1b$" in content:
        named.append("iso2022_jp_ext")
    return [*named, "utf-8", *_legacy_order(content)]


def _legacy_order(content: bytes) -> list[str]:
    """EUC-JP bytes often pass as CP932, but then read as rows of half-width katakana."""
    sample = content[:_SAMPLE_CHARACTERS]
    as_cp932, as_euc = sample.decode("cp932", "replace"), sample.decode("euc_jp", "replace")
    kana = len(_HALF_KANA.findall(as_cp932)) + 2 * as_cp932.count("\ufffd")
    odd = len(_HALF_KANA.findall(as_euc)) + 2 * as_euc.count("\ufffd")
    return ["euc_jp", "cp932"] if odd < kana else ["cp932", "euc_jp"]


def find_delimiter(text: str, *, prefer_tab: bool = False) -> str:
    r"""Return the delimiter that splits the most records of the beginning into the same number of fields (2+).

    >>> find_delimiter("a\tb\n1,234\t5\n"), find_delimiter("a;b\n1;2\n"), find_delimiter("東\n西\n")
    ('\t', ';', ',')
    """
    sample = text[:_SAMPLE_CHARACTERS]
    order = sorted(_DELIMITERS, key=lambda d: not (prefer_tab and d == "\t"))
    return max(order, key=lambda delimiter: _consistency(sample, delimiter))


def _consistency(sample: str, delimiter: str) -> tuple[float, int]:
    widths: list[int] = []
    try:
        for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if record:
                widths.append(len(record))
            if len(widths) == _SAMPLE_RECORDS:
                break
    except csv.Error:
        return (0.0, 0)
    split = Counter(width for width in widths if width > 1)
    if not split:
        return (0.0, 0)
    width, count = max(split.items(), key=lambda item: (item[1], item[0]))
    return (count / len(widths), width)


def _records(text: str, delimiter: str, file: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        records = list(reader)
    except csv.Error as error:
        raise ReadError("R116", at=Place(file), line=reader.line_num, detail=str(error)) from error
    if max(map(len, records), default=0) > LAST_COLUMN + 1:
        raise ReadError("R116", at=Place(file), line=1, detail="too many fields in a record")
    return records


def typed(records: Sequence[Sequence[str]]) -> npt.NDArray[np.object_]:
    """Return the fields as an object array: canonical numbers become numbers, everything else stays text.

    A number is canonical without leading zeros, thousands separators, sign ``+`` or exponent, and with at most 15
    digits before the point. In a column where one run of digits is padded with zeros, all whole numbers are codes
    and stay text.

    >>> typed([["01", "10", "1,000", "2.50"], ["13", "-3", "1e5", ""]]).tolist()
    [['01', 10, '1,000', 2.5], ['13', -3, '1e5', None]]
    """
    width = max((len(record) for record in records), default=0)
    codes = {c for record in records for c, field in enumerate(record) if field[:1] == "0" and _PADDED.fullmatch(field)}
    values = np.empty((len(records), width), dtype=object)
    share: dict[str, str] = {}
    for row, record in enumerate(records):
        for column, field in enumerate(record):
            text = tidy_text(field)
            if text is not None:
                number = _number(text, column in codes)
                values[row, column] = share.setdefault(text, text) if number is None else number
    return values


def _number(text: str, is_code: bool) -> int | float | None:
    if _NUMBER.fullmatch(text) is None or (text.startswith("-0") and not text.strip("-0.")):
        return None
    if "." in text:
        return float(text)
    return None if is_code and _DIGITS.fullmatch(text) else int(text)
