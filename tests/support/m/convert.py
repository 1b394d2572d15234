"""From one type to another: Number.From, Text.From, Date.From … and the types of Table.TransformColumnTypes."""

import base64
import datetime as dt
import math
import re
from collections.abc import Callable
from decimal import Decimal

from support.m.cultures import Culture, culture, date_parts
from support.m.errors import MError, NotModelled
from support.m.formats import make_date, write_date, write_number
from support.m.rounding import round_number
from support.m.values import MType, MValue, kind, whole

EPOCH = dt.date(1899, 12, 30)  # day 0 of Excel and of M: Date.From(0)


def _failed(what: str, value: MValue) -> MError:
    return MError(f"We couldn't convert to {what}.", "DataFormat.Error", value)


def _cannot(value: MValue, what: str) -> MError:
    return MError(f"We cannot convert a value of type {kind(value).title()} to type {what}.", detail=value)


def to_number(value: MValue, asked: str | None = None) -> MValue:
    """Number.From."""
    match kind(value):
        case "null" | "number":
            return value
        case "logical":
            return int(value)
        case "text":
            return number_from_text(value, asked)
        case "date":
            return (value - EPOCH).days
        case "datetime":
            return whole((value - dt.datetime.combine(EPOCH, dt.time())) / dt.timedelta(days=1))
        case "duration":
            return whole(value / dt.timedelta(days=1))
    raise _cannot(value, "Number")


_BLANKS = " \t\n\r\v\f"


def number_from_text(text: str, asked: str | None) -> int | float:
    """Number.FromText: digits with sign, groups of three, decimal point, exponent, percent; only ASCII digits.

    What .NET reads beyond that (brackets, currency signs, groups of other sizes) is refused, not guessed.
    """
    body = text.strip(_BLANKS)
    if re.fullmatch(r"[-+]?\d+", body, re.ASCII):
        return _exact(int(body))
    of = culture(asked)
    group, point = re.escape(of.group), re.escape(of.decimal)
    shape = rf"([-+]?)(\d{{1,3}}(?:{group}\d{{3}})+|\d*)(?:{point}(\d*))?([eE][-+]?\d+)?\s*(%?)"
    match = re.fullmatch(shape, body, re.ASCII)
    if match is None or not (match[2] or match[3]):
        if re.fullmatch(rf"[-+(]*[¥￥$€]?[-+(]*[\d{group}{point}]*\d[\d{group}{point}]*\)?[-+]?", body, re.ASCII):
            raise NotModelled(f"whether Number.FromText reads {text!r}")
        raise _failed("Number", text)
    digits = match[2].replace(of.group, "") or "0"
    exact = Decimal(f"{match[1]}{digits}.{match[3] or '0'}{match[4] or ''}")
    return whole(float(exact / 100 if match[5] else exact))


def _exact(number: int) -> int | float:
    return number if abs(number) < 2**53 else float(number)


def to_text(value: MValue, asked: str | None = None) -> MValue:
    """Text.From."""
    match kind(value):
        case "null" | "text":
            return value
        case "logical":
            return "true" if value else "false"
        case "number":
            return number_to_text(value, asked)
        case "date":
            of = culture(asked)
            return write_date(value, of.date, of)
        case "datetime":
            of = culture(asked)
            return write_date(value, f"{of.date} {of.time}", of)
        case "binary":
            return base64.b64encode(value).decode()
        case "time" | "duration":
            raise NotModelled(f"Text.From of a {kind(value)}")
    raise _cannot(value, "Text")


def number_to_text(value: float, asked: str | None) -> str:
    """Shortest digits that give the number back; a decimal point depends on the culture."""
    if isinstance(value, int) and abs(value) < 10**15:
        return str(value)
    if not math.isfinite(value) or abs(value) >= 1e15 or 0 < abs(value) < 1e-4:
        raise NotModelled(f"the text of {value!r}")
    return repr(value).removesuffix(".0").replace(".", culture(asked).decimal)


def number_format(value: float, pattern: str, asked: str | None) -> str:
    """Number.ToText with a format."""
    return write_number(value, pattern, culture(asked))


def to_date(value: MValue, asked: str | None = None) -> MValue:
    """Date.From."""
    match kind(value):
        case "null" | "date":
            return value
        case "datetime":
            return value.date()
        case "number":
            return _day(value)
        case "text":
            return date_from_text(value, culture(asked))
    raise _cannot(value, "Date")


def _day(number: float) -> dt.date:
    try:
        # The fraction is a time of that day, also before the epoch: -1.25 is 6 A.M. of day -1 (Date.From).
        return EPOCH + dt.timedelta(days=math.trunc(number))
    except (OverflowError, ValueError):
        raise MError("We couldn't convert to Date.", "Expression.Error", number) from None


def date_from_text(text: str, of: Culture) -> dt.date:
    """Date.FromText without a format."""
    parts = date_parts(text, of)
    if parts is None:
        raise MError("We couldn't parse the input provided as a Date value.", "DataFormat.Error", text)
    try:
        return make_date(*parts)
    except MError:
        raise MError("We couldn't parse the input provided as a Date value.", "DataFormat.Error", text) from None


def to_datetime(value: MValue, asked: str | None = None) -> MValue:
    """DateTime.From."""
    match kind(value):
        case "null" | "datetime":
            return value
        case "date":
            return dt.datetime.combine(value, dt.time())
        case "time":
            return dt.datetime.combine(EPOCH, value)
        case "number":
            return dt.datetime.combine(EPOCH, dt.time()) + dt.timedelta(days=value)
        case "text":
            day, _, time = value.strip().partition(" ")
            date = date_from_text(day, culture(asked))
            return dt.datetime.combine(date, _time(time) if time else dt.time())
    raise _cannot(value, "DateTime")


def _time(text: str) -> dt.time:
    match = re.fullmatch(r"(\d{1,2}):(\d\d)(?::(\d\d))?", text, re.ASCII)
    if match is None:
        raise NotModelled(f"whether {text!r} is a time")
    try:
        return dt.time(int(match[1]), int(match[2]), int(match[3] or 0))
    except ValueError:
        raise MError("We couldn't parse the input provided as a DateTime value.", "DataFormat.Error", text) from None


def to_logical(value: MValue, asked: str | None = None) -> MValue:
    """Logical.From."""
    match kind(value):
        case "null" | "logical":
            return value
        case "number":
            return value != 0
        case "text":
            if value.lower() in {"true", "false"}:
                return value.lower() == "true"
            raise _failed("Logical", value)
    raise _cannot(value, "Logical")


def to_whole(value: MValue, asked: str | None = None) -> MValue:
    """Int64.From: rounds half to even."""
    number = to_number(value, asked)
    if number is None:
        return None
    if isinstance(number, float) and not math.isfinite(number):
        raise MError("We couldn't convert to Int64.", detail=value)
    return round_number(number, 0, "even")


def to_currency(value: MValue, asked: str | None = None) -> MValue:
    """Currency.From: four decimal digits, half to even."""
    number = to_number(value, asked)
    return None if number is None else round_number(number, 4, "even")


_FACETS: dict[str, Callable[..., MValue]] = {"Int64.Type": to_whole, "Currency.Type": to_currency}
_KINDS: dict[str, Callable[..., MValue]] = {
    "text": to_text, "number": to_number, "date": to_date, "datetime": to_datetime, "logical": to_logical,
    "any": lambda value, asked=None: value,
}  # fmt: skip


def converter(wanted: MType) -> Callable[..., MValue]:
    """Return the conversion to the type of a column."""
    if wanted.facet:
        if wanted.facet in {"Percentage.Type", "Decimal.Type", "Double.Type"}:
            return to_number
        if wanted.facet in _FACETS:
            return _FACETS[wanted.facet]
    elif wanted.kind in _KINDS:
        return _KINDS[wanted.kind]
    raise NotModelled(f"a column of type {wanted.facet or wanted.kind}")
