"""Carry out a 次年度版 on an open workbook, a copy of the user's: Excel's, or the headless engine's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from ..grid import Span, a1, parse_a1

if TYPE_CHECKING:
    import xlwings as xw


class _Cells(Protocol):
    @property
    def sheet(self) -> str: ...
    @property
    def cells(self) -> tuple[str, ...]: ...


class _Edit(Protocol):
    @property
    def sheet(self) -> str: ...
    @property
    def cell(self) -> str: ...
    @property
    def after(self) -> str: ...
    @property
    def number(self) -> bool: ...


class NextYearPlan(Protocol):
    """What is carried out; the commands, which stand above this room, make it."""

    @property
    def removed(self) -> tuple[str, ...]:
        """Sheets that go."""

    @property
    def cleared(self) -> Sequence[_Cells]:
        """Cells to empty, by sheet."""

    @property
    def edits(self) -> Sequence[_Edit]:
        """New texts and numbers."""

    @property
    def noted(self) -> Sequence[_Edit]:
        """Cells of the log that change."""

    @property
    def renamed(self) -> tuple[tuple[str, str], ...]:
        """Old and new names of sheets."""


__all__ = ["NextYearPlan", "carry_out", "formulas_of"]


def formulas_of(book: xw.Book) -> dict[str, dict[str, str]]:
    """Return the text of every formula by sheet and cell."""
    found: dict[str, dict[str, str]] = {}
    for sheet in book.sheets:
        used = sheet.used_range
        written: Any = used.formula
        rows = written if isinstance(written, tuple | list) else ((written,),)
        rows = rows if rows and isinstance(rows[0], tuple | list) else (rows,)
        found[sheet.name] = {
            a1(used.row - 1 + r, used.column - 1 + c): _text(cell)
            for r, row in enumerate(rows)
            for c, cell in enumerate(row)
            if _text(cell).startswith("=")
        }
    return found


def _text(cell: Any) -> str:
    """A formula as text; an array formula of the engine carries its text."""
    return cell if isinstance(cell, str) else str(getattr(cell, "text", ""))


def carry_out(book: xw.Book, plan: NextYearPlan) -> None:
    """Change the workbook: empty, write, remove and rename as planned.

    Parameters
    ----------
    book
        A copy that was never saved, or one that will be saved under another name.
    plan
        What `shirube.commands.next_year` found out.
    """
    before, book.app.display_alerts = book.app.display_alerts, False
    try:
        for name in plan.removed:
            book.sheets[name].delete()
    finally:
        book.app.display_alerts = before
    for part in plan.cleared:
        _clear(book.sheets[part.sheet], part.cells)
    for edit in (*plan.edits, *plan.noted):
        _write(book.sheets[edit.sheet].range(edit.cell), int(edit.after) if edit.number else edit.after)
    _rename(book, dict(plan.renamed))


def _clear(sheet: xw.Sheet, cells: Iterable[str]) -> None:
    for span in _blocks(cells):
        area = sheet.range(span.a1)
        if area.count == 1 and area.merge_cells:
            area = area.merge_area  # Excel does not empty part of a merge
        area.clear_contents()


def _blocks(cells: Iterable[str]) -> Iterator[Span]:
    """Cells one below another as one range, so that a long table is a handful of calls. Nothing between is touched."""
    by_column: dict[int, list[int]] = {}
    for cell in cells:
        span = parse_a1(cell)
        by_column.setdefault(span.left, []).append(span.top)
    for column, rows in sorted(by_column.items()):
        first = last = None
        for row in sorted(rows):
            if last is not None and row == last + 1:
                last = row
                continue
            if first is not None and last is not None:
                yield Span(first, column, last, column)
            first = last = row
        if first is not None and last is not None:
            yield Span(first, column, last, column)


def _write(cell: xw.Range, value: str | int) -> None:
    """Set a text as text: without the mark, Excel would make a date of ``R7.4.1``."""
    if isinstance(value, int) or cell.number_format == "@":
        cell.value = value
    else:
        cell.value = f"'{value}"


def _rename(book: xw.Book, renamed: Mapping[str, str]) -> None:
    """Rename by way of names nobody has: the new name of one may be the old name of another."""
    taken = {sheet.name for sheet in book.sheets}
    between = {old: next(f"~{i}_{n}" for n in range(99) if f"~{i}_{n}" not in taken) for i, old in enumerate(renamed)}
    for old, name in between.items():
        book.sheets[old].name = name
    for old, name in between.items():
        book.sheets[name].name = renamed[old]
