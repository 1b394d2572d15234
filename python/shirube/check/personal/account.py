"""口座番号: digits say nothing by themselves, so a header or a word beside the number is needed."""

from __future__ import annotations

import re

from ...text import to_half_width
from .kinds import Detector, PersonalKind

__all__ = ["DETECTOR"]

_SPOKEN = re.compile(r"(?:普通預?金?|当座|口座番号|口座)[ 　:：No.№(（)）]{0,4}[0-9]{6,8}(?![0-9])")
_LOOSE = re.compile(r"[0-9]{4,8}|[0-9]{5}-?[0-9]?-?[0-9]{2,8}")
_HEADER = re.compile(r"口座(?:番号|no|記号)|^口座$|通帳(?:番号|記号)|振込先(?:番号|口座)|^振込口座")
_NOT_HEADER = re.compile(r"名義|数$|件数|有無|名$|種別|区分|登録|開設|振替率")


def _strict(text: str) -> bool:
    return ("座" in text or "普通" in text) and _SPOKEN.search(to_half_width(text)) is not None


DETECTOR = Detector(
    PersonalKind.ACCOUNT,
    header=lambda key: bool(_HEADER.search(key)) and not _NOT_HEADER.search(key),
    strict=_strict,
    loose=lambda text: _LOOSE.fullmatch(to_half_width(text).strip()) is not None or _strict(text),
    suggestions=("列ごと削除",),
    alone=True,
    unheaded_share=0.0,
)
