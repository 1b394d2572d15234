r"""VBA projects (MS-OVBA) from source text alone: no compiled cache, Excel compiles when it opens the file.

Source is pure ASCII, which reads the same in every Windows code page; Japanese text lives in XML and sheets.
Numbers in brackets are sections of Microsoft's open specification [MS-OVBA].

>>> project = Project("Demo", (document("ThisWorkbook", Kind.WORKBOOK), Module("modA", Kind.STANDARD, "'a\n")))
>>> project.build() == project.build()
True
"""

from __future__ import annotations

import hashlib
import re
import struct
import uuid
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from shirube.errors import Place, WriteError

from . import cfb
from .compression import compress

__all__ = ["Kind", "Module", "Project", "document", "load"]

CODE_PAGE = 932  # Japanese Windows
NO_CACHE = bytes.fromhex("CC61FFFF000000")  # _VBA_PROJECT without a performance cache [2.3.4.1]
LONGEST_LINE = 1023
_REFUSED_NAMES = """
circle pset scale print seek input get put open tab spc debug me array lbound date stop dir
_vba_project project projectwm vba
"""
#: Names the Visual Basic Editor does not take for a module.
REFUSED = frozenset(_REFUSED_NAMES.split())
#: Libraries beyond VBA and Excel themselves, as every project Excel makes lists them.
REFERENCES = (
    ("stdole", r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation"),
    (
        "Office",
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared"
        r"\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
    ),
)


class Kind(Enum):
    """What a module is; the value is its ``VB_Base`` (none for a standard module)."""

    STANDARD = ""
    CLASS = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"
    WORKBOOK = "0{00020819-0000-0000-C000-000000000046}"
    SHEET = "0{00020820-0000-0000-C000-000000000046}"


@dataclass(frozen=True)
class Module:
    """One module: its name, what it is, and its code without the ``Attribute VB_…`` header (line ends LF)."""

    name: str
    kind: Kind
    code: str = ""

    def __post_init__(self) -> None:
        at = Place(self.name)
        if self.name.casefold() in REFUSED or not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,30}", self.name):
            raise WriteError("W203", at=at, name=self.name)
        for number, line in enumerate(self.code.split("\n"), 1):
            if not line.isascii():
                bad = next(c for c in line if not c.isascii())
                raise WriteError("W202", at=at, line=number, char=bad, point=f"{ord(bad):04X}")
            if len(line) > LONGEST_LINE:
                raise WriteError("W204", at=at, line=number, count=len(line))

    @property
    def text(self) -> str:
        """The whole module as its stream holds it: header, code, CRLF, one line end last."""
        lines = [f'Attribute VB_Name = "{self.name}"']
        if self.kind is not Kind.STANDARD:
            shown = self.kind is not Kind.CLASS
            lines.append(f'Attribute VB_Base = "{self.kind.value}"')
            lines += [
                "Attribute VB_GlobalNameSpace = False",
                "Attribute VB_Creatable = False",
                f"Attribute VB_PredeclaredId = {shown}",
                f"Attribute VB_Exposed = {shown}",
                "Attribute VB_TemplateDerived = False",
                f"Attribute VB_Customizable = {shown}",
            ]
        code = self.code.rstrip("\n")
        return "\r\n".join(lines + (code.split("\n") if code else [])) + "\r\n"


def document(name: str, kind: Kind) -> Module:
    """Return the empty module of a workbook or sheet."""
    return Module(name, kind)


def load(path: Path) -> Module:
    """Read a module as the Visual Basic Editor exports it (``.bas``, ``.cls``); its header is taken off.

    Raises
    ------
    WriteError
        SB-W202 not ASCII, SB-W203 the name differs from the file's or cannot name a module, SB-W204 line too long.
    """
    text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    text = re.sub(r"\AVERSION [\d.]+ CLASS\nBEGIN\n(?:.*\n)*?END\n", "", text)
    header, code = split_header(text)
    named = re.search(r'^Attribute VB_Name = "(.*)"$', header, re.MULTILINE)
    if named is None or named.group(1) != path.stem:
        raise WriteError("W203", at=Place(path.name), name=named.group(1) if named else "")
    kind = Kind.STANDARD if path.suffix == ".bas" else Kind.WORKBOOK if path.stem == "ThisWorkbook" else Kind.CLASS
    return Module(path.stem, kind, code)


def split_header(text: str) -> tuple[str, str]:
    """Return the leading ``Attribute VB_…`` lines and the rest."""
    found = re.match(r"(?:Attribute VB_.*\n)*", text)
    end = found.end() if found else 0
    return text[:end], text[end:]


@dataclass(frozen=True)
class Project:
    """A VBA project: its name and its modules, ThisWorkbook and sheets first."""

    name: str
    modules: tuple[Module, ...]

    def __post_init__(self) -> None:
        names = [m.name.casefold() for m in self.modules]
        twice = next((m.name for m in self.modules if names.count(m.name.casefold()) > 1), None)
        if twice is not None:
            raise WriteError("W205", name=twice)
        if "thisworkbook" not in names:
            raise WriteError("W203", name="ThisWorkbook")

    @property
    def guid(self) -> str:
        """Identity of the project, from its name: the same at every build."""
        return "{" + str(uuid.UUID(bytes=self._digest()[:16], version=4)).upper() + "}"

    def build(self) -> bytes:
        """Return the bytes of ``vbaProject.bin``."""
        streams: dict[str, bytes] = {"_VBA_PROJECT": NO_CACHE, "dir": compress(self.dir_stream())}
        streams |= {m.name: compress(m.text.encode("ascii")) for m in self.modules}
        return cfb.write({"VBA": streams, "PROJECT": self.project_stream(), "PROJECTwm": self.name_map()})

    def dir_stream(self) -> bytes:
        """Information, references and modules [2.3.4.2], not yet compressed."""
        out = _record(0x01, _u32(3)) + _record(0x4A, _u32(6))  # 64-bit Windows; version of the format Excel 16 writes
        out += _record(0x02, _u32(0x409)) + _record(0x14, _u32(0x409))  # Japanese Excel writes 0x409 too
        out += _record(0x03, _u16(CODE_PAGE)) + _record(0x04, self.name.encode("ascii"))
        out += _record(0x05) + _record(0x40) + _record(0x06) + _record(0x3D)
        out += _record(0x07, _u32(0)) + _record(0x08, _u32(0))
        stamp = struct.unpack("<I", self._digest()[16:20])[0] & 0x7FFFFFFF
        out += struct.pack("<HIIH", 0x09, 4, stamp, 1)  # the size says 4 though 6 bytes follow [2.3.4.2.1.11]
        out += _record(0x0C) + _record(0x3C)
        for name, library in REFERENCES:
            raw = library.encode("ascii")
            out += _record(0x16, name.encode("ascii")) + _record(0x3E, name.encode("utf-16-le"))
            out += _record(0x0D, _u32(len(raw)) + raw + bytes(6))
        out += _record(0x0F, _u16(len(self.modules))) + _record(0x13, _u16(0xFFFF))
        return out + b"".join(_module_records(m) for m in self.modules) + _record(0x10)

    def project_stream(self) -> bytes:
        """Declarations, protection state (none) and window state [2.3.1]."""
        lines = [f'ID="{self.guid}"']
        for module in self.modules:
            if module.kind is Kind.STANDARD:
                lines.append(f"Module={module.name}")
            elif module.kind is Kind.CLASS:
                lines.append(f"Class={module.name}")
            else:
                lines.append(f"Document={module.name}/&H00000000")
        lines += [f'Name="{self.name}"', 'HelpContextID="0"', 'VersionCompatible32="393222000"']
        seeds = hashlib.sha256(self.guid.encode("ascii")).digest()
        for i, (key, value) in enumerate((("CMG", bytes(4)), ("DPB", bytes(1)), ("GC", b"\xff"))):
            lines.append(f'{key}="{_encrypt(value, self.guid, seeds[i])}"')
        lines += ["", "[Host Extender Info]", "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"]
        lines += ["", "[Workspace]", *(f"{m.name}=0, 0, 0, 0, C" for m in self.modules)]
        return ("\r\n".join(lines) + "\r\n").encode("ascii")

    def name_map(self) -> bytes:
        """Module names in the code page and in Unicode [2.3.3]."""
        pairs = (m.name.encode("ascii") + b"\0" + m.name.encode("utf-16-le") + b"\0\0" for m in self.modules)
        return b"".join(pairs) + b"\0\0"

    def _digest(self) -> bytes:
        return hashlib.sha256(f"shirube:{self.name}".encode("ascii")).digest()


def _u16(value: int) -> bytes:
    return struct.pack("<H", value)


def _u32(value: int) -> bytes:
    return struct.pack("<I", value)


def _record(number: int, data: bytes = b"") -> bytes:
    return struct.pack("<HI", number, len(data)) + data


def _module_records(module: Module) -> bytes:
    ansi, wide = module.name.encode("ascii"), module.name.encode("utf-16-le")
    out = _record(0x19, ansi) + _record(0x47, wide) + _record(0x1A, ansi) + _record(0x32, wide)
    out += _record(0x1C) + _record(0x48)
    out += _record(0x31, _u32(0))  # the source starts at once: no cache before it
    out += _record(0x1E, _u32(0)) + _record(0x2C, _u16(0xFFFF))
    out += _record(0x21 if module.kind is Kind.STANDARD else 0x22)
    if module.kind is Kind.CLASS:
        out += _record(0x28)  # private to the project
    return out + _record(0x2B)


def _encrypt(data: bytes, guid: str, seed: int) -> str:
    """Encode a protection value [2.4.3.2] with a given seed, so that builds repeat."""
    key = sum(guid.encode("ascii")) & 0xFF
    out = [seed, seed ^ 2, seed ^ key]
    plain, first, second = key, out[2], out[1]
    for byte in b"\x07" * ((seed & 6) // 2) + struct.pack("<I", len(data)) + data:
        coded = byte ^ ((second + plain) & 0xFF)
        out.append(coded)
        second, first, plain = first, coded, byte
    return "".join(f"{b:02X}" for b in out)
