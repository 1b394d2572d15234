"""Ages, age bands and school grades."""

from __future__ import annotations

import datetime as dt

from ..errors import ValueFormatError
from .periods import FiscalYear

__all__ = ["age_band", "age_on", "school_grade"]


def age_on(birth: dt.date, on: dt.date, *, legal: bool = False) -> int:
    """Return the age in completed years on a day.

    Parameters
    ----------
    birth
        Date of birth.
    on
        The day asked about (基準日).
    legal
        Under 年齢計算ニ関する法律 and 民法 143条 an age is attained at the end of the day *before* the birthday.
        With ``legal=True`` that day already counts: whoever is born on 1 April is six on 31 March and starts school
        a year before those born on 2 April. The default counts from the birthday itself, as everyday tables do.

    Returns
    -------
    int
        Completed years. Born on 29 February: in common years the everyday age rises on 1 March, the legal one is
        attained on 28 February.

    Raises
    ------
    ValueFormatError
        SB-V210: `on` is before the birth.

    >>> import datetime as dt
    >>> age_on(dt.date(2018, 4, 1), dt.date(2024, 3, 31)), age_on(dt.date(2018, 4, 1), dt.date(2024, 3, 31), legal=True)
    (5, 6)
    """
    if on < birth:
        raise ValueFormatError("V210", birth=birth.isoformat(), on=on.isoformat())
    if legal:
        # The end of a day is the start of the next: one shift covers 29 February in common and leap years alike.
        on += dt.timedelta(days=1)
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


_GRADES = ("小1", "小2", "小3", "小4", "小5", "小6", "中1", "中2", "中3")
_ENTERS_SCHOOL, _LEAVES_HIGH_SCHOOL = 6, 18


def school_grade(birth: dt.date, year: FiscalYear) -> str:
    """Return the school grade a child of that birth date belongs to by age in a fiscal year.

    Schooling begins at the start of the first school year after the sixth birthday is legally attained (学校教育法
    17条), so 2 April to 1 April of the next year make one grade. Grade by age only: 就学猶予 and the like are unknown.

    Returns
    -------
    str
        ``未就学``, ``小1`` … ``小6``, ``中1`` … ``中3``, ``高校相当`` (three years) or ``学齢外``.

    Raises
    ------
    ValueFormatError
        SB-V210: born after the fiscal year.

    >>> import datetime as dt
    >>> school_grade(dt.date(2018, 4, 1), FiscalYear(2024)), school_grade(dt.date(2018, 4, 2), FiscalYear(2024))
    ('小1', '未就学')
    """
    if birth > year.last_day:
        raise ValueFormatError("V210", birth=birth.isoformat(), on=year.last_day.isoformat())
    eve = year.first_day - dt.timedelta(days=1)
    age = age_on(birth, eve, legal=True) if birth <= eve else 0
    if age < _ENTERS_SCHOOL:
        return "未就学"
    if age < _ENTERS_SCHOOL + len(_GRADES):
        return _GRADES[age - _ENTERS_SCHOOL]
    return "高校相当" if age < _LEAVES_HIGH_SCHOOL else "学齢外"


def age_band(age: int, *, width: int = 5, top: int = 85) -> str:
    """Return the label of the age band.

    Parameters
    ----------
    age
        Completed years, 0 or more.
    width
        Years per band (5 or 10 in census tables); 1 gives single years.
    top
        Lower edge of the open last band; a multiple of `width`.

    Raises
    ------
    ValueFormatError
        SB-V211: negative age, or `width` does not divide `top`.

    >>> age_band(22), age_band(90), age_band(22, width=10, top=80), age_band(7, width=1)
    ('20〜24歳', '85歳以上', '20〜29歳', '7歳')
    """
    if age < 0 or width < 1 or top < width or top % width:
        raise ValueFormatError("V211", age=age, width=width, top=top)
    if age >= top:
        return f"{top}歳以上"
    low = age // width * width
    return f"{low}歳" if width == 1 else f"{low}〜{low + width - 1}歳"
