"""The sheet 報告: page one can be handed over alone. Tables that would make it too wide to read follow on 報告の表."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...result import Provenance, Purpose, Result, Table
from . import blocks, charts
from .book import Book
from .canvas import MOST_SHRINK, PAGE_PIXELS, Canvas, column_pixels
from .tables import draw_table, fit_columns
from .wide import parts, together_for

__all__ = ["Report", "footer", "pages", "tables_by_key"]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a report is laid out: charts side by side, what can be said before the lights, type made smaller."""

    abreast: bool = False
    says_first: bool = False
    spread: float = 1.0


_TO_FILL_IN = "&R&9文書番号　　　　　　　　　　作成課　　　　　　　　　　"
#: From what reads best to what saves most room on page one.
_ONE_PAGE = (Layout(), Layout(abreast=True))
_SEVERAL = tuple(Layout(says_first=True, spread=spread) for spread in (1.0, 1.06, 1.12, 1.18, MOST_SHRINK))


def best_layout(result: Result) -> Layout:
    """The first layout that puts all on one page; else the first whose words and lights all stand on page one."""
    for layout in _ONE_PAGE:
        trial = Report(Book(Path("trial.xlsx")), result, layout)
        trial.top()
        trial.rest()
        if trial.canvas.fits_one_page():
            return layout
    for layout in _SEVERAL:
        trial = Report(Book(Path("trial.xlsx")), result, layout)
        trial.top()
        if trial.canvas.on_first_page():
            return layout
    return _SEVERAL[0]


class Report:
    """The report sheet; charts are drawn last, when every table has its place."""

    def __init__(self, book: Book, result: Result, layout: Layout | None = None) -> None:
        self.result = result
        self._layout = layout or best_layout(result)
        needed = together_for(result.charts)
        tables = [part for table in result.tables for part in parts(table, needed.get(table.key, ()))]
        first, *later = pages(tables)
        sheet = book.add_sheet(result.sheet or "報告")
        self.canvas = Canvas(book, sheet, fit_columns(first), spread=self._layout.spread)
        self._first = first
        self._several = len(tables) > 1
        self._later = [(Canvas(book, book.add_sheet("報告の表"), fit_columns(tables)), tables) for tables in later]
        self._places: list[charts.ChartSpace] = []

    def draw(self) -> None:
        """Draw everything but the charts; what cannot be said stays on page one."""
        self.top()
        self.rest()
        self.canvas.breaks()
        footer(self.canvas, self.result)
        self._draw_later()

    def _draw_later(self) -> None:
        number = len(self._first)
        for canvas, tables in self._later:
            blocks.heading(canvas, Result(title=self.result.title, purpose=self.result.purpose))
            for table in tables:
                number += 1
                canvas.gap()
                draw_table(canvas, table, number=f"表{number}")
            canvas.breaks()
            footer(canvas, self.result)

    def _where_later(self) -> None:
        number = len(self._first)
        for canvas, tables in self._later:
            names = f"表{number + 1}" + (f"〜表{number + len(tables)}" if len(tables) > 1 else "")
            blocks.note(self.canvas, f"{names}は、シート「{canvas.sheet.name}」にあります。")
            number += len(tables)

    def top(self) -> None:
        """Draw what is said in words and lights."""
        canvas, result = self.canvas, self.result
        blocks.heading(canvas, result)
        blocks.conclusion(canvas, result.conclusion)
        blocks.figures(canvas, result.figures)
        if self._layout.says_first:
            blocks.says(canvas, result.says, result.cannot_say)
        blocks.lights(canvas, result.lights_title, result.lights)

    def rest(self) -> None:
        """Draw tables, the room of charts, notes."""
        canvas, result = self.canvas, self.result
        for number, table in enumerate(self._first, start=1):
            canvas.gap()
            draw_table(canvas, table, number=f"表{number}" if self._several else "")
        self._where_later()
        self._places = charts.reserve(canvas, result.charts, tables_by_key(result), abreast=self._layout.abreast)
        if not self._layout.says_first:
            blocks.says(canvas, result.says, result.cannot_say)
        self._notes()

    def _notes(self) -> None:
        if self.result.notes:
            self.canvas.gap()
        for note in self.result.notes:
            blocks.note(self.canvas, note)

    def draw_charts(self) -> None:
        """Draw the charts."""
        charts.insert(self.canvas, self._places)


def pages(tables: Sequence[Table]) -> list[list[Table]]:
    """Return the tables by the sheet they go to, in their order; at least one sheet.

    Columns of a sheet are shared by its tables: unlike tables widen each other, and a wide sheet is printed small. A
    table that would shrink the sheet below `MOST_SHRINK` begins a new one; a table too wide by itself is only with
    such as need no more room.
    """
    sheets: list[list[Table]] = [[]]
    for table in tables:
        room = max(PAGE_PIXELS[True] * MOST_SHRINK, _pixels(sheets[-1]))
        if sheets[-1] and _pixels([*sheets[-1], table]) > room:
            sheets.append([])
        sheets[-1].append(table)
    return sheets


def _pixels(tables: Sequence[Table]) -> int:
    return sum(map(column_pixels, fit_columns(tables)))


def tables_by_key(result: Result) -> dict[str, Table]:
    """Return every table a chart may stand on; the report's win over the details', those over the data."""
    return {table.key: table for table in reversed(list(_tables(result)))}


def _tables(result: Result) -> Iterator[Table]:
    yield from result.tables
    for detail in result.details:
        yield from detail.tables
    for data in result.data:
        yield data.table


def footer(canvas: Canvas, result: Result) -> None:
    """Set what every page bears: 文書番号 and 作成課, to be filled in; date and version, page of pages, 用途."""
    canvas.sheet.set_header(_TO_FILL_IN, {"margin": 0.3})
    right = "庁内限り" if result.purpose is Purpose.INTERNAL else ""
    left = _made(result.provenance).replace("&", "&&")
    canvas.sheet.set_footer(f"&L&9{left}&C&9&P / &N&R&9{right}", {"margin": 0.3})


def _made(source: Provenance) -> str:
    day = source.made_at
    date = f"作成日 {day.year}年{day.month}月{day.day}日" if day else ""
    return "　".join(part for part in (date, source.version) if part)
