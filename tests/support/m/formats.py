"""Custom date formats of .NET (yyyy, MM, dd …), written and read; number formats that the documentation shows."""

import datetime as dt
import re

from support.m.cultures import Culture
from support.m.errors import MError, NotModelled

_DATE_PART = re.compile(
    r"yyyy|yy|y|MMMM|MMM|MM|M|dddd|ddd|dd|d|HH|H|hh|h|mm|m|ss|s|tt|f+"
    r"""|'[^']*'|"[^"]*"|.""",
    re.DOTALL,
)
_FIGURES = {
    "yyyy": r"(?P<y>\d{4})",
    "MM": r"(?P<m>\d\d)",
    "M": r"(?P<m>\d{1,2})",
    "dd": r"(?P<d>\d\d)",
    "d": r"(?P<d>\d{1,2})",
}


def write_date(value: dt.date | dt.datetime, pattern: str, culture: Culture) -> str:
    """Write a date in a custom format; a single letter would be a standard format and is refused."""
    if len(pattern) < 2:
        raise NotModelled(f"standard date format {pattern!r}")
    return "".join(_date_part(value, part, culture) for part in _DATE_PART.findall(pattern))


def _date_part(value: dt.date | dt.datetime, part: str, culture: Culture) -> str:
    hour = value.hour if isinstance(value, dt.datetime) else 0
    minute = value.minute if isinstance(value, dt.datetime) else 0
    second = value.second if isinstance(value, dt.datetime) else 0
    known = {
        "yyyy": f"{value.year:04d}", "MMMM": culture.months[value.month - 1],
        "MMM": culture.short_months[value.month - 1], "MM": f"{value.month:02d}", "M": str(value.month),
        "dd": f"{value.day:02d}", "d": str(value.day), "HH": f"{hour:02d}", "H": str(hour),
        "hh": f"{hour % 12 or 12:02d}", "h": str(hour % 12 or 12), "mm": f"{minute:02d}", "m": str(minute),
        "ss": f"{second:02d}", "s": str(second), "tt": "AM" if hour < 12 else "PM",
    }  # fmt: skip
    if part in known:
        return known[part]
    if part[0] == "f" and len(part) <= 6:
        return f"{value.microsecond if isinstance(value, dt.datetime) else 0:06d}"[: len(part)]
    if part[0] in "'\"" and len(part) > 1:
        return part[1:-1]
    if part[0].isalpha() and part.isascii():
        raise NotModelled(f"date format {part!r}")
    return part


def read_date(text: str, pattern: str, culture: Culture) -> dt.date:
    """Read a date in a custom format."""
    shape = ""
    for part in _DATE_PART.findall(pattern):
        if part in _FIGURES:
            shape += _FIGURES[part]
        elif part == "MMM":
            shape += "(?P<b>" + "|".join(map(re.escape, culture.short_months)) + ")"
        elif part == "MMMM":
            shape += "(?P<b>" + "|".join(map(re.escape, culture.months)) + ")"
        elif part.isalpha() and part.isascii():
            raise NotModelled(f"date format {part!r}")
        else:
            shape += re.escape(part.strip("'\"") or part)
    match = re.fullmatch(shape, text, re.ASCII | re.IGNORECASE)
    if match is None:
        raise MError("We couldn't parse the input provided as a Date value.", "DataFormat.Error", text)
    found = match.groupdict()
    month = int(found["m"]) if found.get("m") else _named(found.get("b"), culture)
    return make_date(int(found["y"]), month, int(found.get("d") or 1))


def _named(word: str | None, culture: Culture) -> int:
    if word is None:
        return 1
    names = [name.casefold() for name in (*culture.months, *culture.short_months)]
    return names.index(word.casefold()) % 12 + 1


def make_date(year: int, month: int, day: int) -> dt.date:
    """``#date``."""
    try:
        return dt.date(year, month, day)
    except (ValueError, OverflowError, TypeError):
        raise MError("The Date value isn't valid.") from None


def write_number(value: float, pattern: str, culture: Culture) -> str:
    """Write a number in a standard format (D, F, N, P, E, G, X) or a custom one of 0, # and point."""
    match = re.fullmatch(r"([A-Za-z])(\d{0,2})", pattern)
    if match is None:
        return _custom(value, pattern, culture)
    letter, digits = match[1], int(match[2]) if match[2] else None
    if letter in "Dd" and value == int(value):
        return _sign(value) + str(abs(int(value))).rjust(digits or 1, "0")
    if letter in "Xx" and value >= 0 and value == int(value):
        return f"{int(value):{letter}}".rjust(digits or 1, "0")
    if letter in "FfNn":
        return _fixed(value, 2 if digits is None else digits, culture, grouped=letter in "Nn")
    if letter in "Pp" and culture.name in {"en-US", "ja-JP"}:
        # .NET Framework writes a blank before % in en-US, and none in ja-JP.
        return _fixed(value * 100, 2 if digits is None else digits, culture, grouped=True) + (
            " %" if culture.name == "en-US" else "%"
        )
    if letter in "Ee":
        mantissa, exponent = f"{value:.{6 if digits is None else digits}e}".split("e")
        return f"{mantissa}{letter}{exponent[0]}{exponent[1:].rjust(3, '0')}"
    if letter in "Gg" and digits is None and 1e-5 <= abs(value) < 1e15:
        return f"{value:.15g}"
    raise NotModelled(f"number format {pattern!r} of {value!r}")


def _sign(value: float) -> str:
    return "-" if value < 0 else ""


def _fixed(value: float, digits: int, culture: Culture, *, grouped: bool) -> str:
    from support.m.rounding import round_number

    rounded = round_number(value, digits, "away")
    text = f"{rounded:{',' if grouped else ''}.{digits}f}"
    return text.translate({ord(","): culture.group, ord("."): culture.decimal})


def _custom(value: float, pattern: str, culture: Culture) -> str:
    match = re.fullmatch(r"(#,#*)?(0*)(?:\.(0+))?", pattern)
    if match is None or not pattern:
        raise NotModelled(f"number format {pattern!r}")
    digits = len(match[3] or "")
    text = _fixed(abs(value), digits, culture, grouped=bool(match[1]))
    whole, _, part = text.partition(culture.decimal)
    whole = whole.rjust(len(match[2]), "0") if not match[1] else whole
    return _sign(value) + whole + (culture.decimal + part if part else "")
