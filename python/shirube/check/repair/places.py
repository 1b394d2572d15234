"""L3-06: a column of local governments gets their codes beside it; short names become the official ones.

>>> from shirube.grid import Grid
>>> grid = Grid.from_rows([["都道府県", "人口"], ["青森", 1], ["岩手", 2], ["秋田県", 3]])
>>> sheet, changes = repair(Draft.of(grid, [Block(0, 0, 3, 1, 1, 1)]))
>>> sheet.grid.values[1, :2].tolist(), changes[0].before, changes[0].after
(['青森県', '020001'], '青森', '青森県')
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from ...grid import Kind
from ...places import Municipality, candidates, check_digit
from ...text import clean_label
from ..rules.l3_06_regions import region_name
from .draft import Block, Change, Draft, column_name, free_name, rows_of

__all__ = ["RULE", "governments", "repair"]

RULE = "L3-06"
_TOTAL = re.compile(r"全国|計|総数|合計|総計|小計|市計|町村計|市町村計|不詳|その他|国外")
_CODE = re.compile(r"コード|code", re.IGNORECASE)
_MOST = 0.8
_LEAST = 3
NAME = "全国地方公共団体コード"


def governments(texts: Iterable[str]) -> dict[str, Municipality]:
    """Return the one place each text names.

    Names that several places share, and short ones (灘 for 灘区), are settled by the places the others lie in.

    >>> sorted(place.pref for place in governments(["府中市", "調布市", "町田市"]).values())
    ['東京都', '東京都', '東京都']
    >>> governments(["東灘", "灘", "須磨", "中央", "北"])["北"].full_name
    '兵庫県神戸市北区'
    """
    names = list(dict.fromkeys(texts))
    found = {text: _candidates(clean_label(text)) for text in names}
    certain = [places[0] for places in found.values() if len(places) == 1 and not places[0].is_prefecture]
    settled: dict[str, Municipality] = {}
    for text, places in found.items():
        fitting = places if len(places) == 1 else _within(places, certain)
        if len(fitting) == 1:
            settled[text] = fitting[0]
    return settled


def _candidates(name: str) -> tuple[Municipality, ...]:
    full = candidates(name)
    if full or not name:
        return full
    return tuple(place for kind in "市区町村" for place in candidates(name + kind))


def _within(places: Iterable[Municipality], certain: list[Municipality]) -> list[Municipality]:
    """Those in the city, else in the prefecture, that most of the certain ones lie in."""
    for key in (_city, lambda place: place.pref):
        homes = Counter(key(place) for place in certain).most_common(1)
        if homes and homes[0][0] and homes[0][1] * 2 > len(certain):
            fitting = [place for place in places if key(place) == homes[0][0]]
            if fitting:
                return fitting
    return []


def _city(place: Municipality) -> str:
    """The designated city of a ward; empty for what is no ward."""
    city, space, _ = place.name.rpartition(" ")
    return place.pref + city if space else ""


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
    rows = rows_of(sheet, block, column, Kind.TEXT)
    texts = set(sheet.grid.values[rows, column].tolist())
    named = {text for text in texts if not _TOTAL.fullmatch(clean_label(text))}
    if not named or (len(named) < _LEAST and not region_name(column_name(sheet, block, column))):
        return sheet
    known = governments(sorted(named))
    if len(known) < _MOST * len(named) or _has_codes(sheet, block):
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


def _has_codes(sheet: Draft, block: Block) -> bool:
    """Some column holds codes already, whatever it is called."""
    for column in block.columns:
        cells = sheet.grid.values[block.body_top : block.bottom + 1, column].tolist()
        texts = {str(value) for value in cells if value is not None}
        codes = sum(re.fullmatch(r"\d{6}", t) is not None and check_digit(t[:5]) == t[5] for t in texts)
        if len(texts) >= _LEAST and codes >= _MOST * len(texts):
            return True
    return False


_NAME = "都道府県の名前を、正式な名前に直しました。"
