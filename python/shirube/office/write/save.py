"""A new file appears whole or not at all, and never in place of one the user has."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...errors import Place, WriteError

__all__ = ["new_file", "scratch_folder"]


@contextmanager
def new_file(path: Path, *, replace: bool = False) -> Iterator[Path]:
    """Give a temporary path in the same folder; on success it becomes `path`, on failure it is removed.

    Raises
    ------
    WriteError
        SB-W101: `path` exists and `replace` is false. SB-W102: no permission, or open in Excel.
        SB-W103: no such folder. SB-W106: the disk refused.
    """
    at = Place(path.name)
    if not path.parent.is_dir():
        raise WriteError("W103", at=at, folder=path.parent.name or ".")
    if path.exists() and not replace:
        raise WriteError("W101", at=at)
    temporary = path.with_name(f"~{secrets.token_hex(6)}{path.suffix}.tmp")
    try:
        yield temporary
        if path.exists() and not replace:
            raise WriteError("W101", at=at)
        os.replace(temporary, path)
    except PermissionError as error:
        raise WriteError("W102", at=at) from error
    except OSError as error:
        raise WriteError("W106", at=at, reason=error.strerror or type(error).__name__) from error
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give a folder for temporary files; nothing of the data stays behind, not even after a failure."""
    with tempfile.TemporaryDirectory(prefix="shirube-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)
