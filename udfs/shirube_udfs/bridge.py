"""Between Excel's cells and the library: arguments in, results and errors out.

Excel sends numbers as floats, dates as datetimes, blanks as ``None``, errors as their text (``err_to_str``) and
every argument declared ``ndim=2`` as a list of rows. A blank cell given to an optional argument arrives as
``[[None]]``, an omitted one as ``None``: both mean the default.
"""

from __future__ import annotations

import datetime as dt
import functools
import logging
import traceback
from collections.abc import Callable, Mapping, Sequence
from itertools import zip_longest
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from shirube.errors import ShirubeError, TableError, ValueFormatError, catalogue

if TYPE_CHECKING:
    from shirube.crosstab import Condition
    from shirube.grid import Grid
    from shirube.join import Crosswalk
    from shirube.result import Result, Table
    from shirube.tidy.steps import CellTable

__all__ = [
    "Cells",
    "as_answers",
    "as_choice",
    "as_crosswalk",
    "as_day",
    "as_flag",
    "as_grid",
    "as_list",
    "as_number",
    "as_optional_text",
    "as_text",
    "as_texts",
    "as_value",
    "as_vector",
    "as_whole",
    "log_unexpected",
    "message",
    "say",
    "serial",
    "side_by_side",
    "spill",
    "spill_list",
    "summary",
    "udf",
]

Cells: TypeAlias = Sequence[Sequence[Any]] | None

MARK = "#"  # "#SB-…": the VBA wrappers of number-valued functions turn such a text into #VALUE!
LONGEST_CELL = 32767
EPOCH = dt.datetime(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 3654.0, 2958465.0  # 1910-01-02 … 9999-12-31: below, a number is likelier a year or a count
YES = frozenset({"1", "true", "はい", "する", "○"})
_REQUIRED: Any = object()
NO = frozenset({"0", "false", "いいえ", "しない", "×"})

F = TypeVar("F", bound=Callable[..., Any])
_log = logging.getLogger("shirube.udfs")


def udf(function: F) -> F:
    """Turn every error into one cell of text that starts with ``#SB-``; no traceback reaches a cell."""

    @functools.wraps(function)
    def inner(*args: Any) -> Any:
        try:
            return function(*args)
        except ShirubeError as error:
            return _cell(MARK + error.japanese)
        except Exception as error:  # noqa: BLE001 - the last line before the user: a cell must say something in Japanese
            log_unexpected(function.__name__, error)
            return MARK + say("W299", kind=type(error).__name__)

    return inner  # type: ignore[return-value]


def log_unexpected(where: str, error: Exception) -> None:
    """Log the kind of an error and the lines it came through; never its text, which may quote cells or paths."""
    trace = traceback.extract_tb(error.__traceback__)
    lines = " < ".join(f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in reversed(trace))
    _log.error("%s in %s at %s", type(error).__name__, where, lines)


def message(key: str, **fields: Any) -> str:
    """Return a message of the catalogue on one line."""
    entry = catalogue()[key]
    return f"{entry.ja.format(**fields)} {entry.fix.format(**fields)}"


def say(key: str, **fields: Any) -> str:
    """Return a message of the catalogue on one line, its code first."""
    return f"{catalogue()[key].code} {message(key, **fields)}"


def as_grid(cells: Cells, name: str = "選んだ範囲（左上が A1）") -> Grid:
    """Make a grid of a range, or find the one an SB_TABLE cell stands for.

    Raises
    ------
    TableError
        SB-T102: the range is blank. SB-F301: the table behind the SB_TABLE cell is no longer kept.
    """
    from shirube.grid import Grid

    kept_table = _kept(cells)
    if kept_table is not None:
        return kept_table
    rows = [[_in(value) for value in row] for row in cells or ()]
    if all(value is None for row in rows for value in row):
        raise TableError("T102")
    return Grid.from_rows(rows, name=name)


def _kept(cells: Cells) -> Grid | None:
    from . import kept

    rows = list(cells or ())
    alone = len(rows) == 1 and len(rows[0]) == 1
    return kept.find(rows[0][0]) if alone and kept.is_handle(rows[0][0]) else None


def as_vector(cells: Cells, what: str) -> list[Any]:
    """Return a range of one row or one column as a list.

    Raises
    ------
    ValueFormatError
        SB-V291: the range has several rows and several columns.
    """
    rows = [[_in(value) for value in row] for row in cells or ()]
    if len(rows) == 1:
        return rows[0]
    if any(len(row) != 1 for row in rows):
        raise ValueFormatError("V291", what=what)
    return [row[0] for row in rows]


def as_text(cells: Cells, what: str) -> str:
    """Return the text of one cell; a whole number without its decimal point.

    Raises
    ------
    ValueFormatError
        SB-V292: several cells. SB-V293: blank.
    """
    return str(as_value(cells, what))


def as_value(cells: Cells, what: str) -> Any:
    """Return the value of one cell as it is typed (errors as `as_text`)."""
    value = _one(cells, what)
    if value is None:
        raise ValueFormatError("V293", what=what)
    return value


def as_number(cells: Cells, what: str, default: float | None = _REQUIRED) -> Any:
    """Return the number of one cell; `default`, when there is one, for a blank or omitted cell.

    Raises
    ------
    ValueFormatError
        SB-V292: several cells. SB-V293: blank. SB-V299: not a number.
    """
    value = _one(cells, what)
    if value is None and default is not _REQUIRED:
        return default
    value = as_value(cells, what) if value is None else value
    if isinstance(value, str):
        from shirube.numbers import parse_number

        parsed = parse_number(value)
        value = None if parsed is None else parsed.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueFormatError("V299", what=what, text=_one(cells, what))
    return value


def as_optional_text(cells: Cells, what: str) -> str:
    """Return the text of one cell, empty when it is blank or omitted (SB-V292: several cells)."""
    value = _one(cells, what)
    return "" if value is None else str(value)


def as_flag(cells: Cells, what: str, default: bool | None) -> Any:
    """Return a yes or no.

    Raises
    ------
    ValueFormatError
        SB-V292: several cells. SB-V294: neither TRUE nor FALSE.
    """
    value = _one(cells, what)
    if value is None:
        return default
    word = str(value).strip().casefold()
    if word not in YES | NO:
        raise ValueFormatError("V294", what=what, text=value)
    return word in YES


def as_choice(cells: Cells, what: str, choices: Mapping[str, str]) -> str:
    """Return what a word stands for (SB-V292: several cells; SB-V296: not one of the words)."""
    word = as_optional_text(cells, what)
    if word not in choices:
        raise ValueFormatError("V296", what=what, text=word, choices="・".join(filter(None, choices)))
    return choices[word]


def as_day(cells: Cells, what: str) -> dt.date:
    """Return a date: a date cell, a serial number of Excel's 1900 calendar, or text (西暦・和暦).

    Raises
    ------
    ValueFormatError
        SB-V292: several cells. SB-V293: blank. SB-V295: a number or a year alone; for text also the errors of
        `shirube.calendar.require_time`.
    """
    value = as_value(cells, what)
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, str):
        from shirube.calendar import require_time

        time = require_time(value)
        if isinstance(time, dt.date):
            return time
    elif not isinstance(value, bool) and FIRST_SERIAL <= value <= LAST_SERIAL:
        return (EPOCH + dt.timedelta(days=int(value))).date()
    raise ValueFormatError("V295", what=what, text=value)


def serial(day: dt.date) -> int:
    """Return the number Excel keeps for a date (1900 calendar).

    >>> serial(dt.date(2024, 3, 31))
    45382
    """
    return (day - EPOCH.date()).days


def as_whole(cells: Cells, what: str, default: int = _REQUIRED) -> int:
    """Return a whole number (SB-V292: several cells; SB-V293: blank; SB-V298: not a whole number)."""
    if default is not _REQUIRED and _one(cells, what) is None:
        return default
    value = as_value(cells, what)
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueFormatError("V298", what=what, text=value)
    return value


def as_texts(cells: Cells) -> tuple[str, ...]:
    """Return the texts of a range, row by row, without blanks."""
    return tuple(str(value) for row in cells or () for value in map(_in, row) if value is not None)


def as_answers(*pairs: Cells, needed: int = 0) -> tuple[Condition, ...]:
    """Return conditions from columns and answers in turn; ``満足|やや満足`` is either. Blank pairs are left out.

    The first `needed` pairs must be there.

    Raises
    ------
    ValueFormatError
        SB-V292: several cells. SB-V293: a column without its answer, or an answer without its column.
    """
    from shirube.crosstab import Condition

    couples = enumerate(zip(pairs[::2], pairs[1::2], strict=True))
    given = [(a, b) for i, (a, b) in couples if i < needed or as_texts(a) or as_texts(b)]
    return tuple(Condition(as_text(a, "列"), tuple(as_text(b, "答え").split("|"))) for a, b in given)


def as_crosswalk(cells: Cells) -> Crosswalk:
    """Read a 対応表 with its headings on top; an omitted one is empty (errors: see `shirube.join.read_crosswalk`)."""
    from shirube.join import Crosswalk, read_crosswalk
    from shirube.table import records

    return read_crosswalk(records(as_grid(cells, "対応表"))) if as_texts(cells) else Crosswalk()


def side_by_side(*named: tuple[str, Cells]) -> Grid:
    """Make a grid with one named column per range; a text on top of a range is its heading and is left out.

    Raises
    ------
    ValueFormatError
        SB-V291: a range has several rows and several columns.
    TableError
        SB-T102: nothing in the ranges.
    """
    columns = []
    for name, cells in named:
        values = as_vector(cells, name)
        columns.append([name, *(values[1:] if values and isinstance(values[0], str) else values)])
    if all(value is None for column in columns for value in column[1:]):
        raise TableError("T102")
    return as_grid([list(row) for row in zip_longest(*columns)])


def as_list(cells: Cells) -> CellTable:
    """Make a list of a range, its first row the names of the columns (SB-T102: the range is blank)."""
    from shirube.tidy.steps import CellTable

    grid = as_grid(cells)
    return CellTable.from_grid(grid, top=0, left=0, bottom=grid.shape[0] - 1, right=grid.shape[1] - 1)


def spill_list(table: CellTable) -> list[list[Any]]:
    """Return a list as rows of plain values below the names of its columns."""
    return [[_out(value) for value in row] for row in table.rows()]


def spill(table: Table) -> list[list[Any]]:
    """Return a table as rows of plain values below its labels: what a formula spills.

    Upper header tiers join the label (``男 人数``), so the first row alone names every column.
    """
    head = [f"{column.group} {column.label}".strip() for column in table.columns]
    return [head, *([_out(value) for value in row] for row in table.rows)]


def summary(result: Result) -> list[list[Any]]:
    """Return what an evaluation found out: figures, conclusion and checks in words, then its first table in numbers."""
    rows: list[list[Any]] = [["項目", "結果", "補足"]]
    rows += [[_cell(figure.label), _cell(figure.text), _cell(figure.note)] for figure in result.figures]
    rows += [["結論", _cell(sentence)] for sentence in result.conclusion]
    rows += [["確認", _cell(f"{x.label}: {x.level.value}{x.word}"), _cell(x.reason)] for x in result.lights]
    if result.tables:
        rows += [[], *spill(result.tables[0])]
    width = max(len(row) for row in rows)
    return [row + [""] * (width - len(row)) for row in rows]


def _one(cells: Cells, what: str) -> Any:
    rows = list(cells or ())
    if not rows:
        return None
    if len(rows) != 1 or len(rows[0]) != 1:
        raise ValueFormatError("V292", what=what)
    return _in(rows[0][0])


def _in(value: Any) -> Any:
    """Excel knows one kind of number: whole ones become integers, as a reader of files gives them; spaces are blank."""
    if isinstance(value, str):
        return value if value.strip(" \t\r\n\u3000") else None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, dt.datetime):
        return dt.datetime(*value.timetuple()[:6])  # pywin32 marks local times as UTC
    return value


def _out(value: Any) -> Any:
    """One value as Excel takes it: number, text, date, bool; nothing (``""``) for blank and not-a-number."""
    if type(value) is str:
        return _cell(value)
    if type(value) is int:
        return value
    from shirube.result import Cell, Link

    if isinstance(value, Cell):
        return value.shown or _out(value.value)
    if isinstance(value, Link):
        return _cell(value.text)
    if hasattr(value, "item"):
        value = value.item()
    if value is None or value != value or value in (float("inf"), float("-inf")):
        return ""
    if isinstance(value, bool | int | float | dt.date):
        return value
    return _cell(str(value))


def _cell(shown: str) -> str:
    return shown if len(shown) <= LONGEST_CELL else shown[: LONGEST_CELL - 1] + "…"
