"""電子メール: a local part, an @ and a domain, full-width or half-width."""

from __future__ import annotations

import re

from ...text import to_half_width
from .kinds import Detector, PersonalKind

__all__ = ["DETECTOR"]

_ADDRESS = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_OFFICE = re.compile(
    r"@[\w.-]*\b(?:lg\.jp|go\.jp)$|^(?:info|kouhou|koho|soumu|webmaster|contact)@", re.ASCII | re.IGNORECASE
)
_HEADER = re.compile(r"メール|mail|アドレス")
_NOT_HEADER = re.compile(r"ipアドレス|webアドレス|urlアドレス|ホームページ|有無|配信|件数|マガジン")


def is_office_address(text: str) -> bool:
    """Tell whether every address in a text is one of a public office (…lg.jp, go.jp) or a desk (info@).

    >>> is_office_address("kikaku@city.mihon.lg.jp"), is_office_address("taro@example.com")
    (True, False)
    """
    found = _ADDRESS.findall(to_half_width(text))
    return bool(found) and all(_OFFICE.search(address) for address in found)


def _strict(text: str) -> bool:
    return "@" in (plain := to_half_width(text)) and _ADDRESS.search(plain) is not None


DETECTOR = Detector(
    PersonalKind.EMAIL,
    header=lambda key: bool(_HEADER.search(key)) and not _NOT_HEADER.search(key),
    strict=_strict,
    loose=_strict,
    suggestions=("列ごと削除",),
    alone=True,
    unheaded_share=0.0,
    public_headers=lambda key: bool(re.search(r"代表|問合|問い合わせ|連絡先メール|課|係", key)),
)
