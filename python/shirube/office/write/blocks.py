"""Blocks of the report other than tables and charts: 見出し, 結論, 主な数字, 信号, 言えること／言えないこと."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations, pairwise

from ...result import Figure, Light, Provenance, Purpose, Result
from ..style import BASE_POINTS, BLUE_900, GREY_200, LEVEL_STYLE, STYLES
from .canvas import ROW_POINTS, Canvas
from .measure import width, wrap

__all__ = ["conclusion", "figures", "heading", "lights", "says", "source_line"]

STAMPS = {Purpose.INTERNAL: ("庁内限り", "stamp_internal"), Purpose.PUBLIC: ("公表", "stamp_public")}
_STAMP_PIXELS = 76
_TITLE_SIZES = (18, 16, 14, 13)
_FIGURE_SIZES = (24, 22, 20, 18, 16, 14)
_MOST_CARDS, _LEAST_CARD_UNITS = 4, 15.0
_TAIL = re.compile(r"^(.+?)(（[^（）]*）)$")


def heading(canvas: Canvas, result: Result) -> None:
    """Title with the stamp on its right, then question, conditions, source and n."""
    last = len(canvas.widths) - 1
    stamp_from = max(c for c in range(last + 1) if canvas.pixels(c) >= _STAMP_PIXELS)
    text, style = STAMPS[result.purpose]
    points, lines = _fit_title(canvas, result.title, stamp_from)
    for number, line in enumerate(lines):
        row = canvas.next_row(points * 1.6)
        canvas.book.text(canvas.sheet, row, 0, line, canvas.style("title", font_size=points))
        if number == 0:
            _stamp(canvas, row, stamp_from, last, text, style)
    if result.question:
        canvas.paragraph(result.question, "question")
    for name, content in (
        ("条件", result.conditions),
        ("出所", source_line(result.provenance)),
        ("対象", result.base),
    ):
        if content:
            canvas.paragraph(f"{name}　{content}", "meta", hang="　　　")


def _fit_title(canvas: Canvas, title: str, stamp_from: int) -> tuple[int, list[str]]:
    for points in _TITLE_SIZES:
        lines = wrap(title, canvas.room(0, stamp_from, points=points))
        if len(lines) == 1:
            return points, lines
    return 14, wrap(title, canvas.room(0, stamp_from, points=14))


def _stamp(canvas: Canvas, row: int, first: int, last: int, text: str, style: str) -> None:
    if first == last:
        canvas.book.text(canvas.sheet, row, first, text, canvas.style(style))
        return
    across = {"align": "center_across"}
    canvas.book.text(canvas.sheet, row, first, text, canvas.style(style, **across, right=0))
    canvas.fill(row, canvas.style(style, **across, left=0, right=0), first + 1, last)
    canvas.sheet.write_blank(row, last, None, canvas.style(style, **across, left=0))


def source_line(source: Provenance) -> str:
    """Return 出所 in one line; empty when nothing is known.

    >>> source_line(Provenance(file="人口.xlsx", sheet="第1表", range="A3:F20", as_of="令和5年(2023年)4月1日"))
    '「人口.xlsx」第1表!A3:F20（令和5年(2023年)4月1日）'
    """
    where = "!".join(part for part in (source.sheet, source.range) if part)
    place = (f"「{source.file}」" if source.file else "") + where
    about = "、".join(part for part in (source.publisher, source.as_of) if part)
    return f"{place}（{about}）" if place and about else place or about


def conclusion(canvas: Canvas, sentences: Sequence[str]) -> None:
    """The answer, first and largest."""
    if not sentences:
        return
    canvas.gap()
    lines = [("結論", "band_label", ROW_POINTS)]
    for style, sentence in zip(("band_first", *["band"] * len(sentences)), sentences, strict=False):
        points = STYLES[style]["font_size"]
        lines += [(line, style, points * 1.6) for line in wrap(sentence, canvas.room(points=points) - 3)]
    for text, style, height in (*lines, ("", "band", 5.0)):
        row = canvas.next_row(height)
        canvas.fill(row, canvas.style(style))
        edge = canvas.style(style, left=5, left_color=BLUE_900)
        if text:
            canvas.book.text(canvas.sheet, row, 0, text, edge)
        else:
            canvas.sheet.write_blank(row, 0, None, edge)


def figures(canvas: Canvas, items: Sequence[Figure]) -> None:
    """Key numbers side by side: label, large text, what belongs to it in small."""
    if not items:
        return
    canvas.gap()
    starts = _card_columns(canvas, items)
    for first in range(0, len(items), len(starts) - 1):
        _figure_row(canvas, items[first : first + len(starts) - 1], starts)


def _card_columns(canvas: Canvas, items: Sequence[Figure]) -> tuple[int, ...]:
    """Where the cards of a row begin, and the end: as many abreast as have room, as even as the columns allow."""
    end = len(canvas.widths)
    widest = max(width(_split(item.text)[0]) for item in items) * _FIGURE_SIZES[-1] / BASE_POINTS + 3
    for abreast in range(min(len(items), _MOST_CARDS, end), 1, -1):
        ways = ((0, *inner, end) for inner in combinations(range(1, end), abreast - 1))
        best = max(ways, key=lambda way: min(canvas.room(*pair) for pair in pairwise(way)))
        if min(canvas.room(*pair) for pair in pairwise(best)) >= max(widest, _LEAST_CARD_UNITS):
            return best
    return (0, end)


def _figure_row(canvas: Canvas, items: Sequence[Figure], starts: Sequence[int]) -> None:
    parts = [_split(item.text) for item in items]
    rooms = [canvas.room(starts[i], starts[i + 1]) for i in range(len(items))]
    points = min(_fit(main, room) for (main, _), room in zip(parts, rooms, strict=True))
    subs = [wrap(sub, room * 11 / 12) if sub else [] for (_, sub), room in zip(parts, rooms, strict=True)]
    notes = [wrap(item.note, room) if item.note else [] for item, room in zip(items, rooms, strict=True)]
    labels = [wrap(item.label, room) for item, room in zip(items, rooms, strict=True)]
    _figure_lines(canvas, starts, labels, "figure_label", ROW_POINTS)
    _figure_lines(canvas, starts, [[main] for main, _ in parts], "figure_text", points * 1.4, font_size=points)
    _figure_lines(canvas, starts, subs, "figure_sub", ROW_POINTS)
    _figure_lines(canvas, starts, notes, "figure_label", ROW_POINTS)
    canvas.gap(6)


def _figure_lines(
    canvas: Canvas, starts: Sequence[int], texts: Sequence[Sequence[str]], style: str, height: float, **more: object
) -> None:
    for number in range(max(map(len, texts), default=0)):
        row = canvas.next_row(height)
        for i, lines in enumerate(texts):
            cell_format = canvas.style(style, left=5, left_color=BLUE_900, indent=1, **more)
            text = lines[number] if number < len(lines) else ""
            if text:
                canvas.book.text(canvas.sheet, row, starts[i], text, cell_format)
            else:
                canvas.sheet.write_blank(row, starts[i], None, cell_format)


def _split(text: str) -> tuple[str, str]:
    found = _TAIL.match(text)
    return (found[1], found[2]) if found else (text, "")


_MARKED_NOTE = re.compile(r"[（(]?(注|※|備考|資料|出典)")


def note(canvas: Canvas, text: str) -> None:
    """Write a note; one copied from a sheet often brings its own mark."""
    canvas.paragraph(text if _MARKED_NOTE.match(text) else f"注　{text}", "note", hang="　　")


def _fit(text: str, room: float) -> int:
    for points in _FIGURE_SIZES:
        if width(text) * points / 11 <= room - 2:
            return points
    return _FIGURE_SIZES[-1]


def lights(canvas: Canvas, title: str, items: Sequence[Light]) -> None:
    """Checked assumptions: what, reason, mark, word; one cell each."""
    if not items:
        return
    columns = reason, mark, word, _ = _light_columns(canvas, items)
    texts = [
        (
            wrap(item.label, canvas.room(0, reason)),
            wrap(item.reason, canvas.room(reason, mark) - 1),
            [item.level.value],
            wrap(item.word, canvas.room(word)),
        )
        for item in items
    ]
    heights = [ROW_POINTS * max(map(len, parts)) for parts in texts]
    canvas.section(title, then=heights[0])
    for item, parts, height in zip(items, texts, heights, strict=True):
        canvas.keep(height)
        _light(canvas, item, parts, columns)


def _light(canvas: Canvas, item: Light, parts: Sequence[list[str]], columns: tuple[int, int, int, int]) -> None:
    reason, mark, word, end = columns
    count = max(map(len, parts))
    for number in range(count):
        row = canvas.next_row(ROW_POINTS)
        rule = {"bottom": 1, "bottom_color": GREY_200} if number == count - 1 else {}
        plain = canvas.style("plain", **rule)
        signal = canvas.book.format(LEVEL_STYLE[item.level], rule, bold=True, align="center")
        across = canvas.book.format(LEVEL_STYLE[item.level], rule, bold=True, align="center_across")
        canvas.fill(row, plain, 0, mark)
        canvas.fill(row, signal, mark, word)
        canvas.fill(row, across, word, end)
        formats = (canvas.style("plain", bold=True, **rule), plain, signal, across)
        for column, lines, cell_format in zip((0, reason, mark, word), parts, formats, strict=True):
            if number < len(lines):
                canvas.book.text(canvas.sheet, row, column, lines[number], cell_format)


def _light_columns(canvas: Canvas, items: Sequence[Light]) -> tuple[int, int, int, int]:
    """First columns of reason, mark and word, and the end: the words need little room, the reasons get the rest."""
    end = len(canvas.widths)
    widest = max(width(item.word) for item in items) + 2
    word = max([c for c in range(3, end) if canvas.room(c) >= widest], default=end - 1)
    wanted = min(max(width(item.label) for item in items) + 1, 16)
    reason = next((c for c in range(1, word - 1) if canvas.room(0, c) >= wanted), 1)
    return reason, word - 1, word, end


def says(canvas: Canvas, can: Sequence[str], cannot: Sequence[str]) -> None:
    """What the result says and does not say, side by side."""
    if not can and not cannot:
        return
    canvas.keep(ROW_POINTS * 6)
    canvas.gap()
    middle, right = max(1, canvas.column_at(0.5)), len(canvas.widths)
    if can and cannot:
        columns = [("言えること", can, 0, middle), ("言えないこと", cannot, middle, right)]
    else:
        columns = [("言えること", can, 0, right) if can else ("言えないこと", cannot, 0, right)]
    row = canvas.next_row(ROW_POINTS)
    blocks: list[list[str]] = []
    for title, items, first, last in columns:
        style = canvas.style("section")
        canvas.fill(row, style, first, last)
        canvas.book.text(canvas.sheet, row, first, title, style)
        blocks.append(_bullets(items, canvas.room(first, last) - 2))
    for number in range(max(map(len, blocks))):
        row = canvas.next_row(ROW_POINTS - 1)
        for lines, (_, _, first, _) in zip(blocks, columns, strict=True):
            if number < len(lines):
                canvas.book.text(canvas.sheet, row, first, lines[number], canvas.style("plain"))


def _bullets(items: Sequence[str], room: float) -> list[str]:
    lines = []
    for item in items:
        first, *rest = wrap(item, room - 2)
        lines += [f"・{first}", *(f"　{line}" for line in rest)]
    return lines
