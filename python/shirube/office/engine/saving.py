"""openpyxl writes formulas without their values; a copy that is read again needs both."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from openpyxl.utils.datetime import to_excel

if TYPE_CHECKING:
    from .books import Book

__all__ = ["with_values"]

_FORMULA_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"([^>]*)>(<f[^>]*>.*?</f>|<f[^>]*/>)<v\s*/>(?:</v>)?</c>', re.DOTALL)
_EMPTY = re.compile(rb"<v></v>")


def with_values(path: Path, book: Book) -> None:
    """Put the known values of formulas into a workbook that openpyxl just wrote."""
    sheets = [s for s in book.workbook.worksheets if any(c.data_type == "f" for row in s.iter_rows() for c in row)]
    if not sheets:
        return
    order = book.workbook.worksheets
    parts = {f"xl/worksheets/sheet{order.index(sheet) + 1}.xml": sheet for sheet in sheets}
    temporary = path.with_name(f"{path.name}.values")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename in parts:
                data = _filled(data, parts[item.filename], book)
            new.writestr(item, data)
    temporary.replace(path)


def _filled(xml: bytes, sheet: Any, book: Book) -> bytes:
    def put(match: re.Match[bytes]) -> bytes:
        letters, row, attributes, formula = match.groups()
        value = book.value_of(sheet[f"{letters.decode()}{row.decode()}"])
        kind, text = _stored(value)
        if text is None:
            return match[0]
        attributes = re.sub(rb' t="\w+"', b"", attributes) + kind
        return b'<c r="%s%s"%s>%s<v>%s</v></c>' % (letters, row, attributes, formula, text)

    return _FORMULA_CELL.sub(put, _EMPTY.sub(b"<v/>", xml))


def _stored(value: Any) -> tuple[bytes, bytes | None]:
    """Return the type attribute of a cell and its value as the file holds it; ``None`` for no value."""
    if value is None:
        return b"", None
    if isinstance(value, bool):
        return b' t="b"', b"1" if value else b"0"
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return b"", str(to_excel(value)).encode()
    if isinstance(value, int | float):
        return b"", repr(value).encode()
    kind = b' t="e"' if str(value).startswith("#") else b' t="str"'
    return kind, escape(str(value)).encode()
