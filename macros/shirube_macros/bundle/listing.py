"""What a bundle holds, said for machines: SHA-256 list, list of executables, CycloneDX bill of materials."""

from __future__ import annotations

import csv
import io
import re
import uuid
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from shirube import __version__

from .lock import Wheel, sha256

__all__ = ["EXECUTABLE", "SUMS", "executables", "sbom", "sums"]

SUMS = "SHA256SUMS.txt"
#: What AppLocker and WDAC judge: programs and libraries, and the scripts that start them.
EXECUTABLE = (".exe", ".dll", ".pyd", ".cmd")
#: A licence said with SPDX identifiers; other words are a name ("BSD License").
_SPDX = re.compile(r"[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*")
_NAMESPACE = uuid.UUID("6f0d8a52-2f1b-5a53-9d4e-3b0f6c1a7e10")


def sums(folder: Path, left_out: Iterable[str] = (SUMS,)) -> dict[str, str]:
    """Return the SHA-256 of every file by its path with slashes, in order."""
    out = set(left_out)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    names = ((path, path.relative_to(folder).as_posix()) for path in files)
    return {name: sha256(path) for path, name in names if name not in out}


def executables(hashes: dict[str, str]) -> str:
    """Return the CSV of everything a policy may stop, with its hash."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(["パス", "種類", "SHA-256"])
    chosen = [(name, value) for name, value in hashes.items() if name.lower().endswith(EXECUTABLE)]
    rows.writerows([name.replace("/", "\\"), name.rsplit(".", 1)[-1].lower(), value] for name, value in chosen)
    return text.getvalue()


def sbom(wheels: Sequence[Wheel], python: str, python_hash: str) -> dict[str, Any]:
    """Return a CycloneDX 1.6 document: Python, every wheel and what needs what.

    The serial number comes from the content, so that the same content gives the same document.
    """
    ours = f"pkg:pypi/shirube@{__version__}"
    runtime = f"pkg:generic/python@{python}" if python else "pkg:generic/python"
    seed = "".join([__version__, python_hash, *(wheel.sha256 for wheel in wheels)])
    components = [_python(runtime, python, python_hash), *map(_component, wheels)]
    refs = {wheel.name: _ref(wheel) for wheel in wheels}
    tree = [{"ref": ours, "dependsOn": [runtime, *refs.values()]}, {"ref": runtime, "dependsOn": []}]
    tree += [{"ref": _ref(w), "dependsOn": [refs[name] for name in w.needs if name in refs]} for w in wheels]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, seed)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": ours,
                "name": "shirube",
                "version": __version__,
                "purl": ours,
                "licenses": [{"license": {"id": "BSD-3-Clause"}}],
            }
        },
        "components": components,
        "dependencies": tree,
    }


def _python(ref: str, version: str, digest: str) -> dict[str, Any]:
    """An archive whose name does not tell the version is known by its hash alone."""
    said = {"version": version, "cpe": f"cpe:2.3:a:python:python:{version}:*:*:*:*:*:*:*"} if version else {}
    hashes = [{"alg": "SHA-256", "content": digest}]
    return {"type": "platform", "bom-ref": ref, "name": "python", "purl": ref, **said, "hashes": hashes}


def _component(wheel: Wheel) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": _ref(wheel),
        "name": wheel.name,
        "version": wheel.version,
        "purl": _ref(wheel),
        "hashes": [{"alg": "SHA-256", "content": wheel.sha256}],
        "licenses": [
            {"expression": wheel.licence} if _SPDX.fullmatch(wheel.licence) else {"license": {"name": wheel.licence}}
        ],
    }


def _ref(wheel: Wheel) -> str:
    return f"pkg:pypi/{wheel.name}@{wheel.version}"
