"""What every row and column of a table is: data, group row, spacer, note; value, repeated label, alias, mark."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from ..text import has_japanese, match_key
from .cells import Cells, Look
from .headers import Header, is_unit_text
from .regions import Region, is_attribute_name

__all__ = ["Column", "Layout", "Row", "Surroundings", "read_layout", "surroundings"]


class Row(IntEnum):
    """Role of a row between the header and the end of a table."""

    SPACER = 0
    DATA = 1
    GROUP = 2
    OTHER = 3
    LABEL = 4  # begins a label merged into the rows below


class Column(IntEnum):
    """Role of a column of a table."""

    SPACER = 0
    LABEL = 1
    VALUE = 2
    REPEAT = 3  # the row labels printed again
    ALIAS = 4  # another name of the row label beside it
    MARK = 5  # a column of marks that belongs to the values beside it
    REMARK = 6  # 備考: words about the row


@dataclass(frozen=True)
class Layout:
    """Roles of the rows (from ``region.body_top``) and columns (from ``region.left``) of a table."""

    region: Region
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]

    def rows_of(self, *roles: Row) -> list[int]:
        """Sheet rows with one of the roles."""
        return [self.region.body_top + i for i, role in enumerate(self.rows) if role in roles]

    def columns_of(self, *roles: Column) -> list[int]:
        """Sheet columns with one of the roles."""
        return [self.region.left + i for i, role in enumerate(self.columns) if role in roles]


@dataclass(frozen=True)
class Surroundings:
    """Cells around a table, by position: its title, its unit, its notes."""

    title: tuple[tuple[int, int], ...] = ()
    unit: tuple[tuple[int, int], ...] = ()
    notes: tuple[tuple[int, int], ...] = ()


def read_layout(cells: Cells, region: Region, header: Header, known: frozenset[str] = frozenset()) -> Layout:
    """Tell the role of every row and column of a region.

    Parameters
    ----------
    known
        Row labels that carry data in other tables of the sheet.
    """
    columns = _column_roles(cells, region, header)
    values = [region.left + i for i, role in enumerate(columns) if role is Column.VALUE]
    labels = [region.left + i for i, role in enumerate(columns) if role is Column.LABEL]
    counts = cells.data[region.body_top : region.bottom + 1][:, values].sum(axis=1).tolist()
    rows = [
        Row.DATA if count > 1 else _row_role(cells, region, region.body_top + i, values, labels)
        for i, count in enumerate(counts)
    ]
    for i, role in enumerate(rows):
        if role is Row.GROUP and any(cells.label(region.body_top + i, c) in known for c in labels):
            rows[i] = Row.DATA
    return Layout(region, tuple(rows), tuple(columns))


def _row_role(cells: Cells, region: Region, row: int, values: list[int], labels: list[int]) -> Row:
    inside = cells.look[row, region.left : region.right + 1]
    if (inside == Look.BLANK).all():
        return Row.SPACER
    if cells.data[row, values].any():
        return Row.GROUP if _stray_zero(cells, region, row, values, labels) else Row.DATA
    texts = [c for c in range(region.left, region.right + 1) if cells.text[row, c]]
    if labels and any(c in labels for c in texts) and not any(c in values for c in texts):
        spans = [cells.anchors.get((row, c)) for c in texts]
        if all(span is not None and span.bottom > row for span in spans):
            return Row.LABEL
        if (cells.data[row, labels]).any() or _boxed(cells, row, values):
            return Row.DATA
        return Row.GROUP
    if len(texts) == 1 and cells.data[row].sum() == 0:
        return Row.GROUP
    if labels and cells.data[row, labels].any() and not texts:
        return Row.DATA
    return Row.OTHER


def _stray_zero(cells: Cells, region: Region, row: int, values: list[int], labels: list[int]) -> bool:
    """A heading merged over all label columns with nothing but one zero left by a formula, over labels further in."""
    if len(values) < 5 or len(labels) < 2 or row >= region.bottom or int(cells.data[row, values].sum()) != 1:
        return False
    span = cells.anchors.get((row, region.left))
    if span is None or span.right < region.body_left - 1 or np.nansum(np.abs(cells.number[row, values])) != 0:
        return False
    return cells.look[row + 1, region.left] == Look.BLANK and bool(cells.data[row + 1, values].sum() > 1)


def _boxed(cells: Cells, row: int, values: list[int]) -> bool:
    """Blank value cells each in a box of their own are blank observations, not a group row."""
    if len(values) < 2 or row == 0:
        return False
    walls = cells.wall_right[row, values[:-1]]
    below, above = cells.wall_below[row, values], cells.wall_below[row - 1, values]
    return bool(walls.all() and below.all() and above.all())


def _column_roles(cells: Cells, region: Region, header: Header) -> list[Column]:
    rows = np.arange(region.body_top, region.bottom + 1)
    roles = [Column.LABEL] * (region.body_left - region.left) + [Column.VALUE] * (region.right - region.body_left + 1)
    for i, c in enumerate(range(region.left, region.right + 1)):
        data, text = int(cells.data[rows, c].sum()), int(cells.text[rows, c].sum())
        if i < region.body_left - region.left:
            if data + text == 0 and not header.corner[i]:
                roles[i] = Column.SPACER
            elif _is_alias(cells, region, header, i):
                roles[i] = Column.ALIAS
            continue
        path = header.paths[i - (region.body_left - region.left)]
        leads = not cells.data[rows, region.body_left : c + 1].any()  # what is written over it names the row labels
        if data + text == 0 and (not path or leads or _shares_header(header, c - region.body_left)):
            roles[i] = Column.SPACER
        elif text > data and _repeats(cells, region, c):
            roles[i] = Column.REPEAT
        elif _is_mark(cells, region, header, c):
            roles[i] = Column.MARK
        elif path and _REMARK.fullmatch(path[-1]) and not (cells.look[rows, c] == Look.NUMBER).any():
            roles[i] = Column.REMARK
    return roles


def _shares_header(header: Header, i: int) -> bool:
    """The column beside it stands under the same labels: a blank column is only a part of a wide box."""
    return any(0 <= k < len(header.paths) and header.paths[k] == header.paths[i] for k in (i - 1, i + 1))


def _is_alias(cells: Cells, region: Region, header: Header, i: int) -> bool:
    """A label column without Japanese and without a header of its own, beside a Japanese one (English, 西暦)."""
    if i == 0 or (header.corner[i] and header.corner[i] != header.corner[i - 1] and has_japanese(header.corner[i])):
        return False
    c = region.left + i
    own = [cells.label(r, c) for r in range(region.body_top, region.bottom + 1) if cells.look[r, c] != Look.BLANK]
    if not own or any(has_japanese(text) for text in own):
        return False
    if is_attribute_name(header.corner[i]) and "西暦" not in header.corner[i]:
        return False
    beside = [
        cells.label(r, k)
        for r in range(region.body_top, region.bottom + 1)
        for k in range(region.left, c)
        if cells.look[r, c] != Look.BLANK and cells.look[r, k] != Look.BLANK
    ]
    return bool(beside) and sum(has_japanese(text) for text in beside) >= len(own) * 0.5


def _repeats(cells: Cells, region: Region, column: int) -> bool:
    same = total = 0
    for r in range(region.body_top, region.bottom + 1):
        if cells.look[r, column] == Look.BLANK:
            continue
        total += 1
        key = match_key(cells.label(r, column))
        same += any(key == match_key(cells.label(r, c)) for c in range(region.left, region.body_left))
    return total > 0 and same >= 0.8 * total


_REMARK = re.compile(r"備考欄?|摘要|注記?|特記事項|コメント|(?i:notes?|remarks?)")
_MARK = re.compile(r"[*＊※#＃†‡○●◎△▲□■☆★rpRP注)）(（ａ-ｚa-z]{1,3}")


def _is_mark(cells: Cells, region: Region, header: Header, column: int) -> bool:
    """A column that holds only marks and shares its header with the column beside it."""
    if (cells.look[region.body_top : region.bottom + 1, column] == Look.NUMBER).any():
        return False
    found = [
        str(cells.grid.values[r, column]).strip()
        for r in range(region.body_top, region.bottom + 1)
        if cells.look[r, column] != Look.BLANK
    ]
    i = column - region.body_left
    shared = _shares_header(header, i) or not header.paths[i]
    return bool(shared and all(_MARK.fullmatch(text) for text in found))


_UNIT_CELL = re.compile(r"単\s*位")
_NOTE = re.compile(
    r"^[\s　]*(?:[(（\[［<＜]?\s*(?:注|備考|資料|出所|出典|参考|※|＊|\*|†)|[a-zａ-ｚ][)）]|[(（]?\d+[)）．.]\s*\D{12})"
)


def surroundings(cells: Cells, region: Region, regions: tuple[Region, ...]) -> Surroundings:
    """Collect the title, unit and notes of a table from the cells between it and its neighbours."""
    upper = [other for other in regions if other.bottom < region.top]
    lower = [other for other in regions if other.top > region.bottom]
    floor = max((other.bottom for other in upper), default=-1) + 1
    ceiling = min((other.top for other in lower), default=cells.shape[0])
    left, right = _reach(cells, region, regions)
    above = _filled(cells, floor, region.top, left, right)
    below = _filled(cells, region.bottom + 1, ceiling, left, right)
    if upper:
        above = above[_split(cells, above) :]
    notes_below = below if not lower else below[: _split(cells, below)]
    title: list[tuple[int, int]] = []
    unit: list[tuple[int, int]] = []
    notes: list[tuple[int, int]] = []
    for at in above:
        text = cells.label(*at)
        if _UNIT_CELL.search(text) or is_unit_text(text):
            unit.append(at)
        elif _NOTE.match(text) or (title and at[0] > title[0][0] + 4):
            notes.append(at)
        else:
            title.append(at)
    for at in notes_below:
        (unit if _UNIT_CELL.search(cells.label(*at)[:6]) else notes).append(at)
    return Surroundings(tuple(title), tuple(unit), tuple(notes))


def _reach(cells: Cells, region: Region, regions: tuple[Region, ...]) -> tuple[int, int]:
    """Columns a table may claim around itself: up to its neighbours at the same height."""
    beside = [o for o in regions if o is not region and o.top <= region.bottom and o.bottom >= region.top]
    left = max((o.right + 1 for o in beside if o.right < region.left), default=0)
    right = min((o.left - 1 for o in beside if o.left > region.right), default=cells.shape[1] - 1)
    return left, right


def _filled(cells: Cells, top: int, bottom: int, left: int, right: int) -> list[tuple[int, int]]:
    if top >= bottom:
        return []
    rows, columns = np.nonzero(cells.look[top:bottom, left : right + 1] != Look.BLANK)
    return [(top + int(r), left + int(c)) for r, c in zip(rows, columns, strict=True)]


def _split(cells: Cells, between: list[tuple[int, int]]) -> int:
    """Number of cells between two tables that are notes of the upper one: up to the last that starts as a note."""
    last = -1
    for i, at in enumerate(between):
        if _NOTE.match(str(cells.grid.values[at])):
            last = i
    return last + 1
