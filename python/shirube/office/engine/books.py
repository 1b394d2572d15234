"""Books and their sheets."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from xlwings import base_classes

from ...errors import CheckError, Place
from ..write.save import new_file
from .com import BookApi, SheetApi
from .quiet import load, quiet
from .ranges import COLUMNS, ROWS, Range, width_of
from .renaming import follow_rename
from .saving import put_right
from .sheet_parts import PageSetup
from .tables import Names, Tables

__all__ = ["Book", "Sheet", "Sheets"]


class Book(base_classes.Book):
    """One book: formulas as they are written; their values as the file was saved with them.

    Attributes
    ----------
    path
        The file it came from; ``None`` for a book that was never saved.
    changed
        Whether anything differs from the file.
    """

    def __init__(self, books: Any, workbook: Workbook, name: str, path: Path | None = None) -> None:
        self._books, self.workbook, self._name, self.path = books, workbook, name, path
        self.changed = path is None
        self._api = BookApi(self)
        self.first_names = {id(sheet): sheet.title for sheet in workbook.worksheets}
        self.selections: dict[int, str] = {}
        self._values: Workbook | None = None

    @property
    def api(self) -> BookApi:
        """Excel's own object, as far as it is needed."""
        return self._api

    @property
    def app(self) -> Any:
        """The application."""
        return self._books.app

    @property
    def name(self) -> str:
        """The name of the file, or ``Book1``."""
        return self._name

    @property
    def fullname(self) -> str:
        """The path, or the name of a book that was never saved."""
        return str(self.path) if self.path else self._name

    @property
    def sheets(self) -> Sheets:
        """The worksheets."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """The defined names."""
        return Names(self)

    @property
    def selected(self) -> Range:
        """What is selected on the active sheet."""
        sheet = self.sheets.active
        return sheet.range(self.selections.get(id(sheet.worksheet), "A1"))

    @property
    def structure_locked(self) -> bool:
        """Whether sheets can be added or removed."""
        return bool(self.workbook.security and self.workbook.security.lockStructure)

    def value_of(self, cell: Any) -> Any:
        """Return the value of a cell; of a formula, the one the file was saved with."""
        if cell.data_type != "f":
            return cell.value
        if self.path is None or id(cell.parent) not in self.first_names:
            return None
        if self._values is None:
            self._values = load(self.path, data_only=True)
        sheet = self._values[self.first_names[id(cell.parent)]]
        return sheet.cell(cell.row, cell.column).value

    def save(self, path: str | None = None, password: object = None, *, replace: bool = False) -> None:
        """Write a new file; with `replace` over one that is there, but never over the book itself.

        Raises
        ------
        CheckError
            SB-K411: the path is that of the book itself, or none is given.
        WriteError
            SB-W101: there is a file.
        """
        target = None if path is None else Path(path)
        if target is None or (self.path is not None and target.resolve() == self.path.resolve()):
            raise CheckError("K411", at=Place(self._name))
        with new_file(target, replace=replace) as temporary:
            self.save_copy(temporary)

    def save_copy(self, path: Path) -> None:
        """Write a copy as it stands: the file itself where nothing changed, formulas with their values."""
        if self.path is not None and not self.changed:
            shutil.copyfile(self.path, path)
            return
        for sheet in self.workbook.worksheets:  # two selected sheets would be typed into together
            sheet.sheet_view.tabSelected = sheet is self.workbook.active
        with quiet():
            self.workbook.save(path)
        put_right(path, self)

    def close(self) -> None:
        """Forget the book."""
        self._books.opened.remove(self)

    def activate(self) -> None:
        """Make it the active book."""
        self._books.opened.remove(self)
        self._books.opened.append(self)


class Sheets(base_classes.Sheets):
    """The worksheets of a book."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def api(self) -> list[Worksheet]:
        """The worksheets of openpyxl."""
        return list(self._book.workbook.worksheets)

    @property
    def active(self) -> Sheet:
        """The active sheet."""
        active = self._book.workbook.active
        return Sheet(self._book, active if isinstance(active, Worksheet) else self.api[0])

    def __len__(self) -> int:
        return len(self.api)

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self._book, sheet) for sheet in self.api)

    def __call__(self, key: int | str) -> Sheet:
        """Return a sheet by number or name (case is ignored)."""
        for number, sheet in enumerate(self.api, start=1):
            if key == number or (isinstance(key, str) and key.casefold() == sheet.title.casefold()):
                return Sheet(self._book, sheet)
        raise KeyError(key)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """Add a sheet and show it."""
        if self._book.structure_locked:
            raise PermissionError("the structure of the workbook is protected")
        beside = before or after or self.active
        position = self._book.workbook.worksheets.index(beside.worksheet) + (1 if after else 0)
        made = Sheet(self._book, self._book.workbook.create_sheet(name, position))
        self._book.changed = True
        made.activate()
        return made


class Sheet(base_classes.Sheet):
    """One worksheet."""

    def __init__(self, book: Book, worksheet: Worksheet) -> None:
        self._book, self.worksheet = book, worksheet

    @property
    def api(self) -> SheetApi:
        """Excel's own object, as far as it is needed."""
        return SheetApi(self)

    @property
    def book(self) -> Book:
        """The book."""
        return self._book

    @property
    def name(self) -> str:
        """The name."""
        return str(self.worksheet.title)

    @name.setter
    def name(self, value: str) -> None:
        if self._book.structure_locked:
            raise PermissionError("the structure of the workbook is protected")
        others = {sheet.title.casefold() for sheet in self._book.workbook if sheet is not self.worksheet}
        if len(value.encode("utf-16-le")) // 2 > 31 or value.casefold() in others:
            raise ValueError(value)
        follow_rename(self._book.workbook, self.worksheet.title, value)
        self.worksheet.title = value
        self._book.changed = True

    @property
    def index(self) -> int:
        """Its number, from 1."""
        return int(self._book.workbook.worksheets.index(self.worksheet)) + 1

    @property
    def visible(self) -> bool:
        """Whether it is shown."""
        return bool(self.worksheet.sheet_state == "visible")

    @visible.setter
    def visible(self, value: bool) -> None:
        self.worksheet.sheet_state = "visible" if value else "hidden"
        self._book.changed = True

    @property
    def tables(self) -> Tables:
        """The tables."""
        return Tables(self)

    @property
    def page_setup(self) -> PageSetup:
        """How it is printed."""
        return PageSetup(self)

    @property
    def cells(self) -> Range:
        """All cells."""
        return Range(self, (1, 1), (ROWS, COLUMNS))

    @property
    def used_range(self) -> Range:
        """The cells from A1 to the last one in use."""
        return Range(self, (1, 1), (self.worksheet.max_row, self.worksheet.max_column))

    def range(self, first: Any, last: Any = None) -> Range:
        """Return a range by address, defined name or corners."""
        return Range(self, first, last)

    def activate(self) -> None:
        """Show it."""
        self._book.workbook.active = self._book.workbook.index(self.worksheet)

    select = activate

    def delete(self) -> None:
        """Remove it."""
        if self._book.structure_locked:
            raise PermissionError("the structure of the workbook is protected")
        self._book.workbook.remove(self.worksheet)
        self._book.workbook.active = 0
        self._book.changed = True

    def clear_contents(self) -> None:
        """Empty every cell."""
        self.used_range.clear_contents()

    def autofit(self, axis: object = None) -> None:
        """Make columns as wide as their texts."""
        for column in range(1, self.worksheet.max_column + 1):
            width_of(self.worksheet, column)
