"""The private Python of a bundle: the embeddable zip given by path, the wheels unpacked, the DLLs beside pythonw.exe.

Unpacked here, so that the PC of a clerk needs neither pip nor rights. What a wheel calls its data or scripts and we do
not need (start programs, installers, xlwings' paid part) stays out.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from shirube.errors import Place, WriteError

from ..xlwings_module import VERSION
from .lock import PYTHON, sha256

__all__ = ["BESIDE", "SITE", "search_path", "unpack_python", "unpack_wheels"]

TAG = "python" + PYTHON.replace(".", "")
SITE = "Lib/site-packages"
NEEDED = ("python.exe", "pythonw.exe", f"{TAG}.dll", f"{TAG}.zip", f"{TAG}._pth")
#: xlwings' two DLLs (Excel of 64 and 32 bits loads one of them from here) and those pywin32 would install system-wide.
BESIDE = (
    f"xlwings64-{VERSION}.dll",
    f"xlwings32-{VERSION}.dll",
    "pywintypes311.dll",
    "pythoncom311.dll",
)
#: Read with `site`, which runs the .pth file of pywin32; relative to the folder of python.exe.
_PATH_LINES = (f"{TAG}.zip", ".", SITE.replace("/", "\\"), "..\\app", "import site")
_DROPPED = re.compile(
    r"xlwings/pro/|xlwings/.*\.xls[xm]$|xlwings/.*\.xlam$|[^/]+\.data/scripts/|pythonwin/|Pythonwin\.exe|isapi/|"
    r"win32/pythonservice\.exe|(.*/)?tests?/|PyWin32\.chm"
)


def unpack_python(archive: Path, expected: str, folder: Path) -> str:
    """Unpack the embeddable Python and make it read our folders.

    Parameters
    ----------
    archive
        ``python-3.11.x-embed-amd64.zip`` as python.org gives it.
    expected
        Its SHA-256 as python.org publishes it.
    folder
        Where `python.exe` is to be.

    Returns
    -------
    str
        The version in the file's name, empty when there is none.

    Raises
    ------
    WriteError
        SB-W604: no such file. SB-W602: another hash. SB-W605: not an embeddable Python 3.11. SB-W606: a member would
        land outside the folder.
    """
    if not archive.is_file():
        raise WriteError("W604", at=Place(archive.name))
    found = sha256(archive)
    if found != expected.strip().lower():
        raise WriteError("W602", at=Place(archive.name), expected=expected, found=found)
    if not zipfile.is_zipfile(archive):
        raise WriteError("W605", at=Place(archive.name), missing="ZIP の形式")
    with zipfile.ZipFile(archive) as opened:
        lacking = [name for name in NEEDED if name not in opened.namelist()]
        if lacking:
            raise WriteError("W605", at=Place(archive.name), missing="、".join(lacking))
        for name in opened.namelist():
            _write(opened, name, folder, name)
    (folder / f"{TAG}._pth").write_text(search_path(), encoding="ascii", newline="")
    version = re.search(r"\d+\.\d+\.\d+", archive.name)
    return version.group() if version else ""


def search_path() -> str:
    r"""Return the text of ``python311._pth``.

    >>> search_path().splitlines()[-2:]
    ['..\\app', 'import site']
    """
    return "\r\n".join(_PATH_LINES) + "\r\n"


def unpack_wheels(paths: Iterable[Path], python: Path) -> None:
    """Unpack wheels into the folder of `python.exe`; the DLLs in `BESIDE` go next to it.

    Raises
    ------
    WriteError
        SB-W606: a member would land outside the folder. SB-W607: a DLL that must lie beside pythonw.exe is in none.
    """
    for path in paths:
        with zipfile.ZipFile(path) as opened:
            for name in opened.namelist():
                target = _target(name)
                if target:
                    _write(opened, name, python, target)
    lacking = [name for name in BESIDE if not (python / name).is_file()]
    if lacking:
        raise WriteError("W607", names="、".join(lacking))


def _target(name: str) -> str:
    """Where a member of a wheel goes, from the folder of `python.exe`; empty for one that stays out."""
    file = PurePosixPath(name).name
    if file in BESIDE:
        return file
    if _DROPPED.match(name) or name.endswith("/"):
        return ""
    data = re.match(r"[^/]+\.data/(\w+)/(.+)", name)
    if data is None:
        return f"{SITE}/{name}"
    kind, rest = data.groups()
    return f"{SITE}/{rest}" if kind in ("purelib", "platlib") else rest


def _write(opened: zipfile.ZipFile, name: str, folder: Path, target: str) -> None:
    out = (folder / target).resolve()
    if not out.is_relative_to(folder.resolve()):
        raise WriteError("W606", at=Place(Path(opened.filename or "").name), member=name)
    if name.endswith("/"):
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(opened.read(name))
