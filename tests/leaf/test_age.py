import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.calendar import FiscalYear, age_band, age_on, school_grade
from shirube.errors import ValueFormatError

D = dt.date
BIRTHS = st.dates(D(1900, 1, 1), D(2020, 12, 31))


@pytest.mark.parametrize(
    ("birth", "on", "everyday", "legal"),
    [
        (D(2018, 4, 1), D(2024, 3, 30), 5, 5),
        (D(2018, 4, 1), D(2024, 3, 31), 5, 6),
        (D(2018, 4, 1), D(2024, 4, 1), 6, 6),
        (D(2018, 4, 2), D(2024, 3, 31), 5, 5),
        (D(2018, 4, 2), D(2024, 4, 1), 5, 6),
        (D(2018, 1, 1), D(2023, 12, 31), 5, 6),
        (D(2004, 2, 29), D(2022, 2, 27), 17, 17),
        (D(2004, 2, 29), D(2022, 2, 28), 17, 18),
        (D(2004, 2, 29), D(2022, 3, 1), 18, 18),
        (D(2004, 2, 29), D(2024, 2, 28), 19, 20),
        (D(2004, 2, 29), D(2024, 2, 29), 20, 20),
        (D(2004, 3, 1), D(2024, 2, 28), 19, 19),
        (D(2004, 3, 1), D(2024, 2, 29), 19, 20),
        (D(2024, 4, 1), D(2024, 4, 1), 0, 0),
    ],
)
def test_age_table(birth, on, everyday, legal):
    assert age_on(birth, on) == everyday
    assert age_on(birth, on, legal=True) == legal


@given(BIRTHS, st.integers(0, 100))
def test_age_rises_once_a_year_and_the_legal_one_a_day_earlier(birth, years):
    try:
        birthday = birth.replace(year=birth.year + years)
    except ValueError:
        birthday = D(birth.year + years, 3, 1)
    assert age_on(birth, birthday) == years
    if years:
        eve = birthday - dt.timedelta(days=1)
        assert (age_on(birth, eve), age_on(birth, eve, legal=True)) == (years - 1, years)


@pytest.mark.parametrize(
    ("birth", "grade"),
    [
        (D(2025, 3, 31), "未就学"),
        (D(2018, 4, 2), "未就学"),
        (D(2018, 4, 1), "小1"),
        (D(2017, 4, 2), "小1"),
        (D(2017, 4, 1), "小2"),
        (D(2012, 4, 2), "小6"),
        (D(2012, 4, 1), "中1"),
        (D(2009, 4, 2), "中3"),
        (D(2009, 4, 1), "高校相当"),
        (D(2006, 4, 2), "高校相当"),
        (D(2006, 4, 1), "学齢外"),
    ],
)
def test_school_grade_in_fiscal_2024(birth, grade):
    assert school_grade(birth, FiscalYear(2024)) == grade


@given(BIRTHS, st.integers(0, 20))
def test_school_grade_never_goes_back(birth, years):
    order = ["未就学", *(f"小{n}" for n in range(1, 7)), *(f"中{n}" for n in range(1, 4)), "高校相当", "学齢外"]
    year = FiscalYear(birth.year + years)
    assert order.index(school_grade(birth, year)) <= order.index(school_grade(birth, year + 1))


def test_birth_after_the_day_is_refused():
    for call in (lambda: age_on(D(2024, 4, 2), D(2024, 4, 1)), lambda: school_grade(D(2025, 4, 1), FiscalYear(2024))):
        with pytest.raises(ValueFormatError, match="SB-V210"):
            call()


@pytest.mark.parametrize(
    ("age", "options", "label"),
    [
        (0, {}, "0〜4歳"),
        (24, {}, "20〜24歳"),
        (84, {}, "80〜84歳"),
        (85, {}, "85歳以上"),
        (110, {"top": 100}, "100歳以上"),
        (64, {"width": 10, "top": 70}, "60〜69歳"),
        (3, {"width": 1}, "3歳"),
    ],
)
def test_age_band(age, options, label):
    assert age_band(age, **options) == label


@pytest.mark.parametrize(
    "options",
    [
        {"age": -1},
        {"age": 1, "width": 0},
        {"age": 1, "width": 10},
        {"age": 1, "top": 0},
    ],
)
def test_impossible_bands_are_refused(options):
    with pytest.raises(ValueFormatError, match="SB-V211"):
        age_band(**options)
