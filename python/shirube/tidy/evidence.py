"""What the names of the columns of a list give away: series, pairs of measure and key.

>>> series_kind(["2021年度", "2022年度", "2023年度"]), series_kind(["Jan", "Feb"]), series_kind(["氏名", "住所"])
('time', 'time', '')
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..calendar import parse_time
from ..text import to_half_width
from .names import dimension_name
from .times import western_years

__all__ = ["ID_NAME", "divided", "kind_of", "pairs_of", "series_kind", "series_runs"]

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
)  # fmt: skip
_DAYS = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "mon", "tue", "wed", "thu", "fri", "sat", "sun",
)  # fmt: skip
_WORDS = frozenset((*_MONTHS, *_DAYS))
_TIME = re.compile(
    rf"(?:fy|cy)?\s*(?:19|20)\d\d(?:年度?)?(?:\s*[-/]\s*\d{{2,4}})?|q[1-4]|(?:19|20)\d\d\s*q[1-4]|"
    rf"(?:{'|'.join(_MONTHS)})[\s,.\-']*\d{{2,4}}|\d{{1,2}}[\s\-]*(?:{'|'.join(_MONTHS)})(?:[\s\-,]*\d{{2,4}})?|"
    rf"(?:{'|'.join(_MONTHS)})\s+\d{{1,2}},?\s*\d{{2,4}}|\d{{1,4}}[/.\-]\d{{1,2}}(?:[/.\-]\d{{1,4}})?|"
    r"(?:1[0-2]|[1-9])月|\d{1,2}:\d\d(?::\d\d)?|(?:19|20)\d\d年?\d{1,2}月|"
    r"(?:week|month|day|year|quarter|第)\s*\d+(?:週|日|回|年|期|四半期)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[+\-]?\d+(?:\.\d+)?")
_RANGE = re.compile(
    r"[<>≤≥]?\s*[$¥]?\d[\d,.]*k?\s*(?:[~～\-–—]|to)\s*[<>]?[$¥]?\d[\d,.]*k?\+?|[<>≤≥]=?\s*[$¥]?\d[\d,.]*k?|\d+\+", re.I
)
_HEADED = re.compile(r"(?P<head>[^()]+)\(.+\)")
_STEM = re.compile(r"(?P<stem>.*?\D)[\s_\-.]*(?P<number>\d+)")

#: Names of columns that tell rows apart however numeric they are.
ID_NAME = re.compile(
    r"(?:^|[\s_])(?:id|no\.?|code|index|key|rank|year|month|day|date|time|number|zip|phone)$|^#$|^(?:id|index|no)\b|"
    r"番号|コード|年$|年度$|月$|日$|順位|電話",
    re.IGNORECASE,
)


def kind_of(name: str) -> str:
    """The kind of a column name: ``time``, ``number``, ``range``, ``letter``, a stem with a counter, or empty."""
    plain = to_half_width(name).strip()
    if not plain:
        return ""
    if plain.casefold().rstrip(".") in _WORDS or _TIME.fullmatch(plain) or parse_time(plain) is not None:
        return "time"
    if _NUMBER.fullmatch(plain):
        return "number"
    if _RANGE.fullmatch(plain):
        return "range"
    if re.fullmatch(r"[A-Z]", plain):
        return "letter"
    headed = _HEADED.fullmatch(plain)
    if headed:
        return f"head:{headed['head'].strip()}"
    match = _STEM.fullmatch(plain)
    return f"stem:{match['stem'].strip(' _-.')}" if match else ""


def series_kind(names: Sequence[str]) -> str:
    """The one kind all names share (a dimension's name for classes such as 性別), empty when they share none."""
    kinds = {kind_of(name) for name in names}
    if len(kinds) == 1 and "" not in kinds:
        return kinds.pop()
    if len(names) >= 2 and western_years(list(names)):
        return "time"
    named = dimension_name(names)
    return f"class:{named}" if named else ""


def series_runs(names: Sequence[str]) -> list[tuple[int, int, str]]:
    """Runs of neighbouring names of one kind: (first, last, kind), two names at least.

    >>> series_runs(["区", "4月", "5月", "6月", "備考"])
    [(1, 3, 'time')]
    """
    kinds = [kind_of(name) for name in names]
    runs, i = [], 0
    while i < len(names):
        j = i
        while kinds[i] and j + 1 < len(names) and kinds[j + 1] == kinds[i]:
            j += 1
        if j > i:
            runs.append((i, j, kinds[i]))
        i = j + 1
    if not runs:
        for first in range(len(names) - 1):
            kind = series_kind(names[first:])
            if kind:
                return [(first, len(names) - 1, kind)]
    return runs


_CUTS = (
    re.compile(r"(?P<a>.+?)[\s_\-.・:：]+(?P<b>.+)"),
    re.compile(r"(?P<a>.+)[\s_\-.・:：]+(?P<b>.+?)"),
    re.compile(r"(?P<a>.*\D)(?P<b>\d+(?:年度?|月|st|nd|rd|th)?)"),
    re.compile(r"(?P<a>(?:[^\W\d_]*\d+)(?:年度?|月)?)(?P<b>\D.*)"),
    re.compile(r"(?P<a>.+?)[（(](?P<b>[^()（）]+)[)）]"),
)


def divided(names: Sequence[str]) -> bool:
    """Tell whether a mark or a space divides every name into parts.

    >>> divided(["人口_1", "世帯_1"]), divided(["man1", "woman1"])
    (True, False)
    """
    return all(re.search(r"\S[\s_\-.・:：（(]+\S", name.strip()) for name in names)


def pairs_of(names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Measures and keys when every name is one of a measure and a key, each measure with (nearly) every key.

    >>> pairs_of(["人口_2020", "世帯_2020", "人口_2021", "世帯_2021"])
    (('人口', '世帯'), ('2020', '2021'))
    >>> pairs_of(["2020年人口", "2020年世帯", "2021年人口", "2021年世帯"])
    (('人口', '世帯'), ('2020年', '2021年'))
    """
    best: tuple[float, tuple[tuple[str, ...], tuple[str, ...]]] | None = None
    for cut in _CUTS:
        parts = [m.groupdict() if (m := cut.fullmatch(name.strip())) else None for name in names]
        if any(part is None for part in parts):
            continue
        left = [str(part["a"]).strip() for part in parts if part]
        right = [str(part["b"]).strip() for part in parts if part]
        rank = _rank(left, right)
        if rank is not None and (best is None or rank[0] > best[0]):
            best = rank
    return best[1] if best else None


def _rank(left: list[str], right: list[str]) -> tuple[float, tuple[tuple[str, ...], tuple[str, ...]]] | None:
    a, b = tuple(dict.fromkeys(left)), tuple(dict.fromkeys(right))
    full = len(a) * len(b)
    if len(a) < 2 or len(b) < 2 or len(set(zip(left, right, strict=True))) < len(left) or len(left) < 0.75 * full:
        return None
    of_a, of_b = _key_like(a), _key_like(b)
    measures, keys = (b, a) if of_a > of_b or (of_a == of_b and len(a) > len(b)) else (a, b)
    return max(of_a, of_b) + len(left) / full, (measures, keys)


def _key_like(words: Sequence[str]) -> float:
    kind = series_kind(words)
    return 1.0 if kind in ("time", "number") or kind.startswith(("class:", "stem:")) else (0.5 if kind else 0.0)
