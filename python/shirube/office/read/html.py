"""Reads the tables of a Web page: many systems hand out HTML under the name .xls."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from shirube.errors import Place, ReadError
from shirube.grid import Grid, Span

from .book import Book, Request, SheetParts, assemble, choose
from .csv import decode, typed

__all__ = ["read"]

_MOST_COLUMNS, _MOST_ROWS = 1000, 65_534  # the limits HTML itself sets for colspan and rowspan
_NOT_TEXT = frozenset({"script", "style"})


def read(request: Request) -> Book:
    """Read every table as a sheet named 表1, 表2, …; cells keep the type `csv.typed` gives them."""
    file = request.path.name
    text, notes = decode(request.path, declared=True)
    reader = _Tables()
    reader.feed(text)
    reader.close()
    tables = {f"表{number}": table for number, table in enumerate(reader.finished, 1)}
    if not tables:
        raise ReadError("R117", at=Place(file))
    names = choose(request, dict.fromkeys(tables, True))
    return Book(file, tuple(_grid(name, tables[name], file) for name in names), notes, (), tuple(tables))


@dataclass
class _Cell:
    rows: int
    columns: int
    text: list[str] = field(default_factory=list)


class _Tables(HTMLParser):
    """Collects the cells of tables; a table inside a cell becomes a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.finished: list[list[list[_Cell]]] = []
        self.open: list[list[list[_Cell]]] = []
        self.cells: list[_Cell | None] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, a row or a cell."""
        if tag in _NOT_TEXT:
            self.silent += 1
        elif tag == "table":
            table: list[list[_Cell]] = []
            self.finished.append(table)
            self.open.append(table)
            self.cells.append(None)
        elif self.open and tag == "tr":
            self.open[-1].append([])
            self.cells[-1] = None
        elif self.open and tag in ("td", "th"):
            given = dict(attrs)
            cell = _Cell(_count(given.get("rowspan"), _MOST_ROWS), _count(given.get("colspan"), _MOST_COLUMNS))
            if not self.open[-1]:
                self.open[-1].append([])
            self.open[-1][-1].append(cell)
            self.cells[-1] = cell
        elif tag == "br":
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened; missing end tags are normal in HTML."""
        if tag in _NOT_TEXT:
            self.silent = max(0, self.silent - 1)
        elif self.open and tag == "table":
            self.open.pop()
            self.cells.pop()
        elif self.open and tag in ("td", "th", "tr"):
            self.cells[-1] = None

    def handle_data(self, data: str) -> None:
        """Add text to the cell that is open."""
        cell = self.cells[-1] if self.cells else None
        if cell is not None and not self.silent:
            cell.text.append(data)


def _count(text: str | None, most: int) -> int:
    return min(max(int(text), 1), most) if text and text.strip().isdecimal() else 1


def _grid(name: str, table: list[list[_Cell]], file: str) -> Grid:
    placed: list[list[str]] = [[] for _ in table]
    taken: set[tuple[int, int]] = set()
    merges = []
    for row, cells in enumerate(table):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            bottom = min(row + cell.rows, len(table)) - 1
            span = Span(row, column, bottom, column + cell.columns - 1)
            taken.update((r, c) for r in range(span.top, span.bottom + 1) for c in range(span.left, span.right + 1))
            if span.bottom > span.top or span.right > span.left:
                merges.append(span)
            placed[row] += [""] * (column - len(placed[row])) + [_text(cell)]
            column = span.right + 1
    return assemble(SheetParts(name, typed(placed), merges=merges), file)


def _text(cell: _Cell) -> str:
    """The text without the white space around it."""
    return "".join(cell.text).replace("\xa0", " ").strip(" \t\r\n")
