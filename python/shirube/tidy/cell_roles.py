"""The role of every cell of a sheet, as the reader of its tables sees it: for a preview before anything is converted.

>>> from shirube.grid import Grid
>>> grid = Grid.from_rows([["利用者数"], ["区", "男", "女"], ["東", 1, 2], ["西", 3, 4], ["計", 4, 6], ["注）速報"]])
>>> for row in cell_roles(grid).tolist():
...     print([role.name if (role := CellRole(code)) else "" for code in row])
['METADATA', '', '']
['HEADER', 'HEADER', 'HEADER']
['DATA', 'DATA', 'DATA']
['DATA', 'DATA', 'DATA']
['GROUP', 'DERIVED', 'DERIVED']
['NOTES', '', '']
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from ..grid import Grid
from .cells import Cells, Look, look_at
from .headers import Header, read_header
from .labels import read_labels
from .regions import Region, find_regions
from .roles import Column, Layout, Row, read_layout, surroundings
from .totals import flag_totals

__all__ = ["CellRole", "cell_roles"]

Codes = npt.NDArray[np.uint8]


class CellRole(IntEnum):
    """What a cell is for. The values are the codes `cell_roles` returns."""

    BLANK = 0
    METADATA = 1  # title, unit, date
    HEADER = 2
    GROUP = 3  # a label that stands for several rows: a heading, or the label of an aggregate
    DATA = 4  # a value, or the label of a row of values
    DERIVED = 5  # a value that is the sum of others
    NOTES = 6


def cell_roles(grid: Grid) -> Codes:
    """Return the `CellRole` of every cell, same shape as the grid; cells of no table are metadata or notes.

    Parameters
    ----------
    grid
        The sheet.
    """
    cells = look_at(grid)
    regions = find_regions(cells)
    codes = np.zeros(grid.shape, dtype=np.uint8)
    for region in regions:
        _mark_table(cells, region, codes)
    for region in regions:
        around = surroundings(cells, region, regions)
        for place, role in ((around.title + around.unit, CellRole.METADATA), (around.notes, CellRole.NOTES)):
            for at in place:
                codes[at] = codes[at] or role
    _mark_rest(cells, regions, codes)
    codes[cells.look == Look.BLANK] = CellRole.BLANK
    return codes


def _mark_table(cells: Cells, region: Region, codes: Codes) -> None:
    header = read_header(cells, region)
    layout = read_layout(cells, region, header)
    codes[region.top : region.body_top, region.left : region.right + 1] = CellRole.HEADER
    codes[region.body_top : region.bottom + 1, region.left : region.right + 1] = CellRole.DATA
    rows, columns = layout.rows_of(Row.DATA), layout.columns_of(Column.VALUE)
    derived_rows, derived_columns = _derived(cells, region, header, layout)
    labels = slice(region.left, region.body_left)
    for r in layout.rows_of(Row.GROUP):
        codes[r, region.left : region.right + 1] = CellRole.GROUP
    for i in np.flatnonzero(derived_rows):
        codes[rows[i], labels] = CellRole.GROUP
        codes[rows[i], columns] = CellRole.DERIVED
    for j in np.flatnonzero(derived_columns):
        codes[rows, columns[j]] = CellRole.DERIVED


def _derived(
    cells: Cells, region: Region, header: Header, layout: Layout
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    rows, columns = layout.rows_of(Row.DATA), layout.columns_of(Column.VALUE)
    row_labels = read_labels(cells, layout)
    body = cells.number[np.ix_(rows, columns)]
    return (
        flag_totals(body, [row_labels[r] for r in rows]).flags,
        flag_totals(body.T, [header.paths[c - region.body_left] for c in columns], rows=False).flags,
    )


def _mark_rest(cells: Cells, regions: tuple[Region, ...], codes: Codes) -> None:
    """Cells outside every table: metadata above the last table, notes below it."""
    end = max((region.bottom for region in regions), default=cells.shape[0])
    for r, c in np.argwhere((codes == 0) & (cells.look != Look.BLANK)).tolist():
        codes[r, c] = CellRole.METADATA if r <= end else CellRole.NOTES
