"""From what was asked to the result in its place, with the log; a failure on the way leaves the workbook as it was."""

from __future__ import annotations

import datetime as dt
import inspect
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shirube.commands.desk_sheets import SECTION, LogLine
from shirube.errors import CrosstabError, Place, TableError

from . import log_sheet
from .buttons import Button, buttons, command_of
from .placing import all_or_nothing, copied, place, require_open, show_as_new_book, write
from .progress import Steps
from .settings_sheet import NEW_BOOK, Asked
from .sources import Source, read_input, settings_of

if TYPE_CHECKING:
    import xlwings as xw

    from shirube.commands.base import Command
    from shirube.grid import Grid
    from shirube.result import Result

__all__ = ["deliver", "rerun", "run"]

COMPUTING = "計算しています"


def run(book: xw.Book, button: Button, asked: Asked) -> None:
    """Read a copy, run the command, place the result and note it.

    Raises
    ------
    ShirubeError
        Whatever reading, the command or writing refuses.
    """
    command = command_of(button)
    with Steps(book.app, button.label) as steps, copied(book) as copy:
        source = Source(copy, asked, steps, tuple(sheet.name for sheet in book.sheets))
        given, more = read_input(button, source)
        settings = settings_of(button, command.settings, source, more)
        result = _computed(command, given, settings, steps)
        deliver(book, button, asked, result, copy.parent, steps)


def _computed(command: Command[Any], given: Any, settings: Any, steps: Steps) -> Result:
    """Run a command; one that counts its own parts says how far it is, and Esc stops it between them."""
    steps.at(COMPUTING)
    if "progress" not in inspect.signature(command.run).parameters:
        return command.run(given, settings)
    run: Callable[..., Result] = command.run
    return run(given, settings, progress=lambda done, of: steps.at(COMPUTING, done, of))


def deliver(book: xw.Book, button: Button, asked: Asked, result: Result, folder: Path, steps: Steps) -> None:
    """Put a result in the place that was asked for, and note it in the log."""
    from shirube.commands.provenance import stamped

    results = [stamped(result, dt.datetime.now())]
    steps.at("結果を書いています")
    line = LogLine(
        0, "", asked.notes.get(SECTION, ""), button.label, _target(asked), asked.sheet, "", log_sheet.ELSEWHERE, ""
    )
    path = folder / "結果" / f"{button.label}.xlsx"
    if asked.place == NEW_BOOK:
        number = log_sheet.next_number(book)
        made = write(book, results, path)
        steps.at("新しいブックを開いています")
        new = show_as_new_book(book, made)
        if not book.api.ProtectStructure:
            with all_or_nothing(book):
                log_sheet.add(book, replace(line, number=number), ())
        new.activate()
        return
    require_open(book)
    number = log_sheet.next_number(book)
    # Excel does not open two files of one name, whatever their folders.
    made = write(book, results, path.with_stem(f"{button.label}_{secrets.token_hex(4)}"), number)
    steps.at("新しいシートを足しています")
    with all_or_nothing(book):
        names = place(book, made)
        log_sheet.add(book, replace(line, number=number), names)


def _target(asked: Asked) -> str:
    return "!".join(part for part in (asked.target, asked.span) if part)


def rerun(book: xw.Book, button: Button) -> bool:
    """On the 設定 sheet of an earlier result of this button, run once more as it says now; else do nothing.

    Raises
    ------
    ShirubeError
        SB-T207, T203, T212, C331: the sheet cannot be read, or asks for what there is not. SB-T208: its original is
        not open. Whatever the command refuses.
    """
    from shirube.commands.tidy_settings import SHEET, source_on
    from shirube.office.read import read_grid

    active = book.sheets.active.name
    if button.name not in _AGAIN or not re.fullmatch(SHEET + r"(_\d+)?", active):
        return False
    with copied(book) as copy:
        said = read_grid(copy, active)
    again = _AGAIN[button.name](said)
    if again is None:
        return False
    file, sheet = source_on(said)
    original = next((other for other in book.app.books if file in (other.name, f"{other.name}.xlsx")), None)
    if original is None:
        raise TableError("T208", at=Place(sheet=active), file=file)
    asked = Asked(active, sheet, place=_place_of(book, original))
    with Steps(book.app, button.label) as steps, copied(original) as copy:
        source = Source(copy, asked, steps)
        grid = source.target
        settings = again(source.grid)
        result = _result(button, grid, settings, steps)
        deliver(original, button, asked, result, copy.parent, steps)
    return True


def _result(button: Button, grid: Grid, settings: Any, steps: Steps) -> Result:
    """What the button makes; the button for queries compiles whatever command the 設定 sheet is of."""
    if button.name != "powerquery":
        return _computed(command_of(button), grid, settings, steps)
    from shirube.commands.powerquery_of import query_of

    steps.at(COMPUTING)
    return query_of(settings[0], grid, settings[1])


Again = Callable[[Callable[[str], "Grid"]], Any]


def _tidy_again(said: Grid) -> Again:
    """The corrected recipes of a 設定 sheet."""
    from shirube.commands.tidy import TIDY
    from shirube.commands.tidy_settings import candidate_on, recipes_on

    settings = TIDY.settings(recipes=recipes_on(said), candidate=candidate_on(said))
    return lambda sheet_of: settings


def _count_again(name: str) -> Callable[[Grid], Again | None]:
    """The settings of a cross-tabulation, if the 設定 sheet is one of this command."""

    def again(said: Grid) -> Again | None:
        from shirube.commands.crosstab_saved import saved_on, with_sheets

        try:
            command, settings = saved_on(said)
        except CrosstabError as error:
            if error.key == "C332":
                return None
            raise
        if command is not command_of(buttons()[name]):
            return None
        return lambda sheet_of: with_sheets(settings, sheet_of)

    return again


def _query_again(said: Grid) -> Again:
    """The command a 設定 sheet is of and its settings, to be compiled."""
    from shirube.commands.crosstab_saved import with_sheets
    from shirube.commands.powerquery_of import saved_query

    command, settings = saved_query([said], said.name)
    return lambda sheet_of: (command, with_sheets(settings, sheet_of))


_AGAIN: Mapping[str, Callable[[Grid], Again | None]] = {
    "tidy": _tidy_again,
    "powerquery": _query_again,
    **{name: _count_again(name) for name in ("crosstab", "gt", "batch", "matrix", "heat", "profile", "top")},
}


def _place_of(book: xw.Book, original: xw.Book) -> str:
    """A result that stands in the original gets its successor there; one of its own workbook, a new workbook."""
    from .settings_sheet import THIS_BOOK

    return THIS_BOOK if book.fullname == original.fullname else NEW_BOOK
