"""L1-08: characters that only some machines know are written with common ones.

Names and addresses are left alone and listed, because their characters are spelled on purpose; so are kanji beyond
JIS X 0208, which stand for nothing else.

>>> plain_characters("①㈱ﾃｽﾄ Ⅲ 12㎡ ㍻30年 №5")
'(1)(株)テスト III 12m2 平成30年 No.5'
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from .sheet import Change, Sheet
from .spaces import texts

__all__ = ["RULE", "machine_dependent", "plain_characters", "repair"]

RULE = "L1-08"

#: NEC row 13 and the selections of NEC and IBM, half-width kana, squared and enclosed signs, private use.
_SIGNS = (
    "\u2460-\u24ff"  # ① ⑴ ⒈ ⓐ
    "\u2776-\u2793"  # ❶ ➀
    "\u2150-\u218b"  # ⅓ Ⅰ ⅰ
    "\u3200-\u33ff"  # ㈱ ㊤ ㋀ ㌔ ㍻ ㎡ ㏍
    "\u32ff"  # ㋿
    "\uff61-\uff9f"  # ｱ
    "\u2116\u2121\u213b\u2105\u2113"  # № ℡ ℻ ℅ ℓ
    "\u2070-\u209c\u00b2\u00b3\u00b9"  # superscripts and subscripts
    "\U0001f100-\U0001f2ff"
    "\u2200\u2211\u221f\u22bf\u222e"  # NEC mathematical signs that JIS X 0208 lacks
    "\u301d\u301f"  # 〝 〟
)
_DEPENDENT = re.compile(f"[{_SIGNS}]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_KANA = re.compile("[\uff61-\uff9f]+")
_SPECIAL = {
    "℡": "TEL", "№": "No.", "〝": "「", "〟": "」", "∑": "Σ", "∟": "直角", "⊿": "三角形", "∮": "積分", "ℓ": "L",
    "㏍": "株式会社", "㋿": "令和", "㈱": "(株)", "㈲": "(有)", "㈹": "(代)", "㎡": "m2", "㎥": "m3", "㏄": "cc",
}  # fmt: skip


def machine_dependent(text: str) -> str:
    """Return the machine-dependent characters of a text, in order (empty when there are none)."""
    return "".join(_DEPENDENT.findall(text)) + "".join(_PRIVATE.findall(text))


def plain_characters(text: str) -> str:
    """Return a text with common characters in place of machine-dependent ones; others are untouched."""
    text = _KANA.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return _DEPENDENT.sub(lambda match: _plain(match[0]), text)


def _plain(char: str) -> str:
    if char in _SPECIAL:
        return _SPECIAL[char]
    code = ord(char)
    folded = unicodedata.normalize("NFKC", char)
    if folded == char:
        return _numbered(char)
    enclosed = 0x2460 <= code <= 0x2473 or 0x24B6 <= code <= 0x24EA or 0x3251 <= code <= 0x32BF or code >= 0x3280
    if enclosed and code <= 0x32BF and not folded.startswith("("):
        return f"({folded})"
    return folded.replace("\u2044", "/")


def _numbered(char: str) -> str:
    """❶ and ➀ have no compatibility form, but a number."""
    number = unicodedata.numeric(char, None)
    return char if number is None else f"({int(number)})"


def repair(sheet: Sheet) -> tuple[Sheet, tuple[Change, ...]]:
    """Replace machine-dependent characters, except in names and addresses."""
    values: dict[tuple[int, int], Any] = {}
    changes: list[Change] = []
    for block in sheet.blocks:
        for row, column, text, proper in texts(sheet, block):
            if not _DEPENDENT.search(text) and not _PRIVATE.search(text):
                continue
            plain = text if proper else plain_characters(text)
            if plain != text:
                values[row, column] = plain
            reason = _DONE if plain != text else _NAME if proper else _UNKNOWN
            changes.append(Change(RULE, sheet.address(row, column), text, plain, reason, sheet.name))
    return sheet.with_values(values), tuple(changes)


_DONE = "機種依存文字を、どの機械でも読める文字に直しました。"
_NAME = "名前や所在地の文字なので、そのままにしました。公開する前に確かめてください。"
_UNKNOWN = "置き換える文字が決まらないので、そのままにしました（外字など）。"
