"""元に戻す: the sheets of the last press go.

One that was changed since stays under another name, if the user agrees; else nothing happens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shirube.commands.desk_sheets import LogLine
from shirube.errors import CheckError

from . import log_sheet
from .placing import remove, require_open

if TYPE_CHECKING:
    import xlwings as xw

__all__ = ["Plan", "plan", "take_back"]

EDITED = "（編集済）"
LONGEST = 31


@dataclass(frozen=True)
class Plan:
    """What taking back the last press would do: sheets to remove, to keep under another name, not there any more."""

    button: str
    removed: tuple[LogLine, ...]
    kept: tuple[tuple[LogLine, str], ...]
    gone: tuple[LogLine, ...]


def plan(book: xw.Book) -> Plan:
    """Look at the last press that made sheets.

    Raises
    ------
    CheckError
        SB-K419: there is none. SB-K413, K414, K420: the workbook, or its log, does not allow it.
    """
    done = [line for line in log_sheet.lines(book) if line.state == log_sheet.DONE]
    if not done:
        raise CheckError("K419")
    require_open(book)
    last = [line for line in done if line.number == max(line.number for line in done)]
    names = {sheet.name for sheet in book.sheets}
    here = [line for line in last if line.sheet in names]
    changed = [line for line in here if log_sheet.fingerprint(book.sheets[line.sheet]) != line.fingerprint]
    kept: list[tuple[LogLine, str]] = []
    for line in changed:
        kept.append((line, _free(line.sheet, names | {name for _, name in kept})))
    return Plan(
        last[0].button,
        tuple(line for line in here if line not in changed),
        tuple(kept),
        tuple(line for line in last if line.sheet not in names),
    )


def take_back(book: xw.Book, wanted: Plan) -> None:
    """Do it, and note it in the log."""
    states: dict[tuple[int, str], tuple[str, str]] = {}
    for line, name in wanted.kept:
        book.sheets[line.sheet].name = name
        states[line.number, line.sheet] = (log_sheet.KEPT, name)
    for line in wanted.removed:
        remove(book, line.sheet)
        states[line.number, line.sheet] = (log_sheet.UNDONE, line.sheet)
    for line in wanted.gone:
        states[line.number, line.sheet] = (log_sheet.GONE, line.sheet)
    log_sheet.mark(book, states)


def _free(name: str, taken: set[str]) -> str:
    used = {other.casefold() for other in taken}
    number, mark = 2, EDITED
    while True:
        free = _cut(name, LONGEST - len(mark)) + mark
        if free.casefold() not in used:
            return free
        mark, number = f"（編集済{number}）", number + 1


def _cut(name: str, most: int) -> str:
    while len(name.encode("utf-16-le")) // 2 > most:
        name = name[:-1]
    return name
