"""生年月日: a day of birth, written as a date, in 和暦, in eight digits. Year or month alone is coarse enough."""

from __future__ import annotations

import datetime as dt
import re

from ...calendar import parse_time
from ...text import to_half_width
from .kinds import Detector, PersonalKind

__all__ = ["DETECTOR"]

_EIGHT = re.compile(r"(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_SEVEN = re.compile(r"[1-5][0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")  # era number, as hosts print it
_SPOKEN = re.compile(
    r"(?:生年月日|誕生日)[:： 　]*[^\s、。]{0,4}[0-9元]+年[0-9]+月[0-9]+日|[0-9元]+年[0-9]+月[0-9]+日\s*生(?:まれ)?"
)
_HEADER = re.compile(r"生年月日|誕生日|^生年$|生まれ|birth|^dob$|^生月日")
_NOT_HEADER = re.compile(r"人数|件数|有無|年齢|年度")
_EARLIEST = dt.date(1880, 1, 1)


def _strict(text: str) -> bool:
    """Only what says so itself: 「昭和30年4月1日生」."""
    return "生" in text and _SPOKEN.search(to_half_width(text)) is not None


def _loose(text: str) -> bool:
    plain = to_half_width(text).strip()
    if _EIGHT.fullmatch(plain) or _SEVEN.fullmatch(plain) or _strict(plain):
        return True
    found = parse_time(plain.removesuffix("生"), lenient=True)
    return isinstance(found, dt.date) and found >= _EARLIEST


DETECTOR = Detector(
    PersonalKind.BIRTH,
    header=lambda key: bool(_HEADER.search(key)) and not _NOT_HEADER.search(key),
    strict=_strict,
    loose=_loose,
    suggestions=("年齢階級（5歳または10歳きざみ）に替える", "生まれた年月まで残す", "列ごと削除"),
    alone=True,
    unheaded_share=0.0,
)
