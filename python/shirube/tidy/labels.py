"""Row labels: the path of every row, from the outermost level to the innermost.

Levels come from columns filled down, merged cells, group rows, numbering (１. (１) ａ. (ａ)), indents, and from
arithmetic: a row that is the sum of the rows below it is their parent. A row whose label only says 計, 総数 or 全国
is a total and gives no level to its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ..aggregates import is_total_word
from .cells import Cells
from .roles import Column, Layout, Row
from .told_apart import told_apart
from .totals import first_sum, parts_fit, prove_sums

__all__ = ["read_labels", "two_line_names"]

_LONGEST_RUN = 200
_NUMBERING = (
    re.compile(r"第[\d０-９一二三四五六七八九十]+"),
    re.compile(r"[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+[.．、 　]?"),
    re.compile(r"[\d０-９]+[.．、](?![\d０-９])"),
    re.compile(r"[(（][\d０-９]+[)）]"),
    re.compile(r"[①-⑳]"),
    re.compile(r"[ａ-ｚa-z][.．、](?![a-zａ-ｚ])"),
    re.compile(r"[(（][ａ-ｚa-z][)）]"),
    re.compile(r"[ア-オカ-コサ-ソ][.．、 　)）]"),
    re.compile(r"[(（][ア-オカ-コサ-ソ][)）]"),
)


_TWO_LINES = re.compile(
    r"上段[:：は]?([^\s、，,・／/（）()下上]{1,8})[、，,・／/）)（(]*下段[:：は]?([^\s、，,・／/（）()。]{1,8})"
)


def two_line_names(text: str) -> tuple[str, str] | None:
    """Return what a sheet says its paired lines are.

    >>> two_line_names("（上段：件数／下段：％）")
    ('件数', '％')
    """
    match = _TWO_LINES.search(re.sub(r"\s", "", text))
    return (match[1], match[2]) if match else None


def read_labels(cells: Cells, layout: Layout, *, groups: bool = True) -> dict[int, tuple[str, ...]]:
    """Return the path of every data row (by sheet row); group rows give a level if `groups`."""
    columns = layout.columns_of(Column.LABEL)
    rows = layout.rows_of(Row.DATA, Row.GROUP) if groups else layout.rows_of(Row.DATA)
    if not columns:
        return dict.fromkeys(layout.rows_of(Row.DATA), ())
    table = _texts(cells, layout, rows, columns)
    if len(columns) > 1:
        paths = _by_columns(cells, layout, rows, columns, table)
    else:
        paths = _by_one_column(cells, layout, rows, columns[0], [row[0] for row in table])
    data = layout.rows_of(Row.DATA)
    return dict(zip(data, told_apart([paths[r] for r in data]), strict=True))


def _texts(cells: Cells, layout: Layout, rows: list[int], columns: list[int]) -> list[list[str]]:
    """Labels by row and column: vertical merges filled, letters stacked one per cell joined."""
    position = {r: i for i, r in enumerate(rows)}
    merged: set[tuple[int, int]] = set()
    table = [[cells.label(r, c) for c in columns] for r in rows]
    for span in cells.grid.merges:
        if span.left in columns and span.bottom > span.top and rows and rows[0] <= span.bottom and span.top <= rows[-1]:
            j = columns.index(span.left)
            for r in range(span.top, span.bottom + 1):
                merged.add((r, span.left))
                if r in position:
                    table[position[r]][j] = cells.label(span.top, span.left)
    for j, c in enumerate(columns):
        _join_stacked(cells, rows, c, j, table, merged)
        _join_boxed(cells, rows, c, j, table)
    return table


def _join_stacked(
    cells: Cells, rows: list[int], column: int, j: int, table: list[list[str]], merged: set[tuple[int, int]]
) -> None:
    """Join letters written one per cell down a ruled box: 東／北 → 東北."""
    boxes = _boxes_down(cells, rows, column)
    if len(boxes) < 2:
        return
    for top, bottom in boxes:
        letters = [table[i][j] for i in range(top, bottom + 1)]
        if any((rows[i], column) in merged for i in range(top, bottom + 1)):
            continue
        filled = [text for text in letters if text]
        inner = sum(any(table[i][j + 1 :]) for i in range(top, bottom + 1))
        # Where nothing further in labels the rows, the letters are labels themselves.
        if inner < 0.5 * (bottom - top + 1) or len(filled) > _MOST_PIECES:
            continue
        if len(filled) >= 2 and bottom > top and all(_PIECE.fullmatch(text) for text in filled):
            for i in range(top, bottom + 1):
                table[i][j] = _once("".join(filled))


#: What stands alone in a cell when a label is written downwards: a letter, or a short number (40／～／49／歳).
_MOST_PIECES = 12
_PIECE = re.compile(r".|[\d０-９]{1,3}")


def _once(text: str) -> str:
    """A label written several times down a long box counts once."""
    match = re.fullmatch(r"(.{2,}?)\1+", text)
    return match[1] if match else text


def _join_boxed(cells: Cells, rows: list[int], column: int, j: int, table: list[list[str]]) -> None:
    """A label that continues in brackets in the cell below belongs to the cell above."""
    for i in range(len(rows) - 1):
        lower = table[i + 1][j]
        if (
            rows[i + 1] == rows[i] + 1
            and table[i][j]
            and re.fullmatch(r"[(（].*[)）]", lower)
            and not cells.wall_below[rows[i], column]
            and len(table[i]) > j + 1
            and _blank_run(table, i + 2, j)
            and cells.wall_right[rows[i], column]
            and not _NUMBERING[3].match(lower)
        ):
            table[i][j] += lower
            table[i + 1][j] = ""


def _blank_run(table: list[list[str]], i: int, j: int) -> bool:
    return i >= len(table) or not table[i][j]


def _boxes_down(cells: Cells, rows: list[int], column: int) -> list[tuple[int, int]]:
    boxes, top = [], 0
    for i, r in enumerate(rows):
        ends = i + 1 == len(rows) or any(cells.wall_below[k, column] for k in range(r, rows[i + 1]))
        if ends:
            boxes.append((top, i))
            top = i + 1
    return boxes


def _by_columns(
    cells: Cells, layout: Layout, rows: list[int], columns: list[int], table: list[list[str]]
) -> dict[int, tuple[str, ...]]:
    data = set(layout.rows_of(Row.DATA))
    carry = [""] * len(columns)
    paths: dict[int, tuple[str, ...]] = {}
    band = ""
    for i, r in enumerate(rows):
        own = table[i]
        filled = [j for j, text in enumerate(own) if text]
        if "".join(own) in ("合計", "総計", "総数") and len(filled) == 2:
            own = ["".join(own), *[""] * (len(own) - 1)]  # 合｜計 written over two cells
            filled = [0]
        if not filled:
            if r not in data:
                band = _band(cells, layout, r)
            else:
                paths[r] = _clean((band, *carry))
            continue
        first = filled[0]
        path = [*carry[:first], *own[first:]]
        for j in range(first + 1, len(columns)):
            if not path[j] and own[j] == "" and j < filled[-1]:
                path[j] = carry[j]
        if r in data:
            paths[r] = _clean((band, *path))
        stops = filled[-1] == first and first < len(columns) - 1
        gives = not (r in data and stops and is_total_word(own[first]))
        carry = path if gives else ["" if j >= first else carry[j] for j in range(len(columns))]
        if stops:
            carry = [*carry[: first + 1], *[""] * (len(columns) - first - 1)]
    return paths


def _band(cells: Cells, layout: Layout, row: int) -> str:
    region = layout.region
    return "".join(cells.label(row, c) for c in range(region.left, region.right + 1))


def _clean(path: Sequence[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for text in path:
        if text and (not kept or kept[-1] != text):
            kept.append(text)
    return tuple(kept)


def _by_one_column(
    cells: Cells, layout: Layout, rows: list[int], column: int, labels: list[str]
) -> dict[int, tuple[str, ...]]:
    data = set(layout.rows_of(Row.DATA))
    values = layout.columns_of(Column.VALUE)
    numbers = cells.number[np.ix_(rows, values)]
    depth = _depths(cells, rows, column, labels, data, numbers)
    paths: dict[int, tuple[str, ...]] = {}
    stack: list[tuple[int, str]] = []
    band = ""
    for i, r in enumerate(rows):
        if r not in data and not labels[i]:
            band, stack = _band(cells, layout, r), []
            continue
        while stack and stack[-1][0] >= depth[i]:
            stack.pop()
        if r in data:
            paths[r] = _clean((band, *(text for _, text in stack), labels[i]))
        if r not in data or not is_total_word(labels[i]):
            stack.append((depth[i], labels[i]))
    return paths


def _depths(
    cells: Cells, rows: list[int], column: int, labels: list[str], data: set[int], numbers: npt.NDArray[np.float64]
) -> list[int]:
    numbering = _numbering_depths(labels)
    if numbering is not None:
        return numbering
    return _group_depths(cells, rows, column, labels, data, numbers)


def _numbering_depths(labels: list[str]) -> list[int] | None:
    """Depth from the style of numbering, in the order the styles open; None when few labels are numbered."""
    styles = [next((k for k, p in enumerate(_NUMBERING) if p.match(text)), -1) for text in labels]
    if sum(s >= 0 for s in styles) < 0.6 * len(labels) or len({s for s in styles if s >= 0}) < 2:
        return None
    order: list[int] = []
    depths = []
    for style in styles:
        if style < 0:
            depths.append(0)
            continue
        if style not in order:
            order.append(style)
        depths.append(order.index(style))
    return depths


def _group_depths(
    cells: Cells, rows: list[int], column: int, labels: list[str], data: set[int], numbers: npt.NDArray[np.float64]
) -> list[int]:
    """Group rows one level above what follows; among data rows, indents that the numbers bear out."""
    indents = [cells.indent(r, column) for r in rows]
    groups = [r not in data for r in rows]
    levels = sorted({x for x, group in zip(indents, groups, strict=True) if group})
    depth = [levels.index(x) if group else len(levels) for x, group in zip(indents, groups, strict=True)]
    proofs = prove_sums(numbers, np.array([is_total_word(text) for text in labels], dtype=bool))
    for i in range(len(rows)):
        if groups[i] or is_total_word(labels[i]):
            continue
        parts = _indented(indents, groups, i)
        if parts and not parts_fit(numbers[i], numbers[parts]):
            parts = []
        if not parts and i in proofs and min(proofs[i]) > i:
            parts = list(range(i + 1, max(proofs[i]) + 1))
        for j in parts:
            depth[j] = max(depth[j], depth[i] + 1)
    return _with_later_parts(depth, numbers, groups)


def _indented(indents: list[float], groups: list[bool], i: int) -> list[int]:
    parts = []
    for j in range(i + 1, len(indents)):
        if groups[j] or indents[j] <= indents[i]:
            break
        parts.append(j)
    return parts


def _with_later_parts(depth: list[int], numbers: npt.NDArray[np.float64], groups: list[bool]) -> list[int]:
    """A proven parent keeps later runs of rows that sum to it too (months, then districts)."""
    for i in range(len(depth)):
        if groups[i] or i + 1 >= len(depth) or depth[i + 1] <= depth[i]:
            continue
        end = i + 1
        while end < len(depth) and depth[end] > depth[i]:
            end += 1
        run = _siblings(depth, groups, i, end)
        count = first_sum(numbers[i], numbers[run]) if len(run) > 1 else 0
        for j in range(end, _block_end(depth, i, run[count - 1]) if count else end):
            depth[j] += 1
    return depth


def _siblings(depth: list[int], groups: list[bool], i: int, start: int) -> list[int]:
    """Rows of the same level further down, as many as are tried for one sum."""
    run: list[int] = []
    for j in range(start, len(depth)):
        if groups[j] or depth[j] < depth[i] or len(run) >= _LONGEST_RUN:
            break
        if depth[j] == depth[i]:
            run.append(j)
    return run


def _block_end(depth: list[int], i: int, last: int) -> int:
    """Where the rows that belong to the last sibling end."""
    end = last + 1
    while end < len(depth) and depth[end] > depth[i]:
        end += 1
    return end
