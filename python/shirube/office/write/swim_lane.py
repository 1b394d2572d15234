"""Draws a `SwimLane` in cells: a row per step, a column per lane, over several A4 pages with marks where it goes on.

Cells rather than shapes: they print the same everywhere, can be searched and read aloud, and a clerk can correct them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...result import LaneStep, Result, SwimLane
from .blocks import STAMPS
from .book import Book
from .canvas import DIGIT_PIXELS, MOST_SHRINK, PADDING_PIXELS, PAGE_PIXELS, Canvas, column_pixels
from .measure import wrap
from .report import footer

__all__ = ["draw_swim_lane"]

_KEY, _SIDES = 7.0, (("分", 7.0), ("しるし", 9.0), ("次", 13.0), ("見直し", 9.0))
_LEAST_LANE, _MOST_LANE = 10.0, 26.0
_LINE, _PAD, _PAGE_LINE, _HEAD = 14.0, 8.0, 17.0, 30.0
_TITLE = 80.0  # points that title, lead and stamp take on the first page


@dataclass(frozen=True)
class _Plan:
    """Pages of steps, and the page (from 1) of every step."""

    pages: tuple[tuple[LaneStep, ...], ...]
    page_of: Mapping[str, int]


def draw_swim_lane(book: Book, flow: SwimLane, result: Result) -> None:
    """Draw one process on a sheet of its own."""
    widths = _widths(len(flow.lanes))
    canvas = Canvas(book, book.add_sheet(flow.sheet), widths)
    heights = {step.key: _height(step, canvas) for step in flow.steps}
    plan = _plan(flow.steps, heights, canvas)
    _title(canvas, flow, result)
    head = _header(canvas, flow.lanes)
    canvas.sheet.repeat_rows(head)
    canvas.sheet.freeze_panes(head + 1, 1)
    before: LaneStep | None = None
    for number, page in enumerate(plan.pages, start=1):
        if number > 1 and before is not None:
            canvas.new_page()
            _page_line(canvas, f"▲ 前の紙（{number - 1}枚目）の {before.key} から続く")
        for step in page:
            _step(canvas, flow, step, before, plan, heights[step.key])
            before = step
        if number < len(plan.pages):
            following = plan.pages[number][0]
            _page_line(canvas, f"▼ 次の紙（{number + 1}枚目）の {following.key} へ続く（{flow.lanes[following.lane]}）")
    canvas.breaks()
    if len(plan.pages) > 1:
        canvas.sheet.fit_to_pages(1, 0)
    canvas.sheet.set_landscape()
    footer(canvas, result)


def _widths(lanes: int) -> list[float]:
    """Key, lanes, sides: the lanes share what is left of a landscape page, shrunk where they are many."""
    sides = [units for _, units in _SIDES]
    fixed = sum(map(column_pixels, (_KEY, *sides)))
    room = (PAGE_PIXELS[True] - fixed) / lanes
    if room < column_pixels(_LEAST_LANE):
        room = (PAGE_PIXELS[True] * MOST_SHRINK - fixed) / lanes
    units = min(max((room - PADDING_PIXELS) / DIGIT_PIXELS, _LEAST_LANE), _MOST_LANE)
    if units < _MOST_LANE or lanes > 1:
        return [_KEY, *[units] * lanes, *sides]
    return [_KEY, units, *sides]


def _height(step: LaneStep, canvas: Canvas) -> float:
    lane = canvas.widths[1 + step.lane]
    after_lanes = len(canvas.widths) - len(_SIDES)
    lines = max(len(wrap(step.text, lane - 1)), len(wrap(_leads(step, {}), canvas.widths[after_lanes + 2] - 1)), 1)
    return _LINE * lines + _PAD


def _plan(steps: Sequence[LaneStep], heights: Mapping[str, float], canvas: Canvas) -> _Plan:
    """Fill pages; one page where all of it, slightly shrunk, fits on one."""
    whole = _TITLE + _HEAD + sum(heights.values())
    limit = canvas.page_points
    if whole <= limit * MOST_SHRINK:
        return _Plan((tuple(steps),), {step.key: 1 for step in steps})
    pages: list[list[LaneStep]] = [[]]
    used = _TITLE + _HEAD + _PAGE_LINE
    for step in steps:
        if pages[-1] and used + heights[step.key] > limit:
            pages.append([])
            used = _HEAD + 2 * _PAGE_LINE
        pages[-1].append(step)
        used += heights[step.key]
    page_of = {step.key: number for number, page in enumerate(pages, start=1) for step in page}
    return _Plan(tuple(map(tuple, pages)), page_of)


def _title(canvas: Canvas, flow: SwimLane, result: Result) -> None:
    text, style = STAMPS[result.purpose]
    row = canvas.next_row(26)
    canvas.book.text(canvas.sheet, row, 0, flow.title, canvas.style("title", font_size=16))
    canvas.book.text(canvas.sheet, row, len(canvas.widths) - 1, text, canvas.style(style))
    if flow.lead:
        canvas.paragraph(flow.lead, "meta")
    canvas.gap(4)


def _header(canvas: Canvas, lanes: Sequence[str]) -> int:
    row = canvas.next_row(_HEAD)
    for column, name in enumerate(("番号", *lanes, *(name for name, _ in _SIDES))):
        canvas.book.text(canvas.sheet, row, column, name, canvas.style("lane_head"))
    return row


def _page_line(canvas: Canvas, text: str) -> None:
    row = canvas.next_row(_PAGE_LINE)
    canvas.book.text(canvas.sheet, row, 0, text, canvas.style("lane_page"))


def _step(canvas: Canvas, flow: SwimLane, step: LaneStep, before: LaneStep | None, plan: _Plan, height: float) -> None:
    book, sheet, row = canvas.book, canvas.sheet, canvas.next_row(height)
    book.text(sheet, row, 0, step.key, canvas.style("lane_side", bold=True))
    links = _links(step, before)
    for lane in range(len(flow.lanes)):
        if lane == step.lane:
            book.text(sheet, row, 1 + lane, step.text, canvas.style("lane_changed" if step.changed else "lane_step"))
        elif lane in links:
            book.text(sheet, row, 1 + lane, links[lane], canvas.style("lane_link"))
        else:
            sheet.write_blank(row, 1 + lane, None, canvas.style("lane"))
    side = canvas.style("lane_side")
    first = 1 + len(flow.lanes)
    if step.minutes is None:
        sheet.write_blank(row, first, None, side)
    else:
        sheet.write_number(row, first, step.minutes, canvas.style("lane_side", num_format="#,##0.#", align="right"))
    for offset, text in ((1, step.signs), (2, _leads(step, plan.page_of, _following(step, plan))), (3, step.change)):
        book.text(
            sheet, row, first + offset, text, canvas.style("lane_side", bold=offset == 3 and step.changed, indent=1)
        )


def _links(step: LaneStep, before: LaneStep | None) -> dict[int, str]:
    """Arrows from the lane of the step before to this one's, where that leads here."""
    if before is None or before.next != step.key or before.lane == step.lane:
        return {}
    if before.lane < step.lane:
        return {before.lane: "└──→", **dict.fromkeys(range(before.lane + 1, step.lane), "───→")}
    return {before.lane: "←──┘", **dict.fromkeys(range(step.lane + 1, before.lane), "←───")}


def _following(step: LaneStep, plan: _Plan) -> str:
    """Key of the box drawn next; empty after the last."""
    keys = list(plan.page_of)
    at = keys.index(step.key) + 1
    return keys[at] if at < len(keys) else ""


def _leads(step: LaneStep, page_of: Mapping[str, int], following: str = "") -> str:
    """Where a step leads: ↓, or the number of a step that is not the next one with its page."""
    ahead = "↓" if step.next == following else f"→{_where(step.next, step, page_of)}"
    branch = f"\n◇{step.branch}→{_where(step.branch_to, step, page_of)}" if step.branch else ""
    return (ahead if step.next else "終わり") + branch


def _where(key: str, step: LaneStep, page_of: Mapping[str, int]) -> str:
    page = page_of.get(key, 0)
    return f"{key}（{page}枚目）" if page and page != page_of.get(step.key) else key
