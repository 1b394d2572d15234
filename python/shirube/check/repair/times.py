"""L3-05: Japanese eras are written with the western year first: 令和5年度 becomes 2023年度.

>>> from shirube.check.repair import Block
>>> from shirube.grid import Grid
>>> grid = Grid.from_rows([["年度", "人口"], ["令和5年度", 1], ["6年度", 2]])
>>> sheet, changes = repair(Draft.of(grid, [Block(0, 0, 2, 1, 1, 1)]))
>>> sheet.grid.values[:, 0].tolist()
['年度', '2023年度', '2024年度']
"""

from __future__ import annotations

import re
from typing import Any

from ...calendar import parse_time
from ...grid import Kind
from ...text import to_half_width
from .draft import Change, Draft

__all__ = ["RULE", "repair", "western"]

RULE = "L3-05"
_ERA = re.compile(r"\s*(?:(令和|令|R|㋿)|(平成|平|H|㍻)|(昭和|昭|S|㍼)|(大正|大|T|㍽)|(明治|明|M|㍾))", re.IGNORECASE)
_ERAS = ("令和", "平成", "昭和", "大正", "明治")
_BARE = re.compile(r"\s*(?:元|\d{1,2})\s*年度?\s*", re.ASCII)


def western(text: str, era: str = "") -> str:
    """Return a time with its western year, or an empty text when it is no time in a Japanese era.

    Parameters
    ----------
    text
        Text of one cell.
    era
        Era of the line above, for years printed without one (6年度).

    >>> western("平成30年4月"), western("R8.5.13"), western("2023年度"), western("第3期")
    ('2018年4月', '2026-05-13', '', '')
    """
    plain = to_half_width(text)
    if not (_ERA.match(plain) or (era and _BARE.fullmatch(plain))):
        return ""
    time = parse_time(text, context_era=era or None, lenient=True)
    return "" if time is None else str(time)


def repair(sheet: Draft) -> tuple[Draft, tuple[Change, ...]]:
    """Rewrite era years of headers and columns."""
    values: dict[tuple[int, int], Any] = {}
    for block in sheet.blocks:
        for row in range(block.top, block.body_top):
            _line(sheet, [(row, c) for c in block.columns], values)
        for column in block.columns:
            _line(sheet, [(r, column) for r in block.rows], values)
    reason = "和暦を西暦に直しました。"
    changes = tuple(
        Change(RULE, sheet.address(*at), sheet.grid.values[at], value, reason, sheet.name)
        for at, value in values.items()
    )
    return sheet.with_values(values), changes


def _line(sheet: Draft, cells: list[tuple[int, int]], values: dict[tuple[int, int], Any]) -> None:
    era = ""
    for at in cells:
        if sheet.grid.kinds[at] != Kind.TEXT:
            continue
        text = sheet.grid.values[at]
        if match := _ERA.match(to_half_width(text)):
            named = next(name for name, part in zip(_ERAS, match.groups(), strict=True) if part)
            era = named if parse_time(text, lenient=True) is not None else era
        written = western(text, era)
        if written and _unlike(text):
            values[at] = written


def _unlike(text: str) -> bool:
    """A letter and a number (H30, S5) may be a code as well as a year: only with 年 or a full date it is a time."""
    plain = to_half_width(text).strip()
    return not re.fullmatch(r"[RHSTM]\.?\d{1,2}", plain, re.IGNORECASE | re.ASCII)
