"""L2-01: figures written as text become numbers; their unit goes to the header, or beside them when it varies.

What is no quantity stays text: 第2回, 01100, 2-3, 03-1234-5678, and columns of codes and numbers of rows.

>>> from shirube.grid import Grid
>>> grid = Grid.from_rows([["区", "人口", "面積"], ["東", "1,234人", "１２．３"], ["西", "△5人", "4.5"]])
>>> sheet, changes = repair(Draft.of(grid, [Block(0, 0, 2, 2, 1, 1)]))
>>> sheet.grid.values.tolist(), len(changes)
([['区', '人口（人）', '面積'], ['東', 1234, 12.3], ['西', -5, 4.5]], 5)
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...grid import Kind
from ...numbers import ParsedNumber, Status, parse_number, read_value
from ...text import clean_label
from ..notation.characters import substituted
from ..notation.columns import is_code_name, is_time_name
from ..rules.l1_08_plain_characters import PROPER_NAMES
from .draft import Block, Change, Draft, column_name, free_name, rows_of

__all__ = ["RULE", "number_columns", "repair"]

RULE = "L2-01"
_SYMBOLS = frozenset({Status.NONE, Status.UNKNOWN, Status.SUPPRESSED, Status.NOT_AVAILABLE, Status.BELOW_UNIT})
_MOST = 0.5
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class _Column:
    """What the cells of one column read as, by row."""

    column: int
    written: dict[int, ParsedNumber]
    numbers: int
    symbols: int
    others: int

    @property
    def numeric(self) -> bool:
        """Most cells hold figures, whether or not they are written as text."""
        figures = len(self.written) + self.numbers
        return figures > 0 and figures >= _MOST * (figures + self.others)


def repair(sheet: Draft) -> tuple[Draft, tuple[Change, ...]]:
    """Make numbers of figures written as text."""
    changes: list[Change] = []
    for index in range(len(sheet.blocks)):
        # From right to left: a column put in beside one does not move those still to come.
        for column in reversed(sheet.blocks[index].columns):
            block = sheet.blocks[index]
            read = _read(sheet, block, column)
            if read is not None and read.numeric and read.written:
                sheet = _converted(sheet, block, read, changes)
    return sheet, tuple(changes)


def number_columns(sheet: Draft, block: Block) -> tuple[int, ...]:
    """Columns of a table that hold figures (as numbers or as text)."""
    found = []
    for column in block.columns:
        read = _read(sheet, block, column)
        if read is not None and read.numeric:
            found.append(column)
    return tuple(found)


def _read(sheet: Draft, block: Block, column: int) -> _Column | None:
    name = column_name(sheet, block, column)
    if is_code_name(name) or is_time_name(name) or PROPER_NAMES.search(name):
        return None
    written: dict[int, ParsedNumber] = {}
    symbols = 0
    kinds = sheet.grid.kinds[block.body_top : block.bottom + 1, column]
    numbers = int((kinds == Kind.NUMBER).sum())
    others = int(((kinds != Kind.NUMBER) & (kinds != Kind.BLANK) & (kinds != Kind.TEXT)).sum())
    for row in rows_of(sheet, block, column, Kind.TEXT):
        figure = _reads(sheet.grid.values[row, column])
        if isinstance(figure, ParsedNumber):
            written[row] = figure
        elif figure:
            symbols += 1
        else:
            others += 1
    return _Column(column, written, numbers, symbols, others)


@functools.lru_cache(maxsize=8192)
def _reads(text: str) -> ParsedNumber | bool:
    """The figure a text is; else whether it is a symbol. The same texts come again and again."""
    figure = parse_number(text) if len(text) <= _LONGEST else None
    if figure is not None and not _kanji_only(text):
        return figure
    return read_value(text).status in _SYMBOLS


def _kanji_only(text: str) -> bool:
    """一, 二 … number things; they are not figures."""
    return not re.search(r"[0-9０-９]", text)


def _converted(sheet: Draft, block: Block, read: _Column, changes: list[Change]) -> Draft:
    values: dict[tuple[int, int], Any] = {}
    for row, figure in read.written.items():
        value = _whole(figure.value)
        values[row, read.column] = value
        before = sheet.grid.values[row, read.column]
        changes.append(Change(RULE, sheet.address(row, read.column), before, value, _REASON, sheet.name))
    sheet = sheet.with_values(values)
    sheet = _with_marks(sheet, block, read)
    return _with_units(sheet, block, read, changes)


_REASON = "文字で書かれた数を、数値に直しました。"


def _whole(value: float) -> int | float:
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _with_marks(sheet: Draft, block: Block, read: _Column) -> Draft:
    """Note marks that stood on figures get a column of their own."""
    marks = {row: _mark(figure.marks) for row, figure in read.written.items() if figure.marks}
    if not marks:
        return sheet
    name = free_name(sheet, block, f"{column_name(sheet, block, read.column)}_注記番号")
    return sheet.with_column(read.column, name, marks, block)


def _mark(marks: str) -> str:
    return substituted(marks.replace("()", "括弧書き", 1))


def _with_units(sheet: Draft, block: Block, read: _Column, changes: list[Change]) -> Draft:
    units = {row: substituted(figure.unit) for row, figure in read.written.items()}
    own = {unit for unit in units.values() if unit}
    name = column_name(sheet, block, read.column)
    if not own:
        return sheet
    if len(own) == 1 and all(units.values()) and not read.numbers and block.headed:
        unit = own.pop()
        if re.search(rf"[(（【][^()（）]*{re.escape(unit)}", clean_label(name)):
            return sheet
        row = block.name_row
        after = f"{name}（{unit}）"
        reason = "値に付いていた単位を、項目名に移しました。"
        changes.append(Change(RULE, sheet.address(row, read.column), name, after, reason, sheet.name))
        return sheet.with_values({(row, read.column): after})
    return sheet.with_column(read.column, free_name(sheet, block, f"{name}_単位"), _only(units), block)


def _only(units: Mapping[int, str]) -> dict[int, str]:
    return {row: unit for row, unit in units.items() if unit}
