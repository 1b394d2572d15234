"""L1-08: characters that only some machines know are written with common ones (① becomes (1), ㈱ becomes (株)).

Names and addresses are left alone and listed, because their characters are spelled on purpose; so are 外字, which
stand for nothing else.

>>> from shirube.check.repair import Block
>>> from shirube.grid import Grid
>>> grid = Grid.from_rows([["氏名", "面積"], ["㈱東", "①㎡"]])
>>> draft, changes = repair(Draft.of(grid, [Block(0, 0, 1, 1, 1, 0)]))
>>> draft.grid.values[1].tolist(), [change.after for change in changes]
(['㈱東', '(1)m2'], ['㈱東', '(1)m2'])
"""

from __future__ import annotations

from typing import Any

from ..notation.characters import machine_dependent, substituted, unusual_kanji
from ..rules.l1_08_plain_characters import PROPER_NAMES
from .draft import Change, Draft
from .spaces import texts

__all__ = ["RULE", "repair"]

RULE = "L1-08"


def repair(sheet: Draft) -> tuple[Draft, tuple[Change, ...]]:
    """Replace machine-dependent characters, except in names and addresses."""
    values: dict[tuple[int, int], Any] = {}
    changes: list[Change] = []
    for block in sheet.blocks:
        for row, column, text, proper in texts(sheet, block, PROPER_NAMES):
            if not machine_dependent(text) and not unusual_kanji(text):
                continue
            plain = text if proper else substituted(text)
            if plain != text:
                values[row, column] = plain
            reason = _DONE if plain != text else _NAME if proper or unusual_kanji(text) else _UNKNOWN
            changes.append(Change(RULE, sheet.address(row, column), text, plain, reason, sheet.name))
    return sheet.with_values(values), tuple(changes)


_DONE = "機種依存文字を、どの機械でも読める文字に直しました。"
_NAME = "名前や所在地の文字なので、そのままにしました。公開する前に確かめてください。"
_UNKNOWN = "置き換える文字が決まらないので、そのままにしました（外字や絵文字）。"
