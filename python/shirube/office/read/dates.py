"""Date formats that the reading libraries do not know as dates, and serial numbers as dates.

Both calamine and xlrd look for y, m, d, h, s. A cell that shows only an era year (``ggge"年"``) or a weekday
(``aaa``) holds a date all the same.
"""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import numpy.typing as npt

from shirube.grid import CellStyle

__all__ = ["cell_date", "date_serials", "from_serial", "is_era_format"]

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ERA_OR_WEEKDAY = re.compile(r"[^0#?@ymdhs]*(?:g|e|aaa)[^0#?@ymdhs]*")
_DURATION = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_LAST_SERIAL = 2_958_465  # 9999-12-31


def is_era_format(number_format: str) -> bool:
    """Tell whether a number format shows a date by era year or weekday alone.

    >>> [is_era_format(f) for f in ('[$-411]ggge"年"', "aaa", "General", "0.0E+00", "ge.m.d")]
    [True, True, False, False, False]
    """
    code = _LITERAL.sub("", number_format.split(";")[0]).lower()
    return "general" not in code and _ERA_OR_WEEKDAY.fullmatch(code) is not None


def from_serial(number: float, *, epoch_1904: bool = False) -> dt.date | dt.datetime | None:
    """Return the date of an Excel serial number; ``None`` when Excel itself would show ``####``.

    Source: ECMA-376 Part 1, 18.17.4.1. Serial 60 is the 29 February 1900 that never was; Excel's days before it
    are shifted by one.

    >>> from_serial(43922), from_serial(1), from_serial(0, epoch_1904=True)
    (datetime.date(2020, 4, 1), datetime.date(1900, 1, 1), datetime.date(1904, 1, 1))
    """
    if not 0 <= number <= _LAST_SERIAL:
        return None
    if epoch_1904:
        start = dt.datetime(1904, 1, 1)
    else:
        start = dt.datetime(1899, 12, 31) if number < 60 else dt.datetime(1899, 12, 30)
    moment = start + dt.timedelta(milliseconds=int(number * 86_400_000 + 0.5))
    return moment.date() if moment.time() == dt.time() else moment


def date_serials(
    values: npt.NDArray[np.object_],
    styles: npt.NDArray[np.uint16],
    table: tuple[CellStyle, ...],
    *,
    epoch_1904: bool,
) -> None:
    """Replace, in place, numbers shown by era or weekday alone with their dates."""
    era = np.array([is_era_format(style.number_format) for style in table])
    if not era.any():
        return
    for row, column in np.argwhere(era[styles[: values.shape[0], : values.shape[1]]]):
        value = values[row, column]
        if type(value) in (int, float) and (moment := from_serial(value, epoch_1904=epoch_1904)) is not None:
            values[row, column] = moment


def cell_date(number: float, number_format: str, *, epoch_1904: bool) -> object:
    """Return what a date cell of an .xls shows: a duration, a time of day, a date; else the number itself.

    >>> cell_date(1.5, "[h]:mm", epoch_1904=False), cell_date(0.5, "h:mm", epoch_1904=False)
    (datetime.timedelta(days=1, seconds=43200), datetime.time(12, 0))
    """
    if _DURATION.search(number_format):
        return dt.timedelta(milliseconds=int(number * 86_400_000 + 0.5))
    if 0 <= number < 1:
        moment = dt.datetime(1900, 1, 1) + dt.timedelta(milliseconds=int(number * 86_400_000 + 0.5))
        return moment.time()
    found = from_serial(number, epoch_1904=epoch_1904)
    return number if found is None else found
