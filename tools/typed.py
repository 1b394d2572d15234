"""Type values into cells of a workbook as a clerk would, leaving charts, lists and formats as they are.

openpyxl would drop what it does not know of a chart, so the sheet's own XML is edited: each cell typed into must be
there already, with its format. Stored answers of formulas are removed; the program that opens the file computes them.
"""

import re
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.utils.datetime import to_excel

Typed = str | int | float | date | datetime
_STORED = re.compile(r"(</f>)<v>[^<]*</v>")


def type_into(book: Path, typed: Mapping[str, Mapping[str, Typed]], out: Path) -> Path:
    """Write `book` to `out` with values typed into cells, by sheet and address.

    Raises
    ------
    KeyError
        A sheet or a cell that the workbook does not have.
    """
    places = _places(book)
    wanted = {places[sheet]: cells for sheet, cells in typed.items()}
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            data = source.read(item)
            if item.filename.startswith("xl/worksheets/sheet"):
                data = _sheet(data.decode("utf-8"), wanted.get(item.filename, {})).encode("utf-8")
            target.writestr(item.filename, data)
    return out


def _places(book: Path) -> dict[str, str]:
    """Return the part of each sheet by its name."""
    opened = openpyxl.load_workbook(book, read_only=True)
    names = {str(sheet.title): sheet._worksheet_path for sheet in opened.worksheets}
    opened.close()
    return names


def _sheet(xml: str, cells: Mapping[str, Typed]) -> str:
    xml = _STORED.sub(r"\1", xml)
    for address, value in cells.items():
        xml, found = re.subn(
            rf'<c r="{address}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)',
            lambda cell, at=address, value=value: f'<c r="{at}"{cell[1] or ""}{_content(value)}',
            xml,
            count=1,
        )
        if not found:
            raise KeyError(address)
    return xml


def _content(value: Typed) -> str:
    if isinstance(value, str):
        return f' t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    number = to_excel(value) if isinstance(value, date) else value
    return f"><v>{number}</v></c>"
