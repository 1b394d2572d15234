"""The parts of a workbook as a zip package: reading them, changing them as text, writing them back.

Parts are changed where something is added and left as they are everywhere else.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

__all__ = ["OFFICE", "SPREADSHEET", "Parts", "unescaped"]

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "[Content_Types].xml"
_RELATION = re.compile(r"<Relationship\s[^>]*?/?>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_NO_RELATIONS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_PACKAGE}"></Relationships>'
)
_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass
class Parts:
    """Names and contents, in the order of the file."""

    contents: dict[str, bytes]

    @classmethod
    def read(cls, data: bytes) -> Parts:
        """Read a package."""
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return cls({name: package.read(name) for name in package.namelist()})

    def text(self, name: str) -> str:
        """A part as text."""
        return self.contents[name].decode("utf-8")

    def put(self, name: str, text: str) -> None:
        """Write a part."""
        self.contents[name] = text.encode("utf-8")

    def relations(self, part: str) -> list[dict[str, str]]:
        """Id, Type and Target of a part's relations; targets as names of parts."""
        path = _relations_of(part)
        if path not in self.contents:
            return []
        found = [dict(_ATTRIBUTE.findall(tag)) for tag in _RELATION.findall(self.text(path))]
        for relation in found:
            if relation.get("TargetMode") != "External":
                relation["Target"] = _resolved(part, unescaped(relation["Target"]))
        return found

    def relate(self, part: str, kind: str, target: str) -> None:
        """Add a relation of a part."""
        path = _relations_of(part)
        text = self.text(path) if path in self.contents else _NO_RELATIONS
        taken = {relation["Id"] for relation in self.relations(part)}
        number = next(i for i in range(1, len(taken) + 2) if f"rId{i}" not in taken)
        tag = f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target={quoteattr(target)}/>'
        self.put(path, text.replace("</Relationships>", f"{tag}</Relationships>"))

    def declare(self, part: str, content_type: str) -> None:
        """Say of which type a part is."""
        tag = f'<Override PartName="/{part}" ContentType="{content_type}"/>'
        self.put(_TYPES, self.text(_TYPES).replace("</Types>", f"{tag}</Types>"))

    def write(self) -> bytes:
        """The package; the same parts give the same bytes."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in self.contents.items():
                info = zipfile.ZipInfo(name, _DAY)
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
                package.writestr(info, data)
        return buffer.getvalue()


def unescaped(text: str) -> str:
    """The text an XML attribute or element holds."""
    import html

    return html.unescape(text)


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(part: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
