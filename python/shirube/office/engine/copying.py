"""Sheets from one workbook into another, as Excel copies a group: values, looks, merges, tables, charts."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy, deepcopy
from typing import Any

from openpyxl.cell.cell import MergedCell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["copy_sheets"]

STYLE_PARTS = ("font", "fill", "border", "alignment", "protection", "number_format")
SHEET_PARTS = ("sheet_properties", "page_margins", "page_setup", "print_options", "sheet_format", "HeaderFooter")


def copy_sheets(source: Workbook, names: Sequence[str], target: Workbook, position: int) -> None:
    """Copy sheets, in their order, to a position of another workbook.

    Raises
    ------
    NotImplementedError
        A name is taken: charts of the copies would have to be led to the new name.
    """
    if set(names) & set(target.sheetnames):
        raise NotImplementedError("the name of a copied sheet is taken")
    styles: dict[Any, Any] = {}
    for offset, name in enumerate(names):
        _copy(source[name], target.create_sheet(name, position + offset), styles)


def _copy(source: Worksheet, made: Worksheet, styles: dict[Any, Any]) -> None:
    for row in source.iter_rows():
        for cell in row:
            if isinstance(cell, MergedCell) or (cell.value is None and not cell.has_style):
                continue
            twin = made.cell(cell.row, cell.column)
            twin._value, twin.data_type = cell._value, cell.data_type
            if cell.has_style:
                _dress(cell, twin, styles)
            if cell.hyperlink:
                twin._hyperlink = copy(cell.hyperlink)
    for merged in source.merged_cells.ranges:
        made.merge_cells(merged.coord)
    _measures(source, made)
    for name in SHEET_PARTS:
        setattr(made, name, copy(getattr(source, name)))
    made.views = deepcopy(source.views)
    made.row_breaks, made.col_breaks = deepcopy(source.row_breaks), deepcopy(source.col_breaks)
    made.print_title_rows, made.print_title_cols = source.print_title_rows, source.print_title_cols
    if source.print_area:
        made.print_area = [part.rpartition("!")[2] for part in str(source.print_area).split(",")]
    made.conditional_formatting = copy(source.conditional_formatting)
    made.data_validations = copy(source.data_validations)
    for table in source.tables.values():
        made.add_table(copy(table))
    for chart in source._charts:
        made.add_chart(deepcopy(chart))


def _dress(cell: Any, twin: Any, styles: dict[Any, Any]) -> None:
    """Give a cell the looks of another workbook's; equal looks are translated once."""
    key = cell._style
    found = styles.get(bytes(key))
    if found is None:
        for name in STYLE_PARTS:
            value = getattr(cell, name)
            setattr(twin, name, value if isinstance(value, str) else copy(value))
        styles[bytes(key)] = copy(twin._style)
    else:
        twin._style = copy(found)


def _measures(source: Worksheet, made: Worksheet) -> None:
    for key, dimension in source.column_dimensions.items():
        twin = made.column_dimensions[key]
        twin.width, twin.hidden, twin.min, twin.max = dimension.width, dimension.hidden, dimension.min, dimension.max
    for number, dimension in source.row_dimensions.items():
        made.row_dimensions[number].height = dimension.height
        made.row_dimensions[number].hidden = dimension.hidden
