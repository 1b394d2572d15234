"""The areas of a form: merged rectangles and single cells, each with its text, its frame and its look.

>>> from shirube.grid import Grid
>>> areas = Areas(Grid.from_rows([["住所", None]], merges=["A1:B1"]))
>>> areas.at(0, 1).span.a1
'A1:B1'
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from ..grid import Grid, Kind, Span
from ..text import clean_label

__all__ = ["Area", "Areas", "full_text"]

_WHITE = frozenset({"", "FFFFFF"})


@dataclass(frozen=True, slots=True)
class Area:
    """One area; `edges` counts the sides with a line (0–4), `underlined` tells of a line below alone."""

    span: Span
    value: Any
    kind: Kind
    text: str
    edges: int = 0
    underlined: bool = False
    fill: str = ""
    number_format: str = "General"
    unlocked: bool = False

    @property
    def printed(self) -> str:
        """The text as it stands."""
        return full_text(self.value)

    @property
    def boxed(self) -> bool:
        """All four sides have a line."""
        return self.edges == 4

    @property
    def blank(self) -> bool:
        """Nothing is written in it."""
        return self.kind == Kind.BLANK


def full_text(value: Any) -> str:
    """Text of a cell as printed; empty for a blank cell."""
    return "" if value is None else str(value)


class Areas:
    """All areas of a sheet, by position."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self._merged = {
            (row, column): span
            for span in grid.merges
            for row in range(span.top, span.bottom + 1)
            for column in range(span.left, span.right + 1)
        }
        self._made: dict[Span, Area] = {}
        fills = Counter(area.fill for area in self.all() if not area.blank and area.fill not in _WHITE)
        self.label_fills = frozenset(fills)

    def span_at(self, row: int, column: int) -> Span:
        """The rectangle that covers a position."""
        return self._merged.get((row, column)) or Span(row, column, row, column)

    def at(self, row: int, column: int) -> Area | None:
        """The area that covers a position; ``None`` outside the sheet."""
        rows, columns = self.grid.shape
        if not (0 <= row < rows and 0 <= column < columns):
            return None
        span = self.span_at(row, column)
        if span not in self._made:
            self._made[span] = self._area(span)
        return self._made[span]

    def all(self) -> list[Area]:
        """Every area, in reading order."""
        rows, columns = self.grid.shape
        seen: dict[Span, Area] = {}
        for row in range(rows):
            for column in range(columns):
                area = self.at(row, column)
                if area is not None:
                    seen.setdefault(area.span, area)
        return list(seen.values())

    def _area(self, span: Span) -> Area:
        grid, (top, left, bottom, right) = self.grid, span
        value = grid.values[top, left]
        style = grid.style(top, left)
        sides = (
            all(self._line(top, c, "top") for c in range(left, right + 1)),
            all(self._line(bottom, c, "bottom") for c in range(left, right + 1)),
            all(self._line(r, left, "left") for r in range(top, bottom + 1)),
            all(self._line(r, right, "right") for r in range(top, bottom + 1)),
        )
        fill = "" if style.fill in _WHITE else style.fill
        return Area(
            span,
            value,
            Kind(int(grid.kinds[top, left])),
            clean_label(value) if grid.kinds[top, left] == Kind.TEXT else full_text(value),
            sum(sides),
            sides[1] and sum(sides) == 1 and self._ruled(span),
            fill,
            style.number_format,
            style.unlocked,
        )

    def _ruled(self, span: Span) -> bool:
        """The line below is its own, not the upper side of a frame."""
        return all(self.grid.style(span.bottom, c).border_bottom for c in range(span.left, span.right + 1))

    def _line(self, row: int, column: int, side: str) -> bool:
        """Whether a side of a cell has a line, drawn by the cell itself or by its neighbour."""
        if getattr(self.grid.style(row, column), f"border_{side}"):
            return True
        step, other = _NEIGHBOUR[side]
        r, c = row + step[0], column + step[1]
        rows, columns = self.grid.shape
        return 0 <= r < rows and 0 <= c < columns and bool(getattr(self.grid.style(r, c), f"border_{other}"))


_NEIGHBOUR = {
    "top": ((-1, 0), "bottom"),
    "bottom": ((1, 0), "top"),
    "left": ((0, -1), "right"),
    "right": ((0, 1), "left"),
}
