"""Times as keys: one calendar meets itself in every spelling and another one never unnoticed."""

import datetime as dt

import pytest

from shirube.calendar import FiscalQuarter, FiscalYear, Quarter, Year, YearMonth
from shirube.errors import JoinError
from shirube.join.time_keys import align_times, fiscal_year_of, looks_like_time, read_times

COLUMNS = {
    "年": ["2023年", "2024年"],
    "年度": ["令和5年度", "令和6年度"],
    "年月": ["2023年4月", "2023年5月"],
    "四半期": ["2023年第1四半期", "2023年第2四半期"],
    "年度の四半期": ["2023年度第1四半期", "2023年度第2四半期"],
    "日": [dt.date(2023, 4, 1), dt.date(2023, 4, 2)],
}


@pytest.mark.parametrize("one", COLUMNS)
@pytest.mark.parametrize("other", COLUMNS)
def test_every_two_kinds_of_time(one, other):
    if one == other:
        times = align_times(COLUMNS[one], COLUMNS[other], (one, other))
        assert times[0] == times[1]
        assert times[2] == ""
        return
    with pytest.raises(JoinError) as caught:
        align_times(COLUMNS[one], COLUMNS[other], (one, other))
    same_length = {one, other} in ({"年", "年度"}, {"四半期", "年度の四半期"})
    assert caught.value.code == ("SB-J221" if same_length else "SB-J222")
    assert caught.value.next_step


def test_western_and_japanese_years_meet():
    left, right, said = align_times(["令和5年度", "R6年度"], [2023, 2024], ("年度", "会計年度"))
    assert left == right == [FiscalYear(2023), FiscalYear(2024)]
    assert said == ""


def test_a_bare_number_is_what_the_heading_says():
    assert read_times([2023, "2023", "R5", "2023年"], "年度") == [*[FiscalYear(2023)] * 3, Year(2023)]
    assert read_times([2023.0], "年") == [Year(2023)]
    assert read_times(["2020100000", "2023001010"], "時間軸コード") == [FiscalYear(2020), YearMonth(2023, 10)]


def test_mixing_on_demand_is_told():
    left, right, said = align_times(["2023年度"], ["2023年"], ("年度", "年"), mix_years=True)
    assert left == right
    assert "3か月" in said
    with pytest.raises(JoinError):
        align_times(["2023年4月"], ["2023年"], ("年月", "年"), mix_years=True)


def test_two_kinds_in_one_column_are_refused():
    with pytest.raises(JoinError) as caught:
        align_times(["2023年度", "2023年4月"], ["2023年度"], ("時点", "年度"))
    assert caught.value.code == "SB-J223"


def test_the_fiscal_year_of_any_time():
    times = [Year(2023), YearMonth(2024, 3), Quarter(2024, 1), FiscalQuarter(2023, 4), dt.date(2024, 3, 31), None]
    assert [fiscal_year_of(t) for t in times] == [*[FiscalYear(2023)] * 5, None]


def test_counts_are_not_times():
    assert not looks_like_time([2023, 1999], "人口")
    assert looks_like_time([2023, 1999], "年")
    assert not looks_like_time([], "年")


def test_months_as_six_digits_or_as_days():
    wanted = [YearMonth(2023, 4), YearMonth(2023, 5)]
    assert read_times(["202304", 202305], "年月") == wanted
    assert read_times([dt.date(2023, 4, 1), "2023年5月"], "年月") == wanted
    assert read_times([dt.date(2023, 4, 1)], "年月日") == [dt.date(2023, 4, 1)]
    assert read_times(["202313"], "年月") == [None]


def test_bare_numbers_of_a_calendar_nobody_names_are_told():
    left, right, said = align_times([2023], ["2023年度"], ("調査", "年度"))
    assert left == right
    assert "調査" in said
    with pytest.raises(JoinError):
        align_times([2023], ["2023年度"], ("年", "年度"))
