"""リボンのボタン: 聞く → 読む → 命令 → 新しいシート。

The workbook of the user is never changed but for new sheets (its settings sheet, the log, the result), and not even
by those when something fails on the way: the command works on a copy that Excel saves aside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from shirube.commands.desk_sheets import LOG_SHEET
from shirube.errors import CheckError, ShirubeError

from . import asking, log_sheet
from .bridge import log_unexpected, say
from .buttons import Button, buttons
from .placing import all_or_nothing
from .running import rerun, run
from .settings_sheet import create, form_of

if TYPE_CHECKING:
    import xlwings as xw

__all__ = ["press"]

TITLE = asking.TITLE


def press(name: str) -> None:
    """Carry out a button; whatever goes wrong is told in Japanese, and nothing is left half done."""
    import xlwings as xw

    book = xw.Book.caller()
    try:
        button = buttons()[name]
        _ACTIONS.get(name, _command)(book, button)
    except ShirubeError as error:
        told = error.sentence if error.key == "K418" else error.japanese
        book.app.alert(told, title=TITLE)
    except Exception as error:  # noqa: BLE001 - the last line before the user
        log_unexpected(name, error)
        book.app.alert(say("W299", kind=type(error).__name__), title=TITLE)


def _command(book: xw.Book, button: Button) -> None:
    if rerun(book, button):
        return
    asked = asking.ask(book, button)
    if asked is not None:
        with all_or_nothing(book):
            if asked.new:
                create(book, form_of(button), asked)
            run(book, button, asked)


def _undo(book: xw.Book, button: Button) -> None:
    from .undo import plan, take_back

    wanted = plan(book)
    text = f"最後に［{wanted.button}］で作ったシートを取り除きます。\n"
    text += "".join(f"\n・「{line.sheet}」を消します" for line in wanted.removed)
    text += "".join(
        f"\n・「{line.sheet}」は、作ったあとに書き換えられているので消しません。「{name}」に名前を変えて残します"
        for line, name in wanted.kept
    )
    text += "".join(f"\n・「{line.sheet}」は、もうありません" for line in wanted.gone)
    if book.app.alert(text, title=TITLE, buttons="ok_cancel") == "ok":
        take_back(book, wanted)


def _journal(book: xw.Book, button: Button) -> None:
    if not log_sheet.lines(book):
        raise CheckError("K419")
    book.sheets[LOG_SHEET].activate()


def _version(book: xw.Book, button: Button) -> None:
    from .support import SB_VERSION

    book.app.alert(SB_VERSION(), title=TITLE)


def _doctor(book: xw.Book, button: Button) -> None:
    from .support import diagnosis

    book.app.alert(diagnosis(), title=TITLE)


def _next_year(book: xw.Book, button: Button) -> None:
    from .files import make_next_year

    _with_settings(book, button, make_next_year)


def _share(book: xw.Book, button: Button) -> None:
    from .files import make_share

    _with_settings(book, button, make_share)


def _opendata(book: xw.Book, button: Button) -> None:
    from .files import make_opendata

    _with_settings(book, button, make_opendata)


def _with_settings(book: xw.Book, button: Button, make: Callable[[Any, Button, Any], str]) -> None:
    """Ask, then make a file beside the workbook and say where it is."""
    asked = asking.ask(book, button)
    if asked is None:
        return
    with all_or_nothing(book):
        if asked.new:
            create(book, form_of(button), asked)
        told = make(book, button, asked)
    book.app.alert(told, title=TITLE)


def _query(book: xw.Book, button: Button) -> None:
    from .querying import query_of_settings

    if not query_of_settings(book, button):
        _command(book, button)


#: Buttons that do not simply ask and run.
_ACTIONS: Mapping[str, Callable[[Any, Button], None]] = {
    "next_year": _next_year,
    "share": _share,
    "opendata": _opendata,
    "powerquery": _query,
    "undo": _undo,
    "journal": _journal,
    "version": _version,
    "doctor": _doctor,
}
