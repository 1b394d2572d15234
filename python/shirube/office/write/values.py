"""What goes into a cell: the kind of cell a value needs, and text that XML and Excel can hold."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal
from enum import Enum
from typing import Any

import numpy as np
import pandas as pd

from ...result import Format

__all__ = ["MOST_TEXT", "CellKind", "clean_text", "cut_text", "typed"]

MOST_TEXT = 32_767  # UTF-16 units in one cell (Excel specifications and limits)
_MOST_EXACT = 10**15  # Excel keeps 15 significant digits
_FIRST_DATE = dt.date(1900, 3, 1)  # before it, Excel's serial numbers carry the false leap day of 1900
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class CellKind(Enum):
    """Kinds of cell a value may become."""

    BLANK = "blank"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    DATETIME = "datetime"
    BOOL = "bool"


def clean_text(text: str) -> str:
    r"""Remove characters that XML 1.0 forbids; line ends become one line feed.

    >>> clean_text("a\x00b\r\nc")
    'ab\nc'
    """
    return _ILLEGAL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def cut_text(text: str) -> str:
    """Cut a text to what one cell can hold, counted in UTF-16 units as Excel does."""
    if len(text) * 2 <= MOST_TEXT:
        return text
    return text.encode("utf-16-le")[: MOST_TEXT * 2].decode("utf-16-le", errors="ignore")


def typed(value: Any, wanted: Format) -> tuple[CellKind, Any]:
    """Return the kind of cell and the value to write. NaN, NaT and infinities become blank.

    >>> typed(3.5, Format.NUMBER), typed(13101, Format.CODE), typed(float("nan"), Format.NUMBER)
    ((<CellKind.NUMBER: 'number'>, 3.5), (<CellKind.TEXT: 'text'>, '13101'), (<CellKind.BLANK: 'blank'>, None))
    """
    if isinstance(value, str):
        text = clean_text(value)
        return (CellKind.TEXT, text) if text else (CellKind.BLANK, None)
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NA or value is pd.NaT:
        return CellKind.BLANK, None
    if isinstance(value, bool):
        return CellKind.BOOL, value
    if isinstance(value, (int, float, Decimal)):
        return _number(value, wanted)
    if isinstance(value, dt.date):
        return _date(value)
    return typed(str(value), wanted)


def _number(value: int | float | Decimal, wanted: Format) -> tuple[CellKind, Any]:
    if not math.isfinite(value):
        return CellKind.BLANK, None
    whole = int(value)
    if wanted is Format.CODE:
        return CellKind.TEXT, str(whole) if whole == value else str(value)
    if isinstance(value, int) and abs(whole) >= _MOST_EXACT:
        return CellKind.TEXT, str(whole)
    return CellKind.NUMBER, whole if isinstance(value, int) else float(value)


def _date(value: dt.date) -> tuple[CellKind, Any]:
    if isinstance(value, dt.datetime):
        if value.date() < _FIRST_DATE:
            return CellKind.TEXT, value.isoformat(" ")
        return CellKind.DATETIME, value.replace(tzinfo=None)
    if value < _FIRST_DATE:
        return CellKind.TEXT, value.isoformat()
    return CellKind.DATE, value
