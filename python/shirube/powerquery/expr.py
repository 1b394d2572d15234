"""M as a tree: small frozen nodes, and short functions that build them. `printer` is the only place that writes text.

Plain Python values are lifted: text, numbers, booleans, ``None``, lists (M lists) and dictionaries (M records).

>>> from .printer import render
>>> render(call("Table.Skip", name("元の表"), 2))
'Table.Skip(元の表, 2)'
>>> render(each(op("=", field("地区 名"), "東")))
'each [#"地区 名"] = "東"'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

__all__ = [
    "Binary",
    "Call",
    "Conditional",
    "Each",
    "Expr",
    "Field",
    "Function",
    "Item",
    "Let",
    "ListOf",
    "Literal",
    "Name",
    "Raw",
    "Record",
    "Rows",
    "Try",
    "TypeOf",
    "call",
    "each",
    "field",
    "fn",
    "functions_in",
    "item",
    "join_text",
    "lift",
    "name",
    "names_used",
    "not_",
    "op",
    "rows",
    "type_of",
    "when",
]


@dataclass(frozen=True, slots=True)
class Literal:
    """Text, number, logical value or null."""

    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Name:
    """A step, a parameter or a library function."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments."""

    function: Expr
    arguments: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """``{a, b}``; `upto` makes it the range ``{a..b}``."""

    items: tuple[Expr, ...]
    upto: Expr | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """``[name = value, …]``."""

    fields: tuple[tuple[str, Expr], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """``of[name]``; inside ``each`` without `of`."""

    name: str
    of: Expr | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """``of{index}``, with ``?`` when it may be missing."""

    of: Expr
    index: Expr
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Each:
    """``each body``."""

    body: Expr


@dataclass(frozen=True, slots=True)
class Function:
    """``(a, b) => body``."""

    parameters: tuple[str, ...]
    body: Expr


@dataclass(frozen=True, slots=True)
class Binary:
    """An operator between two values."""

    operator: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Conditional:
    """``if … then … else …``."""

    test: Expr
    then: Expr
    other: Expr


@dataclass(frozen=True, slots=True)
class Let:
    """``let a = …, b = … in result``."""

    steps: tuple[tuple[str, Expr], ...]
    result: Expr


@dataclass(frozen=True, slots=True)
class Rows:
    """``#table({columns}, {{…}, …})``: constants, one row on a line."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Expr, ...], ...]


@dataclass(frozen=True, slots=True)
class Try:
    """``try expression``: a record that says whether it failed."""

    body: Expr


@dataclass(frozen=True, slots=True)
class TypeOf:
    """``type nullable number`` or the name of a library type."""

    text: str


@dataclass(frozen=True, slots=True)
class Raw:
    """A function of the helper folder, as it is written there."""

    text: str
    functions: frozenset[str] = frozenset()


Expr = (
    Literal | Name | Call | ListOf | Record | Field | Item | Each | Function | Binary | Conditional | Let | Rows
    | Try | TypeOf | Raw
)  # fmt: skip


def lift(value: Any) -> Expr:
    """A Python value as a node; nodes stay as they are."""
    if value is None or isinstance(value, str | int | float | bool):
        return Literal(value)
    if isinstance(value, Mapping):
        return Record(tuple((str(key), lift(item)) for key, item in value.items()))
    if isinstance(value, list | tuple):
        return ListOf(tuple(lift(item) for item in value))
    if is_dataclass(value):
        return value  # type: ignore[return-value]
    raise TypeError(type(value).__name__)


def name(text: str) -> Name:
    """A name; quoted by the printer where M needs it."""
    return Name(text)


def call(function: str | Expr, *arguments: Any) -> Call:
    """``function(arguments)``."""
    target = Name(function) if isinstance(function, str) else function
    return Call(target, tuple(lift(argument) for argument in arguments))


def each(body: Any) -> Each:
    """``each body``."""
    return Each(lift(body))


def fn(parameters: Sequence[str], body: Any) -> Function:
    """``(parameters) => body``."""
    return Function(tuple(parameters), lift(body))


def field(column: str, of: Any = None) -> Field:
    """``of[column]``."""
    return Field(column, None if of is None else lift(of))


def item(of: Any, index: Any, *, optional: bool = False) -> Item:
    """``of{index}``."""
    return Item(lift(of), lift(index), optional)


def op(operator: str, *parts: Any) -> Expr:
    """The parts with an operator between them, from the left."""
    result = lift(parts[0])
    for part in parts[1:]:
        result = Binary(operator, result, lift(part))
    return result


def not_(condition: Expr) -> Expr:
    """Whether a condition does not hold."""
    match condition:
        case Binary("=", left, Literal(False)):
            return left
        case Binary("=" | "<>" as operator, left, right):
            return Binary("<>" if operator == "=" else "=", left, right)
        case _:
            return Binary("=", condition, Literal(False))


def join_text(parts: Iterable[Any]) -> Expr:
    """Texts one behind the other."""
    return op("&", *parts)


def when(test: Any, then: Any, other: Any) -> Conditional:
    """``if test then … else …``."""
    return Conditional(lift(test), lift(then), lift(other))


def rows(columns: Sequence[str], body: Iterable[Sequence[Any]]) -> Rows:
    """A table of constants."""
    return Rows(tuple(columns), tuple(tuple(lift(value) for value in row) for row in body))


def type_of(text: str) -> TypeOf:
    """A type: ``type text``, ``Int64.Type`` …."""
    return TypeOf(text)


def names_used(value: Any) -> Iterator[str]:
    """Every name that stands in an expression."""
    if isinstance(value, Name):
        yield value.text
    elif isinstance(value, tuple):
        for part in value:
            yield from names_used(part)
    elif is_dataclass(value):
        for part in fields(value):
            yield from names_used(getattr(value, part.name))


def functions_in(value: Any) -> frozenset[str]:
    """Names of the library functions an expression uses (they hold a period or begin with ``#``)."""
    return frozenset(_functions(value))


def _functions(value: Any) -> Iterator[str]:
    if isinstance(value, Name):
        if "." in value.text or value.text.startswith("#"):
            yield value.text
    elif isinstance(value, Raw):
        yield from value.functions
    elif isinstance(value, tuple):
        for part in value:
            yield from _functions(part)
    elif is_dataclass(value):
        if isinstance(value, Rows):
            yield "#table"
        for part in fields(value):
            yield from _functions(getattr(value, part.name))
