"""Opens a spreadsheet file, of whatever kind its content is, as `Grid`s.

``guard`` looks at the bytes first; ``xlsx``, ``xls``, ``html`` and ``csv`` each read one kind of content. What does not
fit a sheet is opened for counting by ``big`` and never becomes a grid.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from shirube.errors import Place, ReadError, nearest
from shirube.grid import Grid

from . import csv, html, xls, xlsx
from .big import is_big, open_big
from .book import Book, Request
from .guard import SUFFIXES, Content, inspect

__all__ = ["SUFFIXES", "Book", "is_big", "open_big", "read_book", "read_grid"]

_READERS: dict[Content, Callable[[Request], Book]] = {
    Content.XLSX: xlsx.read,
    Content.XLS: xls.read,
    Content.HTML: html.read,
    Content.TEXT: csv.read,
}


def read_book(path: str | Path, *, sheets: Sequence[str] | None = None, styles: bool | None = None) -> Book:
    r"""Read the sheets of a file.

    Parameters
    ----------
    path
        An .xlsx, .xlsm, .xltx, .xls, .csv, .tsv or .txt file. What counts is the content, not the extension; a
        difference between the two is told in `Book.notes`.
    sheets
        Names of the sheets to read, in the order wanted; ``None`` reads all, hidden ones included.
    styles
        ``True`` reads the looks of cells, ``False`` does not; ``None`` reads them for files up to
        `guard.MOST_BYTES_WITH_STYLES` and otherwise says in `Grid.notes` that they were left out.

    Returns
    -------
    Book
        Positions in the grids are those of the sheet (A1 is ``(0, 0)``). Rows and columns after the last value
        are cut off, with the hidden marks there; a merged rectangle that starts before the cut is kept whole.

    Raises
    ------
    ReadError
        SB-R101…R119: no such file, locked, empty, too large, encrypted, broken, not a spreadsheet, no such sheet.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = pathlib.Path(folder.name, "人口.csv")
    >>> _ = path.write_text("地区コード,人口\n01,10\n", encoding="cp932")
    >>> read_book(path).sheets[0].values.tolist()
    [['地区コード', '人口'], ['01', 10]]
    >>> folder.cleanup()
    """
    return _read(path, None if sheets is None else tuple(sheets), first_only=False, styles=styles)


def read_grid(path: str | Path, sheet: str = "", *, styles: bool | None = None) -> Grid:
    """Read one sheet: the named one, or the first that is not hidden. See `read_book`.

    The notes of the file are put before those of the sheet.

    Raises
    ------
    ReadError
        As `read_book`; SB-R114 when no sheet holds cells.
    """
    from dataclasses import replace

    book = _read(path, (sheet,) if sheet else None, first_only=not sheet, styles=styles)
    if not book.sheets:
        raise ReadError("R114", at=Place(book.file))
    grid = book.sheets[0]
    return replace(grid, notes=book.notes + grid.notes)


def _read(path: str | Path, sheets: tuple[str, ...] | None, *, first_only: bool, styles: bool | None) -> Book:
    source = inspect(Path(path))
    wanted = source.small_enough_for_styles if styles is None else styles
    request = Request(source.path, sheets, first_only, wanted, tell_missing_styles=styles is None and not wanted)
    book = _READERS[source.content](request)
    _check_names(book, sheets)
    return Book(book.file, book.sheets, source.notes + book.notes, book.skipped)


def _check_names(book: Book, sheets: tuple[str, ...] | None) -> None:
    found = [grid.name for grid in book.sheets]
    for name in sheets or ():
        if name not in found:
            raise ReadError("R113", at=Place(book.file), name=name, near=nearest(name, book.names or found))
