"""Small workbooks for tests of the command line."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter


def book(path: Path, sheets: Mapping[str, Iterable[Sequence[Any]]]) -> Path:
    """Write sheets of rows."""
    with xlsxwriter.Workbook(path) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for r, row in enumerate(rows):
                sheet.write_row(r, 0, row)
    return path


def rows_of(path: Path, sheet: str = "") -> list[tuple[Any, ...]]:
    """Read a sheet (the first one without a name)."""
    read = openpyxl.load_workbook(path)
    return list((read[sheet] if sheet else read.worksheets[0]).iter_rows(values_only=True))


def text_of(path: Path, sheet: str = "") -> str:
    """Everything a sheet says, cell by cell."""
    return "\n".join(str(cell) for row in rows_of(path, sheet) for cell in row if cell is not None)
