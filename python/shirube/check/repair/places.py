"""L3-06: a column of local governments gets their codes beside it; short names become the official ones.

>>> from shirube.grid import Grid
>>> grid = Grid.from_rows([["都道府県", "人口"], ["青森", 1], ["岩手", 2], ["秋田県", 3]])
>>> sheet, changes = repair(Draft.of(grid, [Block(0, 0, 3, 1, 1, 1)]))
>>> sheet.grid.values[1, :2].tolist(), changes[0].before, changes[0].after
(['青森県', '020001'], '青森', '青森県')
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ...grid import Kind
from ...places import Municipality, candidates
from ...text import clean_label
from .draft import Block, Change, Draft, column_name, free_name

__all__ = ["RULE", "governments", "repair"]

RULE = "L3-06"
_TOTAL = re.compile(r"全国|計|総数|合計|総計|小計|市計|町村計|市町村計|不詳|その他|国外")
_CODE = re.compile(r"コード|code", re.IGNORECASE)
_MOST = 0.8
_LEAST = 3
NAME = "全国地方公共団体コード"


def governments(texts: Iterable[str]) -> dict[str, Municipality]:
    """Return the one place each text names; a name several places share is settled by the prefecture of the others.

    >>> sorted(place.pref for place in governments(["府中市", "調布市", "町田市"]).values())
    ['東京都', '東京都', '東京都']
    """
    found = {text: candidates(clean_label(text)) for text in dict.fromkeys(texts)}
    own = {places[0].pref for places in found.values() if len(places) == 1 and not places[0].is_prefecture}
    settled: dict[str, Municipality] = {}
    for text, places in found.items():
        fitting = [p for p in places if p.pref in own] if len(own) == 1 and len(places) > 1 else list(places)
        if len(fitting) == 1:
            settled[text] = fitting[0]
    return settled


def repair(sheet: Draft) -> tuple[Draft, tuple[Change, ...]]:
    """Add a column of codes beside every column of local governments."""
    changes: list[Change] = []
    for index in range(len(sheet.blocks)):
        block = sheet.blocks[index]
        if any(_CODE.search(column_name(sheet, block, c)) for c in block.columns):
            continue
        for column in reversed(block.columns):
            sheet = _coded(sheet, sheet.blocks[index], column, changes)
    return sheet, tuple(changes)


def _coded(sheet: Draft, block: Block, column: int, changes: list[Change]) -> Draft:
    rows = [r for r in block.rows if sheet.grid.kinds[r, column] == Kind.TEXT]
    texts = {sheet.grid.values[r, column] for r in rows}
    named = {text for text in texts if not _TOTAL.fullmatch(clean_label(text))}
    if len(named) < _LEAST:
        return sheet
    known = governments(sorted(named))
    if len(known) < _MOST * len(named):
        return sheet
    official: dict[tuple[int, int], Any] = {}
    codes: dict[int, str] = {}
    for row in rows:
        text = sheet.grid.values[row, column]
        place = known.get(text)
        if place is None:
            continue
        codes[row] = place.code
        if place.is_prefecture and clean_label(text) != place.name:
            official[row, column] = place.name
            changes.append(Change(RULE, sheet.address(row, column), text, place.name, _NAME, sheet.name))
    where = sheet.address(block.name_row, column)
    changes.append(Change(RULE, where, None, NAME, f"{len(codes)}行に団体コードの列を加えました。", sheet.name))
    return sheet.with_values(official).with_column(column, free_name(sheet, block, NAME), codes, block)


_NAME = "都道府県の名前を、正式な名前に直しました。"
