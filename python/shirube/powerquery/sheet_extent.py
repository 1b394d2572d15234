"""Where a cross table ends: what the helper 範囲の知らせ finds, in Python.

Python reads a table as far as rows of figures go on; a row of many texts, or one that looks like a header, ends it. A
later edition that ends elsewhere than its figures do gives a sentence, never a table that lacks rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ..grid import Kind
from ..tidy.cells import Cells, Look
from .reader import look

__all__ = ["Looks", "looks_of"]

_BLANK, _TEXT, _DATA = 0, 1, 2
_YEARS = (1868, 2100)
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Looks:
    """How the query sees the cells of a sheet.

    Attributes
    ----------
    codes
        0 blank, 1 text, 2 a figure or a sign; shape of the sheet.
    numbers
        The numbers, NaN where there is none; same shape.
    """

    codes: npt.NDArray[np.uint8]
    numbers: npt.NDArray[np.float64]

    @cached_property
    def data(self) -> Mask:
        """Figures and signs."""
        return np.asarray(self.codes == _DATA)

    @cached_property
    def text(self) -> Mask:
        """Texts."""
        return np.asarray(self.codes == _TEXT)

    @cached_property
    def figures(self) -> Mask:
        """Columns with at least half as many figures as texts."""
        return np.asarray(self.data.any(axis=0) & (self.data.sum(axis=0) * 2 >= self.text.sum(axis=0)))

    @cached_property
    def _most(self) -> Mask:
        """Rows with as many figures as texts."""
        own, other = self.data[:, self.figures].sum(axis=1), self.text[:, self.figures].sum(axis=1)
        return np.asarray((own >= 1) & (own >= other))

    @cached_property
    def _years(self) -> Mask:
        whole = (self.numbers >= _YEARS[0]) & (self.numbers <= _YEARS[1]) & (self.numbers % 1 == 0)
        return np.asarray(whole.any(axis=1))

    def doubtful(self, start: int, body: Sequence[int], left: int, right: int) -> list[int]:
        """Rows that may begin another table, or go on with this one, where the figures say otherwise.

        Parameters
        ----------
        start
            First row below the header.
        body
            Rows of figures.
        left, right
            First column of the table, and the first one behind it.
        """
        known = set(body)
        inside = np.flatnonzero(self.data[start:, left:right].any(axis=1)) + start
        of_table = {r for r in inside.tolist() if (self._most[r] or (r - 1 in known and self._goes_on(r)))}
        return sorted((of_table ^ known) | {r for r in of_table & known if self._years_alone(r)})

    def _years_alone(self, row: int) -> bool:
        """Among texts, and no figures but years in order: perhaps the heading of another table.

        One or two years are a heading only with no text behind them.
        """
        at = np.flatnonzero(self.data[row])
        years, steps = self.numbers[row][at].tolist(), np.diff(self.numbers[row][at])
        if int(self.text[row].sum()) < 2 or not all(map(_is_year, years)):
            return False
        together = len(at) > 2 or not self.text[row, at[0] :].any()
        return together and bool((steps >= 0).all() or (steps <= 0).all())

    def _goes_on(self, row: int) -> bool:
        """Below a row of figures: a label, and a figure among texts, and no year."""
        labels = np.flatnonzero(self.text[row] & ~self.figures)
        if not len(labels) or not self.text[row - 1, labels[0]]:
            return False
        return bool(self.data[row, labels[0] + 1 :].any()) and not self._years[row]

    def cut(self, above: int, below: int) -> bool:
        """Whether texts like headings stand between two rows of figures; what the helper 表が切れる finds."""
        between, held = self.text[above + 1 : below], self.data[below] & self.figures
        over, texts = (between & held).sum(axis=1), between.sum(axis=1)
        return bool(((over > 1) | ((over == 1) & (held.sum() < 3) & (texts > 1))).any())


def _is_year(number: float) -> bool:
    return _YEARS[0] <= number <= _YEARS[1] and number % 1 == 0


def looks_of(cells: Cells, symbols: dict[str, str]) -> Looks:
    """Look at a sheet as the helper 見えを読む does."""
    codes = np.full(cells.shape, _TEXT, dtype=np.uint8)
    codes[(cells.look == Look.NUMBER) | (cells.look == Look.SYMBOL)] = _DATA
    codes[cells.look == Look.BLANK] = _BLANK
    known: dict[str, int] = {}
    for r, c in np.argwhere(cells.grid.kinds == Kind.TEXT).tolist():
        text = cells.grid.values[r, c]
        if text not in known:
            known[text] = look(text, symbols)
        codes[r, c] = known[text]
    return Looks(codes, np.where(codes == _DATA, cells.number, np.nan))
