"""A printable sheet filled from the top: columns, a row cursor, lines of text, A4 settings.

Long text is broken into rows here, because a cell that overflows to the right prints the same everywhere, while
merged cells break sorting, copying and screen readers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.worksheet import Worksheet

from ..style import BASE_POINTS, STYLES
from .book import Book
from .measure import width, wrap

__all__ = ["Canvas", "column_pixels"]

DIGIT_PIXELS, PADDING_PIXELS = 8, 5
UNIT_PIXELS = 7.6  # half a full-width character of 11 pt is 7.3 px, digits are a little wider
ROW_POINTS = 18.0
MARGINS = {"left": 0.98, "right": 0.59, "top": 0.79, "bottom": 0.59}  # inches: 25, 15, 20, 15 mm
PAGE_PIXELS = {False: 642, True: 971}  # printable width at 96 dpi; True: landscape
PAGE_POINTS = {False: 712.0, True: 467.0}  # height that every program prints, footer apart
FILLER_UNITS, LEAST_COLUMNS = 5.0, 5
_SECTION_POINTS = 40.0  # a section heading with the space around it
#: A report this much larger than a page is still shrunk onto one (11 pt type to no less than 9 pt).
MOST_SHRINK = 1.25


def column_pixels(units: float) -> int:
    """Return the pixels of a column of so many digits."""
    return int(units * DIGIT_PIXELS + 0.5) + PADDING_PIXELS


@dataclass
class Canvas:
    """One printable sheet.

    Attributes
    ----------
    widths
        Column widths in digits. Columns are added on the right until the page is filled.
    spread
        How many times the page's width the sheet is laid out in: more fits on a page, in smaller type.
    row
        Next free row, 0-based.
    carried
        Height of what is printed again on top of a new page (points).
    """

    book: Book
    sheet: Worksheet
    widths: list[float]
    minus: str = "▲"
    spread: float = 1.0
    row: int = 0
    heights: list[float] = field(default_factory=list)
    carried: float = 0.0
    _breaks: list[int] = field(default_factory=list)
    _tables: list[tuple[int, int, int]] = field(default_factory=list)
    _used: float = 0.0  # points of the page that is being filled

    def __post_init__(self) -> None:
        self.landscape = sum(map(column_pixels, self.widths)) > PAGE_PIXELS[False] * MOST_SHRINK
        left = int(PAGE_PIXELS[self.landscape] * self.spread) - self.pixels()
        fillers = int(left // column_pixels(FILLER_UNITS))
        if fillers > 0:
            self.widths += [(left / fillers - PADDING_PIXELS) / DIGIT_PIXELS] * fillers
        elif left > 0 and self.widths:
            self.widths[-1] += left / DIGIT_PIXELS
        self.widths += [FILLER_UNITS] * (LEAST_COLUMNS - len(self.widths))
        for column, units in enumerate(self.widths):
            self.sheet.set_column(column, column, units)

    def pixels(self, first: int = 0, last: int | None = None) -> int:
        """Return the width in pixels of columns ``first`` up to, not including, ``last``."""
        return sum(map(column_pixels, self.widths[first:last]))

    def room(self, first: int = 0, last: int | None = None, *, points: float = BASE_POINTS) -> float:
        """Return how many half-width units of type of this size fit into columns."""
        return (self.pixels(first, last) - 8) / UNIT_PIXELS * BASE_POINTS / points

    def column_at(self, share: float) -> int:
        """Return the column that begins nearest to this share (0–1) of the width."""
        target = self.pixels() * share
        starts = [self.pixels(0, c) for c in range(len(self.widths))]
        return min(range(len(starts)), key=lambda c: abs(starts[c] - target))

    def style(self, name: str, **more: Any) -> Any:
        """Return a named cell format with changes."""
        return self.book.format(STYLES[name], more)

    def next_row(self, height: float = ROW_POINTS) -> int:
        """Take the next row, set its height (points) and return its number."""
        page = self._page_points()
        if height <= page < self._used + height:
            self._begin_page()
        self.sheet.set_row(self.row, height)
        self.heights.append(height)
        self._used += height
        self.row += 1
        return self.row - 1

    def gap(self, height: float = 8.0) -> None:
        """Leave a narrow empty row."""
        self.next_row(height)

    def fill(self, row: int, cell_format: Any, first: int = 0, last: int | None = None) -> None:
        """Give the same format to empty cells of a row."""
        for column in range(first, len(self.widths) if last is None else last):
            self.sheet.write_blank(row, column, None, cell_format)

    def paragraph(self, text: str, style: str = "plain", *, hang: str = "", **more: Any) -> None:
        """Write a text over the full width, in as many rows as it needs; later lines hang by ``hang``."""
        points = STYLES[style].get("font_size", BASE_POINTS)
        cell_format = self.style(style, **more)
        for number, line in enumerate(wrap(text, self.room(points=points) - width(hang))):
            row = self.next_row(max(ROW_POINTS, points * 1.5) if points > BASE_POINTS else ROW_POINTS - 2)
            if "bg_color" in STYLES[style] or "bottom" in STYLES[style]:
                self.fill(row, cell_format)
            self.book.text(self.sheet, row, 0, (hang if number else "") + line, cell_format)

    def section(self, title: str, *, then: float = ROW_POINTS) -> None:
        """Write a section heading with a rule under it, on one page with what begins it (`then`, points)."""
        self.keep(_SECTION_POINTS + then)
        self.gap()
        self.paragraph(title, "section")
        self.gap(4)

    def breaks(self) -> None:
        """Set paper, margins, scaling and print area, as the last thing done to the sheet."""
        sheet = self.sheet
        sheet.set_paper(9)
        if self.landscape:
            sheet.set_landscape()
        else:
            sheet.set_portrait()
        sheet.set_margins(**MARGINS)
        sheet.fit_to_pages(1, 1 if self.fits_one_page() else 0)
        if self._breaks and not self.fits_one_page():
            sheet.set_h_pagebreaks(self._breaks)
            self._repeat_header()
        sheet.print_area(0, 0, max(self.row - 1, 0), len(self.widths) - 1)
        sheet.hide_gridlines(2)

    def fits_one_page(self) -> bool:
        """True when what is drawn so far fits on one page, slightly shrunk at most."""
        return sum(self.heights) <= self._page_points() * MOST_SHRINK / self.spread

    def on_first_page(self) -> bool:
        """True when no page has ended yet."""
        return not self._breaks

    def keep(self, height: float) -> None:
        """Start a new page when a block of this height (points) would be cut in two."""
        if height <= self._page_points() < self._used + height:
            self._begin_page()

    def new_page(self) -> None:
        """Begin a new page here."""
        self._begin_page()

    @property
    def page_points(self) -> float:
        """Height of a page in points."""
        return self._page_points()

    def _begin_page(self) -> None:
        """End every page where it is full by this count: programs differ in how much they print on one."""
        if self._used:
            self._breaks.append(self.row)
        self._used = self.carried

    def table_drawn(self, header: int, body: int) -> None:
        """Remember the rows of a table that ends here, so that its header can be printed on every page it goes on."""
        self._tables.append((header, body, self.row))

    def _repeat_header(self) -> None:
        """Print the header of a cut table again; print titles go on every later page, so no other may follow."""
        for header, body, end in self._tables:
            later = [row for row in self._breaks if row > header]
            if later and all(body < row < end for row in later):
                self.sheet.repeat_rows(header, body - 1)
                return

    def _page_points(self) -> float:
        return PAGE_POINTS[self.landscape] / min(1.0, PAGE_PIXELS[self.landscape] / self.pixels())
