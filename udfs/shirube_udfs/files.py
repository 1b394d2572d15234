"""Buttons that make a file beside the workbook: 次年度版, 外に出す版, and the CSV of 公開用データ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from shirube.commands.desk_sheets import SECTION, LogLine
from shirube.errors import CheckError, Place

from . import log_sheet
from .bridge import message
from .buttons import Button, command_of
from .placing import copied, place, show_as_new_book, write
from .progress import Steps
from .running import deliver
from .settings_sheet import Asked
from .sources import Source, settings_of

if TYPE_CHECKING:
    import xlwings as xw

    from shirube.commands.opendata import Published

__all__ = ["make_next_year", "make_opendata", "make_share"]

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


def make_opendata(book: xw.Book, button: Button, asked: Asked) -> str:
    """Make the CSV and its description beside the workbook, the sheets in their place; return what to tell.

    A workbook that lies in no folder gets the sheets alone, and is told why.

    Raises
    ------
    CheckError
        SB-K602, K603: see `shirube.commands.opendata.publish`.
    WriteError
        SB-W105: the encoding lacks a character.
    """
    from shirube.commands.opendata import opendata_report, publish

    folder = _folder_of(book)
    with Steps(book.app, button.label) as steps, copied(book) as copy:
        source = Source(copy, asked, steps, tuple(sheet.name for sheet in book.sheets))
        grid = source.target
        settings = settings_of(button, command_of(button).settings, source, {})
        path = _free((folder or copy.parent) / f"{Path(book.name).stem}_公開用.csv")
        steps.at("計算しています")
        published = publish(grid, settings, file=path.name, day=dt.date.today().isoformat())
        result = opendata_report(grid, published, settings)
        if folder is None:
            deliver(book, button, asked, result, copy.parent, steps)
            return f"［{button.label}］シートだけを作りました。{message('K422')}"
        with _written(published, path, settings.encoding) as about:
            deliver(book, button, asked, result, copy.parent, steps)
    _note(book, button, asked, path.name)
    return f"［{button.label}］「{path.name}」と、その説明「{about.name}」を、元のブックの隣に作りました。"


@contextmanager
def _written(published: Published, path: Path, encoding: str) -> Iterator[Path]:
    """The CSV and its description (given back), taken away again when the block fails."""
    from shirube.commands.opendata import ENCODINGS
    from shirube.office.write import write_csv
    from shirube.office.write.sidecar import sidecar_path, write_sidecar

    about = sidecar_path(path)
    try:
        write_csv(published.table, path, encoding=ENCODINGS[encoding])
        yield write_sidecar(published.about, path)
    except BaseException:
        path.unlink(missing_ok=True)
        about.unlink(missing_ok=True)
        raise


def _note(book: xw.Book, button: Button, asked: Asked, file: str) -> None:
    number = log_sheet.next_number(book)
    section = asked.notes.get(SECTION, "")
    line = LogLine(number, "", section, button.label, book.name, asked.sheet, file, log_sheet.FILE, "")
    log_sheet.add(book, line, ())


def _folder(book: xw.Book) -> Path:
    folder = _folder_of(book)
    if folder is None:
        raise CheckError("K422", at=Place(book.name))
    return folder


def _folder_of(book: xw.Book) -> Path | None:
    """Where the workbook lies; None for one that was never saved, or lies behind an address of the web."""
    path = Path(book.fullname)
    return path.parent if path.is_absolute() and path.parent.is_dir() else None


def _suffix(book: xw.Book) -> str:
    return Path(book.name).suffix or ".xlsx"


def _free(path: Path) -> Path:
    """A name that neither a file nor the description of one has."""
    number, free = 2, path
    while free.exists() or free.with_suffix(".meta.json").exists():
        free = path.with_name(f"{path.stem}_{number}{path.suffix}")
        number += 1
    return free
