"""What openpyxl writes is put right: formulas come with their values, elements in the order of the schema."""

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

__all__ = ["put_right"]

_FORMULA_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"([^>]*)>(<f[^>]*>.*?</f>|<f[^>]*/>)<v\s*/>(?:</v>)?</c>', re.DOTALL)
_EMPTY = re.compile(rb"<v></v>")
_FONT, _CHILD = re.compile(rb"<font>(.*?)</font>", re.DOTALL), re.compile(rb"(<(\w+)[^>]*/>)")
_FONT_ORDER = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "family",
    "charset", "scheme",
)  # fmt: skip
_ERROR_BARS = re.compile(rb"(<minus>.*?</minus>)(<plus>.*?</plus>)", re.DOTALL)


def put_right(path: Path, book: Book) -> None:
    """Give formulas their known values, and elements the order Office's schema has, in a file openpyxl just wrote."""
    order = book.workbook.worksheets
    formulas = [s for s in order if any(cell.data_type == "f" for cell in s._cells.values())]
    parts = {f"xl/worksheets/sheet{order.index(sheet) + 1}.xml": sheet for sheet in formulas}
    temporary = path.with_name(f"{path.name}.right")
    try:
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as new:
            for item in old.infolist():
                data = old.read(item)
                if item.filename in parts:
                    data = _filled(data, parts[item.filename], book)
                elif item.filename == "xl/styles.xml":
                    data = _FONT.sub(_ordered, data)
                elif item.filename.startswith("xl/charts/"):
                    data = _ERROR_BARS.sub(rb"\2\1", data)
                new.writestr(item, data)
        temporary.replace(path)
    finally:  # nothing of the book may stay behind, whatever stopped us
        temporary.unlink(missing_ok=True)


def _ordered(match: re.Match[bytes]) -> bytes:
    children = sorted(_CHILD.findall(match[1]), key=lambda child: _FONT_ORDER.index(child[1].decode()))
    return b"<font>%s</font>" % b"".join(whole for whole, _ in children)


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
