# ruff: noqa: N802 - function names are the ones Excel shows
"""整える: 縦持ち、埋める、分ける、数、日付・和暦・年度・祝日、満年齢・年齢階級・学年、団体コード。"""

import xlwings as xw

from .bridge import (
    as_day,
    as_grid,
    as_list,
    as_optional_text,
    as_text,
    as_value,
    as_whole,
    serial,
    spill,
    spill_list,
    udf,
)

OLDEST = 85  # the open last band, rounded down to a whole number of bands


@xw.func
@xw.arg("table", ndim=2, err_to_str=True)
@udf
def SB_TIDY(table):
    """Spill the sheet as one row per observation."""
    from shirube.commands.tidy import TIDY

    return spill(TIDY.run(as_grid(table), TIDY.settings()).data[0].table)


@xw.func
@xw.arg("day", ndim=2, err_to_str=True)
@udf
def SB_WAREKI(day):
    """Return a date in words of the Japanese calendar."""
    from shirube.calendar import to_wareki

    return str(to_wareki(as_day(day, "日付")))


@xw.func
@xw.arg("day", ndim=2, err_to_str=True)
@udf
def SB_NENDO(day):
    """Return the fiscal year (April to March) as a number."""
    from shirube.calendar import fiscal_year

    return int(fiscal_year(as_day(day, "日付")))


@xw.func
@xw.arg("birth", ndim=2, err_to_str=True)
@xw.arg("as_of", ndim=2, err_to_str=True)
@udf
def SB_AGE(birth, as_of):
    """Return the age in full years."""
    from shirube.calendar import age_on

    return age_on(as_day(birth, "生年月日"), as_day(as_of, "基準日"))


@xw.func
@xw.arg("day", ndim=2, err_to_str=True)
@udf
def SB_DATE(day):
    """Return a date written in words as the number Excel keeps for it."""
    return serial(as_day(day, "日付"))


@xw.func
@xw.arg("day", ndim=2, err_to_str=True)
@udf
def SB_HOLIDAY(day):
    """Return the name of a national holiday, or nothing."""
    from shirube.calendar.holidays import holiday_name

    return holiday_name(as_day(day, "日付"))


@xw.func
@xw.arg("age", ndim=2, err_to_str=True)
@xw.arg("width", ndim=2)
@udf
def SB_AGEBAND(age, width=None):
    """Return the age band of an age in full years."""
    from shirube.calendar import age_band

    years = as_whole(width, "幅", default=5)
    return age_band(as_whole(age, "年齢"), width=years, top=OLDEST // (years or 1) * years)


@xw.func
@xw.arg("birth", ndim=2, err_to_str=True)
@xw.arg("nendo", ndim=2)
@udf
def SB_GRADE(birth, nendo):
    """Return the school grade by age in a fiscal year."""
    from shirube.calendar import FiscalYear, school_grade

    return school_grade(as_day(birth, "生年月日"), FiscalYear(as_whole(nendo, "年度")))


@xw.func
@xw.arg("place", ndim=2, err_to_str=True)
@udf
def SB_CODE(place):
    """Return the code of a municipality's name, or the name of a code."""
    from shirube.places import by_code, find

    wanted = as_value(place, "団体")
    return by_code(wanted).full_name if str(wanted).isdigit() else find(str(wanted)).code


@xw.func
@xw.arg("cell", ndim=2, err_to_str=True)
@udf
def SB_NUMBER(cell):
    """Return the number a text holds; a symbol such as x or … is an error that says what it means."""
    from shirube.numbers import require_number

    return require_number(as_value(cell, "値"))


@xw.func
@xw.arg("table", ndim=2, err_to_str=True)
@xw.arg("first", ndim=2)
@xw.arg("labels", ndim=2)
@xw.arg("figures", ndim=2)
@udf
def SB_UNPIVOT(table, first, labels=None, figures=None):
    """Spill a list with the columns from one on put below each other."""
    from shirube.tidy.steps import END, Column, Unpivot

    names = (as_optional_text(labels, "項目の列名") or "項目", as_optional_text(figures, "値の列名") or "値")
    return spill_list(Unpivot(Column(as_text(first, "はじめの列")), END, *names).apply(as_list(table)))


@xw.func
@xw.arg("table", ndim=2, err_to_str=True)
@xw.arg("last", ndim=2)
@udf
def SB_FILLDOWN(table, last):
    """Spill a list with the blanks of its first columns filled from above."""
    from shirube.tidy.steps import Column, fill_through

    return spill_list(fill_through(as_list(table), Column(as_text(last, "終わりの列"))))


@xw.func
@xw.arg("table", ndim=2, err_to_str=True)
@xw.arg("column", ndim=2)
@xw.arg("separator", ndim=2)
@udf
def SB_SPLIT(table, column, separator=None):
    """Spill a list with one row for each of several values in a cell."""
    from shirube.tidy.steps import Column, SplitCells

    step = SplitCells(Column(as_text(column, "列")), (as_optional_text(separator, "区切り") or "、",))
    return spill_list(step.apply(as_list(table)))
