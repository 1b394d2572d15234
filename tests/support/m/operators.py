"""Operators of M on evaluated operands."""

import datetime as dt
import math
from collections.abc import Callable

from support.m.compare import compare, equal
from support.m.errors import MError
from support.m.values import MRecord, MTable, MValue, kind, whole


def _refuse(sign: str, left: MValue, right: MValue) -> MError:
    return MError(f"We cannot apply operator {sign} to types {kind(left).title()} and {kind(right).title()}.")


def _is_number(value: MValue) -> bool:
    return value.__class__ is int or value.__class__ is float


def add(left: MValue, right: MValue) -> MValue:
    if _is_number(left) and _is_number(right):
        return _checked(left + right)
    if left is None or right is None:
        return None
    kinds = kind(left), kind(right)
    if kinds == ("duration", "duration") or kinds in {("date", "duration"), ("datetime", "duration")}:
        return left + right
    if kinds in {("duration", "date"), ("duration", "datetime")}:
        return right + left
    raise _refuse("+", left, right)


def subtract(left: MValue, right: MValue) -> MValue:
    if _is_number(left) and _is_number(right):
        return _checked(left - right)
    if left is None or right is None:
        return None
    kinds = kind(left), kind(right)
    if kinds[0] == kinds[1] and kinds[0] in {"date", "datetime", "duration"}:
        return left - right
    if kinds in {("date", "duration"), ("datetime", "duration")}:
        return left - right
    raise _refuse("-", left, right)


def multiply(left: MValue, right: MValue) -> MValue:
    if _is_number(left) and _is_number(right):
        return _checked(left * right)
    if left is None or right is None:
        return None
    if {kind(left), kind(right)} == {"duration", "number"}:
        return left * right
    raise _refuse("*", left, right)


def divide(left: MValue, right: MValue) -> MValue:
    """Divide as doubles do: by zero gives infinity or NaN, no error."""
    if _is_number(left) and _is_number(right):
        if right == 0:
            return math.nan if left == 0 or math.isnan(left) else math.copysign(math.inf, left)
        return _checked(left / right)
    if left is None or right is None:
        return None
    if kind(left) == "duration" and kind(right) == "number":
        return left / right
    raise _refuse("/", left, right)


def _checked(number: float) -> int | float:
    if number.__class__ is int:
        # Beyond 2^53 a double no longer holds every whole number, and M reckons in doubles.
        return number if abs(number) < 2**53 else float(number)
    return whole(number)


def join(left: MValue, right: MValue) -> MValue:
    """``&``: texts, lists, records and tables; null with text or null is null."""
    kinds = kind(left), kind(right)
    if kinds == ("text", "text") or kinds == ("list", "list"):
        return left + right
    if kinds == ("record", "record"):
        return merge(left, right)
    if kinds == ("table", "table"):
        return combine([left, right])
    if kinds in {("null", "text"), ("text", "null"), ("null", "null")}:
        return None
    if kinds == ("date", "time"):
        return dt.datetime.combine(left, right)
    raise _refuse("&", left, right)


def merge(left: MRecord, right: MRecord) -> MRecord:
    """Fields of both; the right one wins, in the place of the left one."""
    fields = dict(zip(left.index, left.cells, strict=True))
    return MRecord.of(fields | dict(zip(right.index, right.cells, strict=True)))


def combine(tables: list[MTable]) -> MTable:
    """Rows of all tables; columns in order of first appearance, null where a table lacks one."""
    columns = tuple(dict.fromkeys(name for table in tables for name in table.columns))
    rows: list[tuple[MValue, ...]] = []
    for table in tables:
        places = [table.columns.index(name) if name in table.columns else None for name in columns]
        rows += [tuple(None if at is None else row[at] for at in places) for row in table.rows]
    return MTable(columns, rows)


def _ordered(sign: str, holds: Callable[[int], bool]) -> Callable[[MValue, MValue], MValue]:
    def relation(left: MValue, right: MValue) -> MValue:
        if left is None or right is None:
            return None
        if _is_number(left) and _is_number(right) and (math.isnan(left) or math.isnan(right)):
            return False
        try:
            return holds(compare(left, right))
        except MError:
            raise _refuse(sign, left, right) from None

    return relation


BINARY: dict[str, Callable[[MValue, MValue], MValue]] = {
    "=": equal,
    "<>": lambda left, right: not equal(left, right),
    "<": _ordered("<", lambda sign: sign < 0),
    ">": _ordered(">", lambda sign: sign > 0),
    "<=": _ordered("<=", lambda sign: sign <= 0),
    ">=": _ordered(">=", lambda sign: sign >= 0),
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "&": join,
}


def logical(value: MValue) -> bool:
    """Return a condition; null and everything else that is no logical value is an error."""
    if value is True or value is False:
        return bool(value)
    raise MError(f"We cannot convert the value of type {kind(value)} to type Logical.")


def negate(value: MValue) -> MValue:
    if value is None:
        return None
    if _is_number(value) or kind(value) == "duration":
        return -value
    raise MError(f"We cannot apply operator - to type {kind(value).title()}.")


def plus(value: MValue) -> MValue:
    if value is None or _is_number(value) or kind(value) == "duration":
        return value
    raise MError(f"We cannot apply operator + to type {kind(value).title()}.")


def invert(value: MValue) -> MValue:
    return None if value is None else not logical(value)
