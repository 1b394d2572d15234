"""Cells of the sample workbooks shown in a template, so that lessons, tests and guides use the same figures."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import openpyxl
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

__all__ = ["SAMPLES", "draw_sample", "sample_rows"]

_HERE = Path(__file__).resolve().parent
# In a checkout the samples lie beside the package; in an installed package they lie within it.
SAMPLES = _HERE / "sample_books" if (_HERE / "sample_books").is_dir() else _HERE.parent / "samples"


def draw_sample(sheet: Worksheet, source: str, top: int, left: int, style: Format) -> None:
    """Write the cells ``ブック|シート|A4:I11`` with their upper left corner at a cell counted from 0."""
    file, name, cells = source.split("|")
    for down, row in enumerate(_book(file)[name][cells]):
        for right, cell in enumerate(row):
            if isinstance(cell.value, int | float):
                sheet.write_number(top + down, left + right, cell.value, style)
            elif cell.value is None:
                sheet.write_blank(top + down, left + right, None, style)
            else:
                sheet.write_string(top + down, left + right, str(cell.value), style)


def sample_rows(source: str) -> int:
    """Return how many rows the cells reach below their first.

    >>> sample_rows("みほん市_健康教室|参加者|E1:F21"), sample_rows("")
    (20, 0)
    """
    if not source:
        return 0
    _, top, _, bottom = range_boundaries(source.rpartition("|")[2])
    return int(bottom) - int(top)


@cache
def _book(file: str) -> Workbook:
    return openpyxl.load_workbook(SAMPLES / f"{file}.xlsx", data_only=True)
