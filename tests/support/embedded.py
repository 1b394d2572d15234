"""Refreshes the queries of a finished workbook with the M evaluator: what the workbook holds is all they get."""

from collections.abc import Mapping
from pathlib import Path

import openpyxl
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from shirube.office.queries import queries_of
from support.m import MTable, evaluate
from support.queries import SPARE, midnight, plain

PATH_CELL = "設定_ファイル"


def contents(path: Path) -> dict[str, MTable]:
    """What Excel.CurrentWorkbook() gives: every table with its headings, every named range as Column1 …."""
    book = openpyxl.load_workbook(path)
    found = {}
    for sheet in book:
        for table in sheet.tables.values():
            head, *body = _cells(sheet, table.ref)
            found[table.displayName] = MTable(tuple(map(str, head)), [tuple(row) for row in body])
    for name, defined in book.defined_names.items():
        for title, ref in defined.destinations:
            body = _trimmed(_cells(book[title], ref.replace("$", "")))
            found[name] = MTable(tuple(f"Column{i + 1}" for i in range(len(body[0]))), [tuple(row) for row in body])
    return found


def _trimmed(body: list[list]) -> list[list]:
    """Without most of the blank rows and columns that a range holds for later: they cost time and say nothing."""
    rows = max((r for r, row in enumerate(body) if any(v is not None for v in row)), default=0) + 1 + SPARE
    columns = max((c for row in body for c, v in enumerate(row) if v is not None), default=0) + 1 + SPARE
    return [row[:columns] for row in body[:rows]]


def _cells(sheet: Worksheet, ref: str) -> list[list]:
    left, top, right, bottom = range_boundaries(ref)
    rows = sheet.iter_rows(min_row=top, max_row=bottom, min_col=left, max_col=right, values_only=True)
    return [[midnight(value) for value in row] for row in rows]


def refreshed(
    path: Path,
    name: str,
    *,
    place: str | None = None,
    files: Mapping[str, bytes] | None = None,
    changed: Mapping[str, MTable] | None = None,
) -> MTable:
    """The table a query of the workbook gives now.

    `place` is typed into the cell of the path; `changed` are tables a person worked on.
    """
    workbook = contents(path) | dict(changed or {})
    if place is not None:
        workbook[PATH_CELL] = MTable(("Column1",), [(place,)])
    shared = "\n".join(f'shared #"{query.name}" = {query.text};' for query in queries_of(path).queries)
    section = f"section Section1;\n{shared}"
    found = evaluate(section, name, workbook=workbook, files=files)
    other = evaluate(section, name, workbook=workbook, files=files, unordered="reversed")
    assert plain(found.rows) == plain(other.rows)
    return found


def filled_in(path: Path, name: str) -> MTable:
    """The table on the sheet that the query fills, as it stands in the workbook."""
    table = next(query.table for query in queries_of(path).queries if query.name == name)
    return contents(path)[table]


def same(found: MTable, wanted: MTable) -> bool:
    """Whether both tables have the same headings and values (a blank cell is an empty text or null)."""
    return list(found.columns) == list(wanted.columns) and _values(found) == _values(wanted)


def _values(table: MTable) -> list[list]:
    """Sums of floats may differ in their last digits between two programs."""
    return [[_value(value) for value in row] for row in plain(table.rows)]


def _value(value):
    if isinstance(value, float):
        return float(f"{value:.12g}")
    return None if value == "" else value
