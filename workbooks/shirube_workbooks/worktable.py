"""Table sheets of templates: hints, an Excel table to fill in, choices, checks and the A4 page."""

from __future__ import annotations

from datetime import date
from typing import Any

from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from shirube.errors import Place

from .formula import expand, table_name
from .guide import LISTS_SHEET, list_place, person_line
from .look import COLOURS, FIGURE_FONT, Book
from .spec import Column, Kind, Page, Spec

__all__ = ["HEADER_ROW", "MARKS", "choices_of", "draw_table", "print_layout"]

HEADER_ROW = 4  # counted from 0: title, lead, person, hints, header
_PAGE_CHARACTERS = 100  # standard characters across A4 landscape at 100 %, where a digit is 9 pixels wide
_PAGE_POINTS = 470  # height of A4 landscape between its margins, in points at 100 %, with a little room
_TOP_HEIGHTS = (32, 18, 18, 46, 36)  # rows above the table: title, lead, person, hints, header
_FILL = {
    Kind.INPUT: COLOURS["input"],
    Kind.IDENTIFIER: COLOURS["computed"],
    Kind.FORMULA: COLOURS["computed"],
    Kind.REVIEW: COLOURS["help"],
}
_SHORT: dict[str, Any] = {
    "bold": True, "font_size": 9, "shrink": True, "font_color": "#FFFFFF", "bg_color": COLOURS["header"],
    "valign": "vcenter",
}  # fmt: skip
MARKS = (("○", "done", "done_ink"), ("△", "caution", "ink"), ("×", "error", "error_ink"))


def draw_table(book: Book, spec: Spec, page: Page, file: str) -> None:
    """Set out one table sheet on A4 landscape."""
    sheet = book.sheet(page.name, grows_from=HEADER_ROW + 1)
    for row, points in enumerate((*_TOP_HEIGHTS, *[page.row_height] * page.rows)):
        sheet.set_row(row, points)
    _draw_top(book, sheet, spec, page)
    _draw_frame(book, sheet, spec, page, file)
    for column, (item, width) in enumerate(zip(page.columns, print_layout(page)[1], strict=True)):
        sheet.set_column(column, column, width)
        _draw_hint(book, sheet, column, item)
        _draw_cells(book, sheet, spec, page, column, file)
        _validate(sheet, spec, page, column)
        if item.marks:
            _mark(book, sheet, page, column)
    _set_print(sheet, page)


def print_layout(page: Page) -> tuple[int, tuple[float, ...]]:
    """Return the print scale in percent and the widths of the columns that fill the paper at that scale.

    The scale is what the rows of a page and the widest of the pages side by side allow; then the columns of each page
    but the first, which is repeated, are widened by up to half.
    """
    printed = [item.width for item in page.columns if not item.aside]
    split = page.position(page.break_before)
    sides = [printed[1:split], printed[split:]] if split > 0 else [printed[1:]]
    rows = -(-page.rows // max(1, page.pages // len(sides)))
    tall = _PAGE_POINTS / (sum(_TOP_HEIGHTS) + rows * page.row_height)
    scale = int(100 * min(1.0, tall, *(_PAGE_CHARACTERS / (printed[0] + sum(side)) for side in sides)))
    room = _PAGE_CHARACTERS * 100 / scale - printed[0]
    widths = [width * min(1.5, max(1.0, room / sum(side))) for side in sides for width in side]
    asides = [item.width for item in page.columns if item.aside]
    return scale, tuple(round(2 * width) / 2 for width in (printed[0], *widths, *asides))


def _draw_top(book: Book, sheet: Worksheet, spec: Spec, page: Page) -> None:
    bar = book.style(bold=True, font_size=16, font_color="#FFFFFF", bg_color=COLOURS["header"], valign="vcenter")
    for column in range(page.printed):
        sheet.write_blank(0, column, None, bar)
    split = page.position(page.break_before)
    if split > 0:
        # The first column is repeated on the second page, so it holds only what fits into it.
        sheet.write_string(0, 0, page.name, book.style(**_SHORT))
        sheet.write_string(0, split, f"{page.title}（続き）", bar)
        person_line(book, sheet, spec, 2, split)
    left = int(split > 0)
    sheet.write_string(0, left, page.title, bar)
    sheet.write_string(1, left, page.lead, book.style(valign="vcenter"))
    person_line(book, sheet, spec, 2, left)


def _draw_hint(book: Book, sheet: Worksheet, column: int, item: Column) -> None:
    style = book.style(font_size=9, text_wrap=True, valign="bottom")
    sheet.write_string(HEADER_ROW - 1, column, item.hint, style)


def _draw_cells(book: Book, sheet: Worksheet, spec: Spec, page: Page, column: int, file: str) -> None:
    item = page.columns[column]
    properties: dict[str, Any] = {"border": 1, "border_color": COLOURS["line"], "valign": "top", "text_wrap": True}
    properties["bg_color"] = _FILL[item.kind]
    if item.number:
        figures = {"num_format": item.number, "font_name": FIGURE_FONT, "align": "right", "indent": 1}
        properties |= figures | {"text_wrap": False}
    if item.aside:
        properties |= {"font_size": 9, "text_wrap": False, "shrink": True}
    style = book.style(**properties)
    at = Place(file, page.name, item.name)
    formula = expand(item.formula, spec, at, page) if item.kind == Kind.FORMULA else ""
    digits = max(2, len(str(page.rows)))  # as texts they sort as numbers do
    for step in range(page.rows):
        row = HEADER_ROW + 1 + step
        if item.kind == Kind.FORMULA:
            sheet.write_formula(row, column, formula, style, "")
        elif item.kind == Kind.IDENTIFIER:
            sheet.write_string(row, column, f"{item.prefix}{step + 1:0{digits}d}", style)
        else:
            sheet.write_blank(row, column, None, style)


def _draw_frame(book: Book, sheet: Worksheet, spec: Spec, page: Page, file: str) -> None:
    head = book.style(
        bold=True,
        font_color="#FFFFFF",
        bg_color=COLOURS["header"],
        border=1,
        border_color=COLOURS["line"],
        text_wrap=True,
        align="center",
        valign="vcenter",
    )
    last = HEADER_ROW + page.rows
    columns: list[dict[str, Any]] = [{"header": item.name, "header_format": head} for item in page.columns]
    for column, item in zip(columns, page.columns, strict=True):
        if item.kind == Kind.FORMULA:  # Excel fills it into rows the user adds
            column["formula"] = expand(item.formula, spec, Place(file, page.name, item.name), page)
    sheet.add_table(
        HEADER_ROW,
        0,
        last,
        len(page.columns) - 1,
        {"name": table_name(page), "columns": columns, "style": "Table Style Light 1", "banded_rows": False},
    )
    sheet.freeze_panes(HEADER_ROW + 1, 1)


def _validate(sheet: Worksheet, spec: Spec, page: Page, column: int) -> None:
    item = page.columns[column]
    if item.kind not in (Kind.INPUT, Kind.REVIEW):
        return
    rule: dict[str, Any] = {"validate": "any"}
    if item.choices:
        rule = {
            "validate": "list",
            "source": choices_of(spec, item.choices),
            "error_title": "一覧から選んでください",
            "error_message": f"「{item.name}」は一覧から選びます。選択肢は「{LISTS_SHEET}」シートなどにあります。",
        }
    elif "yy" in item.number:
        rule = {
            "validate": "date",
            "criteria": ">=",
            "value": date(1950, 1, 1),
            "error_title": "日付を入れてください",
            "error_message": f"「{item.name}」には日付を入れます。例：2026/4/1",
        }
    elif item.number:
        rule = {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -1e15,
            "maximum": 1e15,
            "error_title": "数字を入れてください",
            "error_message": f"「{item.name}」には数字だけを入れます。単位は隣の列に書きます。",
        }
    if item.hint:
        rule |= {"input_title": item.name[:32], "input_message": item.hint[:255]}
    if len(rule) > 1:
        sheet.data_validation(HEADER_ROW + 1, column, HEADER_ROW + page.rows, column, rule)


def choices_of(spec: Spec, name: str) -> str:
    """Return the cells to choose from: a list of the 選択肢 sheet, or a column of another table sheet."""
    if name in spec.lists:
        row, column = list_place(spec, name)
        return f"='{LISTS_SHEET}'!{xl_range_abs(row + 1, column, row + len(spec.lists[name]), column)}"
    sheet, _, inside = name.partition("[")
    page = next(page for page in spec.sheets if page.name == sheet)
    column = page.position(inside.removesuffix("]"))
    return f"='{sheet}'!{xl_range_abs(HEADER_ROW + 1, column, HEADER_ROW + page.rows, column)}"


def _mark(book: Book, sheet: Worksheet, page: Page, column: int) -> None:
    for mark, fill, ink in MARKS:
        style = book.style(bg_color=COLOURS[fill], font_color=COLOURS[ink], bold=True)
        sheet.conditional_format(
            HEADER_ROW + 1,
            column,
            HEADER_ROW + page.rows,
            column,
            {"type": "text", "criteria": "begins with", "value": mark, "format": style},
        )


def _set_print(sheet: Worksheet, page: Page) -> None:
    """Print on the number of A4 pages the spec states, side by side and below each other."""
    sheet.repeat_rows(0, HEADER_ROW)
    sheet.print_area(0, 0, HEADER_ROW + page.rows, page.printed - 1)
    split = page.position(page.break_before)
    if split > 0:
        sheet.set_v_pagebreaks([split])
        sheet.repeat_columns(0)
    sheet.fit_page = False  # Excel ignores page breaks when it fits pages
    sheet.set_print_scale(print_layout(page)[0])
    below = max(1, page.pages // (2 if split > 0 else 1))
    rows = -(-page.rows // below)
    if below > 1:
        sheet.set_h_pagebreaks([HEADER_ROW + 1 + rows * part for part in range(1, below)])
