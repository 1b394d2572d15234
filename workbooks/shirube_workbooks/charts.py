"""Native charts of templates: title, direct labels, axis from zero, units and a source line."""

from __future__ import annotations

from typing import Any

from xlsxwriter.chart import Chart as Drawn
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from shirube.errors import Place, WriteError

from .look import COLOURS, TEXT_FONT, Book
from .spec import Chart, Series, Spec, references
from .worktable import HEADER_ROW

__all__ = ["INKS", "KINDS", "chart_rows", "draw_chart", "range_of"]

KINDS = ("bar", "column")
# Told apart in print without colour: dark, light, grey.
INKS = ("#0017C1", "#FB5B01", "#333333", "#0D7A8A")
_LABEL = "#,##0.##;−#,##0.##;;"  # a formula that answers "" is drawn as zero: no label says so
_ROW_PIXELS = 24  # of a row of standard height
_FONT: dict[str, Any] = {"name": TEXT_FONT, "size": 9, "bold": False}


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


def chart_rows(chart: Chart) -> int:
    """Return how many rows of standard height a chart covers.

    >>> chart_rows(Chart("bar", "図", "A1", "甲!A1:A2", (), height=300))
    13
    """
    return -(-chart.height // _ROW_PIXELS)


def draw_chart(book: Book, sheet: Worksheet, spec: Spec, chart: Chart, room: int, at: Place) -> None:
    """Place one chart on a sheet, at most `room` pixels wide: what stands out of the print area is cut off."""
    if chart.kind not in KINDS:
        raise WriteError("W502", at=at, item="kind", wanted="・".join(KINDS))
    drawn = book.file.add_chart({"type": chart.kind})
    lines = book.file.add_chart({"type": "line"}) if any(series.line for series in chart.series) else None
    for order, series in enumerate(chart.series):
        described = _described(spec, chart, series, INKS[order % len(INKS)], at)
        (lines if series.line and lines else drawn).add_series(described)
    if lines:
        drawn.combine(lines)
    if chart.title:
        title_font = _FONT | {"size": 12, "bold": True}
        drawn.set_title({"name": chart.title, "name_font": title_font, "overlay": False})
    else:
        drawn.set_title({"none": True})
    _set_axes(drawn, chart)
    if len(chart.series) == 1:
        drawn.set_legend({"none": True})
    else:
        drawn.set_legend({"position": "top", "font": _FONT})
    drawn.set_size({"width": min(chart.width, room), "height": chart.height})
    drawn.show_blanks_as("gap")
    names = "、".join(series.name for series in chart.series)
    description = f"{chart.title or at.sheet}の図。系列：{names}。{chart.source}"
    sheet.insert_chart(chart.at, drawn, {"description": description, "object_position": 2})


def _described(spec: Spec, chart: Chart, series: Series, ink: str, at: Place) -> dict[str, Any]:
    """Return a series as XlsxWriter takes it."""
    labels: dict[str, Any] = {"value": True, "num_format": _LABEL, "font": _FONT}
    described: dict[str, Any] = {
        "name": series.name,
        "categories": range_of(spec, chart.categories, at),
        "values": range_of(spec, series.values, at),
        "data_labels": labels,
    }
    if not series.line:
        return described | {
            "fill": {"color": ink}, "border": {"color": COLOURS["ink"], "width": 0.75}, "gap": 60,
        }  # fmt: skip
    points = _length(spec, series.values)
    labels |= {"series_name": True, "separator": " ", "position": "above"}
    labels["custom"] = [*({"delete": True} for _ in range(points - 1)), {"font": _FONT | {"bold": True}}]
    return described | {"line": {"color": ink, "width": 2.5, "dash_type": "dash"}}


def _set_axes(drawn: Drawn, chart: Chart) -> None:
    grid = {"visible": True, "line": {"color": COLOURS["line"], "width": 0.5}}
    values: dict[str, Any] = {"min": 0, "num_font": _FONT, "name_font": _FONT, "major_gridlines": grid}
    names: dict[str, Any] = {"num_font": _FONT, "name_font": _FONT}
    if chart.kind == "bar":
        # XlsxWriter calls the horizontal axis of bars x; the first bar stands on top, the scale stays below.
        names |= {"reverse": True, "interval_unit": 1, "major_gridlines": {"visible": False}}
        values |= {"name": f"{chart.unit}　{chart.source}".strip("　"), "label_position": "high"}
        drawn.set_x_axis(values)
        drawn.set_y_axis(names)
        return
    values |= {"name": chart.unit} if chart.unit else {}
    names |= {"name": chart.source} if chart.source else {}
    drawn.set_x_axis(names)
    drawn.set_y_axis(values)


def _length(spec: Spec, text: str) -> int:
    """Return the number of cells of a range."""
    found = references(text)
    if found:
        page = spec.page(found[0][0])
        return page.rows if page else 0
    first, _, last = text.rpartition("!")[2].partition(":")
    return int(_digits(last)) - int(_digits(first)) + 1


def _digits(cell: str) -> str:
    return cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _absolute(cell: str) -> str:
    digits = _digits(cell)
    return f"${cell.removesuffix(digits)}${digits}"
