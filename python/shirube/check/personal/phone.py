"""電話番号: ten digits of a fixed line, eleven of a mobile; toll-free numbers are an office's.

Source of the shapes: 総務省 電気通信番号計画 (fixed lines 0 + nine digits; 050, 060, 070, 080, 090 + eight digits;
0120 and 0800 free of charge, 0570 shared).
"""

from __future__ import annotations

import re

from ...text import to_half_width
from .kinds import Detector, PersonalKind

__all__ = ["DETECTOR"]

_DASH = r"[-‐-―−ー－ｰ]"
_GROUPED = re.compile(
    rf"(?<![0-9])\(?(0[0-9]{{1,4}})\)?(?:{_DASH}|(?<=\))\s?|\()([0-9]{{1,4}})(?:{_DASH}|\))([0-9]{{3,4}})(?![0-9]|{_DASH}[0-9])"
)
_MOBILE = re.compile(r"(?<![0-9])0[56789]0[0-9]{8}(?![0-9])")
_INTERNATIONAL = re.compile(r"\+81[ -]?(?:\(0\))?[1-9][0-9]{0,3}[ -]?[0-9]{1,4}[ -]?[0-9]{4}(?![0-9])")
_BARE = re.compile(r"0[0-9]{9,10}|[1-9][0-9]{8,9}")  # the second: the leading zero lost
_FREE = re.compile(r"^0(?:120|800|570|180|990)")
_HEADER = re.compile(r"電話|携帯|^tel|tel番号|電話番号|^fax|ファックス|ファクシミリ|phone|緊急連絡先|^連絡先$")
_NOT_HEADER = re.compile(r"有無|件数|回数|料金|台数|普及|契約|時間|相談|対応|調査|代|利用料|保有|メール|氏名")


def is_free_dial(text: str) -> bool:
    """Tell whether a text is a toll-free or shared number, which no person has.

    >>> is_free_dial("0120-000-000"), is_free_dial("03-0000-0000")
    (True, False)
    """
    return _FREE.match(re.sub(r"\D", "", to_half_width(text))) is not None


def _right_length(digits: str) -> bool:
    if _FREE.match(digits):
        return len(digits) in (10, 11)
    return len(digits) == (11 if re.match(r"0[56789]0", digits) else 10)


def _strict(text: str) -> bool:
    if "0" not in (plain := to_half_width(text)) and "+81" not in plain:
        return False
    grouped = any(_right_length("".join(groups)) for groups in _GROUPED.findall(plain))
    return grouped or bool(_MOBILE.search(plain) or _INTERNATIONAL.search(plain))


def _loose(text: str) -> bool:
    plain = to_half_width(text).strip()
    return _strict(plain) or _BARE.fullmatch(re.sub(rf"\s|{_DASH}", "", plain)) is not None


DETECTOR = Detector(
    PersonalKind.PHONE,
    header=lambda key: bool(_HEADER.search(key)) and not _NOT_HEADER.search(key),
    strict=_strict,
    loose=_loose,
    suggestions=("列ごと削除",),
    alone=True,
    unheaded_share=0.0,
    public_headers=lambda key: bool(re.search(r"代表電話|問合|問い合わせ|施設|店舗|会社|事業所|学校|課", key)),
)
