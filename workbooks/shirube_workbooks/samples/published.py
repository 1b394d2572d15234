"""Set out one table as offices publish them, remembering the source cell of every figure."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from ..look import FIGURE_FONT, Book
from .corpus import Corpus

__all__ = ["Figure", "Page", "Sample", "write_ledger"]

# What stands for a missing figure in the published workbooks, and how the samples print it.
SYMBOLS = {"－": "-", "-": "-", "…": "…", "x": "x"}


class Figure(NamedTuple):
    """One figure of a sample and the published cell, or sum of cells (``D9+D10``), it came from."""

    sample: str
    sheet: str
    cell: str
    corpus_file: str
    corpus_sheet: str
    corpus_cell: str


@dataclass(frozen=True)
class Sample:
    """Name, contents and changes of one sample workbook, for its 出典 sheet and the list of samples."""

    file: str
    title: str
    source: str
    period: str
    changes: tuple[str, ...]
    features: str


class Page:
    """One sheet being set out. Rows and columns are given in A1 notation."""

    def __init__(self, book: Book, name: str, corpus: Corpus, key: str, *, landscape: bool = True) -> None:
        self.book = book
        self.corpus = corpus
        self.key = key
        self.sheet = book.sheet(name, landscape=landscape)
        self.figures: list[Figure] = []

    def title(self, cell: str, text: str) -> None:
        """Write the title of a table."""
        self.sheet.write(cell, text, self.book.style(bold=True, font_size=14))

    def note(self, cell: str, text: str, *, right: bool = False) -> None:
        """Write a unit, date or footnote outside the table."""
        self.sheet.write(cell, text, self.book.style(font_size=10, align="right" if right else "left"))

    def header(self, cells: Iterable[tuple[str, str]]) -> None:
        """Write column headers; a range is merged."""
        style = self.book.style(border=1, align="center", valign="vcenter", text_wrap=True)
        self._place(cells, style)

    def labels(self, cells: Iterable[tuple[str, str]], *, bold: bool = False, align: str = "left") -> None:
        """Write row labels; a range is merged. Leading full-width spaces are the indent, as printed."""
        style = self.book.style(border=1, align=align, valign="vcenter", text_wrap=align == "center", bold=bold)
        self._place(cells, style)

    def row(self, first: str, addresses: Sequence[str], *, form: str = "#,##0", triangle: bool = False) -> None:
        """Write figures to the right of `first`, one for each published cell or sum of cells.

        Parameters
        ----------
        form
            Number format shown.
        triangle
            Write a negative figure as the text ``△1,234``, as many published tables do.
        """
        row, column = xl_cell_to_rowcol(first)
        for step, address in enumerate(addresses):
            self._figure(row, column + step, address, form, triangle)

    def _place(self, cells: Iterable[tuple[str, str]], style: object) -> None:
        for where, text in cells:
            if ":" in where:
                self.sheet.merge_range(where, text, style)
            else:
                self.sheet.write_string(where, text, style)

    def _figure(self, row: int, column: int, address: str, form: str, triangle: bool) -> None:
        style = self.book.style(border=1, align="right", num_format=form, font_name=FIGURE_FONT)
        value = self._value(address)
        if value is None:
            self.sheet.write_blank(row, column, None, style)
            return
        if isinstance(value, str):
            self.sheet.write_string(row, column, value, style)
        elif value < 0 and triangle:
            self.sheet.write_string(row, column, f"△{-value:,.0f}", style)
        else:
            self.sheet.write_number(row, column, value, style)
        source = self.corpus.source(self.key)
        cell = xl_rowcol_to_cell(row, column)
        name = Path(source.file).name
        self.figures.append(Figure(self.book.path.name, self.sheet.get_name(), cell, name, source.sheet, address))

    def _value(self, address: str) -> str | float | None:
        parts = [self.corpus.value(self.key, part) for part in address.split("+")]
        if len(parts) > 1:
            return sum(float(part) for part in parts if isinstance(part, int | float))
        value = parts[0]
        return SYMBOLS[value.strip()] if isinstance(value, str) else value


def write_ledger(path: Path, figures: Iterable[Figure]) -> None:
    """Write ``sources.csv``: one line for each figure of the samples."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(Figure._fields)
        writer.writerows(figures)
