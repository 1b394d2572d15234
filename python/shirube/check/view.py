"""`View`: a sheet prepared for many questions. Every different text is looked at once, however often it stands there.

>>> from shirube.grid import Grid
>>> view = view_of(Grid.from_rows([["地区", "人口"], ["東", "1,234人"], ["東", 5]]))
>>> view.mask(lambda text: "東" in text).tolist()
[[False, False], [True, False], [True, False]]
>>> view.amount.tolist()
[[False, False], [False, True], [False, True]]
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ..grid import Grid, Kind, Span
from ..numbers import DEFAULT_SYMBOLS, ParsedNumber, Status, parse_number, read_value
from ..text import has_japanese

__all__ = ["Flags", "View", "grouped", "view_of"]

Flags = npt.NDArray[np.bool_]

_MOST_SPANS = 1_000
_LONGEST_NUMBER = 24
_MAY_BE_NUMBER = re.compile(
    r"[\s(（¥￥$+△▲※*pr\-\u2010-\u2015\u2212\uff0d－ー]*[0-9０-９.．〇一二三四五六七八九十百千万億壱弐参]"
)
_LEADING_ZERO = re.compile(r"[^0-9０-９]*[0０][0-9０-９]")
_PADDED = re.compile(r"0[0-9]+")
_ONES = str.maketrans("023456789０２３４５６７８９", "111111111１１１１１１１１１")
_LONGEST_SYMBOL = 8
_MAY_BE_SYMBOL = re.compile(r"[\s(（]*[^0-9０-９ぁ-んァ-ヶ]")
_SYMBOL_STATES = frozenset({Status.NONE, Status.UNKNOWN, Status.SUPPRESSED, Status.NOT_AVAILABLE, Status.BELOW_UNIT})


class View:
    """A grid and what its texts are.

    Attributes
    ----------
    grid
        The sheet.
    texts
        Every different text, in order of first appearance.
    codes
        Position in `texts` of every text cell, −1 elsewhere; same shape as the grid.
    """

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        index: dict[str, int] = {}
        where = grid.kinds == Kind.TEXT
        give = index.setdefault
        self.codes = np.full(grid.shape, -1, dtype=np.int32)
        self.codes[where] = [give(text, len(index)) for text in grid.values[where].tolist()]
        self.texts = list(index)

    @cached_property
    def filled(self) -> Flags:
        """Cells that hold something."""
        return np.asarray(self.grid.kinds != Kind.BLANK)

    @cached_property
    def occupied(self) -> Flags:
        """Cells that hold something or lie in a merged rectangle that does."""
        occupied = self.filled.copy()
        for span in self.grid.merges:
            if occupied[span.top, span.left]:
                occupied[span.top : span.bottom + 1, span.left : span.right + 1] = True
        return occupied

    @cached_property
    def alphabet(self) -> str:
        """Every character that stands in some text, once: a quick way to rule a pattern out."""
        return "".join(set("".join(self.texts)))

    def flags(self, predicate: Callable[[str], object], among: Flags | None = None) -> Flags:
        """The predicate for every different text (or for those among them, false for the rest)."""
        if among is None:
            return np.fromiter((bool(predicate(text)) for text in self.texts), dtype=bool, count=len(self.texts))
        found = np.zeros(len(self.texts), dtype=bool)
        at = np.flatnonzero(among)
        found[at] = [bool(predicate(self.texts[i])) for i in at.tolist()]
        return found

    @cached_property
    def _shapes(self) -> tuple[list[str], npt.NDArray[np.int32]]:
        """Every different text with its digits made one digit, and the position there of each of `texts`."""
        index: dict[str, int] = {}
        give = index.setdefault
        codes = np.fromiter(
            (give(text.translate(_ONES), len(index)) for text in self.texts), dtype=np.int32, count=len(self.texts)
        )
        return list(index), codes

    def flags_by_shape(self, predicate: Callable[[str], object]) -> Flags:
        """The predicate for every different text, where it is the same whatever the digits are.

        A list of 100,000 different entries has few shapes, so the predicate is asked far less often.
        """
        shapes, codes = self._shapes
        found = np.fromiter((bool(predicate(shape)) for shape in shapes), dtype=bool, count=len(shapes))
        return np.asarray(found[codes]) if len(shapes) else np.zeros(0, dtype=bool)

    def spread(self, flags: Flags) -> Flags:
        """Flags of `texts` at the cells where they stand."""
        if not flags.any():
            return np.zeros(self.grid.shape, dtype=bool)
        return np.asarray(np.append(flags, False)[self.codes])

    def mask(self, predicate: Callable[[str], object]) -> Flags:
        """Cells whose text fulfils the predicate."""
        return self.spread(self.flags(predicate))

    @cached_property
    def number_flags(self) -> Flags:
        """Which of `texts` are one number (with sign, comma, unit or note mark)."""
        flags = self.flags_by_shape(_is_number)
        # Whether a run of digits starts with a zero is all that matters of the digits themselves: 01 is a code.
        return flags & ~self.flags(_LEADING_ZERO.match, among=flags)

    def number_of(self, code: int) -> ParsedNumber | None:
        """The number one of `texts` is."""
        return parse_number(self.texts[code]) if code >= 0 and self.number_flags[code] else None

    @cached_property
    def number_text(self) -> Flags:
        """Text cells that are one number; in a column where some run of digits is padded with zeros, none (codes)."""
        flags = self.number_flags
        cells = self.spread(flags)
        padded = self.spread(self.flags(_PADDED.fullmatch)) if flags.any() and "0" in self.alphabet else None
        if padded is not None and padded.any():
            cells[:, padded.any(axis=0)] = False
        return cells

    @cached_property
    def symbol_flags(self) -> Flags:
        """Which of `texts` are symbols for a missing number (x, -, …, 秘匿)."""
        return self.flags_by_shape(_is_symbol)

    @cached_property
    def symbol(self) -> Flags:
        """Text cells that are a symbol."""
        return self.spread(self.symbol_flags)

    @cached_property
    def number(self) -> Flags:
        """Cells that hold a number as a number."""
        return np.asarray(self.grid.kinds == Kind.NUMBER)

    @cached_property
    def amount(self) -> Flags:
        """Numbers, and texts that are one number."""
        return np.asarray(self.number | self.number_text)

    @cached_property
    def values(self) -> npt.NDArray[np.float64]:
        """The numbers of number cells, NaN elsewhere."""
        values = np.full(self.grid.shape, np.nan)
        values[self.number] = self.grid.values[self.number].astype(float)
        return values


def _is_number(shape: str) -> bool:
    if len(shape) > _LONGEST_NUMBER or _MAY_BE_NUMBER.match(shape) is None:
        return False
    return parse_number(shape) is not None


def _is_symbol(text: str) -> bool:
    if len(text) > _LONGEST_SYMBOL or _MAY_BE_SYMBOL.match(text) is None:
        return False
    return read_value(text, symbols=DEFAULT_SYMBOLS).status in _SYMBOL_STATES or (
        len(text.strip()) <= 1 and not text.strip().isalnum() and not has_japanese(text)
    )


def view_of(grid: Grid) -> View:
    """Return the view of a sheet; made once."""
    return grid.once("check_view", lambda: View(grid))


def grouped(mask: Flags, *, top: int = 0, left: int = 0) -> tuple[tuple[Span, ...], int]:
    """Gather cells into rectangles.

    Parameters
    ----------
    mask
        The cells; ``mask[0, 0]`` is the sheet's cell (`top`, `left`).

    Returns
    -------
    tuple
        At most 1,000 rectangles, top to bottom; the number of cells (of all of them).

    >>> import numpy as np
    >>> spans, count = grouped(np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1]], dtype=bool))
    >>> [span.a1 for span in spans], count
    (['A1:B2', 'C3'], 5)
    """
    count = int(mask.sum())
    if not count:
        return (), 0
    padded = np.zeros((mask.shape[0] + 2, mask.shape[1]), dtype=np.int8)
    padded[1:-1] = mask
    change = np.diff(padded, axis=0).T
    starts, ends = np.argwhere(change == 1), np.argwhere(change == -1)
    runs: list[tuple[int, int, int, int]] = []
    open_at: dict[tuple[int, int], int] = {}
    for (column, first), (_, last) in zip(starts.tolist(), ends.tolist(), strict=True):
        known = open_at.get((first, last))
        if known is not None and runs[known][3] == column - 1:
            runs[known] = (first, runs[known][1], last - 1, column)
        else:
            open_at[first, last] = len(runs)
            runs.append((first, column, last - 1, column))
    spans = [Span(t + top, lft + left, b + top, r + left) for t, lft, b, r in sorted(runs)[:_MOST_SPANS]]
    return tuple(spans), count
