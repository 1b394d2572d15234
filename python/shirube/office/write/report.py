"""The sheet 報告: page one can be handed over alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...result import Provenance, Purpose, Result, Table
from . import blocks, charts
from .book import Book
from .canvas import Canvas
from .tables import draw_table, fit_columns

__all__ = ["Report", "footer", "tables_by_key"]


class Report:
    """The report sheet; charts are drawn last, when every table has its place."""

    def __init__(self, book: Book, result: Result) -> None:
        self.result = result
        self.canvas = Canvas(book, book.add_sheet("報告"), fit_columns(result.tables))
        self._places: list[charts.ChartSpace] = []

    def draw(self) -> None:
        """Draw everything but the charts; what cannot be said stays on page one."""
        for abreast in (False, True):
            trial = Report(Book(Path("trial.xlsx")), self.result)
            trial._lines(abreast=abreast)
            if trial.canvas.fits_one_page():
                self._lines(abreast=abreast)
                break
        else:
            self._lines(says_first=True)
        self.canvas.breaks()
        footer(self.canvas, self.result)

    def _lines(self, *, says_first: bool = False, abreast: bool = False) -> None:
        canvas, result = self.canvas, self.result
        blocks.heading(canvas, result)
        blocks.conclusion(canvas, result.conclusion)
        blocks.figures(canvas, result.figures)
        if says_first:
            blocks.says(canvas, result.says, result.cannot_say)
        blocks.lights(canvas, result.lights_title, result.lights)
        for number, table in enumerate(result.tables, start=1):
            canvas.gap()
            draw_table(canvas, table, number=f"表{number}" if len(result.tables) > 1 else "")
        self._places = charts.reserve(canvas, result.charts, tables_by_key(result), abreast=abreast)
        if not says_first:
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
    """Set the page footer: date and version, page of pages, 用途."""
    right = "庁内限り" if result.purpose is Purpose.INTERNAL else ""
    left = _made(result.provenance).replace("&", "&&")
    canvas.sheet.set_footer(f"&L&9{left}&C&9&P / &N&R&9{right}", {"margin": 0.3})


def _made(source: Provenance) -> str:
    day = source.made_at
    date = f"作成日 {day.year}年{day.month}月{day.day}日" if day else ""
    return "　".join(part for part in (date, source.version) if part)
