"""The parts of an Office Open XML package that lead to a worksheet: workbook, relations, theme.

Names are compared without their namespace, so strict and transitional files read alike.
"""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass
from typing import NamedTuple

from .scan import parser

__all__ = ["Package", "SheetEntry", "elements", "open_package"]


class SheetEntry(NamedTuple):
    """A sheet of the workbook: name, part inside the package, kind of its relation, whether it is shown."""

    name: str
    part: str
    relation: str
    visible: bool


@dataclass(frozen=True)
class Package:
    """Where things are in a workbook package (empty name: not there)."""

    sheets: tuple[SheetEntry, ...]
    styles: str
    theme: str
    shared_strings: str
    epoch_1904: bool


def elements(data: bytes) -> list[tuple[str, dict[str, str]]]:
    """Return every element of a small XML part, in document order, as (local name, attributes by local name)."""
    found: list[tuple[str, dict[str, str]]] = []
    made = parser()
    made.StartElementHandler = lambda name, attributes: found.append(
        (_local(name), {_local(key): value for key, value in attributes.items()})
    )
    made.Parse(data, True)
    return found


def open_package(archive: zipfile.ZipFile) -> Package:
    """Find the sheets, the style sheet and the theme.

    Raises
    ------
    KeyError
        A part that the package names is missing.
    """
    main = _main_part(archive)
    folder, file = posixpath.split(main)
    relations = _relations(archive, f"{folder}/_rels/{file}.rels", folder)
    parts = dict(relations.values())
    sheets, epoch_1904 = [], False
    for name, attributes in elements(archive.read(main)):
        if name == "workbookPr":
            epoch_1904 = attributes.get("date1904", "0") in ("1", "true")
        elif name == "sheet":
            kind, part = relations.get(attributes.get("id", ""), ("", ""))
            visible = attributes.get("state", "visible") == "visible"
            sheets.append(SheetEntry(attributes["name"], part, kind, visible))
    styles, theme, strings = (parts.get(kind, "") for kind in ("styles", "theme", "sharedStrings"))
    return Package(tuple(sheets), styles, theme, strings, epoch_1904)


def _main_part(archive: zipfile.ZipFile) -> str:
    for kind, part in _relations(archive, "_rels/.rels", "").values():
        if kind == "officeDocument":
            return part
    raise KeyError("officeDocument")


def _relations(archive: zipfile.ZipFile, part: str, folder: str) -> dict[str, tuple[str, str]]:
    found = {}
    for name, attributes in elements(archive.read(part)):
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"])).lstrip("/")
            found[attributes["Id"]] = (attributes["Type"].rsplit("/", 1)[-1], target)
    return found


def _local(name: str) -> str:
    return name.rsplit(":", 1)[-1]
