"""Homework workbooks of teams, made from the filled-in example of the course."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from shirube.academy.layout import Layout
from shirube.grid import Grid, kinds_of, parse_a1
from shirube.office.read import read_book
from shirube_workbooks.course import course_layout
from support.fill import filled_templates


@functools.cache
def layout() -> Layout:
    """Return the layout of today's homework workbook."""
    return course_layout()


@functools.cache
def example() -> tuple[Grid, ...]:
    """Return the sheets of the filled-in example, read from its file."""
    with TemporaryDirectory() as folder:
        return read_book(filled_templates(Path(folder))["アカデミー一式.xlsx"], styles=False).sheets


def changed(changes: Mapping[str, Any], grids: Sequence[Grid] | None = None) -> list[Grid]:
    """Return the example with cells changed, by ``シート!A1``."""
    made = {grid.name: grid for grid in (grids or example())}
    for address, value in changes.items():
        sheet, _, cell = address.rpartition("!")
        values, at = made[sheet].values.copy(), parse_a1(cell)
        values[at.top, at.left] = value
        made[sheet] = replace(made[sheet], values=values, kinds=kinds_of(np.asarray(values, dtype=object)))
    return list(made.values())
