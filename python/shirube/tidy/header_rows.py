"""Which rows of a table are its header: from the first row of data upwards."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from .cells import Cells, Look

__all__ = ["MOST_HEADER_ROWS", "UNIT_LINE", "body_top_of", "header_top"]

#: A header is never looked for further above the data than this.
MOST_HEADER_ROWS = 15

#: A text that states a unit and is no header.
UNIT_LINE = re.compile(r"単\s*位\s*[:：;；]|^[(（]単位")


def header_top(cells: Cells, floor: int, first: int, last: int, left: int, right: int, body_left: int) -> int:
    """First row of the header.

    Parameters
    ----------
    floor
        Row above which another table stands.
    first, last
        First and last row of data.
    left, right, body_left
        Columns of the table, and the first column of its body.
    """
    lowest = max(floor, first - MOST_HEADER_ROWS)
    ruled = np.asarray(cells.wall_right[:, left:right].any(axis=1))
    if ruled[first : last + 1].mean() > 0.5 and ruled[lowest:first].any():
        top = _below_titles(cells, _ruled_top(cells, ruled, lowest, first, left, right), first, left, right)
        if top < first and cells.text[top:first, body_left : right + 1].any():
            return top
    return _texts_top(cells, lowest, first, left, right, body_left)


def _ruled_top(cells: Cells, ruled: npt.NDArray[np.bool_], lowest: int, first: int, left: int, right: int) -> int:
    top, r = first, first - 1
    while r >= lowest:
        if ruled[r]:
            top = r
        elif not (cells.look[r, left : right + 1] == Look.BLANK).all() or first - r > 2:
            break
        r -= 1
    while top < first and (cells.look[top, left : right + 1] == Look.BLANK).all():
        top += 1
    return top


def _below_titles(cells: Cells, top: int, first: int, left: int, right: int) -> int:
    """Leave out boxed titles and units above the header, as long as a header with several texts remains."""
    while top < first - 1 and any(int(cells.text[r, left : right + 1].sum()) >= 2 for r in range(top + 1, first)):
        columns = np.flatnonzero(cells.text[top, left : right + 1]) + left
        texts = [cells.label(top, int(c)) for c in columns]
        if any(UNIT_LINE.search(text) for text in texts) and len(texts) <= 2:
            top += 1
            continue
        if len(texts) != 1:
            break
        span = cells.anchors.get((top, int(columns[0])))
        title = columns[0] == left and len(texts[0]) > 10 and (span is None or span.bottom == top)
        wide = span is not None and span.left <= left and span.right >= right
        if not (title or wide or len(texts[0]) > 40):
            break
        top += 1
    return top


def _texts_top(cells: Cells, lowest: int, first: int, left: int, right: int, body_left: int) -> int:
    """Walk up over rows that look like a header; one blank row may stand between."""
    top, r, blanks = first, first - 1, 0
    while r >= lowest:
        if _is_covered(cells, r, left, right):
            r -= 1
            continue
        texts = cells.text[r, left : right + 1] | cells.data[r, left : right + 1]
        if not texts.any():
            blanks += 1
            if blanks > 1 and top < first:
                break
        elif _names_all(cells, top, first, body_left, right) and _is_remark(cells, r, left, right):
            break
        elif _header_like(cells, r, left, right, body_left, top < first):
            top, blanks = r, 0
        elif texts.sum() > 1 or not _may_skip(cells, r, lowest, left, right, body_left, top < first):
            break
        r -= 1
    return top


def _names_all(cells: Cells, top: int, first: int, body_left: int, right: int) -> bool:
    """The rows from ``top`` on name every column of the body that begins with a figure, and no two alike."""
    if top >= first:
        return False
    columns = np.flatnonzero(cells.data[first, body_left : right + 1]) + body_left
    if not cells.text[top:first, columns].any(axis=0).all():
        return False
    names: list[tuple[str, ...]] = [()] * len(columns)
    for r in range(top, first):
        reached, label = {}, ""
        for c in range(body_left, right + 1):
            label = cells.label(r, c) or label
            reached[c] = label
        names = [(*name, reached[c]) for name, c in zip(names, columns.tolist(), strict=True)]
    return len(set(names)) == len(names)


def _is_remark(cells: Cells, row: int, left: int, right: int) -> bool:
    """A row with a unit or a sentence in it."""
    texts = [cells.label(row, c) for c in range(left, right + 1) if cells.text[row, c]]
    return any(UNIT_LINE.search(text) or text.endswith(("。", "，", "、")) for text in texts)


def _is_covered(cells: Cells, row: int, left: int, right: int) -> bool:
    """Nothing but merged cells that begin further up."""
    if (cells.look[row, left : right + 1] != Look.BLANK).any():
        return False
    return any(s.top < row <= s.bottom and s.left <= right and s.right >= left for s in cells.grid.merges)


def _may_skip(cells: Cells, row: int, lowest: int, left: int, right: int, body_left: int, below: bool) -> bool:
    """A lone text: a group row above the data, or one line of a header that goes on right above it."""
    if not below and cells.text[row, left:body_left].any():
        return True
    return row > lowest and _header_like(cells, row - 1, left, right, body_left, True)


def _header_like(cells: Cells, row: int, left: int, right: int, body_left: int, below: bool) -> bool:
    filled = cells.text[row, left : right + 1] | cells.data[row, left : right + 1]
    texts = [str(cells.grid.values[row, left + int(c)]) for c in np.flatnonzero(filled)]
    over = [left + int(c) for c in np.flatnonzero(filled) if left + int(c) >= body_left]
    if not over or max(len(text) for text in texts) > 60 or any("://" in text for text in texts):
        return False
    if any(UNIT_LINE.search(text) for text in texts) and len(texts) <= 2:
        return False
    if len(texts) >= 2:
        return True
    span = cells.anchors.get((row, over[0]))
    if span is not None:
        return span.left >= body_left and span.right <= right and span.right > span.left
    return not below and right == body_left


def body_top_of(cells: Cells, top: int, first: int, left: int, body_left: int, right: int) -> int:
    """Rows between the header and the first row of data that only carry a row label are group rows of the body."""
    tops = [s for s in cells.grid.merges if top <= s.top < first and left <= s.left <= right]
    body_top = first
    while body_top - 1 > top and not any(s.top < body_top - 1 <= s.bottom for s in tops):
        r = body_top - 1
        over_body = cells.text[r, body_left : right + 1].any()
        in_stub = cells.text[r, left:body_left].any()
        if over_body and _is_band(cells, top, r, left, body_left, right):
            body_top = r
            continue
        if over_body or not (in_stub or (cells.look[r, left : right + 1] == Look.BLANK).all()):
            break
        if in_stub and not cells.text[top:r, body_left : right + 1].any():
            break
        body_top = r
    while body_top < first and not cells.text[body_top, left : right + 1].any():
        body_top += 1
    return body_top


def _is_band(cells: Cells, top: int, row: int, left: int, body_left: int, right: int) -> bool:
    """A lone wide text under a header that already names the columns heads the rows below it, not the columns."""
    texts = np.flatnonzero(cells.text[row, left : right + 1]) + left
    if len(texts) != 1:
        return False
    span = cells.anchors.get((row, int(texts[0])))
    if span is None or span.right == span.left or span.bottom > span.top:
        return False
    named = cells.text[top:row, body_left : right + 1].any(axis=0)
    return right - body_left >= 2 and bool(named.all())
