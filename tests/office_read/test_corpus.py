"""Real workbooks of local and national government: none surprises the reader."""

import csv
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell
from python_calamine import CalamineWorkbook

from shirube.grid import Grid, Kind
from shirube.office.read import read_book
from support.shared import shared


def test_merges_and_hidden_parts_equal_the_index() -> None:
    index = shared("data", "corpus", "index.csv")
    seen = 0
    with index.open(encoding="utf-8-sig", newline="") as stream:
        for entry in csv.DictReader(stream):
            path = index.parent / entry["file"]
            book = read_book(path)
            if path.suffix == ".csv":
                assert min(book.sheets[0].shape) > 1, path.name
                continue
            grid = next(grid for grid in book.sheets if grid.name == entry["sheet"])
            beyond = _merges_beyond(path, grid)
            assert len(grid.merges) + beyond == int(entry["merged_ranges"]), path.name
            assert len(grid.hidden_columns) <= int(entry["hidden_cols"] or 0), path.name
            assert grid.shape[0] <= int(entry["sheet_rows"]), path.name
            assert book.notes == ()
            seen += 1
    assert seen >= 35


def _merges_beyond(path: Path, grid: Grid) -> int:
    """Merged rectangles after the last value, counted by another reader."""
    found = CalamineWorkbook.from_path(path).get_sheet_by_name(grid.name).merged_cell_ranges or []
    rows, columns = np.nonzero(grid.kinds != Kind.BLANK)
    return sum(top > rows.max() or left > columns.max() for (top, left), _ in found)


@pytest.mark.parametrize(
    "name", ["038_mlit_construction_output_by_region.xlsx", "029_mhlw_consumer_coops_by_business.xlsx"]
)
def test_styles_equal_those_of_a_full_openpyxl_load(name: str) -> None:
    path = shared("data", "corpus", "files", name)
    full = openpyxl.load_workbook(path, data_only=True)
    compared = 0
    for grid in read_book(path).sheets:
        for row in full[grid.name].iter_rows(max_row=grid.shape[0] or 1, max_col=grid.shape[1] or 1):
            for cell in row:
                if (
                    isinstance(cell, MergedCell)
                    or not cell.has_style
                    or cell.row > grid.shape[0]
                    or cell.column > grid.shape[1]
                ):
                    continue
                style = grid.style(cell.row - 1, cell.column - 1)
                expected = (bool(cell.font.b), float(cell.font.sz), int(cell.alignment.indent), cell.number_format)
                assert (style.bold, style.size, style.indent, style.number_format) == expected, cell.coordinate
                compared += 1
    assert compared > 1000
