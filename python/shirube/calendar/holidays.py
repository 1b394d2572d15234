"""国民の祝日: by the law of 1948 as amended (内閣府), 2007 to 2099, with the moved ones of 2019–2021.

Days a municipality adds (開庁記念日 …) are passed beside these.
"""

from __future__ import annotations

import datetime as dt
import functools

__all__ = ["FIRST_YEAR", "LAST_YEAR", "holiday_name", "holidays"]

FIRST_YEAR, LAST_YEAR = 2007, 2099

_FIXED = ((1, 1, "元日"), (2, 11, "建国記念の日"), (4, 29, "昭和の日"), (5, 3, "憲法記念日"), (5, 4, "みどりの日"),
          (5, 5, "こどもの日"), (11, 3, "文化の日"), (11, 23, "勤労感謝の日"))  # fmt: skip
#: Month, which Monday.
_MONDAYS = ((1, 2, "成人の日"), (7, 3, "海の日"), (9, 3, "敬老の日"), (10, 2, "スポーツの日"))
#: Moved for the Olympic Games (special measures acts of 2018 and 2020).
_MOVED = {
    2020: {"海の日": (7, 23), "スポーツの日": (7, 24), "山の日": (8, 10)},
    2021: {"海の日": (7, 22), "スポーツの日": (7, 23), "山の日": (8, 8)},
}
#: For the accession of 2019.
_ONCE = {dt.date(2019, 5, 1): "即位の日", dt.date(2019, 10, 22): "即位礼正殿の儀の行われる日"}
_SPORTS_UNTIL = 2019


def holiday_name(day: dt.date) -> str:
    """Return the name of a public holiday, empty for other days and years outside 2007–2099.

    >>> holiday_name(dt.date(2026, 9, 22)), holiday_name(dt.date(2026, 9, 24))
    ('国民の休日', '')
    """
    return holidays(day.year).get(day, "") if FIRST_YEAR <= day.year <= LAST_YEAR else ""


@functools.lru_cache(maxsize=256)
def holidays(year: int) -> dict[dt.date, str]:
    """Return the public holidays of a calendar year, with substitute holidays and the days in between.

    Raises
    ------
    ValueError
        The year is outside 2007–2099.

    >>> [day.isoformat() for day in holidays(2026)][:3]
    ['2026-01-01', '2026-01-12', '2026-02-11']
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"holidays are known for {FIRST_YEAR}..{LAST_YEAR}, got {year}")
    named = _named(year)
    out = dict(named)
    for day in sorted(named):
        if day.weekday() == 6:
            substitute = day + dt.timedelta(1)
            while substitute in named:
                substitute += dt.timedelta(1)
            out[substitute] = "振替休日"
    for day in sorted(named):
        between = day + dt.timedelta(1)
        if between not in out and day + dt.timedelta(2) in named and between.weekday() != 6:
            out[between] = "国民の休日"
    return dict(sorted(out.items()))


def _named(year: int) -> dict[dt.date, str]:
    days = {dt.date(year, month, day): name for month, day, name in _FIXED}
    for month, which, name in _MONDAYS:
        name = "体育の日" if name == "スポーツの日" and year <= _SPORTS_UNTIL else name
        days[_monday(year, month, which, name)] = name
    days[dt.date(year, 3, _equinox(year, 20.8431))] = "春分の日"
    days[dt.date(year, 9, _equinox(year, 23.2488))] = "秋分の日"
    if year >= 2016:
        days[dt.date(year, *_MOVED.get(year, {}).get("山の日", (8, 11)))] = "山の日"
    if year >= 2020:
        days[dt.date(year, 2, 23)] = "天皇誕生日"
    elif year <= 2018:
        days[dt.date(year, 12, 23)] = "天皇誕生日"
    return days | {day: name for day, name in _ONCE.items() if day.year == year}


def _monday(year: int, month: int, which: int, name: str) -> dt.date:
    moved = _MOVED.get(year, {}).get(name)
    if moved is not None:
        return dt.date(year, *moved)
    first = dt.date(year, month, 1)
    return first + dt.timedelta((-first.weekday()) % 7 + 7 * (which - 1))


def _equinox(year: int, base: float) -> int:
    """Day of the equinox in Japan, 1980–2099 (海上保安庁水路部 暦計算研究会編「新こよみ便利帳」の近似式)."""
    return int(base + 0.242194 * (year - 1980) - (year - 1980) // 4)
