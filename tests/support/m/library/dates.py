"""Date functions; a datetime goes through most of them as its day."""

import calendar
import datetime as dt
from collections.abc import Callable

from support.m import convert
from support.m.cultures import culture
from support.m.errors import MError, NotModelled
from support.m.formats import make_date, read_date, write_date
from support.m.registry import function, options
from support.m.values import MRecord, MValue, kind


@function("#date(year as number, month as number, day as number)")
def _date(year: int, month: int, day: int) -> dt.date:
    return make_date(year, month, day)


@function(
    "#datetime(year as number, month as number, day as number, hour as number, minute as number, second as number)"
)
def _datetime(year: int, month: int, day: int, hour: int, minute: int, second: float) -> dt.datetime:
    return dt.datetime.combine(make_date(year, month, day), _time(hour, minute, second))


@function("#time(hour as number, minute as number, second as number)")
def _time(hour: int, minute: int, second: float) -> dt.time:
    whole = int(second)
    micro = round((second - whole) * 1_000_000)
    if abs((second - whole) * 1_000_000 - micro) > 0.001:
        raise NotModelled("a time finer than a microsecond")
    try:
        return dt.time(hour, minute, whole, micro)
    except (ValueError, TypeError):
        raise MError("The Time value isn't valid.") from None


@function("#duration(days as number, hours as number, minutes as number, seconds as number)")
def _duration(days: float, hours: float, minutes: float, seconds: float) -> dt.timedelta:
    return dt.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


@function("Date.From(value as any, optional culture as text)")
def _from(value: MValue, asked: str | None = None) -> MValue:
    return convert.to_date(value, asked)


@function("DateTime.From(value as any, optional culture as text)")
def _datetime_from(value: MValue, asked: str | None = None) -> MValue:
    return convert.to_datetime(value, asked)


def _asked(given: MValue) -> tuple[str | None, str | None]:
    if given is None or isinstance(given, str):
        return given, None
    chosen = options(given, "Format", "Culture")
    return chosen.get("Culture"), chosen.get("Format")


@function("Date.FromText(text as nullable text, optional options as any)", null=True)
def _from_text(text: str, given: str | MRecord | None = None) -> MValue:
    asked, pattern = _asked(given)
    if pattern is None:
        return convert.date_from_text(text, culture(asked))
    return read_date(text, pattern, culture(asked))


@function("Date.ToText(date as nullable date, optional options as any, optional culture as text)", null=True)
def _to_text(date: dt.date, given: str | MRecord | None = None, second: str | None = None) -> MValue:
    return _written(date, given, second)


def _written(value: dt.date, given: str | MRecord | None, second: str | None) -> str:
    """Write by an options record, or by format and culture given as texts ("to support legacy workflows")."""
    asked, pattern = (second, given) if isinstance(given, str) else _asked(given)
    return write_date(value, pattern, culture(asked)) if pattern else str(convert.to_text(value, asked))


@function(
    "DateTime.ToText(dateTime as nullable datetime, optional options as any, optional culture as text)", null=True
)
def _datetime_to_text(value: dt.datetime, given: str | MRecord | None = None, second: str | None = None) -> MValue:
    return _written(value, given, second)


def _day(value: MValue) -> dt.date:
    if kind(value) not in {"date", "datetime"}:
        raise MError(f"We cannot convert a value of type {kind(value).title()} to type Date.")
    return value


def _part(name: str, read: Callable[[dt.date], int]) -> None:
    @function(f"Date.{name}(dateTime as any)", null=True)
    def _call(value: MValue) -> int:
        return read(_day(value))


_part("Year", lambda day: day.year)
_part("Month", lambda day: day.month)
_part("Day", lambda day: day.day)
_part("QuarterOfYear", lambda day: (day.month + 2) // 3)
_part("DayOfYear", lambda day: day.timetuple().tm_yday)
_part("DaysInMonth", lambda day: calendar.monthrange(day.year, day.month)[1])


@function("Date.DayOfWeek(dateTime as any, optional firstDayOfWeek as number)", null=True)
def _weekday(value: MValue, first: int | None = None) -> int:
    if first is None:
        raise NotModelled("the first day of the week of the machine's culture")
    return (_day(value).isoweekday() - first) % 7


@function("Date.AddDays(dateTime as any, numberOfDays as number)", null=True)
def _add_days(value: MValue, days: int) -> MValue:
    try:
        return _day(value) + dt.timedelta(days=days)
    except OverflowError:
        raise MError("The date is out of range.") from None


def _months_later(day: dt.date, months: int) -> dt.date:
    """The same day months later, or the last of the month where it has none (as .NET's AddMonths)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise MError("The date is out of range.")
    return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))


@function("Date.AddMonths(dateTime as any, numberOfMonths as number)", null=True)
def _add_months(value: MValue, months: int) -> MValue:
    return _months_later(_day(value), months)


@function("Date.AddYears(dateTime as any, numberOfYears as number)", null=True)
def _add_years(value: MValue, years: int) -> MValue:
    return _months_later(_day(value), 12 * years)


def _midnight(value: MValue) -> MValue:
    return value.replace(hour=0, minute=0, second=0) if isinstance(value, dt.datetime) else value


@function("Date.StartOfMonth(dateTime as any)", null=True)
def _start_of_month(value: MValue) -> MValue:
    return _midnight(_day(value).replace(day=1))


@function("Date.StartOfYear(dateTime as any)", null=True)
def _start_of_year(value: MValue) -> MValue:
    return _midnight(_day(value).replace(month=1, day=1))


@function("Date.EndOfMonth(dateTime as any)", null=True)
def _end_of_month(value: MValue) -> MValue:
    if isinstance(value, dt.datetime):
        raise NotModelled("the last instant of a month")
    return _day(value).replace(day=calendar.monthrange(value.year, value.month)[1])


@function("DateTime.Date(dateTime as any)", null=True)
def _date_of(value: MValue) -> MValue:
    return convert.to_date(_day(value))


@function("Duration.Days(duration as nullable duration)", null=True)
def _days(value: dt.timedelta) -> int:
    if value < dt.timedelta():
        return -((-value).days)
    return value.days


@function("Duration.TotalDays(duration as nullable duration)", null=True)
def _total_days(value: dt.timedelta) -> MValue:
    return convert.to_number(value)
