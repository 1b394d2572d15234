"""The JSON file that describes a published data file: ``人口.csv`` → ``人口.meta.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .save import new_file

__all__ = ["sidecar_path", "write_sidecar"]


def sidecar_path(data: Path) -> Path:
    """Return where the description of a data file goes.

    >>> sidecar_path(Path("人口.csv")).name
    '人口.meta.json'
    """
    return data.with_name(f"{data.stem}.meta.json")


def write_sidecar(document: Mapping[str, Any], data: Path, *, replace: bool = False) -> Path:
    """Write the description of a data file beside it (UTF-8 without BOM, as JSON asks for).

    Raises
    ------
    WriteError
        SB-W101: the file exists and `replace` is false. SB-W102, SB-W103, SB-W106: it cannot be written.
    """
    path = sidecar_path(data)
    with new_file(path, replace=replace) as temporary:
        temporary.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    return path
