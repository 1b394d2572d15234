"""Keys under which spellings of one name meet. Only for comparing: labels keep their code points.

Two strengths. The *plain* key forgets what nobody means (white space, width, dashes, 漢数字 or digits, ㈱ or 株式会社):
labels with one plain key are one thing. The *loose* key also forgets 異体字, ひらがな or カタカナ, punctuation, how an
address is written out: labels that share it are one thing only where no other label of the table shares it too.

>>> plain_key("第一小学校") == plain_key("第１小 学校"), plain_key("㈱みほん") == plain_key("株式会社みほん")
(True, True)
>>> loose_key("髙橋医院") == loose_key("高橋醫院"), loose_key("中央一丁目２番３号") == loose_key("中央1-2-3")
(True, True)
>>> loose_key("第一小学校") == loose_key("第二小学校")
False
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from ..numbers import parse_number
from ..text import match_key, to_half_width
from .spelling import LEGAL_FORMS, VARIANTS

__all__ = ["NameKey", "loose_key", "name_key", "plain_key", "split_legal_form"]

_DASH = re.compile("[-\u2010-\u2015\u2212\u2500\u2501\ufe58\ufe63ー]")
#: Between two numbers white space is a border, and so is the change from 漢数字 to digits: 二 3 and 二3 are not 23.
_NUMERALS = "〇零一二三四五六七八九十百千万"
_BORDER = re.compile(rf"(?<=[\d{_NUMERALS}])\s+(?=[\d{_NUMERALS}])|(?<=\d)(?=[{_NUMERALS}])|(?<=[{_NUMERALS}])(?=\d)")
#: Selectors of the shape of a character (IVS), which say nothing about which character it is.
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_KANJI_RUN = re.compile(f"[{_NUMERALS}]+(?!般)")  # 一般社団法人
_SPELLED = re.compile(
    "(?:[一二三四五六七八九]?千)?(?:[一二三四五六七八九]?百)?(?:[一二三四五六七八九]?十)?[一二三四五六七八九]?"
)
_POSITIONAL = re.compile("[一二三四五六七八九][〇零一二三四五六七八九]+")
_COUNTED = re.compile("丁目|番|号|地区|区|条|部|班|組|年|月|日|か所|ヶ所|回")
_HIRAGANA = {code: code + 0x60 for code in range(0x3041, 0x3097)} | {0x309D: 0x30FD, 0x309E: 0x30FE}
#: Other small letters tell words apart: びよういん is no びょういん.
_SMALL = {ord("ヵ"): "カ", ord("ヶ"): "ケ"}
_BETWEEN = re.compile(r"(?<=[一-鿿々\d])[ガケカ](?=[一-鿿々])")
_PARTICLE = re.compile(r"(?<=[一-鿿々])之(?=[一-鿿々])")
_PUNCTUATION = re.compile(r"""[\s・･.,、。'"`’‘“”「」『』【】\[\]()〈〉《》<>/／&＆+:;_|※*]+""")
_ADDRESS = (
    (re.compile(r"(?<=\d)(?:丁目|番地|番)ノ?(?=\d)"), "-"),
    (re.compile(r"(?<=\d)ノ(?=\d)"), "-"),
    (re.compile(r"(?<=\d-)(\d+)(?:番地|番|号)$"), r"\1"),
)
_FIRST_NUMBER = re.compile(r"\D*\d+(丁目|番)")
_LARGE_AREA = re.compile("大字(?=.)")


@dataclass(frozen=True, slots=True)
class NameKey:
    """The keys of one label.

    Attributes
    ----------
    plain, loose
        See the module.
    form
        Legal form and where it stands (``前株式会社``, ``後株式会社``); empty when the name has none.
    counted
        What the first number of an address counts, 丁目 or 番; empty when it does not say.
    """

    plain: str
    loose: str
    form: str = ""
    counted: str = ""

    def contradicts(self, other: NameKey) -> bool:
        """Whether both say what they are, and not the same: two companies, or 1丁目2番 and 1番2号.

        >>> name_key("本町1丁目2番").contradicts(name_key("本町1番2号"))
        True
        """
        return bool(
            (self.form and other.form and self.form != other.form)
            or (self.counted and other.counted and self.counted != other.counted)
        )


@functools.lru_cache(maxsize=65536, typed=True)
def plain_key(text: object) -> str:
    """Return the plain key of a label.

    >>> plain_key("中央 二十三丁目"), plain_key("センタ－")
    ('中央23丁目', 'センタ-')
    """
    bordered = _BORDER.sub("|", _SELECTORS.sub("", to_half_width(str(text))).strip())
    key = _DASH.sub("-", match_key(bordered))
    return _KANJI_RUN.sub(_numeral, _with_full_form(key))


def loose_key(text: object) -> str:
    """Return the loose key of a label, its legal form taken off.

    >>> loose_key("緑が丘（公園）"), loose_key("(福)みほん会")
    ('緑ケ丘公園', 'ミホン会')
    """
    return name_key(text).loose


def name_key(text: object) -> NameKey:
    """Return both keys and the legal form of a label.

    >>> name_key("みほん商事(株)")
    NameKey(plain='みほん商事株式会社', loose='ミホン商事', form='後株式会社', counted='')
    """
    plain = plain_key(text)
    form, bare = split_legal_form(plain)
    key = bare.translate(VARIANTS).translate(_HIRAGANA).translate(_SMALL)
    key = _BETWEEN.sub("ケ", _PARTICLE.sub("ノ", key))
    key = _PUNCTUATION.sub(lambda match: _kept_between_digits(key, *match.span()), key)
    counted = ""
    if any(char.isdigit() for char in key):
        first = _FIRST_NUMBER.match(key)
        counted = first[1] if first else ""
        for pattern, instead in _ADDRESS:
            key = pattern.sub(instead, key)
    return NameKey(plain, _LARGE_AREA.sub("", key) or plain, form, counted)


def split_legal_form(plain: str) -> tuple[str, str]:
    """Take the legal form off a plain key.

    Returns
    -------
    tuple
        ``前`` or ``後`` with the form (empty when there is none), and the rest; a name that is nothing but a form
        comes back whole.
    """
    if "法人" not in plain and "会社" not in plain:
        return "", plain
    for form in LEGAL_FORMS:
        if plain.startswith(form) and len(plain) > len(form):
            return f"前{form}", plain[len(form) :]
        if plain.endswith(form) and len(plain) > len(form):
            return f"後{form}", plain[: -len(form)]
    return "", plain


#: Shortened form → full form, longest first.
_SHORT = sorted(((short, form) for form, shorts in LEGAL_FORMS.items() for short in shorts), key=lambda p: -len(p[0]))
_SHORT_BEGINNINGS = tuple(short for short, _ in _SHORT)


def _with_full_form(key: str) -> str:
    if not key.startswith(_SHORT_BEGINNINGS) and not key.endswith(")"):
        return key
    for short, form in _SHORT:
        if key.startswith(short):
            return form + key[len(short) :]
        if key.endswith(short) and short.startswith("("):
            return key[: -len(short)] + form
    return key


def _numeral(match: re.Match[str]) -> str:
    """Digits for a number spelled in kanji: 二十三, 一〇五, 一; a run that may be a name (千, 一二三) stays."""
    run = match[0]
    spelled = _SPELLED.fullmatch(run) and (len(run) > 1 or run in "一二三四五六七八九十")
    counted = "〇" in run or "零" in run or _COUNTED.match(match.string, match.end())
    number = parse_number(run) if spelled or (counted and _POSITIONAL.fullmatch(run)) else None
    return run if number is None else str(int(number.value))


def _kept_between_digits(key: str, start: int, end: int) -> str:
    """1・2 must not become 12."""
    around = key[max(start - 1, 0) : start] + key[end : end + 1]
    return "|" if len(around) == 2 and around.isdigit() else ""
