"""How a time is written: with a western year, in an era alone, or so that it cannot be told.

>>> [time_form(t) for t in ("2023年", "令和5年", "令和5（2023）年", "R5.4.1", "R05.04.01", "5年度", "23/4/1")]
['西暦', '和暦', '西暦', '和暦', 'JIS', '年だけ', '2桁の年']
>>> [time_form(t) for t in ("東地区", "3月", "12,345人", "平成園")]
['', '', '', '']
"""

from __future__ import annotations

import re

from ...calendar import parse_estat_time_code, parse_time
from ...errors import ValueFormatError
from ...text import to_half_width

__all__ = ["era_years", "style_of", "time_form"]

_ERA = r"(?:明治|大正|昭和|平成|令和|[㍾㍽㍼㍻㋿])"
_ERA_YEAR = re.compile(rf"{_ERA}\s*(?:元|\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*年?")
_SHORT_ERA = re.compile(r"[MTSHR]\.?\s*(?:元|\d{1,2})\s*(?:年度?.*|[./-]\s*\d{1,2}.*|)")
_JIS = re.compile(r"[MTSHR]\d{2}\.\d{2}\.\d{2}(?:T.*)?")
_WESTERN = re.compile(r"(?<!\d)(?:1[6-9]|2[01])\d{2}(?!\d)")
_COMPACT = re.compile(r"(?:1[89]|2[01])\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])?")
_BARE_YEAR = re.compile(r"(?:元|\d{1,2})\s*年度?(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?")
_TWO_DIGITS = re.compile(r"'?\d{2}[/.／-]\d{1,2}[/.／-]\d{1,2}")
_LONGEST = 40


def time_form(text: str) -> str:
    """Return how a text writes a time, empty when it is not a time.

    ``西暦`` (or both), ``和暦`` (era alone), ``JIS`` (JIS X 0301 in full), ``年だけ`` (no era), ``2桁の年``.
    """
    plain = to_half_width(text).strip()
    if len(plain) > _LONGEST or not any(char.isdigit() or char in "元一二三四五六七八九" for char in plain):
        return ""
    if _JIS.fullmatch(plain):
        return "JIS"
    if _TWO_DIGITS.fullmatch(plain):
        return "2桁の年"
    era = _ERA_YEAR.match(plain) or _SHORT_ERA.fullmatch(plain)
    if _WESTERN.search(plain) or _COMPACT.fullmatch(plain):
        return "西暦" if era or _is_time(plain) else ""
    if era and _is_era_time(plain):
        return "和暦"
    return "年だけ" if _BARE_YEAR.fullmatch(plain) else ""


def _is_time(plain: str) -> bool:
    if _COMPACT.fullmatch(plain) or parse_time(plain, lenient=True) is not None:
        return True
    if re.fullmatch(r"\d{10}", plain):
        try:
            parse_estat_time_code(plain)
        except ValueFormatError:
            return False
        return True
    return re.match(r"\d{4}\s*(?:年|[-/.])", plain) is not None


def _is_era_time(plain: str) -> bool:
    if parse_time(plain, lenient=True) is not None:
        return True
    return re.match(rf"(?:{_ERA}|[MTSHR]\.?)\s*(?:元|\d{{1,2}})\s*(?:年|[./-]\d)", plain) is not None


def era_years(name: str) -> bool:
    """Tell whether a heading names a year in an era and gives no western year.

    >>> era_years("令和5年度決算"), era_years("令和5年度（2023）決算"), era_years("H30"), era_years("平成大橋")
    (True, False, True, False)
    """
    plain = to_half_width(name)
    if _WESTERN.search(plain):
        return False
    return _ERA_YEAR.search(plain) is not None or re.fullmatch(r"[MTSHR](?:元|\d{1,2})(?:年度?)?", plain) is not None


def style_of(text: str) -> str:
    """Return the style of a western date, so that mixtures show; empty when it has none to mix.

    >>> style_of("2024/4/1"), style_of("2024-04-01"), style_of("2024年4月1日"), style_of("2024年度"), style_of("2024")
    ('/', '-', '年月日', '年度', '年')
    """
    plain = to_half_width(text).strip()
    if match := re.match(r"\d{4}\s*(年度|年\s*\d{1,2}\s*月|[-/.]|年$|$)", plain):
        found = match[1]
        return {"": "年", "年": "年"}.get(found, "年月日" if "月" in found else found)
    return ""
