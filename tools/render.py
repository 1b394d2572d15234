"""Turn Office files into pictures as LibreOffice prints them: ``python tools/render.py OUT FILE…``.

One LibreOffice process converts all files to PDF (with its own profile, so a running one is not disturbed); each page
becomes ``OUT/name-1.png``.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

SECONDS_PER_FILE, SECONDS_TO_START = 60, 120
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
    """Convert files to PDF in one LibreOffice process; files it cannot open are missing from the answer.

    Raises
    ------
    FileNotFoundError
        LibreOffice is not installed.
    ValueError
        Two files would give the same PDF.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise FileNotFoundError("soffice がありません（LibreOffice Calc を入れてください）")
    if len({path.stem for path in files}) < len(files):
        raise ValueError("同じ名前のファイルがあります")
    if not files:
        return {}
    with tempfile.TemporaryDirectory(prefix="soffice-") as profile:
        fonts = Path(profile) / "fonts.conf"
        fonts.write_text(FONTS, encoding="utf-8")
        command = [
            program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore",
            "--convert-to", "pdf",
            "--outdir", str(out), *(str(path.resolve()) for path in files),
        ]  # fmt: skip
        subprocess.run(
            command,
            check=True,
            capture_output=True,
            timeout=SECONDS_TO_START + SECONDS_PER_FILE * len(files),
            env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
        )
    made = {path: out / f"{path.stem}.pdf" for path in files}
    return {path: pdf for path, pdf in made.items() if pdf.exists()}


def to_png(pdf: Path, *, dpi: int = 80) -> list[Path]:
    """Turn each page of a PDF into a PNG beside it, in page order."""
    subprocess.run(["pdftoppm", "-png", "-r", str(dpi), str(pdf), str(pdf.with_suffix(""))], check=True)
    return sorted(pdf.parent.glob(f"{pdf.stem}-*.png"))


if __name__ == "__main__":
    sys.exit(main())
