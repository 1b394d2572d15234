"""機種依存文字: characters that not every machine shows or sorts alike.

What counts: the signs NEC and IBM added to JIS X 0208 (① Ⅲ ㈱ ㎡ № ℡ ㍻ …), their Unicode relatives, pictographs, and
外字 (private use). Kanji are never flagged here: 髙 and 﨑 stand in names, which must stay as they are.

>>> machine_dependent("㈱しるべ①"), machine_dependent("髙橋"), machine_dependent("km2")
('㈱①', '', '')
>>> substituted("㈱しるべ①"), substituted("１０㎡"), substituted("㍻20年")
('(株)しるべ(1)', '１０m2', '平成20年')
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["has_gaiji", "has_machine_dependent", "machine_dependent", "substituted", "unusual_kanji"]

_CLASS = (
    "\u2116\u2121\u2122\u2120\u213b"  # № ℡ ™ ℠ ℻
    "\u2150-\u218b"  # fractions, Ⅰ ⅰ
    "\u222e\u2211\u221f\u22bf"  # ∮ ∑ ∟ ⊿ (row 13)
    "\u2460-\u24ff\u2776-\u2793"  # ① ⑴ ⒈ Ⓐ ❶
    "\u2600-\u2604\u2607-\u263f\u2641\u2643-\u2669\u266b\u266c\u266e\u2670-\u2775\u2794-\u27bf"  # ☎ ♨ ✔
    "\u301d\u301f\u3020\u3036"  # 〝 〟
    "\u3200-\u32ff\u3300-\u33ff"  # ㈱ ㊤ ㋿ ㌔ ㎡ ㍻
    "\ufe30-\ufe4f"
    "\U0001f000-\U0001faff"  # pictographs
)
_GAIJI = "\ue000-\uf8ff\U000f0000-\U0010fffd"
_FOUND = re.compile(f"[{_CLASS}{_GAIJI}]")
_GAIJI_FOUND = re.compile(f"[{_GAIJI}]")
#: Kanji outside JIS X 0208 that machines have anyway: IBM's own, and the compatibility block.
_UNUSUAL = re.compile("[\uf900-\ufaff\U00020000-\U0003ffff\u9ad9]")
_SPECIAL = {
    "\u2116": "No.",
    "\u2121": "TEL",
    "\u213b": "FAX",
    "\u301d": "「",
    "\u301f": "」",
    "\u32ff": "令和",
    "㏄": "cc",
}


def machine_dependent(text: str) -> str:
    """Return the machine-dependent characters of a text, each once, in order; empty when there are none."""
    return "".join(dict.fromkeys(_FOUND.findall(text)))


def has_machine_dependent(text: str) -> bool:
    """Tell whether a text holds a machine-dependent character."""
    return _FOUND.search(text) is not None


def has_gaiji(text: str) -> bool:
    """Tell whether a text holds 外字 (private use): nothing can be put in its place."""
    return _GAIJI_FOUND.search(text) is not None


def unusual_kanji(text: str) -> str:
    """Return kanji outside JIS X 0208 that are usual in names, each once.

    >>> unusual_kanji("髙橋・﨑山")
    '髙﨑'
    """
    return "".join(dict.fromkeys(_UNUSUAL.findall(text)))


def substituted(text: str) -> str:
    """Return the text with machine-dependent characters spelled out; 外字 and pictographs stay."""
    return _FOUND.sub(lambda match: _substitute(match[0]), text)


def _substitute(char: str) -> str:
    if char in _SPECIAL:
        return _SPECIAL[char]
    plain = unicodedata.normalize("NFKC", char).replace("\u2044", "/")
    if plain == char:
        return char
    # A bare digit would run into its neighbours: 第1① is not 第11.
    return f"({plain})" if "\u2460" <= char <= "\u2473" or "\u3251" <= char <= "\u32bf" else plain
