"""Equality, order and grouping keys ("M Language Specification": Equality, Relational operators; Value.Compare)."""

import functools
import math
from collections.abc import Sequence

from support.m.errors import MError
from support.m.values import MRecord, MTable, MType, MValue, kind, read

_ORDERED = frozenset({"number", "text", "logical", "date", "datetime", "time", "duration"})


def equal(left: MValue, right: MValue) -> bool:
    """Tell whether ``left = right``; values of two types are never equal, an error inside is raised."""
    left_kind = kind(left)
    if left_kind != kind(right):
        return False
    if left_kind == "list":
        return len(left) == len(right) and all(equal(read(a), read(b)) for a, b in zip(left, right, strict=True))
    if left_kind == "record":
        return set(left) == set(right) and all(equal(left[name], right[name]) for name in left)
    if left_kind == "table":
        return _equal_tables(left, right)
    if left_kind == "type":
        return equal_types(left, right)
    return bool(left == right)


def _equal_tables(left: MTable, right: MTable) -> bool:
    if set(left.columns) != set(right.columns) or len(left.rows) != len(right.rows):
        return False
    places = [right.at(column) for column in left.columns]
    return all(
        equal(read(value), read(other[at]))
        for row, other in zip(left.rows, right.rows, strict=True)
        for value, at in zip(row, places, strict=True)
    )


def equal_types(left: MType, right: MType) -> bool:
    """Tell whether two types are written alike."""
    if (left.kind, left.nullable, left.facet) != (right.kind, right.nullable, right.facet):
        return False
    if (left.fields is None) != (right.fields is None):
        return False
    mine, theirs = left.fields or {}, right.fields or {}
    return set(mine) == set(theirs) and all(equal_types(mine[name], theirs[name]) for name in mine)


def compare(left: MValue, right: MValue) -> int:
    """Return −1, 0 or 1 as Value.Compare and Table.Sort order values: null first; text by code unit."""
    if left is None or right is None:
        return (left is not None) - (right is not None)
    left_kind, right_kind = kind(left), kind(right)
    if left_kind != right_kind or left_kind not in _ORDERED:
        raise MError(f"We cannot apply operator < to types {left_kind.title()} and {right_kind.title()}.")
    if left_kind == "text":
        left, right = code_units(left, right)
    return (left > right) - (left < right)


def code_units(left: str, right: str) -> tuple[str | bytes, str | bytes]:
    """Return two texts in a form whose order is that of their UTF-16 code units."""
    if max(left, default="") > "\uffff" or max(right, default="") > "\uffff":
        return left.encode("utf-16-be", "surrogatepass"), right.encode("utf-16-be", "surrogatepass")
    return left, right


order = functools.cmp_to_key(compare)


def key(value: MValue) -> object:
    """Return a hashable stand-in: equal keys for equal values, null among them."""
    value_kind = kind(value)
    if value_kind == "list":
        return "list", tuple(key(read(item)) for item in value)
    if value_kind == "record":
        return "record", frozenset((name, key(value[name])) for name in value)
    if value_kind == "number" and value.__class__ is float and math.isnan(value):
        return "nan", id(value)
    if value_kind in {"table", "function", "type"}:
        raise MError(f"A value of type {value_kind} is no key.")
    return value_kind, value


def keys(row: Sequence[MValue], places: Sequence[int]) -> tuple[object, ...]:
    """Return the key of some cells of a row."""
    return tuple(key(read(row[at])) for at in places)


def as_record(value: MValue) -> MRecord:
    """Return the record of options, empty for null."""
    return MRecord({}, ()) if value is None else value
