"""Reads a dimension of printed years as years: 昭和60年度, 61, 62 … become 1985, 1986, 1987.

>>> western_years(["昭和60年度", "61", "平成元年度", "2"])
[1985, 1986, 1989, 1990]
>>> western_years(["東", "西"]) is None
True
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from ..calendar import FiscalYear, Year, parse_time
from ..table import TidyTable
from ..text import to_half_width

__all__ = ["western_years", "with_years", "without_times"]

_PRINTED = re.compile(r"(?P<era>明治|大正|昭和|平成|令和|[MTSHR]\.?)?(?P<year>元|\d{1,4})(?P<mark>年度|年)?(?:計|末)?")
#: Eras that say year without a mark; S9 or M3 may as well be a code.
_SAYS_YEAR = re.compile(r"明治|大正|昭和|平成|令和|[HR]\.?")
SUFFIX = "_西暦"


def western_years(labels: Sequence[str]) -> list[int | None] | None:
    """Return the year of each label in order, or None when they are not all years of one kind (年 or 年度).

    Parameters
    ----------
    labels
        Labels in the order of the sheet: an era or a mark left out is that of the label before. Blank ones give None.
    """
    era = mark = ""
    found: list[int | None] = []
    kinds: set[type] = set()
    for label in labels:
        if not label:
            found.append(None)
            continue
        match = _PRINTED.fullmatch(to_half_width(label))
        if match is None:
            return None
        era, mark = match["era"] or era, match["mark"] or mark
        western = len(match["year"]) == 4
        if not (mark or _SAYS_YEAR.fullmatch(era)) or not (western or era):
            return None
        time = parse_time(f"{'' if western else era}{match['year']}{mark or '年'}")
        if not isinstance(time, (Year, FiscalYear)):
            return None
        kinds.add(type(time))
        found.append(int(time))
    return found if len(kinds) == 1 else None


_TIMES = re.compile(r"(?:明治|大正|昭和|平成|令和|[MTSHR](?=\d))?(?:元|\d+)(?=年|月|/|\.|-|$)|\d{4}")


def without_times(text: str) -> str:
    """The text with its years and months blanked out, so that two editions of a heading compare equal.

    Where nothing else stands in it, only a year that is written the same way compares equal: 2021 is like 2022, not
    like R7 or 12; and 12 alone is no year.

    >>> without_times("令和5年度") == without_times("令和6年度"), without_times("第1表") == without_times("第2表")
    (True, False)
    >>> [without_times(text) for text in ("2021", "２０２２", "R7", "12")]
    ['####', '####', 'R#', '12']
    """
    plain = to_half_width(text)
    neutral = _TIMES.sub("#", plain)
    if _WORD.search(neutral):
        return neutral
    written = _TIMES.sub(_notation, plain)
    return plain if written == "#" else written


_WORD = re.compile(r"[^\W\d_]")
_FIRST_YEAR, _LAST_YEAR = 1868, 2100


def _notation(match: re.Match[str]) -> str:
    """How a year or month is written: #### for 2021, R# for one of an era, else #."""
    if not match[0].isdecimal():
        return "R#"
    return "####" if len(match[0]) == 4 and _FIRST_YEAR <= int(match[0]) <= _LAST_YEAR else "#"


def with_years(table: TidyTable) -> TidyTable:
    """Put a column of western years beside every dimension that holds years; the printed labels stay."""
    if table.metadata.get("form") == "records":
        return table
    frame = table.frame.copy()
    for name in table.dimensions:
        years = western_years(["" if label is None else str(label) for label in frame[name]])
        if years is None or f"{name}{SUFFIX}" in frame.columns:
            continue
        at = list(frame.columns).index(name) + 1
        frame.insert(at, f"{name}{SUFFIX}", years)
    return dataclasses.replace(table, frame=frame)
