"""Texts that stand around tables: notes, sources, units, dates.

>>> is_note("注）単位未満は四捨五入"), is_note("資料：市民課"), is_note("注文数")
(True, True, False)
>>> stated_unit("（単位：人、％）"), stated_unit("人口（千人）"), stated_unit("単位 円")
('人、％', '', '円')
"""

from __future__ import annotations

import re

__all__ = ["is_note", "is_unit_line", "stated_unit"]

_NOTE = re.compile(
    r"[\s\u3000]*(?:[(（\[［【]?\s*(?:注|備考|資料|出典|出所|典拠|注記|注意|凡例|調査|脚注)[0-9０-９\s]*"
    r"[)）\]］】:：;；．.\u3000\s]|[(（]?注[0-9０-９]|※|[*＊]+\s*\S|(?:資料|出典|出所)[はの])"
)
_UNIT_LINE = re.compile(r"単\s*位\s*[:：;；は\s\u3000]+\s*([^)）\]］】]+)")


def is_note(text: str) -> bool:
    """Tell whether a text outside a table is a note or names the source."""
    return _NOTE.match(text) is not None


def stated_unit(text: str) -> str:
    """Return the unit a line such as 単位：千円 states, empty when it states none."""
    match = _UNIT_LINE.search(text)
    return match[1].strip() if match else ""


def is_unit_line(text: str) -> bool:
    """Tell whether a text is nothing but the statement of a unit."""
    return bool(stated_unit(text)) and len(text) <= 30
