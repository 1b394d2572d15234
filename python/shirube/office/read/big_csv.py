"""Prepares delimited text of any size for DuckDB, which reads UTF-8 and is told everything else.

DuckDB's own guessing is not used: the same rules hold here as for a CSV small enough for a sheet (see `csv`).
"""

from __future__ import annotations

import codecs
import csv
import errno
import re
import shutil
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from shirube.errors import Place, ReadError, TableError
from shirube.table import column_name

from .csv import encoding_of, find_delimiter

__all__ = ["Layout", "encoding_of_file", "lay_out", "refused_line"]

_CHUNK = 1024**2
_HEAD = 65_536
_UTF8 = ("utf-8", "utf-8-sig")
_LINE = re.compile(r"CSV Error on Line: (\d+)")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a UTF-8 text is written: `skip` lines before its first record, and `removed` lines that were not copied."""

    path: Path
    delimiter: str
    names: tuple[str, ...]
    skip: int = 0
    removed: int = 0


def lay_out(path: Path, header_row: int, folder: Path) -> Layout:
    """Find delimiter and column names; the records of a text in another character code are copied into `folder`.

    Raises
    ------
    ReadError
        SB-R121: no character code fits. SB-R116: an open quote in the header. SB-R124: no room for the copy.
        SB-R111: the file cannot be read to its end.
    TableError
        SB-T102: the text ends before the header. SB-T103: two columns share a name.
    """
    at = Place(path.name)
    encoding = encoding_of_file(path)
    if not encoding:
        raise ReadError("R121", at=at)
    try:
        with path.open(encoding=encoding, newline="") as text:
            delimiter = find_delimiter(text.read(_HEAD), prefer_tab=path.suffix.lower() in (".tsv", ".tab"))
            text.seek(0)
            header, lines = _header(text, delimiter, header_row, at)
            # DuckDB counts lines inside quotes in two ways, so it is not asked to skip such lines.
            if encoding in _UTF8 and lines == header_row + 1:
                return Layout(path, delimiter, _names(header, at), skip=lines)
            copy = folder / "utf8.csv"
            with copy.open("w", encoding="utf-8", newline="") as target:
                shutil.copyfileobj(text, target, _CHUNK)
    except UnicodeDecodeError as error:
        raise ReadError("R121", at=at) from error
    except OSError as error:
        raise ReadError("R124" if error.errno == errno.ENOSPC else "R111", at=at, detail=str(error)) from error
    return Layout(copy, delimiter, _names(header, at), removed=lines)


def encoding_of_file(path: Path) -> str:
    """Return the character code of the first lines that are not ASCII; empty when none fits."""
    with path.open("rb") as stream:
        if stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        stream.seek(0)
        while chunk := stream.read(_CHUNK):
            # To the end of the line, so that no character is cut in two.
            chunk += stream.readline(_CHUNK)
            if not chunk.isascii() or b"\x1b$" in chunk:
                return encoding_of(chunk)
    return "utf-8"


def refused_line(message: str) -> int | None:
    """Return the line DuckDB stumbled over, when it says so."""
    found = _LINE.search(message)
    return int(found.group(1)) if found else None


def _header(text: TextIO, delimiter: str, row: int, at: Place) -> tuple[list[str], int]:
    """The fields of the header, and the number of lines up to its end."""
    reader = csv.reader(text, delimiter=delimiter)
    try:
        header = next(islice(reader, row, None), None)
    except csv.Error as error:
        raise ReadError("R116", at=at, line=reader.line_num, detail=str(error)) from error
    if not header:
        raise TableError("T102", at=at)
    return header, reader.line_num


def _names(header: list[str], at: Place) -> tuple[str, ...]:
    names = tuple(column_name(field, i) for i, field in enumerate(header))
    seen: set[str] = set()
    for name in names:
        # DuckDB does not tell capital from small letters in names.
        if name.lower() in seen:
            raise TableError("T103", at=at, name=name)
        seen.add(name.lower())
    return names
