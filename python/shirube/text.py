"""Text as printed in Japanese tables: labels, keys for matching, note marks, widths.

Two kinds of function live here and must not be mixed up: those that change what the user will see
(`clean_label`, `strip_note_marks`) keep every visible code point, because names and addresses are spelled on purpose;
those that only compare (`match_key`) may fold as hard as they like.

>>> clean_label("総　　数"), match_key("ＡＢＣ　ｶﾅ")
('総数', 'abcカナ')
"""

from __future__ import annotations

import functools
import re
import unicodedata

__all__ = ["clean_label", "display_width", "has_japanese", "match_key", "strip_note_marks", "to_half_width"]

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_SPACE = re.compile(rf"[\s{_INVISIBLE}]+")
_JAPANESE = re.compile(
    "["
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff"  # kana, 々〆〇
    "\u3220-\u3243\u3280-\u32b0\u32d0-\u3357\u337b-\u337f"  # ㈱ ㊤ ㋿ ㌔ ㍻
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # kanji
    "\uff66-\uff6f\uff71-\uff9d"  # half-width kana
    "]"
)
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def to_half_width(text: str) -> str:
    """Return the text with full-width ASCII (letters, digits, signs) and the wide space made half-width.

    Kana, kanji and signs such as ㎡ or ① stay as they are, unlike with NFKC.

    >>> to_half_width("１，２３４㎡　カナ")
    '1,234㎡ カナ'
    """
    return text.translate(_HALF)


def has_japanese(text: str) -> bool:
    """Tell whether the text contains kana or kanji (signs alone do not count).

    >>> has_japanese("GDP成長率"), has_japanese("・・・"), has_japanese("Ａ")
    (True, False, False)
    """
    return _JAPANESE.search(text) is not None


def clean_label(text: object) -> str:
    r"""Return a printed label without the white space that only lays it out.

    In Japanese text white space and line breaks are layout (均等割付, 改行) and go away, except between Latin words.
    Other text is trimmed and runs of white space become one space. Visible code points are untouched.

    Parameters
    ----------
    text
        A cell value; ``None`` gives ``""``, a whole float is written without ``.0``.

    >>> clean_label("総　　数"), clean_label("人口\n（人）"), clean_label("  Total   number\nof persons ")
    ('総数', '人口（人）', 'Total number of persons')
    >>> clean_label("平 成 2 0 年"), clean_label("人口 Total population"), clean_label(2020.0)
    ('平成20年', '人口Total population', '2020')
    """
    if text is None:
        return ""
    if isinstance(text, float) and text.is_integer():
        text = int(text)
    plain = _SPACE.sub(_narrow, str(text)).strip(" ")
    if " " not in plain or not has_japanese(plain):
        return plain
    return re.sub(" ", lambda match: " " if _between_words(plain, match.start()) else "", plain)


def _narrow(match: re.Match[str]) -> str:
    # Invisible characters alone separate nothing.
    return " " if any(char not in _INVISIBLE for char in match[0]) else ""


def _between_words(text: str, at: int) -> bool:
    pair = to_half_width(text[at - 1] + text[at + 1])
    # Two digits apart are one spread number (2 0 年); a letter beside a letter or digit is a word boundary.
    return pair.isascii() and pair.isalnum() and not pair.isdigit()


@functools.lru_cache(maxsize=8192)
def match_key(text: str) -> str:
    """Return a key under which spellings of one thing meet; for comparing only, never for output.

    NFKC, case folded, all white space removed; repeated until stable, so ``match_key(match_key(x)) == match_key(x)``.

    >>> match_key("Ｔｏｔａｌ 計") == match_key("total計")
    True
    """
    key = _fold(text)
    while (again := _fold(key)) != key:
        key = again
    return key


def _fold(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))


_DIGITS = "[0-9０-９]{1,2}"
_LIST = rf"{_DIGITS}(?:[,，、・]{_DIGITS})*"
_SUPERSCRIPT = "¹²³⁰⁴-⁹"
_TRAILING_MARK = re.compile(
    r"\s*(?:"
    rf"[(（]?注(?:{_LIST})?[)）]"  # 注1)  (注)  （注１，２）
    rf"|注{_LIST}"
    rf"|[(（]?※(?:{_LIST})?[)）]?"
    rf"|[*＊]+(?:{_LIST}[)）]?)?"
    rf"|(?<![0-9０-９(（,，.．A-Za-zＡ-Ｚａ-ｚ~〜～\-－]){_LIST}[)）]"  # 1)
    r"|[①-⑳㉑-㉟㊱-㊿❶-❿⓪]"
    r"|[⑴-⒇]"
    rf"|(?<![mMｍ㎝㎞])[{_SUPERSCRIPT}]+⁾?"
    r"|[†‡]+"
    r")\s*$"
)
_MAY_HOLD_MARK = re.compile(rf"[注※*＊)）†‡①-⒇㉑-㉟㊱-㊿❶-❿⓪{_SUPERSCRIPT}]")
# ※1 alone names a note; ※12,345 is a number with a mark.
_LEADING_MARK = re.compile(rf"^\s*(?:※(?!{_DIGITS}\s*$)(?:{_LIST}[)）])?|[*＊]+)\s*")


def strip_note_marks(text: str) -> tuple[str, str]:
    """Separate the marks that point to a note from the text they stand on.

    Must run before any NFKC: NFKC turns ``100①`` into ``1001``. A text made of marks alone (``***``, ``①``, ``※1``)
    is a symbol or an answer, not a note mark, and comes back unchanged; so does ``8(1)``, which may be two values.

    Returns
    -------
    tuple
        The text without marks, and the marks joined in printed order (``""`` when there are none).

    >>> strip_note_marks("1,234 注1)"), strip_note_marks("100①"), strip_note_marks("※人口")
    (('1,234', '注1)'), ('100', '①'), ('人口', '※'))
    >>> [strip_note_marks(text)[1] for text in ("***", "※1", "8(1)", "面積(1)")]
    ['', '', '', '']
    """
    if not _MAY_HOLD_MARK.search(text):
        return text, ""
    body, trailing = text, ""
    while match := _TRAILING_MARK.search(body):
        rest = body[: match.start()]
        if not rest.strip() or not _balanced(rest):
            break
        body, trailing = rest.rstrip(), match[0].strip() + trailing
    leading = ""
    if (match := _LEADING_MARK.match(body)) and body[match.end() :].strip():
        body, leading = body[match.end() :], match[0].strip()
    if not (leading or trailing) or not _has_substance(body):
        return text, ""
    return body, leading + trailing


def _balanced(text: str) -> bool:
    plain = to_half_width(text)
    return plain.count("(") <= plain.count(")")


def _has_substance(text: str) -> bool:
    return any(char.isalnum() and not _TRAILING_MARK.fullmatch(char) for char in text) or bool(
        re.search(r"[^\s*＊※()（）①-⑳]", text)
    )


def display_width(text: str) -> int:
    """Return how many half-width columns the text fills: full-width 2, half-width 1, combining marks 0.

    Characters of ambiguous width (``○``, ``…``) count 2, as Japanese fonts draw them (UAX #11).

    >>> display_width("人口abc"), display_width("ｶﾅ"), display_width("…")
    (7, 2, 2)
    """
    return sum(_char_width(char) for char in text)


def _char_width(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "FWA" else 1
