"""What a button asks: the range, the row of the headings, the place of the result, all in one question.

The answer is what is selected; the rest stands on the settings sheet, where it can be changed and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from shirube.commands.desk_sheets import LOG_SHEET, SETTINGS_PREFIX, is_settings_sheet
from shirube.errors import Place, ValueFormatError

from .bridge import message
from .buttons import Button
from .placing import all_or_nothing, require_open
from .settings_sheet import (
    NEW_BOOK,
    SEVERAL,
    THIS_BOOK,
    WITH_TARGET,
    WITHOUT_PLACE,
    Asked,
    Form,
    create,
    form_of,
    parse,
    read,
    rows,
)

if TYPE_CHECKING:
    import xlwings as xw

__all__ = ["TITLE", "ask", "forget", "where_it_goes"]

TITLE = "しるべ"
UNDO_CLEARED = (
    "ご注意：しるべのボタンを押すと、Excel の［元に戻す］（Ctrl+Z）では、それより前の操作に戻れなくなります。"
    "作ったシートは、しるべの［元に戻す］で取り除けます。（この知らせは一度だけ出ます）"
)
_told: list[bool] = []


def forget() -> None:
    """Say again, next time, that Excel's own undo is cleared (as after Excel was started anew)."""
    _told.clear()


def ask(book: xw.Book, button: Button) -> Asked | None:
    """Find out what to run on.

    Returns
    -------
    Asked or None
        With `new`, its settings sheet is still to be made. ``None``: one was made that must be filled in first, or the
        user does not want to go on.

    Raises
    ------
    ValueFormatError
        SB-V293, V296, V297, V298: a line of the settings sheet is missing or wrong.
    CheckError
        SB-K413, K414: the workbook takes no sheets.
    """
    form = form_of(button)
    sheet = _settings_for(book, form)
    if sheet is None:
        return None
    if not sheet:
        return _first(book, form)
    asked = read(book, form, sheet)
    _require_target(book, form, asked)
    if asked.place != NEW_BOOK and button.input not in WITHOUT_PLACE:
        require_open(book)
    return asked if _agreed(book, f"{_summary(form, asked)}\n設定：「{sheet}」シート", "ok_cancel") == "ok" else None


def _settings_for(book: xw.Book, form: Form) -> str | None:
    """The settings sheet to follow; empty: a new one; ``None``: the user does not want to go on."""
    sheets = [sheet.name for sheet in book.sheets if _belongs(sheet.name, form)]
    active = book.sheets.active.name
    if active in sheets or not sheets:
        return active if sheets else ""
    if form.button.input not in WITH_TARGET or active == LOG_SHEET or is_settings_sheet(active):
        return sheets[-1]
    for name in reversed(sheets):
        target = read(book, form, name).target
        if active == target or active in _parts(target):
            return name
    target = read(book, form, sheets[-1]).target
    text = (
        f"「{sheets[-1]}」シートは「{target}」を対象にしています。\n\n"
        f"はい：設定のとおり「{target}」で動かす\nいいえ：いま開いている「{active}」のために、新しい設定シートを作る"
    )
    answer = book.app.alert(text, title=TITLE, buttons="yes_no_cancel")
    return {"yes": sheets[-1], "no": ""}.get(str(answer))


def _belongs(name: str, form: Form) -> bool:
    return bool(re.fullmatch(re.escape(form.sheet) + r"(_\d+)?", name))


def _first(book: xw.Book, form: Form) -> Asked | None:
    """A settings sheet of what is selected; where nothing has to be filled in, offer to run at once."""
    asked = _selected(book, form)
    require_open(book)
    blanks = "、".join(f"「{line.label}」" for line in form.required)
    if blanks:
        with all_or_nothing(book):
            create(book, form, asked)
        book.app.alert(message("K416", sheet=asked.sheet, blanks=blanks), title=TITLE)
        return None
    ways = "はい：このまま動かす（設定シートもできます）\nいいえ：設定シートを作って、直してから動かす"
    answer = _agreed(book, f"{_summary(form, asked)}\n\n{ways}", "yes_no_cancel")
    if answer == "yes":
        return replace(parse(form, asked.sheet, rows(form, asked)), new=True)
    if answer == "no":
        with all_or_nothing(book):
            create(book, form, asked)
        book.app.alert(message("K417", sheet=asked.sheet), title=TITLE)
    return None


def _selected(book: xw.Book, form: Form) -> Asked:
    """What is selected, as the first words of a settings sheet. One cell alone means its whole sheet."""
    taken = {sheet.name for sheet in book.sheets}
    name = next(n for n in _numbered(form.sheet) if n not in taken)
    active = book.sheets.active
    if form.button.name in ("join", "stack"):
        return Asked(name, "、".join(_of_the_user(book)))
    if form.button.input != "sheet":
        return Asked(name, active.name)
    from shirube.grid import parse_a1  # brings numpy: not before a button needs it

    span = _span(book)
    header = (parse_a1(span).top if span else active.used_range.row - 1) if form.button.header else None
    return Asked(name, active.name, span, header, NEW_BOOK if form.button.new_book else THIS_BOOK)


def _span(book: xw.Book) -> str:
    """The range selected, as far as the sheet is used; empty for one cell, a shape, parts here and there, or all."""
    chosen, used = book.selection, book.sheets.active.used_range
    if chosen is None or chosen.count == 1 or "," in chosen.address:
        return ""
    last = used.last_cell
    bottom, right = chosen.row + chosen.shape[0] - 1, chosen.column + chosen.shape[1] - 1
    bottom, right = min(bottom, last.row), min(right, last.column)
    whole = chosen.row <= used.row and chosen.column <= used.column and (bottom, right) == (last.row, last.column)
    if whole or bottom < chosen.row or right < chosen.column:
        return ""
    from shirube.grid import Span

    return Span(chosen.row - 1, chosen.column - 1, bottom - 1, right - 1).a1


def _of_the_user(book: xw.Book) -> list[str]:
    """The sheets that hold tables of the user: not settings, not the log."""
    return [s.name for s in book.sheets if s.name != LOG_SHEET and not s.name.startswith(SETTINGS_PREFIX) and s.visible]


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}_{number}"
        number += 1


def _parts(target: str) -> set[str]:
    """The names of several sheets."""
    return {part.strip() for part in re.split("[、,，]", target) if part.strip()}


def _require_target(book: xw.Book, form: Form, asked: Asked) -> None:
    if form.button.input not in WITH_TARGET or asked.target == "*":
        return
    names = {sheet.name for sheet in book.sheets}
    one = form.button.input not in SEVERAL or asked.target in names
    missing = sorted(({asked.target} if one else _parts(asked.target)) - names)
    if missing:
        raise ValueFormatError("V297", at=Place(sheet=asked.sheet), sheet=missing[0])


def _summary(form: Form, asked: Asked) -> str:
    """The three things a button asks, in words."""
    lines = [f"［{form.button.label}］を動かします。"]
    if form.button.input in WITH_TARGET:
        where = f"の {asked.span}" if asked.span else "（シート全体）" if form.button.input == "sheet" else ""
        head = f"、見出しは{asked.header + 1}行目" if asked.header is not None else ""
        lines.append(f"対象：「{asked.target}」{where}{head}")
    if form.button.input not in WITHOUT_PLACE:
        lines.append(f"結果：{where_it_goes(asked)}")
    return "\n".join(lines)


def where_it_goes(asked: Asked) -> str:
    """The place of the result in words."""
    return "新しいブック（保存するまで、どこにも残りません）" if asked.place == NEW_BOOK else "このブックの新しいシート"


def _agreed(book: xw.Book, text: str, kinds: str) -> str:
    """Ask; the first question since Excel was started also says that its own undo is cleared."""
    notice = "" if _told else f"\n\n{UNDO_CLEARED}"
    answer = str(book.app.alert(text + notice, title=TITLE, buttons=kinds))
    if answer in ("ok", "yes", "no"):
        _told.append(True)
    return answer
