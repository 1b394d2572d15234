"""The look shared by every workbook, and a writer whose bytes depend on its content alone.

Colours are those of the デジタル庁デザインシステム with text contrast of 4.5:1 or more; fonts ship with Windows.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

__all__ = ["COLOURS", "CREATED", "FIGURE_FONT", "TEXT_FONT", "Book", "GrowingSheet", "cells_wide", "height"]

CREATED = datetime(2026, 4, 1)
TEXT_FONT = "BIZ UDPゴシック"
FIGURE_FONT = "BIZ UDゴシック"

COLOURS = {
    "ink": "#1A1A1A",
    "header": "#00118F",
    "section": "#0017C1",
    "input": "#FBF5E0",
    "computed": "#F2F2F2",
    "help": "#E8F1FE",
    "error": "#FDEEEE",
    "error_ink": "#CE0000",
    "caution": "#FFEEE2",
    "done": "#E6F5EC",
    "done_ink": "#0C472A",
    "line": "#B3B3B3",
}

_INCH = 25.4


def cells_wide(text: str) -> int:
    """Return the width of a text in standard characters: Japanese characters take two.

    >>> cells_wide("CSV の列")
    8
    """
    return sum(1 if char.isascii() else 2 for char in text)


def height(text: str, width: float) -> float:
    """Return a row height that shows `text` wrapped in a column of this width.

    >>> height("短い", 20), height("とても長い説明の文です", 20)
    (18.0, 36.0)
    """
    return 18.0 * max(1, -(-cells_wide(text) // int(width * 0.95)))


class GrowingSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A sheet whose rows have the height given to them until something is typed; then Excel fits them to the text.

    XlsxWriter marks every height as chosen by the user, which Excel never changes.
    """

    grows_from = 0  # row counted from 0

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = None) -> None:
        if tag == "row" and int(dict(attributes)["r"]) > self.grows_from:
            attributes = [item for item in attributes if item[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)


class Book:
    """A workbook under construction.

    The creation date is fixed and no author is named, so the same content gives the same bytes.

    Parameters
    ----------
    path
        File to write. Its folder must exist.
    title
        Document title shown in the file's properties.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     twice = []
    ...     for name in ("a.xlsx", "b.xlsx"):
    ...         with Book(Path(folder) / name, "見本") as book:
    ...             book.sheet("表").write("A1", "値", book.style(bold=True))
    ...         twice.append((Path(folder) / name).read_bytes())
    0
    0
    >>> twice[0] == twice[1]
    True
    """

    def __init__(self, path: Path, title: str) -> None:
        self.path = path
        self.file = xlsxwriter.Workbook(
            str(path),
            {
                "default_format_properties": {"font_name": TEXT_FONT, "font_size": 11},
                "strings_to_formulas": False,
                "strings_to_urls": False,
            },
        )
        self.file.set_properties({"title": title, "created": CREATED})
        self.file.set_calc_mode("auto")
        self._styles: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __enter__(self) -> Book:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self.file.close()
        else:
            self.file.fileclosed = 1  # a half-made workbook is not written

    def style(self, **properties: Any) -> Format:
        """Return the format with these properties; equal properties share one format."""
        key = tuple(sorted(properties.items()))
        if key not in self._styles:
            self._styles[key] = self.file.add_format(properties)
        return self._styles[key]

    def sheet(self, name: str, *, landscape: bool = True, grows_from: int | None = None) -> Worksheet:
        """Add a sheet set up for A4: one page wide, binding margin at the left, page numbers below.

        Rows from `grows_from` on, counted from 0, grow with what is typed.
        """
        sheet = self.file.add_worksheet(name, GrowingSheet if grows_from is not None else None)
        if grows_from is not None:
            sheet.grows_from = grows_from
        sheet.set_default_row(18)
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(left=25 / _INCH, right=15 / _INCH, top=20 / _INCH, bottom=15 / _INCH)
        sheet.set_header("&L&F&R&A")
        sheet.set_footer("&C&P / &N")
        sheet.fit_to_pages(1, 0)
        return sheet
