"""`Grid`: one sheet held column by column; no object per cell.

Coordinates are 0-based ``(row, column)`` positions of the *sheet* (A1 is ``(0, 0)``), so a position never needs
an offset to become an address.

>>> grid = Grid.from_rows([["地区", "人口"], ["東", 10]], name="第1表")
>>> grid.shape, grid.address(1, 1)
((2, 2), 'B2')
>>> grid.kinds.tolist()
[[1, 1], [1, 2]]
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

__all__ = ["CellStyle", "Grid", "Kind", "Span", "a1", "column_letters", "kinds_of", "parse_a1"]


T = TypeVar("T")


class Kind(IntEnum):
    """What a cell holds. The values are the codes in `Grid.kinds`."""

    BLANK = 0
    TEXT = 1
    NUMBER = 2
    DATE = 3
    BOOL = 4
    ERROR = 5


class Span(NamedTuple):
    """A rectangle of cells, 0-based, all four edges included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def a1(self) -> str:
        """The rectangle in A1 notation; a single cell without a colon."""
        first, last = a1(self.top, self.left), a1(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    def covers(self, row: int, column: int) -> bool:
        """Tell whether the rectangle covers a position."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(frozen=True, slots=True)
class CellStyle:
    """The part of a cell's look that carries meaning in tables (colours are ``RRGGBB`` or empty)."""

    bold: bool = False
    italic: bool = False
    size: float = 11.0
    font_colour: str = ""
    fill: str = ""
    indent: int = 0
    horizontal: str = ""
    vertical: str = ""
    wrap: bool = False
    number_format: str = "General"
    border_top: bool = False
    border_bottom: bool = False
    border_left: bool = False
    border_right: bool = False
    unlocked: bool = False  # may be typed into while the sheet is protected


@dataclass(frozen=True, eq=False, slots=True)
class Grid:
    """One sheet.

    Attributes
    ----------
    name, source
        Sheet name; file name without its folder.
    values
        Object array, shape (rows, columns): ``str``, ``int``/``float``, ``datetime``/``date``/``time``, ``bool``
        or ``None``. Blank text is ``None``.
    kinds
        ``uint8`` array of `Kind`, same shape.
    styles
        ``uint16`` array of positions in `style_table`, same shape.
    merges
        Merged rectangles; the value stands in the top-left cell only.
    hidden_rows, hidden_columns
        0-based positions.
    notes
        Japanese sentences about what could not be read (for example, styles left out).
    """

    name: str
    source: str
    values: npt.NDArray[np.object_]
    kinds: npt.NDArray[np.uint8]
    styles: npt.NDArray[np.uint16]
    style_table: tuple[CellStyle, ...] = (CellStyle(),)
    merges: tuple[Span, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    sheet_hidden: bool = False
    notes: tuple[str, ...] = field(default=())
    _worked_out: dict[str, Any] = field(init=False, repr=False, default_factory=dict)

    @classmethod
    def from_rows(
        cls,
        rows: Sequence[Sequence[Any]],
        *,
        name: str = "Sheet1",
        source: str = "",
        merges: Iterable[str | Span] = (),
        styles: npt.NDArray[np.uint16] | None = None,
        style_table: tuple[CellStyle, ...] = (CellStyle(),),
    ) -> Grid:
        """Build a grid from rows of values (a range handed over by Excel, or a test); short rows are padded."""
        width = max((len(row) for row in rows), default=0)
        values = np.empty((len(rows), width), dtype=object)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                values[r, c] = _normal(value)
        spans = tuple(m if isinstance(m, Span) else parse_a1(m) for m in merges)
        if styles is None:
            styles = np.zeros(values.shape, dtype=np.uint16)
        return cls(name, source, values, kinds_of(values), styles, style_table, spans)

    def once(self, name: str, work: Callable[[], T]) -> T:
        """What is worked out from the sheet the first time it is asked for, and kept as long as the sheet is.

        >>> grid = Grid.from_rows([[1, 2]])
        >>> grid.once("sum", lambda: 3), grid.once("sum", lambda: 4)
        (3, 3)
        """
        if name not in self._worked_out:
            self._worked_out[name] = work()
        found: T = self._worked_out[name]
        return found

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns)."""
        return int(self.values.shape[0]), int(self.values.shape[1])

    def address(self, row: int, column: int) -> str:
        """A1 address of a position."""
        return a1(row, column)

    def style(self, row: int, column: int) -> CellStyle:
        """The style of a cell."""
        return self.style_table[int(self.styles[row, column])]

    def merge_at(self, row: int, column: int) -> Span | None:
        """The merged rectangle that covers a cell, if any."""
        return next((span for span in self.merges if span.covers(row, column)), None)

    def filled(self) -> npt.NDArray[np.object_]:
        """Values with every merged rectangle filled from its top-left cell (a copy)."""
        values = self.values.copy()
        for span in self.merges:
            values[span.top : span.bottom + 1, span.left : span.right + 1] = self.values[span.top, span.left]
        return values

    def within(self, span: Span) -> Grid:
        """Return the sheet with every cell outside a rectangle blank; positions stay what they are.

        >>> grid = Grid.from_rows([["題", None], ["地区", "人口"], ["東", 10]])
        >>> grid.within(parse_a1("A2:B3")).values.tolist()
        [[None, None], ['地区', '人口'], ['東', 10]]
        """
        inside = np.zeros(self.shape, dtype=bool)
        inside[span.top : span.bottom + 1, span.left : span.right + 1] = True
        values = self.values.copy()
        values[~inside] = None
        return replace(
            self,
            values=values,
            kinds=np.where(inside, self.kinds, np.uint8(Kind.BLANK)),
            merges=tuple(m for m in self.merges if span.covers(m.top, m.left) and span.covers(m.bottom, m.right)),
        )

    def fingerprint(self) -> str:
        """Digest of the layout alone (kinds, merges, text of the first 20 rows): equal for next year's edition
        of a sheet when only numbers changed.
        """
        digest = hashlib.sha256()
        head = self.kinds[:20]
        digest.update(np.ascontiguousarray(head).tobytes())
        digest.update(repr(self.shape[1]).encode())
        digest.update(repr(sorted(s for s in self.merges if s.top < 20)).encode())
        for row, kinds in zip(self.values[:20], head, strict=True):
            for value, kind in zip(row, kinds, strict=True):
                if kind == Kind.TEXT:
                    digest.update(re.sub(r"[\d０-９]+", "0", str(value)).encode())
        return digest.hexdigest()[:16]


def _normal(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.strip(" \t\r\n\u3000") else None
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and value != value:
        return None
    return value


_KIND_OF_TYPE: dict[type, Kind] = {
    type(None): Kind.BLANK,
    str: Kind.TEXT,
    int: Kind.NUMBER,
    float: Kind.NUMBER,
    bool: Kind.BOOL,
    dt.datetime: Kind.DATE,
    dt.date: Kind.DATE,
    dt.time: Kind.DATE,
    dt.timedelta: Kind.DATE,
}
_ERROR_TEXTS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})


def kinds_of(values: npt.NDArray[np.object_]) -> npt.NDArray[np.uint8]:
    """Return the `Kind` of every value, same shape.

    >>> import numpy as np
    >>> kinds_of(np.array([[None, "x", 1.5, "#N/A"]], dtype=object)).tolist()
    [[0, 1, 2, 5]]
    """
    lookup = _KIND_OF_TYPE
    flat = values.ravel()
    kinds = np.fromiter((lookup[type(v)] for v in flat), dtype=np.uint8, count=flat.size)
    for i in np.flatnonzero(kinds == Kind.TEXT):
        if flat[i][0] == "#" and flat[i] in _ERROR_TEXTS:
            kinds[i] = Kind.ERROR
    return kinds.reshape(values.shape)


def column_letters(column: int) -> str:
    """Return the letters of a 0-based column position.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def a1(row: int, column: int) -> str:
    """Return the A1 address of a 0-based position.

    >>> a1(3, 1)
    'B4'
    """
    return f"{column_letters(column)}{row + 1}"


_A1 = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)(?::\$?([A-Za-z]{1,3})\$?(\d+))?")


def parse_a1(text: str) -> Span:
    """Return the rectangle an A1 reference names.

    Raises
    ------
    ValueFormatError
        SB-V101: not an A1 reference.

    >>> parse_a1("B4:D9")
    Span(top=3, left=1, bottom=8, right=3)
    """
    from .errors import ValueFormatError

    match = _A1.fullmatch(text.strip())
    if match is None:
        raise ValueFormatError("V101", text=text)
    first_letters, first_row, last_letters, last_row = match.groups()
    left, top = _column_index(first_letters), int(first_row) - 1
    right = _column_index(last_letters) if last_letters else left
    bottom = int(last_row) - 1 if last_row else top
    return Span(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1
