"""Excel.Workbook: sheets, tables and names of an .xlsx file as Power Query lists them."""

import io
from typing import Any

import openpyxl
from openpyxl.utils import range_boundaries

from support.m.errors import NotModelled, excel_error
from support.m.values import MTable, MValue, whole


def contents(data: bytes, *, infer: bool = False) -> MTable:
    """Return the navigation table: Name, Data, Item, Kind, Hidden.

    A sheet's data begins where its ``<dimension>`` begins and ends where that ends, unless `infer` asks to look at the
    cells (documentation of Excel.Workbook, InferSheetDimensions).
    """
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    rows: list[tuple[MValue, ...]] = []
    for sheet in book.worksheets:
        area = sheet.calculate_dimension() if infer else _dimension(data, sheet)
        rows.append((sheet.title, _table(sheet, area), sheet.title, "Sheet", sheet.sheet_state != "visible"))
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            found = _table(sheet, table.ref)
            header = tuple(str(cell) for cell in found.rows[0])
            rows.append((table.displayName, MTable(header, found.rows[1:]), table.displayName, "Table", False))
    return MTable(("Name", "Data", "Item", "Kind", "Hidden"), rows)


def _dimension(data: bytes, sheet: Any) -> str:
    lazy = openpyxl.load_workbook(io.BytesIO(data), data_only=True, read_only=True)
    try:
        return str(lazy[sheet.title].calculate_dimension())
    except ValueError:
        raise NotModelled("a sheet without dimension") from None
    finally:
        lazy.close()


def _table(sheet: Any, area: str) -> MTable:
    left, top, right, bottom = range_boundaries(area)
    rows = [
        tuple(_value(cell) for cell in row)
        for row in sheet.iter_rows(min_row=top, max_row=bottom, min_col=left, max_col=right)
    ]
    return MTable(tuple(f"Column{i + 1}" for i in range(right - left + 1)), rows)


def _value(cell: Any) -> MValue:
    if cell.data_type == "e":
        return excel_error(str(cell.value))
    return whole(cell.value) if isinstance(cell.value, float) else cell.value
