"""How the sheets that the ribbon adds look."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings as xw

__all__ = ["dress"]

FONT = "BIZ UDPゴシック"
LANDSCAPE = 2
HEAD_FILL, HEAD_TEXT, INPUT_FILL = "#00118F", "#FFFFFF", "#FBF5E0"


def dress(sheet: xw.Sheet, count: int, widths: Sequence[float], *, input_column: int = 0) -> None:
    """Give a list its heading, column widths and, in the column to be filled in, the colour of input."""
    area = sheet.range((1, 1), (count, len(widths)))
    area.font.name = FONT
    area.wrap_text = True
    for column, width in enumerate(widths, start=1):
        sheet.range((1, column)).column_width = width
    head = sheet.range((1, 1), (1, len(widths)))
    head.color, head.font.color, head.font.bold = HEAD_FILL, HEAD_TEXT, True
    if input_column and count > 1:
        sheet.range((2, input_column), (count, input_column)).color = INPUT_FILL
    with suppress(Exception):  # without a printer Excel refuses; the sheet is as good on the screen
        _on_paper(sheet)


def _on_paper(sheet: xw.Sheet) -> None:
    page = sheet.page_setup.api
    page.Orientation, page.Zoom, page.FitToPagesWide, page.FitToPagesTall = LANDSCAPE, False, 1, False
    page.PrintTitleRows = "$1:$1"
