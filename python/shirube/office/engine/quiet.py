"""Parts of a file that openpyxl leaves out are no news here: the file itself is never written again."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl

from shirube.errors import Place, ReadError

__all__ = ["load", "quiet"]

#: What openpyxl meets damage and document types with.
_FAULTS = (
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
)


@contextmanager
def quiet() -> Iterator[None]:
    """Read or write without the warnings of openpyxl."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"openpyxl\.")
        yield


def load(path: Path, **how: Any) -> openpyxl.Workbook:
    """Read a workbook.

    Raises
    ------
    ReadError
        SB-R106: it is broken.
    """
    content = io.BytesIO(path.read_bytes())  # openpyxl would leave a broken file open
    try:
        with quiet():
            return openpyxl.load_workbook(content, **how)
    except _FAULTS as error:
        raise ReadError("R106", at=Place(path.name), detail=repr(error)) from error
