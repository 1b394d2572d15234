"""被保険者番号など: numbers that an office gave to one person (被保険者番号, 宛名番号, 住民票コード, 職員番号 …)."""

from __future__ import annotations

import re

from ...text import to_half_width
from .kinds import Detector, PersonalKind

__all__ = ["DETECTOR"]

_LOOSE = re.compile(r"[0-9A-Za-z]{1,6}(?:[-・ ]?[0-9A-Za-z]{1,8}){0,3}")
_HEADER = re.compile(
    r"被保険者(?:証)?(?:番号|記号)|保険(?:者)?証(?:の)?(?:番号|記号)|受給者(?:証)?番号|宛名(?:番号|コード)|住民票コード|住民(?:番号|コード)|"
    r"世帯(?:番号|コード)|個人(?:コード|id)|基礎年金番号|年金番号|免許証(?:の)?番号|旅券番号|パスポート番号|在留カード(?:の)?番号|手帳番号|"
    r"患者(?:番号|id)|カルテ番号|利用者(?:番号|id|コード)|学籍番号|児童(?:番号|id)|生徒(?:番号|id)|職員(?:番号|コード)|社員番号|"
    r"納税(?:義務)?者(?:番号|コード)|対象者(?:番号|id)|申請者(?:番号|id)|介護保険番号|識別番号"
)
_NOT_HEADER = re.compile(r"事業所|施設|法人|件数|人数|有無|団体|指定")
_SPOKEN = re.compile(rf"(?:{_HEADER.pattern})[ 　:：(（]{{0,3}}[0-9]{{4,12}}(?![0-9])")


def _strict(text: str) -> bool:
    return _SPOKEN.search(to_half_width(text)) is not None


def _loose(text: str) -> bool:
    plain = to_half_width(text).strip()
    return (any(map(str.isdigit, plain)) and _LOOSE.fullmatch(plain) is not None) or _strict(plain)


DETECTOR = Detector(
    PersonalKind.MEMBER_ID,
    header=lambda key: bool(_HEADER.search(key)) and not _NOT_HEADER.search(key),
    strict=_strict,
    loose=_loose,
    suggestions=("列ごと削除", "行を区別する必要があれば、順序を替えた連番に替える"),
    alone=True,
    unheaded_share=0.0,
)
