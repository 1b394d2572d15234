"""The lock file of the wheels: which files go into a bundle, by SHA-256, and what each of them needs.

``python -m shirube_macros.bundle.lock FOLDER`` writes the lock anew from a folder of downloaded wheels.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes
from importlib import resources
from pathlib import Path

from shirube.errors import Place, WriteError

__all__ = ["LOCK", "Wheel", "download", "missing", "read_lock", "sha256", "verified", "write_lock"]

LOCK = Path(str(resources.files("shirube_macros.bundle"))) / "wheels.lock.toml"
#: The one Windows Python the wheels are for; 64 bits also under 32-bit Excel, which talks to it from outside.
PYTHON = "3.11"
PLATFORM = "win_amd64"
#: How the markers of the wheels' metadata read on that Python.
WINDOWS = {
    "os_name": "nt",
    "sys_platform": "win32",
    "platform_system": "Windows",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "implementation_name": "cpython",
    "python_version": PYTHON,
    "python_full_version": f"{PYTHON}.9",
    "extra": "",
}
#: Needed though no wheel of ours names it: what the library itself asks for is in pyproject.toml.
ROOTS = ("pywin32", "tzdata")
_HEAD = """# 同梱する wheel の一覧（Windows 64ビット・Python 3.11 用）。手で直さない。
# 作り直す: pip download --only-binary=:all: --platform win_amd64 --python-version 3.11 --implementation cp -d DIR …
#           python -m shirube_macros.bundle.lock DIR
"""


@dataclass(frozen=True)
class Wheel:
    """One pinned wheel: normalised name, version, file name, SHA-256, licence and the names it needs on Windows."""

    name: str
    version: str
    file: str
    sha256: str
    licence: str
    needs: tuple[str, ...]


def read_lock(path: Path = LOCK) -> tuple[Wheel, ...]:
    """Return the pinned wheels by name.

    >>> [wheel.version for wheel in read_lock() if wheel.name == "xlwings"]
    ['0.37.8']
    """
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["wheel"]
    return tuple(Wheel(**{**entry, "needs": tuple(entry["needs"])}) for entry in entries)


def missing(wheels: Iterable[Wheel], roots: Iterable[str] = ROOTS) -> tuple[str, ...]:
    """Return the names that `roots` or a wheel needs and no wheel gives."""
    given = list(wheels)
    wanted = {normal(name) for name in roots} | {name for wheel in given for name in wheel.needs}
    return tuple(sorted(wanted - {wheel.name for wheel in given}))


def verified(folder: Path, wheels: Iterable[Wheel]) -> list[Path]:
    """Return the path of every wheel after comparing its SHA-256.

    Raises
    ------
    WriteError
        SB-W601: a file is not there. SB-W602: its content is not the pinned one.
    """
    paths = []
    for wheel in wheels:
        path = folder / wheel.file
        if not path.is_file():
            raise WriteError("W601", file=wheel.file, folder=str(folder))
        found = sha256(path)
        if found != wheel.sha256:
            raise WriteError("W602", at=Place(wheel.file), expected=wheel.sha256, found=found)
        paths.append(path)
    return paths


def download(folder: Path, wheels: Iterable[Wheel]) -> None:
    """Fetch exactly the pinned wheels with pip, which checks the hashes as well.

    Raises
    ------
    WriteError
        SB-W603: pip ended with an error.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{wheel.name}=={wheel.version} --hash=sha256:{wheel.sha256}" for wheel in wheels]
    wanted = folder / "requirements.txt"
    wanted.write_text("\n".join(lines) + "\n", encoding="ascii")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    command += ["--only-binary=:all:", "--platform", PLATFORM, "--python-version", PYTHON, "--implementation", "cp"]
    command += ["--dest", str(folder), "--requirement", str(wanted)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own list
    if done.returncode:
        raise WriteError("W603", reason=(done.stderr.strip().splitlines() or ["?"])[-1])


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def normal(name: str) -> str:
    """Normalise the name of a distribution.

    >>> normal("Et_XmlFile")
    'et-xmlfile'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def describe(path: Path) -> Wheel:
    """Read name, version, licence and needs from the metadata of a wheel."""
    from packaging.requirements import Requirement

    with zipfile.ZipFile(path) as archive:
        inside = next(n for n in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", n))
        metadata = message_from_bytes(archive.read(inside))
    asked = [Requirement(text) for text in metadata.get_all("Requires-Dist", [])]
    needs = {normal(item.name) for item in asked if item.marker is None or item.marker.evaluate(dict(WINDOWS))}
    return Wheel(
        normal(str(metadata["Name"])),
        str(metadata["Version"]),
        path.name,
        sha256(path),
        _licence(metadata.get("License-Expression"), metadata.get_all("Classifier", []), metadata.get("License")),
        tuple(sorted(needs)),
    )


def _licence(expression: str | None, classifiers: list[str], free: str | None) -> str:
    if expression:
        return str(expression)
    named = [str(text).rsplit(" :: ", 1)[-1] for text in classifiers if str(text).startswith("License :: ")]
    first = str(free or "").strip().splitlines()[:1]
    return "、".join(named) or (first[0] if first else "不明")


def write_lock(folder: Path, path: Path = LOCK) -> tuple[Wheel, ...]:
    """Pin every wheel of a folder."""
    wheels = tuple(sorted((describe(p) for p in folder.glob("*.whl")), key=lambda wheel: wheel.name))
    blocks = []
    for wheel in wheels:
        needs = ", ".join(f'"{name}"' for name in wheel.needs)
        fields = [f'{key} = "{getattr(wheel, key)}"' for key in ("name", "version", "file", "sha256", "licence")]
        blocks.append("\n".join(["[[wheel]]", *fields, f"needs = [{needs}]"]))
    path.write_text(_HEAD + "\n" + "\n\n".join(blocks) + "\n", encoding="utf-8")
    return wheels


if __name__ == "__main__":
    sys.stdout.write(f"{len(write_lock(Path(sys.argv[1])))}\n")
