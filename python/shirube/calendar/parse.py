"""Reading 年, 年度, 年月, 四半期 and days as they are printed in Japanese tables."""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import Any, NamedTuple

from ..errors import ValueFormatError
from ..numbers import parse_number
from ..text import to_half_width
from .eras import ERAS, GREGORIAN_FROM, Era
from .periods import FiscalQuarter, FiscalYear, Quarter, Time, Year, YearMonth

__all__ = ["parse_time", "require_time"]


class _Problem(NamedTuple):
    key: str
    fields: dict[str, Any]


_ERA_OF: dict[str, Era] = {word: era for era in ERAS for word in (era.name, era.name[0], era.letter, era.sign)}
_ERA = "|".join(sorted(map(re.escape, _ERA_OF), key=len, reverse=True))
_KANJI = "[〇一二三四五六七八九十]"
_N = rf"(?:\d{{1,2}}|{_KANJI}{{1,3}})"
_WESTERN = r"(?P<western>[12]\d{3}|[一二][〇一二三四五六七八九]{3})"
_YEAR = rf"(?:(?P<fy>FY)?{_WESTERN}|(?P<era>{_ERA})\.?(?P<number>元|{_N}))"
_TAILS = (
    "年?",
    "年?(?P<fiscal>度)",
    rf"年(?P<fiscal>度)?(?P<month>{_N})月",
    rf"年(?P<month>{_N})月(?P<day>{_N})日",
    r"(?P<sep>[./・-])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})",
    r"(?P<sep>[./・])(?P<month>\d{1,2})",
    r"-(?P<month>\d{2})",
    r"年?(?P<fiscal>度)?(?:第(?P<quarter>[1-4一二三四ⅠⅡⅢⅣ])四半期|Q(?P<q>[1-4])|(?P<q2>[1-4])Q)",
    r"年(?P<first>\d{1,2})月?[-~〜–−](?P<last>\d{1,2})月期?",
)
_BARE = re.compile(rf"(?P<number>元|{_N})(?P<tail>年|年度|)", re.ASCII)
_TWICE = re.compile(r"(?P<outer>[^()]+)\((?P<inner>[^()]+)\)(?P<tail>年度?(?:.*[月日期])?|)")
_NOISE = re.compile(r"\([日月火水木金土](?:曜日?)?\)$|(?:現在|時点|(?<=[年月度])分)$")
_MIDNIGHT = re.compile(r"(\d{4}[-/]\d{1,2}[-/]\d{1,2})[T\s]+00?:00(?::00(?:\.0+)?)?")
_ROMAN = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4}
_LIKELY_YEARS = range(1868, 2200)


def parse_time(text: object, *, context_era: str | None = None, lenient: bool = False) -> Time | None:
    """Read a printed time; ``None`` when it is not one.

    Parameters
    ----------
    text
        Text, a ``date`` or ``datetime`` (its date is returned), or a whole number 1868–2199 (a year).
    context_era
        Era that a bare ``15年`` or ``15`` belongs to, e.g. ``"平成"`` when an earlier column said 平成14年.
    lenient
        Accept era years past the era's end (平成35年, printed before 2019) and days before its start (令和元年4月).

    Returns
    -------
    Year, FiscalYear, YearMonth, Quarter, FiscalQuarter, date or None
        ``None`` also for what may be something else: ``2023.4``, ``20230401``, ``4月``, ``24/4/1``, and for
        impossible times; `require_time` says what is wrong.

    >>> parse_time("昭和55年度"), parse_time("H30"), parse_time("S45.4.1"), parse_time("Ｒ８．０５．１３")
    (FiscalYear(value=1980), Year(value=2018), datetime.date(1970, 4, 1), datetime.date(2026, 5, 13))
    >>> parse_time("15年"), parse_time("15年", context_era="平成"), parse_time("昭和70年")
    (None, Year(value=2003), None)
    >>> parse_time("平成35年"), parse_time("平成35年", lenient=True), parse_time("令和6年（2024年）")
    (None, Year(value=2023), Year(value=2024))
    """
    found = _read(text, context_era, lenient)
    return None if isinstance(found, _Problem) else found


def require_time(text: object, *, context_era: str | None = None, lenient: bool = False) -> Time:
    """Read a printed time or say in Japanese why it cannot be read; parameters as `parse_time`.

    Raises
    ------
    ValueFormatError
        SB-V201 not a time, SB-V202 outside the era, SB-V203 no era, SB-V204 no such day, SB-V205 和暦 and 西暦
        disagree, SB-V206 old calendar, SB-V208 unknown `context_era`.

    >>> require_time("令和元年度")
    FiscalYear(value=2019)
    """
    found = _read(text, context_era, lenient)
    if isinstance(found, _Problem):
        raise ValueFormatError(found.key, **found.fields)
    return found


def _read(text: object, context_era: str | None, lenient: bool) -> Time | _Problem:
    if isinstance(text, dt.datetime):
        return text.date()
    if isinstance(text, dt.date):
        return text
    if isinstance(text, (int, float)) and not isinstance(text, bool) and text in _LIKELY_YEARS:
        return Year(int(text))
    if context_era is not None and context_era not in _ERA_OF:
        return _Problem("V208", {"era": context_era})
    if not isinstance(text, str) or len(text) > 60:
        return _Problem("V201", {"text": str(text)[:60]})
    plain = to_half_width(text).strip()
    if midnight := _MIDNIGHT.fullmatch(plain):
        plain = midnight[1]
    plain = _NOISE.sub("", re.sub(r"\s+", "", plain))
    era = _ERA_OF[context_era] if context_era else None
    return _read_plain(plain, era, lenient, printed=text.strip())


@functools.cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    # Compiled on first use: importing the package must stay cheap.
    return tuple(re.compile(_YEAR + tail, re.ASCII) for tail in _TAILS)


def _read_plain(plain: str, era: Era | None, lenient: bool, printed: str) -> Time | _Problem:
    for pattern in _patterns():
        if (match := pattern.fullmatch(plain)) and not _ambiguous(plain, match.groupdict()):
            return _assemble(match.groupdict(), lenient, printed)
    if match := _BARE.fullmatch(plain):
        if era is None:
            return _Problem("V203", {"text": printed}) if match["tail"] else _Problem("V201", {"text": printed})
        return _read_plain(f"{era.name}{match['number']}{match['tail'] or '年'}", None, lenient, printed)
    if match := _TWICE.fullmatch(plain):
        return _read_twice(match, lenient, printed)
    return _Problem("V201", {"text": printed})


def _ambiguous(plain: str, parts: dict[str, Any]) -> bool:
    """``1234`` is a count and ``2023.4`` a decimal unless an era or 年 says otherwise."""
    if parts["era"] == "M" and parts.get("sep") and parts.get("day") is None:
        return True  # M7.3 is an earthquake
    if parts["era"] or parts["fy"]:
        return False
    if plain.isdecimal():
        return int(plain) not in _LIKELY_YEARS
    return parts.get("sep") in {".", "・"} and parts.get("day") is None


def _read_twice(match: re.Match[str], lenient: bool, printed: str) -> Time | _Problem:
    """和暦 with 西暦 in brackets, or the reverse; the two must agree."""
    outer = _read_plain(match["outer"] + match["tail"], None, lenient, printed)
    inner = _read_plain(match["inner"] + ("" if "年" in match["inner"] else match["tail"]), None, True, printed)
    if isinstance(outer, _Problem):
        return outer
    if isinstance(inner, _Problem):
        return _Problem("V201", {"text": printed})
    agree = outer == inner if type(outer) is type(inner) else _named_year(outer) == _named_year(inner)
    return outer if agree else _Problem("V205", {"text": printed, "outer": str(outer), "inner": str(inner)})


def _named_year(value: Time) -> int:
    if isinstance(value, (Year, FiscalYear)):
        return value.value
    return value.fiscal_year if isinstance(value, FiscalQuarter) else value.year


def _assemble(parts: dict[str, Any], lenient: bool, printed: str) -> Time | _Problem:
    era = _ERA_OF[parts["era"]] if parts["era"] else None
    number = 1 if parts["number"] == "元" else _whole(parts["number"] or parts["western"])
    if number is None or number < 1:
        return _Problem("V201", {"text": printed})
    year = era.year(number) if era else number
    built = _build(year, parts, printed)
    if isinstance(built, _Problem) or era is None:
        return built
    return _inside(era, year, built, bool(parts.get("fiscal")), lenient, printed)


def _build(year: int, parts: dict[str, Any], printed: str) -> Time | _Problem:
    fiscal = bool(parts.get("fiscal") or parts["fy"])
    number = parts.get("quarter") or parts.get("q") or parts.get("q2")
    if number:
        which = _ROMAN.get(number) or _whole(number) or 0
        return FiscalQuarter(year, which) if fiscal else Quarter(year, which)
    if parts.get("first"):
        first, last = int(parts["first"]), int(parts["last"])
        whole_quarter = first in (1, 4, 7, 10) and last == first + 2
        return Quarter(year, last // 3) if whole_quarter else _Problem("V201", {"text": printed})
    if parts.get("month") is None:
        return FiscalYear(year) if fiscal else Year(year)
    month = _whole(parts["month"]) or 0
    if not 1 <= month <= 12:
        return _Problem("V204", {"text": printed})
    if parts.get("day") is None:
        return YearMonth(year + (fiscal and month <= 3), month)
    try:
        return dt.date(year, month, _whole(parts["day"]) or 0)
    except ValueError:
        return _Problem("V204", {"text": printed})


def _inside(era: Era, named: int, built: Time, fiscal: bool, lenient: bool, printed: str) -> Time | _Problem:
    if fiscal or isinstance(built, Year):
        # 平成31年度, 令和元年度4月 and 昭和64年 name a year, not days: any year the era touches will do.
        first, last = Year(named).first_day, Year(named).last_day
    elif isinstance(built, dt.date):
        first = last = built
    else:
        first, last = built.first_day, built.last_day
    if not isinstance(built, (Year, FiscalYear)) and first < GREGORIAN_FROM:
        return _Problem("V206", {"text": printed, "year": first.year})
    if lenient or era.holds(first, last):
        return built
    end = f"{era.end.year}年{era.end.month}月{era.end.day}日" if era.end else ""
    start = f"{era.start.year}年{era.start.month}月{era.start.day}日"
    return _Problem("V202", {"text": printed, "era": era.name, "start": start, "end": end})


def _whole(text: str) -> int | None:
    if text.isascii():
        return int(text)
    number = parse_number(text)
    return None if number is None else int(number.value)
