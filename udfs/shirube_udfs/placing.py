"""Results into the user's workbook: new sheets behind the last one, or a new workbook; never anything in between.

The sheets are copied as a group, so that charts and links lead to the copies. Excel refuses to copy a group that
holds tables: they are turned into plain cells in the file that is copied from, and made again on the copies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from shirube.errors import CheckError, Place

if TYPE_CHECKING:
    import xlwings as xw

    from shirube.result import Result

__all__ = ["all_or_nothing", "copied", "place", "require_open", "show_as_new_book", "write"]


@contextmanager
def all_or_nothing(book: xw.Book) -> Iterator[None]:
    """Take away every sheet that came in when the block fails, and show the sheet that was shown before."""
    before = {sheet.name for sheet in book.sheets}
    shown = book.sheets.active.name
    try:
        yield
    except BaseException:
        for name in [sheet.name for sheet in book.sheets if sheet.name not in before]:
            remove(book, name)
        with suppress(Exception):  # what failed is told; that the old sheet is not in front again is not
            book.sheets[shown].activate()
        raise


def remove(book: xw.Book, name: str) -> None:
    """Remove one sheet without Excel's question."""
    before, book.app.display_alerts = book.app.display_alerts, False
    try:
        book.sheets[name].delete()
    finally:
        book.app.display_alerts = before


def require_open(book: xw.Book) -> None:
    """Refuse a workbook that takes no sheets.

    Raises
    ------
    CheckError
        SB-K413: its structure is protected. SB-K414: it is shared in the old way.
    """
    if book.api.ProtectStructure:
        raise CheckError("K413", at=Place(book.name))
    if book.api.MultiUserEditing:
        raise CheckError("K414", at=Place(book.name))


@contextmanager
def copied(book: xw.Book) -> Iterator[Path]:
    """A copy of a workbook that Excel saves aside, in a folder of its own that goes when the block ends."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="shirube-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / (book.name if Path(book.name).suffix else f"{book.name}.xlsx")
        book.api.SaveCopyAs(str(copy))
        yield copy


def write(book: xw.Book, results: Sequence[Result], path: Path, number: int = 0) -> Path:
    """Write results as a file; with a number, under names that the sheets of the workbook do not have."""
    from shirube.office.write import Beside, write_results

    beside = None
    if number:
        sheets = tuple(sheet.name for sheet in book.sheets)
        tables = tuple(table.name for sheet in book.sheets for table in sheet.tables)
        beside = Beside(sheets, tables, f"_{number}" if number > 1 else "")
    path.parent.mkdir(exist_ok=True)
    return write_results(results, path, beside=beside)


def place(book: xw.Book, made: Path) -> tuple[str, ...]:
    """Copy every sheet of a file behind the last sheet, show the first of them and return their names."""
    app = book.app
    updating, app.screen_updating = app.screen_updating, False
    try:
        names, tables = _brought_in(book, made)
    finally:
        app.screen_updating = updating
    for sheet, address, name, style in tables:
        cells = book.sheets[sheet].range(address)
        book.sheets[sheet].tables.add(source=cells, name=name, table_style_name=style)
    book.sheets[names[0]].activate()
    return names


def _brought_in(book: xw.Book, made: Path) -> tuple[tuple[str, ...], list[tuple[str, str, str, str]]]:
    source = book.app.books.open(str(made))
    try:
        names = tuple(sheet.name for sheet in source.sheets)
        tables = []
        for sheet in source.sheets:
            for table in list(sheet.tables):
                tables.append((sheet.name, table.range.address, table.name, table.table_style))
                table.api.TableStyle = ""  # else its colours would stay on the cells
                table.api.Unlist()
        source.api.Worksheets(names).Copy(After=book.sheets[-1].api)
    finally:
        source.close()
    return names, tables


def show_as_new_book(book: xw.Book, made: Path) -> xw.Book:
    """Open a file as a new workbook that was never saved."""
    return book.app.books[book.app.api.Workbooks.Add(str(made)).Name]
