import datetime as dt

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
