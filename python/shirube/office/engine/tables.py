"""Tables and defined names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table as XTable
from openpyxl.worksheet.table import TableStyleInfo
from xlwings import base_classes

from .com import TableApi

__all__ = ["Name", "Names", "Table", "Tables"]


class Tables(base_classes.Tables):
    """The tables of a sheet."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet

    def _all(self) -> list[Table]:
        return [Table(self._sheet, table) for table in self._sheet.worksheet.tables.values()]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Table]:
        return iter(self._all())

    def __call__(self, key: int | str) -> Table:
        """Return a table by number or name."""
        for number, table in enumerate(self._all(), start=1):
            if key in (number, table.name):
                return table
        raise KeyError(key)

    def add(
        self,
        source_type: object = None,
        source: Any = None,
        link_source: object = None,
        has_headers: object = None,
        destination: object = None,
        table_style_name: str | None = None,
        name: str | None = None,
    ) -> Table:
        """Make a table of a range whose first row is its headings; its name must be free in the whole book."""
        taken = {t.casefold() for sheet in self._sheet.book.workbook.worksheets for t in sheet.tables}
        if name is None or name.casefold() in taken:
            raise ValueError(f"table name {name!r}")
        table = XTable(displayName=name, ref=source.address.replace("$", ""))
        table.tableStyleInfo = TableStyleInfo(name=table_style_name or "TableStyleMedium2", showRowStripes=True)
        self._sheet.worksheet.add_table(table)
        self._sheet.book.changed = True
        return Table(self._sheet, table)


class Table(base_classes.Table):
    """One table."""

    def __init__(self, sheet: Any, table: XTable) -> None:
        self._sheet, self._table = sheet, table

    @property
    def api(self) -> TableApi:
        """Excel's own object, as far as it is needed."""
        return TableApi(self._sheet, self._table)

    @property
    def name(self) -> str:
        """The name."""
        return str(self._table.displayName)

    @name.setter
    def name(self, value: str) -> None:
        table = self._sheet.worksheet.tables.pop(self._table.displayName)
        table.displayName = table.name = value
        self._sheet.worksheet.add_table(table)
        self._sheet.book.changed = True

    @property
    def range(self) -> Any:
        """Headings and body."""
        return self._sheet.range(self._table.ref)

    @property
    def table_style(self) -> str:
        """The name of its style."""
        style = self._table.tableStyleInfo
        return str(style.name) if style else ""

    @table_style.setter
    def table_style(self, value: str) -> None:
        self._table.tableStyleInfo = TableStyleInfo(name=value, showRowStripes=True)
        self._sheet.book.changed = True


class Names(base_classes.Names):
    """The defined names of a book."""

    def __init__(self, book: Any) -> None:
        self._book = book

    def _all(self) -> list[Name]:
        return [Name(self._book, name) for name in self._book.workbook.defined_names.values()]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Name]:
        return iter(self._all())

    def __call__(self, key: int | str) -> Name:
        """Return a name by number or text."""
        for number, name in enumerate(self._all(), start=1):
            if key in (number, name.name):
                return name
        raise KeyError(key)

    def contains(self, key: str) -> bool:
        """Whether there is such a name."""
        return key in self._book.workbook.defined_names

    def add(self, name: str, refers_to: str) -> Name:
        """Define a name for ``=シート!$A$1``."""
        made = DefinedName(name, attr_text=refers_to.removeprefix("="))
        self._book.workbook.defined_names[name] = made
        self._book.changed = True
        return Name(self._book, made)


class Name(base_classes.Name):
    """One defined name."""

    def __init__(self, book: Any, name: DefinedName) -> None:
        self._book, self._name = book, name

    @property
    def name(self) -> str:
        """The name itself."""
        return str(self._name.name)

    @name.setter
    def name(self, value: str) -> None:
        refers_to = self.refers_to
        self.delete()
        self._name = self._book.names.add(value, refers_to)._name

    @property
    def refers_to(self) -> str:
        """What it stands for, with ``=``."""
        return f"={self._name.attr_text}"

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self._name.attr_text = value.removeprefix("=")
        self._book.changed = True

    @property
    def refers_to_range(self) -> Any:
        """The range it stands for."""
        sheet, _, address = self._name.attr_text.rpartition("!")
        return self._book.sheets(sheet.strip("'").replace("''", "'")).range(address.replace("$", ""))

    def delete(self) -> None:
        """Remove the name."""
        del self._book.workbook.defined_names[self._name.name]
        self._book.changed = True
