"""Read the declarative description of a template workbook and refuse what it does not know.

A spec is one TOML file in ``workbooks/specs``. Its keys are the fields of the dataclasses below; a misspelt key is
reported with the file, the place and the nearest known key.
"""

from __future__ import annotations

import tomllib
import types
import typing
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any

from shirube.errors import Place, WriteError, nearest

__all__ = ["Block", "Column", "Counter", "Kind", "Page", "Spec", "Workbook", "read_spec"]


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
    choices
        Name of a list in ``[lists]``, or ``シート名[列名]`` to choose from the identifiers of another sheet.
    number
        Number format; the cell takes numbers only, or dates when the format has a year (``yyyy/m/d``).
    marks
        The cell begins with ○, △ or × and is coloured after it.
    """

    name: str
    width: float
    kind: str = Kind.INPUT
    hint: str = ""
    prefix: str = ""
    formula: str = ""
    choices: str = ""
    number: str = ""
    marks: bool = False


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
    """One sheet: a guide (blocks of text) or a table (columns).

    Attributes
    ----------
    rows
        Empty rows of the table.
    break_before
        Name of the column that begins a second printed page; the first column is repeated there.
    person
        Guide only: ask 所属・氏名・日付 here; every table sheet shows them.
    """

    name: str
    title: str
    lead: str = ""
    rows: int = 15
    break_before: str = ""
    person: bool = False
    blocks: tuple[Block, ...] = ()
    counters: tuple[Counter, ...] = ()
    columns: tuple[Column, ...] = ()

    def position(self, column: str) -> int:
        """Return the index of a column by name, or -1."""
        return next((index for index, item in enumerate(self.columns) if item.name == column), -1)


@dataclass(frozen=True, slots=True)
class Workbook:
    """The file to write and its document title."""

    file: str
    title: str


@dataclass(frozen=True, slots=True)
class Spec:
    """One template workbook."""

    workbook: Workbook
    sheets: tuple[Page, ...]
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def page(self, name: str) -> Page | None:
        """Return a sheet by name."""
        return next((page for page in self.sheets if page.name == name), None)


def read_spec(path: Path) -> Spec:
    """Read one spec.

    Raises
    ------
    WriteError
        SB-W501: a key that is not known. SB-W502: a key is missing or has the wrong type. SB-W503: a list, sheet or
        column that does not exist. SB-W504: the file is not TOML.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise WriteError("W504", at=Place(path.name), detail=str(error)) from error
    spec: Spec = _build(Spec, data, path.name, "")
    for page in spec.sheets:
        for column in page.columns:
            _check_column(spec, page, column, path.name)
        if page.break_before and page.position(page.break_before) < 1:
            raise WriteError("W503", at=Place(path.name, page.name), name=page.break_before)
    return spec


def _check_column(spec: Spec, page: Page, column: Column, file: str) -> None:
    at = Place(file, page.name, column.name)
    if column.kind not in Kind.ALL:
        raise WriteError("W502", at=at, item="kind", wanted="・".join(Kind.ALL))
    needed = {Kind.FORMULA: ("formula", column.formula), Kind.IDENTIFIER: ("prefix", column.prefix)}
    if column.kind in needed and not needed[column.kind][1]:
        raise WriteError("W502", at=at, item=needed[column.kind][0], wanted="文字")
    if not column.choices or column.choices in spec.lists:
        return
    sheet, _, inside = column.choices.partition("[")
    other = spec.page(sheet)
    if other is None or other.position(inside.removesuffix("]")) < 0:
        raise WriteError("W503", at=at, name=column.choices)


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
