"""Lines of a sheet: the cells below a header, or beside it, as far as its list goes."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ...grid import Grid, Kind, Span
from ...text import clean_label, match_key, strip_note_marks

__all__ = ["Line", "Sheet", "cell_text", "header_key"]

_LONGEST_HEADER = 24
_BLANK_ROWS_END = 2
_BLANK_CELLS_END = 3
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Line:
    """Filled cells of one column or row that belong together; `header` is its cell, if any."""

    cells: tuple[tuple[int, int], ...]
    header: tuple[int, int] | None = None

    @property
    def span(self) -> Span:
        """The rectangle from the first to the last cell."""
        rows, columns = [r for r, _ in self.cells], [c for _, c in self.cells]
        return Span(min(rows), min(columns), max(rows), max(columns))


def cell_text(value: Any) -> str:
    """Return what a cell says, as the detectors read it; ``""`` for what cannot be personal (fractions, truth values).

    >>> cell_text(90123.0), cell_text(0.5), cell_text("山田")
    ('90123', '', '山田')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    return str(int(value)) if float(value).is_integer() else ""


@functools.lru_cache(maxsize=4096)
def header_key(text: str) -> str:
    r"""Return the key of a header: note marks and layout spaces gone, folded; ``""`` when too long to be one.

    >>> header_key("氏　　名 ※1"), header_key("ＴＥＬ\n（自宅）")
    ('氏名', 'tel(自宅)')
    """
    if len(text) > 3 * _LONGEST_HEADER:
        return ""
    key = match_key(strip_note_marks(clean_label(text))[0])
    return key if len(key) <= _LONGEST_HEADER else ""


class Sheet:
    """A grid with what the finder asks of it again and again; each distinct text is judged once."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.filled = grid.kinds != Kind.BLANK
        self.labels = grid.filled() if grid.merges else grid.values
        self._blank_rows = ~self.filled.any(axis=1)
        texts = [cell_text(value) for value in grid.values.ravel()]
        self._unique: dict[str, int] = {}
        self._index = np.array([self._unique.setdefault(t, len(self._unique)) for t in texts], dtype=np.int64)
        self._index = self._index.reshape(grid.shape)
        self.texts = list(self._unique)

    def text(self, row: int, column: int) -> str:
        """What a cell says."""
        return self.texts[int(self._index[row, column])]

    def where(self, test: Callable[[str], bool]) -> Flags:
        """Cells whose text passes a test, shape of the grid."""
        judged = np.fromiter((bool(t) and test(t) for t in self.texts), dtype=bool, count=len(self.texts))
        found: Flags = judged[self._index] if self.texts else np.zeros(self.grid.shape, dtype=bool)
        return found

    def header_cells(self) -> Iterator[tuple[int, int, str]]:
        """Yield row, column and key of every cell short enough to be a header; merged ones for each cell they cover."""
        for row, column in np.argwhere(self.filled | self._covered()):
            value = self.labels[row, column]
            if isinstance(value, str) and (key := header_key(value)):
                yield int(row), int(column), key

    def _covered(self) -> Flags:
        covered = np.zeros(self.grid.shape, dtype=bool)
        for span in self.grid.merges:
            covered[span.top : span.bottom + 1, span.left : span.right + 1] = True
        return covered

    def below(self, row: int, column: int, headers: Flags) -> Line:
        """Filled cells under a header, up to the next header or two blank rows."""
        cells, blank = [], 0
        for r in range(row + 1, self.grid.shape[0]):
            blank = blank + 1 if self._blank_rows[r] else 0
            if headers[r, column] or blank == _BLANK_ROWS_END:
                break
            if self.filled[r, column]:
                cells.append((r, column))
        return Line(tuple(cells), (row, column))

    def right(self, row: int, column: int, headers: Flags) -> Line:
        """Filled cells beside a header, up to the next header or three blank cells."""
        cells, blank = [], 0
        for c in range(column + 1, self.grid.shape[1]):
            blank = 0 if self.filled[row, c] else blank + 1
            if headers[row, c] or blank == _BLANK_CELLS_END:
                break
            if self.filled[row, c]:
                cells.append((row, c))
        return Line(tuple(cells), (row, column))

    def label_above(self, row: int, column: int, values: Flags) -> str:
        """Text of the nearest cell above that is a label rather than one of the values."""
        for r in range(row - 1, -1, -1):
            value = self.labels[r, column]
            if isinstance(value, str) and not values[r, column] and header_key(value):
                return clean_label(value)
        return ""
