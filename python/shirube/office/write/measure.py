"""How wide a text is and where its lines break, so that sheets need neither merged cells nor guesses of Excel.

Width is counted in half-width units: 2 for full-width characters, 1 for the rest.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["width", "wrap"]

#: 行頭禁則 and 行末禁則 (JIS X 4051): may not begin, or end, a line.
_NOT_FIRST = frozenset("、。，．・：；？！）］｝」』】〉》〕ー々ゝゞぁぃぅぇぉっゃゅょァィゥェォッャュョ％℃,.!?:;)]}%")
_NOT_LAST = frozenset("（［｛「『【〈《〔([{")
_UNIT = re.compile(r"[−▲]?[0-9A-Za-z](?:[0-9A-Za-z.,/:_-]*[0-9A-Za-z])?|.", re.DOTALL)


def width(text: str) -> int:
    """Return the display width in half-width units.

    >>> width("人口12"), width("")
    (6, 0)
    """
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(ch) in "WFA" else 1 for ch in text)


def wrap(text: str, room: float) -> list[str]:
    """Break a text into lines of at most `room` units; at least one line.

    Line breaks of the text are kept; numbers and Latin words stay whole; punctuation neither begins nor is
    stranded at the end of a line. A single unit wider than the room is cut.

    >>> wrap("効果は、ありました。", 8)
    ['効果は、', 'ありまし', 'た。']
    """
    return [line for part in text.split("\n") for line in _wrap_line(part, max(room, 2))] or [""]


def _wrap_line(text: str, room: float) -> list[str]:
    lines, line, used = [], "", 0
    for unit in _units(text, room):
        size = width(unit)
        if line and used + size > room:
            lines.append(line.rstrip(" "))
            line, used = "", 0
            unit = unit.lstrip(" ")
            size = width(unit)
        line += unit
        used += size
    return [*lines, line]


def _units(text: str, room: float) -> list[str]:
    units: list[str] = []
    for unit in _UNIT.findall(text):
        glued = bool(units) and (unit in _NOT_FIRST or units[-1][-1] in _NOT_LAST)
        if glued and width(units[-1]) + width(unit) <= room:
            units[-1] += unit
        elif width(unit) > room:
            units += list(unit)
        else:
            units.append(unit)
    return units
