"""Cuts a sheet at blank rows and columns into sections, and tells which parts are one table.

A band is a run of rows without a wholly blank one. Bands that go on where the band above stopped form one section;
a band with a header of its own starts a new one. Inside a section wholly blank columns divide parts.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from ..grid import Kind
from .headers import is_header_row
from .notation.notes import is_note, is_unit_line
from .view import View

__all__ = ["Section", "captioned", "runs", "sections"]


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that belong together (0-based, edges included), wholly blank rows inside among them.

    `head` is the first row of two cells or more: what stands above it is a title.
    """

    top: int
    bottom: int
    head: int


_MOST_TITLES, _MOST_HEADER, _FAR_WIDER = 12, 3, 2


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
        if not _tabular(view, top, bottom) or (found and _is_note_band(view, top, bottom)):
            titled = titled or not _all_notes(view, top, bottom)
            continue
        band = Section(top, bottom, _head(view, top, bottom))
        titled = titled or (band.head > top and not _all_notes(view, top, band.head - 1))
        if found and not _starts_anew(view, found[-1], band, titled=titled):
            found[-1] = Section(found[-1].top, bottom, found[-1].head)
        else:
            if found and _is_title(view, found[-1], band):
                found.pop()
            found.append(band)
        titled = False
    return found


def captioned(view: View, section: Section) -> list[Section]:
    """Divide a section where, without a blank row between, a caption and a header of its own begin another table."""
    rows = slice(section.head, section.bottom + 1)
    amount, symbol, filled = view.amount[rows], view.symbol[rows], view.filled[rows]
    numeric = (amount.sum(axis=0) > 0) & (amount.sum(axis=0) * 2 > filled.sum(axis=0) - symbol.sum(axis=0))
    labels = filled & ~amount & ~symbol
    widths = filled.sum(axis=1)
    header = (labels[:, numeric].sum(axis=1) >= 1) & (labels.sum(axis=1) == widths) & (widths >= 2)
    starts = [
        section.head + int(i)
        for i in np.flatnonzero(header[2:] & (widths[1:-1] == 1)) + 1
        if is_header_row(view, section.head + int(i) + 1, section.bottom)
        and not _all_notes(view, section.head + int(i), section.head + int(i))
    ]
    edges = [section.top, *starts, section.bottom + 1]
    parts = [Section(a, b - 1, _head(view, a, b - 1)) for a, b in itertools.pairwise(edges)]
    return [part for part in parts if part.bottom > part.head] or [section]


def _tabular(view: View, top: int, bottom: int) -> bool:
    """Some row holds two cells, or the sheet is one column wide and this is more than a heading."""
    widths = view.filled[top : bottom + 1].sum(axis=1)
    if int(widths.max()) >= 2:
        return True
    return bool(view.filled.any(axis=0).sum() == 1 and bottom > top)


def _head(view: View, top: int, bottom: int) -> int:
    """The first row of two cells or more: what stands above it in the band is a title."""
    wide = np.flatnonzero(view.filled[top : min(bottom, top + _MOST_TITLES) + 1].sum(axis=1) >= 2)
    return top + int(wide[0]) if wide.size else top


def _is_title(view: View, section: Section, band: Section) -> bool:
    """A few rows of one or two cells that nothing goes on from: a title with its date or unit."""
    if section.top == section.bottom:
        return True
    widths = view.filled[section.top : section.bottom + 1].sum(axis=1)
    far_wider = int(view.occupied[band.head].sum()) >= _FAR_WIDER * int(widths.max())
    return len(widths) <= _MOST_HEADER and int(widths.max()) <= _FAR_WIDER and far_wider


def _all_notes(view: View, top: int, bottom: int) -> bool:
    texts = [v for v in view.grid.values[top : bottom + 1][view.filled[top : bottom + 1]] if isinstance(v, str)]
    return bool(texts) and is_note(texts[0])


def _is_note_band(view: View, top: int, bottom: int) -> bool:
    """Notes laid out over several columns: 注1 | 速報値."""
    return _all_notes(view, top, bottom) and not view.amount[top : bottom + 1].any()


def _starts_anew(view: View, above: Section, band: Section, *, titled: bool) -> bool:
    """Tell whether a band below a blank row is another table than the section above it."""
    numeric = bool(view.amount[band.head + 1 : band.bottom + 1].any())
    own_header = band.bottom > band.head and numeric and is_header_row(view, band.head, band.bottom)
    if not titled and _only_header(view, above):
        return own_header and not _goes_on(view, above, band.head)
    if own_header or (_texts(view, band.head) and _texts(view, band.head) == _texts(view, above.head)):
        return True
    first, first_above = view.filled[band.head], view.filled[above.head]
    only_text = bool((view.grid.kinds[band.head][first] == Kind.TEXT).all()) and int(first.sum()) >= 2
    if not only_text or numeric:
        return False
    # Columns elsewhere, or texts where the table above has numbers: another table (a code list under a table, say).
    columns, columns_above = np.flatnonzero(first), np.flatnonzero(first_above)
    elsewhere = columns[0] > columns_above[-1] or columns[-1] < columns_above[0]
    return bool(titled or elsewhere or (band.bottom > band.head and _numeric_above(view, above, columns)))


def _numeric_above(view: View, above: Section, columns: np.ndarray) -> bool:
    rows = slice(above.head + 1, above.bottom + 1)
    numbers = view.amount[rows][:, columns].sum(axis=0)
    return bool((numbers * 2 > view.filled[rows][:, columns].sum(axis=0)).any())


def _only_header(view: View, section: Section) -> bool:
    """A few rows without numbers: a header whose data stand below a blank row."""
    rows = slice(section.head, section.bottom + 1)
    if section.bottom - section.head >= _MOST_HEADER or int(view.filled[section.head].sum()) < 2:
        return False
    texts = [view.texts[code] for code in _texts(view, section.head)]
    if not texts or is_note(texts[0]) or any(map(is_unit_line, texts)):
        return False
    years = view.number[rows].any() and not is_header_row(view, section.head, view.grid.shape[0] - 1)
    return not years and not view.number_text[rows].any()


def _goes_on(view: View, header: Section, row: int) -> bool:
    """The row below the blank one is a lower tier of the header, or the first of a list of texts."""
    left = int(np.flatnonzero(view.filled[header.head : header.bottom + 1].any(axis=0))[0])
    if not view.filled[row, left]:
        return True
    return bool((view.filled[row] == view.filled[header.head]).all()) and not view.amount[row].any()


def _texts(view: View, row: int) -> list[int]:
    return [code for code in view.codes[row].tolist() if code >= 0]
