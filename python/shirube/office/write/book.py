"""The workbook being written: formats, names, where each table lies, and what has to be said about the file."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format as XFormat
from xlsxwriter.worksheet import Worksheet

from ...errors import Place, WriteError
from ...result import Link, Table
from ..style import BASE_POINTS, FONT
from .names import sheet_name, suffixed
from .values import cut_text

__all__ = ["EPOCH", "MOST_LINKS", "Beside", "Book", "Placed", "close", "in_formula"]

EPOCH = dt.datetime(2000, 1, 1)
MOST_LINKS = 65_530  # hyperlinks on one sheet (Excel specifications and limits)
_URL_SPECIAL = re.compile(r"""[%#"<>\[\]`^{} ]""")
DEFAULT_COLUMN_PIXELS, DEFAULT_ROW_PIXELS = 72, 24  # BIZ UDPゴシック 11 pt: digits are 8 px wide


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a table lies: sheet, 0-based label row, first body row, first column."""

    sheet: str
    table: Table
    header_row: int
    first_row: int
    first_column: int = 0


@dataclass(frozen=True, slots=True)
class Beside:
    """The workbook that the new sheets will join: names it has already, and what tells the new sheets from them."""

    sheets: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    suffix: str = ""


@dataclass
class Book:
    """One workbook.

    `scratch` holds temporary files, `folder` is where the workbook goes, `link_base` is the folder links are
    relative to. A big book is put together on disk, a small one in memory. `beside` is the book its sheets will
    join, if they do.
    """

    path: Path
    big: bool = False
    scratch: Path | None = None
    folder: Path | None = None
    link_base: Path | None = None
    beside: Beside | None = None
    placed: dict[str, Placed] = field(default_factory=dict)
    table_names: list[str] = field(default_factory=list)
    table_of: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    _formats: dict[frozenset[tuple[str, Any]], XFormat] = field(default_factory=dict)
    _links: dict[str, int] = field(default_factory=dict)
    _renamed: dict[str, str] = field(default_factory=dict)
    _cut: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.beside is not None:
            self.table_names += self.beside.tables
        self.workbook = xlsxwriter.Workbook(
            str(self.path),
            {
                "in_memory": not self.big,
                "tmpdir": str(self.scratch) if self.scratch else None,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": FONT, "font_size": BASE_POINTS, "font_scheme": None},
                "default_column_width": DEFAULT_COLUMN_PIXELS,
                "default_row_height": DEFAULT_ROW_PIXELS,
            },
        )

    def add_sheet(self, wanted: str, *, streamed: bool = False) -> Worksheet:
        """Add a sheet; a streamed one must be written row by row and is not kept in memory."""
        beside = self.beside or Beside()
        name = sheet_name(suffixed(wanted, beside.suffix), [*self.workbook.sheetnames, *beside.sheets])
        self._renamed.setdefault(wanted, name)
        self.workbook.constant_memory = streamed
        sheet = self.workbook.add_worksheet(name)
        self.workbook.constant_memory = False
        return sheet

    def sheet_called(self, wanted: str) -> str:
        """The name that a sheet got."""
        return self._renamed.get(wanted, wanted)

    def format(self, *styles: dict[str, Any], **more: Any) -> XFormat:
        """Return the cell format of the styles put together, later ones over earlier ones."""
        properties: dict[str, Any] = {"valign": "vcenter"}
        for style in (*styles, more):
            properties.update(style)
        key = frozenset(properties.items())
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(properties)
        return self._formats[key]

    def release(self) -> None:
        """Close the temporary files of streamed sheets, so that they can be removed whatever happened."""
        for sheet in self.workbook.worksheets():
            if sheet.row_data_fh is not None:
                sheet.row_data_fh.close()

    def text(self, sheet: Worksheet, row: int, column: int, text: str, cell_format: XFormat | None = None) -> None:
        """Write text as text, whatever it begins with."""
        short = cut_text(text)
        if len(short) < len(text):
            self.count_cut(sheet.name)
        sheet.write_string(row, column, short, cell_format)

    def link(self, sheet: Worksheet, row: int, column: int, link: Link, cell_format: XFormat) -> None:
        """Write a link, or its text alone once the sheet holds as many links as Excel allows."""
        url = self.url_for(sheet.name, link)
        if url:
            sheet.write_url(row, column, url, cell_format, string=cut_text(link.text))
        else:
            self.text(sheet, row, column, link.text)

    def url_for(self, sheet: str, link: Link) -> str:
        """Return the address of a link and count it; empty when it leads nowhere or the sheet has all it may have."""
        url = self._url(link)
        if not url:
            return ""
        count = self._links[sheet] = self._links.get(sheet, 0) + 1
        return url if count <= MOST_LINKS else ""

    def count_cut(self, sheet: str) -> None:
        """Remember that a text of this sheet did not fit into its cell."""
        self._cut[sheet] = self._cut.get(sheet, 0) + 1

    def _url(self, link: Link) -> str:
        sheet = self._renamed.get(link.sheet, link.sheet) if not link.file else link.sheet
        inside = "'{}'!{}".format(sheet.replace("'", "''"), link.cell or "A1") if sheet else ""
        if not link.file:
            return f"internal:{inside}" if inside else ""
        file = _URL_SPECIAL.sub(lambda found: f"%{ord(found[0]):02X}", self._relative(link.file))
        return f"external:{file}" + (f"#{inside}" if inside else "")

    def _relative(self, file: str) -> str:
        if self.link_base is None or self.folder is None:
            return file
        return posixpath.relpath((self.link_base / file).resolve().as_posix(), self.folder.resolve().as_posix())

    def file_remarks(self) -> Iterator[str]:
        """What the reader must know about this file beyond the results."""
        yield from self.remarks
        for name, count in self._links.items():
            if count > MOST_LINKS:
                yield f"「{name}」のリンクは Excel の上限（{MOST_LINKS:,}件）までです。残りは文字だけにしました。"
        for name, count in self._cut.items():
            yield f"「{name}」で、1つのセルに入らない長い文字を{count:,}件、途中までにしました。"


def in_formula(text: str) -> str:
    """Return a text that chart titles and names take as text: a leading ``=`` would make it a reference."""
    return f" {text}" if text.startswith("=") else text


def close(book: Book, path: Path) -> None:
    """Put the file together; `path` is the name told when the disk refuses (SB-W102, SB-W106)."""
    try:
        book.workbook.close()
    except FileCreateError as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, PermissionError):
            raise WriteError("W102", at=Place(path.name)) from error
        raise WriteError("W106", at=Place(path.name), reason=str(getattr(cause, "strerror", cause))) from error
