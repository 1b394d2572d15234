"""仮ID: a person's id run through a hash. Whoever holds the salt or the list can go back, so it stays personal."""

from __future__ import annotations

import re

from .kinds import Detector, PersonalKind

__all__ = ["DETECTOR"]

_HEX = re.compile(
    r"(?=[0-9a-f]*[a-f])(?=[a-f]*[0-9])(?:[0-9a-f]{16}|[0-9a-f]{20}|[0-9a-f]{24}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64})",
    re.IGNORECASE,
)
_LOOSE = re.compile(r"[0-9A-Za-z+/=_-]{8,128}")
_HEADER = re.compile(r"仮id|仮名化?id|ハッシュ(?:値|化|id)?$|匿名(?:化)?(?:id|番号|コード)|仮名(?:番号|コード)|^hash")

DETECTOR = Detector(
    PersonalKind.HASHED_ID,
    header=lambda key: bool(_HEADER.search(key)),
    strict=lambda text: _HEX.fullmatch(text.strip()) is not None,
    loose=lambda text: _LOOSE.fullmatch(text.strip()) is not None,
    suggestions=("列ごと削除", "行を区別する必要があれば、順序を替えた連番に替える"),
    unheaded_share=0.8,
)
