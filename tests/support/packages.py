"""Office files as their parts: comparable wherever the compression library differs."""

import zipfile
from pathlib import Path


def parts(path: Path) -> dict[str, bytes]:
    """Return name and content of every part; any other file is one part."""
    if not zipfile.is_zipfile(path):
        return {"": path.read_bytes()}
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}
