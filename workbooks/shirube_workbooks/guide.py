"""Guide sheets (how to use, examples) and the sheet of choices."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from shirube.errors import Place

from .formula import expand
from .look import COLOURS, Book, height
from .spec import Block, Counter, Page, Spec

__all__ = ["LISTS_SHEET", "PERSON", "draw_guide", "draw_lists", "list_place", "person_cell", "person_line"]

LISTS_SHEET = "選択肢"
PERSON = ("作成課", "氏名", "作成日", "文書番号", "用途")
_PURPOSES = ("庁内検討", "公表")
_PERSON_ROW = 3  # of 作成課, counted from 0
_WIDTHS = (18, 38, 38)
_LISTS_ACROSS, _LIST_WIDTH = 4, 24


def person_cell(item: int) -> str:
    """Return the cell of the guide sheet where an item of :data:`PERSON` is written."""
    return f"$B${_PERSON_ROW + item + 1}"


def person_line(book: Book, sheet: Worksheet, spec: Spec, row: int, column: int) -> None:
    """Show on a sheet who made it, when, under which document number and for which purpose, from the guide sheet."""
    home = next((other for other in spec.sheets if other.person), None)
    if home is None:
        return
    shown = []
    for item, label in enumerate(PERSON):
        cell = f"'{home.name}'!{person_cell(item)}"
        shown.append(f'"{label}："&' + (f'IF({cell}="","",TEXT({cell},"yyyy/m/d"))' if label == "作成日" else cell))
    empty = "　　".join(f"{label}：{_PURPOSES[0] if label == '用途' else ''}" for label in PERSON)
    sheet.write_formula(row, column, "=" + '&"　　"&'.join(shown), book.style(valign="vcenter"), empty)


def draw_guide(book: Book, spec: Spec, page: Page, file: str) -> None:
    """Set out a guide sheet on A4 portrait."""
    sheet = book.sheet(page.name, landscape=False)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    bar = book.style(bold=True, font_size=14, font_color="#FFFFFF", bg_color=COLOURS["header"], valign="vcenter")
    sheet.set_row(0, 32)
    for column in range(len(_WIDTHS)):
        sheet.write_blank(0, column, None, bar)
    sheet.write_string(0, 0, page.title, bar)
    sheet.write_string(1, 0, page.lead, book.style(valign="vcenter"))
    row = _PERSON_ROW
    if page.person:
        _draw_person(book, sheet, page.asks)
        row += len(PERSON) + len(page.asks) + 1
    if page.counters:
        row = _draw_counters(book, sheet, row, page.counters, spec, Place(file, page.name))
    for block in page.blocks:
        row = _draw_block(book, sheet, row, block)
    sheet.print_area(0, 0, row, len(_WIDTHS) - 1)
    sheet.fit_to_pages(1, page.pages)


def list_place(spec: Spec, name: str) -> tuple[int, int]:
    """Return row and column of the name of a list on the sheet of choices, counted from 0: four lists side by side."""
    names = list(spec.lists)
    band, column = divmod(names.index(name), _LISTS_ACROSS)
    above = (names[start : start + _LISTS_ACROSS] for start in range(0, band * _LISTS_ACROSS, _LISTS_ACROSS))
    return sum(max(len(spec.lists[other]) for other in across) + 3 for across in above), column


def draw_lists(book: Book, spec: Spec) -> None:
    """Set out the lists offered in the cells."""
    if not spec.lists:
        return
    sheet = book.sheet(LISTS_SHEET, landscape=False)
    sheet.set_column(0, _LISTS_ACROSS - 1, _LIST_WIDTH)
    head = book.style(bold=True, font_color="#FFFFFF", bg_color=COLOURS["header"], border=1)
    cell = book.style(border=1, border_color=COLOURS["line"], bg_color=COLOURS["help"], shrink=True)
    for name, choices in spec.lists.items():
        row, column = list_place(spec, name)
        sheet.write_string(row, column, name, head)
        sheet.write_column(row + 1, column, choices, cell)
    sheet.fit_to_pages(1, 1)


def _draw_person(book: Book, sheet: Worksheet, asks: tuple[str, ...]) -> None:
    label = book.style(bold=True, border=1, border_color=COLOURS["line"], bg_color=COLOURS["help"])
    entry = {"border": 1, "border_color": COLOURS["line"], "bg_color": COLOURS["input"], "align": "left"}
    for step, item in enumerate((*PERSON, *asks)):
        row, form = _PERSON_ROW + step, {"num_format": "yyyy/m/d"} if item == "作成日" else {}
        sheet.write_string(row, 0, item, label)
        if item == "用途":
            sheet.write_string(row, 1, _PURPOSES[0], book.style(**entry))
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": list(_PURPOSES)})
        else:
            sheet.write_blank(row, 1, None, book.style(**entry, **form))


def _draw_counters(book: Book, sheet: Worksheet, row: int, counters: tuple[Counter, ...], spec: Spec, at: Place) -> int:
    _heading(book, sheet, row, "いまの状況（自動で数えます）")
    label = book.style(border=1, border_color=COLOURS["line"], bold=True, bg_color=COLOURS["help"], text_wrap=True)
    for counter in counters:
        row += 1
        style = book.style(
            border=1, border_color=COLOURS["line"], bg_color=COLOURS["computed"], num_format=f'0"{counter.unit}"'
        )
        sheet.write_string(row, 0, counter.label, label)
        sheet.write_formula(row, 1, expand(counter.formula, spec, at), style, 0)
    return row + 2


def _draw_block(book: Book, sheet: Worksheet, row: int, block: Block) -> int:
    _heading(book, sheet, row, block.heading)
    first = book.style(bold=True, valign="top", text_wrap=True, border=1, border_color=COLOURS["line"])
    rest = book.style(valign="top", text_wrap=True, border=1, border_color=COLOURS["line"])
    for cells in block.rows:
        row += 1
        wide = len(cells) == 2  # a sentence spans both text columns
        if wide:
            sheet.merge_range(row, 1, row, 2, cells[1], rest)
        else:
            for column, text in enumerate(cells[1:], start=1):
                sheet.write_string(row, column, text, rest)
        sheet.write_string(row, 0, cells[0], first)
        room = _WIDTHS[1] + _WIDTHS[2] if wide else _WIDTHS[1]
        sheet.set_row(row, max(height(cells[0], _WIDTHS[0]), *(height(text, room) for text in cells[1:])))
    return row + 2


def _heading(book: Book, sheet: Worksheet, row: int, text: str) -> None:
    style = book.style(bold=True, font_color="#FFFFFF", bg_color=COLOURS["section"], valign="vcenter")
    sheet.set_row(row, 22)
    for column in range(len(_WIDTHS)):
        sheet.write_blank(row, column, None, style)
    sheet.write_string(row, 0, text, style)
