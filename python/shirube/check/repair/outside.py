"""L1-04, L3-01: titles, units and notes around a table move to the description; the table begins in row 1.

>>> from shirube.check.repair import Block
>>> from shirube.grid import Grid
>>> grid = Grid.from_rows([["人口（2023年）"], ["単位：人"], ["地区", "人口"], ["東", 1], ["注）推計"]])
>>> sheet, changes = repair(Draft.of(grid, [Block(2, 0, 3, 1, 3, 1)]))
>>> sheet.grid.values.tolist(), [(fact.label, fact.value) for fact in sheet.facts]
([['地区', '人口'], ['東', 1]], [('表題', '人口（2023年）'), ('単位', '単位：人'), ('注', '注）推計')])
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np

from ...grid import Kind
from ..notation.notes import is_note, is_unit_line
from .draft import Change, Draft, Fact

__all__ = ["RULES", "fact_label", "repair"]

RULES = ("L1-04", "L3-01")
_BARE_UNIT = re.compile(r"\s*[(（][^()（）]{1,12}[)）]\s*")
_NUMBERED = re.compile(r"\s*\d+[)）]")
_SOURCE = re.compile(r"資料|出典|出所|作成|調べ|調査")


def repair(sheet: Draft) -> tuple[Draft, tuple[Change, ...]]:
    """Take everything outside the one table of the sheet out, blank margins included."""
    if len(sheet.blocks) != 1:
        return sheet, ()
    (block,) = sheet.blocks
    facts: list[Fact] = []
    changes: list[Change] = []
    for row, column in np.argwhere(sheet.grid.kinds != Kind.BLANK).tolist():
        if block.span.covers(row, column):
            continue
        value, cell = sheet.grid.values[row, column], sheet.address(row, column)
        label = fact_label(value, above=row < block.top)
        facts.append(Fact(label, value, cell, sheet.name))
        changes.append(Change(RULES[0], cell, value, value, f"表の外の{label}を「表の説明」に移しました。", sheet.name))
    if block.top or block.left:
        where = sheet.address(block.top, block.left)
        changes.append(Change(RULES[1], where, where, "A1", "項目名の行が1行目に来るように詰めました。", sheet.name))
    return replace(sheet.cut(block), facts=(*sheet.facts, *facts)), tuple(changes)


def fact_label(value: Any, *, above: bool) -> str:
    """What a text outside a table is."""
    if not isinstance(value, str):
        return "表の外の値"
    if is_unit_line(value) or _BARE_UNIT.fullmatch(value):
        return "単位"
    if is_note(value) or _NUMBERED.match(value):
        return "出所" if _SOURCE.search(value[:8]) else "注"
    return "表題" if above else "注"
