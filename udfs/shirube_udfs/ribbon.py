"""リボンのボタン: 読む → 命令 → 新しいブック。

The workbook of the user is never changed but for its settings sheet: the command works on a copy that Excel saves
aside, and the result opens as a new, unsaved workbook. (Excel refuses to copy a group of sheets that contain
tables, and copying them one by one would leave charts that point to a temporary file.)
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shirube.errors import Place, ShirubeError, TableError

from . import settings_sheet
from .bridge import log_unexpected, message, say

if TYPE_CHECKING:
    import xlwings as xw

    from shirube.commands.base import Command

__all__ = ["BUTTONS", "Button", "press"]

TITLE = "しるべ"


@dataclass(frozen=True)
class Button:
    """One button: its label, and what it does with the active workbook."""

    label: str
    act: Callable[[Any], None]


def press(name: str) -> None:
    """Carry out a button; whatever goes wrong is told in Japanese, and nothing is left half done."""
    import xlwings as xw

    book = xw.Book.caller()
    try:
        BUTTONS[name].act(book)
    except ShirubeError as error:
        _tell(book, error.japanese)
    except Exception as error:  # noqa: BLE001 - the last line before the user
        log_unexpected(name, error)
        _tell(book, say("W299", kind=type(error).__name__))


def _tell(book: xw.Book, text: str) -> None:
    book.app.alert(text, title=TITLE)


def _tidy(book: xw.Book) -> None:
    """Convert the active sheet; on the 設定 sheet of an earlier result, follow its corrected recipes again."""
    from shirube.commands.tidy import TIDY
    from shirube.commands.tidy_settings import SHEET, candidate_on, recipes_on, source_on
    from shirube.office.read import read_grid

    if book.sheets.active.name != SHEET:
        _run(book, TIDY, TIDY.settings(), book.sheets.active.name)
        return
    with _copied(book) as copy:
        settings = read_grid(copy, SHEET)
    file, sheet = source_on(settings)
    original = next((other for other in book.app.books if other.name == file), None)
    if original is None:
        raise TableError("T208", at=Place(sheet=SHEET), file=file)
    _run(original, TIDY, TIDY.settings(recipes=recipes_on(settings), candidate=candidate_on(settings)), sheet)


def _crosstab(book: xw.Book) -> None:
    from shirube.commands.crosstab import CROSSTAB

    _ask_and_run(book, CROSSTAB)


def _before_after(book: xw.Book) -> None:
    from shirube.commands.evaluate import BEFORE_AFTER

    _ask_and_run(book, BEFORE_AFTER)


def _did(book: xw.Book) -> None:
    from shirube.commands.evaluate import DID

    _ask_and_run(book, DID)


def _version(book: xw.Book) -> None:
    from .support import SB_VERSION

    _tell(book, SB_VERSION())


def _ask_and_run(book: xw.Book, command: Command[Any]) -> None:
    """Make the settings sheet on the first press; run with what it says on the next."""
    form = settings_sheet.FORMS[command.name]
    if form.sheet not in [sheet.name for sheet in book.sheets]:
        settings_sheet.create(book, form)
        _tell(book, message("W297", sheet=form.sheet))
        return
    target, values = settings_sheet.read(book, form)
    _run(book, command, command.settings(**values), target)


def _run(book: xw.Book, command: Command[Any], settings: object, sheet: str) -> None:
    from shirube.commands.provenance import stamped
    from shirube.office.read import read_grid
    from shirube.office.write import write_result

    with _copied(book) as copy:
        result = stamped(command.run(read_grid(copy, sheet), settings), dt.datetime.now())
        made = write_result(result, copy.parent / "結果" / f"{command.label}.xlsx")
        book.app.api.Workbooks.Add(str(made))


@contextmanager
def _copied(book: xw.Book) -> Iterator[Path]:
    """A copy of a workbook that Excel saves aside; its folder goes when the block ends."""
    with tempfile.TemporaryDirectory(prefix="shirube-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / (book.name if Path(book.name).suffix else f"{book.name}.xlsx")
        book.api.SaveCopyAs(str(copy))
        (Path(folder) / "結果").mkdir()
        yield copy


#: Every button of the ribbon by its tag, but for ``explain``, which VBA answers itself.
BUTTONS: Mapping[str, Button] = {
    "tidy": Button("縦持ちに直す", _tidy),
    "crosstab": Button("クロス集計", _crosstab),
    "before_after": Button("前後を比べる", _before_after),
    "did": Button("差の差", _did),
    "version": Button("版を見る", _version),
}
