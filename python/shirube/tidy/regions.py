"""Where the tables of a sheet are: header, row labels and body of each, whatever stands around them.

The sheet is cut three times. Rows that carry data form sections; a section ends where header-like text stands between
two rows of data. Each section is cut into strips at blank columns, but only where the right-hand part has row labels
of its own. Last, the header is the part above the first row of data: as far as the vertical rules go, or, on sheets
without rules, as far as rows with several texts go.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..grid import Span
from .cells import Cells, Look
from .header_rows import MOST_HEADER_ROWS, UNIT_LINE, body_top_of, header_top

__all__ = ["Region", "find_regions", "is_attribute_name", "is_form"]

#: Names of numeric columns that describe the row and are not observations.
_ATTRIBUTE = re.compile(
    r"(番号|コード|ｺｰﾄﾞ|№|^No\.?$|^ＮＯ|ID$|ＩＤ$|西暦|^年齢$|点数|単価|^順位$|code$|郵便|電話)", re.IGNORECASE
)
_YEARS = (1868, 2100)


def is_attribute_name(name: str) -> bool:
    """Tell whether a numeric column with this name describes its row (番号, コード, 単価 …)."""
    return bool(_ATTRIBUTE.search(name))


@dataclass(frozen=True, slots=True)
class Region:
    """One table: ``top``–``body_top`` is the header, ``left``–``body_left`` the row labels (0-based, edges included).

    ``score`` (0–1) tells how much of the body is data.
    """

    top: int
    left: int
    bottom: int
    right: int
    body_top: int
    body_left: int
    score: float

    @property
    def span(self) -> Span:
        """The whole table."""
        return Span(self.top, self.left, self.bottom, self.right)


def find_regions(cells: Cells) -> tuple[Region, ...]:
    """Return every table of a sheet, top to bottom, left to right.

    >>> from shirube.grid import Grid
    >>> from shirube.tidy.cells import look_at
    >>> grid = Grid.from_rows([["題名"], ["地区", "男", "女"], ["東", 1, 2], ["西", 3, 4]])
    >>> [region.span.a1 for region in find_regions(look_at(grid))]
    ['A2:C4']
    """
    rows, columns = cells.shape
    if not rows or not columns or not cells.data.any():
        return ()
    numeric = _numeric_columns(cells)
    is_data = _data_rows(cells, numeric)
    found: list[Region] = []
    floor = 0
    for first, last in _sections(cells, is_data, numeric):
        strips = _strips(cells, floor, first, last, is_data)
        for left, right in strips:
            region = _region(cells, floor, first, last, left, right, is_data)
            if region is not None:
                found.append(region)
        floor = last + 1
    return tuple(sorted(found, key=lambda r: (r.top, r.left)))


def is_form(cells: Cells, region: Region) -> bool:
    """Tell whether a region is a form drawn on fine columns: most of its filled cells are merged across columns.

    A table merges its headings and labels; a form merges its very boxes.
    """
    filled = int(
        (cells.look[region.body_top : region.bottom + 1, region.body_left : region.right + 1] != Look.BLANK).sum()
    )
    wide = sum(
        span.right > span.left
        and region.body_top <= span.top <= region.bottom
        and region.body_left <= span.left <= region.right
        for span in cells.grid.merges
    )
    return wide >= _FORM_MERGES and wide >= 0.5 * filled


#: Fewer merges than this are the odd merged value of a table.
_FORM_MERGES = 12


def _numeric_columns(cells: Cells) -> npt.NDArray[np.bool_]:
    data, text = cells.data.sum(axis=0), cells.text.sum(axis=0)
    return np.asarray((data >= 1) & (data * 2 >= text))


def _data_rows(cells: Cells, numeric: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    data = (cells.data & numeric).sum(axis=1)
    text = (cells.text & numeric).sum(axis=1)
    is_data = (data >= 1) & (data >= text)
    candidates = np.flatnonzero(is_data)
    heads = {int(r): _counts_up(cells, int(r)) for r in candidates[: MOST_HEADER_ROWS * 4]}
    for i, r in enumerate(candidates[: MOST_HEADER_ROWS * 4]):
        below = int(candidates[i + 1]) if i + 1 < len(candidates) else -1
        if below >= 0 and ((heads[int(r)] and not heads.get(below, False)) or _years_over(cells, int(r), below)):
            is_data[r] = False
    for r in np.flatnonzero(is_data[:-1] & ~is_data[1:]).tolist():
        at = r + 1
        while at < len(is_data) and not is_data[at] and _is_observed(cells, at, numeric):
            is_data[at] = True
            at += 1
    return np.asarray(is_data)


def _is_observed(cells: Cells, row: int, numeric: npt.NDArray[np.bool_]) -> bool:
    """Right below a row of data, a label and a figure among texts are an observation with odd cells.

    Years and numbers that count up stand in headers.
    """
    labels = np.flatnonzero(cells.text[row] & ~numeric)
    if not len(labels) or not cells.text[row - 1, labels[0]] or not cells.data[row, labels[0] + 1 :].any():
        return False
    figures = cells.number[row][cells.look[row] == Look.NUMBER]
    return not bool(_are_years(figures).any()) and not _counts_up(cells, row)


def _counts_up(cells: Cells, row: int) -> bool:
    """A row of years or of codes that count up is a header although it is made of numbers."""
    values = cells.number[row][cells.look[row] == Look.NUMBER]
    if len(values) < 3 or (values != np.floor(values)).any():
        return False
    steps = np.diff(values)
    steps = -steps if steps[0] < 0 else steps
    years = bool(_are_years(values).all())
    return bool((steps == 1).all()) or (years and bool((steps >= 0).all()) and bool((steps <= 10).all()))


def _years_over(cells: Cells, row: int, below: int) -> bool:
    """A row of named columns whose other headings are years, above values that are none."""
    at = np.flatnonzero(cells.data[row])
    if not len(at) or not cells.text[row, : at[0]].any() or cells.text[row, at[0] :].any():
        return False
    years, values = cells.number[row, at], cells.number[below, at]
    rising = bool((np.diff(years) > 0).all() or (np.diff(years) < 0).all())
    return rising and bool(_are_years(years).all()) and not _are_years(values).any()


def _are_years(values: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    return np.asarray((values == np.floor(values)) & (values >= _YEARS[0]) & (values <= _YEARS[1]))


def _sections(cells: Cells, is_data: npt.NDArray[np.bool_], numeric: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    rows = np.flatnonzero(is_data)
    if not len(rows):
        return []
    sections: list[tuple[int, int]] = []
    first = previous = int(rows[0])
    for r in rows[1:].tolist():
        if r > previous + 1 and _breaks(cells, previous, r, numeric):
            sections.append((first, previous))
            first = r
        previous = r
    sections.append((first, previous))
    return [s for s in sections if _worth(cells, *s)]


def _worth(cells: Cells, first: int, last: int) -> bool:
    return int(cells.data[first : last + 1].sum()) >= 2


def _breaks(cells: Cells, above: int, below: int, numeric: npt.NDArray[np.bool_]) -> bool:
    """Header-like text stands between two rows of data: texts over the columns that hold data below."""
    held = cells.data[below] & numeric
    for r in range(above + 1, below):
        texts = cells.text[r]
        over = int((texts & held).sum())
        if over >= 2 or (over == 1 and held.sum() <= 2 and texts.sum() >= 2):
            return True
    return False


def _strips(cells: Cells, floor: int, first: int, last: int, is_data: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    rows = np.flatnonzero(is_data[first : last + 1]) + first
    filled = (cells.look[rows] != Look.BLANK).any(axis=0)
    used = np.flatnonzero(filled)
    if not len(used):
        return []
    bridged = _bridged(cells, max(floor, first - MOST_HEADER_ROWS), first)
    parts: list[list[int]] = [[int(used[0]), int(used[0])]]
    for c in used[1:].tolist():
        gap = range(parts[-1][1] + 1, c)
        if len(gap) and not any(bridged[g] for g in gap):
            parts.append([c, c])
        else:
            parts[-1][1] = c
    parts[0][0] = _outer_labels(cells, first, last, parts[0][0])
    strips = [parts[0]]
    for part in parts[1:]:
        if _stands_alone(cells, rows, *part) and _stands_alone(cells, rows, *strips[-1]):
            strips.append(part)
        else:
            strips[-1][1] = part[1]
    strips[-1][1] = _outer_values(cells, max(floor, first - 2), first, strips[-1][1])
    return [(a, b) for a, b in strips]


def _outer_labels(cells: Cells, first: int, last: int, left: int) -> int:
    """Columns further left that only group rows use, down the whole section."""
    for c in range(left - 1, max(-1, left - 4), -1):
        rows = np.flatnonzero(cells.text[first : last + 1, c])
        above = cells.text[max(0, first - 3) : first, c].any()
        if len(rows) >= 2 or (len(rows) == 1 and above):
            left = c
    return left


def _outer_values(cells: Cells, top: int, first: int, right: int) -> int:
    """Columns further right that have a header and no data."""
    c = right + 1
    while c < cells.shape[1]:
        texts = [cells.label(r, c) for r in range(top, first) if cells.look[r, c] != Look.BLANK]
        if not texts or any(UNIT_LINE.search(text) or len(text) > 20 for text in texts):
            break
        c += 1
    return c - 1


def _bridged(cells: Cells, top: int, bottom: int) -> npt.NDArray[np.bool_]:
    """Columns with a header of their own, or inside a merged header that is narrower than the section."""
    bridged = np.asarray(cells.text[max(top, bottom - 3) : bottom].any(axis=0)).copy()
    for span in cells.grid.merges:
        if top <= span.top < bottom and span.bottom >= bottom - 4:
            bridged[span.left : span.right + 1] = True
    return bridged


def _stands_alone(cells: Cells, rows: npt.NDArray[np.int_], left: int, right: int) -> bool:
    """A strip has row labels of its own, followed by data."""
    data = cells.data[rows, left : right + 1].sum(axis=0)
    text = cells.text[rows, left : right + 1].sum(axis=0)
    labels = np.flatnonzero((text > data) & (text >= max(1, 0.3 * len(rows))))
    values = np.flatnonzero(data > text)
    return bool(len(labels) and len(values) and labels[0] < values[-1] and labels[0] <= 2)


def _region(
    cells: Cells, floor: int, first: int, last: int, left: int, right: int, is_data: npt.NDArray[np.bool_]
) -> Region | None:
    own = cells.data[first : last + 1, left : right + 1].any(axis=1) & is_data[first : last + 1]
    rows = np.flatnonzero(own) + first
    if not len(rows):
        return None
    first, last = int(rows[0]), int(rows[-1])
    body_left = _body_left(cells, rows, left, right, max(floor, first - MOST_HEADER_ROWS), first)
    if body_left > right:
        return None
    top = header_top(cells, floor, first, last, left, right, body_left)
    body_top = body_top_of(cells, top, first, left, body_left, right)
    body = cells.data[rows, body_left : right + 1]
    text = cells.text[rows, body_left : right + 1]
    score = float(body.sum() / max(1, body.sum() + text.sum()))
    return Region(top, left, last, right, body_top, body_left, score)


def _body_left(cells: Cells, rows: npt.NDArray[np.int_], left: int, right: int, header_top: int, first: int) -> int:
    """First column of the body: behind the texts at the left, numeric attributes and codes included."""
    data = cells.data[rows, left : right + 1].sum(axis=0)
    text = cells.text[rows, left : right + 1].sum(axis=0)
    is_text = text > data
    width = right - left + 1
    texts = np.flatnonzero(is_text)
    if not len(texts) or texts[0] > 3 or texts[0] == width - 1:
        named = _ROW_NAME.search(_column_text(cells, header_top, first, left))
        is_label = named or _is_index(cells, rows, left) or _counts_down(cells, rows, left)
        return left + 1 if width > 1 and is_label else left
    edge = int(texts[0]) + 1
    while edge < width - 1:
        name = _column_text(cells, header_top, first, left + edge)
        blank = data[edge] == 0 and text[edge] == 0
        counts = _labels_few(text[:edge], len(rows)) and _counts_down(cells, rows, left + edge)
        spacer = blank and not name and bool((data[edge:] > 0).any())
        if not (is_text[edge] or spacer or counts or _describes(cells, rows, left + edge, name)):
            break
        edge += 1
    return left + edge


def _describes(cells: Cells, rows: npt.NDArray[np.int_], column: int, name: str) -> bool:
    """A numeric column that says something about the row: named so, years, or codes."""
    return is_attribute_name(name) or _is_index(cells, rows, column) or _is_code(cells, rows, column)


def _column_text(cells: Cells, top: int, bottom: int, column: int) -> str:
    parts = [cells.label(r, column) for r in range(top, bottom) if cells.text[r, column]]
    return parts[-1] if parts else ""


def _is_index(cells: Cells, rows: npt.NDArray[np.int_], column: int) -> bool:
    """Years (or dates) down a column."""
    values = cells.number[rows, column]
    values = values[~np.isnan(values)]
    if len(values) < 2 or (values != np.floor(values)).any():
        return False
    return bool(_are_years(values).all() and len(set(values.tolist())) > 1)


#: A first column with such a name labels the rows even when it holds numbers.
_ROW_NAME = re.compile(
    r"年度|年次|年月|^年$|^月$|^月次$|年齢|階級|区分|時点|期間|番号|コード|^No\.?$|^ID$", re.IGNORECASE
)


def _counts_down(cells: Cells, rows: npt.NDArray[np.int_], column: int) -> bool:
    """1, 2, 3 … down a column: numbers of the rows."""
    values = cells.number[rows, column]
    return len(values) >= 5 and bool((np.diff(values) == 1).mean() >= 0.8)


def _labels_few(texts: npt.NDArray[np.int_], rows: int) -> bool:
    """The label columns so far leave most rows without a label."""
    return bool(texts.max(initial=0) < 0.5 * rows)


def _is_code(cells: Cells, rows: npt.NDArray[np.int_], column: int) -> bool:
    """Whole numbers of one length (five digits or more), no two alike: codes, not quantities."""
    values = cells.number[rows, column]
    values = values[~np.isnan(values)]
    if len(values) < 5 or (values != np.floor(values)).any() or (values < 10_000).any():
        return False
    lengths = {len(str(int(v))) for v in values.tolist()}
    return len(lengths) == 1 and len(set(values.tolist())) == len(values) and max(lengths) >= 8
