"""What a template workbook is made of, and a reader of TOML that refuses what it does not know.

The keys of the TOML files in ``workbooks/specs`` are the fields of the dataclasses below; a misspelt key is reported
with the file, the place and the nearest known key. Which sheets make a book is settled in :mod:`.library`.
"""

from __future__ import annotations

import re
import tomllib
import types
import typing
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

from shirube.errors import Place, WriteError, nearest

__all__ = [
    "Block",
    "Cell",
    "Chart",
    "Column",
    "Counter",
    "Kind",
    "Page",
    "Rule",
    "Series",
    "Spec",
    "Workbook",
    "read_toml",
    "references",
]

T = TypeVar("T")


class Kind:
    """Kinds of column."""

    INPUT = "記入"
    IDENTIFIER = "番号"
    FORMULA = "計算"
    REVIEW = "講評"
    ALL = (INPUT, IDENTIFIER, FORMULA, REVIEW)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table sheet.

    Attributes
    ----------
    kind
        記入 (yellow), 番号 (given identifiers), 計算 (a formula) or 講評 (for the instructor).
    hint
        What to write; printed above the header and shown when the cell is chosen.
    prefix
        番号 only: identifiers are this and two digits.
    formula
        計算 only: ``[列名]`` is this row's value of a column, ``シート名[列名]`` a whole column.
    alone
        計算 only: the formula in a book that lacks a sheet `formula` names; without it the column is filled in by hand.
    choices
        Name of a list, or ``シート名[列名]`` to choose from the identifiers of another sheet of the book.
    number
        Number format; the cell takes numbers only, or dates when the format has a year (``yyyy/m/d``).
    marks
        The cell begins with ○, △ or × and is coloured after it.
    aside
        A step of another sheet's calculation: stands right of the others and is not printed.
    """

    name: str
    width: float
    kind: str = Kind.INPUT
    hint: str = ""
    prefix: str = ""
    formula: str = ""
    alone: str = ""
    choices: str = ""
    number: str = ""
    marks: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell or area of a form sheet.

    Attributes
    ----------
    at
        Address such as ``B3`` or ``B3:F8``; a formula is filled over the area as Excel fills it.
    look
        題, 章, 見出し, 項目, 文, 注, 記入 or 計算.
    merge
        The area is one cell (text only; forms are for reading and printing, never read by programs).
    height
        Height of its rows in points; 0 keeps the standard height.
    sample
        Cells of a sample workbook to show from `at` on: ``ブック|シート|A4:I11``.
    """

    at: str
    text: str = ""
    sample: str = ""
    formula: str = ""
    look: str = "文"
    number: str = ""
    choices: str = ""
    hint: str = ""
    merge: bool = False
    height: float = 0.0
    align: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A conditional format of a form sheet: cells for which `when` holds (written for the first) look like `look`.

    Attributes
    ----------
    look
        done, caution, error, step, changed or given.
    """

    at: str
    when: str
    look: str


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart; ranges are ``シート名[列名]`` or ``シート名!B5:B16``.

    Attributes
    ----------
    line
        Drawn as a line over the columns, named at its last point (a target).
    """

    name: str
    values: str
    line: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart: direct labels, axis from zero, source line below.

    Attributes
    ----------
    kind
        bar (horizontal) or column.
    title
        Empty when a sentence above the chart says what it shows.
    at, width, height
        Cell of the upper left corner, and pixels.
    """

    kind: str
    title: str
    at: str
    categories: str
    series: tuple[Series, ...]
    source: str = ""
    unit: str = ""
    width: int = 620
    height: int = 300


@dataclass(frozen=True, slots=True)
class Block:
    """A heading and rows of text on a guide sheet. The first cell of a row is set in bold."""

    heading: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Counter:
    """A line of the guide sheet that counts something in the workbook by a formula."""

    label: str
    formula: str
    unit: str = "件"


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: a table (columns), a form (cells) or a guide (blocks of text).

    Attributes
    ----------
    rows
        Empty rows of the table.
    row_height
        Height of the rows of the table in points.
    widths
        Form only: widths of the columns from A on.
    landscape
        Form only: A4 landscape instead of portrait.
    person_at
        Form only: cell that shows 作成課・氏名・作成日・文書番号・用途 of the guide sheet.
    pages
        Number of A4 pages the empty sheet prints on.
    break_before
        Name of the column that begins a second printed page; the first column is repeated there.
    person
        Guide only: ask 所属・氏名・日付 here; every table sheet shows them.
    asks
        Guide only: further lines to fill in below those of `person`.
    """

    name: str
    title: str
    lead: str = ""
    rows: int = 15
    break_before: str = ""
    person: bool = False
    asks: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    counters: tuple[Counter, ...] = ()
    columns: tuple[Column, ...] = ()
    row_height: float = 48.0
    widths: tuple[float, ...] = ()
    landscape: bool = False
    person_at: str = ""
    pages: int = 1
    cells: tuple[Cell, ...] = ()
    rules: tuple[Rule, ...] = ()
    charts: tuple[Chart, ...] = ()

    @property
    def printed(self) -> int:
        """Number of the columns that are printed; those that are not stand at the end."""
        return sum(not item.aside for item in self.columns)

    def position(self, column: str) -> int:
        """Return the index of a column by name, or -1."""
        return next((index for index, item in enumerate(self.columns) if item.name == column), -1)


@dataclass(frozen=True, slots=True)
class Workbook:
    """The file to write, its document title, and the names of its sheets in order (none: those written in the spec)."""

    file: str
    title: str
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spec:
    """One template workbook."""

    workbook: Workbook
    sheets: tuple[Page, ...] = ()
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def page(self, name: str) -> Page | None:
        """Return a sheet by name."""
        return next((page for page in self.sheets if page.name == name), None)


_REFERENCE = re.compile(r'"[^"]*"|(?P<sheet>[^\W\d]\w*)\[(?P<column>[^\]]+)\]')


def references(text: str) -> tuple[tuple[str, str], ...]:
    """Return the ``シート名[列名]`` in a formula, a choice or a range, as pairs; text in quotation marks is left alone.

    >>> references('IF([値]="甲[乙]",COUNTIF(仮説[課題ID],[課題ID]),0)')
    (('仮説', '課題ID'),)
    """
    return tuple((found["sheet"], found["column"]) for found in _REFERENCE.finditer(text) if found["sheet"])


def read_toml(path: Path, wanted: type[T]) -> T:
    """Read one TOML file as a dataclass.

    Raises
    ------
    WriteError
        SB-W501: a key that is not known. SB-W502: a key is missing or has the wrong type. SB-W504: not TOML.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise WriteError("W504", at=Place(path.name), detail=str(error)) from error
    built: T = _build(wanted, data, path.name, "")
    return built


def _build(wanted: Any, value: Any, file: str, where: str) -> Any:
    """Turn parsed TOML into `wanted`: a dataclass, tuple, dict or plain type."""
    origin = typing.get_origin(wanted)
    if is_dataclass(wanted):
        return _build_dataclass(wanted, value, file, where)
    if origin is tuple:
        item = typing.get_args(wanted)[0]
        _expect(list, value, file, where, "並び")
        return tuple(_build(item, part, file, f"{where}[{number}]") for number, part in enumerate(value, start=1))
    if origin is dict:
        item = typing.get_args(wanted)[1]
        _expect(dict, value, file, where, "表")
        return {key: _build(item, part, file, f"{where}.{key}") for key, part in value.items()}
    kinds: dict[Any, tuple[Any, str]] = {
        str: (str, "文字"),
        bool: (bool, "true か false"),
        int: (int, "整数"),
        float: (int | float, "数"),
    }
    _expect(kinds[wanted][0], value, file, where, kinds[wanted][1])
    return value


def _build_dataclass(wanted: Any, value: Any, file: str, where: str) -> Any:
    _expect(dict, value, file, where, "表")
    hints = typing.get_type_hints(wanted)
    for key in value:
        if key not in hints:
            raise WriteError("W501", at=Place(file, where), item=key, near=nearest(key, hints))
    missing = [
        f.name for f in fields(wanted) if f.default is MISSING and f.default_factory is MISSING and f.name not in value
    ]
    if missing:
        raise WriteError("W502", at=Place(file, where), item=missing[0], wanted="値")
    return wanted(**{key: _build(hints[key], part, file, f"{where}.{key}".strip(".")) for key, part in value.items()})


def _expect(kind: type | types.UnionType, value: Any, file: str, where: str, wanted: str) -> None:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise WriteError("W502", at=Place(file), item=where, wanted=wanted)
