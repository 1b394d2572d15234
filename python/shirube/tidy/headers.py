"""Column headers: which header cells stand over a column, from the outermost tier to the innermost.

A printed header is a set of boxes. Where the sheet draws rules, a box is what the rules enclose (merged or not), so a
phrase cut over two cells, an L-shaped parent and a centred label read the way the eye reads them. Where it draws none,
a label reaches over the blank cells to its right; a centred label reaches half-way to its neighbours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..aggregates import is_total_word
from ..text import has_japanese
from .cells import Cells, Look
from .regions import Region

__all__ = ["Header", "is_unit_text", "read_header", "sheet_unit", "unit_in"]

_UNIT_WORDS = (
    "人|名|世帯|戸|件|台|円|千円|百万円|億円|万円|万人|千人|組合|団体|箇所|か所|ヵ所|カ所|校|学級|室|棟|床|店|社|事業所|施設|"
    "ha|ｈａ|a|ａ|kg|ｋｇ|㎏|g|t|ｔ|トン|ﾄﾝ|m|ｍ|km|ｋｍ|㎞|㎡|k㎡|km2|ｋ㎡|㎥|m2|m3|mm|㎜|cm|㎝|Ｌ|L|l|kl|ｋｌ|"
    "%|％|‰|pt|ポイント|回|日|時間|分|歳|年|月|倍|票|点|冊|本|枚|頭|羽|隻|両|kWh|MJ|℃|度|機関|か国|位"
)
_UNIT = re.compile(
    rf"[(（\[［]?\s*(?:単位\s*[:：;；]?\s*)?({_UNIT_WORDS})(?:[／/]({_UNIT_WORDS}|10万人|千人))?\s*[)）\]］]?"
)
_IN_NAME = re.compile(rf"[(（\[［]\s*(?:単位\s*[:：;；]?\s*)?({_UNIT_WORDS})\s*[)）\]］]\s*$")


def is_unit_text(text: str) -> str:
    """Return the unit when the text is nothing but a unit, else an empty string.

    >>> is_unit_text("（人）"), is_unit_text("ha"), is_unit_text("人口")
    ('人', 'ha', '')
    """
    match = _UNIT.fullmatch(text.strip())
    return text.strip(" 　()（）[]［］") if match else ""


def unit_in(label: str) -> str:
    """Return the unit in brackets at the end of a label, or an empty string.

    >>> unit_in("総数（人）"), unit_in("人口（再掲）")
    ('人', '')
    """
    match = _IN_NAME.search(label)
    return match[1] if match else ""


def sheet_unit(text: str) -> str:
    """Return the unit a text outside the table states.

    >>> sheet_unit("（単位：人，‰）"), sheet_unit("（人）")
    ('人，‰', '人')
    """
    match = re.search(r"単\s*位\s*[:：;；]?\s*([^)）\]］]+)", text)
    return match[1].strip() if match else is_unit_text(text)


@dataclass(frozen=True)
class Header:
    """The header of one table.

    Attributes
    ----------
    paths
        Labels over each body column, outermost first; no blanks.
    units
        Unit of each body column where the header names one.
    corner
        Texts over each row-label column.
    flag_columns
        Body columns without a label of their own that share the box of their neighbour and hold only marks.
    """

    paths: tuple[tuple[str, ...], ...]
    units: tuple[str, ...]
    corner: tuple[str, ...]


class _Boxes:
    """Union-find over the cells of the header."""

    def __init__(self, cells: Cells, top: int, bottom: int, left: int, right: int) -> None:
        self.cells, self.top, self.left = cells, top, left
        self.height, self.width = bottom - top, right - left + 1
        self.parent = list(range(self.height * self.width))

    def find(self, i: int) -> int:
        while self.parent[i] != i:
            self.parent[i] = self.parent[self.parent[i]]
            i = self.parent[i]
        return i

    def index(self, row: int, column: int) -> int:
        return (row - self.top) * self.width + column - self.left

    def join(self, a: tuple[int, int], b: tuple[int, int]) -> None:
        self.parent[self.find(self.index(*b))] = self.find(self.index(*a))

    def merge_spans(self) -> None:
        bottom, right = self.top + self.height - 1, self.left + self.width - 1
        for span in self.cells.grid.merges:
            if span.top > bottom or span.bottom < self.top or span.left > right or span.right < self.left:
                continue
            first = (max(span.top, self.top), max(span.left, self.left))
            for r in range(first[0], min(span.bottom, bottom) + 1):
                for c in range(first[1], min(span.right, right) + 1):
                    self.join(first, (r, c))

    def reach(self) -> dict[int, set[int]]:
        """Rows each box reaches over."""
        rows: dict[int, set[int]] = {}
        for i in range(self.height * self.width):
            rows.setdefault(self.find(i), set()).add(self.top + i // self.width)
        return rows

    def written(self, blank: npt.NDArray[np.bool_]) -> dict[int, set[int]]:
        """Rows of each box that hold a text."""
        rows: dict[int, set[int]] = {}
        for r in range(self.top, self.top + self.height):
            for c in range(self.left, self.left + self.width):
                if not blank[r, c]:
                    rows.setdefault(self.find(self.index(r, c)), set()).add(r)
        return rows

    def texts(self, blank: npt.NDArray[np.bool_]) -> dict[int, str]:
        """Text of each box: its cells in reading order, joined."""
        found: dict[int, list[str]] = {}
        for r in range(self.top, self.top + self.height):
            for c in range(self.left, self.left + self.width):
                if not blank[r, c] and self.cells.look[r, c] != Look.BLANK:
                    parts = found.setdefault(self.find(self.index(r, c)), [])
                    label = self.cells.label(r, c)
                    if label and label not in parts:
                        parts.append(label)
        return {box: "".join(parts) for box, parts in found.items()}


def read_header(cells: Cells, region: Region) -> Header:
    """Read the labels over every column of a region."""
    columns = range(region.body_left, region.right + 1)
    if region.body_top <= region.top:
        return Header(((),) * len(columns), ("",) * len(columns), ("",) * (region.body_left - region.left))
    unit_rows = _unit_rows(cells, region)
    boxes = _boxes(cells, region)
    texts = boxes.texts(_blank(cells, region))
    of_units = {boxes.find(boxes.index(r, c)) for r in unit_rows for c in columns}
    texts = {box: text for box, text in texts.items() if box not in of_units or not is_unit_text(text)}
    paths, units = [], []
    for c in columns:
        path, unit = _path(cells, region, boxes, texts, c, unit_rows)
        paths.append(path)
        units.append(unit)
    paths = _told_apart(paths)
    corner = tuple(_corner(cells, region, boxes, texts, c) for c in range(region.left, region.body_left))
    return Header(tuple(paths), tuple(units), corner)


def _unit_rows(cells: Cells, region: Region) -> frozenset[int]:
    rows = set()
    for r in range(region.top + 1, region.body_top):
        labels = [cells.label(r, c) for c in range(region.body_left, region.right + 1) if cells.label(r, c)]
        if labels and all(is_unit_text(label) for label in labels):
            rows.add(r)
    return frozenset(rows)


def _path(
    cells: Cells, region: Region, boxes: _Boxes, texts: dict[int, str], column: int, unit_rows: frozenset[int]
) -> tuple[tuple[str, ...], str]:
    path: list[str] = []
    unit = ""
    for r in range(region.top, region.body_top):
        if r in unit_rows:
            unit = is_unit_text(cells.label(r, column)) or unit
            continue
        text = texts.get(boxes.find(boxes.index(r, column)), "")
        parent = _around_corner(cells, region, boxes, texts, r, column) if text and text not in path else ""
        if parent and parent not in (text, *path):
            path.append(parent)
        if text and text not in path and not (path and re.fullmatch(re.escape(text) + r"[(（].*[)）]", path[-1])):
            path.append(text)
    if not unit:
        unit = next((found for text in reversed(path) if (found := unit_in(text))), "")
    return tuple(path), unit


def _around_corner(cells: Cells, region: Region, boxes: _Boxes, texts: dict[int, str], row: int, column: int) -> str:
    """The parent of a box that is open at its top to the row of its left neighbour: an L turned over.

    交差点 stands over its columns, and its last one, 小計, begins a row lower without a rule between.
    """
    if column == region.body_left or cells.look[row, column] != Look.BLANK or cells.wall_right[row, column - 1]:
        return ""
    left, own = boxes.find(boxes.index(row, column - 1)), boxes.find(boxes.index(row, column))
    return texts.get(left, "") if left != own else ""


def _told_apart(paths: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Give columns with the same labels the label of the box at their left (5月 増減 6月 増減 → 5月・増減, 6月・増減).

    Only where that tells all of them apart; duplicates that nothing on the sheet tells apart stay as printed.
    """
    same: dict[tuple[str, ...], list[int]] = {}
    for i, path in enumerate(paths):
        same.setdefault(path, []).append(i)
    told = list(paths)
    for path, members in same.items():
        if len(members) < 2 or not path or is_total_word(path[-1]):
            continue
        qualified = [_qualified(paths, same, i) for i in members]
        if all(qualified) and len(set(qualified)) == len(members):
            for i, better in zip(members, qualified, strict=True):
                told[i] = better
    return told


def _qualified(paths: list[tuple[str, ...]], same: dict[tuple[str, ...], list[int]], i: int) -> tuple[str, ...]:
    left = next((k for k in range(i - 1, -1, -1) if len(same[paths[k]]) == 1), None)
    if left is None:
        return ()
    path, other = paths[i], paths[left]
    shared = 0
    while shared < min(len(path), len(other)) and path[shared] == other[shared]:
        shared += 1
    return (*path[:shared], other[shared], *path[shared:]) if shared < len(other) else ()


def _corner(cells: Cells, region: Region, boxes: _Boxes, texts: dict[int, str], column: int) -> str:
    found: list[str] = []
    for r in range(region.top, region.body_top):
        text = texts.get(boxes.find(boxes.index(r, column)), "")
        if text and text not in found:
            found.append(text)
    return "".join(found)


def _boxes(cells: Cells, region: Region) -> _Boxes:
    boxes = _Boxes(cells, region.top, region.body_top, region.left, region.right)
    boxes.merge_spans()
    if _is_ruled(cells, region):
        _join_by_rules(cells, region, boxes)
        _join_walled_blanks(cells, region, boxes)
    else:
        _join_by_position(cells, region, boxes)
    return boxes


def _is_ruled(cells: Cells, region: Region) -> bool:
    """The header is drawn with rules both ways (or has one tier only, where columns need no more than walls)."""
    rows = slice(region.top, region.body_top)
    if region.body_left >= region.right:
        return False
    walls = cells.wall_right[rows, region.body_left : region.right]
    return bool(walls.any(axis=0).mean() >= 0.5)


def _join_by_rules(cells: Cells, region: Region, boxes: _Boxes) -> None:
    """Join what no rule divides: first downwards, then sideways."""
    blank = _blank(cells, region)
    for r in range(region.top, region.body_top - 1):
        for c in range(region.left, region.right + 1):
            if not cells.wall_below[r, c] and (blank[r, c] or blank[r + 1, c] or _one_phrase(cells, region, r, c)):
                boxes.join((r, c), (r + 1, c))
    written, reach = boxes.written(blank), boxes.reach()
    for r in range(region.top, region.body_top):
        for c in range(region.left, region.right):
            if cells.wall_right[r, c] or c + 1 == region.body_left or not (blank[r, c] or blank[r, c + 1]):
                continue
            here, there = boxes.find(boxes.index(r, c)), boxes.find(boxes.index(r, c + 1))
            rows, span = written.get(here, set()) | written.get(there, set()), reach[here] | reach[there]
            # Two texts become one phrase only along the row they stand in (社会 … 動態), never around a corner.
            if here != there and written.get(here) and written.get(there) and span != {r}:
                continue
            boxes.join((r, c), (r, c + 1))
            written[boxes.find(here)], reach[boxes.find(here)] = rows, span


def _join_walled_blanks(cells: Cells, region: Region, boxes: _Boxes) -> None:
    """In a header where every cell is boxed and nothing is merged, a blank box over a label belongs to its left."""
    texts = boxes.texts(_blank(cells, region))
    for r in range(region.top, region.body_top - 1):
        for c in range(region.body_left + 1, region.right + 1):
            here, left = boxes.find(boxes.index(r, c)), boxes.find(boxes.index(r, c - 1))
            if here == left or texts.get(here) or not texts.get(left):
                continue
            lower = [boxes.find(boxes.index(r + 1, k)) for k in (c - 1, c)]
            if all(texts.get(box) for box in lower) and lower[0] != left and lower[0] != lower[1]:
                boxes.join((r, c - 1), (r, c))
                texts[boxes.find(left)] = texts[left]


def _blank(cells: Cells, region: Region) -> npt.NDArray[np.bool_]:
    """Blank cells; a text that only repeats the cell below it, behind a parent without a wall, counts as blank."""
    blank = np.asarray(cells.look == Look.BLANK)
    for span in cells.grid.merges:
        if not blank[span.top, span.left] and span.top < region.body_top and span.bottom >= region.top:
            blank[span.top : span.bottom + 1, span.left : span.right + 1] = False
    copy = blank.copy()
    for r in range(region.top, region.body_top - 1):
        for c in range(region.body_left + 1, region.right + 1):
            if blank[r, c] or cells.wall_right[r, c - 1] or not cells.wall_below[r, c]:
                continue
            if cells.label(r, c) == cells.label(r + 1, c):
                copy[r, c] = True
    return copy


_BRACKETED = re.compile(r"[(（].*[)）]")


def _one_phrase(cells: Cells, region: Region, row: int, column: int) -> bool:
    """Two texts above each other and no rule between: one phrase cut in two, unless the lower one is a symbol."""
    if cells.grid.merge_at(row, column) is not None or cells.grid.merge_at(row + 1, column) is not None:
        return False
    upper, lower = cells.label(row, column), cells.label(row + 1, column)
    if has_japanese(upper) != has_japanese(lower):
        return False
    if _BRACKETED.fullmatch(lower):
        return True
    left = max(column - 1, region.left)
    walls = cells.wall_right[row : row + 2]
    return bool(walls[0, column] == walls[1, column] and walls[0, left] == walls[1, left])


def _join_by_position(cells: Cells, region: Region, boxes: _Boxes) -> None:
    merged = {
        (r, c)
        for s in cells.grid.merges
        if s.top < region.body_top and s.bottom >= region.top
        for r in range(s.top, s.bottom + 1)
        for c in range(s.left, s.right + 1)
    }
    walls: set[int] = set()
    for r in range(region.top, region.body_top):
        labels = [c for c in range(region.body_left, region.right + 1) if cells.look[r, c] != Look.BLANK]
        lower = [c for c in range(region.body_left, region.right + 1) if cells.text[r + 1 : region.body_top, c].any()]
        if not labels or r == region.body_top - 1:
            continue
        for c, owner in _reach(labels, lower, region, walls).items():
            if (r, c) not in merged and (r, owner) not in merged and cells.look[r, c] == Look.BLANK:
                boxes.join((r, owner), (r, c))
        walls.update(labels)


def _reach(labels: list[int], lower: list[int], region: Region, walls: set[int]) -> dict[int, int]:
    """Give each blank column with a label below to the label it belongs to."""
    first = min(lower, default=labels[0])
    centred = (labels[0] > first and len(labels) > 1) or (len(labels) == 1 and labels[0] > first)
    owners: dict[int, int] = {}
    for c in range(region.body_left, region.right + 1):
        if c in labels or (lower and c not in lower):
            continue
        if centred:
            owners[c] = min(labels, key=lambda label: (abs(label - c), label))
            continue
        before = [label for label in labels if label < c]
        if before and not any(before[-1] < wall <= c for wall in walls):
            owners[c] = before[-1]
    return owners
