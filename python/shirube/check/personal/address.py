"""住所: text that leads to a house: a town and the number after it (丁目だけ, 町名だけ are not a house)."""

from __future__ import annotations

import re

from ...text import to_half_width
from .kinds import Detector, PersonalKind

__all__ = ["DETECTOR", "has_house_number", "town_only"]

_N = r"(?:[0-9]{1,4}|[一二三四五六七八九十百]{1,5})"
_DASH = r"[-‐-―−ー－ｰの]"
# The number of a house: 3-12-5, 12番地3, 5番6号, 1丁目2番. A lone 3丁目 is a district.
_HOUSE = (
    rf"(?:{_N}丁目)?\s*"
    rf"(?:[0-9]{{1,5}}(?:{_DASH}[0-9]{{1,5}}){{1,3}}|{_N}番地?(?:{_DASH}?\s*{_N})?号?|{_N}丁目\s*[0-9]{{1,4}})"
)
_PLACE = r"(?:都|道|府|県|市|区|郡|町|村|大字|字|条|丁目)"
_NAMED = re.compile(rf"(?:{_PLACE}[^0-9\s、。,（(]{{0,12}}\s*{_HOUSE}(?!月|日|年|件|人|回|%))")
_TOWN_AND_HOUSE = re.compile(
    rf"[\u3400-\u9fff々ヶケノ之]{{2,10}}\s*(?:{_N}丁目\s*)?(?:[0-9]{{1,4}}{_DASH}[0-9]{{1,4}}(?:{_DASH}[0-9]{{1,4}}){{0,2}}|{_N}番地?[0-9の-]*号?)(?:\s.*|[^\d\s]*.{{0,20}})"
)
_CITY = re.compile(r"(?:東京都|北海道|(?:京都|大阪)府|[\u3400-\u9fff]{2,3}県).{1,8}?[市区町村].+")
_NOT_PLACE = re.compile(r"電話|℡|第[0-9]|[0-9]{2,4}年|令和|平成|昭和")
_LOOSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{2,}")
_HEADER = re.compile(r"住所|所在地|居所|番地|address|連絡先住所|本籍|現住地|送付先|住居|方書|居住地")
_NOT_HEADER = re.compile(
    r"メール|mail|ip|url|ホームページ|有無|数$|件数|変更日|異動|年月日|コード|区分|種別|要件|都道府県|市区町村|町字"
)
_PUBLIC = re.compile(r"所在地|施設|会社|事業所|店舗|会場|設置")
_TOWN = re.compile(rf"^(.*?{_N}丁目)|^(.*?[^0-9\s]+?)\s*(?:[0-9]|{_N}番)")


def has_house_number(text: str) -> bool:
    """Tell whether an address goes beyond the district, to a house.

    >>> [has_house_number(t) for t in ("みほん市中央3-12-5", "みほん市中央三丁目", "第2回 3-4月", "本町１２番地３")]
    [True, False, False, True]
    """
    plain = to_half_width(text).strip()
    if not re.search(r"[0-9一二三四五六七八九十]", plain) or _NOT_PLACE.search(plain):
        return False
    return _NAMED.search(plain) is not None or _TOWN_AND_HOUSE.fullmatch(plain) is not None


def town_only(address: str) -> str:
    """Return an address without what comes after the district (町丁); code points are kept.

    >>> town_only("みほん市中央三丁目12番5号"), town_only("みほん市本町12-3 コーポみほん101"), town_only("みほん市本町")
    ('みほん市中央三丁目', 'みほん市本町', 'みほん市本町')
    """
    found = _TOWN.match(to_half_width(address).rstrip())
    end = len(found[1] or found[2]) if found else len(address)
    return address[:end].strip()


def _loose(text: str) -> bool:
    return has_house_number(text) or (_CITY.match(text) is not None and re.search(r"[0-9０-９]", text) is not None)


DETECTOR = Detector(
    PersonalKind.ADDRESS,
    header=lambda key: bool(_HEADER.search(key)) and not _NOT_HEADER.search(key),
    strict=has_house_number,
    loose=_loose,
    suggestions=("町丁まで残す（番地から後を落とす）", "地区名に替える", "列ごと削除"),
    unheaded_share=0.5,
    public_headers=lambda key: bool(_PUBLIC.search(key)),
)
