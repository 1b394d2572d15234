r"""Lists and pairs in one cell of a 設定 sheet: 、 between items, ＝ inside a pair, ／ inside a step; ``\`` escapes.

>>> escape("a、b"), split(escape("a、b") + "、c", "、"), unescape(escape("a、b"))
('a\\、b', ['a\\、b', 'c'], 'a、b')
"""

from __future__ import annotations

__all__ = ["escape", "split", "unescape"]

#: An empty item of a list, so that it is not mistaken for an empty list.
_EMPTY = "\\-"
#: A line break, which would make the cell look empty behind it.
_BREAK = "\\改"
_ESCAPES = (("\\", "\\\\"), ("、", "\\、"), ("＝", "\\＝"), ("／", "\\／"), ("\n", _BREAK))


def escape(text: str) -> str:
    """Write an item so that `split` does not cut it."""
    if not text:
        return _EMPTY
    for plain, escaped in _ESCAPES:
        text = text.replace(plain, escaped)
    return text


def split(text: str, separator: str) -> list[str]:
    """Split at an unescaped separator; the parts keep their escapes."""
    parts, current, i = [], "", 0
    while i < len(text):
        if text[i] == "\\" and i + 1 < len(text):
            current += text[i : i + 2]
            i += 2
            continue
        if text[i] == separator:
            parts.append(current)
            current = ""
        else:
            current += text[i]
        i += 1
    return [*parts, current]


def unescape(text: str) -> str:
    """Read an item back."""
    if text == _EMPTY:
        return ""
    out, i = "", 0
    while i < len(text):
        if text.startswith(_BREAK, i):
            out += "\n"
            i += len(_BREAK)
            continue
        if text[i] == "\\" and i + 1 < len(text):
            i += 1
        out += text[i]
        i += 1
    return out
