"""Where library functions are entered under their M signature, which gives names, arity and types of parameters."""

import functools
from collections.abc import Callable
from typing import TypeVar

from support.m import syntax as s
from support.m import type_values as types
from support.m.errors import MError, NotModelled
from support.m.parser import parse
from support.m.values import MFunction, MRecord, MType, MValue

LIBRARY: dict[str, MValue] = {}

_F = TypeVar("_F", bound=Callable[..., MValue])


def function(signature: str, *, null: bool = False) -> Callable[[_F], _F]:
    """Enter a function under a signature such as ``Text.Start(text as nullable text, count as number)``.

    With `null` the function answers null for null as first argument without being called. The first optional
    parameters left out arrive as None, as M passes null.
    """
    name, _, parameters = signature.partition("(")
    tree = parse(f"({parameters} => null")
    assert isinstance(tree, s.Function)
    wanted = [None if p.type is None else types.resolve(p.type, _no_expression) for p in tree.parameters]
    allowed = [
        types.classes(None if kind is None else (types.nullable(kind) if p.optional else kind))
        for p, kind in zip(tree.parameters, wanted, strict=True)
    ]
    least = sum(not parameter.optional for parameter in tree.parameters)

    def enter(body: _F) -> _F:
        called = _null_in_null_out(body) if null else body
        if name in LIBRARY:
            raise ValueError(f"{name} is entered twice")
        LIBRARY[name] = MFunction(name, called, allowed, least, types.function_type(tree.parameters, None, _resolved))
        return body

    return enter


def _no_expression(node: s.Node) -> MValue:
    raise ValueError("signatures name primitive types only")


def _resolved(node: s.TypeNode) -> MType:
    return types.resolve(node, _no_expression)


def _null_in_null_out(body: Callable[..., MValue]) -> Callable[..., MValue]:
    @functools.wraps(body)
    def called(first: MValue, *rest: MValue) -> MValue:
        return None if first is None else body(first, *rest)

    return called


def constants(group: str, names: str, *, first: int = 0) -> None:
    """Enter the members of an enumeration, numbered in order."""
    for number, name in enumerate(names.split(), first):
        LIBRARY[f"{group}.{name}"] = number


def options(record: MRecord | None, *known: str) -> MRecord:
    """Return an options record; refuses options that are not modelled."""
    if record is None:
        return MRecord({}, ())
    unknown = set(record) - set(known)
    if unknown:
        raise NotModelled(f"option {sorted(unknown)[0]}")
    return record


def count(value: MValue, what: str = "count") -> int:
    """Return a number that counts something."""
    if value.__class__ is float and not value.is_integer():
        raise MError(f"The {what} must be a whole number.")
    number = int(value)
    if number < 0:
        raise MError(f"The '{what}' argument is out of range.")
    return number
