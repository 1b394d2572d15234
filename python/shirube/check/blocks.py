"""Cuts a sheet at blank rows and columns into sections, and tells which parts are one table.

A band is a run of rows without a wholly blank one. Bands that go on where the band above stopped form one section;
a band with a header of its own starts a new one. Inside a section wholly blank columns divide parts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..grid import Kind
from .headers import is_header_row
from .notation.notes import is_note, is_unit_line
from .view import View

__all__ = ["Block", "Section", "runs", "sections"]


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that belong together (0-based, edges included), wholly blank rows inside among them."""

    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of a section without a wholly blank column."""

    top: int
    left: int
    bottom: int
    right: int


def runs(flags: np.ndarray) -> list[tuple[int, int]]:
    """Return the first and last position of every run of true.

    >>> runs(np.array([0, 1, 1, 0, 1], dtype=bool))
    [(1, 2), (4, 4)]
    """
    change = np.diff(np.concatenate([[0], flags.astype(np.int8), [0]]))
    return list(zip(np.flatnonzero(change == 1).tolist(), (np.flatnonzero(change == -1) - 1).tolist(), strict=True))


def sections(view: View) -> list[Section]:
    """Return the sections of a sheet that may be tables, top to bottom."""
    found: list[Section] = []
    titled = False
    for top, bottom in runs(np.asarray(view.occupied.any(axis=1))):
        if not _tabular(view, top, bottom):
            titled = titled or not _all_notes(view, top, bottom)
            continue
        if found and not _starts_anew(view, found[-1], top, bottom, titled=titled):
            found[-1] = Section(found[-1].top, bottom)
        else:
            if found and found[-1].top == found[-1].bottom:
                found.pop()  # one row that nothing goes on from: a title with its date or unit
            found.append(Section(top, bottom))
        titled = False
    return found


def _tabular(view: View, top: int, bottom: int) -> bool:
    """Some row holds two cells, or the sheet is one column wide and this is more than a heading."""
    widths = view.filled[top : bottom + 1].sum(axis=1)
    if int(widths.max()) >= 2:
        return True
    return bool(view.filled.any(axis=0).sum() == 1 and bottom > top)


def _all_notes(view: View, top: int, bottom: int) -> bool:
    texts = [v for v in view.grid.values[top : bottom + 1][view.filled[top : bottom + 1]] if isinstance(v, str)]
    return bool(texts) and is_note(texts[0])


def _starts_anew(view: View, above: Section, top: int, bottom: int, *, titled: bool) -> bool:
    first = _first_row(view, top)
    own_header = bottom > top and is_header_row(view, top, bottom)
    if above.top == above.bottom and not titled and not own_header:
        return False  # a header, a blank row, then the data
    if own_header and not (above.top == above.bottom and _reads_on(view, above.top, top)):
        return True
    same = _first_row(view, above.top)
    if _texts(view, top) and _texts(view, top) == _texts(view, above.top):
        return True
    only_text = bool((view.grid.kinds[top][first] == Kind.TEXT).all())
    if titled and only_text and int(first.sum()) >= 2:
        return True
    # Columns elsewhere: another table (a code list under a table, say).
    columns, columns_above = np.flatnonzero(first), np.flatnonzero(same)
    return only_text and bool(columns[0] > columns_above[-1] or columns[-1] < columns_above[0])


def _reads_on(view: View, header: int, row: int) -> bool:
    """Both rows are texts of the same columns: a header over a list of texts, with a blank row between."""
    texts = [view.texts[code] for code in _texts(view, header)]
    if len(texts) < 2 or any(is_note(text) or is_unit_line(text) for text in texts):
        return False
    return bool((view.filled[row] == view.filled[header]).all()) and not view.amount[row].any()


def _first_row(view: View, row: int) -> np.ndarray:
    return np.asarray(view.filled[row])


def _texts(view: View, row: int) -> list[int]:
    return [code for code in view.codes[row].tolist() if code >= 0]
