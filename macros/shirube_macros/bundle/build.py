"""Put a bundle together: everything a PC without a network and a user without rights needs, in one folder.

``manifest.json`` says what it was made of; the same inputs give the same files.
"""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path

from shirube import __version__
from shirube.errors import Place, WriteError

from ..build import RESIDENT, SETTINGS, build_addin
from ..xlwings_module import VERSION as XLWINGS
from .listing import SUMS, executables, sbom, sums
from .lock import Wheel, missing, read_lock, verified
from .runtime import unpack_python, unpack_wheels

__all__ = ["PACKAGES", "Bundle", "Request", "build_bundle"]

PACKAGES = ("shirube", "shirube_cli", "shirube_udfs", "shirube_macros", "shirube_workbooks")
SCRIPTS = Path(str(resources.files("shirube_macros.bundle"))) / "scripts"
#: Scripts that run from where the add-in is placed; the others from the folder that was handed out.
INSIDE = frozenset({"start-server.cmd", "doctor.cmd", "repair.cmd", "register.cmd", "unregister.cmd"})
_BUILD_ONLY = shutil.ignore_patterns("__pycache__", "*.pyc", "py.typed", "*.cmd")


@dataclass(frozen=True)
class Request:
    """What to put together.

    Attributes
    ----------
    python, sha256
        The Windows embeddable Python 3.11 (64 bits) and its SHA-256 as published.
    wheels
        Folder with every wheel of the lock.
    out
        Folder to make; must not exist or be empty.
    extras
        Further files by their path in the bundle, e.g. ``templates/01_課題と仮説.xlsx``.
    resident
        The add-in connects to a server started at log-on and starts no process itself.
    signed
        The add-in of an earlier bundle after it was signed; a fresh, unsigned one is built when None.
    lock
        The pinned wheels; those of the committed lock file when None.
    """

    python: Path
    sha256: str
    wheels: Path
    out: Path
    extras: Mapping[str, Path] = field(default_factory=dict)
    resident: bool = False
    signed: Path | None = None
    lock: tuple[Wheel, ...] | None = None


@dataclass(frozen=True)
class Bundle:
    """What was made: the folder, how many files, how many of them a policy may stop, bytes."""

    folder: Path
    files: int
    executables: int
    size: int


def build_bundle(request: Request) -> Bundle:
    """Make the folder, under another name until it is whole.

    Raises
    ------
    WriteError
        SB-W601 … SB-W607: an input is missing or not the pinned one. SB-W608: `out` holds something already.
        SB-W609: the lock lacks a wheel another one needs. SB-W614: `signed` carries no signature.
    """
    wheels = read_lock() if request.lock is None else request.lock
    lacking = missing(wheels)
    if lacking:
        raise WriteError("W609", names="、".join(lacking))
    paths = verified(request.wheels, wheels)
    folder = request.out
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WriteError("W608", at=Place(folder.name))
    half = folder.with_name(folder.name + ".part")
    shutil.rmtree(half, ignore_errors=True)
    try:
        made = _fill(request, half, wheels, paths)
        if folder.exists():
            folder.rmdir()
        half.rename(folder)
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return replace(made, folder=folder)


def _fill(request: Request, folder: Path, wheels: tuple[Wheel, ...], paths: list[Path]) -> Bundle:
    payload = folder / "payload"
    payload.mkdir(parents=True)
    version = unpack_python(request.python, request.sha256, payload / "python")
    unpack_wheels(paths, payload / "python")
    _put_application(payload)
    _put_addin(request, payload / "shirube.xlam")
    for name, source in request.extras.items():
        _copy(source, payload / name)
    _write_records(request, folder, wheels, version)
    for script in sorted(SCRIPTS.glob("*.cmd")):
        inside = payload if script.name in INSIDE else folder
        inside.joinpath(script.name).write_bytes(_windows(script.read_text(encoding="ascii")))
    return _finish(folder, payload)


def _put_addin(request: Request, target: Path) -> None:
    if request.signed is None:
        build_addin(target, RESIDENT if request.resident else SETTINGS)
        return
    if not _carries_signature(request.signed):
        raise WriteError("W614", at=Place(request.signed.name))
    _copy(request.signed, target)


def _carries_signature(addin: Path) -> bool:
    """Whether there is a signature of the VBA project; whether it is good, only Windows can tell."""
    if not addin.is_file() or not zipfile.is_zipfile(addin):
        return False
    with zipfile.ZipFile(addin) as parts:
        return any(re.fullmatch(r"xl/vbaProjectSignature\w*\.bin", name) for name in parts.namelist())


def _put_application(payload: Path) -> None:
    for package in PACKAGES:
        source = Path(str(resources.files(package)))
        shutil.copytree(source, payload / "app" / package, ignore=_BUILD_ONLY, dirs_exist_ok=True)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _write_records(request: Request, folder: Path, wheels: tuple[Wheel, ...], python: str) -> None:
    digest = request.sha256.strip().lower()
    manifest = {
        "product": "shirube",
        "version": __version__,
        "python": {"file": request.python.name, "version": python, "sha256": digest},
        "xlwings": XLWINGS,
        "resident": request.resident,
        "wheels": {wheel.file: wheel.sha256 for wheel in wheels},
    }
    _json(folder / "payload" / "manifest.json", manifest)
    _json(folder / "sbom.cdx.json", sbom(wheels, python, digest))


def _finish(folder: Path, payload: Path) -> Bundle:
    inner = sums(payload)
    (payload / SUMS).write_text(_lines(inner), encoding="utf-8", newline="")
    table = executables({**{f"payload/{k}": v for k, v in inner.items()}, **_outer(folder)})
    (folder / "executables.csv").write_text(table, encoding="utf-8-sig", newline="")
    everything = sums(folder)
    (folder / SUMS).write_text(_lines(everything), encoding="utf-8", newline="")
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return Bundle(folder, len(everything) + 1, len(table.splitlines()) - 1, size)


def _outer(folder: Path) -> dict[str, str]:
    return {name: value for name, value in sums(folder).items() if "/" not in name}


def _lines(hashes: Mapping[str, str]) -> str:
    return "".join(f"{value}  {name}\n" for name, value in hashes.items())


def _json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="")


def _windows(text: str) -> bytes:
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode("ascii")
