"""Published workbooks beside the checkout: what converts also compiles, and the query makes the same table."""

import pytest

from shirube.commands.powerquery import powerquery
from shirube.errors import ShirubeError
from shirube.office.read import read_book
from shirube.tidy import detect
from support.queries import sheet_differences
from support.shared import shared

FEW_CELLS, MOST_CELLS = 450, 6000


def sheets(most: int):
    for path in sorted(shared("data", "corpus", "files").iterdir()):
        try:
            found = read_book(path).sheets
        except ShirubeError:
            continue
        for grid in found[:2]:
            if grid.shape[0] * grid.shape[1] <= most:
                yield grid


def compare(most: int) -> int:
    """Compare every sheet of at most so many cells; returns how many."""
    compared = 0
    for grid in sheets(most):
        best = detect(grid).best
        if best is None:
            continue
        try:
            powerquery(grid)
        except ShirubeError:
            continue
        assert sheet_differences(grid, best.recipes) == [], (grid.source, grid.name)
        compared += 1
    return compared


@pytest.mark.slow
def test_small_sheets_agree():
    assert compare(FEW_CELLS) >= 4


@pytest.mark.slow
def test_larger_sheets_agree():
    assert compare(MOST_CELLS) >= 40


@pytest.mark.slow
def test_most_of_what_converts_compiles():
    outcomes = []
    for grid in sheets(60_000):
        if detect(grid).best is not None:
            try:
                outcomes.append(bool(powerquery(grid).queries))
            except ShirubeError:
                outcomes.append(False)
    assert sum(outcomes) >= 0.5 * len(outcomes)
