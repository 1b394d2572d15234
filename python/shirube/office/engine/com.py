"""The members of Excel's own objects that the ribbon calls, with their names and their refusals."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .copying import copy_sheets

if TYPE_CHECKING:
    from .apps import App
    from .books import Book

__all__ = ["AppApi", "BookApi", "ComError", "TableApi"]


class ComError(Exception):
    """What Excel refuses."""


class AppApi:
    """``Application``."""

    def __init__(self, app: App) -> None:
        self.Workbooks = _Workbooks(app)


class _Workbooks:
    def __init__(self, app: App) -> None:
        self._app = app

    def Add(self, Template: str) -> Any:  # noqa: N802, N803 - Excel's names
        """``Workbooks.Add``: a new book as a copy of a file."""
        return self._app.books.from_template(Path(Template)).api


class BookApi:
    """``Workbook``."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.ReadOnly = False
        self.MultiUserEditing = False

    @property
    def ProtectStructure(self) -> bool:  # noqa: N802
        """``Workbook.ProtectStructure``."""
        return self._book.structure_locked

    @property
    def Name(self) -> str:  # noqa: N802
        """``Workbook.Name``."""
        return self._book.name

    def SaveCopyAs(self, Filename: str) -> None:  # noqa: N802, N803
        """``Workbook.SaveCopyAs``."""
        self._book.save_copy(Path(Filename))

    def Worksheets(self, names: Sequence[str]) -> _Group:  # noqa: N802
        """``Workbook.Worksheets`` of several names."""
        return _Group(self._book, tuple(names))


class _Group:
    def __init__(self, book: Book, names: tuple[str, ...]) -> None:
        self._book, self._names = book, names

    def Copy(self, After: Any) -> None:  # noqa: N802, N803
        """``Sheets.Copy``: Excel does not copy a group that holds tables, nor into a locked book."""
        target = After.sheet.book
        if target.structure_locked:
            raise ComError("the structure of the workbook is protected")
        if len(self._names) > 1 and any(self._book.workbook[name].tables for name in self._names):
            raise ComError("a group of sheets that contains a table cannot be copied")
        position = target.workbook.sheetnames.index(After.sheet.name) + 1
        copy_sheets(self._book.workbook, self._names, target.workbook, position)
        target.changed = True


class TableApi:
    """``ListObject``."""

    def __init__(self, sheet: Any, table: Any) -> None:
        self._sheet, self._table = sheet, table

    def Unlist(self) -> None:  # noqa: N802
        """``ListObject.Unlist``: cells stay, the table goes."""
        del self._sheet.worksheet.tables[self._table.displayName]
        self._sheet.book.changed = True


class SheetApi:
    """``Worksheet``, as the place a copy goes behind."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
