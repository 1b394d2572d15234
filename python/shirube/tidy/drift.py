"""What changed between tables of one family: columns, units, kinds of year, members. Reported, never mended.

>>> Drift("単位", "人口.xlsx", "単位が「千円」から「円」に変わっています。").kind
'単位'
"""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from ..table import TidyTable
from ..text import match_key
from .times import western_years

__all__ = ["Drift", "drifts"]

_MOST_NAMES = 5
_LIKE = 0.6


@dataclass(frozen=True, slots=True)
class Drift:
    """One change: its kind (列, 順序, 単位, 年と年度, 区分), the sheet in which it shows, and a sentence."""

    kind: str
    where: str
    sentence: str


def drifts(tables: Sequence[TidyTable], periods: Sequence[tuple[str, object] | None] = ()) -> tuple[Drift, ...]:
    """Compare every table with the one before it; the kinds of year over all of them."""
    found: list[Drift] = []
    for before, after in itertools.pairwise(tables):
        where = "!".join(part for part in (after.source, after.sheet) if part)
        found += _columns(before, after, where)
        if before.unit != after.unit and (before.unit or after.unit):
            units = (before.unit or "なし", after.unit or "なし")
            text = "単位が「{}」から「{}」に変わっています。桁を確かめてください。".format(*units)
            found.append(Drift("単位", where, text))
        found += _members(before, after, where)
    kinds = {type(period[1]).__name__ for period in periods if period}
    if len(kinds) > 1 or (kinds and not all(periods)):
        mixed = "年・年度・年月が混ざっている" if len(kinds) > 1 else "時点の分からない表がある"
        found.append(Drift("年と年度", "", f"{mixed}ので、時点の列は作っていません。出所の列で見分けてください。"))
    return tuple(found)


def _columns(before: TidyTable, after: TidyTable, where: str) -> list[Drift]:
    old, new = ([*t.dimensions, *t.measures] for t in (before, after))
    gone, come = _only(old, new), _only(new, old)
    found: list[Drift] = []
    for name in list(gone):
        like = difflib.get_close_matches(name, come, n=1, cutoff=_LIKE)
        if like:
            found.append(
                Drift(
                    "列", where, f"列「{name}」が無く、似た名前の「{like[0]}」があります。同じものか確かめてください。"
                )
            )
            gone.remove(name)
            come.remove(like[0])
    if gone:
        found.append(Drift("列", where, f"列{_listed(gone)}がありません。この表の行では空欄です。"))
    if come:
        found.append(Drift("列", where, f"列{_listed(come)}が増えています。ほかの表の行では空欄です。"))
    both = [match_key(n) for n in old if match_key(n) in {match_key(m) for m in new}]
    if both != [match_key(n) for n in new if match_key(n) in set(both)]:
        found.append(Drift("順序", where, "列の並びが変わっています。名前で合わせたので、値はずれていません。"))
    return found


def _members(before: TidyTable, after: TidyTable, where: str) -> list[Drift]:
    """Labels that vanish or appear in a dimension both have; years and ids do so every time and are left out."""
    found = []
    for name in before.dimensions:
        same = next((n for n in after.dimensions if match_key(n) == match_key(name)), None)
        if same is None:
            continue
        old, new = (list(dict.fromkeys(map(str, t.frame[n]))) for t, n in ((before, name), (after, same)))
        if western_years([label for label in old if label]) or len(old) == len(before.frame) > _MOST_NAMES:
            continue
        gone, come = _only(old, new), _only(new, old)
        if gone:
            found.append(Drift("区分", where, f"「{name}」の{_listed(gone)}がなくなっています。"))
        if come:
            found.append(Drift("区分", where, f"「{name}」に{_listed(come)}が現れています。"))
    return found


def _only(names: Sequence[str], others: Sequence[str]) -> list[str]:
    known = {match_key(other) for other in others}
    return [name for name in names if match_key(name) not in known]


def _listed(names: Sequence[str]) -> str:
    shown = "".join(f"「{name}」" for name in names[:_MOST_NAMES])
    return shown + (f"ほか{len(names) - _MOST_NAMES}件" if len(names) > _MOST_NAMES else "")
