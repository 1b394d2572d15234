"""操作記録: which button made which sheet, when, from what; and whether a sheet was changed since."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple, replace
from typing import TYPE_CHECKING, Any

from shirube.commands.desk_sheets import LOG_COLUMNS, LOG_SHEET, LogLine, log_of
from shirube.errors import CheckError, Place

from .looks import dress

if TYPE_CHECKING:
    import xlwings as xw

__all__ = [
    "DONE",
    "ELSEWHERE",
    "FILE",
    "GONE",
    "KEPT",
    "UNDONE",
    "add",
    "fingerprint",
    "lines",
    "mark",
    "next_number",
]

DONE, UNDONE, KEPT, GONE = "済", "元に戻した", "残した", "なくなっていた"
ELSEWHERE, FILE = "新しいブック", "ファイル"
WIDTHS = (6, 18, 14, 16, 28, 24, 24, 14, 20)
MOST_LINES = 100_000


def lines(book: xw.Book) -> tuple[LogLine, ...]:
    """Return the lines of the log; none where there is no such sheet.

    Raises
    ------
    CheckError
        SB-K420: a sheet of this name holds something else.
    """
    if LOG_SHEET not in [sheet.name for sheet in book.sheets]:
        return ()
    used = book.sheets[LOG_SHEET].used_range.last_cell
    cells = book.sheets[LOG_SHEET].range((1, 1), (min(used.row, MOST_LINES), len(LOG_COLUMNS)))
    try:
        return log_of(cells.options(ndim=2).value)
    except ValueError as error:
        raise CheckError("K420", at=Place(sheet=LOG_SHEET), reason="見出しが違います") from error


def next_number(book: xw.Book) -> int:
    """Return the number of the next press that makes something."""
    return max((line.number for line in lines(book)), default=0) + 1


def add(book: xw.Book, line: LogLine, sheets: Sequence[str]) -> None:
    """Note the sheets that a press made, one line each, with what their values were."""
    now = f"{dt.datetime.now():%Y-%m-%d %H:%M}"
    made = [
        replace(line, when=now, sheet=name, state=DONE, fingerprint=fingerprint(book.sheets[name])) for name in sheets
    ]
    _append(book, made or [replace(line, when=now)])


def _append(book: xw.Book, more: Sequence[LogLine]) -> None:
    shown = book.sheets.active.name
    if LOG_SHEET in [sheet.name for sheet in book.sheets]:
        sheet = book.sheets[LOG_SHEET]
        first = sheet.used_range.last_cell.row + 1
    else:
        sheet = book.sheets.add(LOG_SHEET, after=book.sheets[-1])
        sheet.range((1, 1), (1, len(LOG_COLUMNS))).value = list(LOG_COLUMNS)
        first = 2
    area = sheet.range((first, 1), (first + len(more) - 1, len(LOG_COLUMNS)))
    area.number_format = "@"
    area.value = [[str(value) for value in astuple(line)] for line in more]
    dress(sheet, first + len(more) - 1, WIDTHS)
    book.sheets[shown].activate()


def mark(book: xw.Book, states: dict[tuple[int, str], tuple[str, str]]) -> None:
    """Set the state (and the name now) of lines, by their number and sheet."""
    sheet = book.sheets[LOG_SHEET]
    last = sheet.used_range.last_cell.row
    where, state = LOG_COLUMNS.index("できたシート") + 1, LOG_COLUMNS.index("状態") + 1
    cells = sheet.range((1, 1), (last, len(LOG_COLUMNS))).options(ndim=2).value
    for row, line in enumerate(cells, start=1):
        found = log_of([list(LOG_COLUMNS), line])
        key = (found[0].number, found[0].sheet) if found else None
        if key in states:
            word, name = states[key]
            sheet.range((row, where)).value, sheet.range((row, state)).value = name, word


def fingerprint(sheet: xw.Sheet) -> str:
    """Return a digest of a sheet's values and where they stand; looks, formats and charts do not count."""
    rows = sheet.used_range.options(ndim=2, err_to_str=True).value
    first = sheet.used_range
    digest = hashlib.sha256()
    for r, row in enumerate(rows, start=first.row):
        filled = [(c, _plain(value)) for c, value in enumerate(row, start=first.column) if value is not None]
        if filled:
            digest.update(json.dumps([r, filled], ensure_ascii=False).encode())
    return digest.hexdigest()[:16]


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S")
    return value if isinstance(value, bool | int | float | str) else str(value)
