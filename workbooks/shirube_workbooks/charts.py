"""Native charts of templates: title, direct labels, axis from zero, units and a source line."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from shirube.errors import Place, WriteError

from .look import COLOURS, TEXT_FONT, Book
from .spec import Chart, Spec, references
from .worktable import HEADER_ROW

__all__ = ["KINDS", "draw_chart", "range_of"]

KINDS = ("bar", "column")
# Told apart in print without colour: dark, light, grey.
_INKS = ("#0017C1", "#FB5B01", "#333333", "#0D7A8A")
_LABEL = "#,##0.##;−#,##0.##;;"  # a formula that answers "" is drawn as zero: no label says so


def range_of(spec: Spec, text: str, at: Place) -> str:
    """Return the cells of ``シート名[列名]`` or ``シート名!B5:B16`` as a chart names them."""
    found = references(text)
    if not found:
        sheet, _, cells = text.rpartition("!")
        if spec.page(sheet) is None:
            raise WriteError("W503", at=at, name=text)
        return f"='{sheet}'!{':'.join(_absolute(cell) for cell in cells.split(':'))}"
    (sheet, column), page = found[0], spec.page(found[0][0])
    if page is None or page.position(column) < 0:
        raise WriteError("W503", at=at, name=text)
    place = page.position(column)
    return f"='{sheet}'!{xl_range_abs(HEADER_ROW + 1, place, HEADER_ROW + page.rows, place)}"


def draw_chart(book: Book, sheet: Worksheet, spec: Spec, chart: Chart, at: Place) -> None:
    """Place one chart on a sheet."""
    if chart.kind not in KINDS:
        raise WriteError("W502", at=at, item="kind", wanted="・".join(KINDS))
    drawn = book.file.add_chart({"type": chart.kind})
    for order, series in enumerate(chart.series):
        ink = _INKS[order % len(_INKS)]
        drawn.add_series(
            {
                "name": series.name,
                "categories": range_of(spec, chart.categories, at),
                "values": range_of(spec, series.values, at),
                "data_labels": {
                    "value": True,
                    "num_format": _LABEL,
                    "font": {"name": TEXT_FONT, "size": 9},
                },
                "fill": {"color": ink},
                "border": {"color": COLOURS["ink"], "width": 0.75},
            }
        )
    font = {"name": TEXT_FONT, "size": 9}
    drawn.set_title({"name": chart.title, "name_font": {"name": TEXT_FONT, "size": 12, "bold": True}, "overlay": False})
    values: dict[str, Any] = {"min": 0, "num_font": font, "name_font": font, "major_gridlines": {"visible": True}}
    names: dict[str, Any] = {"num_font": font, "name_font": font}
    if chart.kind == "bar":
        values |= {"name": f"{chart.unit}　{chart.source}".strip("　"), "crossing": "min"}
        names["reverse"] = True
    else:
        values |= {"name": chart.unit} if chart.unit else {}
        names |= {"name": chart.source} if chart.source else {}
    drawn.set_x_axis(names)
    drawn.set_y_axis(values)
    if len(chart.series) == 1:
        drawn.set_legend({"none": True})
    else:
        drawn.set_legend({"position": "bottom", "font": font})
    drawn.set_size({"width": chart.width, "height": chart.height})
    drawn.show_blanks_as("gap")
    description = f"{chart.title}。系列: {'、'.join(series.name for series in chart.series)}。{chart.source}"
    sheet.insert_chart(chart.at, drawn, {"description": description, "object_position": 2})


def _absolute(cell: str) -> str:
    letters = cell.rstrip("0123456789")
    return f"${letters}${cell[len(letters) :]}"
