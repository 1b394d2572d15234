"""Office files as their parts: comparable wherever the compression library differs."""

import zipfile
from functools import cache
from pathlib import Path

import openpyxl


def parts(path: Path) -> dict[str, bytes]:
    """Return name and content of every part; any other file is one part."""
    if not zipfile.is_zipfile(path):
        return {"": path.read_bytes()}
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


@cache
def opened(path: Path) -> openpyxl.Workbook:
    """Return a committed workbook, read once in a run. For looking only."""
    return openpyxl.load_workbook(path)
