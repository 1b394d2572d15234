import datetime as dt
import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.calendar import (
    ERAS,
    FiscalQuarter,
    FiscalYear,
    Quarter,
    Year,
    YearMonth,
    era_of,
    estat_time_code,
    fiscal_month_order,
    fiscal_quarter,
    fiscal_year,
    parse_estat_time_code,
    parse_time,
    quarter,
    require_time,
    to_wareki,
)
from shirube.errors import ValueFormatError

DAYS = st.dates(dt.date(1873, 1, 1), dt.date(2026, 12, 31))
MONTHS = st.builds(YearMonth, st.integers(1873, 2026), st.integers(1, 12))
YEARS = st.builds(Year, st.integers(1868, 2026))
FISCAL_YEARS = st.builds(FiscalYear, st.integers(1868, 2026))
QUARTERS = st.builds(Quarter, st.integers(1873, 2026), st.integers(1, 4))
FISCAL_QUARTERS = st.builds(FiscalQuarter, st.integers(1873, 2026), st.integers(1, 4))
TIMES = st.one_of(DAYS, MONTHS, YEARS, FISCAL_YEARS, QUARTERS, FISCAL_QUARTERS)
D = dt.date


def error_key(call, *args, **options):
    with pytest.raises(ValueFormatError) as caught:
        call(*args, **options)
    return caught.value.key


@given(TIMES, st.booleans())
def test_wareki_round_trip(value, both):
    assert parse_time(to_wareki(value, both=both)) == value


@pytest.mark.parametrize("year", sorted({era.start.year for era in ERAS[1:]} | {1873, 2026}))
def test_wareki_round_trip_in_every_period_of_a_changing_year(year):
    numbers = range(1, 5)
    months = [YearMonth(year, month) for month in range(1, 13)]
    quarters = [kind(year, number) for kind in (Quarter, FiscalQuarter) for number in numbers]
    for period in [Year(year), FiscalYear(year), *months, *quarters]:
        assert parse_time(to_wareki(period)) == period


def test_wareki_round_trip_around_every_border_and_leap_day():
    borders = [era.start for era in ERAS[1:]] + [D(year, 2, 29) for year in range(1876, 2027, 4) if year != 1900]
    for border, shift in itertools.product(borders, range(-3, 4)):
        day = border + dt.timedelta(days=shift)
        assert parse_time(to_wareki(day)) == day


@given(TIMES)
def test_western_round_trip(value):
    if isinstance(value, dt.date):
        texts = [value.isoformat(), f"{value:%Y/%m/%d}", f"{value.year}年{value.month}月{value.day}日"]
    else:
        texts = [str(value)]
    for text in texts:
        assert parse_time(text) == value
        assert parse_time(" ".join(text).translate({n: n + 0xFEE0 for n in range(48, 58)})) == value


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (D(1912, 7, 30), "明治45年7月29日", "大正元年7月30日"),
        (D(1926, 12, 25), "大正15年12月24日", "昭和元年12月25日"),
        (D(1989, 1, 8), "昭和64年1月7日", "平成元年1月8日"),
        (D(2019, 5, 1), "平成31年4月30日", "令和元年5月1日"),
    ],
)
def test_era_borders(day, before, after):
    assert to_wareki(day - dt.timedelta(days=1)) == before
    assert to_wareki(day) == after


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("昭和55年度", FiscalYear(1980)),
        ("平成31年度", FiscalYear(2019)),
        ("令和元年度", FiscalYear(2019)),
        ("令和1年度", FiscalYear(2019)),
        ("H30", Year(2018)),
        ("Ｈ３０年度", FiscalYear(2018)),
        ("㍻30年", Year(2018)),
        ("㋿6年", Year(2024)),
        ("令6", Year(2024)),
        ("平30.4.1", D(2018, 4, 1)),
        ("S45.4.1", D(1970, 4, 1)),
        ("R8.05.13", D(2026, 5, 13)),
        ("S45.4", YearMonth(1970, 4)),
        ("令和６年４月", YearMonth(2024, 4)),
        ("平成三十年", Year(2018)),
        ("昭和四十五年四月一日", D(1970, 4, 1)),
        ("平　成　30　年", Year(2018)),
        ("2023", Year(2023)),
        (2023, Year(2023)),
        ("2023年度", FiscalYear(2023)),
        ("FY2023", FiscalYear(2023)),
        ("2023/4", YearMonth(2023, 4)),
        ("2023-04", YearMonth(2023, 4)),
        ("2023/4/1", D(2023, 4, 1)),
        ("2023.4.1", D(2023, 4, 1)),
        ("2023-04-01 00:00:00", D(2023, 4, 1)),
        ("2023-04-01T00:00:00", D(2023, 4, 1)),
        (dt.datetime(2023, 4, 1, 9), D(2023, 4, 1)),
        ("令和6年4月分", YearMonth(2024, 4)),
        ("令和6年4月1日現在", D(2024, 4, 1)),
        ("令和6年4月1日（月）", D(2024, 4, 1)),
        ("令和元年度4月", YearMonth(2019, 4)),
        ("平成31年度1月", YearMonth(2020, 1)),
        ("令和元年度第1四半期", FiscalQuarter(2019, 1)),
        ("令和6年度1月", YearMonth(2025, 1)),
        ("令和6年（2024年）", Year(2024)),
        ("2024年（令和6年）", Year(2024)),
        ("令和6(2024)年度", FiscalYear(2024)),
        ("令和6年度（2024）", FiscalYear(2024)),
        ("2024(令和6)年4月", YearMonth(2024, 4)),
        ("2024年第1四半期", Quarter(2024, 1)),
        ("令和6年度第Ⅳ四半期", FiscalQuarter(2024, 4)),
        ("2024Q1", Quarter(2024, 1)),
        ("2024年1-3月期", Quarter(2024, 1)),
        ("令和6年4〜6月期", Quarter(2024, 2)),
    ],
)
def test_printed_times(text, expected):
    found = parse_time(text)
    assert (type(found), found) == (type(expected), expected)


@pytest.mark.parametrize(
    "text",
    [
        *(
            None,
            "",
            "　",
            True,
            1.5,
            12345,
            "1234",
            "12345",
            "東地区",
            "2023.4",
            "M7.3",
            "M001",
            "R0123",
            "20230401",
            "202304",
        ),
        *("4月", "4/1", "24/4/1", "15年", "15", "2023-24", "令和6年度末", "平成30年〜令和2年", "2024年2〜4月", "100人"),
        *(
            "昭和70年",
            "平成35年",
            "平成31年5月",
            "令和元年4月30日",
            "昭和64年1月8日",
            "令和0年",
            "大正16年",
            "平成100年",
        ),
        *("2023/2/29", "令和6年13月", "明治5年3月", "令和6年（2023年）", "2024年（推計）", "男(1)"),
    ],
)
def test_not_times(text):
    assert parse_time(text) is None


@given(st.text(max_size=14))
def test_any_text_is_read_without_error(text):
    assert parse_time(text) is None or parse_time(text, lenient=True) == parse_time(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("東地区", "V201"),
        ("昭和70年", "V202"),
        ("15年", "V203"),
        ("2023/2/29", "V204"),
        ("令和6年（2023年）", "V205"),
        ("明治5年3月", "V206"),
    ],
)
def test_require_time_says_what_is_wrong(text, key):
    assert error_key(require_time, text) == key


def test_open_era_has_no_end_in_its_message():
    with pytest.raises(ValueFormatError, match="2019年5月1日〜）の外"):
        require_time("令和元年4月1日")


def test_context_era():
    assert parse_time("15年", context_era="平成") == Year(2003)
    assert parse_time("15", context_era="H") == Year(2003)
    assert parse_time("元年度", context_era="令和") == FiscalYear(2019)
    assert parse_time("70年", context_era="昭和") is None
    assert error_key(require_time, "15年", context_era="慶応") == "V208"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("平成35年", Year(2023)),
        ("昭和99年度", FiscalYear(2024)),
        ("令和元年4月1日", D(2019, 4, 1)),
        ("平成100年", None),
    ],
)
def test_lenient(text, expected):
    assert parse_time(text, lenient=True) == expected


def test_years_named_by_two_eras_are_one():
    assert parse_time("平成31年度") == parse_time("令和元年度")
    assert parse_time("昭和64年") == parse_time("平成元年") == Year(1989)
    assert parse_time("大正15年") == parse_time("昭和元年") == Year(1926)
    assert to_wareki(FiscalYear(1988)) == "昭和63年度"
    assert to_wareki(Year(2019), both=True) == "令和元年（2019年）"


def test_wareki_refuses_the_old_calendar():
    assert error_key(to_wareki, D(1872, 12, 31)) == "V206"
    assert error_key(to_wareki, Year(1867)) == "V207"
    assert error_key(era_of, D(1868, 1, 24)) == "V207"
    assert to_wareki(Year(1872)) == "明治5年"


def test_letters_are_those_unicode_gives_the_signs():
    for era in ERAS:
        assert unicodedata.normalize("NFKC", era.sign) == era.name


@given(st.lists(TIMES, min_size=2, max_size=2).filter(lambda pair: type(pair[0]) is not type(pair[1])))
def test_kinds_of_time_never_mix(pair):
    first, second = pair
    assert first != second
    assert len({first, second}) == 2
    for compare in (lambda: first < second, lambda: sorted([first, second]), lambda: max(first, second)):
        with pytest.raises(TypeError):
            compare()


def test_year_arithmetic_stays_within_its_kind():
    assert Year(2023) + 1 == Year(2024)
    assert FiscalYear(2023) - FiscalYear(2020) == 3
    with pytest.raises(TypeError):
        Year(2023) - FiscalYear(2020)
    assert Year(2023) != 2023


@pytest.mark.parametrize("bad", [lambda: Year(0), lambda: YearMonth(2024, 13), lambda: Quarter(2024, 5)])
def test_impossible_values_are_refused(bad):
    with pytest.raises(ValueError):
        bad()


def test_a_year_is_a_whole_number():
    with pytest.raises(TypeError):
        Year(2023.0)


@given(DAYS)
def test_every_day_lies_in_its_periods(day):
    for period in (fiscal_year(day), quarter(day), fiscal_quarter(day), YearMonth(day.year, day.month)):
        assert period.first_day <= day <= period.last_day
    assert fiscal_quarter(day).calendar == quarter(day)
    assert fiscal_quarter(day).fiscal_year == fiscal_year(day).value
    assert YearMonth(day.year, day.month) in fiscal_year(day).months


def test_fiscal_months_run_april_to_march():
    assert sorted(range(1, 13), key=fiscal_month_order) == [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3]
    assert list(FiscalYear(2023).months) == sorted(FiscalYear(2023).months)
    with pytest.raises(ValueError):
        fiscal_month_order(0)


@given(st.one_of(MONTHS, YEARS, FISCAL_YEARS, QUARTERS))
def test_estat_code_round_trip(value):
    code = estat_time_code(value)
    assert len(code) == 10
    assert parse_estat_time_code(code) == value


@pytest.mark.parametrize("code", ["", "2023", "2023001310", "2023000204", "2023100406", "2023200000", "20230010100"])
def test_estat_codes_refused(code):
    assert error_key(parse_estat_time_code, code) == "V212"
