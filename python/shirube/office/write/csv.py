"""CSV that Excel opens without mojibake: UTF-8 with BOM (or CP932), CRLF, RFC 4180 quoting, names on row 1."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

from ...check.opendata import require_cp932
from ...result import Cell, Link, Table
from .data import header
from .names import header_names
from .save import new_file
from .values import CellKind, typed

__all__ = ["write_csv"]


def write_csv(table: Table, path: Path, *, encoding: str = "utf-8-sig", replace: bool = False) -> Path:
    r"""Write a table as CSV. Numbers keep full precision and carry no separators.

    Parameters
    ----------
    table
        The table.
    path
        Where the file goes.
    encoding
        ``utf-8-sig``, or ``cp932`` where the receiver asks for シフト JIS.
    replace
        Allow an existing file to be replaced.

    Raises
    ------
    CheckError
        SB-K601: characters that CP932 cannot hold, with their cells. Nothing is written.
    WriteError
        SB-W101: the file exists and `replace` is false. SB-W102, SB-W103, SB-W106: it cannot be written.

    >>> import tempfile
    >>> from shirube.result import Column, Format
    >>> table = Table("t", "人口", (Column("a", "地区"), Column("n", "人口", Format.COUNT)), (("東", 1234),))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_csv(table, Path(folder) / "人口.csv").read_bytes().decode("utf-8-sig")
    '地区,人口\r\n東,1234\r\n'
    """
    rows = [
        header_names(header(column) for column in table.columns),
        *([_field(v, c) for v, c in zip(row, table.columns, strict=True)] for row in table.rows),
    ]
    if encoding == "cp932":
        require_cp932(rows)
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    with new_file(Path(path), replace=replace) as temporary:
        temporary.write_bytes(text.getvalue().encode(encoding))
    return Path(path)


def _field(value: Any, column: Any) -> Any:
    if isinstance(value, Cell):
        value = value.shown or value.value
    if isinstance(value, Link):
        value = value.text
    kind, plain = typed(value, column.format)
    if kind is CellKind.BLANK:
        return ""
    if kind is CellKind.BOOL:
        return "TRUE" if plain else "FALSE"
    if isinstance(plain, dt.datetime):
        return plain.isoformat(sep=" ", timespec="seconds")
    if isinstance(plain, float) and plain.is_integer() and abs(plain) < 10**15:
        return int(plain)
    return plain
