"""Stand-ins for what a bundle is made of: a Windows Python and wheels that hold nothing Windows could run."""

import hashlib
import zipfile
from pathlib import Path

from shirube_macros.bundle.lock import Wheel

PYTHON_FILES = ("python.exe", "pythonw.exe", "python311.dll", "python311.zip", "python311._pth", "_ctypes.pyd")


def archive(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as opened:
        for name, text in members.items():
            opened.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text)
    return path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def python_zip(folder: Path, leave_out: str = "", more: dict[str, str] | None = None) -> Path:
    members = {name: f"stand-in for {name}" for name in PYTHON_FILES if name != leave_out}
    return archive(folder / "python-3.11.9-embed-amd64.zip", members | (more or {}))


def wheel(folder: Path, name: str, members: dict[str, str], needs: tuple[str, ...] = ()) -> Wheel:
    about = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\nLicense: MIT\n"
    about += "".join(f"Requires-Dist: {need}\n" for need in needs)
    kind = "Wheel-Version: 1.0\nGenerator: stand-in\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    info = {f"{name}-1.0.dist-info/METADATA": about, f"{name}-1.0.dist-info/WHEEL": kind}
    path = archive(folder / f"{name}-1.0-py3-none-any.whl", members | info)
    return Wheel(name.replace("_", "-"), "1.0", path.name, digest(path), "MIT", needs)


def wheels(folder: Path) -> tuple[Wheel, ...]:
    """The shape of the real ones: DLLs among xlwings' data files, pywin32's outside its package, parts to leave out."""
    folder.mkdir(exist_ok=True)
    dlls = {f"xlwings-0.37.8.data/data/xlwings{bits}-0.37.8.dll": f"dll {bits}" for bits in (32, 64)}
    paid = {"xlwings/pro/__init__.py": "", "xlwings/quickstart.xlsm": "", "xlwings/__init__.py": "kept = True\n"}
    system = {f"pywin32_system32/{name}311.dll": name for name in ("pywintypes", "pythoncom")}
    system |= {"pywin32.pth": "win32\n", "win32/win32api.pyd": "", "pythonwin/Pythonwin.exe": "", "isapi/x.dll": ""}
    system |= {"pywin32-1.0.data/scripts/pywin32_postinstall.py": ""}
    return (
        wheel(folder, "pywin32", system),
        wheel(folder, "tzdata", {"tzdata/__init__.py": "", "tzdata/tests/test_it.py": ""}),
        wheel(folder, "xlwings", dlls | paid, ("pywin32",)),
    )
