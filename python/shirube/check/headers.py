"""Which rows at the top of a table are its header."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..calendar import parse_time
from ..grid import Kind
from .view import Flags, View

__all__ = ["MOST_HEADER_ROWS", "header_rows", "is_header_row"]

MOST_HEADER_ROWS = 8
_MOST_BLANK = 3
_SAMPLE, _FEW = 200, 20
_ZEROS = str.maketrans("123456789０１２３４５６７８９", "0" * 19)


def is_header_row(view: View, row: int, bottom: int, left: int = 0, right: int | None = None) -> bool:
    """Tell whether a row names the columns of the rows below it.

    A header has texts over columns of numbers. Where a table holds no numbers, the first row is believed unless its
    texts come again below, as answers do.

    >>> from shirube.grid import Grid
    >>> from shirube.check.view import view_of
    >>> view = view_of(Grid.from_rows([["地区", "人口"], ["東", 10], ["西", 20]]))
    >>> is_header_row(view, 0, 2), is_header_row(view, 1, 2)
    (True, False)
    """
    if row >= view.grid.shape[0]:
        return False
    columns = slice(left, None if right is None else right + 1)
    filled = view.filled[row, columns]
    if int(filled.sum()) < 1:
        return False
    below = slice(row + 1, min(bottom, row + _SAMPLE) + 1)
    amounts = (view.amount[below, columns] | view.symbol[below, columns]).sum(axis=0)
    numbers = view.amount[below, columns].sum(axis=0)
    texts = view.filled[below, columns].sum(axis=0) - amounts
    numeric = (numbers > 0) & (amounts >= texts)
    real = numeric & (view.number[below, columns].sum(axis=0) * 2 > numbers)
    # 19歳 over numbers is a label; over 20人 it is a value.
    written = view.number_text[row, columns] & ~(real & _label_like(view, row, columns))
    here = (view.number[row, columns] | written) & filled
    if numeric.any():
        over = numeric & filled
        signs = over & view.symbol[row, columns]
        named = over & ~here & ~signs
        if named.any():
            return int(named.sum()) * 2 >= int(over.sum()) or _all_labels(view, row, columns)
        return (
            bool((over & ~signs).any())
            and _all_labels(view, row, columns)
            and not _like_below(view, row, below, columns)
        )
    return _all_text_header(view, row, below, columns)


def _all_labels(view: View, row: int, columns: slice) -> bool:
    """Numbers in the row are years, or count up: labels, not values."""
    numbers = _numbers(view, row, columns)
    if not numbers or _are_years(numbers):
        return True
    steps = np.diff(np.array(numbers, dtype=float))
    # A label with 1, 2, 3 may be a row of small counts; a whole row of them, or a long run, is numbering.
    least = 3 if len(numbers) == int(view.filled[row, columns].sum()) else 4
    return len(numbers) >= least and bool((steps == steps[0]).all()) and steps[0] > 0


def _numbers(view: View, row: int, columns: slice) -> list[float]:
    values = view.grid.values[row, columns].tolist()
    return [float(v) for v in values if isinstance(v, (int, float)) and not isinstance(v, bool)]


def _are_years(numbers: list[float]) -> bool:
    return bool(numbers) and all(v.is_integer() and parse_time(int(v)) is not None for v in numbers)


def _like_below(view: View, row: int, below: slice, columns: slice) -> bool:
    """The row below counts up just the same: both are values."""
    if _are_years(_numbers(view, row, columns)) != _are_years(_numbers(view, row + 1, columns)):
        return False
    rows = view.values[below, columns]
    return bool(len(rows)) and _all_labels(view, row + 1, columns) and bool(np.isfinite(rows[0]).any())


def _all_text_header(view: View, row: int, below: slice, columns: slice) -> bool:
    codes, filled = view.codes[row, columns], view.filled[row, columns]
    if bool((view.grid.kinds[row, columns][filled] != Kind.TEXT).any()):
        # Dates or numbers over a table without numeric columns: years as names, or a record.
        return _all_labels(view, row, columns) and bool((codes >= 0).any())
    rows = view.codes[below, columns]
    if not len(rows):
        return False
    again = ((rows == codes) & (codes >= 0)).any(axis=0)
    if int(again.sum()) * 2 >= int((codes >= 0).sum()):
        return False
    return not any(_same_shape(view, codes[i], rows[:_FEW, i]) for i in np.flatnonzero(codes >= 0).tolist())


def _same_shape(view: View, code: int, below: npt.NDArray[np.int32]) -> bool:
    """The text has digits just where those below have them (codes, telephone numbers): it is one of them."""
    shape = view.texts[code].translate(_ZEROS)
    if "0" not in shape or shape.strip("0") == shape:
        return False
    others = [view.texts[other].translate(_ZEROS) for other in below.tolist() if other >= 0]
    return len(others) >= 2 and all(other == shape for other in others)


def header_rows(view: View, top: int, left: int, bottom: int, right: int) -> tuple[int, ...]:
    """Return the header rows of a table that starts at `top`; empty when its first row is data already.

    Blank rows between tiers of a header are passed over.

    >>> from shirube.grid import Grid
    >>> from shirube.check.view import view_of
    >>> rows = [["区分", "人口", None], [None, "男", "女"], ["東", 1, 2], ["西", 3, 4]]
    >>> header_rows(view_of(Grid.from_rows(rows)), 0, 0, 3, 2)
    (0, 1)
    """
    if bottom == top:
        return (top,) if bool((view.codes[top, left : right + 1] >= 0).all()) else ()
    if not is_header_row(view, top, bottom, left, right):
        return ()
    found, row = [top], top + 1
    while row < bottom and row - found[-1] <= _MOST_BLANK and row - top < MOST_HEADER_ROWS:
        if _reached(view, found, row, left, right) or _is_tier(view, found, row, left, bottom, right):
            found.append(row)
        elif view.filled[row, left : right + 1].any():
            break
        row += 1
    return tuple(found)


def _reached(view: View, header: list[int], row: int, left: int, right: int) -> bool:
    """A heading merged downwards reaches this row."""
    return any(header[0] <= s.top < row <= s.bottom and left <= s.left <= right for s in view.grid.merges)


def _is_tier(view: View, header: list[int], row: int, left: int, bottom: int, right: int) -> bool:
    """Tell whether a row below a header row is header too."""
    columns = slice(left, right + 1)
    filled = view.filled[row, columns]
    below = slice(row + 1, min(bottom, row + _SAMPLE) + 1)
    labels = _all_labels(view, row, columns) and not _like_below(view, row, below, columns)
    if not filled.any() or (view.number[row, columns].any() and not labels):
        return False
    amounts = view.amount[below, columns].sum(axis=0)
    numeric = (amounts > 0) & (amounts * 2 >= view.filled[below, columns].sum(axis=0))
    real = view.number[below, columns].sum(axis=0) * 2 > amounts
    values = view.number_text[row, columns] & ~(real & _label_like(view, row, columns))
    if numeric.any():
        named = numeric & filled & ~values & ~view.symbol[row, columns]
        enough = 1 if not view.filled[row, left] else 2  # one text beside a label may be a value that is missing
        if int(named.sum()) * 2 >= int(numeric.sum()) and int(named.sum()) >= enough:
            return True
    if values.any():
        return False
    above = header[-1]
    if any(s.top == above and s.right > s.left and left <= s.left <= right for s in view.grid.merges):
        return is_header_row(view, row, bottom, left, right)
    restarts = view.filled[row, left] and view.filled[header, left].any()
    fills = filled & ~view.occupied[above, columns]
    return bool(fills.any()) and not restarts and is_header_row(view, row, bottom, left, right)


def _label_like(view: View, row: int, columns: slice) -> Flags:
    """Number texts that label a column: with a unit (19歳), or years ((2010))."""
    return np.array([_is_label(view, code) for code in view.codes[row, columns].tolist()])


def _is_label(view: View, code: int) -> bool:
    number = view.number_of(code)
    return number is not None and (bool(number.unit) or _are_years([number.value]))
