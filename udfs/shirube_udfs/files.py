"""Buttons that make a file beside the workbook: 次年度版 and 外に出す版."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from shirube.commands.desk_sheets import SECTION, LogLine
from shirube.errors import CheckError, Place

from . import log_sheet
from .buttons import Button, command_of
from .placing import copied, place, show_as_new_book, write
from .progress import Steps
from .settings_sheet import Asked
from .sources import Source, settings_of

if TYPE_CHECKING:
    import xlwings as xw

__all__ = ["make_next_year", "make_share"]

WHAT_TO_DO = (
    "「{sheet}」シートの「見つかった列を落とす」を「はい」にするか、「残す理由」を書いて、もう一度押してください。"
    "（元のブックを直してからでもかまいません）"
)


def make_next_year(book: xw.Book, button: Button, asked: Asked) -> str:
    """Make the workbook for the year after beside this one and open it; return what to tell.

    Raises
    ------
    CheckError
        SB-K422: the workbook was never saved. SB-K425: its year cannot be told. SB-K420: the log is not one.
    """
    from shirube.commands.next_year import plan_next_year, report
    from shirube.commands.next_year_labels import advance_name
    from shirube.commands.provenance import stamped
    from shirube.office.next_year import carry_out, formulas_of
    from shirube.office.read import read_book

    folder = _folder(book)
    with Steps(book.app, button.label) as steps, copied(book) as copy:
        steps.at("ブックを読んでいます")
        source = Source(copy, asked, steps)
        more = {"formulas": formulas_of(book)}
        settings = settings_of(button, command_of(button).settings, source, more)
        grids = read_book(copy).sheets
        plan = plan_next_year(grids, settings)
        steps.at("次年度版を作っています")
        new = show_as_new_book(book, copy)
        try:
            carry_out(new, plan)
            result = stamped(report(plan, book.name), dt.datetime.now())
            place(new, write(new, [result], copy.parent / "結果" / "次年度版の一覧.xlsx", 1))
            name = advance_name(Path(book.name).stem, plan.current, ())
            path = _free(folder / f"{name if name != Path(book.name).stem else name + '_次年度版'}{_suffix(book)}")
            new.save(str(path))
        except BaseException:
            new.close()
            raise
    _note(book, button, asked, path.name)
    left = len(plan.left)
    return f"「{path.name}」を、元のブックの隣に作りました。人が見るところが{left}か所あります（「報告」シート）。"


def make_share(book: xw.Book, button: Button, asked: Asked) -> str:
    """Make the version for outside beside the workbook, and note it in the office-side log; return what to tell.

    Raises
    ------
    CheckError
        SB-K422: the workbook was never saved. SB-K302, K303: see `shirube.commands.share.prepared_for`. (SB-K301,
        something must be looked at first, is what is told: its settings sheet stays, for the answer.)
    """
    from shirube.commands.share import prepared_for
    from shirube.office.read.belongings import read_share_source
    from shirube.office.write.plain import write_plain
    from shirube.office.write.share_log import add_to_log

    original = _folder(book) / book.name
    with Steps(book.app, button.label) as steps, copied(book) as copy:
        steps.at("ブックを調べています")
        source = Source(copy, asked, steps)
        settings = settings_of(button, command_of(button).settings, source, {})
        try:
            prepared = prepared_for(read_share_source(copy), settings)
        except CheckError as error:
            if error.key != "K301":
                raise
            book.sheets[asked.sheet].activate()
            return f"{error.code} {error.sentence}\n\n{WHAT_TO_DO.format(sheet=asked.sheet)}"
        steps.at("外に出す版を書いています")
        now = dt.datetime.now()
        path = _free(original.with_name(f"{original.stem}_外に出す版.xlsx"))
        write_plain(prepared.sheets, path, day=now.date())
        log = add_to_log(original, path, prepared, settings.reason, now)
    _note(book, button, asked, path.name)
    removed = sum(part.count for part in prepared.removed)
    return f"「{path.name}」を、元のブックの隣に作りました。{removed:,}件を取り除きました。記録は「{log.name}」です。"


def _note(book: xw.Book, button: Button, asked: Asked, file: str) -> None:
    number = log_sheet.next_number(book)
    section = asked.notes.get(SECTION, "")
    line = LogLine(number, "", section, button.label, book.name, asked.sheet, file, log_sheet.FILE, "")
    log_sheet.add(book, line, ())


def _folder(book: xw.Book) -> Path:
    path = Path(book.fullname)
    if not path.is_absolute() or not path.parent.is_dir():
        raise CheckError("K422", at=Place(book.name))
    return path.parent


def _suffix(book: xw.Book) -> str:
    return Path(book.name).suffix or ".xlsx"


def _free(path: Path) -> Path:
    number, free = 2, path
    while free.exists():
        free = path.with_name(f"{path.stem}_{number}{path.suffix}")
        number += 1
    return free
