"""Files that are no answers, and contents that must be contained: damage, passwords, bombs, macros, outside links."""

from __future__ import annotations

import io
import random
import shutil
import zipfile
from pathlib import Path

from msoffcrypto.format.ooxml import OOXMLFile

from .drawn import Drawn, write_xlsx

PASSWORD = "mihon2024"  # noqa: S105 - of generated files


def other_form(path: Path, rng: random.Random) -> None:
    """A workbook that has nothing to do with the survey."""
    sheet = Drawn("Sheet1")
    for row, (label, value) in enumerate((("物品名", "数量"), ("コピー用紙", 10), ("封筒", 200), ("電池", 8)), 1):
        sheet.put(f"A{row}", label, "label")
        sheet.put(f"B{row}", value, "box")
    write_xlsx([sheet], path)


def torn(path: Path, rng: random.Random) -> None:
    """A download that stopped halfway."""
    other_form(path, rng)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def encrypted(path: Path, rng: random.Random) -> None:
    """A workbook under a password."""
    other_form(path, rng)
    encrypt(path, PASSWORD)


def encrypt(path: Path, password: str) -> None:
    """Put a workbook under a password."""
    plain, locked = io.BytesIO(path.read_bytes()), io.BytesIO()
    OOXMLFile(plain).encrypt(password, locked)
    path.write_bytes(locked.getvalue())


def not_a_workbook(path: Path, rng: random.Random) -> None:
    """A PDF under the name of a workbook."""
    path.write_bytes(b"%PDF-1.7\n%" + rng.randbytes(300))


def zip_bomb(path: Path, rng: random.Random) -> None:
    """A workbook of a megabyte that would unpack to 260."""
    other_form(path, rng)
    source = path.with_name(f"~{path.name}")
    shutil.move(path, source)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        with new.open("xl/media/image1.bin", "w", force_zip64=True) as stream:
            for _ in range(260):
                stream.write(bytes(1 << 20))
    source.unlink()


def with_macro(path: Path) -> None:
    """Add a macro project (its bytes are never looked at)."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(512))


def with_external_link(path: Path) -> None:
    """Add a link to another workbook on the network."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
        archive.writestr(
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" Type="x/externalLinkPath" Target="file://server/share/x.xlsx"'
            ' TargetMode="External"/></Relationships>',
        )
