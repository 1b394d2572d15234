"""Reading one homework workbook: columns by their names, rows by what was typed; nothing is taken from a position.

>>> from shirube.academy.layout import Column
>>> layout = Layout("例", "使い方", (Sheet("課題", (Column("課題ID", prefix="K"), Column("問題"), Column("目標"))),))
>>> rows = [["課題ID", "問題", "目標"], ["K01", "便がない", None], ["K02", None, None]]
>>> guide = Grid.from_rows([["チーム", "北"], ["回", "第２回"]], name="使い方")
>>> book = read_homework([guide, Grid.from_rows(rows, name="課題")], layout, "宿題.xlsx")
>>> book.team, book.session, [(row.id, row.cell("問題")) for row in book.rows("課題")]
('北', 2, [('K01', 'B2')])
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from ..grid import Grid, Kind, a1
from .layout import DATE, SESSION, TEAM, Layout, Sheet

__all__ = ["Deviation", "DeviationKind", "Form", "Homework", "Row", "identifiers", "normal", "read_homework"]

_HEADER_WITHIN = 20  # rows from the top in which the header of a table is looked for
_SAME_SHEET = 0.6  # share of the known columns that makes a sheet of another name the one looked for
_SIMILAR = 0.5  # likeness of two headings, one of which may be the other renamed
_BETWEEN = re.compile(r"[、，,・;；/／\s]+")


class DeviationKind:
    """How a workbook differs from today's template."""

    SHEET_MISSING = "シートがない"
    SHEET_RENAMED = "シートの名前が違う"
    COLUMN_MISSING = "列がない"
    COLUMN_RENAMED = "列の名前が違う"
    COLUMN_UNKNOWN = "知らない列"


@dataclass(frozen=True, slots=True)
class Deviation:
    """One difference from the template: `wanted` is the template's name, `found` that of the workbook."""

    kind: str
    sheet: str
    wanted: str = ""
    found: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row a team filled in.

    Attributes
    ----------
    sheet
        The sheet by the template's name; `tab` is its name in the workbook.
    line
        0-based row of the sheet.
    values, places
        Values by the template's column names (formulas are left out), and the 0-based sheet columns of all of them.
    review
        Name of the instructor's column.
    """

    sheet: str
    tab: str
    line: int
    id: str
    values: Mapping[str, Any]
    places: Mapping[str, int]
    review: str = ""

    @property
    def entered(self) -> dict[str, Any]:
        """What the team wrote: everything but blanks and the instructor's column."""
        return {name: value for name, value in self.values.items() if value is not None and name != self.review}

    def get(self, column: str) -> Any:
        """Return a value; ``None`` for blank and for a column the workbook lacks."""
        return self.values.get(column)

    def cell(self, column: str = "") -> str:
        """Return the address of a column in this row; of its first column when the workbook lacks it."""
        return a1(self.line, self.places.get(column, min(self.places.values(), default=0)))


@dataclass(frozen=True, slots=True)
class Form:
    """What is written beside a label of a form sheet, and where."""

    value: Any
    tab: str
    cell: str


@dataclass(frozen=True)
class Homework:
    """One homework workbook.

    Attributes
    ----------
    file
        Path below the folder, for links and lists; it never tells whose book it is.
    team, session, made
        As written on the guide sheet: empty or ``None`` where nothing, or nothing readable, is written.
    tables
        Filled rows by sheet; every sheet the workbook has is there, even without rows.
    identifiers
        Every identifier of a sheet, of filled and of empty rows.
    forms
        For every form sheet what is written in column B beside the labels of column A.
    """

    file: str
    team: str
    session: int | None
    made: dt.date | None
    tables: Mapping[str, tuple[Row, ...]]
    identifiers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    deviations: tuple[Deviation, ...] = ()
    asked: frozenset[str] = frozenset()  # lines of the guide sheet that were found
    forms: Mapping[str, Mapping[str, Form]] = field(default_factory=dict)

    def rows(self, sheet: str) -> tuple[Row, ...]:
        """Return the filled rows of a sheet."""
        return self.tables.get(sheet, ())


def normal(text: object) -> str:
    """Return a name or identifier as it is compared: width, case and spaces do not count.

    >>> normal("ｈ０１ "), normal("第 ２ 班")
    ('H01', '第2班')
    """
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", "" if text is None else str(text))).upper()


def identifiers(value: object) -> tuple[str, ...]:
    """Return the identifiers a cell names; several may stand in one cell.

    >>> identifiers("Ｆ01、F02"), identifiers(None)
    (('F01', 'F02'), ())
    """
    text = "" if value is None else unicodedata.normalize("NFKC", str(value))
    return tuple(part for part in (normal(part) for part in _BETWEEN.split(text)) if part)


def read_homework(grids: Sequence[Grid], layout: Layout, file: str) -> Homework:
    """Read the sheets of a workbook as a homework book. A book that is none has no `tables`."""
    guide = _guide(grids, layout)
    by_name = {grid.name: grid for grid in grids}
    tables: dict[str, tuple[Row, ...]] = {}
    known: dict[str, frozenset[str]] = {}
    deviations: list[Deviation] = []
    for sheet in layout.sheets:
        grid = by_name.get(sheet.name)
        if grid is None or _header_row(grid, sheet) is None:
            grid = _sheet_by_columns(grids, sheet, layout)
            kind = DeviationKind.SHEET_MISSING if grid is None else DeviationKind.SHEET_RENAMED
            deviations.append(Deviation(kind, sheet.name, sheet.name, grid.name if grid else ""))
        if grid is not None:
            places, differences = _match_columns(grid, sheet)
            tables[sheet.name], known[sheet.name] = _rows(grid, sheet, places)
            deviations += differences
    made = guide.get(DATE)
    return Homework(
        file,
        str(guide.get(TEAM) or "").strip(),
        _session(guide.get(SESSION)),
        made.date() if isinstance(made, dt.datetime) else made if isinstance(made, dt.date) else None,
        tables,
        known,
        tuple(deviations) if tables else (),
        frozenset(guide),
        {name: _form(by_name[name]) for name in layout.forms if name in by_name},
    )


def _form(grid: Grid) -> dict[str, Form]:
    """The filled lines of a form."""
    if grid.shape[1] < 2:
        return {}
    filled = ((line, _text(label)) for line, label in enumerate(grid.values[:, 0]) if _text(label))
    return {
        label: Form(_value(grid, line, 1), grid.name, a1(line, 1))
        for line, label in filled
        if grid.kinds[line, 1] not in (Kind.BLANK, Kind.ERROR)
    }


def _guide(grids: Iterable[Grid], layout: Layout) -> dict[str, Any]:
    """Lines of the guide sheet: what stands to the right of each label of column A."""
    grid = next((grid for grid in grids if grid.name == layout.guide), None)
    if grid is None or grid.shape[1] < 2:
        return {}
    wanted = {TEAM, SESSION, DATE}
    return {str(label).strip(): value for label, value in grid.values[:, :2] if str(label).strip() in wanted}


def _session(value: object) -> int | None:
    """The number in ``3``, ``第３回`` …; nothing else is taken for one."""
    found = re.fullmatch(r"第?(\d{1,2})(?:\.0)?回?目?", normal(value))
    return int(found[1]) if found else None


def _header_row(grid: Grid, sheet: Sheet) -> int | None:
    """The row with the most of the sheet's column names: at least three, or all of a narrow table."""
    names = {column.name for column in sheet.columns}
    least = min(3, len(names))
    counts = [len(names & {_text(value) for value in row}) for row in grid.values[:_HEADER_WITHIN]]
    best = max(counts, default=0)
    return counts.index(best) if best >= least else None


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _sheet_by_columns(grids: Iterable[Grid], sheet: Sheet, layout: Layout) -> Grid | None:
    """The one sheet under a name unknown to the layout that has most of the columns."""
    taken = {other.name for other in layout.sheets}
    fit = []
    for grid in grids:
        row = None if grid.name in taken else _header_row(grid, sheet)
        if row is not None:
            heads = {_text(value) for value in grid.values[row]}
            if sum(column.name in heads for column in sheet.columns) >= _SAME_SHEET * len(sheet.columns):
                fit.append(grid)
    return fit[0] if len(fit) == 1 else None


def _match_columns(grid: Grid, sheet: Sheet) -> tuple[dict[str, int], list[Deviation]]:
    """Columns by name; a missing one is taken from an unknown heading in its place or of a like name."""
    row = _header_row(grid, sheet) or 0
    heads = {place: _text(value) for place, value in enumerate(grid.values[row]) if _text(value)}
    names = [column.name for column in sheet.columns]
    places: dict[str, int] = {}
    for place, head in heads.items():
        if head in names:
            places.setdefault(head, place)
    unknown = {place: head for place, head in heads.items() if head not in names}
    differences = []
    for name in names:
        if name in places:
            continue
        moved = _renamed(name, names, places, unknown)
        if moved is None:
            differences.append(Deviation(DeviationKind.COLUMN_MISSING, sheet.name, name, cell=a1(row, 0)))
            continue
        places[name] = moved
        found = unknown.pop(moved)
        differences.append(Deviation(DeviationKind.COLUMN_RENAMED, sheet.name, name, found, a1(row, moved)))
    for place, head in unknown.items():
        differences.append(Deviation(DeviationKind.COLUMN_UNKNOWN, sheet.name, "", head, a1(row, place)))
    return places, differences


def _renamed(name: str, names: Sequence[str], places: Mapping[str, int], unknown: Mapping[int, str]) -> int | None:
    """Where a missing column went: the unknown heading between its neighbours, else the only one much like it."""
    at = names.index(name)
    before = places.get(names[at - 1]) if at else -1
    after = places.get(names[at + 1]) if at + 1 < len(names) else None
    for place in unknown:
        if before is not None and place == before + 1 and (after is None or after == place + 1):
            return place
    like = [p for p, head in unknown.items() if SequenceMatcher(None, normal(name), normal(head)).ratio() >= _SIMILAR]
    return like[0] if len(like) == 1 else None


def _rows(grid: Grid, sheet: Sheet, places: Mapping[str, int]) -> tuple[tuple[Row, ...], frozenset[str]]:
    top = _header_row(grid, sheet) or 0
    typed = [places[column.name] for column in sheet.columns if column.typed and column.name in places]
    reviewed = [places[column.name] for column in sheet.columns if column.review and column.name in places]
    rows, known = [], set()
    for line in range(top + 1, grid.shape[0]):
        own = normal(grid.values[line, places[sheet.identifier]]) if sheet.identifier in places else ""
        if own:
            known.add(own)
        if any(grid.kinds[line, place] != Kind.BLANK for place in (*typed, *reviewed)):
            kept = [column.name for column in sheet.columns if column.name in places and not column.computed]
            values = {name: _value(grid, line, places[name]) for name in kept}
            rows.append(Row(sheet.name, grid.name, line, own, values, places, sheet.review))
    return tuple(rows), frozenset(known)


def _value(grid: Grid, line: int, place: int) -> Any:
    value = grid.values[line, place]
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return value.strip() or None if isinstance(value, str) else value
