"""Names of prefectures and municipalities, official and shortened.

>>> region_form("青森県"), region_form("青森"), region_form("札幌市中央区"), region_form("東地区")
('正式', '略称', '正式', '')
>>> region_form("札幌"), region_form("札幌", municipal=True)
('', '略称')
"""

from __future__ import annotations

import functools

from ...places import candidates, places
from ...text import match_key

__all__ = ["is_ambiguous", "region_form"]

_KINDS = "市区町村"


@functools.cache
def _names() -> frozenset[str]:
    found: set[str] = set()
    for place in places():
        found |= {place.name, place.name.replace(" ", ""), place.full_name, place.name.rpartition(" ")[2]}
    return frozenset(match_key(name) for name in found)


@functools.cache
def _short_prefectures() -> frozenset[str]:
    return frozenset(p.name[:-1] for p in places() if p.is_prefecture and p.name != "北海道")


@functools.cache
def _short_municipalities() -> frozenset[str]:
    """Names without 市区町村, two characters and more: 札幌, 千代田."""
    bare = {p.name.rpartition(" ")[2] for p in places() if not p.is_prefecture}
    return frozenset(name[:-1] for name in bare if name[-1] in _KINDS and len(name) > 2) - _names()


def region_form(text: str, *, municipal: bool = False) -> str:
    """Return ``正式``, ``略称``, or empty for what is no name of a region.

    Parameters
    ----------
    municipal
        Read 札幌 as 札幌市 too: only where the column holds municipalities, because family names look the same.
    """
    plain = text.strip(" \u3000")
    if plain in _short_prefectures():
        return "略称"
    if not plain or plain[-1] not in "都道府県市区町村":
        return "略称" if municipal and plain in _short_municipalities() else ""
    return "正式" if match_key(plain) in _names() or candidates(plain) else ""


def is_ambiguous(text: str) -> bool:
    """Tell whether two places in the country have this name (府中市).

    >>> is_ambiguous("府中市"), is_ambiguous("横浜市")
    (True, False)
    """
    return len(candidates(text)) > 1
