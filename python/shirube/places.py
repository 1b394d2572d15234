"""団体: prefectures, municipalities and wards with their codes; asks instead of guessing.

The table is ``data/places.csv``, four snapshots (2017, 2019, 2021, 2026) of a public list; it is read on first use. A
snapshot records what the list held, which can lag behind the law (see ``data/README.md``).

>>> by_code("13206").full_name, find("広島県府中市").code
('東京都府中市', '342084')
"""

from __future__ import annotations

import csv
import functools
import re
from collections import defaultdict
from dataclasses import dataclass
from importlib import resources

from .errors import ValueFormatError, nearest
from .text import match_key, to_half_width

__all__ = [
    "LATEST",
    "CodeReading",
    "Municipality",
    "appeared",
    "by_code",
    "candidates",
    "check_digit",
    "exists_in",
    "find",
    "places",
    "read_code",
    "renamed",
    "snapshots",
    "vanished",
]

LATEST = 2026


@dataclass(frozen=True, slots=True)
class Municipality:
    """A prefecture, city, special ward, town, village or ward of a designated city.

    Attributes
    ----------
    code
        全国地方公共団体コード, six digits as text, check digit last.
    pref, name, kana
        Prefecture; name as listed (``札幌市 中央区``); reading in hiragana.
    kind
        都 道 府 県 市 町 村 特別区 行政区.
    snapshots
        Snapshot years that list this code under this name.
    """

    code: str
    pref: str
    name: str
    kana: str
    kind: str
    snapshots: tuple[int, ...]

    @property
    def code5(self) -> str:
        """標準地域コード: the code without its check digit."""
        return self.code[:5]

    @property
    def is_prefecture(self) -> bool:
        """Whether this is one of the 47 prefectures."""
        return self.code5.endswith("000")

    @property
    def full_name(self) -> str:
        """Prefecture and name without spaces: ``北海道札幌市中央区``."""
        return self.name if self.is_prefecture else self.pref + self.name.replace(" ", "")


@dataclass(frozen=True, slots=True)
class CodeReading:
    """A code that was read; `note` says in Japanese what was repaired (empty when nothing was)."""

    place: Municipality
    note: str = ""


def check_digit(code5: str) -> str:
    """Return the sixth digit of a code: 11 − (6a+5b+4c+3d+2e mod 11), last digit (総務省 検査数字).

    Raises
    ------
    ValueFormatError
        SB-V304: not five digits.

    >>> check_digit("01100"), check_digit("13101")
    ('2', '6')
    """
    if not re.fullmatch(r"[0-9]{5}", code5):
        raise ValueFormatError("V304", text=code5)
    total = sum(weight * int(digit) for weight, digit in zip((6, 5, 4, 3, 2), code5, strict=True))
    return str((11 - total % 11) % 10)


@functools.cache
def _rows() -> tuple[Municipality, ...]:
    text = resources.files("shirube").joinpath("data/places.csv").read_text(encoding="utf-8")
    return tuple(
        Municipality(code, pref, name, kana, kind, tuple(int(year) for year in years.split()))
        for code, pref, name, kana, kind, years in list(csv.reader(text.splitlines()))[1:]
    )


@functools.cache
def snapshots() -> tuple[int, ...]:
    """Return the snapshot years, oldest first.

    >>> snapshots()
    (2017, 2019, 2021, 2026)
    """
    return tuple(sorted({year for row in _rows() for year in row.snapshots}))


def _snapshot(year: int) -> int:
    """The newest snapshot not after `year`."""
    known = [snapshot for snapshot in snapshots() if snapshot <= year]
    if not known:
        raise ValueFormatError("V305", year=year, first=snapshots()[0])
    return known[-1]


@functools.cache
def _in_snapshot(snapshot: int) -> tuple[Municipality, ...]:
    return tuple(row for row in _rows() if snapshot in row.snapshots)


def places(*, pref: str = "", year: int = LATEST) -> tuple[Municipality, ...]:
    """Return every place listed for a year in code order, or those of one prefecture (full or short name).

    >>> len([place for place in places(year=2026) if place.is_prefecture]), len(places(pref="鳥取"))
    (47, 20)
    """
    rows = _in_snapshot(_snapshot(year))
    if not pref:
        return rows
    name = _prefecture(pref)
    return tuple(row for row in rows if row.pref == name)


def by_code(code: str | int, *, digits: int | None = None, year: int | None = None) -> Municipality:
    """Return the place of a five- or six-digit code; parameters and errors as `read_code`.

    >>> by_code("011002").name, by_code(1100).name
    ('札幌市', '札幌市')
    """
    return read_code(code, digits=digits, year=year).place


def read_code(code: str | int, *, digits: int | None = None, year: int | None = None) -> CodeReading:
    """Read a code and say whether a lost leading zero was put back.

    Parameters
    ----------
    code
        Five digits (標準地域コード) or six (with check digit). Spreadsheets drop the zero of prefectures 01 to 09, so
        four digits are taken as five, and five as six when that is a valid code. Fifteen five-digit codes (44211:
        宇佐市, or 大和町 without its zero) fit both ways: as a number they are refused, as text they are taken as
        printed with a note.
    digits
        5 or 6 when the column is known to hold such codes; settles what would be ambiguous.
    year
        Take the name of that year; by default the newest name the code ever had.

    Raises
    ------
    ValueFormatError
        SB-V301 wrong check digit (names the right one), SB-V302 no such code, SB-V303 two places fit,
        SB-V304 not a code.

    >>> read_code("10006").note
    '先頭の0が落ちた「10006」を010006（北海道）と読みました。'
    """
    text = to_half_width(str(code)).strip()
    if isinstance(code, bool) or not re.fullmatch(r"[0-9]{4,6}", text):
        raise ValueFormatError("V304", text=code)
    if len(text) == 6 and text[5] != (right := check_digit(text[:5])):
        raise ValueFormatError("V301", text=text, right=right)
    table = _by_code(None if year is None else _snapshot(year))
    printed = _lookup(table, text, digits)
    restored = _lookup(table, f"0{text}", digits)
    if printed and restored and isinstance(code, int):
        raise ValueFormatError("V303", text=text, candidates=f"{_shown(printed)}、{_shown(restored)}")
    if printed:
        also = f"「{text}」は、先頭の0が落ちた{_shown(restored)}とも読めます。" if restored else ""
        return CodeReading(printed, also)
    if restored:
        return CodeReading(restored, f"先頭の0が落ちた「{text}」を0{text}（{restored.full_name}）と読みました。")
    raise ValueFormatError("V302", text=text)


def _lookup(table: dict[str, Municipality], text: str, digits: int | None) -> Municipality | None:
    if len(text) not in ((5, 6) if digits is None else (digits,)):
        return None
    place = table.get(text[:5])
    return place if place and place.code.startswith(text) else None


@functools.cache
def _by_code(snapshot: int | None) -> dict[str, Municipality]:
    rows = _rows() if snapshot is None else _in_snapshot(snapshot)
    return {row.code5: row for row in sorted(rows, key=lambda row: row.snapshots[-1])}


def _shown(place: Municipality) -> str:
    return f"{place.full_name}（{place.code}）"


def _key(name: str) -> str:
    # ヶ and ケ are spelled either way in one and the same official name.
    return match_key(name).replace("ヶ", "ケ").replace("ヵ", "カ")


@functools.cache
def _names(snapshot: int) -> dict[str, tuple[Municipality, ...]]:
    index: defaultdict[str, list[Municipality]] = defaultdict(list)
    for place in _in_snapshot(snapshot):
        spellings = {place.name, place.full_name, place.name.rpartition(" ")[2]}
        if place.is_prefecture:
            spellings.add(_short(place.name))
        for key in {_key(spelling) for spelling in spellings}:
            index[key].append(place)
    return {key: tuple(found) for key, found in index.items()}


def _short(prefecture: str) -> str:
    return prefecture if prefecture == "北海道" else prefecture[:-1]


def _prefecture(name: str) -> str:
    key = _key(name)
    for place in _in_snapshot(snapshots()[-1]):
        if place.is_prefecture and key in {_key(place.name), _key(_short(place.name))}:
            return place.name
    raise ValueFormatError("V308", text=name)


_DISTRICT = re.compile(r"^(?P<pref>.{2,3}[都道府県])?.+?郡(?P<rest>.+[町村])$")


def candidates(name: str, *, pref: str = "", year: int = LATEST) -> tuple[Municipality, ...]:
    """Return every place the name could mean, in code order; empty when none.

    White space, width and ヶ/ケ do not matter. A ward may be named alone (中央区), a prefecture in short (青森), a
    town with its district (空知郡南幌町).

    >>> [place.full_name for place in candidates("府中市")]
    ['東京都府中市', '広島県府中市']
    """
    index = _names(_snapshot(year))
    key = _key(name)
    found = index.get(key, ())
    if not found and (match := _DISTRICT.match(key)):
        found = index.get((match["pref"] or "") + match["rest"], ())
    if pref:
        wanted = _prefecture(pref)
        found = tuple(place for place in found if place.pref == wanted)
    return found


def find(name: str, *, pref: str = "", year: int = LATEST) -> Municipality:
    """Return the one place of that name.

    Parameters
    ----------
    name
        ``東京都府中市``, ``札幌市中央区``, ``北海道 札幌市 中央区``; a short form only for prefectures: ``青森`` is
        青森県.
    pref
        Prefecture to look in, full or short.
    year
        Year whose list is searched: the newest snapshot not after it.

    Raises
    ------
    ValueFormatError
        SB-V306: several places fit (all are listed); SB-V307: listed in other years only; SB-V309: unknown;
        SB-V305: before the first snapshot; SB-V308: unknown prefecture.

    >>> find("府中市", pref="広島").code, find("札幌市中央区").code5, find("青森").full_name
    ('342084', '01101', '青森県')
    """
    found = candidates(name, pref=pref, year=year)
    if len(found) == 1:
        return found[0]
    if found:
        raise ValueFormatError("V306", text=name, candidates="、".join(map(_shown, found)))
    others = {place for snapshot in snapshots() for place in candidates(name, pref=pref, year=snapshot)}
    if others:
        place = max(others, key=lambda place: place.snapshots[-1])
        years = "・".join(f"{snapshot}年" for snapshot in place.snapshots)
        raise ValueFormatError("V307", text=name, year=_snapshot(year), years=years, place=_shown(place))
    pool = [place.full_name for place in places(pref=pref, year=year)]
    pool += [place.name for place in places(pref=pref, year=year)]
    raise ValueFormatError("V309", text=name, near=nearest(name, pool))


def exists_in(code: str, year: int) -> bool:
    """Tell whether a five- or six-digit code is in the list of a year (newest snapshot not after it).

    >>> exists_in("40231", 2026), exists_in("40231", 2017)
    (True, False)
    """
    if len(code) not in (5, 6):
        raise ValueFormatError("V304", text=code)
    place = _by_code(_snapshot(year)).get(code[:5])
    return place is not None and place.code.startswith(code)


def vanished(start: int, end: int) -> tuple[Municipality, ...]:
    """Return the places whose code is listed for `start` but no longer for `end`.

    >>> [place.full_name for place in vanished(2017, 2026)]
    ['福岡県那珂川町']
    """
    kept = _by_code(_snapshot(end))
    return tuple(place for place in places(year=start) if place.code5 not in kept)


def appeared(start: int, end: int) -> tuple[Municipality, ...]:
    """Return the places whose code is listed for `end` but not yet for `start`.

    >>> [place.full_name for place in appeared(2017, 2026)]
    ['福岡県那珂川市']
    """
    return vanished(end, start)


def renamed(start: int, end: int) -> tuple[tuple[Municipality, Municipality], ...]:
    """Return (before, after) for codes whose name changed; ヶ written ケ is not a change.

    >>> [(old.name, new.name) for old, new in renamed(2017, 2026)]
    [('篠山市', '丹波篠山市')]
    """
    after = _by_code(_snapshot(end))
    pairs = ((place, after[place.code5]) for place in places(year=start) if place.code5 in after)
    return tuple((old, new) for old, new in pairs if _key(old.name) != _key(new.name))
