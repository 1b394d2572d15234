r"""L1-06: white space and line breaks that only lay the text out go away.

Between the words of a text one space says something and stays, in a name the one that was there.

>>> [without_layout(t) for t in ("　総　　数", "人口\n（人）", "東 京 都", "東地区　　計", "Total  number", "A B C")]
['総数', '人口（人）', '東京都', '東地区計', 'Total number', 'A B C']
>>> without_layout("山田　太郎", proper=True), without_layout("中央区　　本町")
('山田　太郎', '中央区 本町')
"""

from __future__ import annotations

import re
from typing import Any

from ...grid import Kind
from ...text import clean_label, has_japanese
from ..notation.spaces import MAY_HOLD_SPACE, has_layout_space
from ..rules.l1_06_layout_spaces import SEPARATED
from .draft import Block, Change, Draft, column_name

__all__ = ["RULE", "repair", "texts", "without_layout"]

RULE = "L1-06"
_INVISIBLE = re.compile(r"[\u00ad\u200b\u2060\ufeff]")
_BREAK = re.compile(r"\s*[\r\n]+\s*")
_GAP = re.compile(r"[\s]{2,}|[^\S ]")


def without_layout(text: str, *, proper: bool = False) -> str:
    """Return a text without layout white space.

    Parameters
    ----------
    text
        Text of one cell.
    proper
        It is a name or an address: a single wide space between its parts stays.
    """
    if MAY_HOLD_SPACE.search(text) is None or not has_layout_space(text, separated=proper):
        return text
    plain = _BREAK.sub(_joint, _INVISIBLE.sub("", text).strip())
    if not has_layout_space(plain, separated=proper):
        return plain
    if proper:
        narrow = _GAP.sub("\u3000", plain)
        return plain if not has_japanese(plain) or narrow == plain else narrow
    parts = plain.split()
    if has_japanese(plain) and any(len(part) == 1 and has_japanese(part) for part in parts):
        return clean_label(plain)
    return " ".join(parts)


def _joint(match: re.Match[str]) -> str:
    """Nothing between Japanese characters, one space between Latin words."""
    before, after = match.string[match.start() - 1 : match.start()], match.string[match.end() : match.end() + 1]
    latin = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
    return " " if latin else ""


def repair(sheet: Draft) -> tuple[Draft, tuple[Change, ...]]:
    """Take layout white space out of headers, labels and values."""
    values: dict[tuple[int, int], Any] = {}
    changes: list[Change] = []
    for block in sheet.blocks:
        for row, column, text, proper in texts(sheet, block, SEPARATED):
            plain = without_layout(text, proper=proper)
            if plain != text:
                values[row, column] = plain
                changes.append(Change(RULE, sheet.address(row, column), text, plain, _REASON, sheet.name))
    return sheet.with_values(values), tuple(changes)


_REASON = "見た目を整えるための空白や改行を除きました。"


def texts(sheet: Draft, block: Block, names: re.Pattern[str]) -> list[tuple[int, int, str, bool]]:
    """Every text cell of a table, with whether it stands below a header that matches a pattern."""
    kinds = sheet.grid.kinds[block.top : block.bottom + 1, block.left : block.right + 1]
    named = {c: names.search(column_name(sheet, block, c)) is not None for c in block.columns}
    rows, columns = (kinds == Kind.TEXT).nonzero()
    return [
        (r, c, sheet.grid.values[r, c], named[c] and r >= block.body_top)
        for r, c in zip((rows + block.top).tolist(), (columns + block.left).tolist(), strict=True)
    ]
