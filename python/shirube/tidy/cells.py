"""What each cell of a grid looks like: number, symbol, text, date or nothing. Computed once per sheet.

>>> view = look_at(Grid.from_rows([["地区", "人口"], ["東", "1,234"], ["西", "…"]]))
>>> view.look.tolist()
[[1, 1], [1, 2], [1, 3]]
>>> float(view.number[1, 1])
1234.0
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..grid import Grid, Kind, Span
from ..numbers import DEFAULT_SYMBOLS, Status, parse_number, read_value
from ..text import clean_label, has_japanese

__all__ = ["Cells", "Look", "SymbolMap", "look_at"]

SymbolMap = Mapping[str, Status]


class Look(IntEnum):
    """How a cell reads."""

    BLANK = 0
    TEXT = 1
    NUMBER = 2
    SYMBOL = 3
    DATE = 4


_LONGEST_VALUE = 24


@dataclass(frozen=True, eq=False)
class Cells:
    """A grid and how its cells read.

    Attributes
    ----------
    look
        `Look` of every cell, same shape as the grid.
    number
        The value as a float, NaN where there is none.
    status
        `Status` of text cells that are not plain numbers, by position.
    quantity
        Unit (possibly empty) of texts that hold a number and more, such as ``8(1)``, ``100①`` or ``5人``.
    """

    grid: Grid
    look: npt.NDArray[np.uint8]
    number: npt.NDArray[np.float64]
    status: dict[tuple[int, int], Status]
    quantity: dict[tuple[int, int], str]

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns)."""
        return self.grid.shape

    @cached_property
    def data(self) -> npt.NDArray[np.bool_]:
        """Numbers and symbols: what the body of a table is made of."""
        return np.asarray((self.look == Look.NUMBER) | (self.look == Look.SYMBOL))

    @cached_property
    def text(self) -> npt.NDArray[np.bool_]:
        """Texts and dates: what labels are made of."""
        return np.asarray((self.look == Look.TEXT) | (self.look == Look.DATE))

    @cached_property
    def anchors(self) -> dict[tuple[int, int], Span]:
        """Merged rectangles by their top-left cell."""
        return {(span.top, span.left): span for span in self.grid.merges}

    @cached_property
    def wall_right(self) -> npt.NDArray[np.bool_]:
        """True where a vertical rule stands between a cell and its right neighbour."""
        left, right = self._border("border_left"), self._border("border_right")
        wall = right.copy()
        wall[:, :-1] |= left[:, 1:]
        return wall

    @cached_property
    def wall_below(self) -> npt.NDArray[np.bool_]:
        """True where a horizontal rule stands between a cell and the one below."""
        top, bottom = self._border("border_top"), self._border("border_bottom")
        wall = bottom.copy()
        wall[:-1] |= top[1:]
        return wall

    def _border(self, side: str) -> npt.NDArray[np.bool_]:
        table = np.array([getattr(style, side) for style in self.grid.style_table], dtype=bool)
        return np.asarray(table[self.grid.styles])

    @cached_property
    def _labels(self) -> dict[tuple[int, int], str]:
        return {}

    def label(self, row: int, column: int) -> str:
        """The text of a cell as a label: layout white space removed; empty for a blank cell."""
        key = (row, column)
        if key not in self._labels:
            self._labels[key] = _label(self.grid.values[row, column])
        return self._labels[key]

    def indent(self, row: int, column: int) -> float:
        """Leading white space of a label in full-width characters, the cell's own indent included."""
        value = self.grid.values[row, column]
        if not isinstance(value, str):
            return float(self.grid.style(row, column).indent)
        lead = value[: len(value) - len(value.lstrip(" \u3000"))]
        return sum(1.0 if c == "\u3000" else 0.5 for c in lead) + self.grid.style(row, column).indent


def _label(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return clean_label(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


def look_at(grid: Grid, symbols: SymbolMap | None = None) -> Cells:
    """Read every cell of a grid.

    Parameters
    ----------
    grid
        The sheet.
    symbols
        Symbols of this table and what they mean; the usual ones when left out (then a sheet is read once, however
        often it is looked at).
    """
    if symbols is None:
        return grid.once("cells", lambda: _read(grid, None))
    return _read(grid, symbols)


def _read(grid: Grid, symbols: SymbolMap | None) -> Cells:
    kinds = grid.kinds
    look = np.zeros(grid.shape, dtype=np.uint8)
    number = np.full(grid.shape, np.nan)
    look[(kinds == Kind.TEXT) | (kinds == Kind.BOOL)] = Look.TEXT
    look[kinds == Kind.DATE] = Look.DATE
    look[kinds == Kind.ERROR] = Look.SYMBOL
    plain = kinds == Kind.NUMBER
    look[plain] = Look.NUMBER
    number[plain] = grid.values[plain].astype(float)
    status = dict.fromkeys(
        zip(*(i.tolist() for i in np.nonzero(kinds == Kind.ERROR)), strict=True), Status.NOT_AVAILABLE
    )
    for symbol, state in (symbols or {}).items():
        figure = parse_number(symbol)
        if figure is not None:  # 0 for 単位未満: a number that this table uses as a symbol
            for at in np.argwhere(plain & (number == figure.value)).tolist():
                look[at[0], at[1]], number[at[0], at[1]] = Look.SYMBOL, np.nan
                status[at[0], at[1]] = state
    quantity = _read_texts(grid, DEFAULT_SYMBOLS if symbols is None else symbols, look, number, status)
    return Cells(grid, look, number, status, quantity)


def _read_texts(
    grid: Grid,
    symbols: SymbolMap,
    look: npt.NDArray[np.uint8],
    number: npt.NDArray[np.float64],
    status: dict[tuple[int, int], Status],
) -> dict[tuple[int, int], str]:
    memo: dict[str, _Text] = {}
    raw: dict[tuple[int, int], str] = {}
    where = np.nonzero(grid.kinds == Kind.TEXT)
    texts = grid.values[where].tolist()
    comma = _decimal_comma(texts)
    for r, c, text in zip(where[0].tolist(), where[1].tolist(), texts, strict=True):
        found = memo.get(text)
        if found is None:
            found = memo[text] = _read_text(_plain(text, comma), symbols)
        look[r, c], number[r, c] = found.look, found.number
        if found.status is not None:
            status[r, c] = found.status
        if found.unit is not None:
            raw[r, c] = found.unit
    return raw


#: Spaces that divide thousands on pages of other countries.
_NARROW_SPACES = str.maketrans({"\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " "})
_COMMA_DECIMALS = re.compile(r"\s*[-+–—−]?\d{1,3}(?:[ \u00a0]?\d{3})*,(?:\d{1,2}|0\d{2,})\s*")
_COMMA_THOUSANDS = re.compile(r"\s*[-+–—−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\s*")


def _decimal_comma(texts: list[str]) -> bool:
    """A sheet of another country writes 12,3 for 12.3: several such figures, and more of them than 1,234."""
    written = [text for text in texts if "," in text and len(text) <= _LONGEST_VALUE]
    decimals = sum(bool(_COMMA_DECIMALS.fullmatch(text)) for text in written)
    return decimals >= 3 and decimals > sum(bool(_COMMA_THOUSANDS.fullmatch(text)) for text in written)


def _plain(text: str, comma: bool) -> str:
    """A figure of another country in the spelling `read_value` knows; other texts as they are."""
    if len(text) > _LONGEST_VALUE:
        return text
    plain = text.translate(_NARROW_SPACES)
    return plain.replace(",", ".") if comma and _COMMA_DECIMALS.fullmatch(text) else plain


class _Text(NamedTuple):
    """How one text reads; `unit` is None unless the text is a number with something attached."""

    look: Look
    number: float = np.nan
    status: Status | None = None
    unit: str | None = None


def _read_text(text: str, symbols: SymbolMap) -> _Text:
    if len(text.strip()) > _LONGEST_VALUE:
        return _Text(Look.TEXT)
    reading = read_value(text, symbols=symbols)
    if reading.value is not None and _DIGIT.search(text):
        if reading.unit and reading.unit != "%":
            # 5人 may be a label or a quantity: it reads as text, and as a number where values stand.
            return _Text(Look.TEXT, reading.value, Status.OBSERVED, reading.unit)
        parsed = parse_number(text)
        bare = parsed is not None and not parsed.marks and not parsed.unit
        return _Text(Look.NUMBER, reading.value, None, None if bare else reading.unit)
    if reading.status in _SYMBOLS:
        # 不詳 and 該当なし are labels as often as they are symbols; only signs make a cell look like data.
        return _Text(Look.TEXT if has_japanese(text) else Look.SYMBOL, status=reading.status)
    return _Text(Look.TEXT)


_DIGIT = re.compile(r"[0-9０-９]")
_SYMBOLS = frozenset({Status.NONE, Status.UNKNOWN, Status.SUPPRESSED, Status.NOT_AVAILABLE, Status.BELOW_UNIT})
