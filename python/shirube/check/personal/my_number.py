"""マイナンバー（個人番号）: 12 digits, the last one a check digit.

Check digit (行政手続における特定の個人を識別するための番号の利用等に関する法律の規定による通知カード及び個人番号カード
並びに情報提供ネットワークシステムによる特定個人情報の提供等に関する省令, 平成26年総務省令第85号, 第5条): with the
eleven digits counted n = 1…11 from the right, weights n+1 for n ≤ 6 and n−5 for n ≥ 7; 11 − (sum mod 11), and 0 when
the remainder is 0 or 1.

No function here returns, stores or formats a number it was given.
"""

from __future__ import annotations

import re

from ...text import to_half_width
from .kinds import Detector, PersonalKind

__all__ = ["DETECTOR", "is_my_number", "my_number_check_digit"]

_NUMBER = re.compile(r"(?<![0-9.,-])([0-9]{4}([-  ]?)[0-9]{4}\2[0-9]{4})(?![0-9.,-])")
_LOOSE = re.compile(r"[0-9]{11,12}|[0-9]{4}[- ][0-9]{4}[- ][0-9]{4}")  # 11: the leading zero lost
_HEADER = re.compile(r"マイナンバー|個人番号(?!カード)")
_NOT_HEADER = re.compile(r"有無|有り|なし|交付|件数|枚数|人数|率|カード|申請|確認|同意|状況|対応|制度")


def my_number_check_digit(eleven: str) -> int:
    """Return the check digit of the first eleven digits.

    >>> my_number_check_digit("12345678901")
    8
    """
    total = sum(int(digit) * (n + 1 if n <= 6 else n - 5) for n, digit in zip(range(11, 0, -1), eleven, strict=True))
    rest = total % 11
    return 0 if rest <= 1 else 11 - rest


def is_my_number(digits: str) -> bool:
    """Tell whether twelve digits carry the right check digit.

    >>> is_my_number("123456789018"), is_my_number("123456789012")
    (True, False)
    """
    return (
        len(digits) == 12
        and digits.isascii()
        and digits.isdigit()
        and digits != digits[0] * 12
        and my_number_check_digit(digits[:11]) == int(digits[11])
    )


def _strict(text: str) -> bool:
    plain = to_half_width(text)
    return any(is_my_number(re.sub(r"\D", "", found[0])) for found in _NUMBER.findall(plain))


def _loose(text: str) -> bool:
    return _LOOSE.fullmatch(to_half_width(text).strip()) is not None


DETECTOR = Detector(
    PersonalKind.MY_NUMBER,
    header=lambda key: bool(_HEADER.search(key)) and not _NOT_HEADER.search(key),
    strict=_strict,
    loose=_loose,
    suggestions=("列ごと削除",),
    alone=True,
    numbers=True,
    unheaded_share=0.8,
)
