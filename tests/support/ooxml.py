"""Microsoft's Open XML validator for tests: many files, one Node process (`support.node`)."""

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from support.node import checks
from support.tools import tool


def validate(paths: Sequence[Path], *, office: str = "Microsoft365") -> dict[Path, list[str]]:
    """Return the errors of each file, one sentence each; fails when the validator is not installed."""
    found = checks().workbooks(list(paths), office)
    sentence = tool("validate").sentence
    return {path: [sentence(error) for error in errors] for path, errors in found.items()}


def part(path: Path, name: str) -> str:
    """Return one XML part of an Office file as text."""
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode("utf-8")


LARGE_PART = 120_000  # bytes of XML; a larger sheet is one loop writing alike rows


def thinned(path: Path, out: Path, *, keep: int = 60) -> Path:
    """Copy an Office file without the rows after the first `keep` of large sheets; small files stay themselves."""
    with zipfile.ZipFile(path) as package:
        sheets = [info for info in package.infolist() if info.filename.startswith("xl/worksheets/sheet")]
        large = {info.filename for info in sheets if info.file_size > LARGE_PART}
        if not large:
            return path
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
            for info in package.infolist():
                data = package.read(info)
                copy.writestr(info, _first_rows(data, keep) if info.filename in large else data)
    return out


def _first_rows(xml: bytes, keep: int) -> bytes:
    cut = xml.find(f'<row r="{keep + 1}"'.encode())
    return xml if cut < 0 else xml[:cut] + xml[xml.index(b"</sheetData>") :]


def with_part(path: Path, name: str, change: Callable[[str], str], out: Path) -> Path:
    """Copy an Office file with one part changed."""
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for info in package.infolist():
            data = package.read(info)
            copy.writestr(info, change(data.decode("utf-8")).encode("utf-8") if info.filename == name else data)
    return out
