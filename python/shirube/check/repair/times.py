"""L3-05: Japanese eras are written with the western year: 令和5年度 becomes 2023年度, 平成12年度計 gets it in brackets.

>>> from shirube.check.repair import Block
>>> from shirube.grid import Grid
>>> grid = Grid.from_rows([["年度", "人口"], ["令和5年度", 1], ["6年度", 2]])
>>> sheet, changes = repair(Draft.of(grid, [Block(0, 0, 2, 1, 1, 1)]))
>>> sheet.grid.values[:, 0].tolist()
['年度', '2023年度', '2024年度']
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Any

from ...calendar import ERAS, Era, parse_time
from ...grid import Kind
from ...table import CELL
from ...text import strip_note_marks, to_half_width
from ..notation.columns import is_time_name
from ..notation.times import era_years, time_form
from .draft import Block, Change, Draft, column_name, rows_of

__all__ = ["RULE", "repair", "western"]

RULE = "L3-05"
_ERAS: dict[str, Era] = {word: era for era in ERAS for word in (era.name, era.sign)}
_WORDS = "|".join(map(re.escape, _ERAS))
_YEAR = re.compile(rf"({_WORDS}|[MTSHR]\.?(?=\d|元))\s*(元|\d{{1,2}})(\s*年代|\s*年度|\s*年)?")
_BARE = re.compile(r"\s*(?:元|\d{1,2})\s*年度?\s*", re.ASCII)


@functools.lru_cache(maxsize=8192)
def western(text: str, era: str = "") -> str:
    """Return a time with its western year; empty when the text is no time in a Japanese era.

    Parameters
    ----------
    text
        Text of one cell.
    era
        Era of the line above, for years printed without one (6年度).

    >>> western("平成30年4月"), western("R8.5.13"), western("昭和20年代"), western("平成12年度計")
    ('2018年4月', '2026-05-13', '昭和20年代（1945～1954年）', '平成12年度（2000年度）計')
    >>> western("6年度", "令和"), western("2023年度"), western("第3期"), western("平成20年a)")
    ('2024年度', '', '', '平成20年（2008年）a)')
    """
    bare = bool(era and _BARE.fullmatch(to_half_width(text)))
    if not bare and time_form(text) != "和暦" and not era_years(text):
        return ""
    time = parse_time(text, context_era=era or None, lenient=True)
    return str(time) if time is not None else _bracketed(text)


def _bracketed(text: str) -> str:
    """Put the western year behind an era year inside a longer text."""
    plain = to_half_width(text)
    match = _YEAR.search(plain)
    if match is None or len(plain) != len(text):
        return ""
    word, number, mark = match[1].rstrip("."), match[2], (match[3] or "年").strip()
    era = _ERAS.get(word) or next((e for e in ERAS if e.letter == word), None)
    if era is None:
        return ""
    year = era.year(1 if number == "元" else int(number))
    shown = f"{year}～{year + 9}年" if mark == "年代" else f"{year}{mark}"
    return f"{text[: match.end()]}（{shown}）{text[match.end() :]}"


def repair(sheet: Draft) -> tuple[Draft, tuple[Change, ...]]:
    """Rewrite era years of headers and of columns of times."""
    values: dict[tuple[int, int], Any] = {}
    for block in sheet.blocks:
        for row in range(block.top, block.body_top):
            for column in block.columns:
                if sheet.grid.kinds[row, column] == Kind.TEXT and era_years(sheet.grid.values[row, column]):
                    values[row, column] = western(sheet.grid.values[row, column])
        for column in block.columns:
            if _holds_times(sheet, block, column):
                _down(sheet, [(r, column) for r in rows_of(sheet, block, column, Kind.TEXT)], values)
    values = {at: value for at, value in values.items() if value and value != sheet.grid.values[at]}
    reason = "和暦を西暦に直しました（または西暦を添えました）。"
    changes = tuple(
        Change(RULE, sheet.address(*at), sheet.grid.values[at], value, reason, sheet.name)
        for at, value in values.items()
    )
    return sheet.with_values(values), changes


def _holds_times(sheet: Draft, block: Block, column: int) -> bool:
    """A column named after times, or one of which half the texts are times: H5 may be a cell, a size, a code."""
    name = column_name(sheet, block, column)
    if name == CELL:
        return False
    if is_time_name(name):
        return True
    texts = set(sheet.grid.values[rows_of(sheet, block, column, Kind.TEXT), column].tolist())
    times = sum(time_form(text) in ("和暦", "西暦") for text in texts)
    return times > 0 and times * 2 >= len(texts)


def _down(sheet: Draft, cells: Sequence[tuple[int, int]], values: dict[tuple[int, int], Any]) -> None:
    era = ""
    for at in cells:
        text = sheet.grid.values[at]
        match = _YEAR.match(to_half_width(strip_note_marks(text)[0]).strip())
        if match:
            word = match[1].rstrip(".")
            era = next((e.name for e in ERAS if word in (e.name, e.sign, e.letter)), era)
        if written := western(text, era):
            values[at] = written
