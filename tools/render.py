"""Turn Office files into pictures as LibreOffice prints them: ``python tools/render.py OUT FILE…``.

One LibreOffice process converts all files to PDF (with its own profile, so a running one is not disturbed); each page
becomes ``OUT/name-1.png``.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Timer
from typing import Any, Self

SECONDS_PER_FILE, SECONDS_TO_START = 60, 120
SYSTEM_PYTHON = "/usr/bin/python3"  # the one that knows UNO
#: Stand-ins for the fonts of Windows, so that Latin and Japanese letters come from one family.
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<alias binding="same"><family>BIZ UDPゴシック</family><prefer><family>Noto Sans CJK JP</family></prefer></alias>
<alias binding="same"><family>BIZ UDゴシック</family><prefer><family>Noto Sans CJK JP</family></prefer></alias>
</fontconfig>"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--dpi", type=int, default=80)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for pdf in to_pdf(options.files, options.out).values():
        for page in to_png(pdf, dpi=options.dpi):
            print(page)
    return 0


def to_pdf(files: Sequence[Path], out: Path) -> dict[Path, Path]:
    """Convert files to PDF in one LibreOffice process; files it cannot open are missing from the answer."""
    wanted = {path: {"pdf": out / f"{path.stem}.pdf"} for path in files}
    if len({path.stem for path in files}) < len(files):
        raise ValueError("同じ名前のファイルがあります")
    with Soffice() as soffice:
        return {path: wanted[path]["pdf"] for path, error in soffice.convert(wanted).items() if not error}


class Soffice:
    """One LibreOffice process with a profile of its own; use it with ``with``.

    Raises
    ------
    FileNotFoundError
        LibreOffice or its Python bridge is not installed.
    """

    def __enter__(self) -> Self:
        if shutil.which("soffice") is None:
            raise FileNotFoundError("soffice がありません（libreoffice-calc と python3-uno を入れてください）")
        self._profile = tempfile.TemporaryDirectory(prefix="soffice-", ignore_cleanup_errors=True)
        fonts = Path(self._profile.name) / "fonts.conf"
        fonts.write_text(FONTS, encoding="utf-8")
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        self._process = subprocess.Popen(
            [SYSTEM_PYTHON, str(Path(__file__).with_name("soffice_uno.py")), self._profile.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**environment, "FONTCONFIG_FILE": str(fonts)},
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()
        self._profile.cleanup()

    def do(self, jobs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Do jobs (see ``soffice_uno.py``); one answer per job."""
        if not jobs:
            return []
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("no pipes")
        watch = Timer(SECONDS_TO_START + SECONDS_PER_FILE * len(jobs), self._process.kill)
        watch.start()
        try:
            self._process.stdin.write(json.dumps(list(jobs)) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        finally:
            watch.cancel()
        if not line:
            raise RuntimeError(f"LibreOffice が止まりました: {self._process.communicate()[1]}")
        answers: list[dict[str, Any]] = json.loads(line)
        return answers

    def convert(self, wanted: Mapping[Path, Mapping[str, Path]]) -> dict[Path, str]:
        """Open files and store them in other forms.

        Parameters
        ----------
        wanted
            For each file, the forms (``pdf``, ``xlsx``) and where each goes; no form: only open it.

        Returns
        -------
        dict
            For each file why it could not be opened or stored; empty text when all went well.
        """
        jobs = [
            {"path": str(path.resolve()), "as": {form: str(target.resolve()) for form, target in forms.items()}}
            for path, forms in wanted.items()
        ]
        return {path: answer["error"] for path, answer in zip(wanted, self.do(jobs), strict=True)}


def to_png(pdf: Path, *, dpi: int = 80) -> list[Path]:
    """Turn each page of a PDF into a PNG beside it, in page order."""
    subprocess.run(["pdftoppm", "-png", "-r", str(dpi), str(pdf), str(pdf.with_suffix(""))], check=True)
    return sorted(pdf.parent.glob(f"{pdf.stem}-*.png"))


if __name__ == "__main__":
    sys.exit(main())
