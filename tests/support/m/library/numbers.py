"""Number functions."""

import math
from collections.abc import Callable

from support.m import convert
from support.m.errors import MError, NotModelled
from support.m.registry import function
from support.m.rounding import round_number
from support.m.values import MValue, whole

LIBRARY_MODES = {0: "up", 1: "down", 2: "away", 3: "zero", 4: "even"}


@function("Number.From(value as any, optional culture as text)")
def _from(value: MValue, culture: str | None = None) -> MValue:
    return convert.to_number(value, culture)


@function("Number.FromText(text as nullable text, optional culture as text)", null=True)
def _from_text(text: str, culture: str | None = None) -> MValue:
    return convert.number_from_text(text, culture)


@function("Number.ToText(number as nullable number, optional format as text, optional culture as text)", null=True)
def _to_text(number: float, pattern: str | None = None, culture: str | None = None) -> str:
    if pattern is None:
        return convert.number_to_text(number, culture)
    return convert.number_format(number, pattern, culture)


@function("Int64.From(value as any, optional culture as text, optional roundingMode as number)")
def _int64(value: MValue, culture: str | None = None, mode: int | None = None) -> MValue:
    number = convert.to_number(value, culture)
    return convert.to_whole(number) if mode is None else _rounded(number, 0, mode)


def _rounded(number: MValue, digits: int | None, mode: int | None) -> MValue:
    return None if number is None else round_number(number, digits or 0, LIBRARY_MODES[4 if mode is None else mode])


@function("Number.Round(number as nullable number, optional digits as number, optional roundingMode as number)")
def _round(number: float | None, digits: int | None = None, mode: int | None = None) -> MValue:
    return _rounded(number, digits, mode)


def _directed(name: str, mode: str) -> None:
    @function(f"Number.{name}(number as nullable number, optional digits as number)", null=True)
    def _call(number: float, digits: int | None = None) -> MValue:
        return round_number(number, digits or 0, mode)


_directed("RoundDown", "floor")
_directed("RoundUp", "ceiling")
_directed("RoundTowardZero", "truncate")


@function("Number.RoundAwayFromZero(number as nullable number, optional digits as number)", null=True)
def _away(number: float, digits: int | None = None) -> MValue:
    return round_number(number, digits or 0, "ceiling" if number > 0 else "floor")


@function("Number.Abs(number as nullable number)", null=True)
def _abs(number: float) -> MValue:
    return abs(number)


@function("Number.Sign(number as nullable number)", null=True)
def _sign(number: float) -> MValue:
    return (number > 0) - (number < 0)


@function("Number.IsNaN(number as number)")
def _is_nan(number: float) -> bool:
    return math.isnan(number)


@function("Number.Power(number as nullable number, power as nullable number)", null=True)
def _power(number: float, power: float | None) -> MValue:
    if power is None:
        return None
    try:
        return whole(float(number) ** float(power))
    except (OverflowError, ZeroDivisionError, TypeError):
        raise NotModelled("a power that is no finite number") from None


@function("Number.Sqrt(number as nullable number)", null=True)
def _sqrt(number: float) -> MValue:
    return whole(math.sqrt(number)) if number >= 0 else math.nan


def _truncated(quotient: float) -> int:
    return math.trunc(quotient)


@function(
    "Number.IntegerDivide(number1 as nullable number, number2 as nullable number, optional precision as number)",
    null=True,
)
def _integer_divide(number: float, by: float | None, precision: int | None = None) -> MValue:
    if by is None:
        return None
    if by == 0:
        raise NotModelled("Number.IntegerDivide by zero")
    return _truncated(number / by)


@function("Number.Mod(number as nullable number, divisor as nullable number, optional precision as number)", null=True)
def _mod(number: float, by: float | None, precision: int | None = None) -> MValue:
    """Remainder with the sign of the number (documentation: Mod(-5, 3) is not shown; .NET's % truncates)."""
    if by is None:
        return None
    if number < 0 or by < 0:
        raise NotModelled("Number.Mod of negative numbers")
    if by == 0:
        raise MError("The divisor of Number.Mod is zero.")
    if precision == 1:
        from decimal import Decimal

        return whole(float(Decimal(repr(number)) % Decimal(repr(by))))
    return whole(math.fmod(number, by)) if isinstance(number, float) or isinstance(by, float) else number % by


def _simple(name: str, body: Callable[[int], bool]) -> None:
    @function(f"Number.{name}(number as number)")
    def _call(number: float) -> bool:
        if number != int(number):
            raise NotModelled(f"Number.{name} of a fraction")
        return body(int(number))


_simple("IsEven", lambda number: number % 2 == 0)
_simple("IsOdd", lambda number: number % 2 == 1)
