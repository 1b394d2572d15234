"""暦: 和暦と西暦、年と年度、年月、四半期、年齢、e-Stat の時間軸コード。

年 (`Year`) and 年度 (`FiscalYear`) are different types on purpose: they never compare equal and cannot be ordered
against each other, so a table that mixes them fails loudly instead of shifting by three months.

>>> parse_time("平成31年度") == parse_time("令和元年度") == FiscalYear(2019)
True
>>> Year(2019) == FiscalYear(2019)
False
"""

from .advance import YearWord, advanced, fiscal_years, years_in
from .age import age_band, age_on, school_grade
from .codes import estat_time_code, parse_estat_time_code
from .eras import ERAS, Era, era_of, to_wareki
from .parse import parse_time, require_time
from .periods import (
    FiscalQuarter,
    FiscalYear,
    Quarter,
    Time,
    Year,
    YearMonth,
    fiscal_month_order,
    fiscal_quarter,
    fiscal_year,
    quarter,
)

__all__ = [
    "ERAS",
    "Era",
    "FiscalQuarter",
    "FiscalYear",
    "Quarter",
    "Time",
    "Year",
    "YearMonth",
    "YearWord",
    "advanced",
    "age_band",
    "age_on",
    "era_of",
    "estat_time_code",
    "fiscal_month_order",
    "fiscal_quarter",
    "fiscal_year",
    "fiscal_years",
    "parse_estat_time_code",
    "parse_time",
    "quarter",
    "require_time",
    "school_grade",
    "to_wareki",
    "years_in",
]
