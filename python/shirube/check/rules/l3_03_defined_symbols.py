"""L3-03: symbols in columns of numbers are explained."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from ...text import has_japanese, to_half_width
from ..finding import Finding
from ..sheet import Sheet
from .l2_01_numbers import number_columns

__all__ = ["check"]

_LONGEST = 4
_DASH = re.compile(r"[-\u2010-\u2015\u2212\uff0dー─━ｰ]+")
_DOTS = re.compile(r"[・･·.]{2,}|[…‥⋯]+")
_QUOTES = "「『\"“'（(【［["
_END = "」』\"”'）)】］]"


def check(sheet: Sheet) -> Iterator[Finding]:
    """Report signs among numbers whose meaning stands neither around the table nor elsewhere in the file."""
    view = sheet.view
    signs = view.flags_by_shape(_is_sign)
    if not signs.any():
        return
    around = [_folded(text) for text in sheet.around]
    undefined = signs & view.flags(lambda text: not _defined(_folded(text), around), among=signs)
    mask = np.zeros(sheet.grid.shape, dtype=bool)
    for table in sheet.tables:
        for column in number_columns(table):
            if table.count("number", column) or table.count("amount", column):
                table.mark(mask, column, undefined)
    if mask.any():
        shown = "、".join(dict.fromkeys(str(v).strip() for v in sheet.grid.values[mask].tolist()[:200]))
        yield sheet.finding(
            "L3-03",
            f"数値の列に、意味の書かれていない記号（{shown[:30]}）が{int(mask.sum())}個あります。",
            "記号の意味（秘匿、該当なし、不詳など）を、表の注か別のシートに書いてください。",
            mask,
            confidence=0.8,
        )


def _is_sign(text: str) -> bool:
    """A short text without digits; 不詳 and 秘匿 say what they mean."""
    plain = text.strip()
    return len(plain) <= _LONGEST and not has_japanese(plain) and not any(char.isdigit() for char in plain)


def _folded(text: str) -> str:
    return _DOTS.sub("…", _DASH.sub("-", to_half_width(text).casefold())).strip()


def _defined(sign: str, around: list[str]) -> bool:
    """Some text names the sign and says something about it: 「x」は秘匿, -：該当なし."""
    mark = re.escape(sign)
    before, after = re.escape(_QUOTES + _END), re.escape(_END)
    pattern = re.compile(
        rf"(?:^|[{before}\s、,。:])\s*{mark}\s*(?:[{after}]|[:=…]|は|\s+[^\s\d]|印)|[:=]\s*{mark}(?:\s|$|[、,])"
    )
    return any(has_japanese(text) and len(text) > len(sign) + 1 and pattern.search(text) for text in around)
