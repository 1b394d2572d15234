"""The key file of 仮ID: TOML with 所管, 期限 and 鍵, kept by the office and never in a workbook."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import tomllib
from pathlib import Path

from shirube.check.personal import Salt
from shirube.errors import CheckError, Place, ReadError

__all__ = ["make_salt_file", "read_salt"]

_BYTES = 32


def read_salt(path: Path) -> Salt:
    """Read a key file.

    Raises
    ------
    ReadError
        SB-R101: no such file.
    CheckError
        SB-K653: not a key file, or without an owner, a last day, or enough digits.
    """
    if not path.is_file():
        raise ReadError("R101", at=Place(path.name))
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        owner, expires, secret = document["所管"], document["期限"], bytes.fromhex(document["鍵"])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        raise CheckError("K653", at=Place(path.name)) from error
    if not isinstance(expires, dt.date) or not isinstance(owner, str):
        raise CheckError("K653", at=Place(path.name))
    return Salt(secret, owner, expires)


def make_salt_file(path: Path, owner: str, expires: dt.date) -> Path:
    """Make a new key file that only its owner may read; one that exists is never replaced.

    Raises
    ------
    CheckError
        SB-K653: no owner. SB-K654: the file exists.
    """
    if not owner.strip():
        raise CheckError("K653", at=Place(path.name))
    text = (
        "# 仮ID（個人情報のまま）の鍵。この鍵があると元の番号を確かめられます。\n"
        "# 外に出さず、期限が来たら消してください。\n"
        f'"所管" = {_quoted(owner)}\n"期限" = {expires.isoformat()}\n"鍵" = "{secrets.token_hex(_BYTES)}"\n'
    )
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise CheckError("K654", at=Place(path.name)) from error
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
    return path


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + " ".join(escaped.split()) + '"'
