"""Puts the stamp of a form on a copy of the blank: only its list of names changes, not one cell or look."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from ...errors import FormError, Place
from ..read.guard import Content, inspect
from .save import new_file

__all__ = ["write_stamped"]

_MAIN = "xl/workbook.xml"
#: What stands after the list of names in a workbook part (ECMA-376 Part 1, 18.2.27), whichever comes first.
_AFTER = re.compile(
    r"<(?:\w+:)?(?:calcPr|oleSize|customWorkbookViews|pivotCaches|smartTagPr|smartTagTypes|webPublishing|"
    r"fileRecoveryPr|webPublishObjects|extLst)\b|</(?:\w+:)?workbook>"
)


def write_stamped(source: Path, names: Mapping[str, str], path: Path, *, replace: bool = False) -> Path:
    """Write a copy of a blank form with defined names added.

    Parameters
    ----------
    source
        The blank, an .xlsx or .xlsm.
    names
        Defined names and what they refer to; names of the same spelling are replaced.

    Raises
    ------
    FormError
        SB-F407: not an .xlsx package.
    WriteError
        See `new_file`.
    """
    if inspect(source).content is not Content.XLSX:
        raise FormError("F407", at=Place(source.name))
    with new_file(path, replace=replace) as temporary, zipfile.ZipFile(source) as old:
        if _MAIN not in old.namelist():
            raise FormError("F407", at=Place(source.name))
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                data = old.read(entry)
                new.writestr(
                    entry, _with_names(data.decode("utf-8"), names).encode() if entry.filename == _MAIN else data
                )
    return path


def _with_names(text: str, names: Mapping[str, str]) -> str:
    prefix = match[1] or "" if (match := re.search(r"<(\w+:)?workbook\b", text)) else ""
    for name in names:
        text = re.sub(
            rf'<{prefix}definedName\b[^>]*\bname="{name}"[^>]*>.*?</{prefix}definedName>', "", text, flags=re.DOTALL
        )
    made = "".join(
        f'<{prefix}definedName name="{name}">{html.escape(refers, quote=False)}</{prefix}definedName>'
        for name, refers in names.items()
    )
    opening, closing = f"<{prefix}definedNames>", f"</{prefix}definedNames>"
    text = text.replace(f"<{prefix}definedNames/>", "")
    if closing in text:
        return text.replace(closing, made + closing, 1)
    if after := _AFTER.search(text):
        return text[: after.start()] + opening + made + closing + text[after.start() :]
    return text
