"""An xlwings engine over openpyxl: the commands of the ribbon run on real .xlsx files, without Excel.

What is here is what the ribbon needs — applications, books, sheets, ranges, selections, merges, formats, tables,
names — and those few members of Excel's own objects it calls (``com``). Anything else raises
``NotImplementedError`` from xlwings' base classes, so that a test says what is not covered. Only the BSD part of
xlwings is used. A file of the user is never written to: `Book.save` refuses the path a book came from.

>>> from shirube.office.engine import new_book
>>> book = new_book()
>>> book.sheets[0].range("A1").value = [["地区", "人口"], ["東", 10]]
>>> book.sheets[0].range("A1").expand().value
[['地区', '人口'], ['東', 10.0]]
>>> close_all()
"""

from __future__ import annotations

from pathlib import Path

import xlwings as xw

from .apps import Engine

__all__ = ["close_all", "engine", "new_book", "open_book"]

#: The one engine of the process, known to xlwings by its name.
engine = Engine()
xw.engines.add(xw.main.Engine(impl=engine))
if xw.engines.active is None:  # where no Excel is, `xw.books` and `Sheet.activate` need an engine to ask
    xw.engines["openpyxl"].activate()


def open_book(path: str | Path, *, selection: str = "") -> xw.Book:
    """Open a workbook.

    Parameters
    ----------
    path
        An .xlsx or .xlsm file.
    selection
        What the user has selected, ``シート!A1:C9``; empty: A1 of the active sheet.

    Raises
    ------
    ReadError
        SB-R102…R119: not a workbook that can be opened.
    """
    book = engine.apps[0].books.open(str(path))
    if selection:
        sheet, _, address = selection.rpartition("!")
        sheet = sheet.strip("'")
        book.sheets(sheet or book.sheets.active.name).range(address).select()
    return xw.Book(impl=book)


def new_book(*sheets: str) -> xw.Book:
    """Make a workbook that was never saved, with the sheets named (Sheet1 when none is)."""
    return xw.Book(impl=engine.apps[0].books.add(sheets or ("Sheet1",)))


def close_all() -> None:
    """Forget every open workbook, what was said and what was to be answered."""
    engine.reset()
