"""L2-03: a header of several rows becomes one row of names that are all different.

>>> from shirube.grid import Grid
>>> rows = [["地区", "人口", None, "世帯"], [None, "男", "女", None], ["東", 1, 2, 3]]
>>> sheet, changes = repair(Draft.of(Grid.from_rows(rows), [Block(0, 0, 2, 3, 2, 1)]))
>>> sheet.grid.values.tolist()
[['地区', '人口_男', '人口_女', '世帯'], ['東', 1, 2, 3]]
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from ...grid import Kind, Span
from .draft import Block, Change, Draft, Fact
from .spaces import without_layout

__all__ = ["RULE", "one_row", "repair"]

RULE = "L2-03"


def repair(sheet: Draft) -> tuple[Draft, tuple[Change, ...]]:
    """Write one name per column into the last row of the header, and take the other rows out.

    Numbers in a header (2019) become part of a name; each is kept as a fact too, so that no number is lost.
    """
    changes: list[Change] = []
    facts: list[Fact] = []
    for index in reversed(range(len(sheet.blocks))):
        if not sheet.blocks[index].headed:
            sheet = sheet.with_header(sheet.blocks[index])
        block = sheet.blocks[index]
        names = one_row(sheet, block)
        row = block.name_row
        new: dict[tuple[int, int], Any] = {}
        for column, name in zip(block.columns, names, strict=True):
            before = sheet.grid.values[row, column]
            if before != name:
                new[row, column] = name
                facts += _numbers(sheet, row, column)
                changes.append(Change(RULE, sheet.address(row, column), _text(before), name, _REASON, sheet.name))
        upper = range(block.top, row)
        sheet = sheet.with_values(new)
        if len(upper) and _own(sheet, block, upper):
            changes += _moved(sheet, block, upper)
            facts += [fact for r in upper for c in block.columns for fact in _numbers(sheet, r, c)]
            sheet = sheet.without_rows(upper)
    return replace(sheet, facts=(*sheet.facts, *facts)), tuple(changes)


_REASON = "列ごとに、1行で分かる別々の項目名にしました。"


def _numbers(sheet: Draft, row: int, column: int) -> list[Fact]:
    if sheet.grid.kinds[row, column] != Kind.NUMBER:
        return []
    return [Fact("見出しの数", sheet.grid.values[row, column], sheet.address(row, column), sheet.name)]


def _text(value: Any) -> Any:
    """A number of a header as it is written into the log: it has not gone, it stands among the facts."""
    return _shown(value) if isinstance(value, int | float) else value


def _own(sheet: Draft, block: Block, upper: range) -> bool:
    """No other table uses these rows."""
    return not any(other is not block and other.top <= upper[-1] and other.bottom >= upper[0] for other in sheet.blocks)


def _moved(sheet: Draft, block: Block, upper: range) -> list[Change]:
    reason = "上の段の見出しを、1行の項目名に含めました。"
    return [
        Change(RULE, sheet.address(r, c), _text(sheet.grid.values[r, c]), None, reason, sheet.name)
        for r in upper
        for c in block.columns
        if sheet.grid.kinds[r, c] != Kind.BLANK
    ]


def one_row(sheet: Draft, block: Block) -> list[str]:
    """Return one distinct, non-empty name per column of a table."""
    rows = range(block.top, block.body_top)
    paths: list[list[str]] = [[] for _ in block.columns]
    for row in rows:
        for path, text in zip(paths, _tier(sheet, block, row, last=row == rows[-1]), strict=True):
            if text and (not path or path[-1] != text):
                path.append(text)
    names: list[str] = []
    for position, path in enumerate(paths, start=1):
        wanted = "_".join(path) or f"列{position}"
        name, number = wanted, 2
        while name in names:
            # Not 人口_2: numbers at the end look like one thing repeated across (L3-09).
            name, number = f"{wanted}（{number}）", number + 1
        names.append(name)
    return names


def _tier(sheet: Draft, block: Block, row: int, *, last: bool) -> list[str]:
    """Texts of one header row; an upper one reaches right over blanks that have a text below."""
    covered = {c: span for span in sheet.grid.merges for c in _over(span, row)}
    texts: list[str] = []
    for column in block.columns:
        span = covered.get(column)
        value = sheet.grid.values[span.top, span.left] if span else sheet.grid.values[row, column]
        text = _shown(value)
        if not text and not last and texts and texts[-1] and column > block.body_left:
            below = sheet.grid.kinds[row + 1 : block.body_top, column - 1 : column + 1] != Kind.BLANK
            beside = below[:, 0].any() and below[:, 1].any()
            text = texts[-1] if beside else ""
        texts.append(text)
    return texts


def _over(span: Span, row: int) -> range:
    return range(span.left, span.right + 1) if span.top <= row <= span.bottom else range(0)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    return without_layout(str(value))
