"""郵便番号: three digits, a hyphen, four digits; in free text only after 〒."""

from __future__ import annotations

import re

from ...text import to_half_width
from .kinds import Detector, PersonalKind

__all__ = ["DETECTOR"]

_DASH = r"[-‐-―−ー－ｰ]"
_WHOLE = re.compile(rf"〒?\s*[0-9]{{3}}{_DASH}[0-9]{{4}}|〒\s*[0-9]{{7}}")
_MARKED = re.compile(rf"〒\s*[0-9]{{3}}{_DASH}?[0-9]{{4}}(?![0-9])")
_LOOSE = re.compile(rf"〒?\s*[0-9]{{3}}{_DASH}?[0-9]{{4}}|[0-9]{{6}}")  # six: the leading zero lost
_HEADER = re.compile(r"郵便番号|^〒|postalcode|zipcode|^zip$")


def _strict(text: str) -> bool:
    plain = to_half_width(text).strip()
    return _WHOLE.fullmatch(plain) is not None or ("〒" in plain and _MARKED.search(plain) is not None)


DETECTOR = Detector(
    PersonalKind.POSTAL,
    header=lambda key: bool(_HEADER.search(key)),
    strict=_strict,
    loose=lambda text: _LOOSE.fullmatch(to_half_width(text).strip()) is not None or _strict(text),
    suggestions=("列ごと削除", "上3桁だけ残す", "地区名に替える"),
)
