"""文の中の年と年度を見つけ、同じ書き方のまま先へ進める。

Eras change on the way: 平成30年度 becomes 令和元年度, 平成31年3月 becomes 令和2年3月. 年 and 年度 stay what they are.

>>> [(word.text, str(word.time)) for word in years_in("令和６年度の利用者数（R7.3末現在）")]
[('令和６年度', '2024年度'), ('R7.3', '2025年3月')]
>>> advanced("平成30年度（2018年度）と平成30年5月")
'令和元年度（2019年度）と令和元年5月'
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from .eras import ERAS, Era, era_of
from .periods import FiscalYear, Year, YearMonth

__all__ = ["YearWord", "advanced", "fiscal_years", "years_in"]

WholeTime: TypeAlias = Year | FiscalYear | YearMonth

_ERA_OF = {word: era for era in ERAS for word in (era.name, era.letter)}
_NARROW = str.maketrans("０１２３４５６７８９ＭＴＳＨＲ", "0123456789MTSHR")
_D = "[0-9０-９]"
_MONTH = r"\s*(?:1[0-2]|１[０-２]|0?[1-9]|０?[１-９])"
_MONTH_OF = re.compile(rf"{_D}+")
_ERA_YEAR = re.compile(
    rf"(?P<era>明治|大正|昭和|平成|令和|(?<![A-Za-zＡ-Ｚａ-ｚ0-9０-９_])[MTSHRＭＴＳＨＲ])"
    rf"(?P<gap>[\s.]?)(?P<number>元|{_D}{{1,2}})(?![A-Za-z0-9０-９])"
    rf"(?P<tail>年度|年{_MONTH}月|年|[./．－-]{_MONTH}(?!{_D})|度)?"
)
_WESTERN_YEAR = re.compile(
    rf"(?<!{_D})(?<![A-Za-z.,])(?P<fy>FY)?(?P<number>(?:19|20|１９|２０){_D}{{2}})(?!{_D})"
    rf"(?P<tail>年度|年{_MONTH}月|年|[./-]{_MONTH}(?!{_D})|度)?"
)


@dataclass(frozen=True, slots=True)
class YearWord:
    """One year in a text: where it stands, what it is, and how it is written.

    Attributes
    ----------
    start, end, text
        Its place in the text.
    time
        `Year`, `FiscalYear`, or `YearMonth` where a month follows.
    sure
        Whether 年, 年度 or a month says what the number is; ``R6`` alone is taken for a fiscal year.
    """

    start: int
    end: int
    text: str
    time: WholeTime
    sure: bool
    era: str = ""
    gap: str = ""
    number: str = ""
    tail: str = ""

    @property
    def fiscal_years(self) -> tuple[FiscalYear, ...]:
        """The fiscal years it lies in: one, or the two that a calendar year lies in."""
        return fiscal_years(self.time)

    def later(self, by: int = 1) -> str:
        """Write it `by` years later in the same way."""
        if not self.era:
            digits = str(_year(self.time) + by)
            return self._like(digits) + self.tail
        era = _era_at(self.time, by)
        number = _year(self.time) + by - era.start.year + 1
        name = era.name if len(self.era) > 1 else self._wide(era.letter, self.era > "z")
        first = "元" if number == 1 else self._wide(str(number), not self.number.isascii() and self.number != "元")
        return f"{name}{self.gap}{first}{self.tail}"

    def _like(self, digits: str) -> str:
        return self._wide(digits, not self.number.isascii())

    @staticmethod
    def _wide(text: str, wide: bool) -> str:
        return "".join(chr(ord(c) + 0xFEE0) for c in text) if wide else text


def fiscal_years(time: WholeTime) -> tuple[FiscalYear, ...]:
    """Return the fiscal years a time lies in.

    >>> [str(fy) for fy in fiscal_years(Year(2024))], [str(fy) for fy in fiscal_years(YearMonth(2025, 3))]
    (['2023年度', '2024年度'], ['2024年度'])
    """
    if isinstance(time, FiscalYear):
        return (time,)
    if isinstance(time, YearMonth):
        return (time.fiscal_year,)
    return FiscalYear(time.value - 1), FiscalYear(time.value)


def years_in(text: str) -> tuple[YearWord, ...]:
    """Return the years a text names, in order. Four digits alone count only where they are the whole text."""
    found = [_era_word(match) for match in _ERA_YEAR.finditer(text)]
    found += [_western_word(match, whole=match[0] == text.strip()) for match in _WESTERN_YEAR.finditer(text)]
    words = sorted((word for word in found if word is not None), key=lambda word: word.start)
    return tuple(w for i, w in enumerate(words) if i == 0 or w.start >= words[i - 1].end)


def advanced(text: str, by: int = 1, *, which: Callable[[YearWord], bool] = lambda word: True) -> str:
    """Return the text with its years later, each written as it was.

    Parameters
    ----------
    which
        Decides for every year whether it moves.
    """
    out, at = "", 0
    for word in years_in(text):
        out += text[at : word.start] + (word.later(by) if which(word) else word.text)
        at = word.end
    return out + text[at:]


def _era_word(match: re.Match[str]) -> YearWord | None:
    era = _ERA_OF[match["era"].translate(_NARROW)]
    number = 1 if match["number"] == "元" else int(match["number"].translate(_NARROW))
    if number == 0:
        return None
    return _word(match, era.year(number), match["era"], match["gap"])


def _western_word(match: re.Match[str], *, whole: bool) -> YearWord | None:
    if not (match["tail"] or match["fy"] or whole):
        return None
    return _word(match, int(match["number"].translate(_NARROW)), "", "")


def _word(match: re.Match[str], year: int, era: str, gap: str) -> YearWord:
    tail = match["tail"] or ""
    fiscal = tail in ("年度", "度") or bool("fy" in match.groupdict() and match["fy"])
    sure = bool(tail) or fiscal
    time: WholeTime
    month = _MONTH_OF.search(tail)
    if month:
        time = YearMonth(year, int(month[0].translate(_NARROW)))
    elif fiscal or (era and not tail):
        time = FiscalYear(year)
    else:
        time = Year(year)
    start = match.start("number") if not era else match.start()
    return YearWord(start, match.end(), match.string[start : match.end()], time, sure, era, gap, match["number"], tail)


def _year(time: WholeTime) -> int:
    return time.year if isinstance(time, YearMonth) else time.value


def _era_at(time: WholeTime, by: int) -> Era:
    """The era `by` years later: of the month's last day, else of the year's end."""
    if isinstance(time, YearMonth):
        return era_of(YearMonth(time.year + by, time.month).last_day)
    return era_of(YearMonth(_year(time) + by, 12).last_day)
