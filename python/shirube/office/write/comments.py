"""Writes texts into single cells of a copy of a workbook; everything else stays as it is, byte for byte."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from ...errors import AcademyError, Place
from ...grid import parse_a1
from ..read.guard import Content, inspect
from ..read.package import open_package
from .save import new_file

__all__ = ["write_comments"]

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write_comments(
    source: Path, texts: Mapping[str, Mapping[str, str]], path: Path, *, replace: bool = False
) -> tuple[str, ...]:
    """Write a copy of a workbook with texts in some cells.

    Parameters
    ----------
    source
        The workbook, an .xlsx or .xlsm; it is not changed.
    texts
        Texts by sheet and cell.

    Returns
    -------
    tuple of str
        ``sheet!cell`` of the texts that could not be written, because the sheet or the row is not in the file.

    Raises
    ------
    AcademyError
        SB-A103: not an .xlsx package.
    WriteError
        See `new_file`.
    """
    if inspect(source).content is not Content.XLSX:
        raise AcademyError("A103", at=Place(source.name))
    left: list[str] = []
    with new_file(path, replace=replace) as temporary, zipfile.ZipFile(source) as old:
        part = {entry.name: entry.part for entry in open_package(old).sheets}
        left += [f"{sheet}!{cell}" for sheet, cells in texts.items() if sheet not in part for cell in cells]
        wanted = {part[sheet]: (sheet, cells) for sheet, cells in texts.items() if sheet in part}
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                data = old.read(entry)
                if entry.filename in wanted:
                    sheet, cells = wanted[entry.filename]
                    text, missed = _with_texts(data.decode("utf-8"), cells)
                    left += [f"{sheet}!{cell}" for cell in missed]
                    data = text.encode()
                new.writestr(entry, data)
    return tuple(left)


def _with_texts(xml: str, cells: Mapping[str, str]) -> tuple[str, list[str]]:
    prefix = match[1] or "" if (match := re.search(r"<(\w+:)?worksheet\b", xml)) else ""
    missed = []
    for cell, text in cells.items():
        changed = _with_text(xml, prefix, cell, text)
        if changed is None:
            missed.append(cell)
        else:
            xml = changed
    return xml, missed


def _with_text(xml: str, prefix: str, cell: str, text: str) -> str | None:
    """Put a text into one cell: in place of what it holds, else in its place within the row."""
    found = re.search(rf'<{prefix}c\b(?=[^>]*\br="{cell}")([^>]*?)(?:/>|>.*?</{prefix}c>)', xml, re.DOTALL)
    look = re.search(r'\bs="\d+"', found[1]) if found else None
    shown = html.escape(_ILLEGAL.sub("", text), quote=False)
    made = (
        f'<{prefix}c r="{cell}"{" " + look[0] if look else ""} t="inlineStr"><{prefix}is>'
        f'<{prefix}t xml:space="preserve">{shown}</{prefix}t></{prefix}is></{prefix}c>'
    )
    if found:
        return xml[: found.start()] + made + xml[found.end() :]
    at = parse_a1(cell)
    row = re.search(rf'<{prefix}row\b(?=[^>]*\br="{at.top + 1}")[^>]*[^/]>(.*?)</{prefix}row>', xml, re.DOTALL)
    if row is None:
        return None
    after = row.end(1)
    for other in re.finditer(rf'<{prefix}c\b[^>]*?\br="([A-Z]+\d+)"', row[1]):
        if parse_a1(other[1]).left > at.left:
            after = row.start(1) + other.start()
            break
    return xml[:after] + made + xml[after:]
