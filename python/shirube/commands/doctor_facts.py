"""Collect what `doctor` judges: from the folder of the add-in, this Python and, on Windows, the registry.

Everything that can be seen is looked at in isolation: what fails stays unknown.
"""

from __future__ import annotations

import ast
import ctypes
import hashlib
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from .doctor import Facts

__all__ = ["collect", "count_formulas", "declared_badly", "gen_py_damage", "gen_py_folder", "remove_gen_py"]

Values = Callable[[str, str], Mapping[str, Any]]

EXCEL = r"Software\Microsoft\Office\16.0\Excel"
POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
ASR = r"Software\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
ASR_CHILDREN = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"  # block all Office applications from creating child processes
SERVER = r"CLSID\{506e67c3-55b5-48c3-a035-eed5deea7d6d}\LocalServer32"
APP_PATH = r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
BITNESS = r"Software\Microsoft\Office\ClickToRun\Configuration"
PARTS = ("numpy", "pandas", "scipy.stats", "openpyxl", "xlsxwriter", "python_calamine", "docx", "yaml", "rapidfuzz")
WINDOWS_PARTS = ("pywintypes", "win32api", "pythoncom", "win32com.client", "xlwings")
_MOST_BYTES = 50_000_000
_HINTS = ("Optional", "Union", "Literal")


def collect(folder: Path, *, book: Path | None = None, values: Values | None = None) -> Facts:
    """Return what is known of this PC.

    Parameters
    ----------
    folder
        Where the add-in lies, with ``python`` and ``app`` below.
    book
        A workbook whose formulas are counted.
    values
        Reads a key of the registry: ``values("HKCU", key)`` gives its values by name. Windows' own when None.
    """
    read = values or _registry
    began = time.perf_counter()
    failed = tuple(_failed_imports())
    seconds = time.perf_counter() - began
    python = folder / "python"
    manifest = _manifest(folder)
    declared = declared_badly(folder / "app")
    excel = str(read("HKLM", APP_PATH).get("", ""))
    return Facts(
        excel_path=excel,
        excel_bits=_excel_bits(read),
        asr_blocks_children=_flag(read("HKLM", ASR).get(ASR_CHILDREN)),
        resident=manifest.get("resident"),
        server_processes=_servers(python / "pythonw.exe"),
        manifest_version=str(manifest.get("version", "")),
        xlwings_version=_version("xlwings"),
        dlls=tuple(sorted(p.name for p in python.glob("xlwings*.dll"))) if python.is_dir() else None,
        loaded_addins=_loaded(read("HKCU", rf"{EXCEL}\Options")),
        folder=str(folder),
        sync_folders=tuple(text for name, text in os.environ.items() if name.upper().startswith("ONEDRIVE") and text),
        formulas=count_formulas(book) if book else None,
        gen_py_damaged=gen_py_damage(gen_py_folder()),
        async_functions=declared["async_functions"],
        hinted_functions=declared["hinted_functions"],
        failed_imports=failed,
        python_path=sys.executable,
        python_bits=64 if sys.maxsize > 2**32 else 32,
        python_version=".".join(map(str, sys.version_info[:3])),
        code_page=_code_page(),
        start_seconds=seconds,
        marked=_marked(folder),
        changed_files=_changed(folder),
        registered_server=str(read("HKCR", SERVER).get("", "")),
        macro_policy=_number(read("HKCU", POLICY).get("vbawarnings")),
    )


def count_formulas(book: Path) -> int:
    """Count the formulas of a workbook that call our functions; sheets above 50 MB are left out."""
    count = 0
    with zipfile.ZipFile(book) as parts:
        for part in parts.infolist():
            if part.filename.startswith("xl/worksheets/") and part.file_size <= _MOST_BYTES:
                text = parts.read(part)
                count += sum(b"SB_" in formula.split(b"</f>")[0] for formula in text.split(b"<f")[1:])
    return count


def declared_badly(app: Path) -> dict[str, tuple[str, ...]]:
    """Return the functions for Excel below a folder that use async_mode or expand, and those with unfit type hints."""
    found: dict[str, list[str]] = {"async_functions": [], "hinted_functions": []}
    for path in sorted(app.rglob("*.py")) if app.is_dir() else ():
        text = path.read_text(encoding="utf-8", errors="replace")
        if "xlwings" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and _offered(node):
                where = f"{path.name} の {node.name}"
                if any(word in ast.unparse(d) for d in node.decorator_list for word in ("async_mode", "expand=")):
                    found["async_functions"].append(where)
                if any(_unfit(a.annotation) for a in (*node.args.posonlyargs, *node.args.args)):
                    found["hinted_functions"].append(where)
    return {key: tuple(names) for key, names in found.items()}


def _offered(node: ast.FunctionDef) -> bool:
    names = [ast.unparse(d).split("(")[0] for d in node.decorator_list]
    return any(name in ("xw.func", "func", "xlwings.func") for name in names)


def _unfit(annotation: ast.expr | None) -> bool:
    if annotation is None:
        return False
    text = ast.unparse(annotation)
    return isinstance(annotation, ast.BinOp) or any(text.split(".")[-1].startswith(f"{word}[") for word in _HINTS)


def gen_py_folder() -> Path:
    """Return where pywin32 keeps what it learnt of Office."""
    return Path(tempfile.gettempdir()) / "gen_py"


def gen_py_damage(folder: Path) -> tuple[str, ...]:
    """Return the files that cannot be right: empty ones, and Python files that cannot be read as such."""
    bad = []
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.name == "dicts.dat" and path.stat().st_size == 0:
            bad.append(path.name)
        elif path.suffix == ".py":
            try:
                ast.parse(path.read_bytes())
            except (SyntaxError, ValueError):
                bad.append(path.name)
    return tuple(bad)


def remove_gen_py() -> bool:
    """Delete what pywin32 learnt of Office, which it learns again; whether there was something."""
    folder = gen_py_folder()
    there = folder.is_dir()
    shutil.rmtree(folder, ignore_errors=True)
    return there and not folder.exists()


def _failed_imports() -> Iterable[str]:
    for name in PARTS + (WINDOWS_PARTS if sys.platform == "win32" else ()):
        try:
            importlib.import_module(name)
        except Exception as error:  # noqa: BLE001 - whatever a broken part raises is the finding
            yield f"{name}: {type(error).__name__}"


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _changed(folder: Path) -> tuple[str, ...]:
    """Files that differ from SHA256SUMS.txt beside them."""
    listing = folder / "SHA256SUMS.txt"
    if not listing.is_file():
        return ()
    bad = []
    for line in listing.read_text(encoding="utf-8").splitlines():
        value, name = line.split("  ", 1)
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != value:
            bad.append(name)
    return tuple(bad)


def _marked(folder: Path) -> tuple[str, ...]:
    """Files with the stream Windows adds to what came from outside."""
    if sys.platform != "win32":
        return ()
    names = ("shirube.xlam", r"python\pythonw.exe", r"python\python.exe")
    return tuple(name for name in names if os.path.exists(f"{folder}\\{name}:Zone.Identifier"))


def _loaded(options: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(options[name]) for name in sorted(options) if name.upper().startswith("OPEN"))


def _excel_bits(read: Values) -> int | None:
    platform = str(read("HKLM", BITNESS).get("Platform", ""))
    return {"x64": 64, "x86": 32}.get(platform)


def _flag(value: Any) -> bool | None:
    return None if value is None else str(value) == "1"


def _number(value: Any) -> int | None:
    return int(value) if str(value).isdecimal() else None


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _code_page() -> int | None:
    windll = getattr(ctypes, "windll", None)
    return int(windll.kernel32.GetACP()) if windll else None


def _servers(program: Path) -> int | None:
    """How many processes of that name run; unknown elsewhere than on Windows."""
    if sys.platform != "win32":
        return None
    query = ["tasklist", "/fi", f"imagename eq {program.name}", "/fo", "csv", "/nh"]
    done = subprocess.run(query, capture_output=True, text=True, check=False)  # noqa: S603 - a fixed command
    return done.stdout.lower().count(f'"{program.name}"') if done.returncode == 0 else None


def _registry(hive: str, key: str) -> Mapping[str, Any]:
    """Return the values of a key by name; empty when it is not there, or this is not Windows."""
    try:
        import winreg as registry
    except ImportError:
        return {}
    roots = {"HKCU": "HKEY_CURRENT_USER", "HKLM": "HKEY_LOCAL_MACHINE", "HKCR": "HKEY_CLASSES_ROOT"}
    module: Any = registry
    try:
        with module.OpenKey(getattr(module, roots[hive]), key) as opened:
            count = module.QueryInfoKey(opened)[1]
            return {name: value for name, value, _ in (module.EnumValue(opened, i) for i in range(count))}
    except OSError:
        return {}
