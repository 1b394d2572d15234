"""設定シート: 項目・値・説明の3列。The first press of a button makes it, the next one reads it.

A sheet instead of a dialog: it is visible, printable, kept with the workbook and read again next year. What its lines
are: `shirube.commands.lines`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from shirube.commands.desk_sheets import (
    HEAD,
    HEADER_ROW,
    NOTES,
    PLACE,
    RANGE,
    SECTION,
    SETTINGS_PREFIX,
    TARGET,
    as_text,
)
from shirube.commands.lines import Line, lines
from shirube.errors import Place, ValueFormatError

from .buttons import Button

if TYPE_CHECKING:
    import xlwings as xw

__all__ = ["NEW_BOOK", "THIS_BOOK", "Asked", "Form", "create", "form_of", "parse", "read", "rows"]

THIS_BOOK, NEW_BOOK = "このブック", "新しいブック"
PLACES = (THIS_BOOK, NEW_BOOK)
SEVERAL = frozenset({"sheets", "check", "repair"})
WITH_TARGET = frozenset({"sheet", "form", "maps", "folder"}) | SEVERAL
WITHOUT_PLACE = frozenset({"own"})
ABOUT_THE_BOOK = frozenset({"own", "book"})  # nothing is made year after year: no lines for the 引継書


@dataclass(frozen=True)
class Form:
    """The settings of one button: its sheet's name (before a number), the lines above and those of the command."""

    button: Button
    fields: tuple[Line, ...]

    @property
    def sheet(self) -> str:
        """Name of the first such sheet."""
        return f"{SETTINGS_PREFIX}{self.button.label}"

    @property
    def asks_place(self) -> bool:
        """Whether the user says where the result goes."""
        return self.button.input not in WITHOUT_PLACE and not self.button.new_book

    @property
    def required(self) -> tuple[Line, ...]:
        """The lines that have to be filled in."""
        return tuple(line for line in self.fields if line.required and not line.initial)


@dataclass(frozen=True)
class Asked:
    """What a settings sheet says.

    Attributes
    ----------
    sheet
        The settings sheet.
    target, span, header
        対象のシート, 対象の範囲 (empty: all of it), 見出しの行 (0-based; ``None``: it does not say).
    place
        `THIS_BOOK` or `NEW_BOOK`.
    words
        The command's own lines by attribute; blank ones are left out.
    notes
        The lines for whoever comes next, by 項目.
    new
        The sheet is not there yet.
    """

    sheet: str
    target: str = ""
    span: str = ""
    header: int | None = None
    place: str = THIS_BOOK
    words: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    new: bool = False


@functools.cache
def form_of(button: Button) -> Form:
    """Return the form of a button."""
    return Form(button, lines(button.name))


def rows(form: Form, asked: Asked) -> list[list[str]]:
    """Return the cells of a new settings sheet.

    >>> from .buttons import buttons
    >>> cells = rows(form_of(buttons()["top"]), Asked("設定_上位を並べる", "回答", "A1:B9", 0))
    >>> [line[:2] for line in cells[1:5]]
    [['対象のシート', '回答'], ['対象の範囲', 'A1:B9'], ['見出しの行', '1'], ['結果の置き場所', 'このブック']]
    """
    kind = form.button.input
    cells = [[*HEAD]]
    if kind in WITH_TARGET:
        several = "（いくつもあるときは「、」で区切る。* はすべて）" if kind in SEVERAL else ""
        cells.append([TARGET, asked.target, f"表のあるシートの名前{several}"])
    if kind == "sheet":
        cells.append([RANGE, asked.span, "空欄ならシート全体（例: A1:F300）"])
    if form.button.header:
        row = "" if asked.header is None else str(asked.header + 1)
        cells.append([HEADER_ROW, row, "列の名前のある行の番号"])
    if form.asks_place:
        cells.append([PLACE, asked.place, "・".join(PLACES)])
    asks = [line for line in form.fields if line.asked]
    cells += [[line.label, line.initial, line.help + ("（必ず書く）" if line.required else "")] for line in asks]
    own = {line.label for line in form.fields}
    notes = [note for note in NOTES if kind not in ABOUT_THE_BOOK or note[0] == SECTION]
    return cells + [[label, "", text] for label, text in notes if label not in own]


def parse(form: Form, sheet: str, cells: Sequence[Sequence[Any]]) -> Asked:
    """Return what the cells of a settings sheet say.

    Raises
    ------
    ValueFormatError
        SB-V293: a required line is blank or gone. SB-V296: a word that is not one of the choices. SB-V298: 見出しの行
        is no number.
    """
    said = {as_text(row[0]): as_text(row[1]) for row in cells if len(row) > 1 and row[0] is not None}
    at = Place(sheet=sheet)
    target = said.get(TARGET, "")
    if form.button.input in WITH_TARGET and not target:
        raise ValueFormatError("V293", at=at, what=TARGET)
    words = {line.name: _word(line, said, at) for line in form.fields}
    place = NEW_BOOK if form.button.new_book else said.get(PLACE, "") or THIS_BOOK
    if place not in PLACES:
        raise ValueFormatError("V296", at=at, what=PLACE, text=place, choices="・".join(PLACES))
    header = said.get(HEADER_ROW, "")
    if header and (not header.isdecimal() or int(header) < 1):
        raise ValueFormatError("V298", at=at, what=HEADER_ROW, text=header)
    return Asked(
        sheet,
        target,
        said.get(RANGE, "").replace("$", ""),
        int(header) - 1 if header else None,
        place,
        {name: word for name, word in words.items() if word},
        {label: said[label] for label, _ in NOTES if said.get(label)},
    )


def _word(line: Line, said: Mapping[str, str], at: Place) -> str:
    word = said.get(line.label, "") or line.initial
    if line.required and not word:
        raise ValueFormatError("V293", at=at, what=line.label)
    if word and line.words and word not in line.words:
        raise ValueFormatError("V296", at=at, what=line.label, text=word, choices="・".join(line.words))
    return word


def create(book: xw.Book, form: Form, asked: Asked) -> str:
    """Add the settings sheet behind the last sheet, show it and return its name."""
    from .looks import dress

    cells = rows(form, asked)
    sheet = book.sheets.add(asked.sheet, after=book.sheets[-1])
    area = sheet.range((1, 1), (len(cells), len(HEAD)))
    area.number_format = "@"  # whatever a user's sheet is called, its name here is text
    area.value = cells
    dress(sheet, len(cells), (24, 44, 60), input_column=2)
    words = {line.label: line.words for line in form.fields} | {PLACE: PLACES}
    for row, (label, *_) in enumerate(cells, start=1):
        if words.get(label):
            sheet.range((row, 2)).data_validation.set_list(list(words[label]))
    sheet.activate()
    return asked.sheet


def read(book: xw.Book, form: Form, sheet: str) -> Asked:
    """Read a settings sheet (see `parse`)."""
    cells = book.sheets[sheet].range((1, 1), (len(rows(form, Asked(sheet))) + 20, 2)).options(ndim=2).value
    return parse(form, sheet, cells)
