"""A small reader for the benches: xls, xlsx and csv files as grids, with merges and the borders of cells."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np

from shirube.grid import CellStyle, Grid, Span


def read_sheets(path: Path, sheet: str | None = None) -> list[Grid]:
    """Every sheet of a workbook, or the one named."""
    if path.suffix == ".csv":
        return [_csv(path)]
    return _xls(path, sheet) if path.suffix == ".xls" else _xlsx(path, sheet)


def _csv(path: Path) -> Grid:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "cp932", "latin-1"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    rows = [[_number(v) for v in row] for row in csv.reader(io.StringIO(text, newline=""))]
    return Grid.from_rows(rows, name="(csv)", source=path.name)


def _number(text: str):
    try:
        return float(text) if text and not (text[0] == "0" and text[1:].isdigit()) else text
    except ValueError:
        return text


class _Styles:
    def __init__(self) -> None:
        self.table: dict[CellStyle, int] = {CellStyle(): 0}

    def number(self, style: CellStyle) -> int:
        return self.table.setdefault(style, len(self.table))


def _xls(path: Path, sheet: str | None) -> list[Grid]:
    import xlrd

    book = xlrd.open_workbook(path, formatting_info=True)
    grids = []
    for s in book.sheets():
        if sheet is not None and s.name != sheet:
            continue
        styles, memo = _Styles(), {}
        rows, numbers = [], np.zeros((s.nrows, s.ncols), dtype=np.uint16)
        for r in range(s.nrows):
            row = []
            for c in range(s.ncols):
                kind, value = s.cell_type(r, c), s.cell_value(r, c)
                if kind == xlrd.XL_CELL_DATE:
                    try:
                        value = xlrd.xldate_as_datetime(value, book.datemode)
                    except Exception:  # noqa: BLE001
                        value = str(value)
                elif kind == xlrd.XL_CELL_BOOLEAN:
                    value = bool(value)
                elif kind == xlrd.XL_CELL_ERROR:
                    value = xlrd.error_text_from_code.get(value, "#N/A")
                elif kind == xlrd.XL_CELL_NUMBER and float(value).is_integer():
                    value = int(value)
                row.append(value if kind not in (0, 6) else None)
                xf = s.cell_xf_index(r, c)
                if xf not in memo:
                    x = book.xf_list[xf]
                    b = x.border
                    memo[xf] = styles.number(
                        CellStyle(
                            indent=x.alignment.indent_level,
                            border_top=bool(b.top_line_style),
                            border_bottom=bool(b.bottom_line_style),
                            border_left=bool(b.left_line_style),
                            border_right=bool(b.right_line_style),
                        )
                    )
                numbers[r, c] = memo[xf]
            rows.append(row)
        merges = [Span(a, c, b - 1, d - 1) for a, b, c, d in s.merged_cells]
        grids.append(
            Grid.from_rows(
                rows, name=s.name, source=path.name, merges=merges, styles=numbers, style_table=tuple(styles.table)
            )
        )
    return grids


def _xlsx(path: Path, sheet: str | None) -> list[Grid]:
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    grids = []
    for s in book.worksheets:
        if sheet is not None and s.title != sheet:
            continue
        styles, memo = _Styles(), {}
        rows, numbers = [], np.zeros((s.max_row, s.max_column), dtype=np.uint16)
        for i, cells in enumerate(s.iter_rows()):
            row = []
            for j, cell in enumerate(cells):
                row.append(cell.value)
                style = getattr(cell, "_style", None)
                key = (style.borderId, style.alignmentId, style.fontId) if style is not None else ("merged", i, j)
                if key not in memo:
                    b = cell.border
                    memo[key] = styles.number(
                        CellStyle(
                            indent=int(cell.alignment.indent or 0) if cell.alignment else 0,
                            border_top=bool(b.top and b.top.style),
                            border_bottom=bool(b.bottom and b.bottom.style),
                            border_left=bool(b.left and b.left.style),
                            border_right=bool(b.right and b.right.style),
                        )
                    )
                numbers[i, j] = memo[key]
            rows.append(row)
        merges = [Span(m.min_row - 1, m.min_col - 1, m.max_row - 1, m.max_col - 1) for m in s.merged_cells.ranges]
        grids.append(
            Grid.from_rows(
                rows, name=s.title, source=path.name, merges=merges, styles=numbers, style_table=tuple(styles.table)
            )
        )
    return grids
