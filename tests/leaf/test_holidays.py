import calendar
import datetime as dt
import math

import pytest

from shirube.calendar.holidays import holiday_name, holidays

#: 内閣府「国民の祝日について」 (syukujitsu.csv): whole years with substitute, in-between and moved days.
PUBLISHED = {
    2009: "1-1 1-12 2-11 3-20 4-29 5-3 5-4 5-5 5-6 7-20 9-21 9-22 9-23 10-12 11-3 11-23 12-23",
    2019: "1-1 1-14 2-11 3-21 4-29 4-30 5-1 5-2 5-3 5-4 5-5 5-6 7-15 8-11 8-12 9-16 9-23 10-14 10-22 11-3 11-4 11-23",
    2020: "1-1 1-13 2-11 2-23 2-24 3-20 4-29 5-3 5-4 5-5 5-6 7-23 7-24 8-10 9-21 9-22 11-3 11-23",
    2021: "1-1 1-11 2-11 2-23 3-20 4-29 5-3 5-4 5-5 7-22 7-23 8-8 8-9 9-20 9-23 11-3 11-23",
    2024: "1-1 1-8 2-11 2-12 2-23 3-20 4-29 5-3 5-4 5-5 5-6 7-15 8-11 8-12 9-16 9-22 9-23 10-14 11-3 11-4 11-23",
    2025: "1-1 1-13 2-11 2-23 2-24 3-20 4-29 5-3 5-4 5-5 5-6 7-21 8-11 9-15 9-23 10-13 11-3 11-23 11-24",
    2026: "1-1 1-12 2-11 2-23 3-20 4-29 5-3 5-4 5-5 5-6 7-20 8-11 9-21 9-22 9-23 10-12 11-3 11-23",
}


@pytest.mark.parametrize("year", sorted(PUBLISHED))
def test_published_years(year: int) -> None:
    wanted = {dt.date(year, *map(int, day.split("-"))) for day in PUBLISHED[year].split()}
    assert set(holidays(year)) == wanted


def test_names() -> None:
    assert holiday_name(dt.date(2018, 10, 8)) == "体育の日"
    assert holiday_name(dt.date(2022, 10, 10)) == "スポーツの日"
    assert holiday_name(dt.date(2024, 2, 12)) == "振替休日"
    assert holiday_name(dt.date(1990, 1, 1)) == ""
    with pytest.raises(ValueError, match="2007"):
        holidays(2100)


def longitude_of_sun(moment: dt.datetime) -> float:
    """Apparent longitude in degrees at a moment of Japan, good to 0.01 (Meeus, Astronomical Algorithms, ch. 25)."""
    t = (moment - dt.datetime(2000, 1, 1, 21)) / dt.timedelta(36525)
    anomaly, node = math.radians(357.52911 + 35999.05029 * t - 0.0001537 * t**2), math.radians(125.04 - 1934.136 * t)
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t**2
    center = (
        (1.914602 - 0.004817 * t - 0.000014 * t**2) * math.sin(anomaly)
        + (0.019993 - 0.000101 * t) * math.sin(2 * anomaly)
        + 0.000289 * math.sin(3 * anomaly)
    )
    return (mean + center - 0.00569 - 0.00478 * math.sin(node)) % 360


def equinox(year: int, month: int, longitude: float) -> dt.date:
    """The day of Japan on which the sun passes a longitude."""
    midnights = [dt.datetime(year, month, day) for day in range(15, 29)]
    return max(day for day in midnights if (longitude_of_sun(day) - longitude) % 360 > 180).date()


def by_the_law(year: int) -> dict[dt.date, str]:
    """The Act on National Holidays (昭和23年法律第178号) since 2007, article by article, day after day.

    With the acts of 2018–2020 for the accession and the Olympic Games.
    """
    monday = lambda month, which: [  # noqa: E731
        day for day in calendar.Calendar().itermonthdates(year, month) if day.month == month and day.weekday() == 0
    ][which - 1]
    olympic = {2020: ((7, 23), (7, 24), (8, 10)), 2021: ((7, 22), (7, 23), (8, 8))}.get(year)
    sports = "体育の日" if year < 2020 else "スポーツの日"
    named = {
        dt.date(year, 1, 1): "元日",
        monday(1, 2): "成人の日",
        dt.date(year, 2, 11): "建国記念の日",
        equinox(year, 3, 0): "春分の日",
        dt.date(year, 4, 29): "昭和の日",
        dt.date(year, 5, 3): "憲法記念日",
        dt.date(year, 5, 4): "みどりの日",
        dt.date(year, 5, 5): "こどもの日",
        dt.date(year, *olympic[0]) if olympic else monday(7, 3): "海の日",
        monday(9, 3): "敬老の日",
        equinox(year, 9, 180): "秋分の日",
        dt.date(year, *olympic[1]) if olympic else monday(10, 2): sports,
        dt.date(year, 11, 3): "文化の日",
        dt.date(year, 11, 23): "勤労感謝の日",
    }
    if year >= 2016:
        named[dt.date(year, *olympic[2]) if olympic else dt.date(year, 8, 11)] = "山の日"
    if year != 2019:
        named[dt.date(year, 12, 23) if year < 2019 else dt.date(year, 2, 23)] = "天皇誕生日"
    else:
        named |= {dt.date(2019, 5, 1): "即位の日", dt.date(2019, 10, 22): "即位礼正殿の儀の行われる日"}
    out, one = dict(named), dt.timedelta(1)
    owed = False
    for day in (dt.date(year, 1, 1) + dt.timedelta(k) for k in range(365 + calendar.isleap(year))):
        # Article 3.2: after a holiday on a Sunday, the first day that is none. 3.3: a day between two of them.
        if day in named:
            owed = owed or day.weekday() == 6
        elif owed:
            out[day], owed = "振替休日", False
        elif day - one in named and day + one in named:
            out[day] = "国民の休日"
    return out


@pytest.mark.parametrize("year", range(2007, 2100))
def test_every_year_is_what_the_law_and_the_sun_say(year: int) -> None:
    assert holidays(year) == by_the_law(year)
