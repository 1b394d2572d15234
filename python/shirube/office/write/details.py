"""The sheet 統計の詳細: what a statistician asks for, drawn like the report."""

from __future__ import annotations

from ...result import Result
from .book import Book
from .canvas import ROW_POINTS, Canvas
from .report import footer
from .tables import draw_table, fit_columns, kept_height
from .wide import parts

__all__ = ["draw_details"]


def draw_details(book: Book, result: Result) -> None:
    """Draw 統計の詳細 when there is any."""
    if not result.details:
        return
    cut = {id(table): parts(table) for detail in result.details for table in detail.tables}
    tables = [part for pieces in cut.values() for part in pieces]
    canvas = Canvas(book, book.add_sheet("統計の詳細"), fit_columns(tables), minus="−")
    canvas.paragraph("統計の詳細", "title")
    canvas.paragraph(f"「{result.title}」の計算の根拠です。", "meta")
    for detail in result.details:
        pieces = [part for whole in detail.tables for part in cut[id(whole)]]
        canvas.section(detail.title, then=ROW_POINTS * 3 if detail.paragraphs or not pieces else kept_height(pieces[0]))
        for paragraph in detail.paragraphs:
            canvas.paragraph(paragraph)
        for table in pieces:
            canvas.gap(4)
            draw_table(canvas, table)
    canvas.breaks()
    footer(canvas, result)
