"""［クエリにする］on the settings of another button: what they ask for becomes a query instead of a report."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from shirube.commands.desk_sheets import SETTINGS_PREFIX

from .asking import TITLE, where_it_goes
from .buttons import Button, buttons, command_of
from .placing import copied
from .progress import Steps
from .running import deliver
from .settings_sheet import NEW_BOOK, Asked, form_of, read
from .sources import Source, read_input, settings_of

if TYPE_CHECKING:
    import xlwings as xw

__all__ = ["COMPILED", "query_of_settings"]

#: Buttons whose settings can become a query (their commands are those of `shirube.commands.powerquery_of`).
COMPILED = ("tidy", "stack", "join", "crosstab", "before_after", "did")


def query_of_settings(book: xw.Book, button: Button) -> bool:
    """Where the sheet shown is a settings sheet of one of these buttons, compile what it asks for; else do nothing.

    Raises
    ------
    ShirubeError
        As `running.run`; SB-P109 and others: what a query cannot express.
    """
    active = book.sheets.active.name
    origin = next((buttons()[name] for name in COMPILED if _belongs(active, buttons()[name])), None)
    if origin is None:
        return False
    asked = replace(read(book, form_of(origin), active), place=NEW_BOOK)
    text = (
        f"「{active}」シートの設定（{origin.label}）を、Power Query のクエリにします。\n"
        f"対象：「{asked.target}」\n結果：{where_it_goes(asked)}"
    )
    if book.app.alert(text, title=TITLE, buttons="ok_cancel") == "ok":
        _compile(book, button, origin, asked)
    return True


def _belongs(sheet: str, button: Button) -> bool:
    return re.fullmatch(re.escape(f"{SETTINGS_PREFIX}{button.label}") + r"(_\d+)?", sheet) is not None


def _compile(book: xw.Book, button: Button, origin: Button, asked: Asked) -> None:
    from shirube.commands.powerquery_of import query_of

    command = command_of(origin)
    with Steps(book.app, button.label) as steps, copied(book) as copy:
        source = Source(copy, asked, steps, tuple(sheet.name for sheet in book.sheets))
        given, more = read_input(origin, source)
        settings = settings_of(origin, command.settings, source, more)
        steps.at("クエリを書いています")
        deliver(book, button, asked, query_of(command, given, settings), copy.parent, steps)
