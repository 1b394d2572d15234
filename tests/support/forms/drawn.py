"""A sheet drawn in memory: filled in, spoiled the way people spoil forms, and written as .xlsx or .xls."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt

from shirube.grid import Span, a1, parse_a1

Cell = tuple[int, int]

LOOKS: Mapping[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "align": "center"},
    "section": {"bold": True, "bottom": 1},
    "label": {"border": 1, "bg_color": "#DDEBF7", "text_wrap": True, "valign": "vcenter"},
    "box": {"border": 1, "text_wrap": True, "valign": "vcenter"},
    "date": {"border": 1, "num_format": "yyyy/m/d", "align": "left"},
    "count": {"border": 1, "num_format": "#,##0"},
    "plain": {},
}
_XLS_LOOKS = {
    "title": "font: bold on, height 280; align: horiz center",
    "section": "font: bold on; borders: bottom thin",
    "label": "borders: left thin, right thin, top thin, bottom thin; pattern: pattern solid, fore_colour ice_blue",
    "box": "borders: left thin, right thin, top thin, bottom thin",
    "date": "borders: left thin, right thin, top thin, bottom thin",
    "count": "borders: left thin, right thin, top thin, bottom thin",
    "plain": "",
}


@dataclass
class Drawn:
    """One sheet. Positions are 0-based; `at` follows a cell of the blank form through every change made since."""

    name: str
    cells: dict[Cell, tuple[Any, str]] = field(default_factory=dict)
    merges: list[Span] = field(default_factory=list)
    lists: list[tuple[Span, dict[str, Any]]] = field(default_factory=list)
    comments: dict[Cell, str] = field(default_factory=dict)
    names: dict[str, Cell] = field(default_factory=dict)
    formulas: dict[Cell, str] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    moved: dict[Cell, Cell | None] = field(default_factory=dict)

    def put(self, where: str, value: Any, look: str = "plain") -> None:
        """Put a value into a cell or a merged rectangle."""
        span = parse_a1(where)
        for row in range(span.top, span.bottom + 1):
            for column in range(span.left, span.right + 1):
                self.cells[row, column] = (None, look)
                self.moved[row, column] = (row, column)
        self.cells[span.top, span.left] = (value, look)
        if span.top != span.bottom or span.left != span.right:
            self.merges.append(span)

    def allow(self, where: str, **rule: Any) -> None:
        """Add a data validation in the words of XlsxWriter."""
        self.lists.append((parse_a1(where), rule))

    def at(self, where: str) -> Cell | None:
        """Where a cell of the blank form is now; ``None`` when it was deleted."""
        span = parse_a1(where)
        return self.moved.get((span.top, span.left), (span.top, span.left))

    def write(self, where: str, value: Any, look: str = "") -> None:
        """Fill in a box of the blank form, wherever it is now."""
        cell = self.at(where)
        if cell is not None:
            self.cells[cell] = (value, look or self.cells.get(cell, (None, "plain"))[1])

    def value(self, where: str) -> Any:
        """What stands in a box of the blank form now."""
        cell = self.at(where)
        return None if cell is None else self.cells.get(cell, (None, ""))[0]

    def address(self, where: str) -> str:
        """Address, now, of a cell of the blank form."""
        cell = self.at(where)
        return "" if cell is None else a1(*cell)

    def insert(self, *, row: int = -1, column: int = -1) -> None:
        """Insert an empty row or column before a position."""
        self._shift(lambda r, c: (r + (0 <= row <= r), c + (0 <= column <= c)))

    def delete_row(self, row: int) -> None:
        """Delete a row that no merged rectangle crosses."""
        self.merges = [m for m in self.merges if not m.top == m.bottom == row]
        self.lists = [(s, rule) for s, rule in self.lists if not s.top == s.bottom == row]
        self._shift(lambda r, c: None if r == row else (r - (r > row), c))

    def move(self, rows: Iterable[int], columns: Iterable[int], by: Cell) -> None:
        """Cut the cells of a rectangle and paste them elsewhere."""
        inside = {(r, c) for r in rows for c in columns}
        self.merges = [_moved_span(m, inside, by) for m in self.merges]
        self.lists = [(_moved_span(s, inside, by), rule) for s, rule in self.lists]
        self._shift(lambda r, c: (r + by[0], c + by[1]) if (r, c) in inside else (r, c), spans=False)

    def _shift(self, to: Any, *, spans: bool = True) -> None:
        def shifted(values: dict[Cell, Any]) -> dict[Cell, Any]:
            return {place: value for cell, value in values.items() if (place := to(*cell)) is not None}

        self.cells, self.comments, self.formulas = map(shifted, (self.cells, self.comments, self.formulas))
        self.names = {name: place for name, cell in self.names.items() if (place := to(*cell)) is not None}
        self.moved = {old: None if cell is None else to(*cell) for old, cell in self.moved.items()}
        if spans:
            self.merges = [Span(*to(m.top, m.left), *to(m.bottom, m.right)) for m in self.merges]
            self.lists = [(Span(*to(s.top, s.left), *to(s.bottom, s.right)), rule) for s, rule in self.lists]


def _moved_span(span: Span, inside: set[Cell], by: Cell) -> Span:
    if (span.top, span.left) not in inside:
        return span
    return Span(span.top + by[0], span.left + by[1], span.bottom + by[0], span.right + by[1])


def write_xlsx(sheets: Iterable[Drawn], path: Path, constants: Mapping[str, str] | None = None) -> Path:
    """Write sheets as a new workbook; `constants` are names that hold a text (a stamp)."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    looks = {name: book.add_format(look) for name, look in LOOKS.items()}
    for name, text in (constants or {}).items():
        book.define_name(name, f'="{text}"')
    for drawn in sheets:
        sheet = book.add_worksheet(drawn.name)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        for column, width in drawn.widths.items():
            sheet.set_column(column, column, width)
        for span in drawn.merges:
            sheet.merge_range(*span, "", looks[drawn.cells[span.top, span.left][1]])
        for (row, column), (value, look) in drawn.cells.items():
            _write_cell(sheet, row, column, value, looks, look, drawn.formulas.get((row, column)))
        for span, rule in drawn.lists:
            sheet.data_validation(*span, rule)
        for (row, column), text in drawn.comments.items():
            sheet.write_comment(row, column, text)
        for name, (row, column) in drawn.names.items():
            book.define_name(name, f"='{drawn.name}'!${a1(row, column).rstrip('0123456789')}${row + 1}")
    book.close()
    return path


def _write_cell(sheet: Any, row: int, column: int, value: Any, looks: Any, look: str, formula: str | None) -> None:
    if formula:
        sheet.write_formula(row, column, formula, looks[look], value if value is not None else 0)
    elif isinstance(value, (dt.date, dt.datetime)):
        sheet.write_datetime(row, column, value, looks["date"])
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, looks[look])
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, looks[look])
    elif value is None:
        sheet.write_blank(row, column, None, looks[look])
    else:
        sheet.write_string(row, column, str(value), looks[look])


def write_xls(sheets: Iterable[Drawn], path: Path) -> Path:
    """Write sheets as an Excel 97-2003 workbook: no stamp, no validations."""
    book = xlwt.Workbook(encoding="utf-8")
    styles = {name: xlwt.easyxf(look) for name, look in _XLS_LOOKS.items()}
    day = xlwt.easyxf(_XLS_LOOKS["date"], num_format_str="yyyy/m/d")
    for drawn in sheets:
        sheet = book.add_sheet(drawn.name, cell_overwrite_ok=True)
        corners = {(m.top, m.left): m for m in drawn.merges}
        covered = {(r, c) for m in drawn.merges for r in range(m.top, m.bottom + 1) for c in range(m.left, m.right + 1)}
        for cell, (value, look) in drawn.cells.items():
            style = day if isinstance(value, (dt.date, dt.datetime)) else styles[look]
            if cell in corners:
                m = corners[cell]
                sheet.write_merge(m.top, m.bottom, m.left, m.right, value, style)
            elif cell not in covered:
                sheet.write(*cell, value, style)
    book.save(str(path))
    return path
