"""Form sheets: sheets laid out cell by cell for reading and printing on A4."""

from __future__ import annotations

from typing import Any

from openpyxl.formula.translate import Translator
from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from shirube.errors import Place, WriteError

from .charts import chart_rows, draw_chart
from .formula import expand
from .guide import person_line
from .look import COLOURS, FIGURE_FONT, Book
from .sample_cells import draw_sample, sample_rows
from .spec import Cell, Page, Rule, Spec
from .worktable import choices_of

__all__ = ["LOOKS", "RULES", "area", "draw_form"]

_BOX = {"border": 1, "border_color": COLOURS["line"], "valign": "vcenter", "text_wrap": True}
LOOKS: dict[str, dict[str, Any]] = {
    "題": {"bold": True, "font_size": 16, "font_color": "#FFFFFF", "bg_color": COLOURS["header"], "valign": "vcenter"},
    "章": {"bold": True, "font_color": "#FFFFFF", "bg_color": COLOURS["section"], "valign": "vcenter"},
    "見出し": _BOX | {"bold": True, "font_color": "#FFFFFF", "bg_color": COLOURS["header"], "align": "center"},
    "項目": _BOX | {"bold": True, "bg_color": COLOURS["help"]},
    "文": {"valign": "top", "text_wrap": True},
    "注": {"valign": "top", "text_wrap": True, "font_size": 9},
    "枠": _BOX,
    "写し": {"border": 1, "border_color": COLOURS["line"], "valign": "vcenter"},
    "図": {"valign": "vcenter", "font_size": 10, "text_wrap": True, "left": 4, "left_color": COLOURS["line"]},
    "記入": _BOX | {"bg_color": COLOURS["input"], "valign": "top"},
    "大きな文": _BOX | {"bg_color": COLOURS["input"], "bold": True, "font_size": 16},
    "計算": _BOX | {"bg_color": COLOURS["computed"]},
    "数": _BOX | {"bold": True, "font_size": 20, "align": "center"},
}
RULES: dict[str, dict[str, Any]] = {
    "done": {"bg_color": COLOURS["done"], "font_color": COLOURS["done_ink"], "bold": True},
    "caution": {"bg_color": COLOURS["caution"], "font_color": COLOURS["ink"], "bold": True},
    "error": {"bg_color": COLOURS["error"], "font_color": COLOURS["error_ink"], "bold": True},
    "step": {"bg_color": COLOURS["help"], "bold": True, "border": 1},
    "changed": {"bg_color": COLOURS["caution"], "bold": True, "border": 1},
    "given": {"bg_color": COLOURS["computed"], "italic": True},
}


def area(at: str) -> tuple[int, int, int, int]:
    """Return the first row, first column, last row and last column of an address, counted from 0.

    >>> area("B3:D5"), area("A1")
    ((2, 1, 4, 3), (0, 0, 0, 0))
    """
    first, _, last = at.partition(":")
    return (*xl_cell_to_rowcol(first), *xl_cell_to_rowcol(last or first))


def draw_form(book: Book, spec: Spec, page: Page, file: str) -> None:
    """Set out one form sheet on A4."""
    sheet = book.sheet(page.name, landscape=page.landscape)
    for column, width in enumerate(page.widths):
        sheet.set_column(column, column, width)
    for cell in page.cells:
        _draw_cell(book, sheet, spec, cell, Place(file, page.name, cell.at))
    for rule in page.rules:
        _draw_rule(book, sheet, rule, Place(file, page.name, rule.at))
    if page.person_at:
        person_line(book, sheet, spec, *xl_cell_to_rowcol(page.person_at))
    room = int(sum(7 * width + 5 for width in page.widths))  # pixels of columns as XlsxWriter places charts on them
    for chart in page.charts:
        draw_chart(book, sheet, spec, chart, room, Place(file, page.name, chart.title))
    last = max(area(cell.at)[2] + sample_rows(cell.sample) for cell in page.cells)
    # A chart is printed only within the print area.
    last = max(last, *(xl_cell_to_rowcol(chart.at)[0] + chart_rows(chart) for chart in page.charts), 0)
    sheet.print_area(0, 0, last, len(page.widths) - 1)
    if page.pages == 1:
        sheet.fit_to_pages(1, 1)


def _draw_cell(book: Book, sheet: Worksheet, spec: Spec, cell: Cell, at: Place) -> None:
    if cell.look not in LOOKS:
        raise WriteError("W502", at=at, item="look", wanted="・".join(LOOKS))
    properties = dict(LOOKS[cell.look])
    if cell.number:
        properties |= {
            "num_format": cell.number,
            "font_name": FIGURE_FONT,
            "align": "right",
            "indent": 1,
            "text_wrap": False,
        }
    if cell.align:
        properties |= {"align": cell.align, "indent": 0}
    style = book.style(**properties)
    top, left, bottom, right = area(cell.at)
    if cell.sample:
        draw_sample(sheet, cell.sample, top, left, style)
        return
    if cell.height:
        for row in range(top, bottom + 1):
            sheet.set_row(row, cell.height)
    if cell.merge:
        sheet.merge_range(top, left, bottom, right, "", style)
        bottom, right = top, left  # what is written stands in the first cell; the others keep the style
    formula = expand(cell.formula, spec, at) if cell.formula else ""
    origin = xl_rowcol_to_cell(top, left)
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if formula:
                here = Translator(formula, origin=origin).translate_formula(xl_rowcol_to_cell(row, column))
                sheet.write_formula(row, column, here, style, "")
            elif cell.text and (row, column) == (top, left):
                sheet.write_string(row, column, cell.text, style)
            else:
                sheet.write_blank(row, column, None, style)
    if cell.choices or cell.hint:
        rule: dict[str, Any] = {"validate": "any"}
        if cell.choices:
            rule = {"validate": "list", "source": choices_of(spec, cell.choices)}
        if cell.hint:
            rule |= {"input_title": "ここに書くこと", "input_message": cell.hint[:255]}
        sheet.data_validation(top, left, bottom, right, rule)


def _draw_rule(book: Book, sheet: Worksheet, rule: Rule, at: Place) -> None:
    if rule.look not in RULES:
        raise WriteError("W502", at=at, item="look", wanted="・".join(RULES))
    style = book.style(**RULES[rule.look])
    sheet.conditional_format(*area(rule.at), {"type": "formula", "criteria": f"={rule.when}", "format": style})
