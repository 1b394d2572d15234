"""LibreOffice for tests: many files, one process."""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from support.tools import tool


def open_in_libreoffice(paths: Sequence[Path], out: Path) -> dict[Path, Path]:
    """Open files and print them to PDF into a folder; a file LibreOffice cannot open is missing from the answer."""
    found: dict[Path, Path] = tool("render").to_pdf(list(paths), out)
    return found


def page_texts(pdf: Path) -> list[str]:
    """Return the text of each page."""
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, encoding="utf-8")
    return done.stdout.split("\f")[:-1]


def squeeze(text: str) -> str:
    """Return a text without white space, for looking things up in printed pages."""
    return re.sub(r"\s+", "", text)
