# ruff: noqa: N802 - function names are the ones Excel shows
"""整える: 縦持ち、和暦、年度、満年齢、団体コード。"""

import xlwings as xw

from .bridge import as_day, as_grid, as_value, spill, udf


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
