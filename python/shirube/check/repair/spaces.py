r"""L1-06: white space and line breaks that only lay the text out go away.

Between the words of a name (山田　太郎) one space says something and stays.

>>> [without_layout(t) for t in ("　総　　数", "人口\n（人）", "東 京 都", "山田　太郎", "Total  number", "A B C")]
['総数', '人口（人）', '東京都', '山田　太郎', 'Total number', 'A B C']
"""

from __future__ import annotations

import re
from typing import Any

from ...grid import Kind
from ...text import clean_label, has_japanese
from .proper import is_proper
from .sheet import Block, Change, Sheet, column_name

__all__ = ["RULE", "repair", "without_layout"]

RULE = "L1-06"
_WHITE = r"[\s\u3000\u00a0\u200b\ufeff]"
_ENDS = re.compile(rf"^{_WHITE}+|{_WHITE}+$")
_BREAK = re.compile(rf"{_WHITE}*[\r\n]+{_WHITE}*")
_RUN = re.compile(rf"{_WHITE}{{2,}}")
_ODD = re.compile(r"[\t\u00a0\u200b\ufeff]")


def without_layout(text: str, *, proper: bool = False) -> str:
    """Return a text without layout white space.

    Parameters
    ----------
    text
        Text of one cell.
    proper
        It is a name or an address: characters set apart (林　明) may be family and given name and stay apart.
    """
    plain = _BREAK.sub(_joint, _ENDS.sub("", text))
    plain = _ODD.sub(lambda match: "" if match[0] in "\u200b\ufeff" else " ", plain)
    if " " not in plain and "\u3000" not in plain:
        return plain
    if proper:
        return _RUN.sub("\u3000", plain) if has_japanese(plain) else _RUN.sub(" ", plain)
    if _spread(plain):
        return clean_label(plain)
    return _RUN.sub(lambda match: _joint(match), plain)


def _joint(match: re.Match[str]) -> str:
    """Nothing between Japanese characters, one space between Latin words."""
    text, start, end = match.string, match.start(), match.end()
    if not start or end >= len(text):
        return ""
    return "" if has_japanese(text[start - 1]) or has_japanese(text[end]) or not text[start - 1].isalnum() else " "


def _spread(text: str) -> bool:
    """Single Japanese characters set apart: 総　数."""
    pieces = text.split()
    return len(pieces) > 1 and has_japanese(text) and all(len(piece) == 1 for piece in pieces)


def repair(sheet: Sheet) -> tuple[Sheet, tuple[Change, ...]]:
    """Take layout white space out of headers, labels and values."""
    values: dict[tuple[int, int], Any] = {}
    changes: list[Change] = []
    for block in sheet.blocks:
        for row, column, text, proper in texts(sheet, block):
            plain = without_layout(text, proper=proper)
            if plain != text:
                values[row, column] = plain
                changes.append(Change(RULE, sheet.address(row, column), text, plain, _REASON, sheet.name))
    return sheet.with_values(values), tuple(changes)


_REASON = "見た目を整えるための空白や改行を除きました。"


def texts(sheet: Sheet, block: Block) -> list[tuple[int, int, str, bool]]:
    """Every text cell of a table with whether its column holds names or addresses (its header does not)."""
    kinds = sheet.grid.kinds[block.top : block.bottom + 1, block.left : block.right + 1]
    proper = {c: is_proper(column_name(sheet, block, c)) for c in block.columns}
    rows, columns = (kinds == Kind.TEXT).nonzero()
    return [
        (r, c, sheet.grid.values[r, c], proper[c] and r >= block.body_top)
        for r, c in zip((rows + block.top).tolist(), (columns + block.left).tolist(), strict=True)
    ]
