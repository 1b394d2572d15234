"""Native charts over tables already drawn: readable in grey, bars from zero, labels beside what they name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import ceil, floor, log10
from typing import Any

from xlsxwriter.utility import xl_range_abs

from ...result import Cell, Chart, ChartKind, Format, Series, Table
from ..style import CHART_COLOURS, FONT, GREY_200, GREY_420, GREY_700, INK, SEQUENCE, WHITE
from .book import Book, Placed, in_formula
from .canvas import Canvas
from .values import CellKind, typed

__all__ = ["ChartSpace", "insert", "reserve"]

_XL_TYPE = {
    ChartKind.BAR_100: {"type": "bar", "subtype": "percent_stacked"},
    ChartKind.BAR: {"type": "bar"},
    ChartKind.COLUMN: {"type": "column"},
    ChartKind.LINE: {"type": "line"},
}
_MARKERS = ("circle", "diamond", "square", "triangle", "x", "plus")
_PATTERNS = ("wide_upward_diagonal", "percent_25", "wide_downward_diagonal", "small_grid")
_ROW_PIXELS = 24
_MOST_LABELS = 26
_MOST_CATEGORY_LABELS = 12
_LEAST_WHOLE = 1_000.0  # decimals say nothing beside so many
_LEAST_LABELLED_SHARE = 5.0  # per cent: a narrower part has no room for its number


@dataclass(frozen=True, slots=True)
class ChartSpace:
    """Room left for a chart: row, then pixels from the left edge, width and height."""

    chart: Chart
    row: int
    left: int
    width: int
    height: int


def reserve(
    canvas: Canvas, charts: Sequence[Chart], tables: dict[str, Table], *, abreast: bool = False
) -> list[ChartSpace]:
    """Leave room for charts at the cursor: two abreast on a wide page, or when asked and the kind allows it.

    They are drawn by `insert`, when every table has its place.

    Raises
    ------
    KeyError
        A chart names a table the result does not have.
    """
    small = all(chart.kind in (ChartKind.COLUMN, ChartKind.LINE) for chart in charts)
    per_line = 2 if len(charts) > 1 and (canvas.landscape or (abreast and small)) else 1
    places: list[ChartSpace] = []
    gap = 12
    at_most = 240 if per_line == 2 and not canvas.landscape else 528
    for first in range(0, len(charts), per_line):
        group = charts[first : first + per_line]
        share = (canvas.pixels() - gap * (per_line - 1)) // per_line
        height = min(max(_height(chart, tables[chart.table]) for chart in group), at_most)
        canvas.keep(height * 0.75 + 8)
        canvas.gap()
        top = canvas.row
        for _ in range(ceil((height + 4) / _ROW_PIXELS)):
            canvas.next_row()
        places += [ChartSpace(chart, top, i * (share + gap), share, height) for i, chart in enumerate(group)]
    return places


def _height(chart: Chart, table: Table) -> int:
    if chart.kind in (ChartKind.COLUMN, ChartKind.LINE):
        names = [len(_shown(row[_index(table, chart.category)])) for row in table.rows]
        slanted = 4 * max(names, default=0) if len(names) > _MOST_CATEGORY_LABELS else 0
        return 264 + min(slanted, 72) + (24 if chart.x_title else 0)
    bars = len(chart.series) if chart.by_row and chart.kind is ChartKind.BAR else len(_rows(chart, table))
    per_bar = 30 if chart.kind is ChartKind.BAR_100 or chart.by_row else 14 + 16 * len(chart.series)
    titled = 24 if chart.x_title or chart.y_title else 0
    legend = 24 if chart.kind is ChartKind.BAR_100 else 0  # its second line
    return min(max(104 + titled + legend + per_bar * bars, 168), 528)


def insert(canvas: Canvas, places: Sequence[ChartSpace]) -> None:
    """Draw the charts where `reserve` left room."""
    for place in places:
        chart = place.chart
        drawn = _draw(canvas.book, chart)
        drawn.set_size({"width": place.width, "height": place.height})
        options = {
            "x_offset": place.left,
            "y_offset": 2,
            "object_position": 2,
            "description": chart.alt_text or f"{chart.title}（グラフ。元の数は同じブックの表にあります）",
        }
        canvas.sheet.insert_chart(place.row, 0, drawn, options)


def _draw(book: Book, chart: Chart) -> Any:
    placed = book.placed[chart.table]
    drawn = book.workbook.add_chart(_XL_TYPE[chart.kind])
    series = _series_by_row(chart, placed) if chart.by_row else _series_by_column(chart, placed)
    direct = chart.kind is ChartKind.LINE and _ends_apart(series)
    for position, one in enumerate(series):
        drawn.add_series(_look(chart, one, position, len(series), direct))
    drawn.set_title(
        {
            "name": in_formula(chart.title),
            "name_font": {"name": FONT, "size": 12, "bold": True, "color": INK},
            "overlay": False,
        }
    )
    axes = _category_axis(chart, series), _value_axis(chart, series)
    lying = chart.kind in (ChartKind.BAR, ChartKind.BAR_100)  # XlsxWriter calls the horizontal axis x
    drawn.set_x_axis(axes[1] if lying else axes[0])
    drawn.set_y_axis(axes[0] if lying else axes[1])
    if direct:  # room on the right for the names of the lines
        drawn.set_plotarea({"layout": {"x": 0.09, "y": 0.16, "width": 0.72, "height": 0.53}})
    one_only = len(series) == 1 or direct
    drawn.set_legend(
        {"none": True} if one_only else {"position": "bottom", "font": {"name": FONT, "size": 10, "color": INK}}
    )
    drawn.set_chartarea({"border": {"color": GREY_200}, "fill": {"color": WHITE}})
    drawn.show_blanks_as("gap")
    return drawn


# ------------------------------------------------------------------------------------------------ where the numbers are
def _rows(chart: Chart, table: Table) -> list[int]:
    """Rows of the table that are drawn: a total is a bar or line of its own, never one of its own parts."""
    keep = (chart.kind is ChartKind.BAR_100) != chart.by_row
    return [i for i in range(len(table.rows)) if keep or i not in table.total_rows]


def _plain(value: Any) -> float | None:
    if isinstance(value, Cell):
        if value.shown:
            return None
        value = value.value
    kind, plain = typed(value, Format.NUMBER)
    return float(plain) if kind is CellKind.NUMBER else None


def _shown(value: Any) -> str:
    if isinstance(value, Cell):
        value = value.shown or value.value
    kind, plain = typed(value, Format.TEXT)
    return "" if kind is CellKind.BLANK else str(plain)


def _reference(sheet: str, cells: Sequence[tuple[int, int]]) -> str:
    """Formula of a run of cells down a column or along a row, with gaps if need be."""
    quoted = "'{}'!".format(sheet.replace("'", "''"))
    runs: list[list[tuple[int, int]]] = []
    for _, members in groupby(enumerate(cells), key=lambda pair: (pair[1][0] + pair[1][1]) - pair[0]):
        runs.append([cell for _, cell in members])
    parts = [quoted + xl_range_abs(*run[0], *run[-1]) for run in runs]
    return f"={parts[0]}" if len(parts) == 1 else f"=({','.join(parts)})"


def _index(table: Table, key: str) -> int:
    return [column.key for column in table.columns].index(key)


def _series_by_column(chart: Chart, placed: Placed) -> list[dict[str, Any]]:
    table, sheet = placed.table, placed.sheet
    rows = _rows(chart, table)
    category = placed.first_column + _index(table, chart.category)
    found = []
    for series in chart.series:
        i = _index(table, series.key)
        values = [_plain(table.rows[r][i]) for r in rows]
        found.append(
            {
                "series": series,
                "name": series.label or table.column(series.key).label,
                "values": values,
                "categories": _reference(sheet, [(placed.first_row + r, category) for r in rows]),
                "category_values": [_shown(table.rows[r][category - placed.first_column]) for r in rows],
                "cells": _reference(sheet, [(placed.first_row + r, placed.first_column + i) for r in rows]),
                "errors": _errors(table, series, rows, values),
            }
        )
    return found


def _series_by_row(chart: Chart, placed: Placed) -> list[dict[str, Any]]:
    table, sheet = placed.table, placed.sheet
    columns = [_index(table, series.key) for series in chart.series]
    category = _index(table, chart.category)
    found = []
    for r in _rows(chart, table):
        found.append(
            {
                "series": Series(key=str(r)),
                "name": _shown(table.rows[r][category]),
                "values": [_plain(table.rows[r][c]) for c in columns],
                "categories": _reference(sheet, [(placed.header_row, placed.first_column + c) for c in columns]),
                "category_values": [table.columns[c].label for c in columns],
                "cells": _reference(sheet, [(placed.first_row + r, placed.first_column + c) for c in columns]),
                "errors": None,
            }
        )
    return found


def _errors(table: Table, series: Series, rows: Sequence[int], values: Sequence[float | None]) -> dict[str, Any] | None:
    if not (series.low and series.high):
        return None
    low, high = _index(table, series.low), _index(table, series.high)
    minus, plus = [], []
    for r, value in zip(rows, values, strict=True):
        below, above = _plain(table.rows[r][low]), _plain(table.rows[r][high])
        minus.append(0.0 if value is None or below is None else value - below)
        plus.append(0.0 if value is None or above is None else above - value)
    return {
        "type": "custom",
        "plus_values": plus,
        "minus_values": minus,
        "line": {"color": GREY_700, "width": 1.25},
    }


# ------------------------------------------------------------------------------------------------ how they look
def _colours(kind: ChartKind, count: int) -> Sequence[str]:
    if kind is ChartKind.BAR_100:
        return SEQUENCE
    return CHART_COLOURS.get(count, (*CHART_COLOURS[4], *SEQUENCE[2:]))


def _look(chart: Chart, one: dict[str, Any], position: int, count: int, direct: bool) -> dict[str, Any]:
    palette = _colours(chart.kind, count)
    colour = palette[position % len(palette)]
    look: dict[str, Any] = {
        "name": in_formula(one["name"]),
        "categories": one["categories"],
        "values": one["cells"],
        "categories_data": one["category_values"],
        "values_data": ["" if value is None else value for value in one["values"]],
    }
    if one["errors"]:
        look["y_error_bars"] = one["errors"]
    if chart.kind is ChartKind.LINE:
        dash = {"dash_type": "dash"} if one["series"].dashed else {}
        look["line"] = {"color": colour, "width": 2.25, **dash}
        shape = _MARKERS[position % len(_MARKERS)]
        fill = WHITE if one["series"].dashed else colour
        if len(one["values"]) <= _MOST_CATEGORY_LABELS:
            look["marker"] = {"type": shape, "size": 6, "fill": {"color": fill}, "border": {"color": colour}}
        else:
            look["marker"] = {"type": "none"}
        if direct:
            look["data_labels"] = _end_label(one, colour)
        return look
    if position >= len(palette) or (chart.kind is not ChartKind.BAR_100 and position >= 4):
        look["pattern"] = {"pattern": _PATTERNS[position % 4], "fg_color": colour, "bg_color": WHITE}
    else:
        look["fill"] = {"color": colour}
    look["border"] = {"color": GREY_420 if chart.kind is ChartKind.BAR_100 else colour, "width": 0.5}
    look["gap"] = 45 if chart.kind is ChartKind.BAR_100 else 70
    labels = _value_labels(chart, one, count, colour)
    if labels:
        look["data_labels"] = labels
    return look


def _value_labels(chart: Chart, one: dict[str, Any], count: int, colour: str) -> dict[str, Any] | None:
    values = one["values"]
    if chart.kind is not ChartKind.BAR_100 and (len(values) * count > _MOST_LABELS):
        return None
    font = {"name": FONT, "size": 10, "color": INK}
    labels: dict[str, Any] = {"value": True, "font": font, "num_format": '#,##0.#;"▲"#,##0.#;0'}
    known = [abs(value) for value in values if value is not None]
    if all(value.is_integer() for value in known) or max(known) >= _LEAST_WHOLE:
        labels["num_format"] = '#,##0;"▲"#,##0;0'
    else:
        labels["num_format"] = '#,##0.0;"▲"#,##0.0;0.0'
    if chart.kind is ChartKind.BAR_100:
        labels["position"] = "center"
        labels["font"] = {**font, "color": WHITE if _dark(colour) else INK}
        hide = [{"delete": True} if value is None or value < _LEAST_LABELLED_SHARE else None for value in values]
        if any(hide):
            labels["custom"] = hide
    elif one["errors"]:  # the end of the bar belongs to the error bar
        labels["position"] = "inside_base"
        labels["font"] = {**font, "color": WHITE if _dark(colour) else INK}
    else:
        labels["position"] = "outside_end"
    return labels


def _end_label(one: dict[str, Any], colour: str) -> dict[str, Any]:
    values = one["values"]
    last = max(i for i, value in enumerate(values) if value is not None)
    custom: list[Any] = [{"delete": True}] * len(values)
    custom[last] = None
    font = {"name": FONT, "size": 10, "bold": True, "color": INK}
    return {"series_name": True, "position": "right", "font": font, "custom": custom}


def _ends_apart(series: Sequence[dict[str, Any]]) -> bool:
    """True when the last points are far enough apart for a name beside each."""
    known = [value for one in series for value in one["values"] if value is not None]
    ends = [[value for value in one["values"] if value is not None][-1:] for one in series]
    if not known or not all(ends) or len(series) < 2:
        return False
    last = sorted(end[0] for end in ends)
    span = max(known) - min(*known, 0.0)
    return all(upper - lower > span * 0.15 for lower, upper in pairwise(last))


def _dark(colour: str) -> bool:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 140


def _category_axis(chart: Chart, series: Sequence[dict[str, Any]]) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "num_font": {"name": FONT, "size": 10, "color": INK},
        "line": {"color": GREY_700},
        "major_tick_mark": "none",
        "label_position": "low",
        "major_gridlines": {"visible": False},
    }
    if chart.x_title:
        axis |= {"name": in_formula(chart.x_title), "name_font": {"name": FONT, "size": 10, "bold": False}}
    if chart.kind in (ChartKind.BAR, ChartKind.BAR_100):
        return {**axis, "reverse": True, "crossing": "max", "interval_unit": 1}  # first row on top, values at the foot
    points = max((len(one["values"]) for one in series), default=0)
    if points > _MOST_CATEGORY_LABELS:
        axis["interval_unit"] = ceil(points / _MOST_CATEGORY_LABELS)
    return axis


def _value_axis(chart: Chart, series: Sequence[dict[str, Any]]) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "num_font": {"name": FONT, "size": 10, "color": INK},
        "major_gridlines": {"visible": True, "line": {"color": GREY_200, "width": 0.5}},
        "line": {"none": True},
        "num_format": '#,##0.###;"▲"#,##0.###;0',
    }
    axis["num_format"] = '#,##0;"▲"#,##0;0' if _wide(series) else '0.0;"▲"0.0;0.0'
    if chart.y_title:
        axis |= {"name": in_formula(chart.y_title), "name_font": {"name": FONT, "size": 10, "bold": False}}
    if chart.kind is ChartKind.BAR_100:
        return {**axis, "num_format": "0%", "min": 0, "max": 1, "major_unit": 0.2}
    known = [value for one in series for value in one["values"] if value is not None]
    lowest, highest = min(known, default=0.0), max(known, default=0.0)
    if chart.kind is ChartKind.LINE and not any(one["errors"] for one in series) and highest / 2 < lowest < highest:
        axis["min"] = _below(lowest, highest)
    if chart.kind is not ChartKind.LINE and lowest >= 0 and not any(_below_zero(one) for one in series):
        axis["min"] = 0
    return axis


def _below_zero(one: dict[str, Any]) -> bool:
    """True when an error bar reaches below zero."""
    if not one["errors"]:
        return False
    pairs = zip(one["values"], one["errors"]["minus_values"], strict=True)
    return any(value is not None and value < minus for value, minus in pairs)


def _below(lowest: float, highest: float) -> float:
    """Return a round number somewhat below the lowest: a line shows change, its axis need not begin at zero."""
    step = 10.0 ** floor(log10(highest - lowest))
    return max(floor((lowest - 0.3 * (highest - lowest)) / step) * step, 0.0)


def _wide(series: Sequence[dict[str, Any]]) -> bool:
    known = [abs(value) for one in series for value in one["values"] if value is not None]
    return not known or max(known) >= 8
