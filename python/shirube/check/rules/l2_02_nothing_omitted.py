"""L2-02: names and labels stand in every row."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..finding import Finding
from ..layout import TableArea
from ..notation.ditto import DITTO, is_ditto
from ..sheet import Sheet
from ..view import Flags

__all__ = ["blank_labels", "check"]

_FIX = "上の行と同じでも、すべての行に書いてください。"


def check(sheet: Sheet) -> Iterator[Finding]:
    """Report ditto marks, and labels left blank because they are those of the row above."""
    view = sheet.view
    marks = (
        view.flags_by_shape(is_ditto)
        if set(view.alphabet) & set("".join(DITTO))
        else np.zeros(len(view.texts), dtype=bool)
    )
    ditto, blank = np.zeros(sheet.grid.shape, dtype=bool), np.zeros(sheet.grid.shape, dtype=bool)
    for table in sheet.tables:
        if marks.any():
            ditto[table.body] |= np.append(marks, False)[view.codes[table.body]]
        blank |= blank_labels(table)
    if ditto.any():
        yield sheet.finding(
            "L2-02",
            f"{sheet.example(ditto)}などの「同じ」という印で、値が{int(ditto.sum())}か所省かれています。",
            _FIX,
            ditto,
            confidence=0.95,
        )
    if blank.any():
        yield sheet.finding(
            "L2-02",
            f"行の見出しが{int(blank.sum())}か所、空欄にして省かれています。",
            _FIX,
            blank,
            confidence=0.8,
        )


def blank_labels(table: TableArea) -> Flags:
    """Mask (sheet shape) of the blank label cells of a table that stand for the label above.

    The first label column may not be blank below its first label. A further one only counts while a column of labels
    right of it goes on, because a blank last label often means the total of the group; only where labels are never
    written twice in a row, because whoever repeats some leaves none out; and not in a row that begins a group further
    left, because there is no label above it to repeat (青森県 without a municipality is the prefecture).
    """
    view = table.view
    mask = np.zeros(view.grid.shape, dtype=bool)
    columns = [c for c in table.labels if table.count("filled", c)]
    rows = slice(table.body_top, table.span.bottom + 1)
    for i, column in enumerate(columns):
        filled = view.occupied[rows, column]
        begun = np.logical_or.accumulate(view.filled[rows, column])
        blank = table.body_rows & ~filled & begun
        right = [c for c in columns[i + 1 :] if c not in table.numeric]
        if i and (not right or _repeated(table, rows, column)):
            continue
        for outer in columns[:i]:
            blank &= ~_begins(table, rows, outer)
        if right:
            blank &= view.occupied[rows][:, right].any(axis=1) | (i == 0)
        mask[rows, column] = blank & _has_values(table, rows, column)
    return mask


def _repeated(table: TableArea, rows: slice, column: int) -> bool:
    """A label stands in two rows one after the other."""
    codes = table.view.codes[rows, column]
    return bool(((codes[1:] == codes[:-1]) & (codes[1:] >= 0)).any())


def _begins(table: TableArea, rows: slice, column: int) -> Flags:
    """Rows whose label differs from the one above; none in a column that numbers the rows."""
    values = table.view.grid.values[rows, column].tolist()
    known = [value for value in values if value is not None]
    begins = np.zeros(len(values), dtype=bool)
    if len(set(known)) == len(values):
        return begins
    above: object = None
    for i, value in enumerate(values):
        begins[i] = value is not None and value != above
        above = above if value is None else value
    return begins


def _has_values(table: TableArea, rows: slice, column: int) -> Flags:
    """Rows with something right of the label."""
    return np.asarray(table.view.filled[rows, column + 1 : table.span.right + 1].any(axis=1))
