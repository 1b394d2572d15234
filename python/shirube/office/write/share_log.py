"""The office-side log of what was handed out: one line per file, beside the original, never inside what goes out."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from pathlib import Path

from ...check.share import Prepared
from ...errors import Place, WriteError
from .save import new_file

__all__ = ["add_to_log", "log_path"]

_HEAD = ("日時", "元のファイル", "出したファイル", "出したファイルの SHA-256", "確かめること", "理由")


def log_path(source: Path) -> Path:
    """Return where the log of a file is kept."""
    return source.with_name(f"{source.stem}_外に出した記録.csv")


def add_to_log(source: Path, made: Path, prepared: Prepared, reason: str, now: dt.datetime) -> Path:
    """Add one line to the log. Places and kinds only: no value of the file is repeated.

    Raises
    ------
    WriteError
        SB-W102, SB-W106: the log cannot be written (open in Excel, for example).
    """
    path = log_path(source)
    digest = hashlib.sha256(made.read_bytes()).hexdigest()
    found = "／".join(f"{stop.label} {stop.where} {stop.count}件" for stop in prepared.stops) or "なし"
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    if not path.exists():
        writer.writerow(_HEAD)
    writer.writerow([now.isoformat(" ", "seconds"), source.name, made.name, digest, found, reason])
    try:
        before = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    except (PermissionError, UnicodeDecodeError) as error:
        raise WriteError("W102", at=Place(path.name)) from error
    with new_file(path, replace=True) as temporary:
        temporary.write_bytes((before + text.getvalue()).encode("utf-8-sig"))
    return path
