"""What a homework workbook is made of: its sheets, their columns, and which column names the rows of which sheet.

The layout comes from the specs of the templates, so a column added there is known here.

>>> sheet = Sheet("仮説", (Column("仮説ID", prefix="H"), Column("課題ID", link="課題"), Column("仮説")))
>>> sheet.identifier, sheet.column("課題ID").link, sheet.column("担当")
('仮説ID', '課題', None)
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DATE", "SESSION", "TEAM", "Column", "Layout", "Sheet"]

#: Lines of the guide sheet.
TEAM, SESSION, DATE = "チーム", "回", "作成日"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes
    ----------
    prefix
        Not empty: the column gives each row its identifier, this and a number.
    link
        Not empty: the column names rows of this sheet by their identifier.
    review
        The column is for the instructor.
    computed
        The column is worked out by a formula.
    chosen
        The value is chosen from a list, so that two teams may well have the same.
    """

    name: str
    prefix: str = ""
    link: str = ""
    review: bool = False
    computed: bool = False
    chosen: bool = False
    date: bool = False
    number: bool = False

    @property
    def typed(self) -> bool:
        """The team types into it."""
        return not (self.prefix or self.review or self.computed)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table sheet."""

    name: str
    columns: tuple[Column, ...]

    @property
    def identifier(self) -> str:
        """Name of the column of identifiers; empty when the rows have none of their own."""
        return next((column.name for column in self.columns if column.prefix), "")

    @property
    def review(self) -> str:
        """Name of the instructor's column; empty when there is none."""
        return next((column.name for column in self.columns if column.review), "")

    def column(self, name: str) -> Column | None:
        """Return a column by name."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True)
class Layout:
    """The homework workbook of a course: title, name of the guide sheet, table sheets in order, names of the forms."""

    title: str
    guide: str
    sheets: tuple[Sheet, ...]
    forms: tuple[str, ...] = ()

    def sheet(self, name: str) -> Sheet | None:
        """Return a table sheet by name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)
