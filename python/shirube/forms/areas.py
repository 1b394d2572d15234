"""The areas of a form: merged rectangles and single cells, each with its text, its frame and its look.

>>> from shirube.grid import Grid
>>> areas = Areas(Grid.from_rows([["住所", None]], merges=["A1:B1"]))
>>> areas.at(0, 1).span.a1
'A1:B1'
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from ..grid import Grid, Kind, Span
from ..text import clean_label

__all__ = ["Area", "Areas", "full_text"]

Cell = tuple[int, int]
_NEAR = 4  # columns in which the label of a row stands
_WHITE = frozenset({"", "FFFFFF"})


@dataclass(frozen=True, slots=True)
class Area:
    """One area; `edges` counts the sides with a line (0–4), `underlined` tells of a line below and none beside."""

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
        self._merged |= _joined(grid, self._merged.keys(), self._line)
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
            sides[1] and not sides[2] and not sides[3] and self._ruled(span),
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


def _joined(grid: Grid, merged: Collection[Cell], line: Callable[[int, int, str], bool]) -> dict[Cell, Span]:
    """Rectangles of blank cells that no line divides: people draw a frame, or colour cells, without merging them.

    Only rectangles that a line below or a colour sets off from the sheet around them; rows with a label each are
    boxes of their own.
    """
    blank = (grid.kinds == Kind.BLANK).nonzero()
    free = {(int(r), int(c)) for r, c in zip(*blank, strict=True)} - set(merged)
    found: dict[Cell, Span] = {}
    for start in sorted(free):
        if start not in free:
            continue
        parts = _connected(grid, start, free, line)
        free -= parts
        span = Span(*map(min, zip(*parts, strict=True)), *map(max, zip(*parts, strict=True)))
        whole = (span.bottom - span.top + 1) * (span.right - span.left + 1) == len(parts)
        if whole and len(parts) > 1 and (grid.style(*start).fill not in _WHITE or _set_off(span, line)):
            for row in _by_label(grid, span):
                found |= {(r, c): row for r in range(row.top, row.bottom + 1) for c in range(row.left, row.right + 1)}
    return found


def _connected(grid: Grid, start: Cell, free: Collection[Cell], line: Callable[[int, int, str], bool]) -> set[Cell]:
    """Blank cells of one colour around a cell, up to the next lines."""
    fill, parts, waiting = grid.style(*start).fill, {start}, [start]
    while waiting:
        row, column = waiting.pop()
        for side, (down, right) in _STEPS.items():
            cell = (row + down, column + right)
            if cell in free and cell not in parts and grid.style(*cell).fill == fill and not line(row, column, side):
                parts.add(cell)
                waiting.append(cell)
    return parts


def _by_label(grid: Grid, span: Span) -> list[Span]:
    """The rectangle, or its rows where several have a text at their left."""
    left = slice(max(0, span.left - _NEAR), span.left)
    labelled = (grid.kinds[span.top : span.bottom + 1, left] == Kind.TEXT).any(axis=1)
    if labelled.sum() < 2:
        return [span]
    return [Span(row, span.left, row, span.right) for row in range(span.top, span.bottom + 1)]


def _set_off(span: Span, line: Callable[[int, int, str], bool]) -> bool:
    """A line stands below its whole width."""
    return all(line(span.bottom, c, "bottom") for c in range(span.left, span.right + 1))


_STEPS = {"top": (-1, 0), "bottom": (1, 0), "left": (0, -1), "right": (0, 1)}
_NEIGHBOUR = {
    "top": ((-1, 0), "bottom"),
    "bottom": ((1, 0), "top"),
    "left": ((0, -1), "right"),
    "right": ((0, 1), "left"),
}
