"""Years in a text, one year later, written as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.calendar import FiscalYear, Year, YearMonth, advanced, parse_time, to_wareki, years_in


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("R6", "R7"),
        ("R6年度", "R7年度"),
        ("Ｒ６年度", "Ｒ７年度"),
        ("令和６年度", "令和７年度"),
        ("令和6年度利用者数（令和7年3月31日現在）", "令和7年度利用者数（令和8年3月31日現在）"),
        ("令和 6 年度", "令和 7 年度"),
        ("R6.4.1", "R7.4.1"),
        ("R6-04", "R7-04"),
        # 元年 and the change of the era: a fiscal year follows the year it is named after
        ("平成30年度", "令和元年度"),
        ("令和元年度", "令和2年度"),
        ("平成31年度", "令和2年度"),
        ("H30", "R元"),
        ("H31", "R2"),
        ("R元", "R2"),
        ("Ｈ３０年度", "Ｒ元年度"),
        # a month knows its own side of 1 May 2019
        ("平成30年4月", "平成31年4月"),
        ("平成30年5月", "令和元年5月"),
        ("平成31年3月", "令和2年3月"),
        ("昭和63年度", "平成元年度"),
        ("2024年度", "2025年度"),
        ("２０２４年度", "２０２５年度"),
        ("FY2024", "FY2025"),
        ("2024/4/1", "2025/4/1"),
        ("2024", "2025"),
        ("平成30年度（2018年度）", "令和元年度（2019年度）"),
    ],
)
def test_one_year_later(before, after):
    assert advanced(before) == after


@pytest.mark.parametrize(
    "text", ["2024人", "第2024号", "ABH31", "SR6型", "1,2024", "電話 03-2024-1234", "H0", "R2D2室", ""]
)
def test_what_is_no_year_stays(text):
    assert advanced(text) == text


def test_year_and_fiscal_year_are_told_apart():
    kinds = [type(word.time) for word in years_in("令和6年と令和6年度と令和6年4月")]
    assert kinds == [Year, FiscalYear, YearMonth]


def test_the_same_fiscal_year_under_both_names():
    assert years_in("平成31年度")[0].time == years_in("令和元年度")[0].time == FiscalYear(2019)
    assert years_in("H31")[0].time == years_in("R元")[0].time == FiscalYear(2019)
    assert years_in("平成31年度")[0].time != years_in("平成31年")[0].time


def test_a_calendar_year_lies_in_two_fiscal_years():
    assert years_in("令和6年")[0].fiscal_years == (FiscalYear(2023), FiscalYear(2024))
    assert years_in("令和7年3月")[0].fiscal_years == (FiscalYear(2024),)


def test_only_the_years_that_are_meant_move():
    moved = advanced("令和5年度と令和6年度", which=lambda word: FiscalYear(2024) in word.fiscal_years)
    assert moved == "令和5年度と令和7年度"


TIMES = st.one_of(
    st.integers(1990, 2090).map(FiscalYear),
    st.integers(1990, 2090).map(Year),
    st.builds(YearMonth, st.integers(1990, 2090), st.integers(1, 12)),
)


@given(TIMES, st.integers(1, 5), st.booleans())
def test_what_is_written_later_is_read_as_later(time, by, western):
    text = str(time) if western else to_wareki(time)
    later = YearMonth(time.year + by, time.month) if isinstance(time, YearMonth) else time + by
    assert parse_time(advanced(text, by)) == later
    assert advanced(f"前{text}後", by) == f"前{advanced(text, by)}後"


@given(st.text(max_size=40))
def test_any_text_is_taken(text):
    words = years_in(text)
    assert all(text[word.start : word.end] == word.text for word in words)
    assert advanced(text, 0, which=lambda word: False) == text
