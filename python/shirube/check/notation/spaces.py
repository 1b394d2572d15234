r"""White space that only lays a text out (均等割付, 字下げ, 折り返し).

>>> [has_layout_space(t) for t in ("総　　数", " 東地区", "人口\n（人）", "Tokyo Metropolis", "人口 Total")]
[True, True, True, False, False]
"""

from __future__ import annotations

import re

__all__ = ["MAY_HOLD_SPACE", "has_layout_space"]

MAY_HOLD_SPACE = re.compile(r"[\s\u00ad\u200b\u2060\ufeff]")
_SUSPECT = re.compile(r"^\s|\s$|[\r\n\u3000\u00ad\u200b\u2060\ufeff]|[^\S\n]{2}")
_EDGE = re.compile(r"^\s|\s$")
_RUN = re.compile(r"[^\S\n]{2,}")
_BREAK = re.compile(r"[\r\n]")
_INVISIBLE = re.compile(r"[\u00ad\u200b\u2060\ufeff]")
_SPREAD = re.compile(r"\S(?: \S)+")
#: A mark of a list item or of a note, then one wide space: the space separates, it does not lay out.
_MARKER = re.compile(
    r"(?:[ア-ンA-Za-zａ-ｚＡ-Ｚ]|※[0-9０-９]*|第[0-9０-９一二三四五六七八九十]+[^\s]?|[0-9０-９]+[.．])\u3000(?!\s)"
)
_PROSE = 40


def has_layout_space(text: str, *, separated: bool = False) -> bool:
    r"""Tell whether a text holds white space that is there for the look.

    Parameters
    ----------
    separated
        The column holds names or addresses, where one space inside divides two parts (山田　太郎).

    >>> has_layout_space("山田　太郎"), has_layout_space("山田　太郎", separated=True)
    (True, False)
    >>> has_layout_space("東 京"), has_layout_space("ア　個人"), has_layout_space("A社　　")
    (True, False, True)
    """
    if _SUSPECT.search(text) is None:
        return " " in text and _SPREAD.fullmatch(text) is not None and not text.isascii()
    if _EDGE.search(text) or _INVISIBLE.search(text) or _RUN.search(text):
        return True
    if _BREAK.search(text):
        return not _is_prose(text)
    body = text[match.end() :] if (match := _MARKER.match(text)) else text
    return "\u3000" in body and not (separated and body.count("\u3000") <= 2 and _long_parts(body))


def _is_prose(text: str) -> bool:
    """Paragraphs of a free answer: their breaks are the writer's."""
    return len(text) > _PROSE and "。" in text


def _long_parts(text: str) -> bool:
    # 東　京 is one word spread out; 山田　太郎 and 林　太郎 are two.
    parts = text.split("\u3000")
    return max(map(len, parts)) >= 2
