"""The package (OPC) around a VBA project: workbook, sheets, ribbon. Same input, same bytes, on every machine.

Parts are stored, not deflated: deflated bytes depend on the zlib build.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from shirube.grid import a1

__all__ = ["Sheet", "build_package"]

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument"

CONTENT_TYPES = {
    "xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    "xl/styles.xml": f"{OFFICE}.spreadsheetml.styles+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": f"{OFFICE}.extended-properties+xml",
}
SHEET_TYPE = f"{OFFICE}.spreadsheetml.worksheet+xml"
DEFAULT_TYPES = {
    "bin": "application/vnd.ms-office.vbaProject",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
}
VBA_RELATION = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
RIBBON_RELATION = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"  # for customUI14 only

STYLES = (
    f'{DECLARATION}<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="游ゴシック"/>'
    '<family val="3"/><charset val="128"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/>'
    '</fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/>'
    '<top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" '
    'borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" '
    'xfId="0"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
APP = (
    f'{DECLARATION}<Properties xmlns="{RELATIONS.replace("relationships", "extended-properties")}">'
    "<Application>Microsoft Excel</Application><AppVersion>16.0300</AppVersion></Properties>"
)


@dataclass(frozen=True)
class Sheet:
    """One sheet of texts: tab name, the name of its VBA document module, rows of cell texts."""

    name: str
    code_name: str
    rows: Sequence[Sequence[str]] = ()


def build_package(sheets: Sequence[Sheet], vba: bytes, ribbon: bytes, *, title: str, description: str) -> bytes:
    """Return the bytes of an ``.xlam``."""
    parts: dict[str, bytes] = {
        "xl/workbook.xml": _workbook(sheets).encode("utf-8"),
        "xl/styles.xml": STYLES.encode("utf-8"),
        "xl/vbaProject.bin": vba,
        "customUI/customUI14.xml": ribbon,
        "docProps/core.xml": _core(title, description).encode("utf-8"),
        "docProps/app.xml": APP.encode("utf-8"),
    }
    parts |= {f"xl/worksheets/sheet{i}.xml": _sheet(s).encode("utf-8") for i, s in enumerate(sheets, 1)}
    book_links = [(f"{RELATIONS}/worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)]
    book_links += [(f"{RELATIONS}/styles", "styles.xml"), (VBA_RELATION, "vbaProject.bin")]
    root_links = [
        (f"{RELATIONS}/officeDocument", "xl/workbook.xml"),
        (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        (f"{RELATIONS}/extended-properties", "docProps/app.xml"),
        (RIBBON_RELATION, "customUI/customUI14.xml"),
    ]
    first = {
        "[Content_Types].xml": _content_types(parts).encode("utf-8"),
        "_rels/.rels": _relationships(root_links).encode("utf-8"),
        "xl/_rels/workbook.xml.rels": _relationships(book_links).encode("utf-8"),
    }
    return _zip(first | dict(sorted(parts.items())))


def _zip(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 0
            archive.writestr(info, data)
    return buffer.getvalue()


def _content_types(parts: Mapping[str, bytes]) -> str:
    defaults = "".join(f'<Default Extension="{e}" ContentType="{t}"/>' for e, t in DEFAULT_TYPES.items())
    types = CONTENT_TYPES | {name: SHEET_TYPE for name in parts if name.startswith("xl/worksheets/")}
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{t}"/>' for name, t in sorted(types.items()))
    return f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">{defaults}{overrides}</Types>'


def _relationships(links: Sequence[tuple[str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="rId{i}" Type="{kind}" Target="{target}"/>' for i, (kind, target) in enumerate(links, 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{items}</Relationships>'


def _workbook(sheets: Sequence[Sheet]) -> str:
    tabs = "".join(f'<sheet name={quoteattr(s.name)} sheetId="{i}" r:id="rId{i}"/>' for i, s in enumerate(sheets, 1))
    return (
        f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><workbookPr codeName="ThisWorkbook"/>'
        '<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="25800" windowHeight="14510"/></bookViews>'
        f"<sheets>{tabs}</sheets></workbook>"
    )


def _sheet(sheet: Sheet) -> str:
    rows = []
    for r, row in enumerate(sheet.rows):
        cells = "".join(
            f'<c r="{a1(r, c)}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
            for c, text in enumerate(row)
            if text
        )
        rows.append(f'<row r="{r + 1}">{cells}</row>')
    return (
        f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetPr codeName="{sheet.code_name}"/><sheetViews><sheetView '
        'workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="18.75"/>'
        f"<sheetData>{''.join(rows)}</sheetData></worksheet>"
    )


def _core(title: str, description: str) -> str:
    values: dict[str, Any] = {"dc:title": title, "dc:creator": "Shirube", "dc:description": description}
    body = "".join(f"<{key}>{escape(value)}</{key}>" for key, value in values.items())
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{body}</cp:coreProperties>'
    )
